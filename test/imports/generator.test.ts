import { expandKind } from '../../tools/import/compact';
import { readCrds } from '../../tools/import/crds';
import { diffSchemas } from '../../tools/import/diff';
import { generate } from '../../tools/import/generate';
import { enumMember, nestedName, pascal } from '../../tools/import/names';
import { crd, FACTS, HOUSE_1_0, HOUSE_1_1 } from './fixtures';

const OLD = { version: '1.0.3', crds: HOUSE_1_0 };
const NEW = { version: '1.1.2', crds: HOUSE_1_1 };

describe('names', () => {
  test.each([
    ['HTTPRoute', 'HttpRoute'],
    ['TLSRoute', 'TlsRoute'],
    ['TLSmode', 'TlsMode'],
    ['ServerTLSSettings', 'ServerTlsSettings'],
    ['HTTPSettings', 'HttpSettings'],
    ['HTTPCORSFilter', 'HttpCorsFilter'],
    ['HTTPURLRewriteFilter', 'HttpUrlRewriteFilter'],
    ['SimpleLB', 'SimpleLb'],
    ['L4MatchAttributes', 'L4MatchAttributes'],
    ['H2UpgradePolicy', 'H2UpgradePolicy'],
    ['VERSION', 'Version'],
    ['MTLSPolicy', 'MtlsPolicy'],
    ['GRPCRoute', 'GrpcRoute'],
    ['jwtRules', 'JwtRules'],
  ])('%s becomes %s', (name, expected) => {
    expect(pascal(name)).toBe(expected);
  });

  test('of nested messages lose inner parents when they are too long', () => {
    expect(nestedName(['ConnectionPoolSettings', 'HTTPSettings'])).toBe('ConnectionPoolSettingsHttpSettings');
    expect(nestedName(['ConnectionPoolSettings', 'HTTPSettings', 'H2UpgradePolicy'])).toBe(
      'ConnectionPoolSettingsH2UpgradePolicy',
    );
    expect(() => nestedName(['A'.padEnd(25, 'a'), 'B'.padEnd(25, 'b')])).toThrow('is longer than 48 characters');
  });

  test('of enum members are the values where those are in capitals', () => {
    expect(['ISTIO_MUTUAL', 'TLSV1_0', 'PathPrefix', 'URLRewrite', 'CORS', 'http', '*'].map(enumMember)).toEqual([
      'ISTIO_MUTUAL',
      'TLSV1_0',
      'PATH_PREFIX',
      'URL_REWRITE',
      'CORS',
      'HTTP',
      'ANY',
    ]);
  });
});

