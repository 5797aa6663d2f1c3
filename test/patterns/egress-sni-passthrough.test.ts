import { ApiObject, App, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import type { EgressSniPassthroughProps } from 'cdk8s-istio';
import {
  EgressSniPassthrough,
  EgressStrategy,
  GatewayWorkload,
  HopSecurity,
  IstioVersion,
  MeshSettings,
  ServiceRef,
} from 'cdk8s-istio';
import fc from 'fast-check';

interface Destination {
  host: string;
  subset?: string;
  port: { number: number };
}

interface Rule {
  match: { gateways: string[]; port: number; sniHosts?: string[] }[];
  route: { destination: Destination }[];
}

interface Manifest {
  kind: string;
  metadata: { name: string; namespace?: string; annotations?: Record<string, string>; labels?: Record<string, string> };
  spec: {
    hosts: string[];
    gateways: string[];
    resolution: string;
    exportTo?: string[];
    selector: Record<string, string>;
    servers: { hosts: string[]; port: { number: number; name: string }; tls: { mode: string } }[];
    host: string;
    trafficPolicy?: unknown;
    subsets: { name: string; labels?: unknown; trafficPolicy?: unknown }[];
    tls?: Rule[];
    tcp?: Rule[];
    workloadSelector: { labels: Record<string, string> };
    configPatches: {
      applyTo: string;
      match: { listener: unknown };
      patch: { value: { filter_chains: { filter_chain_match: { server_names: string[] } }[] } };
    }[];
  };
}

const EGRESS = 'istio-egressgateway.istio-system.svc.cluster.local';

function chart(id = 'default'): Chart {
  return new Chart(new App(), id, { namespace: 'default' });
}

function egress(props: EgressSniPassthroughProps): Manifest[] {
  const scope = chart();
  new EgressSniPassthrough(scope, 'Site', props);
  return Testing.synth(scope) as Manifest[];
}

function ofKind(objects: Manifest[], kind: string): Manifest[] {
  return objects.filter((object) => object.kind === kind);
}

function errorOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was thrown';
}

const fixed: EgressSniPassthroughProps = { hosts: ['www.example.com', 'api.my-shop.com'], clients: ['default'] };
const common: EgressSniPassthroughProps = {
  hosts: ['*.wikipedia.org'],
  strategy: EgressStrategy.commonServer('www.wikipedia.org'),
  clients: ['default'],
};
const forward: EgressSniPassthroughProps = {
  hosts: ['*.wikipedia.org', '*.wikimedia.org'],
  strategy: EgressStrategy.sniForward(),
  clients: ['default'],
};
const sidecar: EgressSniPassthroughProps = {
  hosts: ['*.wikipedia.org', '*.wikimedia.org'],
  strategy: EgressStrategy.dynamicDns(),
  clients: ['default'],
};
const mutual = { hopSecurity: HopSecurity.istioMutual() };

const throughGateway: [string, EgressSniPassthroughProps][] = [
  ['fixed hosts', fixed],
  ['fixed hosts, mutual TLS on the hop', { ...fixed, ...mutual }],
  ['a common server', common],
  ['a common server, mutual TLS on the hop', { ...common, ...mutual }],
  ['SNI forward', forward],
];
const all: [string, EgressSniPassthroughProps][] = [...throughGateway, ['dynamic DNS', sidecar]];

describe('the manifests of', () => {
  test.each(all)('%s', (_, props) => {
    expect(egress(props)).toMatchSnapshot();
  });
});

