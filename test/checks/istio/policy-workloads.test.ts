import { policyWorkloads } from '../../../lib/checks/istio/policy-workloads';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { apiGateway, authorizationPolicy, manifest, namespace, SHOP, workload } from '../../manifests';
import { said as findings } from './findings';
import type { Said } from './findings';
import { reports, said } from './said';

const policy = (spec: object, ns: string = 'shop'): Manifest => authorizationPolicy(`${ns}/callers`, spec);
const selecting = (matchLabels: object, ns?: string): Manifest => policy({ selector: { matchLabels } }, ns);

const told = (set: Manifest[], context: object = {}, externals: Manifest[] = []): Said[] =>
  findings('IST0127', set, context, externals);

test('a policy for a namespace whose workloads are elsewhere is no finding in an open world', () => {
  expect(said(policyWorkloads, [SHOP, policy({})])).toEqual([]);
  expect(said(policyWorkloads, [SHOP, policy({})], { world: 'closed' })).toEqual([
    'IST0127 AuthorizationPolicy callers spec',
  ]);
  expect(
    said(policyWorkloads, [namespace('shop', { 'istio-injection': 'disabled' }), workload('shop/web'), policy({})]),
  ).toHaveLength(1);
});

test('suggests the label that was meant', () => {
  expect(reports(policyWorkloads, [SHOP, workload('shop/reviews'), selecting({ app: 'review' })])).toMatchObject([
    { path: 'spec.selector.matchLabels', fix: 'Write app: reviews, which pods in shop have.', absence: true },
  ]);
  expect(reports(policyWorkloads, [SHOP, workload('shop/reviews'), selecting({ tier: 'web' })])[0].fix).toMatch(
    /^No pod in shop has the label tier/,
  );
  expect(reports(policyWorkloads, [SHOP, workload('shop/a'), selecting({ app: 'something' })])[0].fix).toBe(
    'Pods in shop have app with the values: a.',
  );
});

test('labels that no pod has together', () => {
  const pods = [workload('shop/a'), workload('shop/b', { labels: { version: 'v1' } })];
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
  const set = [SHOP, workload('shop/web'), selecting({ app: 'web' }, 'root')];
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
    message: expect.stringContaining('where ztunnel enforces rules on'),
    fix: expect.stringMatching(/^Nothing needs to change/),
  };

  test('has ztunnel, which enforces policies', () => {
    expect(reports(policyWorkloads, [AMBIENT, workload('shop/web'), policy({})])).toMatchObject([known]);
    expect(reports(policyWorkloads, [AMBIENT, workload('shop/web'), selecting({ app: 'web' })])).toMatchObject([known]);
    const asked = workload('shop/web', { labels: { app: 'web', 'istio.io/dataplane-mode': 'ambient' } });
    expect(reports(policyWorkloads, [namespace('shop'), asked, policy({})])).toMatchObject([known]);
  });

  test('has pods that opted out', () => {
    const out = workload('shop/web', { labels: { app: 'web', 'istio.io/dataplane-mode': 'none' } });
    const [found] = reports(policyWorkloads, [AMBIENT, out, selecting({ app: 'web' })]);
    expect(found.severity).toBeUndefined();
    expect(found.fix).toBe(
      'Remove the label istio.io/dataplane-mode: none from the pod template, so that ztunnel enforces the policy.',
    );
    expect(reports(policyWorkloads, [AMBIENT, out, policy({})])[0].fix).toBe(found.fix);
  });
});

