import { askedGateways } from '../../lib/routing/asked-gateways';
import { deployment, gateway, manifest, server } from '../manifests';
import { ingress, meshOf } from './tables';

test('known gateways, one of those that are alike, and an imagined one where no pods are known', () => {
  const http = server(80, 'HTTP', ['*']);
  const mesh = meshOf([
    ...ingress,
    deployment('istio-system/second', { istio: 'ingressgateway' }),
    gateway('shop/front', http),
    manifest('Gateway', 'shop/own', { selector: { app: 'own' }, servers: [http] }),
    manifest('Gateway', 'shop/own-2', { selector: { app: 'own' }, servers: [http] }),
    manifest('Gateway', 'team/own', { selector: { app: 'own' }, servers: [http] }),
  ]);
  expect(askedGateways(mesh)).toMatchObject([
    { kind: 'gateway', name: 'ingress', namespace: 'istio-system', labels: { istio: 'ingressgateway' } },
    { kind: 'gateway', name: '', namespace: 'shop', labels: { app: 'own' } },
    { kind: 'gateway', name: '', namespace: 'team', labels: { app: 'own' } },
  ]);
});
