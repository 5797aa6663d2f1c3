import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { apiGateway, gateway, ingressPods, manifest, named, server, service, virtualService } from '../../manifests';
import type { Server } from '../../manifests';
import { placesOf, textsOf } from '../found';

const HOST = 'shop.example.com';
const pods = ingressPods('istio-system');
const REDIRECT = { httpsRedirect: true };
const TLS = { mode: 'SIMPLE', credentialName: 'c' };
const redirecting = (...hosts: string[]): Server => server(80, 'HTTP', hosts, REDIRECT);
const front = (...servers: Server[]): Manifest => gateway('istio-system/front', ...named(servers));
const places = (...manifests: Manifest[]): string[] => placesOf('CDI0130', [pods, ...manifests]);

describe('httpsRedirect', () => {
  const LOST = 'Gateway istio-system/front spec.servers[0].tls.httpsRedirect';

  test.each<[string, Manifest[]]>([
    ['no other server', [front(redirecting(HOST))]],
    ['TLS for another host', [front(redirecting(HOST), server(443, 'HTTPS', ['other.example.com'], TLS))]],
    [
      'TLS at another gateway',
      [
        front(redirecting(HOST)),
        manifest('Gateway', 'istio-system/tls', {
          selector: { istio: 'other' },
          servers: [server(443, 'HTTPS', [HOST], TLS)],
        }),
      ],
    ],
    ['one of two hosts', [front(redirecting(HOST, 'a.org'), server(443, 'HTTPS', [HOST], TLS))]],
    ['TCP', [front(redirecting(HOST), server(443, 'TCP', ['*']))]],
  ])('%s', (_, manifests) => {
    expect(places(...manifests)).toEqual([`warning ${LOST}`]);
    expect(placesOf('CDI0130', [pods, ...manifests], { world: 'closed' })).toEqual([`error ${LOST}`]);
  });

  test.each<[string, Manifest[]]>([
    ['TLS for the host', [front(redirecting(HOST), server(443, 'HTTPS', [HOST], TLS))]],
    ['TLS on another port', [front(redirecting(HOST), server(8443, 'HTTPS', [HOST], TLS))]],
    ['TLS for a wildcard', [front(redirecting(HOST), server(443, 'HTTPS', ['*.example.com'], TLS))]],
    ['TLS for a part of a wildcard', [front(redirecting('*'), server(443, 'HTTPS', [HOST], TLS))]],
    ['TLS that is passed on', [front(redirecting(HOST), server(443, 'TLS', [HOST], { mode: 'PASSTHROUGH' }))]],
    [
      'TLS in another Gateway of the pods',
      [front(redirecting(HOST)), gateway('shop/tls', server(443, 'HTTPS', [HOST], TLS))],
    ],
    ['a server that a load balancer may call', [front(redirecting(HOST), server(8080, 'HTTP', ['*']))]],
    [
      'a load balancer that terminates TLS',
      [
        front(redirecting(HOST)),
        service(
          'istio-system/istio-ingressgateway',
          [80, 443],
          { selector: { app: 'gw' }, type: 'LoadBalancer' },
          {
            annotations: { 'service.beta.kubernetes.io/aws-load-balancer-ssl-cert': 'arn:cert' },
          },
        ),
      ],
    ],
  ])('not with %s', (_, manifests) => {
    expect(places(...manifests)).toEqual([]);
  });

  test('not with TLS of a Gateway whose pods may be the same, where nobody knows them', () => {
    const of = (name: string, selector: object, ...servers: Server[]): Manifest =>
      manifest('Gateway', `edge/${name}`, { selector, servers });
    const http = of('http', { gateway: 'edge' }, redirecting(HOST));
    const tls = of('tls', { app: 'edge' }, server(443, 'HTTPS', [HOST], TLS));
    expect(placesOf('CDI0130', [http])).toEqual(['warning Gateway edge/http spec.servers[0].tls.httpsRedirect']);
    expect(placesOf('CDI0130', [http, tls])).toEqual([]);
  });

  test('what it says and offers', () => {
    expect(textsOf('CDI0130', [pods, front(redirecting(HOST, 'a.org'))])).toEqual([
      [
        'Server 80 redirects a.org and shop.example.com to HTTPS, and no Gateway for these pods has a server with TLS for these hosts: the next request of every client fails.',
        'Add a server: { port: { number: 443, name: https, protocol: HTTPS }, hosts: [a.org, shop.example.com], tls: { mode: SIMPLE, credentialName: ... } }; or remove httpsRedirect.',
      ],
    ]);
  });
});

