import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ROOT } from '../docs/markdown-blocks';
import type { Installed } from './installed';

interface Documented {
  readonly docs?: { readonly summary?: string; readonly remarks?: string; readonly default?: string };
}

interface TypeReference {
  readonly fqn?: string;
  readonly primitive?: string;
  readonly union?: { readonly types: TypeReference[] };
  readonly collection?: { readonly elementtype: TypeReference };
}

interface ApiValue extends Documented {
  readonly name: string;
  readonly type: TypeReference;
  readonly optional?: boolean;
  readonly static?: boolean;
}

interface ApiMethod extends Documented {
  readonly name: string;
  readonly parameters?: ApiValue[];
  readonly static?: boolean;
}

/** A type, as jsii describes it. */
interface ApiType extends Documented {
  readonly name: string;
  readonly kind: 'class' | 'interface' | 'enum';
  readonly datatype?: boolean;
  readonly base?: string;
  readonly interfaces?: string[];
  readonly initializer?: { readonly parameters?: ApiValue[] };
  readonly properties?: ApiValue[];
  readonly methods?: ApiMethod[];
  readonly members?: (Documented & { readonly name: string })[];
}

interface Assembly {
  readonly types: Record<string, ApiType>;
  readonly submodules: Record<string, unknown>;
}

/** What TypeScript exports and no assembly holds, with what the other languages have in its place. */
const FUNCTIONS: Record<string, string> = { check: 'IstioChecks.check' };

/** Shapes that are parts of an object, and not objects of Kubernetes. */
const PARTS = ['IMetadataLike', 'IServicePortLike'];

/** Names that Python writes with an underscore at the end, because they are words of its grammar. */
const RENAMED_IN_PYTHON = ['and', 'except', 'from'];

const PYTHON_WORDS =
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return self try while with yield';

/**
 * Inputs that are texts although their description names some: what they take is not closed. All else that is one of a few texts is an enum,
 * which every language completes and checks.
 */
const OPEN_TEXTS: Record<string, string> = {
  'CallOptions.httpVersion': 'as HTTP writes it, and checked',
  'IstioVersion.of version': 'releases, which come and go; those of this package are its members',
  'HttpProbeOptions.scheme': "Kubernetes' text, and checked",
  'JwtRuleOptions.jwks': 'no choice: keys',
  'ProtocolServerOptions.protocol': "Istio's text, in any case of letters, and checked",
  'ProxyConfigProps.imageType': 'variants of images, own ones too',
  'Retries.on retryOn': 'conditions of Envoy and status codes, and checked',
  'ServiceEntryPort.protocol': "Istio's text, in any case of letters, and checked",
  'ServicePort.protocol': "Kubernetes' text, as objects of it have it",
  'SidecarListenerOptions.protocol': "Istio's text, in any case of letters, and checked",
  'TrafficExtensionProps.lua': 'no choice: code',
  'IServicePortLike.protocol': "Kubernetes' text, as objects of it have it",
};

