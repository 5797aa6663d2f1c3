import { policyWorkloads } from '../../../lib/checks/istio/policy-workloads';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { namespace, object, SHOP, workload } from '../../grids/manifests';
import { reports, said } from './said';

const policy = (spec: object, ns: string = 'shop'): Manifest =>
  object('security.istio.io/v1', 'AuthorizationPolicy', 'callers', spec, { namespace: ns });
const selecting = (matchLabels: object, ns?: string): Manifest => policy({ selector: { matchLabels } }, ns);

test('a policy for a namespace whose workloads are elsewhere is no finding in an open world', () => {
  expect(said(policyWorkloads, [SHOP, policy({})])).toEqual([]);
  expect(said(policyWorkloads, [SHOP, policy({})], { world: 'closed' })).toEqual([
    'IST0127 AuthorizationPolicy callers spec',
  ]);
  expect(
    said(policyWorkloads, [namespace('shop', { 'istio-injection': 'disabled' }), workload('web'), policy({})]),
  ).toHaveLength(1);
});

test('suggests the label that was meant', () => {
  expect(reports(policyWorkloads, [SHOP, workload('reviews'), selecting({ app: 'review' })])).toMatchObject([
    { path: 'spec.selector.matchLabels', fix: 'Write app: reviews, which pods in shop have.', absence: true },
  ]);
  expect(reports(policyWorkloads, [SHOP, workload('reviews'), selecting({ tier: 'web' })])[0].fix).toMatch(
    /^No pod in shop has the label tier/,
  );
  expect(reports(policyWorkloads, [SHOP, workload('a'), selecting({ app: 'something' })])[0].fix).toBe(
    'Pods in shop have app with the values: a.',
  );
});

test('labels that no pod has together', () => {
  const pods = [workload('a'), workload('b', { labels: { version: 'v1' } })];
  expect(reports(policyWorkloads, [SHOP, ...pods, selecting({ app: 'a', version: 'v1' })])[0].fix).toMatch(
    /^Each label is on some pod/,
  );
});

test('a namespace of which no workload is known', () => {
  expect(reports(policyWorkloads, [SHOP, selecting({ app: 'a' })])[0].fix).toMatch(
    /^No workload of the namespace shop/,
  );
});

test('the root namespace is that of the settings', () => {
  const set = [SHOP, workload('web'), selecting({ app: 'web' }, 'root')];
  expect(said(policyWorkloads, set, { rootNamespace: 'root' })).toEqual([]);
  expect(said(policyWorkloads, set)).toHaveLength(1);
  expect(
    reports(policyWorkloads, [SHOP, selecting({ app: 'x' }, 'root')], { rootNamespace: 'root' })[0].message,
  ).toContain('No pod of the mesh');
});

test('without an ingress controller there is no ingress gateway', () => {
  const set = [
    namespace('istio-system', { 'istio-injection': 'enabled' }),
    selecting({ istio: 'ingressgateway' }, 'istio-system'),
  ];
  expect(said(policyWorkloads, set)).toEqual([]);
  expect(said(policyWorkloads, set, { meshConfig: { ingressControllerMode: 'OFF' } })).toHaveLength(1);
});

describe('an ambient namespace', () => {
  const AMBIENT = namespace('shop', { 'istio.io/dataplane-mode': 'ambient' });
  const known = {
    severity: 'info',
    message: expect.stringContaining('ztunnel enforces the policy'),
    fix: expect.stringMatching(/^Leave it/),
  };

  test('has ztunnel, which enforces policies', () => {
    expect(reports(policyWorkloads, [AMBIENT, workload('web'), policy({})])).toMatchObject([known]);
    expect(reports(policyWorkloads, [AMBIENT, workload('web'), selecting({ app: 'web' })])).toMatchObject([known]);
    const asked = workload('web', { labels: { app: 'web', 'istio.io/dataplane-mode': 'ambient' } });
    expect(reports(policyWorkloads, [namespace('shop'), asked, policy({})])).toMatchObject([known]);
  });

  test('has pods that opted out', () => {
    const out = workload('web', { labels: { app: 'web', 'istio.io/dataplane-mode': 'none' } });
    const [found] = reports(policyWorkloads, [AMBIENT, out, selecting({ app: 'web' })]);
    expect(found.severity).toBeUndefined();
    expect(found.fix).toBe(
      'Take the label istio.io/dataplane-mode: none off the pod template, so that ztunnel enforces the policy.',
    );
    expect(reports(policyWorkloads, [AMBIENT, out, policy({})])[0].fix).toBe(found.fix);
  });
});

test('pods of a Gateway of the Gateway API are made by Istio', () => {
  const gateway = object('gateway.networking.k8s.io/v1', 'Gateway', 'edge', {});
  const name = { 'gateway.networking.k8s.io/gateway-name': 'edge' };
  expect(reports(policyWorkloads, [SHOP, workload('web'), gateway, selecting(name)])).toMatchObject([
    {
      severity: 'info',
      message:
        'Istio makes the pods of Gateway edge, so they are not among the manifests and istioctl analyze finds none. For these pods Istio reads targetRefs, and no selector.',
      fix: 'Write instead of selector: targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: edge }].',
    },
  ]);
  expect(reports(policyWorkloads, [SHOP, workload('web'), selecting(name)])[0].severity).toBeUndefined();
});
