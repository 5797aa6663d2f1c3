import type { App } from 'cdk8s';
import { Chart, Duration, Testing } from 'cdk8s';
import * as fc from 'fast-check';
import * as istio from '../lib';

/*
 * What holds of everything that the library makes, whatever it is given: random input that is right, and laws of its output.
 * A construct is added by a builder in `BUILDERS`.
 */

interface Route {
  readonly weight?: number;
  readonly destination?: { readonly host: string; readonly subset?: string };
}
interface Rule {
  readonly route?: Route[];
  readonly mirrors?: Route[];
  readonly match?: { readonly gateways?: string[] }[];
}
interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly host?: string;
    readonly hosts?: string[];
    readonly gateways?: string[];
    readonly subsets?: { readonly name: string }[];
    readonly http?: Rule[];
    readonly tls?: Rule[];
    readonly tcp?: Rule[];
  };
}

/** Random props, and how they become constructs of a chart. */
class Builder {
  public static of<T>(props: fc.Arbitrary<T>, build: (chart: Chart, props: T) => void): Builder {
    return new Builder(props.map((given) => (chart: Chart) => build(chart, given)));
  }

  private constructor(public readonly programs: fc.Arbitrary<(chart: Chart) => void>) {}
}

const label = fc.stringMatching(/^[a-z]([-a-z0-9]{0,8}[a-z0-9])?$/);
const domain = fc.tuple(label, label).map(([name, zone]) => `${name}.${zone}.example`);
const path = label.map((name) => `/${name}`);
const port = fc.integer({ min: 1, max: 65535 });
const percent = fc.integer({ min: 0, max: 100 });
const duration = fc.integer({ min: 1, max: 100_000 }).map((ms) => Duration.millis(ms));
const service = fc
  .record({ name: label, namespace: label, port })
  .map((given) => istio.ServiceRef.fromName(given.name, { namespace: given.namespace, ports: [{ port: given.port }] }));
const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });

/** Whole shares that make 100. */
const shares = fc.array(percent, { minLength: 0, maxLength: 3 }).map((cuts) => {
  const points = [0, ...[...cuts].sort((a, b) => a - b), 100];
  return points.slice(1).map((point, i) => point - points[i]);
});

const match = fc.oneof(
  path.map((uri) => istio.HttpMatch.prefix(uri)),
  path.map((uri) => istio.HttpMatch.exact(uri)),
  fc.tuple(label, label).map(([name, value]) => istio.HttpMatch.header(`x-${name}`, value)),
  fc.tuple(label, label).map(([name, value]) => istio.HttpMatch.cookie(name, value)),
);
const extras = fc.record({
  name: optional(label),
  timeout: optional(duration),
  retries: optional(fc.integer({ min: 1, max: 5 }).map((attempts) => istio.Retries.onServerErrors(attempts))),
  fault: optional(percent.map((percentage) => istio.Fault.abort(503, { percentage }))),
  // A text in the place of a prefix has to end as the prefix does; one in the place of the whole path is always right.
  rewrite: optional(path.map((uri) => istio.Rewrite.regex('^.*$', uri))),
});

const account = fc
  .record({ name: label, namespace: label })
  .map(({ name, namespace }) => istio.Source.serviceAccount(istio.ServiceAccountRef.fromName(name, { namespace })));
const address = fc.ipV4().map((ip) => istio.Source.ipRanges([ip]));
const source = fc.oneof(
  account,
  address,
  label.map((name) => istio.Source.namespace(name)),
  fc.tuple(account, address).map((both) => istio.Source.allOf(both)),
  fc.tuple(account, label).map(([who, name]) => istio.Source.namespace(name).except([who])),
  fc.constant(istio.Source.anyToken()),
);
const operation = fc
  .record({
    methods: optional(fc.constantFrom('GET', 'POST').map((method) => [method])),
    paths: optional(
      fc
        .oneof(
          path,
          path.map((text) => `${text}/*`),
          path.map((text) => `${text}/{*}/x`),
        )
        .map((text) => [text]),
    ),
    hosts: optional(domain.map((host) => [host, `${host}:*`])),
  })
  .map((given) => istio.Operation.http({ ...given, ports: [8080] }));
const condition = fc
  .tuple(label, label)
  .chain(([name, value]) =>
    fc.constantFrom(
      istio.Condition.header(`x-${name}`, [value]),
      istio.Condition.unless(istio.Condition.claim(name, [value])),
    ),
  );

