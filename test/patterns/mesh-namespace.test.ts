import { ApiObject, Chart, Testing, Yaml } from 'cdk8s';
import type { MeshNamespaceProps } from 'cdk8s-istio';
import {
  Access,
  EgressHost,
  EgressListener,
  EgressSniPassthrough,
  Injection,
  MeshNamespace,
  MutualTls,
  NamespaceAccess,
  OutboundTrafficPolicy,
  PeerAuthentication,
  PolicyTarget,
  ServiceAccountRef,
  Sidecar,
  Source,
  Waypoint,
  WaypointTraffic,
} from 'cdk8s-istio';
import * as fc from 'fast-check';
import { isSeenByInjector } from '../../lib/istio/injection';
import { isAmbientNamespace } from '../../lib/mesh/injection';

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Record<string, string> };
  readonly spec: Record<string, unknown>;
}

const shopChart = (): Chart => new Chart(Testing.app(), 'shop', { namespace: 'shop' });

function make(props: Partial<MeshNamespaceProps>, chart = shopChart()): MeshNamespace {
  return new MeshNamespace(chart, 'Shop', { injection: Injection.sidecar(), ...props });
}

function synth(props: Partial<MeshNamespaceProps>, chart = shopChart()): Manifest[] {
  make(props, chart);
  return Testing.synth(chart) as Manifest[];
}

const namespace = (props: Partial<MeshNamespaceProps>): Manifest['metadata'] =>
  synth(props).find(({ kind }) => kind === 'Namespace')!.metadata;

const named = (props: Partial<MeshNamespaceProps>, name: string): Manifest =>
  synth(props).find(({ metadata }) => metadata.name === name)!;

const monitoring = Source.namespace('monitoring');
const ambientWithWaypoint = Injection.ambient({ waypoint: Waypoint.own() });

