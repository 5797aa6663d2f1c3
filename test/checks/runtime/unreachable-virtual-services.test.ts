import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { gateway, ingressPods, server, service, virtualService } from '../../manifests';
import { placesOf, textsOf } from '../found';

const to = { http: [{ route: [{ destination: { host: 'web' } }] }] };

describe('CDI0128', () => {
  const front = gateway('edge/front', server(80, 'HTTP', ['*.example.com']));
  const atGateway = (exportTo: string[] | undefined, more: object = {}): Manifest =>
    virtualService('shop/web', { hosts: ['web.example.com'], gateways: ['edge/front'], exportTo, ...to, ...more });
  const places = (object: Manifest, pods: string = 'edge', settings = {}): string[] =>
    placesOf('CDI0128', [ingressPods(pods), front, object], settings);
  const HIDDEN = ['error VirtualService shop/web spec.exportTo'];

  test('exported elsewhere, or to nobody', () => {
    expect(places(atGateway(['.']))).toEqual(HIDDEN);
    expect(places(atGateway(['shop', 'other']))).toEqual(HIDDEN);
    expect(places(atGateway(['~']))).toEqual(HIDDEN);
    // What counts is where the pods are, not where the Gateway is.
    expect(places(atGateway(['edge']), 'ingress')).toEqual(HIDDEN);
  });

  test('by the default of the mesh', () => {
    const meshConfig = { defaultVirtualServiceExportTo: ['.'] };
    expect(places(atGateway(undefined), 'edge', { meshConfig })).toEqual(HIDDEN);
  });

  test('not where the pods see it, or nothing is known of them', () => {
    for (const exportTo of [undefined, ['*'], ['.', 'edge']]) {
      expect(places(atGateway(exportTo))).toEqual([]);
    }
    expect(places(atGateway(['.']), 'shop')).toEqual([]);
    expect(placesOf('CDI0128', [atGateway(['.'])])).toEqual([]);
    expect(places(atGateway(['.'], { gateways: undefined }))).toEqual([]);
  });

  test('what it says and offers', () => {
    expect(textsOf('CDI0128', [ingressPods('edge'), front, atGateway(['.'])])).toEqual([
      [
        'The pods of Gateway edge/front run in edge, and this VirtualService is exported to shop: the gateway has no route for web.example.com, and requests get 404.',
        'Write exportTo: [".", edge].',
      ],
    ]);
    expect(textsOf('CDI0128', [ingressPods('edge'), front, atGateway(['~'])])).toEqual([
      [
        'The pods of Gateway edge/front run in edge, and this VirtualService is exported to nobody: the gateway has no route for web.example.com, and requests get 404.',
        'Write exportTo: [edge].',
      ],
    ]);
  });
});

