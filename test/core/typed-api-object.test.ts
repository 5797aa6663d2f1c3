import { ApiObject, App, Chart, JsonPatch, Lazy, Testing } from 'cdk8s';
import fc from 'fast-check';
import * as extensions from '../../imports/extensions';
import * as networking from '../../imports/networking';
import * as security from '../../imports/security';
import { IstioVersion } from '../../lib/core/istio-version';
import { TypedApiObject } from '../../lib/core/typed-api-object';
import { MeshSettings } from '../../lib/networking/mesh-settings';

interface Manifest {
  readonly apiVersion: string;
  readonly metadata: unknown;
  readonly spec: Record<string, unknown>;
  readonly status?: unknown;
}

function synth(chart: Chart): Manifest[] {
  return Testing.synth(chart) as Manifest[];
}

const ROUTE = { hosts: ['a.example.com'], http: [{ route: [{ destination: { host: 'a' } }] }] };

/** Resolves the number 5, as a resolver of a user may take any value for a token. */
function replaceFive(context: { readonly value: unknown; replaceValue(value: unknown): void }): void {
  if (context.value === 5) {
    context.replaceValue('five');
  }
}

function virtualService(chart: Chart, spec: networking.VirtualServiceSpec = ROUTE): networking.VirtualService {
  return new networking.VirtualService(chart, 'routes', { metadata: { name: 'routes' }, spec });
}

describe('what is written', () => {
  test('is the spec as it was given', () => {
    const chart = Testing.chart();
    virtualService(chart);
    expect(synth(chart)).toEqual([
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'VirtualService',
        metadata: { name: 'routes' },
        spec: { hosts: ['a.example.com'], http: [{ route: [{ destination: { host: 'a' } }] }] },
      },
    ]);
  });

  test('is the same without a construct', () => {
    expect(networking.VirtualService.manifest({ metadata: { name: 'routes' }, spec: ROUTE })).toEqual({
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'routes' },
      spec: ROUTE,
    });
  });

  test('has an empty spec where none is given: an AuthorizationPolicy that allows nothing', () => {
    const chart = Testing.chart();
    new security.AuthorizationPolicy(chart, 'none');
    new security.AuthorizationPolicy(chart, 'empty', { spec: {} });
    new security.AuthorizationPolicy(chart, 'all', { spec: { rules: [{}] } });
    expect(synth(chart).map(({ spec }) => spec)).toEqual([{}, {}, { rules: [{}] }]);
  });

  test('is what cdk8s would write, for any value and any placeholder in it', () => {
    const gvk = { apiVersion: 'example.com/v1', kind: 'Unknown' };
    const { spec } = fc.letrec<{ spec: unknown; leaf: unknown }>((tie) => ({
      leaf: fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant(undefined)),
      spec: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        tie('leaf'),
        fc.array(tie('spec').map((value) => value ?? 0)),
        fc.dictionary(fc.constantFrom('z', 'a', 'value', 'resolve', 'produce'), tie('spec'), { noNullPrototype: true }),
        tie('spec').map((value) => Lazy.any({ produce: () => value })),
        tie('spec').map((value) => ({ resolve: () => value })),
        tie('leaf').map(
          (value) =>
            new (class IntOrString {
              public readonly value = value;
            })(),
        ),
      ),
    }));
    fc.assert(
      fc.property(spec, fc.boolean(), (given, hasResolver) => {
        const app = new App({ resolvers: hasResolver ? [{ resolve: replaceFive }] : [] });
        const written = (make: (chart: Chart, id: string) => ApiObject): unknown => {
          try {
            return make(new Chart(app, String(app.node.children.length)), 'object').toJson();
          } catch (error) {
            return /can't render non-simple object/.exec(String(error))?.[0];
          }
        };
        const metadata = { name: 'object' };
        const ours = written((chart, id) => new TypedApiObject(chart, id, gvk, { metadata, spec: given }));
        const theirs = written((chart, id) => new ApiObject(chart, id, { ...gvk, metadata, spec: given ?? {} }));
        expect(ours).toEqual(theirs);
        expect(JSON.stringify(ours)).toBe(JSON.stringify(theirs));
      }),
    );
  });

  test('keeps null in free-form fields, and drops it where it means "not set"', () => {
    const chart = Testing.chart();
    new networking.EnvoyFilter(chart, 'filter', {
      metadata: { name: 'filter', annotations: { note: 'kept' } },
      spec: {
        priority: null as unknown as undefined,
        configPatches: [
          {
            applyTo: networking.EnvoyFilterApplyTo.CLUSTER,
            patch: {
              operation: networking.EnvoyFilterPatchOperation.MERGE,
              value: {
                b: [null, { c: null }],
                a: null,
                none: undefined,
                late: Lazy.any({ produce: () => ({ d: null }) }) as unknown,
              },
            },
          },
        ],
      },
    });
    new extensions.WasmPlugin(chart, 'plugin', {
      metadata: { name: 'plugin' },
      spec: { url: 'oci://x', pluginConfig: { a: null } },
    });
    const [filter, plugin] = synth(chart);
    expect(filter).toEqual({
      apiVersion: 'networking.istio.io/v1alpha3',
      kind: 'EnvoyFilter',
      metadata: { name: 'filter', annotations: { note: 'kept' } },
      spec: {
        configPatches: [
          {
            applyTo: 'CLUSTER',
            patch: { operation: 'MERGE', value: { a: null, b: [null, { c: null }], late: { d: null } } },
          },
        ],
      },
    });
    expect(JSON.stringify(filter.spec)).toContain('"value":{"a":null,"b":[null,{"c":null}],"late":{"d":null}}');
    expect(plugin.spec).toEqual({ url: 'oci://x', pluginConfig: { a: null } });
  });

  test('says where an object is that cannot be written', () => {
    const chart = Testing.chart();
    new networking.EnvoyFilter(chart, 'filter', {
      spec: { configPatches: [{ patch: { value: { at: new Date(0) } } }] },
    });
    expect(() => synth(chart)).toThrow(
      "Failed serializing construct at path 'test/filter' with name 'test-filter-c80a7a02': Error: can't render non-simple object of type 'Date'",
    );
  });
});