describe('the eleven defects of a failed attempt', () => {
  test.each(all)('E1: no host of a route is unknown to the mesh (%s)', (_, props) => {
    const objects = egress(props);
    const known = ofKind(objects, 'ServiceEntry').flatMap(({ spec }) => spec.hosts);
    expect(ofKind(objects, 'ServiceEntry')).toHaveLength(1);
    for (const { spec } of ofKind(objects, 'VirtualService')) {
      // A sidecar applies a rule to the hosts that it knows, so each rule needs one that it covers.
      expect(
        spec.hosts.filter((host) => known.some((name) => name === host || name.endsWith(host.replace('*', '')))),
      ).toEqual(spec.hosts);
      for (const { destination } of [...(spec.tls ?? []), ...(spec.tcp ?? [])].flatMap(({ route }) => route)) {
        expect([EGRESS, ...known]).toContain(destination.host);
      }
    }
    expect(objects[0].spec.exportTo).toEqual(props.strategy === sidecar.strategy ? ['.'] : ['.', 'default']);
  });

  test.each(all)('E2: it is noted how to see that the gateway is used (%s)', (_, props) => {
    const log =
      props.strategy === sidecar.strategy
        ? 'kubectl logs CLIENT-POD -c istio-proxy'
        : 'kubectl -n istio-system logs --tail=100 -l istio=egressgateway';
    const site = props.hosts[0].replace('*.', '');
    expect(egress(props)[0].metadata.annotations!['cdk8s-istio/verify']).toBe(`${log} | grep ${site}`);
  });

  test.each(throughGateway)('E3: no subset has labels (%s)', (_, props) => {
    const { subsets } = ofKind(egress(props), 'DestinationRule')[0].spec;
    expect(subsets.map(({ labels }) => labels)).toEqual(subsets.map(() => undefined));
  });

  test.each(all)('E4: no pod needs a label (%s)', (_, props) => {
    const objects = egress(props);
    expect(ofKind(objects, 'Gateway').map(({ spec }) => spec.selector)).toEqual(
      props.strategy === sidecar.strategy ? [] : [{ istio: 'egressgateway' }],
    );
    expect(objects.filter(({ kind }) => ['Pod', 'Deployment'].includes(kind))).toEqual([]);
  });

  test.each(throughGateway)('E5: every rule has both hops (%s)', (_, props) => {
    for (const { spec } of ofKind(egress(props), 'VirtualService')) {
      expect(spec.gateways).toEqual(['mesh', 'istio-system/default-site']);
      const hops = [...(spec.tls ?? []), ...(spec.tcp ?? [])].map(({ match }) => match.map(({ gateways }) => gateways));
      expect(hops).toEqual([[['mesh']], [['istio-system/default-site']]]);
    }
  });

  test('E6: a wildcard needs a strategy that can reach it', () => {
    expect(errorOf(() => egress({ hosts: ['*.wikipedia.org'] }))).toBe(
      'default/Site (EgressSniPassthrough): 1 problem\n' +
        '  hosts[0]: "*.wikipedia.org" is a wildcard, which DNS cannot resolve. Choose how its hosts are reached: strategy: EgressStrategy.commonServer(\'www.wikipedia.org\') if that server serves all of them, EgressStrategy.sniForward() if not.',
    );
  });

  test.each(throughGateway)('E6: the gateway is never sent to a host without addresses (%s)', (_, props) => {
    const objects = egress(props);
    const { resolution } = ofKind(objects, 'ServiceEntry')[0].spec;
    const destinations = ofKind(objects, 'VirtualService')
      .flatMap(({ spec }) => [...(spec.tls ?? []), ...(spec.tcp ?? [])])
      .flatMap(({ route }) => route.map(({ destination }) => destination.host));
    expect(destinations.filter((host) => host.includes('*'))).toEqual([]);
    expect(destinations.some((host) => host !== EGRESS)).toBe(resolution === 'DNS');
  });

  test.each(throughGateway)('E7: server, subset and second hop are of one design (%s)', (_, props) => {
    const objects = egress(props);
    const modes = new Set(ofKind(objects, 'Gateway')[0].spec.servers.map(({ tls }) => tls.mode));
    const isMutual = props.hopSecurity !== undefined || props.strategy === forward.strategy;
    expect([...modes]).toEqual([isMutual ? 'ISTIO_MUTUAL' : 'PASSTHROUGH']);
    for (const { trafficPolicy } of ofKind(objects, 'DestinationRule')[0].spec.subsets) {
      expect(trafficPolicy).toEqual(
        isMutual
          ? { portLevelSettings: [{ port: { number: 443 }, tls: { mode: 'ISTIO_MUTUAL', sni: expect.any(String) } }] }
          : undefined,
      );
    }
    for (const { spec } of ofKind(objects, 'VirtualService')) {
      expect([spec.tls?.length, spec.tcp?.length]).toEqual(isMutual ? [1, 1] : [2, undefined]);
    }
  });

  test.each(throughGateway)('E8: every destination has a port (%s)', (_, props) => {
    for (const { spec } of ofKind(egress(props), 'VirtualService')) {
      for (const { route } of [...(spec.tls ?? []), ...(spec.tcp ?? [])]) {
        expect(route.map(({ destination }) => destination.port)).toEqual([{ number: 443 }]);
      }
    }
  });

  test.each(all)('E9: nothing that someone installed is declared again (%s)', (_, props) => {
    const kinds = ['ServiceEntry', 'Gateway', 'DestinationRule', 'VirtualService', 'EnvoyFilter'];
    expect(egress(props).filter(({ kind }) => !kinds.includes(kind))).toEqual([]);
  });

  test('E9: a port that the Service does not have is rejected', () => {
    expect(errorOf(() => egress({ ...fixed, port: 8443 }))).toBe(
      'default/Site (EgressSniPassthrough): 1 problem\n' +
        '  port: 8443 is not a port of Service "istio-egressgateway" (80, 443), so the gateway would be unreachable there. Write gatewayPort: 443, or list all ports of the Service: GatewayWorkload.istioEgress({ ports: [...] }).',
    );
  });

  test.each(all)('E10: no proxy is written by hand (%s)', (_, props) => {
    expect(JSON.stringify(egress(props))).not.toMatch(/"containers"|"image"/);
  });

  test.each(all)('E11: it is noted that pods can pass by (%s)', (_, props) => {
    expect(egress(props)[0].metadata.annotations!['cdk8s-istio/not-a-firewall']).toBe(
      'pods can still leave directly; only a NetworkPolicy keeps them from it',
    );
  });
});

