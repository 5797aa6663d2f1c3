import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest } from '../../manifests';
import { testCases, textsOf } from '../found';

const canary = (service: object, more: object = {}): Manifest =>
  manifest('Canary', 'shop/web', { targetRef: { kind: 'Deployment', name: 'web' }, service, ...more });

testCases('CDI016', [
  ...[
    {},
    { gateways: [] },
    { gateways: ['mesh'] },
    { gateways: ['edge', 'mesh'] },
    { delegation: true },
    { delegation: true, hosts: [], gateways: [] },
    { delegation: false, hosts: ['web.example.com'] },
  ].map((service) => ({
    name: `${JSON.stringify(service)} is right`,
    manifests: [canary(service)],
    finds: [],
  })),
  {
    name: 'other providers have other gateways',
    manifests: [
      canary({ gateways: ['edge'] }, { provider: 'gloo' }),
      canary({ delegation: true, hosts: ['a'] }, { provider: 'nginx' }),
    ],
    finds: [],
  },
  {
    name: 'Istio is the provider, said or not',
    manifests: [canary({ gateways: ['edge'] }, { provider: 'istio' })],
    finds: ['CDI0164 info Canary shop/web spec.service.gateways'],
  },
]);

test('what is said of gateways without mesh', () => {
  expect(textsOf('CDI0164', [canary({ name: 'site', gateways: ['edge/public', 'edge/internal'] })])).toEqual([
    [
      'The Canary is released at edge/public and edge/internal only. Calls from pods in the mesh to site are not split: they go to the primary.',
      'If pods in the mesh call site too, write gateways: [edge/public, edge/internal, mesh].',
    ],
  ]);
});

test('what is said of hosts and gateways of a delegate', () => {
  expect(textsOf('CDI0165', [canary({ delegation: true, hosts: ['web.example.com'], gateways: ['edge'] })])).toEqual([
    [
      'A VirtualService that is delegated to cannot have hosts and gateways. Flagger stops with an error and writes none for web.',
      'Remove hosts and gateways here, and write them in the VirtualService that delegates to web; or remove delegation.',
    ],
  ]);
});
