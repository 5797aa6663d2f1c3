import type { TrafficPolicy } from '../../../imports/networking';
import { fullHost, isWildcard, serviceOfHost } from '../../istio/host';
import { clientTls } from '../../mesh/client-tls';
import type { Endpoint } from '../../mesh/endpoints';
import { endpointsOf } from '../../mesh/endpoints';
import type { MutualTls } from '../../mesh/mutual-tls';
import { strictOn } from '../../mesh/mutual-tls';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { RegistryService } from '../../mesh/registry';
import { registry } from '../../mesh/registry';
import type { Check, Wording } from '../check';

/** DestinationRules that disable mutual TLS towards pods that require it. */
export const strictMutualTls: Check = {
  name: 'strict-mutual-tls',
  mirrors: ['pilot/pkg/networking/core/cluster_tls.go: buildUpstreamClusterTLSContext'],
  codes: {
    CDI0304: {
      name: 'PlaintextToStrictPods',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A DestinationRule disables mutual TLS towards pods that require it.',
      explanation:
        "Istio uses mutual TLS automatically if both sides support it. A DestinationRule with `tls` overrides that for the callers: with DISABLE they send plaintext, with SIMPLE or MUTUAL their own TLS. With a PeerAuthentication in mode STRICT the server resets every connection without Istio's mutual TLS. A rule with a wildcard counts for the hosts for which proxies find it. Pods without a proxy, and ports that go past it, take anything.",
      remedy: 'Remove tls from the DestinationRule, or relax the PeerAuthentication for those pods.',
      references: [
        'https://istio.io/latest/docs/ops/common-problems/network-issues/#503-errors-after-setting-destination-rule',
        'https://github.com/istio/istio/issues/6279',
      ],
    },
  },
  run(mesh, report) {
    for (const object of mesh.all('networking.istio.io/DestinationRule')) {
      const plain = plainSettings(object);
      const host = fullHost(object.spec.host ?? '', object.namespace, mesh.context.clusterDomain);
      const home = plain.length === 0 ? undefined : serviceOfHost(host, mesh.context.clusterDomain);
      const service = home && registry(mesh).at(host, home.namespace);
      if (service === undefined || service.external) {
        continue;
      }
      for (const setting of plain) {
        const strict = strictFor(mesh, service, setting);
        if (strict === undefined) {
          continue;
        }
        report({ code: 'CDI0304', object, path: setting.path, ...wording(setting.mode, host, strict) });
      }
    }
    const told = new Set<string>();
    for (const { object, path, mode, service, endpoints } of mesh.derive(clientTls)) {
      const key = `${object.key} ${path}`;
      if (mode === 'ISTIO_MUTUAL' || !isWildcard(object.spec.host ?? '') || told.has(key)) {
        continue;
      }
      const strict = strictOf(mesh, endpoints);
      if (strict !== undefined) {
        told.add(key);
        report({ code: 'CDI0304', object, path, ...wording(mode, service.host, strict, service.object) });
      }
    }
  },
};

function wording(mode: string, host: string, { from }: MutualTls, service?: MeshObject): Wording {
  const named = [from, service].flatMap((object) => (object === undefined ? [] : { object }));
  return {
    related: named.length === 0 ? undefined : named,
    message: `With mode ${mode} proxies do not use Istio's mutual TLS to ${host}, but PeerAuthentication ${from?.key} is STRICT for its pods: they reset every connection, and callers get 503 with the response flag UC or UF.`,
    fix: 'Remove tls, so that Istio uses what both sides support, or write mode: ISTIO_MUTUAL.',
  };
}

/** TLS settings of a rule other than ISTIO_MUTUAL. */
interface PlainSetting {
  /** `spec.trafficPolicy.tls.mode` */
  readonly path: string;
  readonly mode: string;
  /** The port of the Service that they apply to; undefined for all but {@link otherPorts}. */
  readonly port?: number;
  readonly otherPorts: ReadonlySet<number>;
  /** The labels of a subset. */
  readonly labels?: Readonly<Record<string, string>>;
}

function plainSettings({ spec }: MeshObject<'networking.istio.io/DestinationRule'>): PlainSetting[] {
  return [
    ...plainOf(spec.trafficPolicy, 'spec.trafficPolicy'),
    ...(spec.subsets ?? []).flatMap(({ trafficPolicy, labels }, i) =>
      plainOf(trafficPolicy, `spec.subsets[${i}].trafficPolicy`).map((setting) => ({ ...setting, labels })),
    ),
  ];
}

/** Settings of a port replace those for all ports. */
function plainOf(policy: TrafficPolicy | undefined, path: string): PlainSetting[] {
  const ofPorts = policy?.portLevelSettings ?? [];
  const otherPorts = new Set(ofPorts.flatMap(({ port }) => port?.number ?? []));
  return [
    { tls: policy?.tls, path, port: undefined },
    ...ofPorts.map(({ tls, port }, i) => ({ tls, path: `${path}.portLevelSettings[${i}]`, port: port?.number ?? 0 })),
  ].flatMap(({ tls, path: at, port }) => {
    const mode: string = tls === undefined ? 'ISTIO_MUTUAL' : (tls.mode ?? 'DISABLE');
    return mode === 'ISTIO_MUTUAL' ? [] : { path: `${at}.tls.mode`, mode, port, otherPorts };
  });
}

/** The policy by which some of the pods that the settings apply to require mutual TLS. Pods without a proxy accept anything. */
function strictFor(
  mesh: Mesh,
  service: RegistryService,
  { port, otherPorts, labels }: PlainSetting,
): MutualTls | undefined {
  const endpoints = service.ports
    .filter(({ number }) => (port === undefined ? !otherPorts.has(number) : number === port))
    .flatMap(({ number }) => endpointsOf(mesh, service, number, labels));
  return strictOf(mesh, endpoints);
}

function strictOf(mesh: Mesh, endpoints: readonly Endpoint[]): MutualTls | undefined {
  for (const endpoint of endpoints) {
    const strict = strictOn(mesh, endpoint);
    if (strict !== undefined) {
      return strict;
    }
  }
  return undefined;
}
