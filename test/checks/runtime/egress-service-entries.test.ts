import { manifest, to, virtualService } from '../../manifests';
import { found, testCases } from '../found';
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
  expect(found('CDI0209', [entry, rule]).map((each) => each.fix)).toEqual([fix]);
});
