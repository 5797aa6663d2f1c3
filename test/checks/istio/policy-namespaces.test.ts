import { policyNamespaces } from '../../../lib/checks/istio/policy-namespaces';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { authorizationPolicy, namespace, SHOP } from '../../manifests';
import { said } from './findings';
import { reports } from './said';

const from = (source: object): Manifest => authorizationPolicy('shop/callers', { rules: [{}, { from: [{ source }] }] });

test('suggests the name that was meant', () => {
  expect(
    reports(policyNamespaces, [SHOP, namespace('payments'), from({ namespaces: ['shop', 'payment'] })]),
  ).toMatchObject([{ path: 'spec.rules[1].from[0].source.namespaces[1]', fix: 'Write "payments".', absence: true }]);
});

test('lists what there is, where no name is near and nothing is elsewhere', () => {
  expect(reports(policyNamespaces, [SHOP, from({ notNamespaces: ['orders'] })], { world: 'closed' })).toMatchObject([
    {
      path: 'spec.rules[1].from[0].source.notNamespaces[0]',
      fix: expect.stringContaining('Write one of: shop;') as string,
    },
  ]);
});

test('a namespace of another team is not missing in an open world', () => {
  const set = [SHOP, from({ namespaces: ['monitoring'] })];
  expect(reports(policyNamespaces, set)).toMatchObject([
    {
      severity: 'info',
      message:
        'The namespace "monitoring" is not among the manifests, so it was not checked whether anything calls from it.',
      fix: 'Leave it if the namespace belongs to another team, or add it to the externals in the settings. Otherwise correct the name.',
    },
  ]);
  expect(said('KIA0101', set)).toEqual([]);
  expect(said('KIA0101', set, { world: 'closed' })).toHaveLength(1);
  expect(said('KIA0101', [SHOP, from({ namespaces: ['shpo'] })])).toHaveLength(1);
});

test('where only the analyzer is wrong, it is no error', () => {
  expect(reports(policyNamespaces, [SHOP, from({ namespaces: ['kube-system'] })])).toMatchObject([
    { severity: 'info' },
  ]);
  expect(reports(policyNamespaces, [from({ namespaces: ['*'] })])).toMatchObject([{ severity: 'info' }]);
});
