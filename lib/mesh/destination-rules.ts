import type { Subset, TrafficPolicy } from '../../imports/networking';
import { EVERYBODY, OWN_NAMESPACE } from '../istio/export-to';
import { fullHost } from '../istio/host';
import { oldestFirst } from './age';
import { HostTable } from './host-table';
import type { MeshConfig } from './mesh-config';
import { meshConfig } from './mesh-config';
import type { Proxy } from './proxies';
import type { Mesh } from './reading/mesh';
import type { MeshObject } from './reading/mesh-object';
import type { RegistryService } from './registry';
import { selects } from './workload';

export type DestinationRule = MeshObject<'networking.istio.io/DestinationRule'>;

type Labels = Readonly<Record<string, string>>;

/** A subset as proxies have it. */
export interface EffectiveSubset {
  readonly name: string;
  /** Without labels it takes all endpoints. */
  readonly labels: Labels;
  readonly trafficPolicy?: TrafficPolicy;
  /** The rule that declares it. */
  readonly from: DestinationRule;
  /** `spec.subsets[0]` */
  readonly path: string;
}

/** Rules of one namespace for one host, merged as istiod merges them. */
export interface EffectiveRule {
  /** Full; may begin with `*`. */
  readonly host: string;
  readonly namespace: string;
  /** Of the first rule, as it is written; that of a rule which selects pods is its own namespace. */
  readonly exportTo: ReadonlySet<string>;
  /** The pods that it is for; undefined for all. */
  readonly selector?: Labels;
  /** Those that are merged; the first one decides. */
  readonly rules: readonly DestinationRule[];
  readonly subsets: readonly EffectiveSubset[];
  readonly trafficPolicy?: TrafficPolicy;
  /** The rule that has the policy. */
  readonly policyFrom?: DestinationRule;
  /** The parts of the rules that have no effect. */
  readonly dropped: readonly DroppedSetting[];
}

export interface DroppedSetting {
  readonly rule: DestinationRule;
  /** `spec.subsets[0]` or `spec.trafficPolicy` */
  readonly path: string;
  readonly why: 'duplicate-subset' | 'second-policy';
  /** The rule that counts instead. */
  readonly instead: DestinationRule;
}

/** What a proxy finds for a service. */
export interface RuleLookup {
  readonly rule?: EffectiveRule;
  /** Rules that end the search in a namespace although they apply to others: other pods, or the namespaces that they are exported to. */
  readonly blockedBy: readonly EffectiveRule[];
  /** What the proxy would find if there were none of those, the nearest first. Computed when it is read. */
  readonly passedOver: readonly EffectiveRule[];
}

/** A service, as far as rules are looked up for it. */
export type RuledService = Pick<RegistryService, 'host' | 'namespace'>;

/**
 * The rule that a proxy finds for a service: in its own namespace, then in that of the service, then in the root namespace
 * (pilot/pkg/model/push_context.go: destinationRule; sidecar.go: SidecarScope.DestinationRule).
 */
export function ruleFor(mesh: Mesh, proxy: Pick<Proxy, 'namespace' | 'labels'>, service: RuledService): RuleLookup {
  const index = mesh.derive(ruleIndex);
  const { found, unseen } = index.find(proxy.namespace, service);
  const rule = forPods(found, proxy);
  return {
    rule,
    blockedBy: rule === undefined ? [...unseen, ...found] : unseen,
    get passedOver() {
      return index.candidates(proxy.namespace, service).filter((each) => each !== rule && isFor(each, proxy));
    },
  };
}

/** All rules, as they are merged for their own namespace, and once more as for others. */
export function effectiveRules(mesh: Mesh): readonly EffectiveRule[] {
  return mesh.derive(ruleIndex).all;
}

/**
 * The policy of a port and subset (pilot/pkg/networking/util/util.go: MergeSubsetTrafficPolicy; core/cluster_traffic_policy.go:
 * applyDefaultTrafficPolicy): settings of the port replace all settings of the rule, or of the subset; the subset's fields replace the
 * rule's.
 */
