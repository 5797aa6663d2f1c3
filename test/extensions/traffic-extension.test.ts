import { Testing } from 'cdk8s';
import {
  extensions,
  IstioChecks,
  IstioVersion,
  MeshSettings,
  PolicyTarget,
  TrafficExtension,
  WorkloadMode,
} from '../../lib';
import { problemsOf, specOf, thrown } from '../networking/subject';
import { shop } from '../security/subject';

const { FailStrategy, TrafficExtensionExecutionPhase: Phase } = extensions;
const url = 'oci://registry.example.com/filter:1.0';
const lua = 'function envoy_on_response(handle) handle:headers():add("x-served-by", "shop") end';
const problems = (props: object | undefined): string[] =>
  problemsOf(() => new TrafficExtension(shop().chart, 'Extension', props as never));

test('the whole object, with WebAssembly', () => {
  const { chart, cart } = shop();
  const extension = new TrafficExtension(chart, 'Extension', {
    metadata: { name: 'auth' },
    target: PolicyTarget.workload(cart),
    wasm: { url, failStrategy: FailStrategy.FAIL_RELOAD, env: { A: 'a' }, pluginConfig: { nothing: null } },
    phase: Phase.AUTHZ,
    priority: 10,
    match: [{ mode: WorkloadMode.SERVER, ports: [8080] }],
  });
  expect(Testing.synth(chart).find(({ kind }) => kind === 'TrafficExtension')).toEqual({
    apiVersion: 'extensions.istio.io/v1alpha1',
    kind: 'TrafficExtension',
    metadata: { name: 'auth', namespace: 'shop' },
    spec: {
      selector: { matchLabels: cart.matchLabels },
      wasm: {
        url,
        failStrategy: 'FAIL_RELOAD',
        vmConfig: { env: [{ name: 'A', value: 'a' }] },
        pluginConfig: { nothing: null },
      },
      phase: 'AUTHZ',
      priority: 10,
      match: [{ mode: 'SERVER', ports: [{ number: 8080 }] }],
    },
  });
  expect(extension.name).toBe('auth');
  expect(IstioChecks.on(chart.node.root).findings()).toEqual([]);
});

test('Lua for a Service at its waypoint', () => {
  const { chart, cartService } = shop();
  const extension = new TrafficExtension(chart, 'Extension', { target: PolicyTarget.service(cartService), lua });
  expect(specOf(extension)).toEqual({
    targetRefs: [{ group: '', kind: 'Service', name: 'cart' }],
    lua: { inlineCode: lua },
  });
});

test.each(Object.values(Phase))('phase %s', (phase) => {
  expect(specOf(new TrafficExtension(shop().chart, 'Extension', { lua, phase }))).toEqual({
    phase,
    lua: { inlineCode: lua },
  });
});

const WASM = "{ url: 'oci://registry.example.com/filter:1.0' }";
const CALLED =
  "has no function that Envoy calls. Write one: 'function envoy_on_request(handle) ... end', or envoy_on_response.";

test.each<[string, object | undefined, ...string[]]>([
  [
    'nothing',
    undefined,
    `has nothing to run. Write { wasm: ${WASM} }, or lua: 'function envoy_on_request(handle) ... end'.`,
  ],
  [
    'both',
    { wasm: { url }, lua },
    'lua: stands beside wasm, and an extension is one of them. Write an extension for each.',
  ],
  ['an address', { wasm: url }, `wasm: "${url}" does not fit here. Write ${WASM}.`],
  [
    'everything at once',
    { wasm: { sha256: 'abc' }, target: 'cart', phase: 'stats', priority: 0.5, match: [] },
    'target: "cart" is not a PolicyTarget. Write PolicyTarget.workload(deployment), or PolicyTarget.labels({ app: \'cart\' }).',
    'phase: "stats" is not a value of extensions.TrafficExtensionExecutionPhase. Write extensions.TrafficExtensionExecutionPhase.STATS.',
    'priority: 0.5 is not a priority (a whole number, -2147483648 to 2147483647).',
    'match: is empty. Write [{ mode: WorkloadMode.SERVER, ports: [8080] }], or leave match out.',
    "wasm.url: is needed. Write an image such as 'oci://registry.example.com/filter:1.0', or an address with https:// or file:///.",
    'wasm.sha256: "abc" is not a checksum. Write the 64 digits of 0-9 and a-f that sha256sum prints.',
  ],
  ['empty code', { lua: '' }, `lua: "" ${CALLED}`],
  ['code that is never called', { lua: 'print("a")' }, `lua: "print(\\"a\\")" ${CALLED}`],
  ['what is no code', { lua: 5 }, `lua: 5 ${CALLED}`],
  [
    'much code',
    { lua: `${lua}${' '.repeat(65536)}` },
    `lua: has ${lua.length + 65536} bytes, and Istio takes at most 65536. Make a WebAssembly module of it.`,
  ],
])('%s is refused', (_what, props, ...messages) => {
  expect(problems(props)).toEqual(messages);
});

test('an older Istio does not know it', () => {
  const { chart } = shop();
  MeshSettings.set(chart.node.root, { istioVersion: IstioVersion.V1_29 });
  expect(thrown(() => new TrafficExtension(chart, 'Extension', { lua }))).toEqual([
    'shop/Extension/Resource (TrafficExtension): 1 problem',
    'kind: TrafficExtension exists since Istio 1.30, and this App targets 1.29.',
  ]);
});
