import { readSettings } from '../../lib/checks/read-settings';
import { checkAll, checkManifests } from '../../lib/checks/check-manifests';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { manifest } from '../manifests';

const service = (name: string, more: object = {}): Manifest =>
  manifest('Service', `shop/${name}`, { ports: [{ name: 'http', port: 80 }] }, more);

const codes = (manifests: unknown[], settings = {}): string[] =>
  checkManifests(manifests, settings).map(({ code, object, path }) => `${code} ${object.kind} ${object.name} ${path}`);

describe('what is given', () => {
  test('nothing is said of nothing', () => {
    expect(checkManifests([])).toEqual([]);
    expect(checkManifests([undefined, null])).toEqual([]);
  });

  test.each([
    ['a text', 'hello', 'This is "hello", not a Kubernetes object.', ''],
    ['a list', [1], 'This is a list, not a Kubernetes object.', ''],
    ['no kind', { apiVersion: 'v1' }, 'kind is missing, so the object cannot be identified.', 'kind'],
    [
      'a kind that is a number',
      { apiVersion: 'v1', kind: 5 },
      'kind is 5, so the object cannot be identified.',
      'kind',
    ],
    [
      'no name',
      { apiVersion: 'v1', kind: 'Service' },
      'metadata.name is missing, so the object cannot be applied.',
      'metadata.name',
    ],
    [
      'a name that is a number',
      { apiVersion: 'v1', kind: 'Service', metadata: { name: 5 } },
      'This is 5, and the field takes a string. The API server rejects the object.',
      'metadata.name',
    ],
  ])('%s is a finding', (_, value, message, path) => {
    expect(checkManifests([value])).toMatchObject([{ severity: 'error', message, path }]);
  });

  test('a document that says nothing of a type may be read by something else', () => {
    expect(checkManifests([{ replicas: 3, image: { tag: 'v1' } }])).toMatchObject([
      {
        code: 'CDI0001',
        severity: 'warning',
        path: 'apiVersion',
        message: 'apiVersion is missing and kind is missing, so the object cannot be identified.',
        fix: expect.stringContaining('move the document out of the folder'),
      },
    ]);
    const listed = { apiVersion: 'v1', kind: 'List', items: [{ metadata: { name: 'a' } }] };
    for (const half of [
      { kind: 'Service' },
      { apiVersion: 'v1' },
      { apiVersion: '', kind: '' },
      { metadata: {} },
      listed,
    ]) {
      expect(checkManifests([half])).toMatchObject([{ code: 'CDI0001', severity: 'error' }]);
    }
  });

  test('the others are checked all the same', () => {
    expect(codes(['x', service('a'), service('a')])).toEqual(['CDI0001   ', 'CDI0003 Service a metadata.name']);
  });

  test('lists are taken apart, in lists too', () => {
    const list = (items: unknown[]): unknown => ({ apiVersion: 'v1', kind: 'List', items });
    const result = checkAll([list([service('a'), list([service('b')])])]);
    expect(result.manifests).toEqual([service('a'), service('b')]);
  });

  test('lists of one kind give it to what they have', () => {
    const { spec, metadata } = service('a');
    const list = { apiVersion: 'v1', kind: 'ServiceList', items: [{ metadata, spec }, null, service('b')] };
    const { manifests, findings } = checkAll([list, list]);
    expect(manifests).toEqual([service('a'), service('b'), service('a'), service('b')]);
    expect(findings.map(({ finding, given }) => [finding.code, finding.object.name, given])).toEqual([
      ['CDI0003', 'a', list.items[0]],
      ['CDI0003', 'b', list.items[2]],
    ]);
    expect(checkAll([{ apiVersion: 'v1', kind: 'List', items: null }])).toMatchObject({ manifests: [], findings: [] });
    expect(codes([{ apiVersion: 'v1', kind: 'List' }])).toEqual(['CDI0002 List  metadata.name']);
  });

  test('a list in a circle ends', () => {
    const list: Record<string, unknown> = { apiVersion: 'v1', kind: 'List', items: [service('a')] };
    (list.items as unknown[]).push(list);
    expect(codes([list]).filter((each) => !each.startsWith('CDI0003'))).toEqual(['CDI0001 List  items']);
  });

  test.each([1n, Symbol('a'), () => 1, Number.NaN])('what is no manifest has words: %p', (value) => {
    expect(codes([value])).toEqual(['CDI0001   ']);
    expect(codes([{ apiVersion: value, kind: value }])).toEqual(['CDI0001   apiVersion']);
  });

  test('objects without a name are judged by themselves', () => {
    const nameless = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', spec: { host: ['a'], http: [] } };
    expect(codes([nameless, structuredClone(nameless)])).toEqual([
      'CDI0002 VirtualService  metadata.name',
      'CDI0002 VirtualService  metadata.name',
      'IST0106 VirtualService  spec',
      'API0002 VirtualService  spec.host',
      'IST0106 VirtualService  spec',
      'API0002 VirtualService  spec.host',
    ]);
  });

  test('what no YAML could hold is told, and the others are checked', () => {
    const circle: unknown[] = [];
    circle.push({ circle });
    const gateway = (name: string, servers: unknown): object => ({
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name },
      spec: { servers, selector: { a: 1n } },
    });
    const given = [gateway('a', [{ port: { number: Symbol('b') } }]), gateway('c', circle), service('d'), service('d')];
    const findings = checkManifests(given).map(({ object, path, message }) => [object.name, path, message]);
    expect(findings).toEqual([
      ['a', 'spec.servers[0].port.number', expect.stringContaining('Symbol(b), a symbol, which YAML cannot contain')],
      ['c', 'spec', expect.stringContaining('nested for more than 500 levels, perhaps in a cycle')],
      ['d', 'metadata.name', expect.stringContaining('Another manifest')],
    ]);
    expect(checkManifests([service('d')], { externals: [gateway('a', 1n)] as never })).toEqual([]);
  });

  test('a name that the API server completes is a name', () => {
    const job = { apiVersion: 'batch/v1', kind: 'Job', metadata: { generateName: 'seed-' } };
    expect(checkManifests([job])).toEqual([]);
  });

  test('what Kustomize reads is not for the cluster', () => {
    const result = checkAll([
      { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: ['a.yaml'] },
      { apiVersion: 'install.istio.io/v1alpha1', kind: 'IstioOperator', spec: { profile: 'minimal' } },
      { apiVersion: 'kind.x-k8s.io/v1alpha4', kind: 'Cluster' },
      { apiVersion: 'controller-runtime.sigs.k8s.io/v1alpha1', kind: 'ControllerManagerConfig' },
      { apiVersion: 'kubelet.config.k8s.io/v1beta1', kind: 'KubeletConfiguration' },
      { apiVersion: 'audit.k8s.io/v1', kind: 'Policy' },
      { apiVersion: 'eksctl.io/v1alpha5', kind: 'ClusterConfig' },
      { apiVersion: 'skaffold/v4beta1', kind: 'Config' },
    ]);
    expect(result).toMatchObject({ findings: [], manifests: [] });
  });

  test('nothing given is changed, and nothing is remembered', () => {
    const manifests = [service('a'), service('a')];
    const before = structuredClone(manifests);
    const first = checkManifests(manifests);
    expect(manifests).toEqual(before);
    expect(checkManifests(manifests)).toEqual(first);
    expect(checkManifests([service('a')])).toEqual([]);
  });
});

