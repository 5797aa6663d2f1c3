import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { apiGateway, manifest, namespace, service } from '../../manifests';
import { placesOf, testCases, textsOf } from '../found';

const edge = (listeners: readonly object[], spec: object = {}): Manifest =>
  apiGateway('shop/edge', { gatewayClassName: 'istio', listeners, ...spec });
const listener = (name: string, more: object = {}): object => ({ name, port: 80, protocol: 'HTTP', ...more });
/** A route for a path of its own, so that none takes the requests of another. */
const route = (parentRefs: object | readonly object[], more: object = {}, key = 'shop/web'): Manifest =>
  manifest('HTTPRoute', key, {
    parentRefs: [parentRefs].flat(),
    rules: [
      {
        matches: [{ path: { type: 'PathPrefix', value: `/${key}` } }],
        filters: [{ type: 'RequestRedirect', requestRedirect: { hostname: 'moved.example.net' } }],
      },
    ],
    ...more,
  });
const tlsRoute = (parent: object, hostnames: readonly string[] = ['a.example.com']): Manifest =>
  manifest('gateway.networking.k8s.io/v1/TLSRoute', 'shop/web', { parentRefs: [parent], hostnames });

const HTTP = listener('http');
const PASSED = listener('tls', { port: 443, protocol: 'TLS', tls: { mode: 'Passthrough' } });
const OTHERS = { allowedRoutes: { namespaces: { from: 'All' } } };
const AT_PARENT = 'HTTPRoute shop/web spec.parentRefs[0]';

