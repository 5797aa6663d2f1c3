import { gateway, ingressPods, manifest, server } from '../../manifests';
import { testCases } from '../found';

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