/** What the description of the types must be for every language of jsii to have all of it, and to have it as its own. */
export function assemblyCases(installed: () => Installed): void {
  let types: Record<string, ApiType>;
  let submodules: string[];

  beforeAll(() => {
    const file = installed().path('node_modules/cdk8s-istio/.jsii.gz');
    const assembly = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Assembly;
    types = Object.fromEntries(Object.entries(assembly.types).map(([name, type]) => [plainName(name), type]));
    submodules = Object.keys(assembly.submodules).map(plainName).sort();
  });

  /** The types that were written by hand: the submodules are made from Istio's own schema. */
  const own = (): [string, ApiType][] => Object.entries(types).filter(([name]) => !name.includes('.'));

  test('no two packages of Go need each other', () => {
    const needs = new Map<string, Set<string>>(['', ...submodules].map((name) => [name, new Set()]));
    for (const [name, type] of Object.entries(types)) {
      referredTo({ ...type, docs: undefined, symbolId: undefined, fqn: undefined })
        .map((each) => packageOf(plainName(each)))
        .filter((to) => to !== packageOf(name))
        .forEach((to) => needs.get(packageOf(name))!.add(to));
    }
    const { '': root, core, ...kinds } = Object.fromEntries([...needs].map(([from, to]) => [from, [...to].sort()]));
    // The root may need all of them; nothing but `core` is needed by more than the root.
    expect(root.filter((name) => !submodules.includes(name))).toEqual([]);
    expect(core).toEqual([]);
    expect(Object.values(kinds)).toEqual(Object.keys(kinds).map(() => ['core']));
  });

  test('has the submodules that the documentation names, and the base of their kinds', () => {
    const table = readFileSync(path.join(ROOT, 'docs', 'imports.md'), 'utf8').matchAll(/^\| `(\w+)` \|/gm);
    const documented = [...table].map(([, name]) => name);
    expect(documented.length).toBeGreaterThan(1);
    expect(submodules).toEqual([...documented, 'core'].sort());
    // Every block that imports from the root compiles; this is what it may find in its submodules beside the kinds.
    expect(Object.keys(types).filter((name) => packageOf(name) === 'core')).toEqual([
      'core.TypedApiObject',
      'core.TypedApiObjectProps',
    ]);
  });

  test('what looks like an object of Kubernetes is taken as a construct too', () => {
    // Only TypeScript knows types by their shape: Java and Go need the type that objects of cdk8s-plus have there.
    const shapes = own()
      .filter(([name, { kind, datatype }]) => kind === 'interface' && !datatype && /^I\w+Like$/.test(name))
      .map(([name]) => name)
      .filter((name) => !PARTS.includes(name));
    expect(shapes.length).toBeGreaterThan(3);
    const isShape = ({ fqn }: TypeReference): boolean => fqn !== undefined && shapes.includes(plainName(fqn));
    let taken = 0;
    const strict: string[] = [];
    for (const { where, type } of inputs(own())) {
      for (const part of partsOf(type)) {
        if (part.union?.types.some(isShape)) {
          taken++;
          if (!part.union.types.some(({ fqn }) => fqn === 'constructs.IConstruct')) {
            strict.push(where);
          }
        }
      }
      if ([type, type.collection?.elementtype].some((each) => each !== undefined && isShape(each))) {
        strict.push(where);
      }
    }
    expect(taken).toBeGreaterThan(8);
    expect(strict).toEqual([]);
  });

  test('every exported function is a static method of a class too', () => {
    const program = `
      const all = require('cdk8s-istio');
      console.log(JSON.stringify(Object.keys(all).filter((name) => typeof all[name] === 'function')))`;
    const exported = JSON.parse(installed().node(['-e', program])) as string[];
    expect(exported).toContain('VirtualService');
    expect(exported.filter((name) => types[name] === undefined).sort()).toEqual(Object.keys(FUNCTIONS));
    for (const [owner, method] of Object.values(FUNCTIONS).map((each) => each.split('.'))) {
      expect(types[owner].methods?.find(({ name }) => name === method)?.static).toBe(true);
    }
  });

  test('no two types of a package are one where letters have no case', () => {
    expect(twins(Object.keys(types), (name) => name.toLowerCase())).toEqual([]);
    // C# has a namespace for each submodule, and a type of its name would hide it.
    expect(submodules.filter((name) => types[`${name}.${pascal(name)}`] !== undefined)).toEqual([]);
  });

  test('no two members of a type are one in the spelling of another language, or one with the type', () => {
    const clashes = Object.entries(types).flatMap(([name, type]) => {
      const values = all(type, 'properties').map((each) => each.name);
      const methods = all(type, 'methods').map((each) => each.name);
      return [
        ...twins([...values, ...methods], snake),
        ...twins([...values, ...methods], (each) => each.toLowerCase()),
        // Java reads a value by a method.
        ...values.filter((value) => methods.includes(`get${pascal(value)}`)),
        ...[...values, ...methods].filter((member) => pascal(member) === type.name),
      ].map((member) => `${name}.${member}`);
    });
    expect(clashes).toEqual([]);
  });

  test('no two names of a package of Go are one', () => {
    const names = Object.entries(types).flatMap(([fullName, type]) => {
      const [owner, name] = [packageOf(fullName), type.name];
      const statics = [...(type.properties ?? []), ...(type.methods ?? [])].filter((each) => each.static);
      return [
        name,
        ...(type.initializer === undefined ? [] : [`New${name}`, `New${name}_Override`]),
        ...statics.map((each) => `${name}_${pascal(each.name)}`),
        ...(type.members ?? []).map((member) => `${name}_${member.name}`),
      ].map((each) => `${owner}.${each}`);
    });
    expect(twins(names, (name) => name)).toEqual([]);
  });

  test('only known names are written otherwise because they are words of a language', () => {
    const words = new Set(PYTHON_WORDS.split(' '));
    const names = Object.values(types).flatMap(({ properties = [], methods = [], initializer }) => [
      ...[...properties, ...methods].map(({ name }) => name),
      ...[...methods, initializer ?? {}].flatMap(({ parameters = [] }) => parameters.map(({ name }) => name)),
    ]);
    expect([...new Set(names.filter((name) => words.has(snake(name))))].sort()).toEqual(RENAMED_IN_PYTHON);
  });

  test('members of enums are written in capital letters', () => {
    const members = Object.entries(types).flatMap(([name, type]) =>
      (type.members ?? []).map((each) => `${name}.${each.name}`),
    );
    expect(members.length).toBeGreaterThan(50);
    expect(members.filter((name) => !/\.[A-Z][A-Z\d_]*$/.test(name))).toEqual([]);
  });

  test('no input is a number or a struct', () => {
    // Java and Go have no type for it but that of anything.
    const mixed = inputs(Object.entries(types)).filter(({ type }) =>
      partsOf(type).some(({ union }) => union?.types.some(({ fqn }) => isStruct(fqn))),
    );
    expect(mixed.map(({ where }) => where)).toEqual([]);
  });

  test('what is one of a few texts is an enum', () => {
    const taken = new Set(given());
    const texts = inputs(own().filter(([name, { datatype }]) => !datatype || taken.has(name)))
      .filter(({ type, docs }) => {
        const plain = [type, type.collection?.elementtype].some((each) => each?.primitive === 'string');
        return plain && namesFewTexts(docs?.summary ?? '');
      })
      .map(({ where }) => where);
    expect(texts.sort()).toEqual(Object.keys(OPEN_TEXTS).sort());
  });

  test('everything public says what it is, and what it is by default', () => {
    const silent = own().flatMap(([name, { docs, datatype, properties = [], methods = [] }]) => [
      ...(docs?.summary === undefined ? [name] : []),
      ...[...properties, ...methods]
        .filter((each) => each.docs?.summary === undefined)
        .map((each) => `${name} ${each.name}`),
      ...properties
        .filter((each) => datatype && each.optional && each.docs?.default === undefined)
        .map((each) => `${name} ${each.name}: default`),
    ]);
    expect(silent).toEqual([]);
  });

  /** The types that people give a value of: those of parameters, and of members of these. Others are only results. */
  function given(): string[] {
    const found = new Set<string>();
    const follow = (names: string[]): void => {
      for (const name of names.map(plainName)) {
        if (!found.has(name)) {
          found.add(name);
          const { properties = [], interfaces = [] } = types[name];
          follow([...properties.flatMap(({ type }) => referredTo(type)), ...interfaces.flatMap(referredTo)]);
        }
      }
    };
    for (const { methods = [], initializer } of Object.values(types)) {
      const parameters = [...methods, initializer ?? {}].flatMap((each) => each.parameters ?? []);
      follow(parameters.flatMap(({ type }) => referredTo(type)));
    }
    return [...found];
  }

  function isStruct(fqn: string | undefined): boolean {
    return fqn !== undefined && types[plainName(fqn)]?.datatype === true;
  }

  /** The members of a type with those that it inherits from types of this package. */
  function all<K extends 'properties' | 'methods'>(type: ApiType, members: K): { readonly name: string }[] {
    const bases = [type.base, ...(type.interfaces ?? [])].flatMap((each) => types[plainName(each ?? '')] ?? []);
    const names = [type, ...bases.map((base) => ({ [members]: all(base, members) }))].flatMap((each) =>
      ((each as ApiType)[members] ?? []).map(({ name }) => name),
    );
    return [...new Set(names)].map((name) => ({ name }));
  }
}

