import { manifest, to, virtualService } from '../../manifests';
import { found, testCases, textsOf } from '../found';
import { EGRESS, egressGateway, enforced, entry, hop, HOST, REGISTRY_ONLY } from './egress-manifests';

testCases('CDI', [
  {
    name: 'in a closed world a missing ServiceEntry is an error',
    settings: { world: 'closed' },
    manifests: [virtualService('shop/a', { hosts: [HOST], gateways: ['mesh'], tls: [hop(['mesh'], HOST, HOST)] })],
    finds: ['CDI0201 error VirtualService shop/a spec.hosts[0]'],
  },
  {
    name: 'sidecars ask http rules for an unknown host on port 80',
    settings: { world: 'closed' },
    manifests: [virtualService('shop/a', { hosts: [HOST], http: [to(HOST)] })],
    finds: ['CDI0201 info VirtualService shop/a spec.hosts[0]'],
  },
  {
    name: 'a wildcard with one server for all, one with an EnvoyFilter, one with neither',
    settings: REGISTRY_ONLY,
    manifests: [
      enforced,
      egressGateway('*.example.org'),
      entry(['*.example.org'], 'NONE'),
      virtualService('istio-system/out', {
        hosts: ['*.example.org'],
        gateways: ['mesh', 'out'],
        tls: [hop(['mesh'], '*.example.org', EGRESS, 443), hop(['out'], '*.example.org', 'a.example.net', 443)],
      }),
    ],
    finds: ['CDI0203 warning Gateway istio-system/out spec.servers[0].hosts'],
  },
  {
    name: 'a gateway that has no upstream',
    settings: REGISTRY_ONLY,
    manifests: [
      enforced,
      entry([HOST], 'NONE'),
      egressGateway(HOST),
      virtualService('istio-system/out', {
        hosts: [HOST],
        gateways: ['mesh', 'out'],
        tls: [hop(['mesh'], HOST, EGRESS, 443), hop(['out'], HOST, HOST, 443)],
      }),
    ],
    finds: ['CDI0209 error VirtualService istio-system/out spec.tls[1].route[0].destination.host'],
  },
]);

test.each<[string, string]>([
  ['api.example.org', 'Write resolution: DNS in the ServiceEntry, so that the gateway looks up the host.'],
  [
    '*.example.org',
    'DNS cannot resolve a wildcard: send the requests to one host that serves them all, with a ServiceEntry of resolution: DNS, or let the gateway connect to the server name (EgressSniPassthrough writes either).',
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
  expect(found('CDI0209', [entry, rule]).map((each) => each.fix)).toEqual([fix]);
});

test('it says what sidecars do without a ServiceEntry, and what a gateway does with a wildcard', () => {
  const route = virtualService('shop/a', { hosts: [HOST], tls: [hop(['mesh'], HOST, HOST)] });
  expect(textsOf('CDI0201', [route])).toEqual([
    [
      'No ServiceEntry has the host api.example.org, so sidecars have no listener for it and never use these rules: connections leave the pod directly and bypass every gateway (with outboundTrafficPolicy REGISTRY_ONLY they are closed). A successful request proves nothing.',
      'Add a ServiceEntry with hosts: ["api.example.org"] and ports: [{ number: 443, name: tls, protocol: TLS }], and export it to the clients and to the gateway.',
    ],
  ]);
  const wild = [
    egressGateway('*.example.org'),
    entry(['*.example.org'], 'NONE'),
    virtualService('istio-system/out', {
      hosts: ['*.example.org'],
      gateways: ['mesh', 'out'],
      tls: [hop(['mesh'], '*.example.org', EGRESS, 443), hop(['out'], '*.example.org', 'a.example.net', 443)],
    }),
  ];
  expect(textsOf('CDI0203', wild)).toEqual([
    [
      'The gateway forwards TLS for *.example.org, but has nothing to connect to: a wildcard has no address, and no ServiceEntry names one matching host that serves all of them. With resolution NONE the gateway has no upstream either.',
      'Add a ServiceEntry with resolution: DNS for one host that serves them all and send the second hop there, or let the gateway connect to the server name (an EnvoyFilter with sni_dynamic_forward_proxy). EgressSniPassthrough writes either.',
    ],
  ]);
});
