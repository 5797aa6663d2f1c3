import { Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  CanaryRelease,
  Destination,
  DestinationRule,
  EgressSniPassthrough,
  EgressStrategy,
  EgressTlsOrigination,
  Gateway,
  GatewayServer,
  IngressedService,
  ServiceRef,
  Split,
  Version,
  VirtualService,
} from 'cdk8s-istio';

/*
 * What people get wrong, across resources and patterns. Each mistake is one clear error that names the construct, the field and
 * what to write instead. The tests of the single classes hold the rest.
 */

const chart = (): Chart => new Chart(Testing.app(), 'shop', { namespace: 'shop' });
const web = ServiceRef.fromName('web', { ports: [{ port: 80 }] });
const v1 = Version.labelled('v1', { version: 'v1' });
const v2 = Version.labelled('v2', { version: 'v2' });

const mistakes: [string, () => void, string][] = [
  [
    'an unknown port of a Service',
    () => {
      const scope = chart();
      const service = new kplus.Service(scope, 'Service', {
        metadata: { name: 'web' },
        ports: [{ name: 'http', port: 80 }],
      });
      new IngressedService(scope, 'Web', { service, port: 8080, hosts: ['shop.example.com'] });
    },
    'shop/Web (IngressedService): 1 problem\n  port: 8080 is not a port of Service "web". It has: 80 (http).',
  ],
  [
    'weights that make 110',
    () =>
      new VirtualService(chart(), 'Web', {
        services: [web],
        http: [
          { route: [Destination.service(web, { weight: 80 }), Destination.service('other', { port: 80, weight: 30 })] },
        ],
      }),
    'shop/Web (VirtualService): 1 problem\n  http[0].route: the weights 80 + 30 add up to 110. They are percentages: their sum must be 100.',
  ],
  [
    'a weight of -1',
    () =>
      new VirtualService(chart(), 'Web', {
        services: [web],
        http: [{ route: [Destination.service(web, { weight: -1 })] }],
      }),
    'shop/Web (VirtualService): 1 problem\n  http[0].route[0].weight: -1 is not a share in percent (a whole number, 0 to 100).',
  ],
  [
    'a split of 120 percent',
    () => new CanaryRelease(chart(), 'Web', { service: web, stable: v1, canary: v2, split: Split.percent(120) }),
    'shop/Web (CanaryRelease): 1 problem\n  split: 120 is not a percentage (0 to 100). For a fifth of the requests write 20.',
  ],
  [
    'empty hosts',
    () => new IngressedService(chart(), 'Web', { service: web, hosts: [] }),
    "shop/Web (IngressedService): 1 problem\n  hosts: is empty, so the service would have no host. Write ['shop.example.com'].",
  ],
  [
    '"*" in the mesh',
    () => new VirtualService(chart(), 'Web', { hosts: ['*'], http: [{ route: [Destination.service(web)] }] }),
    'shop/Web (VirtualService): 1 problem\n  hosts[0]: "*" would match the requests for every host. Name the hosts, for example "shop.example.com" or "*.example.com".',
  ],
  [
    'two canaries on one host',
    () => {
      const scope = chart();
      new CanaryRelease(scope, 'Web', { service: web, stable: v1, canary: v2 });
      new CanaryRelease(scope, 'WebAgain', { service: web, stable: v1, canary: v2 });
    },
    'shop/WebAgain (CanaryRelease): 1 problem\n  service: Service "web" is already released by shop/Web, and of two VirtualServices for one host in the mesh only one applies. Keep one CanaryRelease for it; to release a second port as well, give that port its own Service.',
  ],
  [
    'a wildcard with the strategy for fixed hosts',
    () =>
      new EgressSniPassthrough(chart(), 'Web', {
        hosts: ['*.example.com'],
        strategy: EgressStrategy.fixedHosts(),
        clients: ['shop'],
      }),
    'shop/Web (EgressSniPassthrough): 1 problem\n  hosts[0]: "*.example.com" is a wildcard, which DNS cannot resolve. Choose how its hosts are reached: strategy: EgressStrategy.commonServer(\'www.example.com\') if that server serves all of them, EgressStrategy.sniForward() if not.',
  ],
  [
    'TLS that would begin twice',
    () => new EgressTlsOrigination(chart(), 'Web', { hosts: ['api.example.com'], port: 443 }),
    'shop/Web (EgressTlsOrigination): 1 problem\n  port: 443 is where clients speak TLS themselves, and it would begin twice. Omit it, and call http:// with port 80; for clients that speak TLS write EgressSniPassthrough.',
  ],
  [
    'a subset of another host',
    () => {
      const scope = chart();
      const subset = new DestinationRule(scope, 'Rule', { service: 'service-b' }).addSubset('v1', {
        labels: { version: '1.0' },
      });
      new VirtualService(scope, 'Web', {
        hosts: ['service-a'],
        http: [{ route: [Destination.service('service-a', { subset })] }],
      });
    },
    'shop/Web (VirtualService): 1 problem\n  http[0].route[0].subset: "v1" is a subset of service-b.shop.svc.cluster.local, and this route goes to service-a.shop.svc.cluster.local. Write a subset of that host.',
  ],
  [
    'a name longer than Kubernetes takes',
    () =>
      new Gateway(chart(), 'Web', {
        metadata: { name: 'w'.repeat(64) },
        servers: [GatewayServer.http({ hosts: ['*'] })],
      }),
    `shop/Web (Gateway): 1 problem\n  metadata.name: "${'w'.repeat(64)}" has 64 characters, and Kubernetes takes at most 63 for a name for this kind. Write a shorter one.`,
  ],
  [
    'a host with a scheme and one with a port',
    () =>
      new IngressedService(chart(), 'Web', {
        service: web,
        hosts: ['https://shop.example.com', 'shop.example.com:8443'],
      }),
    'shop/Web (IngressedService): 2 problems\n  hosts[0]: "https://shop.example.com" has a scheme, but a host is only a name. Write "shop.example.com".\n' +
      '  hosts[1]: "shop.example.com:8443" has a port, but a host is only a name. Write "shop.example.com", and write the port in its own field.',
  ],
  [
    'wrong types from JavaScript',
    () =>
      new VirtualService(chart(), 'Web', {
        hosts: 'shop.example.com',
        gateways: ['public'],
        http: [{ timeout: '5s', retries: 3, match: '/api', route: [web] }],
      } as never),
    'shop/Web (VirtualService): 6 problems\n' +
      "  gateways[0]: \"public\" is not a Gateway. Write a Gateway of this app, Gateway.fromName('name', { namespace: '...' }) or Gateway.mesh().\n" +
      '  hosts: "shop.example.com" is not a list. Write [\'shop.example.com\'].\n' +
      '  http[0].route[0]: an object of class ServiceRef does not fit here. Write Destination.service(service).\n' +
      '  http[0].match: "/api" is not a list. Write [HttpMatch.prefix(\'/api\')].\n' +
      '  http[0].timeout: "5s" is not a Duration. Write Duration.seconds(5), with Duration from cdk8s.\n' +
      '  http[0].retries: 3 does not fit here. Write Retries.onServerErrors(3).',
  ],
];

test.each(mistakes)('%s', (_, make, message) => {
  expect(make).toThrow(new Error(message));
});
