import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { apiGateway, manifest, service } from '../../manifests';
import { testCases, textsOf } from '../found';

const EDGE = apiGateway('shop/edge', {
  gatewayClassName: 'istio',
  listeners: [
    { name: 'http', port: 80, protocol: 'HTTP' },
    { name: 'tls', port: 443, protocol: 'TLS', tls: { mode: 'Passthrough' } },
  ],
});
const MESH_PARENT = { group: '', kind: 'Service', name: 'web' };

const route = (rule: object, parents: readonly object[] = [{ name: 'edge' }], kind = 'HTTPRoute'): Manifest =>
  manifest(kind, 'shop/web', { parentRefs: parents, hostnames: ['web.example.com'], rules: [rule] });
const to = (...backendRefs: object[]): object => ({ backendRefs });
const copy = (backendRef: object): object => ({
  filters: [{ type: 'RequestMirror', requestMirror: { backendRef } }],
  ...to({ name: 'web', port: 8080 }),
});
const tls = (backend: object): Manifest =>
  route(to(backend), [{ name: 'edge' }], 'gateway.networking.k8s.io/v1/TLSRoute');
const grant = (from: object, to: object): Manifest =>
  manifest('ReferenceGrant', 'vault/shop', {
    from: [{ group: 'gateway.networking.k8s.io', namespace: 'shop', ...from }],
    to: [{ group: '', kind: 'Service', ...to }],
  });

const WEB = service('shop/web', [8080]);
const VAULT = service('vault/vault', [8443]);
const OF_VAULT = { name: 'vault', namespace: 'vault', port: 8443 };
const AT = 'spec.rules[0].backendRefs[0]';

testCases('CDI014', [
  {
    name: 'ports that the Service has, backends of other kinds, and those that nothing is known of',
    manifests: [
      EDGE,
      WEB,
      route(
        to(
          { name: 'web', port: 8080 },
          { name: 'elsewhere', port: 1 },
          { group: 'networking.istio.io', kind: 'Hostname', name: 'web', port: 1 },
          { group: 'example.com', kind: 'Function', name: 'web', port: 1 },
          { name: 'web', port: 81, weight: 0 },
        ),
      ),
    ],
    finds: [],
  },
  {
    name: 'ports that it lacks, in each kind of route and in mirrors',
    manifests: [
      EDGE,
      WEB,
      route(to({ name: 'web', port: 80 })),
      manifest('GRPCRoute', 'shop/grpc', { parentRefs: [MESH_PARENT], rules: [to({ name: 'web', port: 80 })] }),
      manifest('HTTPRoute', 'shop/copy', { parentRefs: [{ name: 'edge' }], rules: [copy({ name: 'web', port: 80 })] }),
      tls({ name: 'web', port: 443 }),
    ],
    finds: [
      `CDI0144 error HTTPRoute shop/web ${AT}.port`,
      `CDI0144 error GRPCRoute shop/grpc ${AT}.port`,
      'CDI0144 error HTTPRoute shop/copy spec.rules[0].filters[0].requestMirror.backendRef.port',
      `CDI0144 error TLSRoute shop/web ${AT}.port`,
    ],
  },
  {
    name: 'routes of other controllers',
    manifests: [
      manifest('GatewayClass', 'nginx', { controllerName: 'gateway.nginx.org/nginx-gateway-controller' }),
      apiGateway('shop/other', {
        gatewayClassName: 'nginx',
        listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }],
      }),
      WEB,
      route(to({ name: 'web', port: 80 }), [{ name: 'other' }]),
    ],
    finds: [],
  },
  {
    name: 'the Service that Flagger makes',
    manifests: [
      EDGE,
      manifest('Canary', 'shop/web', { targetRef: { name: 'web' }, service: { port: 9898, gateways: ['mesh'] } }),
      route(to({ name: 'web-canary', port: 9898 }, { name: 'web', port: 8080 })),
    ],
    finds: ['CDI0144 error HTTPRoute shop/web spec.rules[0].backendRefs[1].port'],
  },
  {
    name: 'a name for a host outside has no ports',
    manifests: [
      EDGE,
      manifest('Service', 'shop/web', { type: 'ExternalName', externalName: 'web.example.org' }),
      route(to({ name: 'web', port: 443 })),
    ],
    finds: [],
  },
  {
    name: 'grants: none, for another kind, another namespace, another name, and the right ones',
    manifests: [
      EDGE,
      VAULT,
      tls(OF_VAULT),
      grant({ kind: 'HTTPRoute' }, {}),
      grant({ kind: 'TLSRoute' }, { name: 'x' }),
    ],
    finds: [`CDI0149 warning TLSRoute shop/web ${AT}.namespace`],
  },
  ...[{}, { name: 'vault' }].map((named) => ({
    name: `a grant for ${JSON.stringify(named)}`,
    manifests: [EDGE, VAULT, tls(OF_VAULT), grant({ kind: 'TLSRoute' }, named)],
    finds: [],
  })),
  {
    name: 'a mirror needs a grant at a gateway, and none in the mesh',
    manifests: [
      EDGE,
      WEB,
      VAULT,
      route(copy(OF_VAULT)),
      manifest('HTTPRoute', 'shop/mesh', { parentRefs: [MESH_PARENT], rules: [copy(OF_VAULT)] }),
    ],
    finds: ['CDI0149 warning HTTPRoute shop/web spec.rules[0].filters[0].requestMirror.backendRef.namespace'],
  },
]);

test('what is said of ports', () => {
  const manifests = (...ports: object[]): Manifest[] => [
    EDGE,
    service('shop/web', ports),
    route(to({ name: 'web', port: 8080 })),
  ];
  expect(textsOf('CDI0144', manifests({ port: 80, targetPort: 8080 }, { port: 90 }))).toEqual([
    [
      'Service shop/web has no port 8080, which is the targetPort of its port 80; it has 80 and 90. Requests that take this rule get 500.',
      'Write 80.',
    ],
  ]);
  expect(textsOf('CDI0144', manifests({ port: 80 }, { port: 90 }))).toEqual([
    [
      'Service shop/web has no port 8080; it has 80 and 90. Requests that take this rule get 500.',
      'Write one of 80, 90.',
    ],
  ]);
  expect(textsOf('CDI0144', manifests())).toEqual([
    [
      'Service shop/web has no port 8080; it has none. Requests that take this rule get 500.',
      'Add the port to the Service.',
    ],
  ]);
});

test('what is said of grants', () => {
  expect(textsOf('CDI0149', [EDGE, VAULT, tls(OF_VAULT)])).toEqual([
    [
      'Service vault is in vault, and no ReferenceGrant there lets a TLSRoute of shop use it. Connections that take this rule are closed.',
      'Add a ReferenceGrant in vault from TLSRoute in shop to Service.',
    ],
  ]);
});
