import { ApiObject, App, Chart, Testing } from 'cdk8s';
import type { EgressSniPassthroughProps } from 'cdk8s-istio';
import {
  AuthorizationRule,
  EgressSniPassthrough,
  EgressStrategy,
  GatewayWorkload,
  HopSecurity,
  Injection,
  IstioVersion,
  MeshNamespace,
  MeshSettings,
  Operation,
  ServiceAccountRef,
  Source,
  Waypoint,
  WaypointTraffic,
} from 'cdk8s-istio';
import fc from 'fast-check';

/** A namespace with a waypoint of its own, and a chart of another one whose pods go out through it. */
class Subject {
  public readonly app = new App();
  public readonly chart = new Chart(this.app, 'billing', { namespace: 'billing' });
  public readonly out = new Chart(this.app, 'out', { namespace: 'istio-egress' });

  constructor(istioVersion: IstioVersion = IstioVersion.V1_31) {
    MeshSettings.set(this.app, { istioVersion });
  }

  public namespace(injection: Injection = Injection.ambient({ waypoint: Waypoint.own() })): MeshNamespace {
    return new MeshNamespace(this.out, 'Egress', { injection });
  }

  public egress(props: Partial<EgressSniPassthroughProps> = {}): EgressSniPassthrough {
    const strategy = props.strategy ?? EgressStrategy.waypoint(named);
    return new EgressSniPassthrough(this.chart, 'Payments', { hosts: ['api.example.com'], ...props, strategy });
  }

  /** What synth says, without the lines around it. */
  public problems(): string[] {
    try {
      this.app.synthYaml();
      return [];
    } catch (error) {
      return (error as Error).message.split('\n').filter((line) => line.includes('clients['));
    }
  }
}

const named = Waypoint.named('waypoint', { namespace: 'istio-egress' });
const invoices = Source.serviceAccount(ServiceAccountRef.fromName('invoices'));

function made(props: Partial<EgressSniPassthroughProps> = {}): unknown[] {
  const subject = new Subject();
  subject.egress(props);
  return Testing.synth(subject.chart) as unknown[];
}

describe('makes', () => {
  test('a ServiceEntry beside the waypoint, and the policy for it', () => {
    const strategy = EgressStrategy.waypoint(named, { allowedCallers: [invoices, Source.namespace('reports')] });
    expect(made({ hosts: ['api.example.com', 'files.example.com'], strategy, clients: ['billing'] })).toEqual([
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'ServiceEntry',
        metadata: {
          name: 'billing-payments',
          namespace: 'istio-egress',
          labels: { 'istio.io/use-waypoint': 'waypoint' },
          annotations: {
            'cdk8s-istio/verify': 'kubectl -n istio-egress logs --tail=100 deployment/waypoint | grep api.example.com',
            'cdk8s-istio/not-a-firewall': 'pods can still leave directly; only a NetworkPolicy keeps them from it',
          },
        },
        spec: {
          hosts: ['api.example.com', 'files.example.com'],
          ports: [{ number: 443, name: 'tls-443', protocol: 'TLS' }],
          location: 'MESH_EXTERNAL',
          resolution: 'DNS',
          exportTo: ['.', 'billing'],
        },
      },
      {
        apiVersion: 'security.istio.io/v1',
        kind: 'AuthorizationPolicy',
        metadata: {
          name: 'billing-payments',
          namespace: 'istio-egress',
          annotations: {
            'cdk8s-istio/accepted':
              'ztunnel or a waypoint enforces it, and istioctl analyze looks for pods with a sidecar',
            'galley.istio.io/analyze-suppress': 'IST0127',
          },
        },
        spec: {
          targetRefs: [{ group: 'networking.istio.io', kind: 'ServiceEntry', name: 'billing-payments' }],
          rules: [
            {
              from: [
                { source: { principals: ['cluster.local/ns/billing/sa/invoices'] } },
                { source: { namespaces: ['reports'] } },
              ],
            },
          ],
        },
      },
    ]);
  });

  test('for wildcards, addresses by the SNI, and what must be known of them', () => {
    const [entry, ...others] = made({ hosts: ['*.wikipedia.org', '*.wikimedia.org'], port: 8443 });
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      metadata: {
        annotations: {
          'cdk8s-istio/verify': 'kubectl -n istio-egress logs --tail=100 deployment/waypoint | grep wikipedia.org',
          'cdk8s-istio/needs':
            'istiod with the environment variable ENABLE_WILDCARD_HOST_SERVICE_ENTRIES_FOR_TLS=true; without it the waypoint closes the connections',
          'cdk8s-istio/trusts-the-client':
            'the waypoint connects to the host that the SNI names, also to one that is not of the list',
        },
      },
      spec: {
        hosts: ['*.wikipedia.org', '*.wikimedia.org'],
        ports: [{ number: 8443, name: 'tls-8443', protocol: 'TLS' }],
        resolution: 'DYNAMIC_DNS',
      },
    });
  });

  test('the same for the MeshNamespace that has the waypoint, whatever it is called', () => {
    const subject = new Subject();
    const namespace = subject.namespace(Injection.ambient({ waypoint: Waypoint.own({ name: 'exit' }) }));
    const { serviceEntry } = subject.egress({ strategy: EgressStrategy.waypoint(namespace) });
    expect([serviceEntry.namespace, serviceEntry.metadata.getLabel('istio.io/use-waypoint')]).toEqual([
      'istio-egress',
      'exit',
    ]);
  });

  test('in the namespace of a waypoint that a MeshNamespace names', () => {
    const subject = new Subject();
    const injection = Injection.ambient({ waypoint: Waypoint.named('shared', { namespace: 'infra' }) });
    const { serviceEntry } = subject.egress({ strategy: EgressStrategy.waypoint(subject.namespace(injection)) });
    expect([serviceEntry.namespace, serviceEntry.metadata.getLabel('istio.io/use-waypoint')]).toEqual([
      'infra',
      'shared',
    ]);
  });

  test('in the namespace of the chart, with a waypoint of that', () => {
    const { serviceEntry } = new Subject().egress({ strategy: EgressStrategy.waypoint(Waypoint.named('waypoint')) });
    expect([serviceEntry.namespace, serviceEntry.name]).toEqual(['billing', 'payments']);
  });

  test('what can be reached', () => {
    const site = new Subject().egress({ strategy: EgressStrategy.waypoint(named, { allowedCallers: [invoices] }) });
    expect(site.authorizationPolicy?.name).toBe('billing-payments');
    expect([site.gateway, site.destinationRule, site.envoyFilter, site.virtualServices]).toEqual([
      undefined,
      undefined,
      undefined,
      [],
    ]);
    expect(new Subject().egress().authorizationPolicy).toBeUndefined();
  });

  test('one resolution for all hosts, which fits them', () => {
    const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
    const names = fc.uniqueArray(
      fc.tuple(label, label).map((labels) => `${labels.join('.')}.example`),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    fc.assert(
      fc.property(names, fc.boolean(), (hosts, isWildcard) => {
        const given = hosts.map((host) => (isWildcard ? `*.${host}` : host));
        expect(made({ hosts: given })).toMatchObject([
          { spec: { hosts: given, resolution: isWildcard ? 'DYNAMIC_DNS' : 'DNS' } },
        ]);
      }),
      { numRuns: 30 },
    );
  });
});

