import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { authorizationPolicy, INJECTED, namespace, pod, workload } from '../../manifests';
import { placesOf, textsOf } from '../found';

const from = (source: object): object => ({ from: [{ source }] });
const policy = (rule: object, spec: object = {}, metadata: object = {}): Manifest =>
  authorizationPolicy('shop/web', { rules: [rule], ...spec }, metadata);
const batch = (labels: Record<string, string> = {}, spec: object = {}): Manifest =>
  workload('legacy/batch', { labels: { app: 'batch', ...labels }, spec: { serviceAccountName: 'batch', ...spec } });
const LEGACY = namespace('legacy');
const PRINCIPAL = from({ principals: ['cluster.local/ns/legacy/sa/batch'] });
const places = (...manifests: Manifest[]): string[] => placesOf('CDI0413', manifests, { world: 'closed' });
const AT = 'error AuthorizationPolicy shop/web spec.rules[0].from[0].source';

test.each([
  ['principals', 'cluster.local/ns/legacy/sa/batch'],
  ['principals', '*/ns/legacy/sa/batch'],
  ['serviceAccounts', 'legacy/batch'],
  ['namespaces', 'legacy'],
  ['principals', 'cluster.local/ns/legacy/*'],
  ['principals', 'cluster.local/ns/legacy/sa/*'],
])('%s: %s', (field, value) => {
  expect(places(LEGACY, batch(), policy(from({ [field]: ['other', value] })))).toEqual([`${AT}.${field}[1]`]);
});

test('the service account of the own namespace, and conditions', () => {
  const own = workload('shop/batch', {
    labels: { 'sidecar.istio.io/inject': 'false' },
    spec: { serviceAccountName: 'batch' },
  });
  expect(places(own, policy(from({ serviceAccounts: ['batch'] })))).toEqual([`${AT}.serviceAccounts[0]`]);
  const when = { when: [{ key: 'source.principal', values: ['cluster.local/ns/legacy/sa/batch'] }] };
  expect(places(LEGACY, batch(), policy(when))).toEqual([
    'error AuthorizationPolicy shop/web spec.rules[0].when[0].values[0]',
  ]);
});

test('what it says, and how the pods get a sidecar', () => {
  const text = (...manifests: Manifest[]): [string, string] => textsOf('CDI0413', [...manifests, policy(PRINCIPAL)])[0];
  expect(text(LEGACY, batch())).toEqual([
    'The pods that run as legacy/batch have no proxy (Deployment legacy/batch), so they call in plain text, without an identity: cluster.local/ns/legacy/sa/batch matches nobody. Requests that it should allow get 403, unless another rule allows them.',
    'Give the callers a sidecar: write the label istio-injection: enabled on Namespace legacy. Or know them by an address (ipBlocks).',
  ]);
  expect(text(batch({ 'sidecar.istio.io/inject': 'false' }))[1]).toContain('remove sidecar.istio.io/inject: "false"');
  expect(text(batch({}, { hostNetwork: true }))[1]).toContain('take hostNetwork out');
});

test.each([
  ['the namespace is not known', [batch()]],
  ['the namespace has injection', [namespace('legacy', INJECTED), batch()]],
  ['the namespace has a revision', [namespace('legacy', { 'istio.io/rev': 'stable' }), batch()]],
  ['the namespace is in ambient mode', [namespace('legacy', { 'istio.io/dataplane-mode': 'ambient' }), batch()]],
  ['the pods ask for a sidecar', [LEGACY, batch({ 'sidecar.istio.io/inject': 'true' })]],
  ['the pods are in ambient mode', [LEGACY, batch({ 'istio.io/dataplane-mode': 'ambient' })]],
  [
    'some of the pods have a sidecar',
    [
      LEGACY,
      batch(),
      workload('legacy/other', {
        labels: { 'sidecar.istio.io/inject': 'true' },
        spec: { serviceAccountName: 'batch' },
      }),
    ],
  ],
  ['no pods run as it', [LEGACY, workload('legacy/other')]],
  [
    'a single pod may have got one',
    [namespace('legacy', INJECTED), pod('legacy/batch', { serviceAccountName: 'batch' })],
  ],
])('nothing where %s', (_, manifests) => {
  expect(places(...manifests, policy(PRINCIPAL))).toEqual([]);
});

test('of a namespace all pods must be known', () => {
  const ofNamespace = policy(from({ namespaces: ['legacy'] }));
  const optedOut = batch({ 'sidecar.istio.io/inject': 'false' });
  expect(places(namespace('legacy', INJECTED), optedOut, ofNamespace)).toEqual([]);
  expect(placesOf('CDI0413', [LEGACY, batch(), ofNamespace])).toEqual([
    `${AT}.namespaces[0]`.replace('error', 'warning'),
  ]);
  // Gateways that the manifests do not show may run there.
  const system = [namespace('istio-system'), workload('istio-system/prometheus')];
  expect(places(...system, policy(from({ namespaces: ['istio-system'] })))).toEqual([]);
});

test('identities that are left out, wildcards, and policies that are only tried', () => {
  const set = [LEGACY, batch()];
  expect(places(...set, policy(from({ notPrincipals: ['cluster.local/ns/legacy/sa/batch'] })))).toEqual([]);
  expect(places(...set, policy(from({ principals: ['*', 'cluster.local/*', '*/sa/batch'] })))).toEqual([]);
  expect(places(...set, policy(PRINCIPAL, {}, { annotations: { 'istio.io/dry-run': 'true' } }))).toEqual([]);
});

test.each([
  ['notPrincipals', 'cluster.local/ns/legacy/sa/batch'],
  ['notPrincipals', '*/ns/legacy/*'],
  ['notServiceAccounts', 'legacy/batch'],
  ['notNamespaces', 'legacy'],
])('a DENY rule with %s: %s does not leave them out', (field, value) => {
  const manifests = [LEGACY, batch(), policy(from({ [field]: ['shop', value] }), { action: 'DENY' })];
  expect(places(...manifests)).toEqual([`${AT}.${field}[1]`]);
  expect(textsOf('CDI0413', manifests)[0][0]).toContain(
    `without an identity: the rule leaves out callers with the identity ${value}, and these have none. Their requests are denied too.`,
  );
});

test('notValues of a condition of a DENY rule', () => {
  const when = (action: string): Manifest =>
    policy({ when: [{ key: 'source.namespace', notValues: ['legacy'] }] }, { action });
  expect(places(LEGACY, batch(), when('DENY'))).toEqual([
    'error AuthorizationPolicy shop/web spec.rules[0].when[0].notValues[0]',
  ]);
  expect(places(LEGACY, batch(), when('ALLOW'))).toEqual([]);
});
