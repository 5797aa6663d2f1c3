import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { deployment, manifest, serviceEntry, sidecar, virtualService } from '../../manifests';
import { found, testCases } from '../found';
import { EGRESS, egressGateway, enforced, entry, hop, HOST, REGISTRY_ONLY } from './egress-manifests';

const wayOut = (more: object = {}, key: string = 'istio-system/out', entries: string = 'shop'): Manifest[] => [
  enforced,
  entry([HOST], 'DNS', entries),
  egressGateway(HOST),
  virtualService(key, {
    hosts: [HOST],
    gateways: ['mesh', 'istio-system/out'],
    tls: [{ ...hop(['mesh'], HOST, EGRESS, 443), ...more }, hop(['istio-system/out'], HOST, HOST, 443)],
  }),
];
const exportedTo = (manifests: Manifest[], ...exportTo: string[]): Manifest[] =>
  manifests.map((each) =>
    each.kind === 'VirtualService' ? { ...each, spec: { ...(each.spec as object), exportTo } } : each,
  );
const importing = (key: string, hosts: string[], more: object = {}): Manifest =>
  sidecar(key, { egress: [{ hosts }], ...more });
const HIDES = (severity: string, key: string = 'shop/default'): string =>
  `CDI0119 ${severity} Sidecar ${key} spec.egress`;
const matching = (source: object): object => ({
  match: [{ gateways: ['mesh'], port: 443, sniHosts: [HOST], ...source }],
});