describe('a redirect of a VirtualService', () => {
  const LOST = 'warning VirtualService shop/web spec.http[0].redirect';
  const plain = server(80, 'HTTP', [HOST]);
  const tls = server(443, 'HTTPS', [HOST], TLS);
  const web = (redirect: object, match?: object): Manifest =>
    virtualService('shop/web', {
      hosts: [HOST],
      gateways: ['istio-system/front'],
      http: [{ match: match && [match], redirect }],
    });

  test.each<[string, Server[], object]>([
    ['TLS where there is none', [plain], { scheme: 'https' }],
    ['plain HTTP where there is none', [tls], { scheme: 'http' }],
    ['a port without a server', [plain, tls], { scheme: 'https', port: 8443 }],
    ['the port of plain HTTP, over TLS', [plain, tls], { scheme: 'https', port: 80 }],
    ['the port of TLS, in plain HTTP', [plain], { port: 443 }],
    ['the port of the request, over TLS', [plain, tls], { scheme: 'https', derivePort: 'FROM_REQUEST_PORT' }],
    [
      'another host of the gateway, over TLS',
      [server(80, 'HTTP', [HOST, 'a.org'])],
      { scheme: 'https', authority: 'a.org' },
    ],
  ])('%s', (_, servers, redirect) => {
    const match = { port: servers[0].port.number };
    expect(places(front(...servers), web(redirect, match))).toEqual([LOST]);
  });

  test.each<[string, Server[], object, object?]>([
    ['TLS where there is a server', [plain, tls], { scheme: 'https' }],
    ['a port with a server', [plain, server(8443, 'HTTPS', [HOST], TLS)], { scheme: 'https', port: 8443 }],
    ['the port of the scheme', [plain, tls], { scheme: 'https', derivePort: 'FROM_PROTOCOL_DEFAULT' }],
    ['another path', [plain], { uri: '/home' }],
    ['a host elsewhere', [plain], { scheme: 'https', authority: 'www.example.org' }],
    ['its own port', [plain], { port: 80, uri: '/home' }],
    ['TLS of a load balancer', [plain], { scheme: 'https' }, { headers: { 'x-forwarded-proto': { exact: 'http' } } }],
    ['TLS of one that calls another server', [plain, server(8080, 'HTTP', [HOST])], { scheme: 'https' }, { port: 80 }],
  ])('not %s', (_, servers, redirect, ...[match]) => {
    expect(places(front(...servers), web(redirect, match))).toEqual([]);
  });

  test('not a port by which the Service of the gateway is exposed', () => {
    const exposed = service(
      'istio-system/istio-ingressgateway',
      [
        { name: 'http', port: 80, nodePort: 30080 },
        { name: 'https', port: 443, nodePort: 30443 },
      ],
      { selector: { app: 'gw' } },
    );
    const redirect = web({ scheme: 'https', port: 30443 }, { port: 80 });
    expect(places(front(plain, tls), exposed, redirect)).toEqual([]);
    expect(places(front(plain, tls), redirect)).toEqual([LOST]);
  });

  test('what it says and offers', () => {
    expect(textsOf('CDI0130', [pods, front(plain), web({ scheme: 'https' })])).toEqual([
      [
        'Clients are sent to https://shop.example.com, and the gateway has no server with TLS for shop.example.com: the next request fails.',
        'Add a server for port 443 with protocol HTTPS and a certificate for shop.example.com, or remove the redirect.',
      ],
    ]);
    expect(textsOf('CDI0130', [pods, front(tls), web({ scheme: 'http' })])).toEqual([
      [
        'Clients are sent to http://shop.example.com, and the gateway has no server for plain HTTP for shop.example.com: the next request fails.',
        'Add a server for port 80 with protocol HTTP, or write scheme: https.',
      ],
    ]);
    expect(textsOf('CDI0130', [pods, front(plain, tls), web({ scheme: 'https', port: 8443 })])).toEqual([
      [
        'Clients are sent to https://shop.example.com:8443, and the gateway listens with TLS for shop.example.com on 443 only: the next request fails.',
        'Remove port, or write port: 443.',
      ],
    ]);
  });
});

