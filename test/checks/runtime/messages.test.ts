import { checkManifests } from '../../../lib/checks/check-manifests';
import type { Finding } from '../../../lib/checks/finding';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { gateway, manifest, server, service, to } from '../../manifests';

const found = (code: string, ...manifests: Manifest[]): Finding[] =>
  checkManifests(manifests).filter((finding) => finding.code === code);

test('CDI0107 says what to do with the two', () => {
  const route = manifest('HTTPRoute', 'shop/reviews', {
    parentRefs: [{ group: '', kind: 'Service', name: 'reviews' }],
  });
  const rule = manifest('VirtualService', 'shop/reviews', { hosts: ['reviews'], http: [to('reviews')] });
  expect(found('CDI0107', service('shop/reviews', [80]), rule, route)[0].fix).toBe(
    'Move all rules into one of the two and remove the other.',
  );
});

test('CDI0102 begins as a sentence does', () => {
  const rule = manifest('VirtualService', 'shop/a', { hosts: ['a.example.com'], gateways: ['g'], tcp: [to('a')] });
  const [{ message }] = found('CDI0102', gateway('shop/g', server(80, 'HTTP', ['a.example.com'])), rule);
  expect(message).toMatch(/^Server 80 of Gateway shop\/g/);
});

test.each<[string[], string]>([
  [
    [],
    'lacks the environment variables POD_NAME, POD_NAMESPACE and INSTANCE_IP and the volumes istio-token and istiod-ca-cert.',
  ],
  [
    ['POD_NAME', 'POD_NAMESPACE'],
    'lacks the environment variable INSTANCE_IP and the volumes istio-token and istiod-ca-cert.',
  ],
  [['POD_NAME', 'POD_NAMESPACE', 'INSTANCE_IP'], 'by hand and lacks the volumes istio-token and istiod-ca-cert.'],
])('CDI0207 lists what a proxy lacks beside %j', (names, lacks) => {
  const container = { name: 'istio-proxy', image: 'istio/proxyv2:1.31.1', args: ['proxy', 'router'] };
  const env = names.map((name) => ({ name, value: 'x' }));
  const pod = manifest('Pod', 'egress/bare', { containers: [{ ...container, env }] });
  expect(found('CDI0207', pod)[0].message).toContain(lacks);
});

test('CDI0208 names the port of the match', () => {
  const rule = (kind: string, port?: number): Manifest =>
    manifest('VirtualService', 'shop/out', {
      hosts: ['api.example.org'],
      gateways: ['mesh', 'out'],
      [kind]: [
        {
          match: [{ gateways: ['mesh'], sniHosts: ['api.example.org'], ...(port && { port }) }],
          ...to('istio-egressgateway.istio-system.svc.cluster.local'),
        },
      ],
    });
  const fix = (kind: string, port?: number): string => found('CDI0208', rule(kind, port))[0].fix;
  expect(fix('tls', 8443)).toBe('Write port: { number: 8443 } into the destination.');
  expect(fix('http', 80)).toBe('Write port: { number: 80 } into the destination.');
  expect(fix('tls')).toBe('Write port: { number: 443 } into the destination.');
  expect(fix('http')).toBe('Write port: { number: 80 } into the destination.');
});