testCases('CDI01', [
  {
    name: 'listeners by their names and ports, and all of them',
    manifests: [
      edge([HTTP, listener('alt', { port: 8080 })]),
      ...[{}, { sectionName: 'http' }, { port: 8080 }, { sectionName: 'alt', port: 8080 }, { sectionName: '' }].map(
        (parent, i) => route({ name: 'edge', ...parent }, {}, `shop/web-${i}`),
      ),
    ],
    finds: [],
  },
  {
    name: 'a name that no listener has, a port, and a name with the port of another',
    manifests: [
      edge([HTTP, listener('alt', { port: 8080 })]),
      route({ name: 'edge', sectionName: 'htttp' }, {}, 'shop/a'),
      route({ name: 'edge', port: 81 }, {}, 'shop/b'),
      route({ name: 'edge', sectionName: 'http', port: 8080 }, {}, 'shop/c'),
    ],
    finds: [
      'CDI0140 error HTTPRoute shop/a spec.parentRefs[0].sectionName',
      'CDI0140 error HTTPRoute shop/b spec.parentRefs[0].port',
      'CDI0140 error HTTPRoute shop/c spec.parentRefs[0].sectionName',
    ],
  },
  {
    name: 'what another parent serves is only a warning, also where nothing is known of that one',
    manifests: [
      edge([HTTP]),
      route([{ name: 'edge' }, { name: 'edge', sectionName: 'https' }], {}, 'shop/a'),
      route(
        [
          { name: 'edge', sectionName: 'https' },
          { group: 'example.com', kind: 'Router', name: 'x' },
        ],
        {},
        'shop/b',
      ),
    ],
    finds: [
      'CDI0140 warning HTTPRoute shop/a spec.parentRefs[1].sectionName',
      'CDI0140 warning HTTPRoute shop/b spec.parentRefs[0].sectionName',
    ],
  },
  {
    name: 'Gateways of other controllers, of unknown classes, and those that are not there, say nothing',
    manifests: [
      manifest('GatewayClass', 'nginx', { controllerName: 'gateway.nginx.org/nginx-gateway-controller' }),
      ...['nginx', 'mystery'].map((gatewayClassName) =>
        apiGateway(`shop/${gatewayClassName}`, { gatewayClassName, listeners: [HTTP] }),
      ),
      ...['nginx', 'mystery', 'elsewhere'].map((name) =>
        route({ name, sectionName: 'https' }, { hostnames: ['x.example.com'] }, `shop/${name}`),
      ),
    ],
    finds: [],
  },
  {
    name: 'a class of another name with the controller of Istio',
    manifests: [
      manifest('GatewayClass', 'internal', { controllerName: 'istio.io/gateway-controller' }),
      apiGateway('shop/edge', { gatewayClassName: 'internal', listeners: [HTTP] }),
      route({ name: 'edge', sectionName: 'https' }),
    ],
    finds: [`CDI0140 error ${AT_PARENT}.sectionName`],
  },
  {
    name: 'ports of a Service as parent',
    manifests: [
      service('shop/web', [8080]),
      ...[8080, 80].map((port) => route({ group: '', kind: 'Service', name: 'web', port }, {}, `shop/web-${port}`)),
      route({ group: '', kind: 'Service', name: 'elsewhere', port: 80 }, {}, 'shop/other'),
    ],
    finds: ['CDI0140 error HTTPRoute shop/web-80 spec.parentRefs[0].port'],
  },
  {
    name: 'protocols and the kinds of routes that fit them',
    manifests: [
      edge([HTTP, listener('https', { port: 443, protocol: 'HTTPS' })]),
      route({ name: 'edge' }),
      manifest('GRPCRoute', 'shop/grpc', { parentRefs: [{ name: 'edge', sectionName: 'https' }] }),
      tlsRoute({ name: 'edge' }),
    ],
    finds: ['CDI0141 error TLSRoute shop/web spec.parentRefs[0].name'],
  },
  {
    name: 'kinds that a listener allows',
    manifests: [
      edge([listener('http', { allowedRoutes: { kinds: [{ kind: 'HTTPRoute' }] } })]),
      route({ name: 'edge' }),
      manifest('GRPCRoute', 'shop/grpc', { parentRefs: [{ name: 'edge' }] }),
    ],
    finds: ['CDI0141 error GRPCRoute shop/grpc spec.parentRefs[0].name'],
  },
  {
    name: 'TLS that is passed on takes TLSRoutes, and no route is lost where any listener takes it',
    manifests: [edge([HTTP, PASSED]), route({ name: 'edge' }), tlsRoute({ name: 'edge', sectionName: 'tls' })],
    finds: [],
  },
  {
    name: 'a waypoint takes no routes',
    manifests: [
      apiGateway('shop/edge', {
        gatewayClassName: 'istio-waypoint',
        listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }],
      }),
      route({ name: 'edge' }),
    ],
    finds: [`CDI0141 error ${AT_PARENT}.name`],
  },
  {
    name: 'hosts that a listener and a route share, whichever of them has the wildcard',
    manifests: [
      apiGateway('shop/edge', {
        gatewayClassName: 'istio',
        listeners: [
          listener('wild', { hostname: '*.example.com' }),
          listener('one', { hostname: 'a.example.org', port: 81 }),
          listener('all', { port: 82 }),
        ],
      }),
      ...[
        ['wild', ['a.example.com']],
        ['wild', ['a.b.example.com', '*.c.example.com']],
        ['wild', ['*.example.com']],
        ['one', ['*.example.org']],
        ['one', []],
        ['all', ['anything.test', '*.test']],
      ].map(([sectionName, hostnames], i) =>
        route({ name: 'edge', sectionName }, (hostnames as string[]).length > 0 ? { hostnames } : {}, `shop/web-${i}`),
      ),
    ],
    finds: [],
  },
  {
    name: 'hosts that they do not share',
    manifests: [
      edge([listener('wild', { hostname: '*.example.com' })]),
      ...['example.com', 'a.example.org', '*.com', 'badexample.com'].map((host, i) =>
        route({ name: 'edge' }, { hostnames: [host] }, `shop/web-${i}`),
      ),
      tlsRoute({ name: 'edge' }),
    ],
    finds: [
      'CDI0142 error HTTPRoute shop/web-0 spec.parentRefs[0].name',
      'CDI0142 error HTTPRoute shop/web-1 spec.parentRefs[0].name',
      'CDI0142 error HTTPRoute shop/web-3 spec.parentRefs[0].name',
      'CDI0141 error TLSRoute shop/web spec.parentRefs[0].name',
    ],
  },
  {
    name: 'one host of several without a listener, unless another parent may have it',
    manifests: [
      edge([listener('http', { hostname: 'a.example.com' })]),
      route({ name: 'edge' }, { hostnames: ['a.example.com', 'b.example.com'] }, 'shop/a'),
      route([{ name: 'edge' }, { name: 'elsewhere' }], { hostnames: ['a.example.com', 'b.example.com'] }, 'shop/b'),
    ],
    finds: ['CDI0142 warning HTTPRoute shop/a spec.hostnames[1]'],
  },
  {
    name: 'namespaces that one listener takes and the other not',
    manifests: [
      apiGateway('edge/edge', {
        gatewayClassName: 'istio',
        listeners: [listener('open', OTHERS), listener('own', { port: 81 })],
      }),
      route({ name: 'edge', namespace: 'edge' }, {}, 'shop/a'),
      route({ name: 'edge', namespace: 'edge', sectionName: 'own' }, {}, 'shop/b'),
      route({ name: 'edge', sectionName: 'own' }, {}, 'edge/c'),
    ],
    finds: ['CDI0143 error HTTPRoute shop/b spec.parentRefs[0].name'],
  },
  {
    name: 'labels of namespaces: those that are shown count, and others may be right',
    manifests: [
      apiGateway('edge/edge', {
        gatewayClassName: 'istio',
        listeners: [
          listener('open', OTHERS),
          listener('team', {
            port: 81,
            allowedRoutes: { namespaces: { from: 'Selector', selector: { matchLabels: { team: 'a' } } } },
          }),
        ],
      }),
      namespace('shop', { team: 'b' }),
      namespace('blog', { team: 'a' }),
      ...['shop', 'blog', 'unknown'].map((of) =>
        route({ name: 'edge', namespace: 'edge', sectionName: 'team' }, {}, `${of}/web`),
      ),
    ],
    finds: ['CDI0143 error HTTPRoute shop/web spec.parentRefs[0].name'],
  },
  {
    name: 'a host with a listener of its own, of the same port and protocol',
    manifests: [
      edge([
        listener('wild', { hostname: '*.example.com' }),
        listener('a', { hostname: 'a.example.com' }),
        listener('b', { hostname: 'b.example.com', port: 8080 }),
      ]),
      route({ name: 'edge', sectionName: 'wild' }, { hostnames: ['a.example.com'] }, 'shop/a'),
      route({ name: 'edge', sectionName: 'wild' }, { hostnames: ['b.example.com', '*.example.com'] }, 'shop/b'),
      route({ name: 'edge' }, { hostnames: ['a.example.com'] }, 'shop/c'),
      route({ name: 'edge', sectionName: 'wild' }, {}, 'shop/d'),
    ],
    finds: ['CDI0147 error HTTPRoute shop/a spec.hostnames[0]'],
  },
  {
    name: 'the same is no fault of TLSRoutes',
    manifests: [
      edge([
        { ...PASSED, name: 'wild', hostname: '*.example.com' },
        { ...PASSED, name: 'a', hostname: 'a.example.com' },
      ]),
      tlsRoute({ name: 'edge', sectionName: 'wild' }),
    ],
    finds: [],
  },
  {
    name: 'listeners of a ListenerSet, whose ports may be left out',
    manifests: [
      edge([HTTP], { allowedListeners: { namespaces: { from: 'Same' } } }),
      manifest('gateway.networking.k8s.io/v1/ListenerSet', 'shop/more', {
        parentRef: { name: 'edge' },
        listeners: [{ name: 'web', protocol: 'HTTP', hostname: 'a.example.com' }],
      }),
      route({ kind: 'ListenerSet', name: 'more', port: 80 }, { hostnames: ['a.example.com'] }, 'shop/a'),
      route({ kind: 'ListenerSet', name: 'more', sectionName: 'http' }, {}, 'shop/b'),
    ],
    finds: ['CDI0140 error HTTPRoute shop/b spec.parentRefs[0].sectionName'],
  },
]);

