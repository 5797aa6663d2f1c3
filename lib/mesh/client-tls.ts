import type { TrafficPolicy } from '../../imports/networking';
import { fullHost, isWildcard } from '../istio/host';
import type { DestinationRule, EffectiveRule } from './destination-rules';
import { ruleFor } from './destination-rules';
import type { Endpoint } from './endpoints';
import { endpointsOf } from './endpoints';
import type { Proxy } from './proxies';
import { sidecarOf } from './proxies';
import { DataMap, DataSet } from './reading/data-map';
import { groupBy } from './reading/group-by';
import type { Mesh } from './reading/mesh';
import type { RegistryService } from './registry';
import { registry } from './registry';

/** How proxies connect to some endpoints of a service, where a DestinationRule says it. */
export interface ClientTls {
  /** The rule, and where it says so: `spec.trafficPolicy.tls.mode`. */
  readonly object: DestinationRule;
  readonly path: string;
  readonly mode: string;
  readonly service: RegistryService;
  /** Of the service. */
  readonly port: number;
  readonly endpoints: readonly Endpoint[];
}

/** A client in a namespace without rules of its own. */
const ANYBODY = sidecarOf('');

/**
 * The TLS settings of all DestinationRules for Services, as proxies find them: those of a port before those of the rule, those of a subset before
 * both (pilot/pkg/networking/core/cluster_tls.go: buildUpstreamTLSSettings). Services outside the cluster are left out. `mesh.derive(clientTls)`
 */
export function clientTls(mesh: Mesh): readonly ClientTls[] {
  const withTls = mesh.all('networking.istio.io/DestinationRule').filter(({ spec }) => saysTls(spec));
  if (withTls.length === 0) {
    return [];
  }
  const clients = new DataMap<readonly [namespace: string, labels: object], Proxy>();
  const clientOf = (namespace: string, labels: Proxy['labels'] = {}): Proxy =>
    clients.getOrAdd([namespace, labels], () => sidecarOf(namespace, labels));
  const named = withTls.map(({ spec, namespace }) => ({
    client: clientOf(namespace, spec.workloadSelector?.matchLabels),
    host: fullHost(spec.host ?? '', namespace, mesh.context.clusterDomain),
  }));
  const byHost = groupBy(named, ({ host }) => host);
  const ofWildcards = named.filter(({ host }) => isWildcard(host));
  return registry(mesh)
    .all.filter(({ external, aliasFor }) => !external && aliasFor === undefined)
    .flatMap((service) => {
      // Only the namespaces of rules for the host, and the pods that these select, see others than everybody does.
      const near = [...(byHost.get(service.host) ?? []), ...ofWildcards].map(({ client }) => client);
      const rules = [ANYBODY, ...new Set(near)].flatMap((client) => ruleFor(mesh, client, service).rule ?? []);
      const settings = [...new Set(rules)].flatMap((rule) => ofRule(mesh, service, rule));
      // A rule is merged once for its own namespace, and once more for others.
      const known = new DataSet<readonly [rule: string, path: string, port: number]>();
      return settings.filter(({ object, path, port }) => known.add([object.key, path, port]));
    });
}

function saysTls({
  trafficPolicy,
  subsets = [],
}: {
  readonly trafficPolicy?: TrafficPolicy;
  readonly subsets?: readonly { readonly trafficPolicy?: TrafficPolicy }[];
}): boolean {
  return [trafficPolicy, ...subsets.map((subset) => subset.trafficPolicy)].some(
    (policy) => policy?.tls !== undefined || (policy?.portLevelSettings ?? []).some(({ tls }) => tls !== undefined),
  );
}

function ofRule(mesh: Mesh, service: RegistryService, rule: EffectiveRule): ClientTls[] {
  const { policyFrom, trafficPolicy, subsets } = rule;
  const whole =
    policyFrom === undefined ? [] : [{ object: policyFrom, at: 'spec.trafficPolicy', trafficPolicy, labels: {} }];
  const all = [
    ...whole,
    ...subsets.map((subset) => ({ ...subset, object: subset.from, at: `${subset.path}.trafficPolicy` })),
  ];
  return service.ports
    .filter(({ protocol }) => protocol !== 'UDP')
    .flatMap(({ number }) =>
      all.flatMap(({ object, at, trafficPolicy: policy, labels }) => {
        const setting = settingOf(policy, number, at);
        return setting === undefined
          ? []
          : { ...setting, object, service, port: number, endpoints: endpointsOf(mesh, service, number, labels) };
      }),
    );
}

/** Settings of a port stand for all settings of the rule. */
function settingOf(
  policy: TrafficPolicy | undefined,
  port: number,
  at: string,
): { readonly mode: string; readonly path: string } | undefined {
  const i = (policy?.portLevelSettings ?? []).findIndex((settings) => settings.port?.number === port);
  const [tls, path] = i < 0 ? [policy?.tls, at] : [policy!.portLevelSettings![i].tls, `${at}.portLevelSettings[${i}]`];
  return tls === undefined ? undefined : { mode: tls.mode ?? 'DISABLE', path: `${path}.tls.mode` };
}
