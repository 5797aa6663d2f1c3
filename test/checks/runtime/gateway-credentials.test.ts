import { foldTwins } from '../../../lib/report/fold-twins';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { gateway, ingressPods, manifest, server } from '../../manifests';
import { found, testCases, textsOf } from '../found';

const WEB = ['shop.example.com'];

testCases('CDI', [
  {
    name: 'a Secret beside the Gateway and not beside its pods',
    manifests: [
      ingressPods('edge'),
      gateway('shop/g', server(443, 'HTTPS', WEB, { mode: 'SIMPLE', credentialName: 'shop' })),
      manifest('Secret', 'shop/shop'),
    ],
    finds: ['CDI0104 error Gateway shop/g spec.servers[0].tls.credentialName'],
  },
  {
    name: 'a Secret that nobody knows of is not ours to judge',
    manifests: [
      ingressPods('edge'),
      gateway('shop/g', server(443, 'HTTPS', WEB, { mode: 'SIMPLE', credentialName: 'shop' })),
      manifest('Certificate', 'edge/x', { secretName: 'other' }),
    ],
    finds: [],
  },
]);

const withCredential = (tls: object): Manifest =>
  gateway('shop/g', server(443, 'HTTPS', WEB, { mode: 'SIMPLE', ...tls }));

testCases('CDI', [
  {
    name: 'a Secret beside the pods of the gateway',
    manifests: [ingressPods('edge'), withCredential({ credentialName: 'shop' }), manifest('Secret', 'edge/shop')],
    finds: [],
  },
  {
    name: 'one of several credentials, which a Certificate makes beside the Gateway',
    manifests: [
      ingressPods('edge'),
      withCredential({ credentialNames: ['shop', 'other'] }),
      manifest('Secret', 'edge/shop'),
      manifest('Certificate', 'shop/other', { secretName: 'other' }),
    ],
    finds: ['CDI0104 error Gateway shop/g spec.servers[0].tls.credentialNames[1]'],
  },
]);

test('it says where the Secret is, and where the pods look for it', () => {
  const pods = [ingressPods('edge'), withCredential({ credentialName: 'shop' })];
  expect(textsOf('CDI0104', [...pods, manifest('Secret', 'shop/shop')])).toEqual([
    [
      'Secret "shop" is in namespace shop, but the gateway\'s pods run in edge and look for it only there, whatever the namespace of the Gateway is. The server has no certificate and closes every connection.',
      'Create the Secret in namespace edge.',
    ],
  ]);
  expect(textsOf('CDI0104', [...pods, manifest('Certificate', 'shop/cert', { secretName: 'shop' })])).toEqual([
    [
      'Secret "shop" is in namespace shop, but the gateway\'s pods run in edge and look for it only there, whatever the namespace of the Gateway is. The server has no certificate and closes every connection.',
      'Create the Certificate in namespace edge.',
    ],
  ]);
});

test('the report says it once, as the analyzer says the same of the same field', () => {
  const manifests = [ingressPods('edge'), withCredential({ credentialName: 'shop' }), manifest('Secret', 'shop/shop')];
  const ofGateway = found('', manifests).filter(
    ({ object, severity }) => object.kind === 'Gateway' && severity === 'error',
  );
  expect(foldTwins(ofGateway).map(({ codes }) => codes)).toEqual([['IST0101', 'CDI0104']]);
});