export function trafficPolicyFor(
  rule: Pick<EffectiveRule, 'trafficPolicy' | 'subsets'> | undefined,
  port: number,
  subset?: string,
  defaults: MeshConfig['defaultTrafficPolicy'] = {},
): TrafficPolicy | undefined {
  const { policy } = ofPort(rule?.trafficPolicy, port);
  const base = withDefaults(policy, defaults);
  const own = subset === undefined ? undefined : rule?.subsets.find(({ name }) => name === subset)?.trafficPolicy;
  if (own === undefined || base === undefined) {
    return base ?? (own === undefined ? undefined : ofPort(own, port).policy);
  }
  const { policy: wanted, whole } = ofPort(own, port);
  return mergePolicies(base, wanted!, whole);
}

/** As {@link trafficPolicyFor}, with what MeshConfig gives to clusters without a rule of their own. */
export function clusterPolicy(
  mesh: Mesh,
  rule: EffectiveRule | undefined,
  port: number,
  subset?: string,
): TrafficPolicy | undefined {
  return trafficPolicyFor(rule, port, subset, meshConfig(mesh).defaultTrafficPolicy);
}

/** @returns whole: whether they are the settings of a port, which inherit nothing */
function ofPort(policy: TrafficPolicy | undefined, port: number): { policy?: TrafficPolicy; whole: boolean } {
  const own = policy?.portLevelSettings?.find((settings) => settings.port?.number === port);
  if (own === undefined) {
    return { policy, whole: false };
  }
  const { loadBalancer, connectionPool, outlierDetection, tls } = own;
  return { policy: { loadBalancer, connectionPool, outlierDetection, tls }, whole: true };
}

function withDefaults(
  policy: TrafficPolicy | undefined,
  { connectionPool, outlierDetection }: MeshConfig['defaultTrafficPolicy'],
): TrafficPolicy | undefined {
  return connectionPool === undefined && outlierDetection === undefined
    ? policy
    : {
        ...policy,
        connectionPool: policy?.connectionPool ?? connectionPool,
        outlierDetection: policy?.outlierDetection ?? outlierDetection,
      };
}

/** pilot/pkg/model/destination_rule.go: MergeTrafficPolicy */
function mergePolicies(base: TrafficPolicy, own: TrafficPolicy, whole: boolean): TrafficPolicy {
  return {
    ...base,
    portLevelSettings: undefined,
    connectionPool: whole ? own.connectionPool : (own.connectionPool ?? base.connectionPool),
    outlierDetection: whole ? own.outlierDetection : (own.outlierDetection ?? base.outlierDetection),
    loadBalancer: whole ? own.loadBalancer : (own.loadBalancer ?? base.loadBalancer),
    tls: whole ? own.tls : (own.tls ?? base.tls),
    tunnel: own.tunnel ?? base.tunnel,
    proxyProtocol: own.proxyProtocol ?? base.proxyProtocol,
    retryBudget: own.retryBudget ?? base.retryBudget,
  };
}

/** pilot/pkg/model/sidecar.go: SidecarScope.DestinationRule */
function forPods(
  found: readonly EffectiveRule[],
  proxy: Pick<Proxy, 'namespace' | 'labels'>,
): EffectiveRule | undefined {
  const selecting = found.find((rule) => rule.selector !== undefined && isFor(rule, proxy));
  return selecting ?? found.filter(({ selector }) => selector === undefined).at(-1);
}

function isFor({ namespace, selector }: EffectiveRule, proxy: Pick<Proxy, 'namespace' | 'labels'>): boolean {
  return selector === undefined || (namespace === proxy.namespace && selects(selector, proxy.labels));
}

/** An effective rule while others are merged into it. */
interface Growing {
  readonly host: string;
  readonly namespace: string;
  readonly exportTo: ReadonlySet<string>;
  readonly selector?: Labels;
  readonly rules: DestinationRule[];
  readonly subsets: EffectiveSubset[];
  trafficPolicy?: TrafficPolicy;
  policyFrom?: DestinationRule;
  readonly dropped: DroppedSetting[];
}

/** Rules of one namespace, by host: those for one host are in one list. */
class RulesByHost {
  public readonly table = new HostTable<Growing[]>();

