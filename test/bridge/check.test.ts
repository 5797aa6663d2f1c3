import { check } from 'cdk8s-istio';

const VIRTUAL_SERVICE = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'reviews', namespace: 'shop' },
  spec: { hosts: ['reviews'], http: [{ route: [{ destination: { host: 'reviews' } }] }] },
};

test('findings are plain data', () => {
  const findings = check([VIRTUAL_SERVICE], { world: 'closed' });
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

test('all that is wrong with its arguments is said at once', () => {
  const settings = { wold: 'open', externals: ['services.yaml'] };
  expect(() => check({ kind: 'List' } as never, settings as never)).toThrow(
    [
      'check: 3 problems',
      '  manifests: {"kind":"List"} is not a list. Write check([manifest]).',
      '  wold: unknown field of CheckSettings. Did you mean world?',
      '  externals[0]: This is "services.yaml" and not a Kubernetes object. Write a manifest, or one of Externals.',
    ].join('\n'),
  );
  expect(() => check([], null as never)).toThrow('check: 1 problem\n  null is not an object.');
});