describe('what is said', () => {
  const said = (...manifests: Manifest[]): [string, string][] => textsOf('CDI014', manifests);
  const NOTHING = 'istiod attaches it to nothing, and it gets no requests from there.';

  test('of names and ports', () => {
    const gateway = edge([HTTP, { ...PASSED, name: 'secure' }]);
    expect(said(gateway, route({ name: 'edge', sectionName: 'htttp' }))).toEqual([
      [`Gateway shop/edge has no listener "htttp". The HTTPRoute names it, so ${NOTHING}`, 'Write http.'],
    ]);
    expect(said(gateway, route({ name: 'edge', sectionName: 'public' }))).toEqual([
      [
        `Gateway shop/edge has no listener "public". The HTTPRoute names it, so ${NOTHING}`,
        'Write one of http, secure, or remove sectionName to use all listeners.',
      ],
    ]);
    expect(said(gateway, route({ name: 'edge', port: 8080 }))).toEqual([
      [
        `Gateway shop/edge has no listener on port 8080. The HTTPRoute names it, so ${NOTHING}`,
        'Write 80 (the port of a listener, not that of the Service), or remove port to use all listeners.',
      ],
    ]);
    expect(said(gateway, route({ name: 'edge', sectionName: 'http', port: 443 }))).toEqual([
      [
        `Listener "http" of Gateway shop/edge has port 80, not 443. The HTTPRoute asks for both, so ${NOTHING}`,
        'Remove port: sectionName is enough.',
      ],
    ]);
    expect(said(service('shop/web', [8080]), route({ group: '', kind: 'Service', name: 'web', port: 80 }))).toEqual([
      [
        'Service shop/web has no port 80; it has 8080. The rules are for that port alone, so calls to the Service never use them.',
        'Write 8080, or remove port to use the rules on all ports.',
      ],
    ]);
  });

  test('of kinds', () => {
    const unfit = (listeners: string): string =>
      `No listener of Gateway shop/edge that the route is for takes a route of kind HTTPRoute: ${listeners}. So ${NOTHING}`;
    expect(said(edge([HTTP, PASSED]), route({ name: 'edge', sectionName: 'tls' }))).toEqual([
      [unfit('"tls" (TLS) takes TLSRoute'), 'Write sectionName: http.'],
    ]);
    expect(said(edge([PASSED]), route({ name: 'edge' }))).toEqual([
      [
        unfit('"tls" (TLS) takes TLSRoute'),
        'Add a listener with protocol HTTP or HTTPS, or write a route of a kind that the listener takes.',
      ],
    ]);
    const grpc = listener('http', { allowedRoutes: { kinds: [{ kind: 'GRPCRoute' }] } });
    expect(said(edge([grpc]), route({ name: 'edge' }))).toEqual([
      [unfit('"http" allows only GRPCRoute'), 'Add HTTPRoute to allowedRoutes.kinds of the listener.'],
    ]);
    const waypoint = edge([{ name: 'mesh', port: 15008, protocol: 'HBONE' }], { gatewayClassName: 'istio-waypoint' });
    expect(said(waypoint, route({ name: 'edge' }))).toEqual([
      [
        'Gateway shop/edge is a waypoint, which takes no routes: it uses those whose parents are its Services. istiod ignores this parent.',
        "Write the Service as parent: { group: '', kind: Service, name: ... }.",
      ],
    ]);
  });

  test('of hosts', () => {
    const wild = edge([listener('http', { hostname: '*.example.com' })]);
    expect(said(wild, route({ name: 'edge' }, { hostnames: ['example.com'] }))).toEqual([
      [
        `The HTTPRoute is for example.com, and Gateway shop/edge listens for *.example.com. They have no host in common, so ${NOTHING}`,
        '*.example.com is not example.com: add a listener with hostname example.com, or write a host below it.',
      ],
    ]);
    expect(said(wild, route({ name: 'edge' }, { hostnames: ['a.example.com', 'b.test'] }))).toEqual([
      [
        'No listener that takes this HTTPRoute is for b.test: they are for *.example.com. istiod leaves the host out, and requests to it get 404.',
        'Remove b.test, or add a listener for it.',
      ],
    ]);
  });
});

test('the listeners that are named are pointed at', () => {
  expect(
    placesOf('CDI0147', [
      edge([listener('wild'), listener('a', { hostname: 'a.example.com' })]),
      route({ name: 'edge', sectionName: 'wild' }, { hostnames: ['a.example.com'] }),
    ]),
  ).toEqual(['error HTTPRoute shop/web spec.hostnames[0]']);
});