describe('rejects', () => {
  const waypoint = (...args: Parameters<typeof EgressStrategy.waypoint>): Partial<EgressSniPassthroughProps> => ({
    strategy: EgressStrategy.waypoint(...args),
  });
  const refused = (props: Partial<EgressSniPassthroughProps>, subject = new Subject()): string[] => {
    try {
      subject.egress(props);
      return [];
    } catch (error) {
      return (error as Error).message.split('\n').slice(1);
    }
  };

  test.each<[string, Partial<EgressSniPassthroughProps>, string[]]>([
    [
      'what belongs to a gateway',
      { workload: GatewayWorkload.istioEgress(), gatewayPort: 443, hopSecurity: HopSecurity.none() },
      ['workload', 'gatewayPort', 'hopSecurity'].map(
        (field) =>
          `  ${field}: EgressStrategy.waypoint() leaves the cluster through a waypoint, without an egress gateway. Omit it; for a gateway write EgressStrategy.sniForward().`,
      ),
    ],
    [
      'wildcards beside single names',
      { hosts: ['*.wikipedia.org', 'www.example.com'] },
      [
        '  hosts: has wildcards (*.wikipedia.org) and single names (www.example.com), and a waypoint finds their addresses in different ways. Write an EgressSniPassthrough for each kind.',
      ],
    ],
    [
      'callers by a token',
      waypoint(named, { allowedCallers: [invoices, Source.anyToken()] }),
      [
        '  strategy.waypoint.allowedCallers[1]: asks for requestPrincipals, which only requests have, and the waypoint passes the TLS of the client on as it is. Write Source.workload(...) or Source.namespace(...).',
      ],
    ],
    [
      'no callers',
      waypoint(named, { allowedCallers: [] }),
      [
        '  strategy.waypoint.allowedCallers: is empty. Write [Source.workload(frontend)], or leave it out for everybody.',
      ],
    ],
    [
      'a caller that is none',
      waypoint(named, { allowedCallers: ['invoices'] as never }),
      ['  strategy.waypoint.allowedCallers[0]: "invoices" is not a Source. Write Source.workload(frontend).'],
    ],
    [
      'options that are none',
      waypoint(named, [invoices] as never),
      [expect.stringMatching(/^ {2}strategy\.waypoint: \[.*\] does not fit here\. Write \{ allowedCallers: /)],
    ],
    [
      'a waypoint that is none',
      waypoint('waypoint' as never),
      [
        "  strategy.waypoint: \"waypoint\" is neither a MeshNamespace nor a Waypoint. Write the MeshNamespace that has the waypoint, or Waypoint.named('waypoint', { namespace: 'istio-egress' }).",
      ],
    ],
    [
      'a waypoint that nobody makes',
      waypoint(Waypoint.own()),
      [
        '  strategy.waypoint: Waypoint.own() is made with its namespace. Give the MeshNamespace that has it, or write Waypoint.named(...) for one that is there.',
      ],
    ],
    [
      'a waypoint with a name that none has',
      waypoint(Waypoint.named('Way Point')),
      [
        '  strategy.waypoint.name: "Way Point" is not the name of a waypoint (lower-case letters, digits and "-", a letter or digit at both ends).',
      ],
    ],
  ])('%s', (_, props, messages) => {
    expect(refused(props)).toEqual(messages);
  });

  test('a waypoint whose namespace is not known', () => {
    const bare = new Chart(new App(), 'bare');
    const strategy = EgressStrategy.waypoint(Waypoint.named('waypoint'));
    expect(() => new EgressSniPassthrough(bare, 'Site', { hosts: ['api.example.com'], strategy })).toThrow(
      "bare/Site (EgressSniPassthrough): 1 problem\n  strategy.waypoint.namespace: is needed, because the chart has none. Write Waypoint.named('waypoint', { namespace: 'istio-egress' }).",
    );
  });

  test('a namespace without a waypoint', () => {
    for (const injection of [Injection.ambient(), Injection.sidecar(), Injection.none()]) {
      const subject = new Subject();
      expect(refused(waypoint(subject.namespace(injection)), subject)).toEqual([
        '  strategy.waypoint: namespace "istio-egress" (out/Egress) has no waypoint. Write injection: Injection.ambient({ waypoint: Waypoint.own() }) there.',
      ]);
    }
  });

  test('a waypoint for pods alone', () => {
    const subject = new Subject();
    const own = Waypoint.own({ traffic: WaypointTraffic.WORKLOAD });
    expect(refused(waypoint(subject.namespace(Injection.ambient({ waypoint: own }))), subject)).toEqual([
      '  strategy.waypoint: waypoint "waypoint" (out/Egress) takes requests to pods only, and hosts outside the cluster have none. Write traffic: WaypointTraffic.SERVICE or WaypointTraffic.ALL there.',
    ]);
  });

  test('a rule for requests, which the waypoint does not see', () => {
    const subject = new Subject();
    const { authorizationPolicy } = subject.egress(waypoint(named, { allowedCallers: [invoices] }));
    const rule = AuthorizationRule.of({ to: [Operation.http({ methods: ['GET'] })] });
    expect(() => authorizationPolicy!.addRule(rule)).toThrow(
      'billing/Payments/AuthorizationPolicy (AuthorizationPolicy): 1 problem\n' +
        '  rules[1].to[0].ports: port 443 of ServiceEntry "billing-payments" has protocol TLS. There are no requests to compare methods with, and the rule would match nothing there. If it speaks HTTP, write protocol: \'HTTP\' there; otherwise leave methods out.',
    );
  });

  test('wildcards before Istio 1.30', () => {
    const hosts = ['*.wikipedia.org'];
    expect(refused({ hosts }, new Subject(IstioVersion.V1_29))).toEqual([
      '  strategy: waypoint: waypoints take wildcards on a port with TLS since Istio 1.30, and this App targets 1.29. List the hosts, or raise istioVersion in MeshSettings.',
    ]);
    expect(refused({ hosts: ['www.wikipedia.org'] }, new Subject(IstioVersion.V1_29))).toEqual([]);
    expect(refused({ hosts }, new Subject(IstioVersion.V1_30))).toEqual([]);
  });
});

describe('clients', () => {
  const PAST = (how: string): string[] => [
    `  clients[0]: Namespace "billing" (billing/Namespace) is not in ambient mode: ${how}, so their connections would go past the waypoint. Write injection: Injection.ambient() there, or EgressStrategy.fixedHosts(), which is for sidecars.`,
  ];

  test.each<[string, Record<string, string>, string[]]>([
    ['in ambient mode', { 'istio.io/dataplane-mode': 'ambient' }, []],
    ['with sidecars', { 'istio-injection': 'enabled' }, PAST('its pods get sidecars')],
    ['with sidecars of a revision', { 'istio.io/rev': 'canary' }, PAST('its pods get sidecars')],
    [
      'with both',
      { 'istio-injection': 'enabled', 'istio.io/dataplane-mode': 'ambient' },
      PAST('its pods get sidecars'),
    ],
    ['outside of the mesh', {}, PAST('it has no label istio.io/dataplane-mode: ambient')],
  ])('%s', (_, labels, problems) => {
    const subject = new Subject();
    subject.egress({ clients: ['billing', 'elsewhere'] });
    new ApiObject(subject.chart, 'Namespace', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'billing', labels },
    });
    expect(subject.problems()).toEqual(problems);
  });

  test('that are not named are not known', () => {
    const subject = new Subject();
    new MeshNamespace(subject.chart, 'Namespace', { injection: Injection.sidecar() });
    subject.egress();
    expect(subject.problems()).toEqual([]);
  });
});