const BUILDERS: Record<string, Builder> = {
  policies: Builder.of(
    fc.record({
      app: label,
      action: fc.constantFrom(istio.AuthorizationAction.ALLOW, istio.AuthorizationAction.DENY),
      rules: fc.array(
        fc.record({
          from: optional(fc.array(source, { minLength: 1, maxLength: 3 })),
          to: fc.array(operation, { minLength: 1, maxLength: 2 }),
          when: optional(fc.array(condition, { minLength: 1, maxLength: 2 })),
        }),
        { minLength: 1, maxLength: 3 },
      ),
      mode: fc.constantFrom(...Object.values(istio.MutualTls)),
      issuer: domain.map((host) => `https://${host}`),
    }),
    (chart, { app, action, rules, mode, issuer }) => {
      const target = istio.PolicyTarget.labels({ app });
      new istio.AuthorizationPolicy(chart, 'Policy', {
        target,
        action,
        rules: rules.map((rule) => istio.AuthorizationRule.of(rule)),
      });
      new istio.PeerAuthentication(chart, 'Peers', { target, mode, ports: [{ port: 8080, mode }] });
      const jwtRules = [istio.JwtRule.of({ issuer })];
      new istio.RequestAuthentication(chart, 'Login', { target, jwtRules }).requireToken({ ports: [8080] });
    },
  ),
  'VirtualService and DestinationRule': Builder.of(
    fc.record({
      service,
      shares,
      mirrored: service,
      share: percent,
      rules: fc.array(fc.tuple(match, extras), { maxLength: 4 }),
    }),
    (chart, given) => {
      const rule = new istio.DestinationRule(chart, 'Rule', { service: given.service });
      const route = given.shares.map((weight, i) => istio.Destination.subset(rule.addSubset(`v${i}`), { weight }));
      const mirrors = [{ destination: istio.Destination.service(given.mirrored), percentage: given.share }];
      const routes = new istio.VirtualService(chart, 'Routes', { services: [given.service] });
      given.rules.forEach(([condition, rest]) => routes.addHttpRoute({ match: [condition], ...rest, route, mirrors }));
      routes.addHttpRoute({ route });
    },
  ),
  'Gateway and VirtualService': Builder.of(
    fc.record({
      hosts: fc.uniqueArray(domain, { minLength: 1, maxLength: 3 }),
      name: label,
      service,
      shares,
      credential: optional(label),
      mesh: fc.boolean(),
    }),
    (chart, given) => {
      const { hosts, credential } = given;
      const servers = [
        istio.GatewayServer.http({ hosts, httpsRedirect: credential !== undefined }),
        ...(credential === undefined
          ? []
          : [istio.GatewayServer.https({ hosts, tls: istio.ServerTls.credential(credential) })]),
        istio.GatewayServer.tls({ hosts: hosts.map((host) => `tls.${host}`), tls: istio.ServerTls.passthrough() }),
        istio.GatewayServer.tls({ hosts: hosts.map((host) => `tcp.${host}`), tls: istio.ServerTls.istioMutual() }),
      ];
      const gateway = new istio.Gateway(chart, 'Edge', { metadata: { name: given.name }, servers });
      const route = given.shares.map((weight) => istio.Destination.service(given.service, { weight }));
      new istio.VirtualService(chart, 'Routes', {
        hosts,
        gateways: given.mesh ? [gateway, istio.Gateway.mesh()] : [gateway],
        http: [{ match: [istio.HttpMatch.of({ gateways: [gateway] })], route }, { route }],
      });
      new istio.VirtualService(chart, 'Passed', {
        hosts: hosts.map((host) => `tls.${host}`),
        gateways: [gateway],
        tls: [{ match: [{ sniHosts: [`tls.${hosts[0]}`] }], route }],
      });
      new istio.VirtualService(chart, 'Ended', {
        hosts: hosts.map((host) => `tcp.${host}`),
        gateways: [gateway],
        tcp: [{ route }],
      });
    },
  ),
  IngressedService: Builder.of(
    fc.record({
      service,
      hosts: fc.uniqueArray(domain, { minLength: 1, maxLength: 3 }),
      tls: optional(label.map((name) => istio.IngressTls.credential(name))),
      routes: optional(
        fc
          .uniqueArray(path, { minLength: 1, maxLength: 4 })
          .map((paths) => paths.map((uri) => istio.IngressRoute.prefix(uri))),
      ),
    }),
    (chart, given) => new istio.IngressedService(chart, 'Ingressed', given),
  ),
  GatewayDeployment: Builder.of(
    fc.record({
      name: label.map((name) => `door-${name}`),
      replicas: optional(fc.integer({ min: 1, max: 9 })),
      revision: optional(label),
      loadBalancer: optional(
        fc.constantFrom(
          istio.LoadBalancer.awsNlb({ proxyProtocol: true }),
          istio.LoadBalancer.azure(),
          istio.LoadBalancer.clusterIp(),
        ),
      ),
      service,
      host: domain,
    }),
    (chart, { service: to, host, ...given }) => {
      const { workload } = new istio.GatewayDeployment(chart, 'Door', given);
      new istio.IngressedService(chart, 'Ingressed', { service: to, hosts: [host], workload });
    },
  ),
  CanaryRelease: Builder.of(
    fc.record({
      service,
      split: percent,
      mirror: optional(percent),
      always: fc.uniqueArray(label, { maxLength: 2 }),
      hosts: optional(fc.uniqueArray(domain, { minLength: 1, maxLength: 2 })),
    }),
    (chart, given) => {
      const release = new istio.CanaryRelease(chart, 'Release', {
        service: given.service,
        stable: istio.Version.labelled('v1', { version: 'v1' }),
        canary: istio.Version.labelled('v2', { version: 'v2' }),
        split: istio.Split.percent(given.split),
        alwaysCanary: given.always.map((name) => istio.HttpMatch.header(`x-${name}`, 'always')),
        ...(given.mirror === undefined || given.split > 0 ? {} : { mirrorPercent: given.mirror }),
      });
      if (given.hosts !== undefined) {
        new istio.IngressedService(chart, 'Ingressed', { service: release.release, hosts: given.hosts });
      }
    },
  ),
  'EgressSniPassthrough by fixed hosts': Builder.of(
    fc.record({
      hosts: fc.uniqueArray(domain, { minLength: 1, maxLength: 3 }),
      clients: fc.uniqueArray(label, { minLength: 1, maxLength: 2 }),
    }),
    (chart, given) =>
      new istio.EgressSniPassthrough(chart, 'Egress', { ...given, strategy: istio.EgressStrategy.fixedHosts() }),
  ),
  'EgressSniPassthrough by a common server': Builder.of(
    fc.record({ zone: domain, host: label }),
    (chart, { zone, host }) =>
      new istio.EgressSniPassthrough(chart, 'Egress', {
        hosts: [`*.${zone}`],
        strategy: istio.EgressStrategy.commonServer(`${host}.${zone}`),
      }),
  ),
};

