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
