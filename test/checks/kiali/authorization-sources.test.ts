import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { authorizationPolicy, deployment, manifest, SHOP, SHOP_REVIEWS } from '../../manifests';
import { found } from '../found';

test('identities of other clusters are told from those of none', () => {
  const policy = (...principals: string[]): Manifest =>
    authorizationPolicy('shop/web', { rules: [{ from: [{ source: { principals } }] }] });
  const client = (account: string): Manifest =>
    deployment(`shop/${account}`, { app: account }, { serviceAccountName: account });
  const principals = ['here', 'there', 'nowhere'].map((account) => `cluster.local/ns/shop/sa/${account}`);
  const manifests = [SHOP, client('here'), policy(...principals, 'cluster.local/ns/shop/sa/th*')];
  const otherClusters = ['north', 'east'].map((name) => ({ name, manifests: [SHOP, client('there')] }));
  const identities = found('KIA010', manifests, { otherClusters });
  expect(identities.map(({ code, path, message }) => [code, path, message])).toEqual([
    [
      'KIA0107',
      'spec.rules[0].from[0].source.principals[1]',
      `No workload of this cluster runs with the identity ${principals[1]}, only workloads of north and east.`,
    ],
    ['KIA0106', 'spec.rules[0].from[0].source.principals[2]', expect.stringContaining(principals[2])],
    ['KIA0107', 'spec.rules[0].from[0].source.principals[3]', expect.stringContaining('of north and east.')],
  ]);
});

test('the gateways of the charts call with an identity, whether they are among the manifests or not', () => {
  const policy = (...principals: string[]): Manifest =>
    authorizationPolicy('shop/a', { rules: [{ from: [{ source: { principals } }] }] });
  const account = 'cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account';
  expect(found('KIA0106', [...SHOP_REVIEWS, policy(account)])).toEqual([]);
  expect(found('KIA0106', [...SHOP_REVIEWS, policy(`${account}s`)])).toHaveLength(1);
});

test('a principal of a workload that names no service account', () => {
  const policy = (principal: string): Manifest =>
    authorizationPolicy('shop/a', { rules: [{ from: [{ source: { principals: [principal] } }] }] });
  const fix = (...set: Manifest[]): string | undefined => found('KIA0106', [SHOP, ...set]).at(0)?.fix;
  const plain = deployment('shop/reviews', { app: 'reviews' });
  expect(fix(plain, policy('cluster.local/ns/shop/sa/reviews'))).toBe(
    'Write serviceAccountName: reviews in the pod template of the calling workload in shop. If it should run with the default service account, write cluster.local/ns/shop/sa/default here.',
  );
  const named = deployment('shop/reviews', { app: 'reviews' }, { serviceAccountName: 'reviews' });
  expect(fix(named, policy('cluster.local/ns/shop/sa/review'))).toBe('Write cluster.local/ns/shop/sa/reviews.');
});

test('the identity of a gateway of the installation is a note', () => {
  const policy = authorizationPolicy('shop/a', {
    rules: [{ from: [{ source: { principals: ['cluster.local/ns/istio-ingress/sa/istio-ingress'] } }] }],
  });
  const severities = (world: 'open' | 'closed'): string[] =>
    found('KIA0106', [...SHOP_REVIEWS, policy], { world }).map(({ severity }) => severity);
  expect([severities('open'), severities('closed')]).toEqual([[], ['info']]);
});

test('workloads that have no pods at the moment run with their identity all the same', () => {
  const policy = authorizationPolicy('shop/a', {
    rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/sync', 'cluster.local/ns/shop/sa/idle'] } }] }],
  });
  const template = { spec: { serviceAccountName: 'sync', containers: [{ name: 'main', image: 'sync:1' }] } };
  const sync = manifest('CronJob', 'shop/sync', { jobTemplate: { spec: { template } } });
  const idle = deployment('shop/idle', { app: 'idle' }, { serviceAccountName: 'idle' });
  const asleep = { ...idle, spec: { ...(idle.spec as object), replicas: 0 } };
  expect(found('KIA0106', [SHOP, sync, asleep, policy])).toEqual([]);
  expect(found('KIA0106', [SHOP, policy], { world: 'closed' })).toHaveLength(2);
});