function synth(build: (chart: Chart) => void): { manifests: Manifest[]; yaml: string; app: App } {
  const app = Testing.app();
  const chart = new Chart(app, 'laws', { namespace: 'laws' });
  build(chart);
  return { manifests: app.charts.flatMap((part) => part.toJson() as Manifest[]), yaml: app.synthYaml(), app };
}

const rulesOf = ({ spec }: Manifest): Rule[] => [...(spec?.http ?? []), ...(spec?.tls ?? []), ...(spec?.tcp ?? [])];
const destinationsOf = (rule: Rule): Route[] => [...(rule.route ?? []), ...(rule.mirrors ?? [])];

const isFull = (host: string): boolean => host.includes('.') || host === '*';

const LAWS: Record<string, (manifests: Manifest[]) => void> = {
  "the API server and Istio's webhook take them": (manifests) => {
    const refused = istio
      .check(manifests)
      .filter(({ code, object }) => /^(CDI000\d|IST0106|IST0133)$/.test(code) && object.kind !== 'EnvoyFilter');
    expect(refused.map(({ code, object, path, message }) => `${code} ${object.kind} ${path}: ${message}`)).toEqual([]);
  },
  'the weights of a route make 100': (manifests) => {
    for (const { route = [] } of manifests.flatMap(rulesOf)) {
      if (route.length > 1) {
        expect(route.reduce((sum, { weight }) => sum + weight!, 0)).toBe(100);
      }
    }
  },
  'every host is a full name': (manifests) => {
    const hosts = manifests.flatMap((manifest) => [
      ...(manifest.kind === 'DestinationRule' ? [manifest.spec.host!] : []),
      ...(manifest.kind === 'VirtualService' ? (manifest.spec.hosts ?? []) : []),
      ...rulesOf(manifest).flatMap((rule) => destinationsOf(rule).map(({ destination }) => destination!.host)),
    ]);
    expect(hosts.filter((host) => !isFull(host))).toEqual([]);
  },
  'every subset is one of a DestinationRule': (manifests) => {
    const declared = manifests
      .filter(({ kind }) => kind === 'DestinationRule')
      .flatMap(({ spec }) => (spec.subsets ?? []).map(({ name }) => `${spec.host}/${name}`));
    const named = manifests
      .flatMap(rulesOf)
      .flatMap(destinationsOf)
      .filter(({ destination }) => destination!.subset !== undefined)
      .map(({ destination }) => `${destination!.host}/${destination!.subset}`);
    expect(named.filter((subset) => !declared.includes(subset))).toEqual([]);
  },
  'every gateway is in the output': (manifests) => {
    const declared = manifests
      .filter(({ kind }) => kind === 'Gateway')
      .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
    const named = manifests.flatMap((manifest) => [
      ...(manifest.kind === 'VirtualService' ? (manifest.spec.gateways ?? []) : []),
      ...rulesOf(manifest).flatMap((rule) => (rule.match ?? []).flatMap(({ gateways }) => gateways ?? [])),
    ]);
    expect(named.filter((gateway) => gateway !== 'mesh' && !declared.includes(gateway))).toEqual([]);
  },
};

describe.each(Object.entries(BUILDERS))('%s', (_, { programs }) => {
  test.each(Object.entries(LAWS))('%s', (_law, holds) => {
    fc.assert(
      fc.property(programs, (build) => holds(synth(build).manifests)),
      { seed: 1, numRuns: 60 },
    );
  });

  test('the same input makes the same bytes', () => {
    fc.assert(
      fc.property(programs, (build) => {
        expect(synth(build).yaml).toBe(synth(build).yaml);
      }),
      { seed: 1, numRuns: 30 },
    );
  });

  test('no construct depends on another', () => {
    fc.assert(
      fc.property(programs, (build) => {
        expect(
          synth(build)
            .app.node.findAll()
            .flatMap((construct) => construct.node.dependencies),
        ).toEqual([]);
      }),
      { seed: 1, numRuns: 30 },
    );
  });
});
