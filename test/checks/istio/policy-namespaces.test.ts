import { policyNamespaces } from '../../../lib/checks/istio/policy-namespaces';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { namespace, object, SHOP } from '../../grids/manifests';
import { reports } from './said';

const from = (source: object): Manifest =>
  object('security.istio.io/v1', 'AuthorizationPolicy', 'callers', { rules: [{}, { from: [{ source }] }] });

test('suggests the name that was meant', () => {
  expect(
    reports(policyNamespaces, [SHOP, namespace('payments'), from({ namespaces: ['shop', 'payment'] })]),
  ).toMatchObject([{ path: 'spec.rules[1].from[0].source.namespaces[1]', fix: 'Write "payments".', absence: true }]);
});

test('lists what there is, where no name is near', () => {
  expect(reports(policyNamespaces, [SHOP, from({ notNamespaces: ['orders'] })])).toMatchObject([
    {
      path: 'spec.rules[1].from[0].source.notNamespaces[0]',
      fix: expect.stringContaining('Write one of: shop;') as string,
    },
  ]);
});

test('where only the analyzer is wrong, it is no error', () => {
  expect(reports(policyNamespaces, [SHOP, from({ namespaces: ['kube-system'] })])).toMatchObject([
    { severity: 'info' },
  ]);
  expect(reports(policyNamespaces, [from({ namespaces: ['*'] })])).toMatchObject([{ severity: 'info' }]);
});
