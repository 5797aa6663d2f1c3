import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Testing } from 'cdk8s';
import * as extensions from '../../imports/extensions';
import * as gatewayApi from '../../imports/gateway-api';
import * as networking from '../../imports/networking';
import { MODULES, readSchema } from '../../imports/schema';
import * as security from '../../imports/security';
import * as telemetry from '../../imports/telemetry';
import type { CompactSchema } from '../../tools/import/compact';

const IMPORTS = join(__dirname, '../../imports');
const sources = ['extensions', 'gateway-api', 'networking', 'security', 'telemetry']
  .map((module) => `${module}.ts`)
  .map((file) => ({ file, text: readFileSync(join(IMPORTS, file), 'utf8') }));

describe('the generated types', () => {
  test('cover all kinds, one API version each, v1 where it is served', () => {
    const versions = [networking, security, telemetry, extensions, gatewayApi].flatMap((module) =>
      Object.values(module)
        .filter((value) => 'GVK' in value)
        .map((value) => value as unknown as typeof networking.Sidecar)
        .map(({ GVK }) => `${GVK.apiVersion} ${GVK.kind}`),
    );
    expect(versions).toEqual([
      'networking.istio.io/v1 DestinationRule',
      'networking.istio.io/v1alpha3 EnvoyFilter',
      'networking.istio.io/v1 Gateway',
      'networking.istio.io/v1beta1 ProxyConfig',
      'networking.istio.io/v1 ServiceEntry',
      'networking.istio.io/v1 Sidecar',
      'networking.istio.io/v1 VirtualService',
      'networking.istio.io/v1 WorkloadEntry',
      'networking.istio.io/v1 WorkloadGroup',
      'security.istio.io/v1 AuthorizationPolicy',
      'security.istio.io/v1 PeerAuthentication',
      'security.istio.io/v1 RequestAuthentication',
      'telemetry.istio.io/v1 Telemetry',
      'extensions.istio.io/v1alpha1 TrafficExtension',
      'extensions.istio.io/v1alpha1 WasmPlugin',
      'gateway.networking.k8s.io/v1 BackendTLSPolicy',
      'gateway.networking.k8s.io/v1 Gateway',
      'gateway.networking.k8s.io/v1 GatewayClass',
      'gateway.networking.k8s.io/v1 GRPCRoute',
      'gateway.networking.k8s.io/v1 HTTPRoute',
      'gateway.networking.k8s.io/v1 ListenerSet',
      'gateway.networking.k8s.io/v1 ReferenceGrant',
      'gateway.networking.k8s.io/v1 TLSRoute',
    ]);
  });

  test('have names of at most 48 characters, without runs of capitals, each once in its module', () => {
    for (const { text } of sources) {
      const names = [...text.matchAll(/^export \w+ (\w+)/gm)].map((match) => match[1]);
      expect(names.filter((name) => name.length > 48 || /[A-Z]{3}/.test(name))).toEqual([]);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  test('share a message between all places that hold it', () => {
    const text = sources.find(({ file }) => file === 'networking.ts')!.text;
    expect(text.match(/: StringMatch;|: \{ \[key: string\]: StringMatch \};/g)!.length).toBeGreaterThan(5);
    expect(text.match(/: ClientTlsSettings;/g)).toHaveLength(2);
    expect(text.match(/: ServerTlsSettings;/g)).toHaveLength(2);
    expect(text.match(/export enum \w*TlsMode /g)).toEqual([
      'export enum ClientTlsSettingsTlsMode ',
      'export enum ServerTlsSettingsTlsMode ',
    ]);
    // One struct serves the rule, its ports and its subsets.
    const policy: networking.TrafficPolicy = { tls: { mode: networking.ClientTlsSettingsTlsMode.ISTIO_MUTUAL } };
    const spec: networking.DestinationRuleSpec = {
      host: 'a',
      trafficPolicy: { ...policy, portLevelSettings: [policy] },
      subsets: [{ name: 'v1', trafficPolicy: policy }],
    };
    expect(() => new networking.DestinationRule(Testing.chart(), 'rule', { spec })).not.toThrow();
  });

  test('spell enum members as Istio spells the values', () => {
    expect(Object.entries(networking.ClientTlsSettingsTlsMode)).toEqual([
      ['DISABLE', 'DISABLE'],
      ['SIMPLE', 'SIMPLE'],
      ['MUTUAL', 'MUTUAL'],
      ['ISTIO_MUTUAL', 'ISTIO_MUTUAL'],
    ]);
    expect(networking.LoadBalancerSettingsSimpleLb.LEAST_REQUEST).toBe('LEAST_REQUEST');
    expect(gatewayApi.PathMatchType.PATH_PREFIX).toBe('PathPrefix');
    const modules = [networking, security, telemetry, extensions] as object[];
    const enums = modules.flatMap((module) => Object.values(module) as unknown[]).filter((value) => typeof value === 'object');
    const renamed = enums
      .flatMap((members) => Object.entries(members as Record<string, string>))
      .filter(([member, value]) => member !== value);
    expect(renamed).toEqual([['IF_NOT_PRESENT', 'IfNotPresent'], ['ALWAYS', 'Always']]);
  });

  test('have the exact names of fields and not their aliases', () => {
    const all = sources.map(({ text }) => text).join('\n');
    expect(all).toContain('readonly jwksUri?: string;');
    expect(all).toContain('readonly mirrorPercent?: number;');
    expect(all).toContain('readonly h2UpgradePolicy?:');
    expect(all).not.toMatch(/readonly \w*_\w*\??:/);
  });

  test('are open where Istio is', () => {
    const all = sources.map(({ text }) => text).join('\n');
    expect(all.match(/readonly \w+\??: any;/g)).toEqual([
      'readonly pluginConfig?: any;',
      'readonly pluginConfig?: any;',
      'readonly value?: any;',
    ]);
  });

  test('link to the reference, give a default for what is optional, and hold no prose of the CRDs', () => {
    for (const { text } of sources) {
      const members = text.match(/^ {2}\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n {2}readonly \w+\??:/gm)!;
      const optional = members.filter((member) => member.endsWith('?:'));
      expect(optional.filter((member) => !member.includes('@default'))).toEqual([]);
      expect(text).not.toContain('undefined');
      // Each doc comment consists of the few sentences that the generator knows.
      const known = /^(A |An |One of|True or false|Free form|Any value|At most one of|Since Istio|Writes `|The |Name, namespace|Metadata and spec|API version and kind|`)/;
      const words = [...text.matchAll(/^ *(?:\/\*\*| \*) ([^@\s].*?)(?: \*\/)?$/gm)].map((match) => match[1]);
      expect(words.filter((line) => !known.test(line)).filter((line) => !/^[\w`",. ]+$/.test(line))).toEqual([]);
    }
  });
});

describe('the compact schema', () => {
  test('is small', () => {
    const size = readdirSync(join(IMPORTS, 'schema'))
      .map((file) => readFileSync(join(IMPORTS, 'schema', file)).length)
      .reduce((sum, length) => sum + length, 0);
    expect(size).toBeLessThan(250_000);
  });

  test('knows which release a kind, a field and a value came with', () => {
    const networkingSchema = readSchema('networking') as CompactSchema;
    const extensionsSchema = readSchema('extensions') as CompactSchema;
    expect(extensionsSchema.kinds.TrafficExtension.since).toBe('1.30');
    expect(extensionsSchema.kinds.WasmPlugin.since).toBeUndefined();
    expect(networkingSchema.types.HttpRedirect.since).toEqual({ prefixRewrite: '1.31' });
    expect(networkingSchema.types.EnvoyFilterPatchOperation.since).toEqual({ MERGE_AND_REPLACE_LIST: '1.31' });
  });

  test('keeps restrictions and rules', () => {
    const { types } = readSchema('networking') as CompactSchema;
    expect(types.HttpBody.schema.properties!.bytes).toEqual({ type: 'string', format: 'byte' });
    expect(types.OutlierDetection.schema.properties!.maxEjectionPercent).toEqual({ type: 'integer', format: 'int32' });
    expect(types.ServicePort.schema).toMatchObject({
      properties: { name: { type: 'string', maxLength: 256 }, number: { type: 'integer', maximum: 4294967295, minimum: 0 } },
    });
    const rules = types.ServiceEntrySpec.schema['x-kubernetes-validations']!.map(({ message }) => message);
    expect(rules).toContain('NONE mode cannot set endpoints');
  });

  test('is there for each module', () => {
    expect([...MODULES.values()].filter((module) => readSchema(module) === undefined)).toEqual([]);
    expect(readSchema('nowhere')).toBeUndefined();
  });

  test('is not read before the first object is made', () => {
    const program = `
      const { networking } = { networking: require(${JSON.stringify(join(IMPORTS, 'networking.ts'))}) };
      const read = () => Object.keys(require.cache).filter((file) => file.endsWith('.json') && file.includes('schema'));
      const before = read().length;
      const { Testing } = require('cdk8s');
      new networking.Sidecar(Testing.chart(), 'sidecar');
      console.log(before, read().length);`;
    const output = execFileSync(process.execPath, ['--import', 'tsx', '-e', program], {
      cwd: join(__dirname, '../..'),
      encoding: 'utf8',
    });
    expect(output.trim()).toBe('0 1');
  });
});