describe('CDI0401: an API that Kubernetes has removed', () => {
  const old = (apiVersion: string, kind: string): Manifest => manifest(`${apiVersion}/${kind}`, 'shop/web');

  test.each([
    ['extensions/v1beta1', 'Deployment', '1.16', 'apps/v1'],
    ['extensions/v1beta1', 'DaemonSet', '1.16', 'apps/v1'],
    ['extensions/v1beta1', 'ReplicaSet', '1.16', 'apps/v1'],
    ['apps/v1beta1', 'Deployment', '1.16', 'apps/v1'],
    ['apps/v1beta1', 'StatefulSet', '1.16', 'apps/v1'],
    ['apps/v1beta2', 'DaemonSet', '1.16', 'apps/v1'],
    ['apps/v1beta2', 'ReplicaSet', '1.16', 'apps/v1'],
    ['batch/v1beta1', 'CronJob', '1.25', 'batch/v1'],
    ['extensions/v1beta1', 'Ingress', '1.22', 'networking.k8s.io/v1'],
    ['networking.k8s.io/v1beta1', 'Ingress', '1.22', 'networking.k8s.io/v1'],
  ])('%s %s', (apiVersion, kind, release, now) => {
    expect(found('CDI0401', old(apiVersion, kind))).toMatchObject([
      {
        path: 'apiVersion',
        severity: 'error',
        message: `Kubernetes serves no ${kind} of ${apiVersion} since ${release}, so the API server rejects this object.`,
        fix: expect.stringContaining(`Write apiVersion: ${now}`),
      },
    ]);
    expect(found('CDI0401', old(now, kind))).toEqual([]);
  });

  test('objects of another group with a name of old are none', () => {
    expect(found('CDI0401', old('example.com/v1beta1', 'Deployment'))).toEqual([]);
  });
});

describe('CDI0110 says what a Rollout takes out of its route', () => {
  const rollout = (canary: object): Manifest =>
    manifest('Rollout', 'shop/reviews', {
      strategy: { canary: { ...canary, trafficRouting: { istio: { virtualService: { name: 'reviews' }, ...rule } } } },
    });
  let rule: object = {};
  const said = (canary: object, ...routes: [string, string | undefined, number][]) => {
    const route = manifest('VirtualService', 'shop/reviews', { hosts: ['reviews'], http: [to(...routes)] });
    return found('CDI0110', service('shop/reviews', [80]), service('shop/modern', [80]), rollout(canary), route).map(
      ({ message, fix }) => [message, fix],
    );
  };
  const message = (hosts: string, share: number) =>
    'Rollout shop/reviews manages this route, and Argo Rollouts keeps only the stable and the canary destination in it: ' +
    `it removes ${hosts}, and the other two get its ${share} %.`;
  const fix = (hosts: string) =>
    `Move ${hosts} to a rule of its own, with a match, that the Rollout does not list. ` +
    'Write the weights 100 and 0 for the other two.';

  afterEach(() => (rule = {}));

  it('by subsets', () => {
    rule = { destinationRule: { name: 'reviews', stableSubsetName: 'stable', canarySubsetName: 'canary' } };
    expect(said({}, ['modern', undefined, 10], ['reviews', 'stable', 90], ['reviews', 'canary', 0])).toEqual([
      [message('modern', 10), fix('modern')],
    ]);
    expect(said({}, ['reviews', 'old', 5], ['reviews', 'stable', 90], ['modern', undefined, 5])).toEqual([
      [message('subset old of reviews and modern', 10), fix('subset old of reviews and modern')],
    ]);
  });

  it('by Services', () => {
    const services = { stableService: 'reviews', canaryService: 'reviews-canary' };
    expect(said(services, ['reviews', undefined, 90], ['modern', undefined, 10])).toEqual([
      [message('modern', 10), fix('modern')],
    ]);
  });

  it('by order where the Rollout names neither', () => {
    expect(said({}, ['reviews', 'a', 90], ['reviews', 'b', 0], ['modern', undefined, 10])).toEqual([
      [message('modern', 10), fix('modern')],
    ]);
  });

  it('and of a third destination without weight nothing', () => {
    expect(said({}, ['reviews', 'a', 100], ['reviews', 'b', 0], ['modern', undefined, 0])).toEqual([]);
  });
});

