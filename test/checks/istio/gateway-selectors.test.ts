import { gatewaySelectors } from '../../../lib/checks/istio/gateway-selectors';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { object, workload } from '../../grids/manifests';
import { reports } from './said';

const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';
const policy = (matchLabels: object): Manifest =>
  object('security.istio.io/v1', 'AuthorizationPolicy', 'callers', { selector: { matchLabels } });
const gateway = object('gateway.networking.k8s.io/v1', 'Gateway', 'edge', { gatewayClassName: 'istio', listeners: [] });

test('pods among the manifests, whatever label selects them', () => {
  const pods = workload('edge', { labels: { app: 'edge', [GATEWAY_NAME]: 'edge' } });
  expect(reports(gatewaySelectors, [pods, policy({ app: 'edge' })])).toMatchObject([
    { code: 'IST0166', fix: expect.stringContaining('name: edge') as string },
  ]);
});

test('pods that Istio will make for a Gateway', () => {
  expect(reports(gatewaySelectors, [gateway, policy({ [GATEWAY_NAME]: 'edge' })])).toHaveLength(1);
  expect(reports(gatewaySelectors, [gateway, policy({ [GATEWAY_NAME]: 'other' })])).toEqual([]);
  expect(reports(gatewaySelectors, [gateway, policy({ [GATEWAY_NAME]: 'edge', tier: 'x' })])).toEqual([]);
});
