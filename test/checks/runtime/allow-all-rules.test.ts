import type { Finding } from '../../../lib/checks/finding';
import { authorizationPolicy } from '../../manifests';
import { found } from '../found';

const GET = { to: [{ operation: { methods: ['GET'] } }] };

const findings = (spec: object, metadata?: object): Finding[] =>
  found('CDI0405', [authorizationPolicy('shop/web', spec, metadata)]);
const paths = (spec: object, metadata?: object): string[] => findings(spec, metadata).map(({ path }) => path);

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
  const [{ message, severity }] = findings({ ...spec, rules: [{}] }, metadata);
  expect(severity).toBe('info');
  expect(message).toBe(
    `The rule is empty, so it allows every request to ${target}: other ALLOW policies for the same pods restrict nothing.`,
  );
});

test('other rules of the policy are named where there are some', () => {
  expect(findings({ rules: [{}, GET] })[0].message).toBe(
    'The rule is empty, so it allows every request to every pod of namespace shop: the other rules of the policy and other ALLOW policies for the same pods restrict nothing.',
  );
});
