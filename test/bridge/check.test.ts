import { ApiObject, Testing } from 'cdk8s';
import { check, IstioChecks, World } from 'cdk8s-istio';

const VIRTUAL_SERVICE = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'reviews', namespace: 'shop' },
  spec: { hosts: ['reviews'], http: [{ route: [{ destination: { host: 'reviews' } }] }] },
};

test('findings are plain data', () => {
  const findings = check([VIRTUAL_SERVICE], { world: World.CLOSED });
  expect(findings.map(({ code }) => code)).toContain('IST0101');
  expect(JSON.parse(JSON.stringify(findings))).toEqual(findings);
});

test('manifests are left as they are, and nothing is remembered', () => {
  const before = JSON.stringify(VIRTUAL_SERVICE);
  expect(check([VIRTUAL_SERVICE])).toEqual(check([VIRTUAL_SERVICE]));
  expect(JSON.stringify(VIRTUAL_SERVICE)).toBe(before);
});

test('what is no manifest is a finding', () => {
  expect(check(['a: b', () => 1, null, undefined]).map(({ code }) => code)).toEqual(['CDI0001', 'CDI0001']);
});

test('a construct is not taken for the manifest that it makes', () => {
  const object = new ApiObject(Testing.chart(), 'Map', { apiVersion: 'v1', kind: 'ConfigMap' });
  expect(() => check([object])).toThrow('manifests[0]: This is the construct test/Map.');
  expect(check([object.toJson()])).toEqual([]);
});

test('all that is wrong with its arguments is said at once', () => {
  const settings = { wold: 'open', externals: ['services.yaml'] };
  expect(() => check({ kind: 'List' } as never, settings as never)).toThrow(
    [
      'check: 3 problems',
      '  manifests: {"kind":"List"} is not a list. Write check([manifest]).',
      '  wold: unknown field of CheckSettings. Did you mean world?',
      '  externals[0]: This is "services.yaml", not a Kubernetes object. Write a manifest, or one of Externals.',
    ].join('\n'),
  );
  expect(() => check([], null as never)).toThrow('check: 1 problem\n  null is not an object.');
});

test('Services of other clusters are compared, and nothing is reported of those', () => {
  const service = (port: number): object => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'reviews', namespace: 'shop' },
    spec: { ports: [{ name: 'http', port }] },
  });
  const cluster = (name: string, ...manifests: object[]): object => ({ name, manifests });
  const otherClusters = [cluster('east', service(9080), { ...VIRTUAL_SERVICE, spec: {} }), { name: 'north' }] as never;
  const codes = (port: number): string[] => check([service(port)], { otherClusters }).map(({ code }) => code);
  expect(codes(80)).toContain('IST0170');
  expect(codes(9080)).not.toContain('IST0170');
  expect(codes(9080)).not.toContain('IST0106');
});

test('all that is wrong with other clusters is said at once', () => {
  const otherClusters = [
    'east',
    { manifests: 'east.yaml' },
    { name: 'west', manifest: [] },
    { name: 'west', manifests: ['west.yaml'] },
    { name: 'here' },
    { name: '' },
  ];
  expect(() => check([], { clusterName: 'here', otherClusters } as never)).toThrow(
    [
      'check: 8 problems',
      '  otherClusters[0]: "east" is not an object. Write { name: \'east\', manifests: [...] }.',
      '  otherClusters[1].name: the name of the cluster is missing.',
      '  otherClusters[1].manifests: "east.yaml" is not a list.',
      '  otherClusters[2].manifest: unknown field of OtherCluster. Did you mean manifests?',
      '  otherClusters[3].name: "west" is already the name of another cluster. Give each cluster its own name.',
      '  otherClusters[4].name: "here" is already the name of another cluster. Give each cluster its own name.',
      '  otherClusters[5].name: "" is not a non-empty string.',
      '  otherClusters[3].manifests[0]: This is "west.yaml", not a Kubernetes object. Write a manifest, or one of Externals.',
    ].join('\n'),
  );
});

test('the method of the class is the function', () => {
  expect(IstioChecks.check([{ kind: 'Service' }])).toEqual(check([{ kind: 'Service' }]));
  expect(IstioChecks.check([{ kind: 'Service' }])).toHaveLength(1);
});