describe('names and namespaces', () => {
  test('come from the id, or from one prop', () => {
    const names = (id: string, name?: string): string[] => {
      const scope = chart();
      new EgressSniPassthrough(scope, id, { ...forward, name });
      return (Testing.synth(scope) as Manifest[]).map(({ metadata }) => metadata.name);
    };
    expect(new Set(names('AnyEgress'))).toEqual(new Set(['default-any-egress']));
    expect(new Set(names('AnyEgress', 'sites'))).toEqual(new Set(['sites']));
  });

  test('name the namespace of the chart only where the gateway has another', () => {
    const nameIn = (namespace: string | undefined, props: EgressSniPassthroughProps): string => {
      const scope = new Chart(new App(), 'it', { namespace });
      return new EgressSniPassthrough(scope, 'Wiki', props).serviceEntry.name;
    };
    expect([nameIn('shop', common), nameIn('web', common)]).toEqual(['shop-wiki', 'web-wiki']);
    expect([nameIn('istio-system', common), nameIn(undefined, common), nameIn('shop', sidecar)]).toEqual([
      'wiki',
      'wiki',
      'wiki',
    ]);
  });

  test('of clients come from Namespaces, too', () => {
    const scope = chart();
    const namespace = new kplus.Namespace(scope, 'Namespace', { metadata: { name: 'shop' } });
    const made = new ApiObject(scope, 'Web', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'web' } });
    new EgressSniPassthrough(scope, 'Wiki', { ...common, clients: [namespace, made, 'default'] });
    expect(ofKind(Testing.synth(scope) as Manifest[], 'ServiceEntry')[0].spec.exportTo).toEqual([
      '.',
      'shop',
      'web',
      'default',
    ]);
    const service = new ApiObject(scope, 'Service', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'shop' } });
    const elsewhere = ServiceRef.fromName('shop');
    expect(errorOf(() => new EgressSniPassthrough(scope, 'Other', { ...fixed, clients: [service, elsewhere] }))).toBe(
      'default/Other (EgressSniPassthrough): 2 problems\n' +
        '  clients[0]: Service "shop" is not a Namespace. Write the name of its namespace.\n' +
        '  clients[1]: Service "shop" is not a Namespace. Write the name of its namespace.',
    );
  });

  test('each fixed host has a VirtualService whose name does not depend on the others', () => {
    const long = `${'a'.repeat(60)}.example.com`;
    const objects = egress({ hosts: ['www.example.com', 'api.my-shop.com', 'api-my.shop.com', long] });
    expect(ofKind(objects, 'VirtualService').map(({ metadata }) => metadata.name)).toEqual([
      'default-site-www-example-com',
      'default-site-api-my--shop-com',
      'default-site-api--my-shop-com',
      `default-site-${'a'.repeat(41)}-43c9a14c`,
    ]);
  });

  test('everything lives with the gateway, and both hops see it', () => {
    const workload = GatewayWorkload.helmRelease('istio-egress', { namespace: 'istio-egress' });
    const objects = egress({ ...forward, workload, clients: ['shop', 'istio-egress', 'default'] });
    expect(new Set(objects.map(({ metadata }) => metadata.namespace))).toEqual(new Set(['istio-egress']));
    expect(objects.map(({ spec }) => spec.exportTo)).toEqual([
      ['.', 'shop', 'default'],
      undefined,
      undefined,
      ['.', 'shop', 'default'],
      undefined,
    ]);
    expect(ofKind(objects, 'Gateway')[0].spec.selector).toEqual({ istio: 'egress' });
    expect(ofKind(objects, 'DestinationRule')[0].spec.host).toBe('istio-egress.istio-egress.svc.cluster.local');
    expect(ofKind(objects, 'EnvoyFilter')[0].spec.workloadSelector).toEqual({ labels: { istio: 'egress' } });
  });

  test('everyone sees it without clients', () => {
    expect(egress({ ...common, clients: undefined }).map(({ spec }) => spec.exportTo)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('without a gateway it lives with the chart', () => {
    const [entry] = egress({ ...sidecar, clients: ['default', 'shop'] });
    expect([entry.metadata.namespace, entry.spec.exportTo]).toEqual(['default', ['.', 'shop']]);
  });

  test('a chart without namespace needs one only without a gateway', () => {
    const bare = (props: EgressSniPassthroughProps): EgressSniPassthrough =>
      new EgressSniPassthrough(new Chart(new App(), 'bare'), 'Site', props);
    expect(bare(common).serviceEntry.namespace).toBe('istio-system');
    expect(errorOf(() => bare(sidecar))).toBe(
      "bare/Site (EgressSniPassthrough): 1 problem\n  metadata.namespace: is not known, so the object would go to the namespace in which it is applied. Give the chart a namespace: new Chart(app, 'id', { namespace: '...' }).",
    );
  });
});

describe('ports', () => {
  test('the gateway may have another one than the site', () => {
    const objects = egress({ hosts: ['mq.example.com'], port: 5671, gatewayPort: 443 });
    const { tls } = ofKind(objects, 'VirtualService')[0].spec;
    expect(
      tls!.map(({ match, route }) => [match[0].port, route[0].destination.host, route[0].destination.port.number]),
    ).toEqual([
      [5671, EGRESS, 443],
      [443, 'mq.example.com', 5671],
    ]);
    expect(ofKind(objects, 'Gateway')[0].spec.servers[0].port.number).toBe(443);
  });

  test('the filter takes the port of the pod, and the route that of the Service', () => {
    const listener = (workload: GatewayWorkload): unknown =>
      ofKind(egress({ ...forward, workload }), 'EnvoyFilter')[0].spec.configPatches[3].match.listener;
    const filterChain = { sni: '*.wikipedia.org', filter: { name: 'envoy.filters.network.tcp_proxy' } };
    expect(listener(GatewayWorkload.istioEgress())).toEqual({ portNumber: 8443, filterChain });
    expect(listener(GatewayWorkload.helmRelease('istio-egress', { namespace: 'istio-egress' }))).toEqual({
      portNumber: 443,
      filterChain,
    });
  });
});

describe('strategies', () => {
  test('a common server is found by sidecars that answer DNS themselves, too', () => {
    expect(egress(common)[0].metadata.labels).toEqual({ 'networking.istio.io/enable-autoallocate-ip': 'false' });
    expect(egress(fixed)[0].metadata.labels).toBeUndefined();
  });

  test('SNI forward allows the same hosts at every place', () => {
    const objects = egress(forward);
    const { spec } = ofKind(objects, 'VirtualService')[0];
    const inner = ofKind(objects, 'EnvoyFilter')[0].spec.configPatches[2].patch.value;
    for (const hosts of [
      spec.hosts,
      spec.tls![0].match[0].sniHosts,
      ofKind(objects, 'ServiceEntry')[0].spec.hosts,
      ofKind(objects, 'Gateway')[0].spec.servers[0].hosts,
      inner.filter_chains[0].filter_chain_match.server_names,
    ]) {
      expect(hosts).toEqual(forward.hosts);
    }
  });

  test('SNI forward writes a log unless told otherwise', () => {
    expect(JSON.stringify(egress(forward))).toContain('"path":"/dev/stdout"');
    expect(
      JSON.stringify(egress({ ...forward, strategy: EgressStrategy.sniForward({ accessLog: false }) })),
    ).not.toContain('access_log');
  });

  test('SNI forward takes mutual TLS as said', () => {
    expect(egress({ ...forward, ...mutual })).toEqual(egress(forward));
  });

  test('several share one gateway without taking policy from each other', () => {
    const scope = chart();
    new EgressSniPassthrough(scope, 'Pay', { ...fixed, ...mutual });
    new EgressSniPassthrough(scope, 'Wiki', common);
    new EgressSniPassthrough(scope, 'Media', { hosts: ['*.wikimedia.org'], strategy: EgressStrategy.sniForward() });
    const rules = ofKind(Testing.synth(scope) as Manifest[], 'DestinationRule').map(({ spec }) => spec);
    expect(rules.map(({ host, trafficPolicy, exportTo }) => [host, trafficPolicy, exportTo])).toEqual(
      rules.map(() => [EGRESS, undefined, undefined]),
    );
    expect(rules.flatMap(({ subsets }) => subsets.map(({ name }) => name))).toEqual([
      'default-pay-www-example-com',
      'default-pay-api-my--shop-com',
      'default-wiki',
      'default-media',
    ]);
  });

  test('the resources can be reached', () => {
    const made = (props: EgressSniPassthroughProps): unknown => {
      const site = new EgressSniPassthrough(chart(), 'Site', props);
      return [site.serviceEntry, site.gateway, site.destinationRule, ...site.virtualServices, site.envoyFilter].map(
        (resource) => resource?.kind,
      );
    };
    expect(made(common)).toEqual(['ServiceEntry', 'Gateway', 'DestinationRule', 'VirtualService', undefined]);
    expect(made(forward)).toEqual(['ServiceEntry', 'Gateway', 'DestinationRule', 'VirtualService', 'EnvoyFilter']);
    expect(made(sidecar)).toEqual(['ServiceEntry', undefined, undefined, undefined]);
  });
});

describe('laws', () => {
  const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
  const host = fc.tuple(label, label, fc.constantFrom('com', 'org')).map((labels) => labels.join('.'));
  const hosts = fc.uniqueArray(host, { minLength: 1, maxLength: 6 });
  const hop = fc.constantFrom(undefined, HopSecurity.none(), HopSecurity.istioMutual());

  test('each subset that a route names is declared, and each host has both hops', () => {
    fc.assert(
      fc.property(hosts, hop, (names, hopSecurity) => {
        const objects = egress({ hosts: names, hopSecurity });
        const declared = ofKind(objects, 'DestinationRule')[0].spec.subsets.map(({ name }) => name);
        const rules = ofKind(objects, 'VirtualService').map(({ spec }) => spec);
        expect(new Set(declared).size).toBe(declared.length);
        expect(rules.flatMap((spec) => spec.hosts)).toEqual(names);
        expect(new Set(objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`)).size).toBe(objects.length);
        for (const spec of rules) {
          expect(declared).toContain(spec.tls![0].route[0].destination.subset);
          expect([...(spec.tls ?? []), ...(spec.tcp ?? [])]).toHaveLength(2);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('the same input makes the same bytes', () => {
    for (const [, props] of all) {
      expect(JSON.stringify(egress(props))).toBe(JSON.stringify(egress(props)));
    }
  });
});

describe('rejects', () => {
  test.each<[string, object, string]>([
    ['no hosts', { hosts: [] }, "hosts: is empty, so there is nothing to reach. Write ['www.wikipedia.org']."],
    ['hosts that are no list', { hosts: 'a.com' }, 'hosts: "a.com" is not a list. Write [\'a.com\'].'],
    ['a host that is no string', { hosts: [7] }, "hosts[0]: 7 is not a non-empty string. Write ['www.wikipedia.org']."],
    [
      'every host',
      { hosts: ['*'], strategy: EgressStrategy.sniForward() },
      'hosts[0]: "*" would match the requests for every host. Name the hosts, for example "shop.example.com" or "*.example.com".',
    ],
    [
      'a scheme',
      { hosts: ['https://www.example.com/'] },
      'hosts[0]: "https://www.example.com/" has a scheme, but a host is only a name. Write "www.example.com".',
    ],
    [
      'a port',
      { hosts: ['www.example.com:443'] },
      'hosts[0]: "www.example.com:443" has a port, but a host is only a name. Write "www.example.com", and write the port in its own field.',
    ],
    [
      'a name without a dot',
      { hosts: ['reviews'] },
      'hosts[0]: "reviews" has no dot. A host outside the cluster has a full DNS name, for example "reviews.example.com".',
    ],
    [
      'capitals',
      { hosts: ['www.Example.com'] },
      'hosts[0]: "www.Example.com" has capital letters, but hosts are compared literally. Write "www.example.com".',
    ],
    [
      'a dot at the end',
      { hosts: ['a.com.'] },
      'hosts[0]: "a.com." ends with a dot, which no client sends. Write "a.com".',
    ],
    [
      'a Service of the cluster',
      { hosts: ['web.shop.svc.cluster.local'] },
      'hosts[0]: "web.shop.svc.cluster.local" is a host of the cluster, which the mesh already knows. Omit it, and write a VirtualService for it.',
    ],
    ['a host twice', { hosts: ['a.com', 'a.com'] }, 'hosts[1]: "a.com" is given twice.'],
    [
      'a host among a wildcard',
      { ...common, hosts: ['de.wikipedia.org', '*.wikipedia.org'] },
      'hosts[0]: "de.wikipedia.org" is already covered by "*.wikipedia.org". Omit it.',
    ],
    [
      'a common server that is a wildcard',
      { ...common, strategy: EgressStrategy.commonServer('*.wikipedia.org') },
      'strategy: commonServer: "*.wikipedia.org" is a wildcard, but must be a single host. Write its name, for example "www.wikipedia.org".',
    ],
    [
      'a common server that is not one of the hosts',
      { ...common, strategy: EgressStrategy.commonServer('www.wikimedia.org') },
      'strategy: commonServer: "www.wikimedia.org" is not one of the hosts (*.wikipedia.org), so no rule would be found for it. ' +
        'Write a host that serves all of them, for example "www.wikipedia.org", or add it to hosts.',
    ],
    [
      'a common server that is no string',
      { ...common, strategy: EgressStrategy.commonServer(undefined as unknown as string) },
      'strategy: commonServer: undefined is not a host. Write a DNS name such as "shop.example.com".',
    ],
    [
      'a plain host with dynamic DNS',
      { ...sidecar, hosts: ['www.wikipedia.org'] },
      'hosts[0]: "www.wikipedia.org" is not a wildcard, and EgressStrategy.dynamicDns() is for wildcards only. Write a ServiceEntry with resolution DNS for it.',
    ],
    [
      'a gateway with dynamic DNS',
      { ...sidecar, workload: GatewayWorkload.istioEgress() },
      'workload: EgressStrategy.dynamicDns() leaves the cluster from the sidecar, without a gateway. Omit it; for a gateway write EgressStrategy.sniForward().',
    ],
    [
      'SNI forward without mutual TLS',
      { ...forward, hopSecurity: HopSecurity.none() },
      "hopSecurity: EgressStrategy.sniForward() needs Istio's mutual TLS between sidecar and gateway. Omit it, or write HopSecurity.istioMutual().",
    ],
    [
      'an option of SNI forward that is none',
      { ...forward, strategy: EgressStrategy.sniForward({ accessLog: 'yes' as unknown as boolean }) },
      'strategy.sniForward.accessLog: "yes" is neither true nor false. Write true or false.',
    ],
    [
      'a strategy that is none',
      { ...fixed, strategy: 'fixedHosts' },
      'strategy: "fixedHosts" is not an EgressStrategy. Write EgressStrategy.fixedHosts(), or commonServer, sniForward, dynamicDns or waypoint of the same class.',
    ],
    [
      'a gateway that is none',
      { ...fixed, workload: 'istio-egressgateway' },
      'workload: "istio-egressgateway" is not a GatewayWorkload. Write GatewayWorkload.istioEgress(), or GatewayWorkload.of({ ... }) for one of your own.',
    ],
    [
      'a gateway without labels',
      { ...fixed, workload: GatewayWorkload.of({ selector: {}, namespace: 'egress', service: 'egress' }) },
      "workload.selector: {} selects no pods. Write the labels of the gateway's pods, for example { istio: 'ingressgateway' }.",
    ],
    [
      'a hop security that is none',
      { ...fixed, hopSecurity: 'mutual' },
      'hopSecurity: "mutual" is not a HopSecurity. Write HopSecurity.none() or HopSecurity.istioMutual().',
    ],
    [
      'a port that is none',
      { ...fixed, port: '443' },
      'port: "443" is not a port number (a whole number, 1 to 65535). Write 443 without quotes.',
    ],
    [
      'a gateway port that the Service does not have',
      { ...fixed, gatewayPort: 15443 },
      'gatewayPort: 15443 is not a port of Service "istio-egressgateway" (80, 443), so the gateway would be unreachable there. Write gatewayPort: 443, or list all ports of the Service: GatewayWorkload.istioEgress({ ports: [...] }).',
    ],
    [
      'clients that are no list',
      { ...fixed, clients: 'default' },
      'clients: "default" is not a list. Write [\'default\'].',
    ],
    [
      'no clients',
      { ...fixed, clients: [] },
      "clients: is empty, so no client could use it. Write ['default'], or omit it for all namespaces.",
    ],
    [
      'a client that is no namespace',
      { ...fixed, clients: ['*'] },
      'clients[0]: "*" is not the name of a namespace (lower-case letters, digits and "-", a letter or digit at both ends).',
    ],
    [
      'a client without a name',
      { ...fixed, clients: [{}] },
      'clients[0]: {} is not a name. Write the name of a namespace as a string.',
    ],
    ['a client twice', { ...fixed, clients: ['a', 'a'] }, 'clients[1]: "a" is given twice.'],
    [
      'a name that is none',
      { ...fixed, name: 'My Sites' },
      'name: "My Sites" is not the name of an object (lower-case letters, digits and "-", a letter or digit at both ends).',
    ],
  ])('%s', (_, props, message) => {
    expect(errorOf(() => egress(props as EgressSniPassthroughProps))).toBe(
      `default/Site (EgressSniPassthrough): 1 problem\n  ${message}`,
    );
  });

  test('no props at all', () => {
    expect(errorOf(() => egress(undefined as unknown as EgressSniPassthroughProps))).toBe(
      "default/Site (EgressSniPassthrough): 1 problem\n  hosts: is empty, so there is nothing to reach. Write ['www.wikipedia.org'].",
    );
  });

  test('dynamic DNS before Istio 1.30', () => {
    const app = new App();
    MeshSettings.set(app, { istioVersion: IstioVersion.V1_29 });
    const scope = new Chart(app, 'default', { namespace: 'default' });
    expect(errorOf(() => new EgressSniPassthrough(scope, 'Site', sidecar))).toBe(
      'default/Site (EgressSniPassthrough): 1 problem\n' +
        '  strategy: dynamicDns: sidecars can do this since Istio 1.30, and this App targets 1.29. Write EgressStrategy.sniForward(), or raise istioVersion in MeshSettings.',
    );
  });

  test('a host that another one reaches already', () => {
    const scope = chart();
    new EgressSniPassthrough(scope, 'Wiki', common);
    expect(
      errorOf(
        () => new EgressSniPassthrough(scope, 'Again', { ...forward, hosts: ['*.wikimedia.org', '*.wikipedia.org'] }),
      ),
    ).toBe(
      'default/Again (EgressSniPassthrough): 1 problem\n' +
        '  hosts[1]: "*.wikipedia.org" already belongs to default/Wiki, and of two rules for one host only one applies. Remove it from one of them; a host with several ports needs a ServiceEntry with all of them, and its own routes.',
    );
    expect(errorOf(() => new EgressSniPassthrough(scope, 'Www', { hosts: ['www.wikipedia.org'] }))).toBe(
      'default/Www (EgressSniPassthrough): 1 problem\n' +
        '  hosts[0]: "www.wikipedia.org" already belongs to default/Wiki, and of two rules for one host only one applies. Remove it from one of them; a host with several ports needs a ServiceEntry with all of them, and its own routes.',
    );
  });

  test('a server that another one reaches already', () => {
    const scope = chart();
    new EgressSniPassthrough(scope, 'Www', { hosts: ['www.wikipedia.org'] });
    expect(errorOf(() => new EgressSniPassthrough(scope, 'Wiki', common))).toBe(
      'default/Wiki (EgressSniPassthrough): 1 problem\n' +
        '  strategy: "www.wikipedia.org" already belongs to default/Www, and of two rules for one host only one applies. Remove it from one of them; a host with several ports needs a ServiceEntry with all of them, and its own routes.',
    );
  });

  test('the same host for another chart is no mistake: it may be for another cluster', () => {
    const app = new App();
    for (const stage of ['staging', 'production']) {
      const scope = new Chart(app, stage, { namespace: 'default' });
      new EgressSniPassthrough(scope, 'Wiki', common);
    }
    const [staging, production] = app.charts.map((made) => made.toJson());
    expect(production).toEqual(staging);
  });

  test('a name that is taken', () => {
    const scope = chart();
    new EgressSniPassthrough(scope, 'Wiki', common);
    expect(
      errorOf(() => new EgressSniPassthrough(scope, 'Other', { hosts: ['www.example.com'], name: 'default-wiki' })),
    ).toBe(
      'default/Other (EgressSniPassthrough): 1 problem\n' +
        '  name: ServiceEntry "default-wiki" in namespace "istio-system" is made by default/Wiki already. Give this one another: name: \'...\'.',
    );
  });

  test('everything at once', () => {
    const props = { hosts: ['*'], strategy: EgressStrategy.dynamicDns(), gatewayPort: 443, clients: [], name: '-' };
    expect(errorOf(() => egress(props))).toBe(
      [
        'default/Site (EgressSniPassthrough): 4 problems',
        '  hosts[0]: "*" would match the requests for every host. Name the hosts, for example "shop.example.com" or "*.example.com".',
        '  gatewayPort: EgressStrategy.dynamicDns() leaves the cluster from the sidecar, without a gateway. Omit it; for a gateway write EgressStrategy.sniForward().',
        '  name: "-" is not the name of an object (lower-case letters, digits and "-", a letter or digit at both ends).',
        "  clients: is empty, so no client could use it. Write ['default'], or omit it for all namespaces.",
      ].join('\n'),
    );
  });
});