  /** pilot/pkg/model/destination_rule.go: mergeDestinationRule */
  public add(object: DestinationRule, host: string, exportTo: ReadonlySet<string>): void {
    let [known] = this.table.exact(host);
    if (known === undefined) {
      known = [];
      this.table.add(host, known);
    }
    const selector = selectorOf(object);
    let apart = true;
    for (const rule of known) {
      const same = sameWords(exportTo, rule.exportTo);
      apart = !same;
      if (!same && (rule.exportTo.size === 0 || ![...rule.exportTo].every((to) => exportTo.has(to)))) {
        continue;
      }
      const bothSelect = selector !== undefined && rule.selector !== undefined;
      if (bothSelect && !sameLabels(selector, rule.selector)) {
        apart = true;
        continue;
      }
      apart &&= !bothSelect && (selector !== undefined || rule.selector !== undefined);
      merge(rule, object);
    }
    if (apart) {
      const { namespace } = object;
      const rule: Growing = { host, namespace, exportTo, selector, rules: [], subsets: [], dropped: [] };
      merge(rule, object);
      known.push(rule);
    }
  }
}

function merge(rule: Growing, object: DestinationRule): void {
  const { subsets = [], trafficPolicy } = object.spec;
  // A rule keeps its own subsets even if two have one name; from other rules it takes no subset whose name it has.
  const own = rule.rules.length === 0;
  const known = new Map(own ? [] : rule.subsets.map((each) => [each.name, each.from]));
  rule.rules.push(object);
  subsets.forEach((subset, i) => {
    const path = `spec.subsets[${i}]`;
    const other = known.get(subset.name);
    if (other === undefined) {
      rule.subsets.push(effectiveSubset(subset, object, path));
    } else {
      rule.dropped.push({ rule: object, path, why: 'duplicate-subset', instead: other });
    }
  });
  if (trafficPolicy !== undefined && rule.policyFrom === undefined) {
    rule.trafficPolicy = trafficPolicy;
    rule.policyFrom = object;
  } else if (trafficPolicy !== undefined && isOfPolicy(rule.rules[0]) !== isOfPolicy(object)) {
    mergeWithPolicy(rule, object, trafficPolicy);
  } else if (trafficPolicy !== undefined) {
    rule.dropped.push({ rule: object, path: 'spec.trafficPolicy', why: 'second-policy', instead: rule.policyFrom! });
  }
}

/** On DestinationRules that istiod makes of policies of the Gateway API. */
export const BACKEND_POLICY = 'internal.istio.io/parents';

/** pilot/pkg/model/destination_rule.go: isBackendPolicyDestinationRule */
function isOfPolicy({ annotations }: DestinationRule): boolean {
  return annotations[BACKEND_POLICY] !== undefined;
}

/** Of a rule that somebody wrote each field counts before that of a policy (pilot/pkg/model/destination_rule.go: mergeBackendPolicyTrafficPolicy). */
function mergeWithPolicy(rule: Growing, object: DestinationRule, added: TrafficPolicy): void {
  const known = rule.trafficPolicy!;
  const [written, policy] = isOfPolicy(object) ? [known, added] : [added, known];
  rule.trafficPolicy = {
    ...mergePolicies(policy, written, false),
    portLevelSettings: mergePorts(written.portLevelSettings, policy.portLevelSettings),
  };
  const saysTls = written.tls !== undefined || (written.portLevelSettings ?? []).some(({ tls }) => tls !== undefined);
  rule.policyFrom = isOfPolicy(object) === saysTls ? rule.policyFrom : object;
}

function mergePorts(
  written: TrafficPolicy['portLevelSettings'] = [],
  policy: TrafficPolicy['portLevelSettings'] = [],
): TrafficPolicy['portLevelSettings'] {
  const portOf = ({ port }: (typeof written)[number]): number => port?.number ?? 0;
  const all = [
    ...written.map((each) => ({ ...policy.find((other) => portOf(other) === portOf(each)), ...each })),
    ...policy.filter((each) => !written.some((other) => portOf(other) === portOf(each))),
  ];
  return all.length === 0 ? undefined : all;
}

function effectiveSubset(
  { name, labels = {}, trafficPolicy }: Subset,
  from: DestinationRule,
  path: string,
): EffectiveSubset {
  return { name, labels, trafficPolicy, from, path };
}

/** pilot/pkg/model/push_context.go: setDestinationRules */
class RuleIndex {
  /** What the proxies of a namespace look at first: all of its rules that are visible to it. */
  private readonly local = new Map<string, RulesByHost>();
  /** What others look at. */
  private readonly exported = new Map<string, RulesByHost>();
  /** The rules of the root namespace that only it sees. */
  private readonly rootOnly = new RulesByHost();