describe('a redirect of an HTTPRoute', () => {
  const listener = (port: number, protocol: string, hostname?: string): object => ({
    name: `${protocol.toLowerCase()}-${port}`,
    port,
    protocol,
    hostname,
  });
  const edge = (listeners: object[], more: object = {}): Manifest =>
    apiGateway('edge/edge', { gatewayClassName: 'istio', listeners, ...more });
  const route = (requestRedirect: object, parent: object = {}): Manifest =>
    manifest('HTTPRoute', 'shop/web', {
      parentRefs: [{ name: 'edge', namespace: 'edge', ...parent }],
      hostnames: [HOST],
      rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect }] }],
    });
  const LOST = 'warning HTTPRoute shop/web spec.rules[0].filters[0].requestRedirect';
  const [http, https] = [listener(80, 'HTTP'), listener(443, 'HTTPS')];

  test.each<[string, Manifest, Manifest, boolean]>([
    ['TLS where there is none', edge([http]), route({ scheme: 'https' }), true],
    ['TLS for another host', edge([http, listener(443, 'HTTPS', 'a.org')]), route({ scheme: 'https' }), true],
    ['a port without a listener', edge([http, https]), route({ scheme: 'https', port: 8443 }), true],
    ['TLS where there is a listener', edge([http, https]), route({ scheme: 'https' }), false],
    ['a port with a listener', edge([http, https]), route({ scheme: 'https', port: 443 }), false],
    ['a host elsewhere', edge([listener(80, 'HTTP', HOST)]), route({ scheme: 'https', hostname: 'a.org' }), false],
    ['another path', edge([http]), route({ path: { type: 'ReplaceFullPath', replaceFullPath: '/' } }), false],
    ['TLS of a load balancer', edge([http, listener(8080, 'HTTP')]), route({ scheme: 'https' }, { port: 80 }), false],
    [
      'annotations of the load balancer',
      edge([http], { infrastructure: { annotations: { cert: 'arn' } } }),
      route({ scheme: 'https' }),
      false,
    ],
    ['a Gateway that is not there', edge([http]), route({ scheme: 'https' }, { name: 'other' }), false],
    ['a listener that is not there', edge([http]), route({ scheme: 'https' }, { sectionName: 'x' }), false],
  ])('%s', (_, parent, object, isLost) => {
    expect(placesOf('CDI0130', [parent, object])).toEqual(isLost ? [LOST] : []);
  });

  test('a set that adds listeners', () => {
    const set = manifest('gateway.networking.k8s.io/v1/ListenerSet', 'edge/more', {
      parentRef: { name: 'edge' },
      listeners: [https],
    });
    expect(placesOf('CDI0130', [edge([http]), set, route({ scheme: 'https' })])).toEqual([]);
  });

  test('what it says', () => {
    expect(textsOf('CDI0130', [edge([http]), route({ scheme: 'https' })])).toEqual([
      [
        'Clients are sent to https://shop.example.com, and Gateway edge/edge has no listener with TLS for shop.example.com: the next request fails.',
        'Add a listener for port 443 with protocol HTTPS and a certificate for shop.example.com, or remove the redirect.',
      ],
    ]);
  });
});
