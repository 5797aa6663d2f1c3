import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { authorizationPolicy, deployment, SHOP, service } from '../../manifests';
import { placesOf, textsOf } from '../found';

const WEB = { app: 'web' };
const set = [SHOP, service('shop/web', [{ name: 'http', port: 80, targetPort: 8080 }]), deployment('shop/web', WEB)];
const FROM = { from: [{ source: { principals: ['cluster.local/ns/shop/sa/checkout'] } }] };
const to = (operation: object): object => ({ to: [{ operation }] });
const WHEN = { when: [{ key: 'request.headers[x-tier]', values: ['gold'] }] };
const policy = (rules: object[], spec: object = {}, metadata: object = {}): Manifest =>
  authorizationPolicy('shop/web', { selector: { matchLabels: WEB }, rules, ...spec }, metadata);
const places = (...rules: object[]): string[] => placesOf('CDI0411', [...set, policy(rules)]);
const found = (severity: string, at = 1): string[] => [`${severity} AuthorizationPolicy shop/web spec.rules[${at}]`];

test.each([
  { hosts: ['web'] },
  { hosts: ['web.shop'] },
  { hosts: ['Web.Shop:80'] },
  { hosts: ['web.shop.svc.cluster.local:*'] },
  { hosts: ['*'] },
  { paths: ['/*'] },
  { paths: ['/x', '*'] },
  { methods: ['*'] },
  { ports: ['8080'] },
  { ports: ['8080'], hosts: ['web'], paths: ['*'] },
])('the second rule lets everybody in: %j', (operation) => {
  expect(places(FROM, to(operation))).toEqual(found('warning'));
});

test('what it says', () => {
  const [[message, fix]] = textsOf('CDI0411', [...set, policy([FROM, to({ hosts: ['web'] })])]);
  expect(message).toBe(
    'rules[0] has only from and rules[1] only to, and one of two rules is enough: what rules[0] matches is allowed whatever rules[1] says, and the other way round. spec.rules[1] matches every request for the pods of shop/web, so everybody is let in.',
  );
  expect(fix).toBe('If both belong together, remove the "-" before to: one rule with from and to.');
});

test.each([
  [{ methods: ['GET'], paths: ['/info*'] }],
  [{ methods: ['GET'] }],
  [{ paths: ['/items/*'] }],
  [{ hosts: ['cart'] }],
  [{ hosts: ['web'], notPaths: ['/admin'] }],
])('whether the two belong together is not known: %j', (operation) => {
  expect(places(FROM, to(operation))).toEqual(found('info'));
});

test('with conditions, and the other way round', () => {
  expect(places(FROM, WHEN)).toEqual(found('info'));
  expect(places(to({ paths: ['/items'] }), WHEN)).toEqual(found('info'));
  expect(places(to({ paths: ['/items'] }), FROM)).toEqual(found('info'));
  expect(places(to({ paths: ['/*'] }), FROM)).toEqual(found('warning'));
  expect(places({ ...FROM, ...WHEN }, FROM, to({ paths: ['/items'] }))).toEqual(found('info', 2));
});

test('of other actions it is a note', () => {
  const deny = policy([FROM, to({ paths: ['/*'] })], { action: 'DENY' });
  expect(placesOf('CDI0411', [...set, deny])).toEqual(found('info'));
  expect(textsOf('CDI0411', [...set, deny])[0][0]).toContain('is denied whatever rules[1] says');
});

test.each([
  [{ paths: ['/healthz'] }],
  [{ paths: ['/healthz', '/ready', '/metrics'] }],
  [{ paths: ['/api/health/*'] }],
  [{ paths: ['*/livez'] }],
  [{ paths: ['/.well-known/*'] }],
  [{ paths: ['/oauth2/*', '/login'] }],
  [{ methods: ['OPTIONS'] }],
  [{ ports: ['9090'] }],
])('an exception that everybody may use: %j', (operation) => {
  expect(places(FROM, to(operation))).toEqual([]);
});

test.each([
  [[{ ...FROM, ...to({ hosts: ['web'] }) }]],
  [[FROM, { ...FROM, ...to({ paths: ['/*'] }) }]],
  [[FROM, FROM]],
  [[to({ paths: ['/a'] }), to({ paths: ['/*'] })]],
  [[FROM, {}]],
  [[]],
])('rules that are whole, or of one sort: %j', (rules) => {
  expect(places(...rules)).toEqual([]);
});

test('a policy that is only tried', () => {
  const tried = policy([FROM, to({ paths: ['/*'] })], {}, { annotations: { 'istio.io/dry-run': 'true' } });
  expect(placesOf('CDI0411', [...set, tried])).toEqual([]);
});

test('where nothing is known of the pods', () => {
  expect(placesOf('CDI0411', [policy([FROM, to({ hosts: ['web'] })])])).toEqual(found('info'));
  expect(placesOf('CDI0411', [policy([FROM, to({ paths: ['/*'] })])])).toEqual(found('warning'));
});