describe('CDI0119 says what happens, and what to import', () => {
  const HOST = 'api.example.org';
  const GATEWAY = 'istio-egressgateway.istio-system';
  const entry = (namespace: string): Manifest =>
    manifest('ServiceEntry', `${namespace}/api`, {
      hosts: [HOST],
      resolution: 'DNS',
      ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
    });
  const rules = (key: string, ...exportTo: string[]): Manifest =>
    manifest('VirtualService', key, {
      hosts: [HOST],
      exportTo,
      tls: [
        {
          match: [{ port: 443, sniHosts: [HOST] }],
          route: [{ destination: { host: `${GATEWAY}.svc.cluster.local`, port: { number: 443 } } }],
        },
      ],
    });
  const sidecar = (key: string, more: object = {}, ...hosts: string[]): Manifest =>
    manifest('Sidecar', key, { egress: [{ hosts }], ...more });
  const said = (...manifests: Manifest[]): [string, string][] =>
    found('CDI0119', ...manifests).map(({ message, fix }) => [message, fix]);
  const RULES = `VirtualService istio-system/out, which sends requests for ${HOST} to ${GATEWAY}`;

  it('where the host is known', () => {
    expect(said(entry('shop'), rules('istio-system/out'), sidecar('shop/default', {}, './*'))).toEqual([
      [
        `This Sidecar imports ${HOST} (ServiceEntry shop/api), but not ${RULES}. Pods in shop connect to ${HOST} directly, past that Service, even with outboundTrafficPolicy REGISTRY_ONLY.`,
        `Add istio-system/${HOST} (or istio-system/*) to spec.egress[0].hosts.`,
      ],
    ]);
  });

  it('of one VirtualService, and how many others', () => {
    const many = (...names: string[]): Manifest[] => names.map((name) => rules(`istio-system/${name}`));
    const messageOf = (...names: string[]): string =>
      said(entry('shop'), ...many(...names), sidecar('shop/default', {}, './*'))[0][0];
    expect(messageOf('out', 'more')).toMatch(/ONLY\. So it is with another VirtualService\.$/);
    expect(messageOf('out', 'more', 'most')).toMatch(/ONLY\. So it is with 2 other VirtualServices\.$/);
  });

  it('where the host is unknown too', () => {
    const manifests = [entry('istio-system'), rules('istio-system/out', 'istio-system', 'shop')];
    const lacks = `This Sidecar imports neither ${RULES}, nor the host itself (ServiceEntry istio-system/api).`;
    const fix = `Add istio-system/${HOST} (or istio-system/*) to spec.egress[0].hosts.`;
    expect(said(...manifests, sidecar('shop/default', {}, './*'))).toEqual([
      [`${lacks} Pods in shop connect to it directly, past that Service (outboundTrafficPolicy is ALLOW_ANY).`, fix],
    ]);
    const strict = { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } };
    expect(said(...manifests, sidecar('shop/default', strict, './*'))).toEqual([
      [`${lacks} Requests of pods in shop for it are refused (outboundTrafficPolicy is REGISTRY_ONLY).`, fix],
    ]);
  });

  it('where only the rules are known', () => {
    const some = { workloadSelector: { labels: { app: 'web' } } };
    const manifests = [entry('egress'), rules('istio-system/out', 'istio-system', 'shop')];
    expect(said(...manifests, sidecar('shop/web', some, 'istio-system/*'))).toEqual([
      [
        `This Sidecar imports ${RULES}, but not the host itself (ServiceEntry egress/api), so these rules are never used. The selected pods in shop connect to it directly, past that Service (outboundTrafficPolicy is ALLOW_ANY).`,
        `Leave it if these pods do not call ${HOST}. Otherwise add egress/${HOST} (or egress/*) to spec.egress[0].hosts.`,
      ],
    ]);
  });

  it('where the Sidecar is that of the root namespace', () => {
    const own = sidecar('istio-system/default', {}, 'shop/*');
    expect(said(entry('shop'), rules('egress/out'), own)[0][0]).toMatch(
      /^This Sidecar of the root namespace imports .* Pods of namespaces without a Sidecar of their own connect to /,
    );
  });

  it('where the rules are left out', () => {
    const own = sidecar('shop/default', {}, '*/*', '~istio-system/*');
    expect(said(entry('shop'), rules('istio-system/out'), own)[0][1]).toBe(
      `Take the host that begins with ~ and leaves istio-system/${HOST} out from spec.egress[0].hosts.`,
    );
  });

  it('where no listener is for the port', () => {
    const port = { port: { number: 8443, name: 'tls', protocol: 'TLS' }, bind: '0.0.0.0', hosts: ['./*'] };
    const own = manifest('Sidecar', 'shop/default', { egress: [port] });
    const manifests = [entry('istio-system'), rules('istio-system/out', 'shop')];
    expect(said(...manifests, own)[0][1]).toBe(
      `Add a listener without port to spec.egress that imports istio-system/${HOST} (or istio-system/*): none is for port 443.`,
    );
  });
});

