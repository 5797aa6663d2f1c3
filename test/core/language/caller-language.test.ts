import { Chart, Testing } from 'cdk8s';
import {
  Access,
  EnvoyFilter,
  Gateway,
  GatewayDeployment,
  IstioChecks,
  Mesh,
  ProxyConfig,
  Sidecar,
  Telemetry,
  TrafficExtension,
  VirtualService,
} from 'cdk8s-istio';
import { callerLanguage } from '../../../lib/core/language/caller-language';

const given = process.env.JSII_AGENT;

afterEach(() => {
  process.env.JSII_AGENT = given;
  if (given === undefined) {
    delete process.env.JSII_AGENT;
  }
});

test.each([
  // As the runtimes of jsii write it.
  ['Python/3.11.7', 'Python'],
  ['Java/17.0.15', 'Java'],
  ['go1.26.8/linux/amd64', 'Go'],
  ['devel go1.27-5f1a0320/linux/arm64', 'Go'],
  // C# and what comes later read the code of TypeScript.
  ['DotNet/8.0.1/.NETCoreApp,Version=v8.0/1.140.0', 'TypeScript'],
  ['', 'TypeScript'],
  [undefined, 'TypeScript'],
])('%s is %s', (agent, language) => {
  delete process.env.JSII_AGENT;
  if (agent !== undefined) {
    process.env.JSII_AGENT = agent;
  }
  expect(callerLanguage()).toBe(language);
});

test.each([
  [
    'Python/3.11.7',
    'shop/Door (GatewayDeployment): 1 problem\n  topology_spread[0]: 5 does not fit here. Write TopologySpread(topology_key="topology.kubernetes.io/zone").',
    'shop/X (Access.allow): 2 problems\n  to: is needed. Write from_=[frontend], to=cart.\n  from_: is needed. Write [frontend], or Access.deny_by_default(...) to let nobody in.',
  ],
  [
    'go1.26.8/linux/amd64',
    'shop/Door (GatewayDeployment): 1 problem\n  TopologySpread[0]: 5 does not fit here. Write &cdk8sistio.TopologySpread{TopologyKey: jsii.String("topology.kubernetes.io/zone")}.',
    'shop/X (cdk8sistio.Access_Allow): 2 problems\n  To: is needed. Write &cdk8sistio.AllowOptions{From: &[]interface{}{frontend}, To: cart}.\n  From: is needed. Write &[]interface{}{frontend}, or cdk8sistio.Access_DenyByDefault(...) to let nobody in.',
  ],
])('to %s a whole error is in its language', (agent, construct, method) => {
  process.env.JSII_AGENT = agent;
  const chart = new Chart(Testing.app(), 'shop', { namespace: 'shop' });
  expect(() => new GatewayDeployment(chart, 'Door', { topologySpread: [5] as never })).toThrow(new Error(construct));
  expect(() => Access.allow(chart, 'X', {} as never)).toThrow(new Error(method));
});

test.each([
  ['ProxyConfig', 'concurrency=2', (chart: Chart) => new ProxyConfig(chart, 'X', {})],
  ['Telemetry', 'access_logging=', (chart: Chart) => new Telemetry(chart, 'X', {})],
  ['TrafficExtension', 'wasm=', (chart: Chart) => new TrafficExtension(chart, 'X', {})],
])('what %s is given has no name in Python', (_, text, make) => {
  process.env.JSII_AGENT = 'Python/3.11.7';
  const chart = new Chart(Testing.app(), 'shop', { namespace: 'shop' });
  expect(() => make(chart)).toThrow(`rite ${text}`);
  expect(() => make(chart)).not.toThrow('Props(');
});

test.each([
  [
    'VirtualService has no rule. Give it one: http=[HttpRouteOptions(route=[Destination.service(service)])].',
    (chart: Chart) => new VirtualService(chart, 'X', { hosts: ['www.example.com'] }),
  ],
  [
    'Gateway has no server. Give it one: servers=[GatewayServer.http(hosts=["shop.example.com"])].',
    (chart: Chart) => new Gateway(chart, 'X'),
  ],
  [
    'Sidecar is empty. Give it hosts: egress=[EgressListener.any_port([EgressHost.same_namespace()])].',
    (chart: Chart) => new Sidecar(chart, 'X', {}),
  ],
  [
    'EnvoyFilter has no patch. Give it one: config_patches=[networking.EnvoyFilterEnvoyConfigObjectPatch(apply_to=..., patch=...)].',
    (chart: Chart) => new EnvoyFilter(chart, 'X', { appliesToWholeNamespace: true }),
  ],
])('what fails synth is in it too: %s', (text, make) => {
  process.env.JSII_AGENT = 'Python/3.11.7';
  const app = Testing.app();
  make(new Chart(app, 'shop', { namespace: 'shop' }));
  expect(() => app.synth()).toThrow(text);
});

test('keys of manifests and of MeshConfig are spelt in the same way in all languages', () => {
  process.env.JSII_AGENT = 'Python/3.11.7';
  const manifests = [{ kind: 'Service' }];
  expect(() => IstioChecks.on(Testing.app(), { externals: manifests })).toThrow(
    'externals[0]: apiVersion is missing, so the object cannot be identified. Write a manifest, or one of Externals.',
  );
  expect(() => Mesh.of([], { otherClusters: [{ name: 'east', manifests }] })).toThrow(
    '  other_clusters[0].manifests[0]: apiVersion is missing, so the object cannot be identified.',
  );
  expect(() => Mesh.of([], { meshConfig: { outboundTrafficPolicy: { mode: 'REGISTRY' } } })).toThrow(
    '  mesh_config.outboundTrafficPolicy.mode: "REGISTRY" is not one of',
  );
});
