import { Chart, Testing } from 'cdk8s';
import type { WasmPluginProps } from '../../lib';
import { extensions, GatewayWorkload, IstioChecks, PolicyTarget, WasmPlugin, WorkloadMode } from '../../lib';
import { problemsOf, specOf } from '../networking/subject';
import { shop } from '../security/subject';

const { EnvValueSource, FailStrategy, PluginPhase, PluginType, PullPolicy } = extensions;
const url = 'oci://registry.example.com/filter:1.0';
const spec = (props: Partial<WasmPluginProps>): unknown =>
  specOf(new WasmPlugin(shop().chart, 'Plugin', { url, ...props }));
const problems = (props: object | undefined): string[] =>
  problemsOf(() => new WasmPlugin(shop().chart, 'Plugin', props as never));

test('the whole object', () => {
  const { chart, cart } = shop();
  const plugin = new WasmPlugin(chart, 'Plugin', {
    metadata: { name: 'auth' },
    target: PolicyTarget.workload(cart),
    url,
    sha256: 'a1'.repeat(32),
    imagePullPolicy: PullPolicy.ALWAYS,
    imagePullSecret: 'registry',
    verificationKey: 'key',
    pluginConfig: { realm: 'shop', nothing: null, rules: [{ prefix: '/a' }] },
    pluginName: 'auth',
    failStrategy: FailStrategy.FAIL_OPEN,
    env: { LOG_LEVEL: 'info', EMPTY: '' },
    hostEnv: ['NODE_NAME'],
    type: PluginType.HTTP,
    phase: PluginPhase.AUTHN,
    priority: -5,
    match: [{ mode: WorkloadMode.SERVER, ports: [8080, 8081] }, { ports: [80] }, { mode: WorkloadMode.CLIENT }],
  });
  expect(Testing.synth(chart).find(({ kind }) => kind === 'WasmPlugin')).toEqual({
    apiVersion: 'extensions.istio.io/v1alpha1',
    kind: 'WasmPlugin',
    metadata: { name: 'auth', namespace: 'shop' },
    spec: {
      selector: { matchLabels: cart.matchLabels },
      url,
      sha256: 'a1'.repeat(32),
      imagePullPolicy: 'Always',
      imagePullSecret: 'registry',
      verificationKey: 'key',
      pluginConfig: { realm: 'shop', nothing: null, rules: [{ prefix: '/a' }] },
      pluginName: 'auth',
      failStrategy: 'FAIL_OPEN',
      vmConfig: {
        env: [
          { name: 'LOG_LEVEL', value: 'info' },
          { name: 'EMPTY', value: '' },
          { name: 'NODE_NAME', valueFrom: EnvValueSource.HOST },
        ],
      },
      type: 'HTTP',
      phase: 'AUTHN',
      priority: -5,
      match: [
        { mode: 'SERVER', ports: [{ number: 8080 }, { number: 8081 }] },
        { ports: [{ number: 80 }] },
        { mode: 'CLIENT' },
      ],
    },
  });
  expect(plugin.name).toBe('auth');
  expect(IstioChecks.on(chart.node.root).findings()).toEqual([]);
});

test('a Service at its waypoint is named', () => {
  const { chart, cartService } = shop();
  const plugin = new WasmPlugin(chart, 'Plugin', { url, target: PolicyTarget.service(cartService) });
  expect(specOf(plugin)).toEqual({ targetRefs: [{ group: '', kind: 'Service', name: 'cart' }], url });
});

test('a gateway is a target from the root namespace', () => {
  const root = new Chart(Testing.app(), 'root', { namespace: 'istio-system' });
  const gateway = GatewayWorkload.helmRelease('edge', { namespace: 'edge' });
  const plugin = new WasmPlugin(root, 'Plugin', { url, target: PolicyTarget.gatewayWorkload(gateway) });
  expect(specOf(plugin)).toEqual({ selector: { matchLabels: gateway.selector }, url });
});

test.each([
  'oci://localhost:5000/team/filter@sha256:' + 'a'.repeat(64),
  'registry.example.com/filter:1.0',
  'https://example.com/filter.wasm?v=1',
  'http://files.infra/filter.wasm',
  'file:///etc/filters/auth.wasm',
])('%s is an address', (address) => {
  expect(spec({ url: address })).toEqual({ url: address });
});

const FETCH =
  "Write an image such as 'oci://registry.example.com/filter:1.0', or an address with https:// or file:///.";
const NO_ADDRESS = `is not where Istio can fetch a module from. ${FETCH}`;

test.each([
  ['', `url: "" ${NO_ADDRESS}`],
  [5, `url: 5 ${NO_ADDRESS}`],
  ['s3://bucket/filter.wasm', `url: "s3://bucket/filter.wasm" ${NO_ADDRESS}`],
  ['oci://', `url: "oci://" ${NO_ADDRESS}`],
  ['oci://registry.example.com/a b', `url: "oci://registry.example.com/a b" ${NO_ADDRESS}`],
  ['https:///filter.wasm', `url: "https:///filter.wasm" ${NO_ADDRESS}`],
  ['file://filter.wasm', `url: "file://filter.wasm" ${NO_ADDRESS}`],
  ['/etc/filter.wasm', `url: "/etc/filter.wasm" ${NO_ADDRESS}`],
])('%j is none', (address, message) => {
  expect(problems({ url: address })).toEqual([message]);
});

