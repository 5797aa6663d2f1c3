import { checkManifests } from '../../../lib/checks/check-manifests';
import type { Finding } from '../../../lib/checks/finding';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';

const GET = { to: [{ operation: { methods: ['GET'] } }] };

function policy(spec: object, metadata: object = {}): Manifest {
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: 'web', namespace: 'shop', ...metadata },
    spec,
  };
}

const found = (manifest: Manifest): Finding[] =>
  checkManifests([manifest]).filter((finding) => finding.code === 'CDI0405');
const paths = (spec: object, metadata?: object): string[] => found(policy(spec, metadata)).map(({ path }) => path);

test('empty rules of ALLOW policies are found', () => {
  expect(paths({ rules: [{}] })).toEqual(['spec.rules[0]']);
  expect(paths({ action: 'ALLOW', rules: [GET, {}] })).toEqual(['spec.rules[1]']);
});

test('rules with something in them are not, and neither is a policy without rules', () => {
  expect(paths({ rules: [GET] })).toEqual([]);
  expect(paths({ rules: [{ from: [{ source: { namespaces: ['shop'] } }] }] })).toEqual([]);
  expect(paths({ rules: [{ when: [{ key: 'source.ip', values: ['10.0.0.1'] }] }] })).toEqual([]);
  expect(paths({})).toEqual([]);
});

test.each(['DENY', 'AUDIT', 'CUSTOM'])('a policy with action %s lets nobody in', (action) => {
  expect(paths({ action, provider: { name: 'login' }, rules: [{}] })).toEqual([]);
});

test('a dry run lets nobody in', () => {
  expect(paths({ rules: [{}] }, { annotations: { 'istio.io/dry-run': 'true' } })).toEqual([]);
  expect(paths({ rules: [{}] }, { annotations: { 'istio.io/dry-run': 'false' } })).toEqual(['spec.rules[0]']);
});

test.each<[string, object, object]>([
  ['the pods with app=web of namespace shop', { selector: { matchLabels: { app: 'web' } } }, {}],
  ['every pod of namespace shop', {}, {}],
  ['every pod of the mesh', {}, { namespace: 'istio-system' }],
  ['what its targetRefs name', { targetRefs: [{ kind: 'Service', name: 'web' }] }, {}],
])('it says that requests to %s are allowed', (target, spec, metadata) => {
  const [{ message, severity }] = found(policy({ ...spec, rules: [{}] }, metadata));
  expect(severity).toBe('info');
  expect(message).toBe(
    `The rule is empty, so it allows every request to ${target}: other ALLOW policies for the same pods restrict nothing.`,
  );
});

test('other rules of the policy are named where there are some', () => {
  expect(found(policy({ rules: [{}, GET] }))[0].message).toContain(
    ': the other rules of the policy and other ALLOW policies for the same pods restrict nothing.',
  );
});
