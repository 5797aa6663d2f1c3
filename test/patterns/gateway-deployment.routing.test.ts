import 'cdk8s-istio/jest';
import { Chart } from 'cdk8s';
import type { GatewayDeploymentProps, Trace } from 'cdk8s-istio';
import {
  AuthorizationAction,
  AuthorizationPolicy,
  AuthorizationRule,
  DisruptionBudget,
  GatewayDeployment,
  GatewayDirection,
  LoadBalancer,
  Mesh,
  PolicyTarget,
  Replicas,
  ServiceRef,
  Source,
} from 'cdk8s-istio';
import { testOptions } from './routed-options';
import { Shop } from './shop';

const URL = 'http://shop.example.com/';
const WEB = ServiceRef.fromName('web', { namespace: 'shop' });

function meshOf(props: (shop: Shop) => Partial<GatewayDeploymentProps>): Mesh {
  const shop = new Shop();
  const edge = new Chart(shop.app, 'edge', { namespace: 'edge' });
  shop.object('Namespace', { name: 'edge', labels: { 'istio-injection': 'enabled' } });
  const { workload } = new GatewayDeployment(edge, 'Door', props(shop));
  shop.ingress({ workload });
  new AuthorizationPolicy(edge, 'Office', {
    target: PolicyTarget.gatewayWorkload(workload),
    action: AuthorizationAction.DENY,
    metadata: { namespace: workload.namespace },
    rules: [AuthorizationRule.of({ from: [Source.originalIpRanges(['203.0.113.7'])] })],
  });
  return Mesh.of(shop.app);
}

/** A request of which a proxy in front says that it comes from an address that is refused. */
function forwarded(mesh: Mesh): Trace {
  return mesh.get(URL, { headers: { 'x-forwarded-for': '203.0.113.7' } });
}

testOptions<Shop, GatewayDeploymentProps>({
  struct: 'GatewayDeploymentProps',
  mesh: meshOf,
  urls: [URL],
  options: {
    direction: {
      given: () => ({ direction: GatewayDirection.EGRESS }),
      because: 'it says which load balancers fit, and the pods are the same',
    },
    loadBalancer: {
      given: () => ({ loadBalancer: LoadBalancer.awsNlb({ proxyProtocol: false }) }),
      because: 'it is in front of the pods: routes begin behind it',
    },
    ports: {
      given: () => ({ ports: [{ port: 80, targetPort: 8080 }, { port: 9000 }] }),
      expect: (mesh) => {
        const trace = mesh.get(URL);
        expect(trace).toReach(WEB);
        expect(trace.hops[0].steps[0]).toMatchObject({ layer: 'listener', decision: 'port 8080' });
      },
    },
    replicas: { given: () => ({ replicas: Replicas.exactly(3) }), because: 'all of the pods are configured alike' },
    disruptionBudget: {
      given: () => ({ disruptionBudget: DisruptionBudget.maxUnavailable(2) }),
      because: 'it is for the drain of nodes',
    },
    resources: {
      given: () => ({ resources: { requests: { cpu: '1', memory: '1Gi' } } }),
      because: 'it is for the scheduler and the kubelet',
    },
    revision: {
      given: () => ({ revision: 'canary' }),
      because: 'it says which istiod configures the pods, and both read the same objects',
    },
    trustedProxies: {
      given: () => ({ trustedProxies: 1 }),
      expect: (mesh) => {
        expect(forwarded(mesh)).toBeDenied();
        expect(mesh.get(URL)).toReach(WEB);
      },
    },
    namespace: {
      given: () => ({ namespace: 'doors' }),
      expect: (mesh) => expect(mesh.get(URL).hops[0].proxy).toBe('doors/door'),
    },
    name: {
      given: () => ({ name: 'front' }),
      expect: (mesh) => expect(mesh.get(URL).hops[0].proxy).toBe('edge/front'),
    },
    nodeSelector: { given: () => ({ nodeSelector: { 'node.example.com/edge': 'true' } }), because: 'it places pods' },
    tolerations: { given: () => ({ tolerations: [{ key: 'edge' }] }), because: 'it places pods' },
    topologySpread: { given: () => ({ topologySpread: [] }), because: 'it places pods' },
  },
});

test('ports that a Gateway does not open are closed', () => {
  const mesh = meshOf(() => ({ ports: [{ port: 80 }, { port: 9000 }] }));
  expect(mesh.get('http://shop.example.com:9000/')).toFail('NoListener');
});