test.each([
  ...Object.values(PullPolicy).map((imagePullPolicy) => ({ imagePullPolicy })),
  ...Object.values(FailStrategy).map((failStrategy) => ({ failStrategy })),
  ...Object.values(PluginType).map((type) => ({ type })),
  ...Object.values(PluginPhase).map((phase) => ({ phase })),
])('%j', (props) => {
  expect(spec(props)).toEqual({ url, ...props });
});

const MATCH = '{ mode: WorkloadMode.SERVER, ports: [8080] }';

test.each<[string, object | undefined, ...string[]]>([
  ['nothing', undefined, `url: is needed. ${FETCH}`],
  [
    'everything at once',
    { url, target: 'cart', sha256: 'abc', phase: 'authn', match: [] },
    'target: "cart" is not a PolicyTarget. Write PolicyTarget.workload(deployment), or PolicyTarget.labels({ app: \'cart\' }).',
    'sha256: "abc" is not a checksum. Write the 64 digits of 0-9 and a-f that sha256sum prints.',
    'phase: "authn" is not a value of extensions.PluginPhase. Write extensions.PluginPhase.AUTHN.',
    `match: is empty. Write [${MATCH}], or leave match out.`,
  ],
  [
    'a policy of another form',
    { url, imagePullPolicy: 'ifnotpresent', failStrategy: 'fail-open', type: 'network' },
    'imagePullPolicy: "ifnotpresent" is not a value of extensions.PullPolicy. Write extensions.PullPolicy.IF_NOT_PRESENT.',
    'failStrategy: "fail-open" is not a value of extensions.FailStrategy. Write extensions.FailStrategy.FAIL_OPEN.',
    'type: "network" is not a value of extensions.PluginType. Write extensions.PluginType.NETWORK.',
  ],
  [
    'a Secret for a file',
    { url: 'file:///a.wasm', imagePullSecret: 'registry' },
    'imagePullSecret: is for the registry of an image, and url starts with file://. Leave it out, or write an image with oci://.',
  ],
  ['a nameless Secret', { url, imagePullSecret: '' }, expect.stringMatching(/^imagePullSecret: "" is /) as never],
  ['a nameless plugin', { url, pluginName: '' }, `pluginName: "" is not a non-empty string. Write 'auth'.`],
  [
    'an empty key',
    { url, verificationKey: '' },
    `verificationKey: "" is not a non-empty string. Write '-----BEGIN PUBLIC KEY-----...'.`,
  ],
  [
    'a long name',
    { url, pluginName: 'a'.repeat(257) },
    'pluginName: has 257 bytes, and Istio takes at most 256. Write a shorter one.',
  ],
  ['a list as settings', { url, pluginConfig: [1] }, 'pluginConfig: [1] does not fit here. Write { limit: 10 }.'],
  [
    'a priority in quotes',
    { url, priority: '5' },
    'priority: "5" is not a priority (a whole number, -2147483648 to 2147483647). Write 5 without quotes.',
  ],
  ['a list of variables', { url, env: ['A'] }, `env: ["A"] does not fit here. Write { LOG_LEVEL: 'info' }.`],
  [
    'variables of other types',
    { url, env: { '': 'a', B: 5, C: 'c'.repeat(2049) } },
    "env: has a variable without a name. Write { LOG_LEVEL: 'info' }.",
    "env.B: 5 is not a string. Write '5'.",
    'env.C: has 2049 bytes, and Istio takes at most 2048. Write a shorter one.',
  ],
  ['one variable of the proxy', { url, hostEnv: 'HOME' }, `hostEnv: "HOME" is not a list. Write ['HOME'].`],
  [
    'variables twice',
    { url, env: { A: 'a' }, hostEnv: ['A', 'B', 'B', '', 'c'.repeat(257)] },
    'hostEnv[0]: "A" has a value in env already. Leave one of them out.',
    'hostEnv[2]: "B" is given twice. Leave one of them out.',
    `hostEnv[3]: "" is not the name of a variable. Write 'NODE_NAME'.`,
    'hostEnv[4]: has 257 bytes, and Istio takes at most 256. Write a shorter one.',
  ],
  [
    'more variables than Istio takes',
    { url, env: { A: 'a' }, hostEnv: Array.from({ length: 256 }, (_, i) => `V${i}`) },
    'env: has 257 variables with hostEnv, and Istio takes at most 256. Write the others into pluginConfig.',
  ],
  ['one match', { url, match: { ports: [80] } }, `match: {"ports":[80]} is not a list. Write [${MATCH}].`],
  ['a port as match', { url, match: [80] }, `match[0]: 80 does not fit here. Write ${MATCH}.`],
  ['a match of everything', { url, match: [{}] }, `match[0]: matches everything. Write ${MATCH}, or leave match out.`],
  [
    'an unknown mode',
    { url, match: [{ mode: 'UNDEFINED' }] },
    'match[0].mode: "UNDEFINED" is not a value of WorkloadMode. Write one of: WorkloadMode.CLIENT, WorkloadMode.SERVER, WorkloadMode.CLIENT_AND_SERVER.',
  ],
  [
    'ports that are none',
    { url, match: [{ ports: [] }, { ports: 80 }, { ports: [0, '80', 80, 80] }] },
    'match[0].ports: is empty. Write [8080], or leave ports out for every port.',
    'match[1].ports: 80 is not a list. Write [8080].',
    'match[2].ports[0]: 0 is not a port number (a whole number, 1 to 65535).',
    'match[2].ports[1]: "80" is not a port number (a whole number, 1 to 65535). Write 80 without quotes.',
    'match[2].ports[3]: 80 is given twice. Leave one of them out.',
  ],
])('%s is refused', (_what, props, ...messages) => {
  expect(problems(props)).toEqual(messages);
});
