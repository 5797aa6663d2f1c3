import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { apiGateway, manifest } from '../../manifests';
import { testCases, textsOf } from '../found';

const ofClass = (gatewayClassName?: string): Manifest => apiGateway('shop/g', { gatewayClassName, listeners: [] });
const FOUND = (severity: string): string => `KIA1504 ${severity} Gateway shop/g spec.gatewayClassName`;

testCases('KIA1504', [
  ...['istio', 'istio-remote', 'istio-waypoint'].map((name) => ({
    name: `${name} is made by istiod`,
    manifests: [ofClass(name)],
    finds: [],
  })),
  {
    name: 'a class of another controller, whose GatewayClass is there',
    manifests: [ofClass('nginx'), manifest('GatewayClass', 'nginx', { controllerName: 'example.com/nginx' })],
    finds: [],
  },
  { name: 'a class that is not there', manifests: [ofClass('nginx')], finds: [FOUND('warning')] },
  { name: 'no class', manifests: [ofClass()], finds: [FOUND('warning')] },
  {
    name: 'in a closed world it is an error',
    manifests: [ofClass('nginx')],
    settings: { world: 'closed' },
    finds: [FOUND('error')],
  },
]);

test('it names the class that was meant, or all', () => {
  expect(textsOf('KIA1504', [ofClass('isto')])).toEqual([
    [
      '"isto" is not a class that istiod creates, and no GatewayClass of this name is among the manifests. If the cluster has none either, no controller manages this Gateway: it gets no pods and no address.',
      'Write istio.',
    ],
  ]);
  expect(textsOf('KIA1504', [ofClass('nginx')])).toEqual([
    [
      '"nginx" is not a class that istiod creates, and no GatewayClass of this name is among the manifests. If the cluster has none either, no controller manages this Gateway: it gets no pods and no address.',
      'Write one of istio, istio-remote, istio-waypoint, istio-east-west. If another controller owns the class, list its GatewayClass in the externals.',
    ],
  ]);
});