describe('a MeshNamespace', () => {
  test('is a Namespace alone, named as the namespace of the chart', () => {
    expect(synth({})).toEqual([
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } } },
    ]);
  });

  test('has a name of its own, and its policies are in there', () => {
    const chart = new Chart(Testing.app(), 'platform');
    const objects = synth({ name: 'shop', mutualTls: MutualTls.STRICT }, chart);
    expect(objects.map(({ kind, metadata }) => [kind, metadata])).toEqual([
      ['Namespace', { name: 'shop', labels: { 'istio-injection': 'enabled' } }],
      ['PeerAuthentication', { name: 'default', namespace: 'shop' }],
    ]);
  });

  test.each<[string, Injection, Record<string, string>]>([
    ['a sidecar', Injection.sidecar(), { 'istio-injection': 'enabled' }],
    ['a revision', Injection.revision('canary'), { 'istio.io/rev': 'canary' }],
    ['ambient mode', Injection.ambient(), { 'istio.io/dataplane-mode': 'ambient' }],
    ['nothing', Injection.none(), { 'istio-injection': 'disabled' }],
    [
      'a waypoint of its own',
      ambientWithWaypoint,
      { 'istio.io/dataplane-mode': 'ambient', 'istio.io/use-waypoint': 'waypoint' },
    ],
    [
      'a waypoint that is there',
      Injection.ambient({ waypoint: Waypoint.named('shared') }),
      { 'istio.io/dataplane-mode': 'ambient', 'istio.io/use-waypoint': 'shared' },
    ],
    [
      'a waypoint elsewhere',
      Injection.ambient({ waypoint: Waypoint.named('shared', { namespace: 'infra' }) }),
      {
        'istio.io/dataplane-mode': 'ambient',
        'istio.io/use-waypoint': 'shared',
        'istio.io/use-waypoint-namespace': 'infra',
      },
    ],
  ])('has the labels for %s', (_, injection, labels) => {
    expect(namespace({ injection })).toEqual({ name: 'shop', labels });
  });

  test('keeps labels and annotations of its own', () => {
    const labels = { 'pod-security.kubernetes.io/enforce': 'restricted', 'istio-injection': 'enabled' };
    expect(namespace({ labels, annotations: { owner: 'team-shop' } })).toEqual({
      name: 'shop',
      labels,
      annotations: { owner: 'team-shop' },
    });
    const injection = Injection.ambient();
    expect(namespace({ injection, labels: { 'istio-injection': 'disabled' } }).labels).toEqual({
      'istio-injection': 'disabled',
      'istio.io/dataplane-mode': 'ambient',
    });
  });

  test('makes a waypoint', () => {
    const waypoint = Waypoint.own({ name: 'door', traffic: WaypointTraffic.ALL });
    expect(synth({ injection: Injection.ambient({ waypoint }) })[1]).toEqual({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'door', namespace: 'shop', labels: { 'istio.io/waypoint-for': 'all' } },
      spec: {
        gatewayClassName: 'istio-waypoint',
        listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }],
      },
    });
  });

  test('lets nobody in by default', () => {
    expect(named({ access: NamespaceAccess.denyByDefault() }, 'deny-by-default').spec).toEqual({});
  });

  test('lets the callers in that are named', () => {
    const allowedCallers = [
      monitoring,
      Source.serviceAccount(ServiceAccountRef.fromName('cron', { namespace: 'batch' })),
    ];
    expect(named({ access: NamespaceAccess.denyByDefault({ allowedCallers }) }, 'deny-by-default').spec).toEqual({
      rules: [
        {
          from: [
            { source: { namespaces: ['monitoring'] } },
            { source: { principals: ['cluster.local/ns/batch/sa/cron'] } },
          ],
        },
      ],
    });
  });

  test('lets the waypoint in to the pods, and callers to the waypoint', () => {
    const access = NamespaceAccess.denyByDefault({
      allowedCallers: [monitoring, Source.token('https://issuer.example.com')],
    });
    const props = { injection: ambientWithWaypoint, access };
    expect(named(props, 'deny-by-default').spec).toEqual({
      rules: [
        {
          from: [
            { source: { principals: ['cluster.local/ns/shop/sa/waypoint'] } },
            { source: { namespaces: ['monitoring'] } },
          ],
        },
      ],
    });
    expect(named(props, 'waypoint-deny-by-default').spec).toEqual({
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' }],
      rules: [
        {
          from: [
            { source: { namespaces: ['monitoring'] } },
            { source: { requestPrincipals: ['https://issuer.example.com/*'] } },
          ],
        },
      ],
    });
  });

  test('closes a waypoint that is there already', () => {
    const injection = Injection.ambient({ waypoint: Waypoint.named('door') });
    const objects = synth({ injection, access: NamespaceAccess.denyByDefault() });
    expect(objects.map(({ kind, metadata: { name }, spec }) => [kind, name, spec])).toEqual([
      ['Namespace', 'shop', undefined],
      [
        'AuthorizationPolicy',
        'deny-by-default',
        { rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/door'] } }] }] },
      ],
      [
        'AuthorizationPolicy',
        'door-deny-by-default',
        { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'door' }] },
      ],
    ]);
  });

  test('says what its pods call', () => {
    const egress = [EgressHost.sameNamespace(), EgressHost.namespace('istio-system')];
    const outboundTrafficPolicy = OutboundTrafficPolicy.registryOnly();
    expect(named({ egress, outboundTrafficPolicy }, 'default').spec).toEqual({
      egress: [{ hosts: ['./*', 'istio-system/*'] }],
      outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
    });
    expect(named({ egress }, 'default').spec).toEqual({ egress: [{ hosts: ['./*', 'istio-system/*'] }] });
    expect(named({ outboundTrafficPolicy }, 'default').spec).toEqual({
      outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
    });
  });

  test('shows every object that it makes', () => {
    const all = make({
      mutualTls: MutualTls.STRICT,
      access: NamespaceAccess.denyByDefault(),
      egress: [EgressHost.any()],
    });
    expect(
      [all.namespace, all.peerAuthentication, all.authorizationPolicy, all.sidecar].map((one) => one?.kind),
    ).toEqual(['Namespace', 'PeerAuthentication', 'AuthorizationPolicy', 'Sidecar']);
    expect([all.waypoint, all.waypointAuthorizationPolicy]).toEqual([undefined, undefined]);
    const ambient = make({ injection: ambientWithWaypoint, access: NamespaceAccess.denyByDefault() });
    expect([ambient.waypoint?.name, ambient.waypointAuthorizationPolicy?.name]).toEqual([
      'waypoint',
      'waypoint-deny-by-default',
    ]);
    const plain = make({});
    expect([plain.peerAuthentication, plain.authorizationPolicy, plain.sidecar, plain.waypoint]).toEqual(
      new Array(4).fill(undefined),
    );
    expect(ApiObject.of(plain)).toBe(plain.namespace);
  });

  test('stands wherever a namespace is asked', () => {
    const chart = new Chart(Testing.app(), 'platform', { namespace: 'platform' });
    const shop = make({ name: 'shop' }, chart);
    Access.allow(chart, 'Allow', { from: [Source.namespace(shop)], to: PolicyTarget.labels({ app: 'ledger' }) });
    new Sidecar(chart, 'Sidecar', { egress: [EgressListener.anyPort([EgressHost.namespace(shop)])] });
    new EgressSniPassthrough(chart, 'Site', { hosts: ['www.example.com'], clients: [shop] });
    const [, policy, sidecar, ...egress] = Testing.synth(chart) as Manifest[];
    expect(policy.spec.rules).toEqual([{ from: [{ source: { namespaces: ['shop'] } }] }]);
    expect(sidecar.spec.egress).toEqual([{ hosts: ['shop/*'] }]);
    expect(egress[0].spec.exportTo).toEqual(['.', 'shop']);
  });

  test.each<[string, Partial<MeshNamespaceProps>]>([
    [
      'with sidecars',
      {
        mutualTls: MutualTls.STRICT,
        access: NamespaceAccess.denyByDefault({ allowedCallers: [monitoring] }),
        egress: [EgressHost.sameNamespace(), EgressHost.namespace('istio-system')],
        outboundTrafficPolicy: OutboundTrafficPolicy.registryOnly(),
      },
    ],
    [
      'in ambient mode',
      {
        injection: ambientWithWaypoint,
        mutualTls: MutualTls.STRICT,
        access: NamespaceAccess.denyByDefault({ allowedCallers: [monitoring] }),
      },
    ],
  ])('%s, as a whole', (_, props) => {
    expect(Yaml.stringify(...synth(props))).toMatchSnapshot();
  });
});