/** A name without that of the package. */
function plainName(fqn: string): string {
  return fqn.replace(/^cdk8s-istio\./, '');
}

/** The package that Go makes of a type: '' for the root, or its submodule. */
function packageOf(name: string): string {
  return name.split('.').slice(0, -1).join('.');
}

/** The names of all types of ours that a part of the description refers to. */
function referredTo(part: unknown): string[] {
  if (typeof part === 'string') {
    return part.startsWith('cdk8s-istio.') ? [part] : [];
  }
  return typeof part === 'object' && part !== null ? Object.values(part).flatMap(referredTo) : [];
}

interface Input extends Documented {
  readonly where: string;
  readonly type: TypeReference;
}

/** What people give: members of structs, and parameters. */
function inputs(types: [string, ApiType][]): Input[] {
  return types.flatMap(([owner, { datatype, properties = [], methods = [], initializer, kind }]) => [
    ...(datatype || kind === 'interface' ? properties : []).map(({ name, ...rest }) => ({
      ...rest,
      where: `${owner}.${name}`,
    })),
    ...[...methods, { name: 'new', ...initializer }].flatMap((method) =>
      (method.parameters ?? []).map(({ name, ...rest }) => ({ ...rest, where: `${owner}.${method.name} ${name}` })),
    ),
  ]);
}

/** A type, and all that it is put together of. */
function partsOf(type: TypeReference): TypeReference[] {
  const { union, collection } = type;
  return [type, ...(union?.types ?? []), ...(collection === undefined ? [] : [collection.elementtype])].flatMap(
    (each) => (each === type ? [each] : partsOf(each)),
  );
}

/** Whether a description lists texts: "HTTP" or "HTTPS"; `default`, `debug` or `distroless`. */
function namesFewTexts(summary: string): boolean {
  const text = String.raw`(?:"[\w.-]+"|\x60[\w.-]+\x60|[A-Z][A-Z\d-]+)`;
  return new RegExp(`${text}(?:, ${text})*,? or ${text}`).test(summary);
}

/** Names that a spelling makes one. */
function twins(names: string[], spelling: (name: string) => string): string[] {
  const seen = new Set<string>();
  return names.filter((name) => {
    const spelt = spelling(name);
    const isTwin = seen.has(spelt);
    seen.add(spelt);
    return isTwin;
  });
}

/** As Python writes a name. */
function snake(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}

/** As Go and C# write a name. */
function pascal(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