describe('pods that no manifest shows', () => {
  const edge = (gatewayClassName: string): Manifest => apiGateway('shop/edge', { gatewayClassName });
  const name = { 'gateway.networking.k8s.io/gateway-name': 'edge' };

  test('of a Gateway of the Gateway API are made by Istio, and selectors apply to them', () => {
    expect(reports(policyWorkloads, [SHOP, workload('shop/web'), edge('istio'), selecting(name)])).toMatchObject([
      {
        note: true,
        message:
          'The selector is for the pods of Gateway edge. Istio creates them when the Gateway is applied, so istioctl analyze finds none in the manifests. This AuthorizationPolicy applies to them all the same.',
        fix: 'Nothing needs to change. You can also replace selector with targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: edge }], which needs no labels.',
      },
    ]);
    expect(reports(policyWorkloads, [SHOP, workload('shop/web'), selecting(name)])[0].note).toBeUndefined();
  });

  test('of a Gateway of another class may be made by an istiod with another name', () => {
    const set = [SHOP, workload('shop/web'), edge('openshift-default')];
    expect(reports(policyWorkloads, [...set, selecting(name)])).toMatchObject([
      {
        note: true,
        related: [{ object: { name: 'edge' } }],
        message:
          'The selector is for the pods of Gateway edge, which the controller of GatewayClass openshift-default creates when the Gateway is applied, so they are not among the manifests. This AuthorizationPolicy applies to them if that controller is istiod, which the manifests do not tell.',
        fix: 'If it is (PILOT_GATEWAY_API_CONTROLLER_NAME), nothing needs to change. To have it checked, add the pods to the externals in the settings.',
      },
    ]);
    expect(reports(policyWorkloads, [...set, selecting({ ...name, app: 'edge' })])[0].note).toBeUndefined();
  });

  test('of a waypoint are made by Istio, and selectors do not apply to them', () => {
    expect(reports(policyWorkloads, [SHOP, edge('istio-waypoint'), selecting(name)])[0].message).toBe(
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
          /^The selector .* matches a gateway that istioctl or Helm installs\. Its pods are not among the manifests, so what depends on them was not checked\.$/,
        ),
        fix: `To have it checked, add ${named} to the externals in the settings.`,
      },
    ]);
    expect(told([selecting(labels, namespace)], { world: 'closed' })).toEqual(found);
  });

  test('but those of the namespaces of applications are', () => {
    expect(told([SHOP, workload('shop/web'), selecting({ istio: 'ingressgateway' })])[0].where).toMatch(/^warning/);
    expect(told([selecting({ istio: 'ingressgateway', app: 'web' }, 'istio-system')])[0].where).toMatch(/^warning/);
  });

  test('of the externals are judged as any other', () => {
    const pods = workload('istio-system/gw', { labels: { app: 'istio-ingressgateway' } });
    const off = workload('edge/gw', { labels: { istio: 'ingress', 'sidecar.istio.io/inject': 'false' } });
    expect(told([selecting({ app: 'istio-ingressgateway' }, 'istio-system')], {}, [pods])).toEqual([]);
    expect(told([selecting({ istio: 'ingress' }, 'istio-system')], {}, [off])[0].message).toContain('have no proxy');
  });

  test.each<[string, Manifest, boolean]>([
    ['HelmRelease', manifest('helm.toolkit.fluxcd.io/v2/HelmRelease', 'shop/web', {}), true],
    [
      'HelmRelease for another namespace',
      manifest('helm.toolkit.fluxcd.io/v2/HelmRelease', 'shop/web', { targetNamespace: 'x' }),
      false,
    ],
    ['HelmChart', manifest('helm.cattle.io/v1/HelmChart', 'kube-system/web', { targetNamespace: 'shop' }), true],
    [
      'Application',
      manifest('argoproj.io/v1alpha1/Application', 'argocd/web', { destination: { namespace: 'shop' } }),
      true,
    ],
    [
      'ApplicationSet that has a template',
      manifest('argoproj.io/v1alpha1/ApplicationSet', 'shop/web', {
        template: { spec: { destination: { namespace: '{{ .path.basename }}' } } },
      }),
      true,
    ],
    ['operator', manifest('postgresql.cnpg.io/v1/Cluster', 'shop/orders', {}), true],
    ['operator, of another name', manifest('postgresql.cnpg.io/v1/Cluster', 'shop/users', {}), false],
  ])('may be those of a %s', (_, manifest, isNote) => {
    const [found] = told([SHOP, workload('shop/web'), selecting({ cluster: 'orders' }), manifest]);
    expect(found.where).toMatch(isNote ? /^info/ : /^warning/);
  });

  test('are told with what may make them', () => {
    const release = manifest('helm.toolkit.fluxcd.io/v2/HelmRelease', 'shop/orders', {});
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
    [ambient, workload('shop/web')],
    [namespace('shop'), workload('shop/web')],
  ]) {
    expect(reports(policyWorkloads, [...set, attached], { world: 'closed' })).toMatchObject([
      {
        severity: 'info',
        message:
          'targetRefs attach the policy to Service web: its gateway or waypoint enforces it. istioctl analyze does not read targetRefs: it looks for pods with a proxy and finds none.',
        fix: 'Nothing needs to change.',
      },
    ]);
  }
});
