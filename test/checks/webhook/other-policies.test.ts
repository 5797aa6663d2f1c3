import { peerAuthentication } from '../../../lib/checks/webhook/peer-authentication';
import { telemetry } from '../../../lib/checks/webhook/telemetry';
import { celProblem } from '../../../lib/istio/cel/syntax';
import { trafficExtension } from '../../../lib/checks/webhook/traffic-extension';
import { wasmPlugin } from '../../../lib/checks/webhook/wasm-plugin';
import { said } from './said';

test('PeerAuthentication', () => {
  expect(said(peerAuthentication, { selector: { matchLabels: { app: 'a' } }, portLevelMtls: { 80: {} } })).toEqual([]);
  expect(said(peerAuthentication, { portLevelMtls: {} })).toEqual(['error spec.portLevelMtls']);
  expect(said(peerAuthentication, { selector: {}, portLevelMtls: { 0: {} } })).toEqual([
    'warning spec.selector.matchLabels',
    'error spec.portLevelMtls',
    'error spec.portLevelMtls.0',
  ]);
});

test('Telemetry', () => {
  expect(
    said(telemetry, {
      tracing: [
        {
          providers: [{ name: 'zipkin' }],
          randomSamplingPercentage: 10,
          customTags: { a: { literal: { value: 'b' } } },
        },
      ],
      metrics: [{ overrides: [{ match: { metric: 'ALL_METRICS' }, tagOverrides: { host: { operation: 'REMOVE' } } }] }],
      accessLogging: [{ filter: { expression: 'response.code >= 400' } }],
    }),
  ).toEqual([]);
  expect(
    said(telemetry, {
      tracing: [
        {
          providers: [{ name: '' }, {}],
          randomSamplingPercentage: 101,
          customTags: { '': { header: {} }, a: { literal: { value: '' } }, b: { environment: {} } },
        },
        {},
      ],
      metrics: [
        {
          overrides: [
            {
              match: { customMetric: '' },
              tagOverrides: { host: {}, path: { operation: 'REMOVE', value: 'a' }, '': { value: 'a' } },
            },
          ],
        },
      ],
      accessLogging: [{}, { filter: { expression: 'response.code >=' } }],
    }),
  ).toEqual([
    'error spec.metrics[0].overrides[0].match.customMetric',
    'error spec.metrics[0].overrides[0].tagOverrides.host.value',
    'error spec.metrics[0].overrides[0].tagOverrides.path.value',
    'warning spec.metrics[0].overrides[0].tagOverrides.',
    'warning spec.tracing[1]',
    'warning spec.tracing[0].providers[1]',
    'error spec.tracing[0].providers[0].name',
    'error spec.tracing[0].providers[1].name',
    'error spec.tracing[0].randomSamplingPercentage',
    'error spec.tracing[0].customTags.',
    'error spec.tracing[0].customTags..header.name',
    'error spec.tracing[0].customTags.a.literal.value',
    'error spec.tracing[0].customTags.b.environment.name',
    'error spec.accessLogging[1].filter.expression',
  ]);
});

test.each([
  ['response.code >= 400 &&\n  has(a)', 'line 2, column 3: has() wants a field, such as has(request.headers).'],
  ['a +', 'line 1, column 4: it ends where a value is wanted.'],
  ['(a', 'line 1, column 3: it ends where ")" is wanted.'],
  ['a b', 'line 1, column 3: there is "b" where an operator is wanted.'],
  ['for', 'line 1, column 1: "for" is a reserved word.'],
  ['a = b', 'line 1, column 3: there is "=".'],
  ['"a', 'line 1, column 1: there is a text that does not end, or has an escape that CEL does not know.'],
  ['a.all(b.c, d)', 'line 1, column 3: all() wants the name of a variable first.'],
  ['9223372036854775808', 'line 1, column 1: 9223372036854775808 is too large.'],
  ['"\\ud800"', 'line 1, column 1: \\ud800 is not a character.'],
  ['('.repeat(250), 'line 1, column 251: it is nested more than 250 times.'],
])('%j', (expression, problem) => {
  expect(celProblem(expression)).toBe(`The expression cannot be read at ${problem}`);
});

test('modules of WebAssembly', () => {
  const wrong = {
    url: 'ftp://example.com/a.wasm',
    sha256: 'sha256:1',
    pluginName: 'a'.repeat(257),
    imagePullSecret: 'a'.repeat(254),
    vmConfig: { env: [{}, { name: 'A' }, { name: 'A' }, { name: 'B', valueFrom: 'HOST', value: 'c' }] },
  };
  const match = [{ ports: [{ number: 80 }, { number: 0 }] }];
  expect(said(wasmPlugin, { url: 'oci://registry.example/filter:1.0' })).toEqual([]);
  expect(said(wasmPlugin, { ...wrong, match })).toEqual([
    'error spec.url',
    'error spec.sha256',
    'error spec.imagePullSecret',
    'error spec.pluginName',
    'error spec.vmConfig.env[0].name',
    'error spec.vmConfig.env[2].name',
    'error spec.vmConfig.env[3].value',
    'error spec.match[0].ports[1].number',
  ]);
  expect(said(trafficExtension, { wasm: { url: '' }, match })).toEqual([
    'error spec.wasm.url',
    'error spec.match[0].ports[1].number',
  ]);
});

test('TrafficExtension', () => {
  expect(said(trafficExtension, { lua: { inlineCode: 'function envoy_on_request(handle) end' } })).toEqual([]);
  expect(said(trafficExtension, {})).toEqual(['error spec']);
  expect(said(trafficExtension, { lua: {} })).toEqual(['error spec.lua.inlineCode']);
  expect(said(trafficExtension, { lua: { inlineCode: '-'.repeat(65537) } })).toEqual(['error spec.lua.inlineCode']);
});
