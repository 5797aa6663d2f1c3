import { policyWorkloads } from '../../../lib/checks/istio/policy-workloads';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { namespace, object, SHOP, workload } from '../../grids/manifests';
import { said as findings } from './findings';
import type { Said } from './findings';
import { reports, said } from './said';

const policy = (spec: object, ns: string = 'shop'): Manifest =>
  object('security.istio.io/v1', 'AuthorizationPolicy', 'callers', spec, { namespace: ns });
const selecting = (matchLabels: object, ns?: string): Manifest => policy({ selector: { matchLabels } }, ns);

const told = (set: Manifest[], context: object = {}, externals: Manifest[] = []): Said[] =>
  findings('IST0127', set, context, externals);

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

describe('pods that no manifest shows', () => {
  const apiGateway = (gatewayClassName: string): Manifest =>
    object('gateway.networking.k8s.io/v1', 'Gateway', 'edge', { gatewayClassName });
  const name = { 'gateway.networking.k8s.io/gateway-name': 'edge' };

  test('of a Gateway of the Gateway API are made by Istio, and selectors apply to them', () => {
    expect(reports(policyWorkloads, [SHOP, workload('web'), apiGateway('istio'), selecting(name)])).toMatchObject([
      {
        note: true,
        message:
          'The selector is for the pods of Gateway edge. Istio creates them when the Gateway is applied, so istioctl analyze finds none in the manifests. This AuthorizationPolicy applies to them all the same.',
        fix: 'Leave it, or replace selector with targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: edge }], which needs no labels.',
      },
    ]);
    expect(reports(policyWorkloads, [SHOP, workload('web'), selecting(name)])[0].note).toBeUndefined();
  });

  test('of a Gateway of another class may be made by an istiod with another name', () => {
    const set = [SHOP, workload('web'), apiGateway('openshift-default')];
    expect(reports(policyWorkloads, [...set, selecting(name)])).toMatchObject([
      {
        note: true,
        related: [{ object: { name: 'edge' } }],
        message:
          'The selector is for the pods of Gateway edge, which the controller of GatewayClass openshift-default creates when the Gateway is applied, so they are not among the manifests. This AuthorizationPolicy applies to them if that controller is istiod, which the manifests do not tell.',
        fix: 'Leave it if it is (PILOT_GATEWAY_API_CONTROLLER_NAME). To have it checked, add the pods to the externals in the settings.',
      },
    ]);
    expect(reports(policyWorkloads, [...set, selecting({ ...name, app: 'edge' })])[0].note).toBeUndefined();
  });

  test('of a waypoint are made by Istio, and selectors do not apply to them', () => {
    expect(reports(policyWorkloads, [SHOP, apiGateway('istio-waypoint'), selecting(name)])[0].message).toBe(
      'The selector is for the pods of waypoint edge. For waypoints Istio reads only targetRefs, so this AuthorizationPolicy has no effect.',
    );
  });

  test.each<[string, object, string, string]>([
    ['istioctl', { istio: 'ingressgateway' }, 'istio-system', 'istioIngressGateway'],
    ['istioctl, by the other label', { app: 'istio-ingressgateway' }, 'istio-system', 'istioIngressGateway'],
    ['istioctl, by both', { app: 'istio-egressgateway', istio: 'egressgateway' }, 'istio-system', 'istioEgressGateway'],
    ['Helm', { istio: 'ingress' }, 'istio-ingress', 'what kubectl get deployment,service -o yaml prints for it'],
  ])('of the gateway of %s are not judged', (_, labels, namespace, named) => {
    const found = told([selecting(labels, namespace)]);
    expect(found).toMatchObject([
      {
        where: `info AuthorizationPolicy ${namespace}/callers spec.selector.matchLabels`,
        message: expect.stringMatching(
          /^The selector .* is for a gateway that istioctl or Helm installs\. Its pods are not among the manifests, so what depends on them was not checked\.$/,
        ),
        fix: `To have it checked, add ${named} to the externals in the settings.`,
      },
    ]);
    expect(told([selecting(labels, namespace)], { world: 'closed' })).toEqual(found);
  });

  test('but those of the namespaces of applications are', () => {
    expect(told([SHOP, workload('web'), selecting({ istio: 'ingressgateway' })])[0].where).toMatch(/^warning/);
    expect(told([selecting({ istio: 'ingressgateway', app: 'web' }, 'istio-system')])[0].where).toMatch(/^warning/);
  });

  test('of the externals are judged as any other', () => {
    const pods = workload('gw', { labels: { app: 'istio-ingressgateway' } }, { namespace: 'istio-system' });
    const off = workload(
      'gw',
      { labels: { istio: 'ingress', 'sidecar.istio.io/inject': 'false' } },
      { namespace: 'edge' },
    );
    expect(told([selecting({ app: 'istio-ingressgateway' }, 'istio-system')], {}, [pods])).toEqual([]);
    expect(told([selecting({ istio: 'ingress' }, 'istio-system')], {}, [off])[0].message).toContain('have no proxy');
  });

  test.each<[string, Manifest, boolean]>([
    ['HelmRelease', object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'web', {}), true],
    [
      'HelmRelease for another namespace',
      object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'web', { targetNamespace: 'x' }),
      false,
    ],
    [
      'HelmChart',
      object('helm.cattle.io/v1', 'HelmChart', 'web', { targetNamespace: 'shop' }, { namespace: 'kube-system' }),
      true,
    ],
    [
      'Application',
      object(
        'argoproj.io/v1alpha1',
        'Application',
        'web',
        { destination: { namespace: 'shop' } },
        { namespace: 'argocd' },
      ),
      true,
    ],
    [
      'ApplicationSet that has a template',
      object('argoproj.io/v1alpha1', 'ApplicationSet', 'web', {
        template: { spec: { destination: { namespace: '{{ .path.basename }}' } } },
      }),
      true,
    ],
    ['operator', object('postgresql.cnpg.io/v1', 'Cluster', 'orders', {}), true],
    ['operator, of another name', object('postgresql.cnpg.io/v1', 'Cluster', 'users', {}), false],
  ])('may be those of a %s', (_, manifest, isNote) => {
    const [found] = told([SHOP, workload('web'), selecting({ cluster: 'orders' }), manifest]);
    expect(found.where).toMatch(isNote ? /^info/ : /^warning/);
  });

  test('are told with what may make them', () => {
    const release = object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'orders', {});
    expect(told([SHOP, selecting({ app: 'orders' }), release])).toEqual([
      {
        where: 'info AuthorizationPolicy shop/callers spec.selector.matchLabels',
        message:
          'No pod in the manifests has the labels app=orders. HelmRelease shop/orders may create such pods, but what it installs is not among the manifests.',
        fix: 'Check the rendered manifests as well (helm template, kustomize build), or add the pods to the externals in the settings.',
      },
    ]);
  });
});

test('a policy that is attached by targetRefs looks for no pods', () => {
  const attached = policy({ targetRefs: [{ kind: 'Service', group: '', name: 'web' }] });
  const ambient = namespace('shop', { 'istio.io/dataplane-mode': 'ambient' });
  for (const set of [
    [ambient, workload('web')],
    [namespace('shop'), workload('web')],
  ]) {
    expect(reports(policyWorkloads, [...set, attached], { world: 'closed' })).toMatchObject([
      {
        severity: 'info',
        message:
          'targetRefs attach the policy to Service web: its gateway or waypoint enforces it. istioctl analyze does not read targetRefs: it looks for pods with a proxy and finds none.',
        fix: 'Leave it.',
      },
    ]);
  }
});