test('whatever labels are added, its pods are in the mesh as its injection says, or they are refused', () => {
  const key = fc.constantFrom('istio-injection', 'istio.io/rev', 'istio.io/dataplane-mode', 'team');
  const value = fc.constantFrom('enabled', 'disabled', 'ambient', 'none', 'canary', '');
  const injection = fc.constantFrom<[Injection, boolean, boolean]>(
    [Injection.sidecar(), true, false],
    [Injection.revision('canary'), true, false],
    [Injection.ambient(), false, true],
    [Injection.none(), false, false],
  );
  let accepted = 0;
  fc.assert(
    fc.property(injection, fc.dictionary(key, value, { maxKeys: 2 }), ([given, hasSidecars, isAmbient], added) => {
      let labels: Record<string, string>;
      try {
        labels = namespace({ injection: given, labels: added }).labels!;
      } catch (error) {
        expect(String(error)).toContain(' contradicts Injection.');
        return;
      }
      accepted += 1;
      expect([isSeenByInjector(labels, {}), isAmbientNamespace({ labels } as never)]).toEqual([hasSidecars, isAmbient]);
    }),
    { seed: 1, numRuns: 500 },
  );
  expect(accepted).toBeGreaterThan(100);
});

describe('refused', () => {
  const refused = (props: object, lines: string[]) => {
    const count = lines.length === 1 ? '1 problem' : `${lines.length} problems`;
    expect(() => make(props)).toThrow(
      new Error([`shop/Shop (MeshNamespace): ${count}`, ...lines.map((line) => `  ${line}`)].join('\n')),
    );
  };

  test.each<[object, string]>([
    [
      { injection: undefined },
      'injection: is needed. Write Injection.sidecar() or Injection.ambient(), or Injection.none() for pods that are not in the mesh.',
    ],
    [
      { injection: 'ambient' },
      'injection: "ambient" is not an Injection. Write Injection.sidecar() or Injection.ambient(), or Injection.none() for pods that are not in the mesh.',
    ],
    [
      { injection: Injection.revision('') },
      'injection: "" is not the name of a revision. Write Injection.revision(\'canary\').',
    ],
    [
      { injection: Injection.revision(undefined as never) },
      "injection: undefined is not the name of a revision. Write Injection.revision('canary').",
    ],
    [
      { injection: Injection.ambient({ waypoint: 'door' as never }) },
      'injection.waypoint: "door" is not a Waypoint. Write Waypoint.own(), or Waypoint.named(\'door\') for one that is there.',
    ],
    [
      { injection: Injection.ambient({ waypoint: Waypoint.named('Door') }) },
      'injection.waypoint.name: "Door" is not the name of a waypoint (lower-case letters, digits and "-", a letter or digit at both ends).',
    ],
    [
      { injection: Injection.ambient({ waypoint: Waypoint.named('door', { namespace: '*' }) }) },
      'injection.waypoint.namespace: "*" is not the name of a namespace (lower-case letters, digits and "-", a letter or digit at both ends).',
    ],
    [
      { injection: Injection.ambient({ waypoint: Waypoint.own({ traffic: 'services' as never }) }) },
      'injection.waypoint.traffic: "services" is not what a waypoint takes. Write WaypointTraffic.SERVICE.',
    ],
    [
      { name: 'Shop' },
      'name: "Shop" is not the name of a namespace (lower-case letters, digits and "-", a letter or digit at both ends).',
    ],
    [
      { name: 'istio-system' },
      "name: \"istio-system\" is the root namespace, whose policies hold for the whole mesh. Make what you need by itself there, such as new PeerAuthentication(chart, 'Mesh', { metadata: { namespace: 'istio-system' }, mode: MutualTls.STRICT }).",
    ],
    [
      { name: 'kube-system' },
      'name: "kube-system" belongs to Kubernetes, and Istio leaves its pods alone. Write another one.',
    ],
    [
      { labels: { 'istio-injection': 'disabled' } },
      'labels.istio-injection: "disabled" contradicts Injection.sidecar(). Leave it out, or write injection: Injection.none().',
    ],
    [
      { labels: { 'istio.io/rev': 'canary' } },
      'labels.istio.io/rev: "canary" contradicts Injection.sidecar(). Leave it out, or write injection: Injection.revision(\'canary\').',
    ],
    [
      { labels: { 'istio.io/dataplane-mode': 'ambient' } },
      'labels.istio.io/dataplane-mode: "ambient" contradicts Injection.sidecar(). Leave it out, or write injection: Injection.ambient().',
    ],
    [
      { labels: { 'istio.io/dataplane-mode': 'none' } },
      'labels.istio.io/dataplane-mode: "none" contradicts Injection.sidecar(). Leave it out.',
    ],
    [
      { injection: Injection.revision('canary'), labels: { 'istio-injection': 'enabled' } },
      'labels.istio-injection: "enabled" contradicts Injection.revision("canary"). Leave it out, or write injection: Injection.sidecar().',
    ],
    [
      { injection: Injection.ambient(), labels: { 'istio.io/use-waypoint': 'door' } },
      'labels.istio.io/use-waypoint: "door" contradicts Injection.ambient(). Leave it out, or write injection: Injection.ambient({ waypoint: Waypoint.named(\'door\') }).',
    ],
    [{ labels: { team: 1 } }, 'labels.team: 1 is not a string. Labels are strings: write "1".'],
    [
      { annotations: { 'istio.io/rev': 'canary' } },
      'annotations.istio.io/rev: is read by Istio as a label only. Leave it out: injection writes the label.',
    ],
    [{ annotations: { team: 1 } }, 'annotations.team: 1 is not a string. Annotations are strings: write "1".'],
    [{ mutualTls: 'strict' }, 'mutualTls: "strict" is not a mode. Write MutualTls.STRICT.'],
    [
      { injection: Injection.ambient(), mutualTls: MutualTls.DISABLE },
      'mutualTls: MutualTls.DISABLE has no effect in ambient mode, where members of the mesh always use mutual TLS. Write MutualTls.PERMISSIVE, which takes plaintext as well.',
    ],
    [{ access: 'deny' }, 'access: "deny" is not a NamespaceAccess. Write NamespaceAccess.denyByDefault().'],
    [
      { access: NamespaceAccess.denyByDefault({ allowedCallers: [] }) },
      'access.allowedCallers: is empty. Write [Source.workload(frontend)], or leave it out for nobody.',
    ],
    [
      { access: NamespaceAccess.denyByDefault({ allowedCallers: ['shop' as never] }) },
      'access.allowedCallers[0]: "shop" is not a Source. Write Source.workload(frontend).',
    ],
    [
      {
        injection: Injection.ambient(),
        access: NamespaceAccess.denyByDefault({ allowedCallers: [Source.anyToken()] }),
      },
      'access.allowedCallers[0]: asks for requestPrincipals, which ztunnel does not compare: with it, it would let none of the callers in. Write injection: Injection.ambient({ waypoint: Waypoint.own() }), or leave it out.',
    ],
    [
      {
        injection: Injection.ambient({ waypoint: Waypoint.named('door', { namespace: 'infra' }) }),
        access: NamespaceAccess.denyByDefault(),
      },
      'access: policies for waypoint "door" are read in its own namespace, infra. Write them there, or give the namespace a waypoint: Injection.ambient({ waypoint: Waypoint.own() }).',
    ],
    [
      { egress: [] },
      'egress: is empty, but must list the hosts that the sidecar imports. Write [EgressHost.sameNamespace()], or [EgressHost.none()] for no host.',
    ],
    [
      { egress: ['istio-system'] },
      'egress[0]: "istio-system" is not an EgressHost. Write EgressHost.namespace(\'shop\'), EgressHost.service(service) or EgressHost.any().',
    ],
    [
      { outboundTrafficPolicy: 'REGISTRY_ONLY' },
      'outboundTrafficPolicy: "REGISTRY_ONLY" does not fit here. Write OutboundTrafficPolicy.registryOnly().',
    ],
    [
      { injection: Injection.ambient(), egress: [EgressHost.any()] },
      'egress: is said by a Sidecar, which ambient mode ignores. Leave it out, or write injection: Injection.sidecar().',
    ],
  ])('%#', (props, line) => refused(props, [line]));

  test('what has no effect without proxies', () => {
    const noEffect =
      'has no effect with Injection.none(): nothing takes the connections of its pods. Leave it out, or write injection: Injection.sidecar().';
    refused(
      {
        injection: Injection.none(),
        mutualTls: MutualTls.STRICT,
        access: NamespaceAccess.denyByDefault(),
        egress: [EgressHost.any()],
        outboundTrafficPolicy: OutboundTrafficPolicy.registryOnly(),
      },
      [`mutualTls: ${noEffect}`, `access: ${noEffect}`, `egress: ${noEffect}`, `outboundTrafficPolicy: ${noEffect}`],
    );
  });

  test('a namespace without a name', () => {
    expect(() => make({}, new Chart(Testing.app(), 'shop'))).toThrow(
      new Error(
        "shop/Shop (MeshNamespace): 1 problem\n  name: is needed, because its chart has no namespace. Write name: 'shop'.",
      ),
    );
  });

  test('a label of the chart that contradicts its injection', () => {
    const chart = new Chart(Testing.app(), 'shop', { namespace: 'shop', labels: { 'istio.io/rev': 'canary' } });
    expect(() => make({}, chart)).toThrow(
      new Error(
        'shop/Shop (MeshNamespace): 1 problem\n  labels.istio.io/rev: "canary" contradicts Injection.sidecar(). Leave it out, or write injection: Injection.revision(\'canary\').',
      ),
    );
  });

  test('a namespace twice', () => {
    const chart = shopChart();
    make({}, chart);
    expect(() => new MeshNamespace(chart, 'Again', { injection: Injection.ambient() })).toThrow(
      new Error(
        'shop/Again (MeshNamespace): 1 problem\n  name: Namespace "shop" is made by shop/Shop already. Use that one, or write another name.',
      ),
    );
    new MeshNamespace(chart, 'Other', { name: 'other', injection: Injection.ambient() });
  });

  test('policies for all pods that are there already', () => {
    const chart = shopChart();
    new PeerAuthentication(chart, 'Mtls', { mode: MutualTls.PERMISSIVE });
    new Sidecar(chart, 'Hosts', { egress: [EgressListener.anyPort([EgressHost.any()])] });
    const taken = 'for all pods of namespace shop already, and Istio takes only one. Leave one of them out.';
    expect(() => make({ mutualTls: MutualTls.STRICT, egress: [EgressHost.any()] }, chart)).toThrow(
      new Error(
        [
          'shop/Shop (MeshNamespace): 2 problems',
          `  mutualTls: shop/Mtls is the PeerAuthentication ${taken}`,
          `  egress: shop/Hosts is the Sidecar ${taken}`,
        ].join('\n'),
      ),
    );
  });

  test('another object in the place of a namespace', () => {
    const chart = shopChart();
    const service = new ApiObject(chart, 'Service', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' } });
    const message = 'namespace: Service "web" is not a Namespace. Write the name of its namespace.';
    refused({ egress: [EgressHost.namespace(service)] }, [`egress[0].${message}`]);
  });
});