describe('generate', () => {
  const { files, schemas, warnings } = generate([OLD, NEW], undefined, FACTS);
  const code = files.get('networking.ts')!;
  const [{ schema }] = schemas;

  test('makes a module and a compact schema for each group, and the module that reads the schemas', () => {
    expect([...files.keys()]).toEqual([
      'networking.ts',
      'schema/networking.json',
      'schema/messages.json',
      'schema/rules.ts',
      'schema.ts',
    ]);
    expect(files.get('schema.ts')).toContain("['networking.istio.io', 'networking'],");
    expect(files.get('schema.ts')).toContain("return require('./schema/networking.json');");
  });

  test('makes each message once, under the name that the API gives it', () => {
    expect(code.match(/^export \w+ \w+/gm)).toEqual([
      'export class House',
      'export interface HouseProps',
      'export class Shed',
      'export interface ShedProps',
      'export interface HouseDoor',
      'export interface HouseSpec',
      'export interface HttpRoom',
      'export interface ShedSpec',
      'export enum HouseDoorTlsMode',
    ]);
    expect(code).toContain('readonly frontDoor?: HouseDoor;');
    expect(code).toContain('readonly door: HouseDoor;');
    expect(code).toContain('readonly rooms?: HttpRoom[];');
    expect(code).toContain('readonly anything?: any;');
    expect(code).toContain("  ISTIO_MUTUAL = 'ISTIO_MUTUAL',");
  });

  test('says when it had to guess', () => {
    expect(warnings).toEqual(['Shed: no message is known, names are derived from the fields']);
    const unknown = crd('Shed', '{ type: object, properties: { roof: { type: object, properties: { x: { type: string, enum: [A] } } } } }');
    const guessed = generate([{ version: '1.1.0', crds: unknown }], undefined, FACTS);
    expect(guessed.warnings).toEqual([
      'Shed: no message is known, names are derived from the fields',
      'Shed.roof: no message is known, its name is derived from the field',
      'ShedRoof.x: no enum is known, its name is derived from the field',
    ]);
    expect(guessed.files.get('networking.ts')).toContain('export enum ShedRoofX {');
  });

  test('takes v1 where it is served', () => {
    expect(code).toContain("{ apiVersion: 'networking.istio.io/v1', kind: 'House' }");
    expect(code).toContain("{ apiVersion: 'networking.istio.io/v1beta1', kind: 'Shed' }");
    expect(schema.kinds.House.served).toEqual(['v1beta1', 'v1']);
  });

  test('leaves out aliases from the types, and keeps them in the schema', () => {
    expect(code).toContain('readonly jwksUri?: string;');
    expect(code).not.toContain('readonly jwks_uri');
    expect(schema.types.HouseSpec.schema.properties).toHaveProperty('jwks_uri');
  });

  test('writes its own words and links, and no prose of the CRD', () => {
    expect(code + files.get('schema/networking.json')!).not.toContain('prose');
    expect(code).toContain(
      `  /**
   * A duration, such as "5s" or "100ms".
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/house/#HTTPRoom-wait
   */
  readonly wait?: string;`,
    );
    expect(code).toContain('#House-front_door');
    expect(code).toContain('At most one of `lock`, `bolt` is set.');
    expect(code).toContain(
      `  /**
   * A text. Since Istio 1.1.
   *
   * @deprecated by Istio; its reference says what to write instead
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/house/#House
   */
  readonly roofURI?: string;`,
    );
    expect(code).toContain('   * A whole number, 1 to 9.\n');
  });

  test('records since when a kind, a field or a value exists, and what is gone', () => {
    expect(schema.kinds.House.since).toBeUndefined();
    expect(schema.kinds.Shed.since).toBe('1.1');
    expect(schema.types.HouseSpec.since).toEqual({ anything: '1.1', jwksUri: '1.1', jwks_uri: '1.1', roofURI: '1.1' });
    expect(schema.types.HouseSpec.removed).toEqual({ chimney: '1.0' });
    expect(schema.types.HouseDoorTlsMode.since).toEqual({ BOTH: '1.1' });
    expect(schema.types.ShedSpec.since).toBeUndefined();
    expect(generate([NEW], undefined, FACTS).schemas[0].schema.types.HouseSpec.since).toBeUndefined();
  });

  test('loses nothing but prose and status', () => {
    for (const { kind, schema: whole } of readCrds(HOUSE_1_1)) {
      expect(expandKind(schema, kind)).toEqual(whole);
    }
    expect(expandKind(schema, 'House')).toMatchObject({
      properties: {
        spec: {
          properties: {
            rooms: {
              maxItems: 6,
              items: { properties: { door: { nullable: true, properties: { bolt: { type: 'boolean' } } } } },
              'x-kubernetes-validations': [{ rule: 'self.size() > 0', message: 'has rooms' }],
            },
          },
        },
      },
    });
  });

  test('keeps the two schemas of a message that two places restrict differently', () => {
    const strict = HOUSE_1_0.replace(
      /frontDoor: \{ type: object,/,
      'frontDoor: { type: object, minProperties: 1,',
    );
    const [{ schema: both }] = generate([{ version: '1.0.0', crds: strict }], undefined, FACTS).schemas;
    expect(Object.keys(both.types)).toEqual(['HouseDoor', 'HouseDoorTlsMode', 'HouseDoor~2', 'HouseSpec', 'HttpRoom']);
    expect(expandKind(both, 'House')).toEqual(readCrds(strict)[0].schema);
  });

  test('makes the same bytes of the same input', () => {
    expect(generate([OLD, NEW], undefined, FACTS).files).toEqual(files);
  });

  test('rejects a message whose field has two types', () => {
    const crds = crd(
      'House',
      `{ type: object, properties: {
        rooms: { type: array, items: { type: object, properties: { wait: { type: integer } } } },
        frontDoor: { type: object, properties: { bolt: { type: string } } } } }`,
    );
    expect(() => generate([{ version: '1.0.0', crds }], undefined, FACTS)).not.toThrow();
    const mixed = HOUSE_1_0.replace('bolt: { type: boolean }', 'bolt: { type: string }');
    expect(() => generate([{ version: '1.0.0', crds: mixed }], undefined, FACTS)).toThrow(
      'HouseDoor.bolt has different types in different places: boolean, string',
    );
  });
});

describe('diff', () => {
  test('shows kinds, versions, fields, values, rules and restrictions that come or go', () => {
    const [before] = generate([OLD], undefined, FACTS).schemas;
    const changed = { ...NEW, crds: HOUSE_1_1.replaceAll('self.size() > 0', 'self.size() > 1') };
    const [after] = generate([changed], undefined, FACTS).schemas;
    expect(diffSchemas(before.schema, after.schema)).toEqual([
      '+ kind Shed',
      '+ version of House v1beta1',
      '+ value HouseDoorTlsMode.BOTH',
      '- field HouseSpec.chimney',
      '+ field HouseSpec.anything',
      '+ field HouseSpec.jwksUri',
      '+ field HouseSpec.jwks_uri',
      '+ field HouseSpec.roofURI',
      '- rule of HouseSpec.rooms: self.size() > 0',
      '+ rule of HouseSpec.rooms: self.size() > 1',
      '~ HouseSpec.rooms: maxItems 5 -> 6',
      '~ HttpRoom.door: nullable undefined -> true',
      '+ type ShedSpec',
    ]);
    expect(diffSchemas(after.schema, after.schema)).toEqual([]);
  });
});
