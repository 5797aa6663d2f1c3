import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { Random } from '../differential/random';
import { Draw } from '../istiod/draw';
import { apiGateway, gateway, ingressPods, manifest, server, service, virtualService } from '../manifests';

const HOSTS = ['a.example.com', 'b.example.com', '*.example.com', '*'];
const PATHS: readonly object[] = [
  { prefix: '/' },
  { prefix: '/a' },
  { prefix: '/a/b' },
  { exact: '/a' },
  { exact: '/a/b' },
  { regex: '/a/.*' },
  { regex: '/[a-z]+' },
];
const GATEWAYS = ['g1', 'g2', 'g3'];
const SERVERS = [
  [80, 'HTTP'],
  [80, 'HTTP'],
  [80, 'TCP'],
  [443, 'HTTPS'],
  [443, 'HTTPS'],
  [443, 'TLS'],
] as const;

/** Several Gateways and VirtualServices for few hosts on the same pods, or routes of the Gateway API; the same for a number each time. */
export function gatewayMesh(number: number): readonly Manifest[] {
  const draw = new Draw(new Random(number));
  const objects = draw.percent(30) ? ofGatewayApi(draw) : ofIstio(draw);
  const dated = draw.percent(50);
  return [
    ingressPods('istio-system'),
    service('shop/web', [80]),
    ...objects.map((object) => ({
      ...object,
      metadata: {
        ...(object.metadata as object),
        ...(dated && { creationTimestamp: `2024-01-01T00:00:0${draw.one([0, 1, 2, 3])}Z` }),
      },
    })),
  ];
}

function ofIstio(draw: Draw): Manifest[] {
  const gateways = GATEWAYS.map((name) =>
    gateway(
      `shop/${name}`,
      ...draw.times(1, 2, () => {
        const [number, protocol] = draw.one(SERVERS);
        const tls = { HTTPS: { mode: 'SIMPLE', credentialName: name }, TLS: { mode: 'PASSTHROUGH' } }[
          protocol as 'TLS'
        ];
        return server(
          number,
          protocol,
          draw.times(1, 2, () => draw.one(HOSTS)),
          tls,
        );
      }),
    ),
  );
  const services = ['v1', 'v2', 'v3', 'v4'].map((name) => {
    const route = [{ destination: { host: 'web' } }];
    const hosts = [...new Set(draw.times(1, 2, () => draw.one(HOSTS)))];
    return virtualService(`shop/${name}`, {
      hosts,
      gateways: [...new Set(draw.times(1, 2, () => draw.one(GATEWAYS)))],
      http: draw.times(1, 3, () => ({ ...matches(draw), route })),
      ...(draw.percent(30) && { tls: draw.times(1, 2, () => ({ match: [{ sniHosts: [draw.one(hosts)] }], route })) }),
      ...(draw.percent(30) && {
        tcp: draw.times(1, 2, () => ({ ...(draw.percent(50) && { match: [{ port: draw.one([80, 443]) }] }), route })),
      }),
    });
  });
  return [...gateways, ...services];
}

function matches(draw: Draw): object {
  return draw.percent(15)
    ? {}
    : {
        match: draw.times(1, 2, () => ({
          ...(draw.percent(80) && { uri: draw.one(PATHS) }),
          ...(draw.percent(25) && { headers: { x: draw.one([{ exact: '1' }, { prefix: '1' }, { regex: '.*' }]) } }),
          ...(draw.percent(20) && { method: { exact: draw.one(['GET', 'POST']) } }),
        })),
      };
}

function ofGatewayApi(draw: Draw): Manifest[] {
  const listener = { name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' } } };
  const front = apiGateway('istio-system/front', {
    gatewayClassName: 'istio',
    listeners: [listener],
  });
  const types = [
    ['PathPrefix', '/'],
    ['PathPrefix', '/a'],
    ['PathPrefix', '/a/b'],
    ['Exact', '/a'],
    ['Exact', '/a/b'],
    ['RegularExpression', '/a/.*'],
    ['RegularExpression', '/ab.*'],
  ] as const;
  const routes = ['r1', 'r2', 'r3'].map((name) =>
    manifest('HTTPRoute', `shop/${name}`, {
      parentRefs: [{ name: 'front', namespace: 'istio-system' }],
      hostnames: draw.times(1, 2, () => draw.one(HOSTS.slice(0, 3))),
      rules: draw.times(1, 3, () => ({
        matches: draw.times(1, 2, () => {
          const [type, value] = draw.one(types);
          return {
            path: { type, value },
            ...(draw.percent(25) && { headers: [{ name: 'x', value: '1' }] }),
            ...(draw.percent(20) && { method: draw.one(['GET', 'POST']) }),
          };
        }),
        backendRefs: [{ name: 'web', port: 80 }],
      })),
    }),
  );
  return [front, ...routes];
}
