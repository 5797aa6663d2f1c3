import { policyNamespaces } from '../../../lib/checks/istio/policy-namespaces';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { authorizationPolicy, manifest, namespace, SHOP } from '../../manifests';
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
      fix: 'If the namespace belongs to another team, nothing needs to change; to have it checked, add it to the externals in the settings. Otherwise correct the name.',
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

describe('the namespace of a Prometheus that no manifest shows', () => {
  const monitor = (kind: string, spec: object = {}): Manifest =>
    manifest(`monitoring.coreos.com/v1/${kind}`, 'shop/web', spec);
  const prometheus = manifest('monitoring.coreos.com/v1/Prometheus', 'shop/main', {});
  const policy = from({ namespaces: ['monitoring'] });
  const severities = (...more: Manifest[]): string[] =>
    ['IST0101', 'KIA0101'].flatMap((code) =>
      said(code, [SHOP, policy, ...more], { world: 'closed' }).map(({ where }) => where.slice(0, where.indexOf(' '))),
    );

  test.each(['ServiceMonitor', 'PodMonitor'])('a %s tells that there is one', (kind) => {
    expect(severities(monitor(kind))).toEqual(['info']);
    expect(severities(monitor(kind, { namespaceSelector: { any: true } }))).toEqual(['info']);
    expect(severities(monitor(kind, { namespaceSelector: { matchNames: ['shop'] } }))).toEqual(['info']);
  });

  test('where it does not call the pods of the policy, or is among the manifests, the namespace is missing', () => {
    expect(severities()).toEqual(['error', 'warning']);
    expect(severities(monitor('ServiceMonitor', { namespaceSelector: { matchNames: ['orders'] } }))).toEqual([
      'error',
      'warning',
    ]);
    expect(severities(monitor('ServiceMonitor'), prometheus)).toEqual(['error', 'warning']);
  });

  test('a name like one that is there is a slip all the same', () => {
    expect(
      said('IST0101', [SHOP, namespace('payments'), from({ namespaces: ['payment'] }), monitor('ServiceMonitor')], {
        world: 'closed',
      }),
    ).toMatchObject([{ where: expect.stringMatching(/^error/) as string, fix: 'Write "payments".' }]);
  });

  test('it says which object tells of it', () => {
    expect(said('IST0101', [SHOP, policy, monitor('ServiceMonitor')], { world: 'closed' })).toMatchObject([
      {
        message:
          'The namespace "monitoring" is not among the manifests. ServiceMonitor shop/web makes Prometheus call pods of shop, and no manifest shows where Prometheus runs: it may be there.',
        fix: 'If Prometheus runs there, nothing needs to change; to have it checked, add the Namespace to the externals in the settings. Otherwise correct the name.',
      },
    ]);
  });
});
