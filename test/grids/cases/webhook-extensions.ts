import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest } from '../../manifests';
import type { Grid } from '../grid';

type Case = [string, Manifest[]];

const object = (kind: string, spec: object): Manifest[] => [manifest(kind, 'shop/filter', spec)];
const plugin = (part: object): Manifest[] =>
  object('WasmPlugin', { url: 'oci://registry.example/filter:1.0', ...part });
const wasm = (part: object): Manifest[] =>
  object('TrafficExtension', { wasm: { url: 'oci://registry.example/filter:1.0', ...part } });
const lua = (inlineCode: unknown, part: object = {}): Manifest[] =>
  object('TrafficExtension', { lua: { inlineCode }, ...part });
const CODE = 'function envoy_on_request(handle) end';

/** What both kinds say of a module. */
const ofModule = (about: string, values: Readonly<Record<string, object>>): Case[] =>
  Object.entries(values).flatMap(([name, part]): Case[] => [
    [`WasmPlugin: ${about} ${name}`, plugin(part)],
    [`TrafficExtension: ${about} ${name}`, wasm(part)],
  ]);
const env = (...list: unknown[]): object => ({ vmConfig: { env: list } });
const attached = (about: string, part: object): Case[] => [
  [`WasmPlugin: ${about}`, plugin(part)],
  [`TrafficExtension: ${about}`, lua(CODE, part)],
];
const port = (number?: number): object => ({ match: [{}, { ports: [{ number: 80 }, { number }] }] });

const grid: Grid = {
  layers: ['webhookErrors', 'webhookWarnings'],
  cases: Object.fromEntries([
    ...attached('nothing else', {}),
    ...attached('selector without labels', { selector: {} }),
    ...attached('selector with a wildcard', { selector: { matchLabels: { app: '*' } } }),
    ...attached('selector and targetRefs', {
      selector: { matchLabels: { app: 'a' } },
      targetRefs: [{ kind: 'Service', name: 'a' }],
    }),
    ...attached('target of another kind', { targetRefs: [{ kind: 'Pod', name: 'a' }] }),
    ...attached('match without ports', { match: [{ mode: 'SERVER' }] }),
    ...[undefined, 0, 1, 65535, 65536].flatMap((number) => attached(`port ${number}`, port(number))),
    ['WasmPlugin: targetRef of another kind', plugin({ targetRef: { kind: 'Pod', name: 'a' } })],
    ['WasmPlugin: no url', object('WasmPlugin', {})],
    ['TrafficExtension: neither wasm nor lua', object('TrafficExtension', {})],
    ['TrafficExtension: wasm without url', object('TrafficExtension', { wasm: {} })],
    ['TrafficExtension: lua without code', object('TrafficExtension', { lua: {} })],
    ['TrafficExtension: code', lua(CODE)],
    ['TrafficExtension: code, and wasm that is wrong', lua(CODE, { wasm: {} })],
    ['TrafficExtension: no code, and wasm that is right', lua('', { wasm: { url: 'a' } })],
    ['TrafficExtension: code that is not Lua', lua('(')],
    ['TrafficExtension: empty code', lua('')],
    ['TrafficExtension: 65536 bytes of code', lua('-'.repeat(65536))],
    ['TrafficExtension: 65537 bytes of code', lua('-'.repeat(65537))],
    ['TrafficExtension: 65538 bytes in fewer characters', lua('é'.repeat(32769))],
    ...ofModule(
      'url',
      Object.fromEntries(
        [
          '',
          'oci://registry.example/filter:1.0',
          'registry.example/filter:1.0',
          'registry.example:5000/filter',
          'filter',
          'file:///filter.wasm',
          'http://a/b',
          'HTTPS://a/b',
          'ftp://a/b',
          's3://a/b',
          '/filter',
          '//a/b',
          '//a:b',
          '//a:1:2',
          'a b',
          'a:b',
          '://',
          '%zz',
          'a%zz',
          'http://a b/',
          'oci:',
          'oci:a',
          'registry:5000:1/a',
          '#',
          '?',
          'http://a/#%zz',
          '/a#%zz',
          'file:a\n',
        ].map((url) => [JSON.stringify(url), { url }]),
      ),
    ),
    ...ofModule('sha256', {
      empty: { sha256: '' },
      right: { sha256: '0123456789abcdef'.repeat(4) },
      short: { sha256: 'a'.repeat(63) },
      long: { sha256: 'a'.repeat(65) },
      'in upper case': { sha256: 'A'.repeat(64) },
      'with a prefix': { sha256: `sha256:${'a'.repeat(64)}` },
      'with another letter': { sha256: 'g'.repeat(64) },
      'of 64 bytes that are no digits': { sha256: 'é'.repeat(32) },
    }),
    ...ofModule('imagePullSecret', {
      'of 253': { imagePullSecret: 'a'.repeat(253) },
      'of 254': { imagePullSecret: 'a'.repeat(254) },
    }),
    ...ofModule('pluginName', {
      'of 256': { pluginName: 'a'.repeat(256) },
      'of 257': { pluginName: 'a'.repeat(257) },
      'of 258 bytes': { pluginName: 'é'.repeat(129) },
    }),
    ...ofModule('env', {
      'of nothing': { vmConfig: {} },
      'with a value': env({ name: 'A', value: 'b' }),
      'without value': env({ name: 'A' }),
      'with an empty name': env({ name: '' }),
      'without name': env({ value: 'b' }),
      'with a name of 256': env({ name: 'A'.repeat(256) }),
      'with a name of 257': env({ name: 'A'.repeat(257) }),
      'of the host': env({ name: 'A', valueFrom: 'HOST' }),
      'of the host with a value': env({ name: 'A', valueFrom: 'HOST', value: 'b' }),
      'of the host with an empty value': env({ name: 'A', valueFrom: 'HOST', value: '' }),
      'given inline': env({ name: 'A', valueFrom: 'INLINE', value: 'b' }),
      'with a name twice': env({ name: 'A' }, { name: 'B' }, { name: 'A' }),
      'with names that differ in case': env({ name: 'A' }, { name: 'a' }),
    }),
  ]),
};

export default grid;