describe('escape hatches', () => {
  test.each([
    ['VirtualService', virtualService],
    ['EnvoyFilter', (chart: Chart) => new networking.EnvoyFilter(chart, 'routes', { metadata: { name: 'routes' } })],
  ])('JSON patches of a %s take effect, whatever they touch', (_, make) => {
    const chart = Testing.chart();
    const object = make(chart);
    object.addJsonPatch(
      JsonPatch.add('/spec/newField', { any: null }),
      JsonPatch.replace('/apiVersion', 'networking.istio.io/v1beta1'),
      JsonPatch.add('/status', { known: true }),
    );
    object.addJsonPatch(JsonPatch.add('/spec/second', 2));
    const [written] = synth(chart);
    expect(written.apiVersion).toBe('networking.istio.io/v1beta1');
    expect(written.status).toEqual({ known: true });
    expect(written.spec.newField).toEqual({ any: null });
    expect(written.spec.second).toBe(2);
    expect(Object.keys(written).slice(0, 3)).toEqual(['apiVersion', 'kind', 'metadata']);
  });

  test('a patch may write an alias or take something away', () => {
    const chart = Testing.chart();
    const object = virtualService(chart);
    object.addJsonPatch(JsonPatch.add('/spec/http/0/mirror_percent', 5), JsonPatch.remove('/spec/hosts'));
    expect(synth(chart)[0].spec).toEqual({
      http: [{ mirror_percent: 5, route: [{ destination: { host: 'a' } }] }],
    });
  });

  test('a patch may take the metadata away', () => {
    const chart = Testing.chart();
    new networking.EnvoyFilter(chart, 'filter').addJsonPatch(JsonPatch.remove('/metadata'));
    expect(synth(chart)).toEqual([{ apiVersion: 'networking.istio.io/v1alpha3', kind: 'EnvoyFilter', spec: {} }]);
  });

  test('metadata grows after the object was made', () => {
    const chart = Testing.chart();
    const object = new networking.EnvoyFilter(chart, 'filter', { metadata: { name: 'filter' } });
    object.metadata.addLabel('team', 'a');
    object.metadata.addAnnotation('note', 'b');
    object.metadata.addFinalizers('x');
    object.metadata.add('generateName', 'filter-');
    expect(synth(chart)[0].metadata).toEqual({
      name: 'filter',
      labels: { team: 'a' },
      annotations: { note: 'b' },
      finalizers: ['x'],
      generateName: 'filter-',
    });
  });
});