test.each<[string, string]>([
  ['api.example.org', 'Write resolution: DNS into the ServiceEntry, so that the gateway looks the host up.'],
  [
    '*.example.org',
    'A wildcard cannot be looked up: send the requests to one host that serves them all, with a ServiceEntry of resolution: DNS, or let the gateway ' +
      'follow the server name (EgressSniPassthrough writes either).',
  ],
])('CDI0209 says how a gateway finds %s', (host, fix) => {
  const entry = manifest('ServiceEntry', 'istio-system/out', {
    hosts: [host],
    ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
    resolution: 'NONE',
  });
  const rule = manifest('VirtualService', 'istio-system/out', {
    hosts: [host],
    gateways: ['out'],
    tls: [{ match: [{ sniHosts: [host] }], ...to(host) }],
  });
  expect(found('CDI0209', entry, rule).map((each) => each.fix)).toEqual([fix]);
});

test.each<[object, string]>([
  [{}, 'Put the rule into namespace shop, so that every client finds it.'],
  [{ exportTo: ['.'] }, 'Put the rule into namespace shop, with exportTo: ["*"], so that every client finds it.'],
])('CDI0101 says what to write for a rule with %j', (visibility, fix) => {
  const host = 'reviews.shop.svc.cluster.local';
  const rule = manifest('DestinationRule', 'front/reviews', { host, subsets: [{ name: 'v1' }], ...visibility });
  const route = manifest('VirtualService', 'shop/reviews', { hosts: [host], http: [to([host, 'v1', 100])] });
  expect(found('CDI0101', service('shop/reviews', [9080]), rule, route).map((each) => each.fix)).toEqual([fix]);
});

test.each<[string[], string]>([
  [['GATEWAY', 'GATEWAY'], 'every gateway of namespace shop, those that come later included.'],
  [['SIDECAR_INBOUND'], 'every sidecar of namespace shop, those that come later included.'],
  [['GATEWAY', 'SIDECAR_INBOUND'], 'every proxy of namespace shop, gateways and those that come later included.'],
])('CDI0303 says which proxies a filter for %j patches', (contexts, reach) => {
  const filter = manifest('EnvoyFilter', 'shop/a', {
    configPatches: contexts.map((context) => ({ applyTo: 'HTTP_FILTER', match: { context }, patch: {} })),
  });
  expect(found('CDI0303', filter)[0].message).toContain(`so it patches ${reach}`);
});

test.each<[string[], string]>([
  [['a', 'b'], 'so namespace b gets neither rule.'],
  [['a', 'b', 'c'], 'so the namespaces b and c get neither rule.'],
])('CDI0109 says who gets nothing of a rule for %j', (exportTo, lost) => {
  const rule = (name: string, to: string[]): Manifest =>
    manifest('DestinationRule', name, { host: 'reviews', exportTo: to, subsets: [{ name }] });
  const messages = found('CDI0109', rule('shop/a', ['a']), rule('shop/b', exportTo)).map(({ message }) => message);
  expect(messages).toEqual([expect.stringContaining(lost)]);
});