describe('CDI0129', () => {
  const inMesh = (...hosts: string[]): Manifest => virtualService('shop/web', { hosts, ...to });
  const places = (...manifests: Manifest[]): string[] => placesOf('CDI0129', manifests);
  const MISSING = ['warning VirtualService shop/web spec.hosts[0]'];

  test('a Service that is not in its namespace', () => {
    expect(places(service('shop/web'), inMesh('weeb'))).toEqual(MISSING);
    expect(places(service('shop/web'), inMesh('other.shop.svc.cluster.local'))).toEqual(MISSING);
    expect(places(service('other/api'), inMesh('api'))).toEqual(MISSING);
    expect(placesOf('CDI0129', [inMesh('api')], { world: 'closed' })).toEqual(MISSING);
  });

  test('not where it may be elsewhere, or is something else', () => {
    expect(places(inMesh('web'))).toEqual([]);
    // IST0101 reports the destination.
    const itself = virtualService('shop/web', {
      hosts: ['weeb'],
      http: [{ route: [{ destination: { host: 'weeb' } }] }],
    });
    expect(places(service('shop/web'), itself)).toEqual([]);
    expect(places(service('shop/web'), inMesh('web'))).toEqual([]);
    expect(places(service('shop/web'), inMesh('api.other.svc.cluster.local'))).toEqual([]);
    expect(places(service('shop/web'), inMesh('www.example.com'))).toEqual([]);
    expect(places(service('shop/web'), inMesh('web-0.web.shop.svc.cluster.local'))).toEqual([]);
    expect(places(service('shop/web'), inMesh('*.shop.svc.cluster.local'))).toEqual([]);
    expect(
      places(service('shop/web'), virtualService('shop/web', { hosts: ['weeb'], gateways: ['edge/front'], ...to })),
    ).toEqual([]);
  });

  test('what it says and offers', () => {
    expect(textsOf('CDI0129', [service('shop/web'), inMesh('weeb')])).toEqual([
      [
        'There is no Service weeb in namespace shop, so no client calls weeb.shop.svc.cluster.local and no proxy uses these rules.',
        'Write web.shop.svc.cluster.local.',
      ],
    ]);
    expect(textsOf('CDI0129', [service('other/api'), inMesh('api')])[0][1]).toBe('Write api.other.svc.cluster.local.');
    expect(textsOf('CDI0129', [service('shop/reviews'), inMesh('api')])[0][1]).toBe(
      'Write the host of a Service that clients call, or list it in the externals of the settings if it is created elsewhere.',
    );
  });
});

describe('CDI0138', () => {
  const front = gateway(
    'edge/front',
    server(80, 'HTTP', ['a.example.com', '*.shop.example.com', 'other/b.example.com']),
  );
  const more = gateway('edge/more', server(80, 'HTTP', ['c.example.com']));
  const web = (hosts: string[], gateways = ['edge/front']): Manifest =>
    virtualService('shop/web', { hosts, gateways, ...to });
  const places = (object: Manifest): string[] => placesOf('CDI0138', [front, more, object]);

  test.each<[string, Manifest]>([
    ['a host of no server', web(['a.example.com', 'c.example.com'])],
    ['one that is served to another namespace', web(['a.example.com', 'b.example.com'])],
  ])('%s', (_, object) => {
    expect(places(object)).toEqual(['warning VirtualService shop/web spec.hosts[1]']);
  });

  test.each<[string, Manifest]>([
    ['hosts that are served', web(['a.example.com', 'www.shop.example.com'])],
    ['a wildcard around a host that is served', web(['*.example.com', '*.shop.example.com'])],
    ['a host of another Gateway', web(['a.example.com', 'c.example.com'], ['edge/front', 'edge/more'])],
    ['none that is served, which IST0132 reports', web(['x.org', 'y.org'])],
    ['hosts for the mesh too', web(['a.example.com', 'c.example.com'], ['edge/front', 'mesh'])],
    ['a Gateway that is not there', web(['a.example.com', 'c.example.com'], ['edge/front', 'edge/nosuch'])],
  ])('not %s', (_, object) => {
    expect(places(object)).toEqual([]);
  });

  test('what it says and offers', () => {
    expect(textsOf('CDI0138', [front, web(['a.example.com', 'c.example.com'])])).toEqual([
      [
        'Gateway edge/front has no server for c.example.com, so requests for it get 404 or no connection.',
        'Add c.example.com to the hosts of a server of Gateway edge/front, or remove it here.',
      ],
    ]);
    expect(textsOf('CDI0138', [front, web(['a.example.com', 'web'])])[0][1]).toBe(
      'Add mesh to gateways if the rules are for clients that call web.shop.svc.cluster.local in the mesh, or remove it here.',
    );
    expect(textsOf('CDI0138', [front, more, web(['a.example.com', 'd.org'], ['edge/front', 'edge/more'])])[0][0]).toBe(
      'None of the Gateways edge/front and edge/more has a server for d.org, so requests for it get 404 or no connection.',
    );
  });
});