describe('what is rejected', () => {
  // As a JavaScript caller would write it.
  const make = (props: object, chart = Testing.chart()) => new networking.VirtualService(chart, 'routes', props);

  test('all problems stand in one error', () => {
    const spec = { hosts: 'a', http: [{ timout: '5s', match: [{ uri: { exact: 'a', prefix: 'b' } }] }] };
    expect(() => make({ metadata: { name: 5 }, sepc: {}, spec })).toThrow(
      [
        'test/routes (VirtualService): 5 problems',
        '  sepc: unknown field of VirtualService. It has: metadata, spec.',
        '  metadata.name: 5 is not a string. Write "5".',
        '  spec.hosts: "a" is not a list. Write ["a"].',
        '  spec.http[0].timout: unknown field of HTTPRoute. Did you mean timeout?',
        '  spec.http[0].match[0].uri.exact, prefix: only one of exact, prefix, regex can be set.',
      ].join('\n'),
    );
  });

  test('props and metadata that are no objects', () => {
    expect(() => make({ metadata: 'web' })).toThrow('metadata: "web" is not an object.');
    const labels = { version: 1, mesh: true };
    expect(() => make({ metadata: { labels, annotations: { weight: 5 } } })).toThrow(
      [
        'test/routes (VirtualService): 3 problems',
        '  metadata.labels.version: 1 is not a string. Write "1".',
        '  metadata.labels.mesh: true is not a string. Write "true".',
        '  metadata.annotations.weight: 5 is not a string. Write "5".',
      ].join('\n'),
    );
    expect(() => make({ spec: [] })).toThrow('spec: [] is not an object.');
    expect(() => make(null as unknown as object)).not.toThrow();
  });

  test('a spec that is missing or lacks what its kind requires', () => {
    const chart = Testing.chart();
    expect(() => new networking.WorkloadEntry(chart, 'a', {} as networking.WorkloadEntryProps)).toThrow(
      'test/a (WorkloadEntry): 1 problem\n  spec: is required.',
    );
    expect(() => new networking.DestinationRule(chart, 'b', {} as networking.DestinationRuleProps)).toThrow(
      'test/b (DestinationRule): 1 problem\n  spec.host: is required in DestinationRule.',
    );
  });

  test('a spec that is made later is not looked into', () => {
    const chart = Testing.chart();
    make({ metadata: { name: 'routes' }, spec: Lazy.any({ produce: () => ({ anything: 1 }) }) as unknown }, chart);
    expect(synth(chart)[0].spec).toEqual({ anything: 1 });
  });

  test('a kind, field or value that the release of the App does not know', () => {
    const app = Testing.app();
    MeshSettings.set(app, { istioVersion: IstioVersion.V1_29 });
    const chart = new Chart(app, 'web');
    const spec = { wasm: { url: 'oci://x' } };
    expect(() => new extensions.TrafficExtension(chart, 'extension', { spec })).toThrow(
      'web/extension (TrafficExtension): 1 problem\n' +
        '  kind: TrafficExtension exists since Istio 1.30, and this App targets 1.29.',
    );
    expect(() => make({ spec: { http: [{ redirect: { prefixRewrite: '/' } }] } }, chart)).toThrow(
      'web/routes (VirtualService): 1 problem\n' +
        '  spec.http[0].redirect.prefixRewrite: exists since Istio 1.31, and this App targets 1.29.',
    );
    expect(() => new extensions.TrafficExtension(Testing.chart(), 'extension', { spec })).not.toThrow();
  });
});
