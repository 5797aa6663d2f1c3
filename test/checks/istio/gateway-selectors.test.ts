import { gatewaySelectors } from '../../../lib/checks/istio/gateway-selectors';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { apiGateway, authorizationPolicy, workload } from '../../manifests';
import { reports } from './said';

const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';
const policy = (matchLabels: object): Manifest => authorizationPolicy('shop/callers', { selector: { matchLabels } });
const gateway = apiGateway('shop/edge', { gatewayClassName: 'istio', listeners: [] });

test('pods among the manifests, whatever label selects them', () => {
  const pods = workload('shop/edge', { labels: { app: 'edge', [GATEWAY_NAME]: 'edge' } });
  expect(reports(gatewaySelectors, [pods, policy({ app: 'edge' })])).toMatchObject([
    { code: 'IST0166', fix: expect.stringContaining('name: edge') as string },
  ]);
});

test('pods that Istio will make for a Gateway', () => {
  expect(reports(gatewaySelectors, [gateway, policy({ [GATEWAY_NAME]: 'edge' })])).toHaveLength(1);
  expect(reports(gatewaySelectors, [gateway, policy({ [GATEWAY_NAME]: 'other' })])).toEqual([]);
  expect(reports(gatewaySelectors, [gateway, policy({ [GATEWAY_NAME]: 'edge', tier: 'x' })])).toEqual([]);
});

test('istiod applies them at gateways, and not at waypoints', () => {
  expect(reports(gatewaySelectors, [gateway, policy({ [GATEWAY_NAME]: 'edge' })])).toMatchObject([
    {
      severity: 'info',
      message:
        'The selector gateway.networking.k8s.io/gateway-name=edge selects the pods of Gateway edge of the Gateway API. istioctl analyze says that such a ' +
        'selector is ignored, but istiod applies this AuthorizationPolicy to them, unless ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY is set to false.',
      fix: 'Keep it, or replace selector with targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: edge }], which works with every setting.',
    },
  ]);
  const waypoint = apiGateway('shop/edge', { gatewayClassName: 'istio-waypoint' });
  const pods = workload('shop/edge', {
    labels: { app: 'edge', [GATEWAY_NAME]: 'edge', 'gateway.istio.io/managed': 'istio.io-mesh-controller' },
  });
  for (const [of, labels] of [
    [waypoint, { [GATEWAY_NAME]: 'edge' }],
    [pods, { app: 'edge' }],
  ] as const) {
    const [found] = reports(gatewaySelectors, [of, policy(labels)]);
    expect(found.severity).toBeUndefined();
    expect(found.message).toMatch(/ selects the pods of waypoint edge\. .* has no effect there\.$/);
  }
});