testCases('CDI', [
  {
    name: 'a Sidecar that imports the ServiceEntry beside it, and not the rules for the egress gateway',
    settings: REGISTRY_ONLY,
    manifests: [...wayOut(), importing('shop/default', ['./*'])],
    finds: [HIDES('warning')],
  },
  ...[
    ['the rules by their host', ['./*', `istio-system/${HOST}`]],
    ['the rules with their namespace', ['./*', 'istio-system/*']],
    ['the rules by a wildcard', ['./*', '*/*.example.org']],
    ['everything', ['*/*']],
    ['nothing at all', ['~/*']],
    ['another host', ['istio-system/other.example.org']],
  ].map(([what, hosts]) => ({
    name: `a Sidecar that imports ${what as string}`,
    settings: REGISTRY_ONLY,
    manifests: [...wayOut(), importing('shop/default', hosts as string[])],
    finds: [],
  })),
  {
    name: 'a Sidecar that leaves the rules out again',
    settings: REGISTRY_ONLY,
    manifests: [...wayOut(), importing('shop/default', ['*/*', '~istio-system/*'])],
    finds: [HIDES('warning')],
  },
  {
    name: 'a Sidecar that imports the host by its name from another namespace',
    settings: REGISTRY_ONLY,
    manifests: [...wayOut(), importing('front/default', [`shop/${HOST}`])],
    finds: [HIDES('warning', 'front/default')],
  },
  {
    name: 'the Sidecar of some pods that imports the host and not the rules',
    settings: REGISTRY_ONLY,
    manifests: [...wayOut(), importing('shop/web', ['./*'], { workloadSelector: { labels: { app: 'web' } } })],
    finds: [HIDES('warning', 'shop/web')],
  },
  {
    name: 'a Sidecar that nobody has, as an older one is for all pods',
    settings: REGISTRY_ONLY,
    manifests: [...wayOut(), importing('shop/a', ['*/*']), importing('shop/b', ['./*'])],
    finds: [],
  },
  {
    name: 'rules of the namespace of the clients are meant for them alone, where another one imports the host',
    settings: REGISTRY_ONLY,
    manifests: [
      ...wayOut({}, 'team/out', 'shared'),
      manifest('Namespace', 'team', {}, { labels: { 'istio-injection': 'enabled' } }),
      deployment('team/web', { app: 'web' }),
      importing('shop/default', ['./*', 'shared/*']),
    ],
    finds: [HIDES('info')],
  },
  {
    name: 'clients with rules of their own for the host',
    settings: REGISTRY_ONLY,
    manifests: [
      ...wayOut(),
      virtualService('shop/own', { hosts: [HOST], gateways: ['mesh'], tls: [hop(['mesh'], HOST, HOST, 443)] }),
      importing('shop/default', ['./*']),
    ],
    finds: ['CDI0108 warning VirtualService shop/own spec.hosts[0]'],
  },
  ...[
    ['their namespace', matching({ sourceNamespace: 'shop' }), [HIDES('warning')]],
    ['another namespace', matching({ sourceNamespace: 'front' }), []],
    ['pods that are not there', matching({ sourceLabels: { app: 'front' } }), []],
    ['some of their pods', matching({ sourceLabels: { app: 'web' } }), [HIDES('warning')]],
  ].map(([who, more, finds]) => ({
    name: `rules for ${who as string}`,
    settings: REGISTRY_ONLY,
    manifests: [...wayOut(more as object), deployment('shop/web', { app: 'web' }), importing('shop/default', ['./*'])],
    finds: finds as string[],
  })),
  {
    name: 'rules that send nothing to the gateway yet',
    settings: REGISTRY_ONLY,
    manifests: [
      ...wayOut({
        route: [
          { destination: { host: HOST }, weight: 100 },
          { destination: { host: EGRESS, port: { number: 443 } }, weight: 0 },
        ],
      }),
      importing('shop/default', ['./*']),
    ],
    finds: [],
  },
  {
    name: 'rules that are not exported to the clients',
    settings: REGISTRY_ONLY,
    manifests: [...exportedTo(wayOut(), '.'), importing('shop/default', ['./*'])],
    finds: [],
  },
  {
    name: 'neither host nor rules, where the Sidecar imports the usual: it may not call the host',
    settings: REGISTRY_ONLY,
    manifests: [...wayOut({}, 'istio-system/out', 'istio-system'), importing('shop/default', ['./*'])],
    finds: [HIDES('info')],
  },
  {
    name: 'neither host nor rules, where the Sidecar chooses what it imports',
    settings: REGISTRY_ONLY,
    manifests: [...wayOut({}, 'istio-system/out', 'istio-system'), importing('shop/default', ['./*', 'pay/*'])],
    finds: [],
  },
  {
    name: 'neither host nor rules, where the Sidecar imports namespaces and unknown hosts are let out',
    manifests: [...wayOut({}, 'istio-system/out', 'istio-system'), importing('shop/default', ['./*', 'pay/*'])],
    finds: [
      'CDI0204 info VirtualService istio-system/out spec.tls[0].route[0].destination',
      'CDI0119 info Sidecar shop/default spec.egress',
    ],
  },
  {
    name: 'neither host nor rules, where the Sidecar imports some hosts and unknown hosts are let out',
    manifests: [
      ...wayOut({}, 'istio-system/out', 'istio-system'),
      importing('shop/default', ['./*', 'pay/ledger.pay.svc.cluster.local']),
    ],
    finds: ['CDI0204 info VirtualService istio-system/out spec.tls[0].route[0].destination'],
  },
  {
    name: 'neither host nor rules, where unknown hosts go to a proxy',
    settings: REGISTRY_ONLY,
    manifests: [
      ...wayOut({}, 'istio-system/out', 'istio-system'),
      importing('shop/default', ['./*'], { outboundTrafficPolicy: { egressProxy: { host: EGRESS } } }),
    ],
    finds: [],
  },
  {
    name: 'neither host nor rules, which name the clients: for all pods, and for some',
    settings: REGISTRY_ONLY,
    manifests: [
      ...exportedTo(wayOut({}, 'istio-system/out', 'istio-system'), '.', 'shop'),
      importing('shop/default', ['./*', 'pay/*']),
      importing('shop/web', ['./*', 'pay/*'], { workloadSelector: { labels: { app: 'web' } } }),
    ],
    finds: [HIDES('warning'), HIDES('info', 'shop/web')],
  },
  {
    name: 'rules without the host are never used',
    settings: REGISTRY_ONLY,
    manifests: [...wayOut({}, 'istio-system/out', 'egress'), importing('shop/default', ['./*', 'istio-system/*'])],
    finds: [HIDES('info')],
  },
  {
    name: 'a listener for the port counts, and not the one without port',
    settings: REGISTRY_ONLY,
    manifests: [
      ...wayOut(),
      sidecar('shop/default', {
        egress: [
          { port: { number: 443, name: 'tls', protocol: 'TLS' }, bind: '0.0.0.0', hosts: ['./*'] },
          { hosts: ['./*', 'istio-system/*'] },
        ],
      }),
    ],
    finds: [HIDES('warning')],
  },
  {
    name: 'the Sidecar of the root namespace, in a namespace without one',
    settings: REGISTRY_ONLY,
    manifests: [
      ...exportedTo(wayOut({}, 'egress/out', 'egress'), 'shop', 'front', 'istio-system'),
      importing('istio-system/default', ['./*']),
      importing('shop/default', ['*/*']),
    ],
    finds: [HIDES('warning', 'istio-system/default')],
  },
  {
    name: 'a Sidecar beside the gateway, for its pods or others',
    settings: REGISTRY_ONLY,
    manifests: [
      ...wayOut({}, 'shop/out', 'shop'),
      importing('istio-system/default', ['./*', `shop/${HOST}`]),
      importing('istio-system/gateway', ['./*'], { workloadSelector: { labels: { istio: 'egressgateway' } } }),
    ],
    finds: [],
  },
  {
    name: 'requests that a delegate sends to the gateway',
    settings: REGISTRY_ONLY,
    manifests: [
      enforced,
      serviceEntry('shop/external', {
        hosts: [HOST],
        resolution: 'DNS',
        ports: [{ number: 8080, name: 'http', protocol: 'HTTP' }],
      }),
      virtualService('istio-system/out', { hosts: [HOST], http: [{ delegate: { name: 'hop' } }] }),
      virtualService('istio-system/hop', {
        http: [{ route: [{ destination: { host: 'istio-egressgateway', port: { number: 80 } } }] }],
      }),
      importing('shop/default', ['./*']),
    ],
    finds: [HIDES('warning')],
  },
  {
    name: 'connections without a server name that go to the gateway',
    settings: REGISTRY_ONLY,
    manifests: [
      enforced,
      serviceEntry('shop/external', {
        hosts: ['db.example.org'],
        addresses: ['192.0.2.7'],
        resolution: 'DNS',
        ports: [{ number: 5432, name: 'tcp', protocol: 'TCP' }],
      }),
      virtualService('istio-system/out', {
        hosts: ['db.example.org'],
        tcp: [{ match: [{ port: 5432 }], route: [{ destination: { host: EGRESS, port: { number: 5432 } } }] }],
      }),
      importing('shop/default', ['./*']),
    ],
    finds: [HIDES('warning')],
  },
]);

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
    found('CDI0119', [...manifests]).map(({ message, fix }) => [message, fix]);
  const RULES = `VirtualService istio-system/out, which sends requests for ${HOST} to ${GATEWAY}`;

  it('where the host is known', () => {
    expect(said(entry('shop'), rules('istio-system/out'), sidecar('shop/default', {}, './*'))).toEqual([
      [
        `This Sidecar imports ${HOST} (ServiceEntry shop/api), but not ${RULES}. Pods in shop connect to ${HOST} directly and bypass that Service, even with outboundTrafficPolicy REGISTRY_ONLY.`,
        `Add istio-system/${HOST} (or istio-system/*) to spec.egress[0].hosts.`,
      ],
    ]);
  });

  it('of one VirtualService, and how many others', () => {
    const many = (...names: string[]): Manifest[] => names.map((name) => rules(`istio-system/${name}`));
    const messageOf = (...names: string[]): string =>
      said(entry('shop'), ...many(...names), sidecar('shop/default', {}, './*'))[0][0];
    expect(messageOf('out', 'more')).toMatch(/ONLY\. The same applies to another VirtualService\.$/);
    expect(messageOf('out', 'more', 'most')).toMatch(/ONLY\. The same applies to 2 other VirtualServices\.$/);
  });

  it('where the host is unknown too', () => {
    const manifests = [entry('istio-system'), rules('istio-system/out', 'istio-system', 'shop')];
    const lacks = `This Sidecar imports neither ${RULES}, nor the host itself (ServiceEntry istio-system/api).`;
    const fix = `Add istio-system/${HOST} (or istio-system/*) to spec.egress[0].hosts.`;
    expect(said(...manifests, sidecar('shop/default', {}, './*'))).toEqual([
      [
        `${lacks} Pods in shop connect to it directly and bypass that Service (outboundTrafficPolicy is ALLOW_ANY).`,
        fix,
      ],
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
        `This Sidecar imports ${RULES}, but not the host itself (ServiceEntry egress/api), so these rules are never used. The selected pods in shop connect to it directly and bypass that Service (outboundTrafficPolicy is ALLOW_ANY).`,
        `If these pods do not call ${HOST}, nothing needs to change. Otherwise add egress/${HOST} (or egress/*) to spec.egress[0].hosts.`,
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
      `Remove the host that begins with ~ and excludes istio-system/${HOST} from spec.egress[0].hosts.`,
    );
  });

  it('where no listener is for the port', () => {
    const port = { port: { number: 8443, name: 'tls', protocol: 'TLS' }, bind: '0.0.0.0', hosts: ['./*'] };
    const own = manifest('Sidecar', 'shop/default', { egress: [port] });
    const manifests = [entry('istio-system'), rules('istio-system/out', 'shop')];
    expect(said(...manifests, own)[0][1]).toBe(
      `Add a listener without port to spec.egress that imports istio-system/${HOST} (or istio-system/*): no listener covers port 443.`,
    );
  });
});
