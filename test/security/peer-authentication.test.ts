import { Chart, Testing } from 'cdk8s';
import {
  GatewayWorkload,
  IstioChecks,
  MutualTls,
  PeerAuthentication,
  PolicyTarget,
  type PeerAuthenticationProps,
} from '../../lib';
import { problemsOf, specOf } from '../networking/subject';
import { shop } from './subject';

const web = PolicyTarget.labels({ app: 'web' });
const problems = (props: object | undefined, chart: Chart = shop().chart): string[] =>
  problemsOf(() => new PeerAuthentication(chart, 'Policy', props as PeerAuthenticationProps));

test('the whole object', () => {
  const { chart, cart, cartService } = shop();
  const policy = new PeerAuthentication(chart, 'Cart', {
    metadata: { name: 'cart' },
    target: PolicyTarget.podsOf(cartService),
    mode: MutualTls.STRICT,
    ports: [
      { port: 'http', mode: MutualTls.PERMISSIVE },
      { port: 6379, mode: MutualTls.DISABLE },
    ],
  });
  expect(Testing.synth(chart).find(({ kind }) => kind === 'PeerAuthentication')).toEqual({
    apiVersion: 'security.istio.io/v1',
    kind: 'PeerAuthentication',
    metadata: { name: 'cart', namespace: 'shop' },
    spec: {
      selector: { matchLabels: cart.matchLabels },
      mtls: { mode: 'STRICT' },
      portLevelMtls: { '8080': { mode: 'PERMISSIVE' }, '6379': { mode: 'DISABLE' } },
    },
  });
  expect(policy.name).toBe('cart');
  expect(IstioChecks.on(chart.node.root).findings()).toEqual([]);
});

test.each(Object.values(MutualTls))('mode %s for a namespace', (mode) => {
  expect(specOf(new PeerAuthentication(shop().chart, 'Policy', { mode }))).toEqual({ mtls: { mode } });
});

test('ports alone', () => {
  const { chart, cart } = shop();
  const target = PolicyTarget.workload(cart);
  expect(
    specOf(new PeerAuthentication(chart, 'Policy', { target, ports: [{ port: 'web', mode: MutualTls.DISABLE }] })),
  ).toEqual({
    selector: { matchLabels: cart.matchLabels },
    portLevelMtls: { '8080': { mode: 'DISABLE' } },
  });
});

const PORTS = '[{ port: 8080, mode: MutualTls.PERMISSIVE }]';

test.each<[string, object | undefined, ...string[]]>([
  ['nothing', undefined, 'mode: is needed. Write MutualTls.STRICT.'],
  ['a mode in small letters', { mode: 'disable' }, 'mode: "disable" is not a mode. Write MutualTls.DISABLE.'],
  ['an unknown mode', { mode: 'MUTUAL' }, 'mode: "MUTUAL" is not a mode. Write MutualTls.STRICT.'],
  [
    'ports of all pods',
    { ports: [{ port: 8080, mode: MutualTls.DISABLE }] },
    'target: is needed: Istio takes the modes of ports only for pods that are chosen. Write target: PolicyTarget.workload(deployment).',
  ],
  ['no ports', { target: web, ports: [] }, `ports: is empty. Write ${PORTS}, or leave ports out.`],
  ['one port', { target: web, ports: 8080 }, `ports: 8080 is not a list. Write ${PORTS}.`],
  ['a number', { target: web, ports: [8080] }, `ports[0]: 8080 does not fit here. Write ${PORTS.slice(1, -1)}.`],
  [
    'a port without mode',
    { target: web, ports: [{ port: 8080 }] },
    'ports[0].mode: undefined is not a mode. Write MutualTls.STRICT.',
  ],
  [
    'one port twice',
    {
      target: web,
      ports: [
        { port: 8080, mode: MutualTls.DISABLE },
        { port: 8080, mode: MutualTls.STRICT },
      ],
    },
    'ports[1].port: 8080 is port 8080 of the pods, which has a mode already. Leave one of them out.',
  ],
  [
    'a Service at its waypoint',
    { target: PolicyTarget.gateway('waypoint'), mode: MutualTls.STRICT },
    'target: is found by name, and a PeerAuthentication is for pods. Write PolicyTarget.workload(deployment).',
  ],
])('%s is refused', (_what, props, ...messages) => {
  expect(problems(props)).toEqual(messages);
});

test('a gateway is refused', () => {
  const chart = new Chart(Testing.app(), 'edge', { namespace: 'edge' });
  const target = PolicyTarget.gatewayWorkload(GatewayWorkload.helmRelease('edge', { namespace: 'edge' }));
  expect(problems({ target, mode: MutualTls.STRICT }, chart)).toEqual([
    'target: is a gateway, whose servers say themselves how they take connections. Write tls: ServerTls.mutual(...) in the server of its Gateway.',
  ]);
});

test('chosen pods in the root namespace are refused, the whole mesh is not', () => {
  const chart = new Chart(Testing.app(), 'root', { namespace: 'istio-system' });
  expect(problems({ target: web, mode: MutualTls.STRICT }, chart)).toEqual([
    'target: chooses pods, and in the root namespace (istio-system) Istio ignores such a policy. Leave target out for the whole mesh, or put the policy into the namespace of the pods.',
  ]);
  expect(specOf(new PeerAuthentication(chart, 'Mesh', { mode: MutualTls.STRICT }))).toEqual({
    mtls: { mode: 'STRICT' },
  });
});

test('a second policy for all pods of a namespace is refused', () => {
  const { chart } = shop();
  new PeerAuthentication(chart, 'First', { mode: MutualTls.STRICT });
  expect(problems({ mode: MutualTls.DISABLE }, chart)).toEqual([
    'target: is needed: shop/First is for all pods of namespace shop already, and Istio takes only one such policy. Write PolicyTarget.workload(deployment).',
  ]);
  new PeerAuthentication(chart, 'Other', { mode: MutualTls.DISABLE, metadata: { namespace: 'books' } });
  new PeerAuthentication(chart, 'Web', { mode: MutualTls.DISABLE, target: web });
});