  constructor(private readonly mesh: Mesh) {
    const { rootNamespace, clusterDomain } = mesh.context;
    const hidden = meshConfig(mesh).defaultDestinationRuleExportTo.includes(OWN_NAMESPACE);
    for (const object of selectingFirst(mesh)) {
      const { namespace, spec } = object;
      const host = fullHost(spec.host ?? '', namespace, clusterDomain);
      const exportTo = new Set(spec.workloadSelector === undefined ? spec.exportTo : [OWN_NAMESPACE]);
      const own = exportTo.has(OWN_NAMESPACE) || exportTo.has(namespace);
      if (own || exportTo.size === 0 || exportTo.has(EVERYBODY)) {
        rulesOf(this.local, namespace).add(object, host, exportTo);
      }
      if (exportTo.size === 0 ? !hidden : !(own && exportTo.size === 1)) {
        rulesOf(this.exported, namespace).add(object, host, exportTo);
      } else if (namespace === rootNamespace) {
        this.rootOnly.add(object, host, exportTo);
      }
    }
  }

  public get all(): readonly EffectiveRule[] {
    return [...this.local.values(), ...this.exported.values()].flatMap(({ table }) => table.values().flat());
  }

  /** pilot/pkg/model/push_context.go: destinationRule */
  public find(
    client: string,
    { host, namespace }: RuledService,
  ): { readonly found: readonly EffectiveRule[]; readonly unseen: readonly EffectiveRule[] } {
    const own = this.nearest(client)?.table.mostSpecific(host);
    if (own !== undefined) {
      return { found: own, unseen: [] };
    }
    const unseen: EffectiveRule[] = [];
    for (const place of this.places(namespace)) {
      const rules = this.exported.get(place)?.table.mostSpecific(host) ?? [];
      const found = seenBy(client, rules);
      if (found.length > 0) {
        return { found, unseen };
      }
      unseen.push(...rules);
    }
    return { found: [], unseen };
  }

  /** All that a proxy could find if others were not there, in the order of the search. */
  public candidates(client: string, { host, namespace }: RuledService): readonly EffectiveRule[] {
    const own = (this.nearest(client)?.table.specificFirst(host) ?? []).flat();
    const others = this.places(namespace).flatMap((place) =>
      place === client && client !== this.mesh.context.rootNamespace
        ? []
        : (this.exported.get(place)?.table.specificFirst(host) ?? []).flatMap((rules) => seenBy(client, rules)),
    );
    return [...own, ...others];
  }

  /** The gateways of an installation run in the root namespace: rules for the whole mesh must not take precedence over those of a service there. */
  private nearest(client: string): RulesByHost | undefined {
    return client === this.mesh.context.rootNamespace ? this.rootOnly : this.local.get(client);
  }

  private places(namespace: string): readonly string[] {
    const { rootNamespace } = this.mesh.context;
    return namespace === rootNamespace ? [namespace] : [namespace, rootNamespace];
  }
}

function ruleIndex(mesh: Mesh): RuleIndex {
  return new RuleIndex(mesh);
}

/** pilot/pkg/model/push_context.go: sortConfigBySelectorAndCreationTime */
function selectingFirst(mesh: Mesh): readonly DestinationRule[] {
  const all = oldestFirst(mesh, mesh.all('networking.istio.io/DestinationRule'));
  const selecting = all.filter(({ spec }) => spec.workloadSelector !== undefined);
  return selecting.length === 0
    ? all
    : [...selecting, ...all.filter(({ spec }) => spec.workloadSelector === undefined)];
}

/** pilot/pkg/model/push_context.go: getExportedDestinationRuleFromNamespace */
function seenBy(client: string, rules: readonly EffectiveRule[] = []): readonly EffectiveRule[] {
  return rules.filter(({ exportTo }) => exportTo.size === 0 || exportTo.has(EVERYBODY) || exportTo.has(client));
}

function rulesOf(index: Map<string, RulesByHost>, namespace: string): RulesByHost {
  let rules = index.get(namespace);
  if (rules === undefined) {
    rules = new RulesByHost();
    index.set(namespace, rules);
  }
  return rules;
}

function selectorOf({ spec: { workloadSelector } }: DestinationRule): Labels | undefined {
  return workloadSelector === undefined ? undefined : (workloadSelector.matchLabels ?? {});
}

function sameWords(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((each) => b.has(each));
}

function sameLabels(a: Labels, b: Labels): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