describe('suppressions', () => {
  const twice = [service('a'), service('a'), service('b'), service('b')];

  test('by code, by object, by pattern', () => {
    const reason = 'two clusters';
    expect(codes(twice, { suppress: [{ code: 'CDI0003', reason }] })).toEqual([]);
    expect(codes(twice, { suppress: [{ code: 'CDI*', object: 'Service shop/a', reason }] })).toEqual([
      'CDI0003 Service b metadata.name',
    ]);
    expect(codes(twice, { suppress: [{ code: 'CDI0003', object: 'Service */a', reason }] })).toHaveLength(1);
  });

  test('what was taken away is counted, and what took nothing is named', () => {
    const used = { code: 'CDI0003', reason: 'two clusters' };
    const unused = { code: 'CDI0002', reason: 'old' };
    const { suppressed, unused: rest } = checkAll(twice, readSettings({ suppress: [used, unused] }));
    expect(suppressed).toEqual([{ suppression: used, count: 2 }]);
    expect(rest).toEqual([unused]);
  });

  test('by the annotation of istioctl', () => {
    const annotated = (codesOf: string): unknown =>
      service('a', { annotations: { 'galley.istio.io/analyze-suppress': codesOf } });
    expect(codes([annotated('IST0001, CDI0003'), service('a')])).toEqual([]);
    expect(codes([annotated('*'), service('a')])).toEqual([]);
    expect(codes([annotated('IST0001'), service('a')])).toHaveLength(1);
  });
});

describe('settings', () => {
  test('all that is wrong with them is said at once', () => {
    const settings = {
      istioVersion: '1.2',
      world: 'round',
      rootNamespace: '',
      externals: 'x',
      meshconfig: {},
      suppress: [{ code: 'XYZ1', objekt: 'a', reason: ' ' }, 'IST0101', { code: 'CDI0003', object: 'a', reason: 'b' }],
    };
    expect(() => checkManifests([], settings as never)).toThrow(
      [
        'CheckSettings: 10 problems',
        '  meshconfig: unknown field of CheckSettings. Did you mean meshConfig?',
        '  world: "round" is neither "open" nor "closed".',
        '  istioVersion: Istio "1.2" is not known to this release of cdk8s-istio. Write one of: 1.29, 1.30, 1.31.',
        '  rootNamespace: "" is not a non-empty string.',
        '  externals: "x" is not a list.',
        '  suppress[0].objekt: unknown field of Suppression. Did you mean object?',
        '  suppress[0].code: "XYZ1" is not a code. `cdk8s-istio check --list` prints all of them.',
        '  suppress[0].reason: the reason is missing. Say why the finding is accepted: the next reader will ask.',
        "  suppress[1]: \"IST0101\" is not an object. Write { code: 'IST0118', object: 'Service shop/*', reason: '...' }.",
        '  suppress[2].object: "a" is not "Kind namespace/name". Write for example "Service shop/*".',
      ].join('\n'),
    );
  });

  test('null and numbers are no settings', () => {
    expect(() => checkManifests([], 5 as never)).toThrow('5 is not an object');
  });
});
