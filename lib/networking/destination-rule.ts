import type { ApiObject } from 'cdk8s';
import { Lazy } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import type { Subset as SubsetJson, TrafficPolicy, TypeWorkloadSelector } from '../../imports/networking';
import { DestinationRule as DestinationRuleObject } from '../../imports/networking';
import { claim } from '../core/claims';
import { compact, expectList, expectObject, needObject, writeLabels } from '../core/expect';
import { Problems, show } from '../core/problems';
import { dnsLabelProblem } from '../kubernetes/names';
import type { ResolvedService } from '../kubernetes/service-ref';
import { resolveService } from '../kubernetes/service-ref';
import type { IServiceLike } from '../kubernetes/service-like';
import { hostProblem, qualify } from './host';
import type { ResourceProps } from './istio-resource';
import { checkMetadata, IstioResource, writeExportTo, objectNamespace } from './istio-resource';
import { checkSelector } from './selector';
import { Subset } from './subset';
import { checkTrafficPolicy } from './traffic-policy';

/**
 * What a subset is.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset
 */
export interface SubsetOptions {
  /**
   * Labels that the pods of the subset carry, besides those that the Service selects. Istio field `labels`.
   *
   * @default - all pods of the Service
   */
  readonly labels?: Record<string, string>;

  /**
   * Policy for connections to this subset; its settings take the place of the rule's own. Istio field `trafficPolicy`.
   *
   * @default - the policy of the rule
   */
  readonly trafficPolicy?: TrafficPolicy;
}

/** A subset with its name. */
export interface NamedSubset extends SubsetOptions {
  /** Name of the subset: lower-case letters, digits and "-", at most 63 characters. */
  readonly name: string;
}

/** Options of a DestinationRule. */
export interface DestinationRuleProps extends ResourceProps {
  /**
   * The Service that the rule is for; its full name is written as Istio field `host`. Either `service` or `host`.
   *
   * @default - `host`
   */
  readonly service?: IServiceLike | IConstruct | string;

  /**
   * The host of the rule, if it is not a Service of this cluster: that of a ServiceEntry, or a wildcard. Either
   * `service` or `host`. Istio field `host`.
   *
   * @default - `service`
   */
  readonly host?: string;

  /**
   * Load balancing, connection pool, outlier detection and TLS of connections to the host. Istio field `trafficPolicy`.
   *
   * @default - Istio's own
   */
  readonly trafficPolicy?: TrafficPolicy;

  /**
   * Named parts of the host's endpoints. Istio field `subsets`.
   *
   * @default - none; more with `addSubset`
   */
  readonly subsets?: NamedSubset[];

  /**
   * Pods of the rule's namespace whose calls the rule is for. Istio field `workloadSelector`.
   *
   * @default - all callers
   */
  readonly workloadSelector?: TypeWorkloadSelector;

  /**
   * Namespaces that see the rule: names, "." for the own one, "*" for all. Istio field `exportTo`.
   *
   * @default - all namespaces
   */
  readonly exportTo?: string[];
}

/**
 * Settings for connections to a host that a route has chosen, and the subsets of the host.
 *
 * Istio finds a rule only in the namespace of the caller, that of the Service, and the root namespace: keep it in that of the
 * Service. Of several rules for a host in one namespace Istio takes all subsets, but of two with one name, and of two traffic policies, only
 * the older: within a chart that is rejected.
 *
 * @example
 * const rule = new DestinationRule(chart, 'Reviews', { service: reviews });
 * const v1 = rule.addSubset('v1', { labels: { version: 'v1' } });
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/
 */
export class DestinationRule extends IstioResource {
  protected readonly apiObject: ApiObject;

  /** The host that the rule is for, in full. */
  public readonly host: string;

  /** The namespace and the exportTo of the rule, in words; undefined if it only applies to some pods. */
  private readonly where: string | undefined;
  private readonly service: ResolvedService | undefined;
  /** The Service as it was given. */
  private readonly about: unknown;
  private readonly written: SubsetJson[] = [];
  private readonly handles: Subset[] = [];

  constructor(scope: Construct, id: string, props: DestinationRuleProps) {
    super(scope, id);
    const problems = new Problems();
    const given = expectObject(props, 'DestinationRuleProps', problems, '', '{ service: service }') ?? {};
    checkMetadata(given.metadata, problems);
    [this.host, this.service] = this.writeHost(given, problems);
    const trafficPolicy = this.writePolicy(given.trafficPolicy, problems.in('trafficPolicy'));
    const exportTo = this.writeExportTo(given, problems);
    this.about = given.service;
    this.where = describePlace(given, this);
    if (given.workloadSelector !== undefined) {
      checkSelector(given.workloadSelector, 'TypeWorkloadSelector', this, problems.in('workloadSelector'));
    }
    const example = "{ name: 'v1', labels: { version: 'v1' } }";
    expectList(given.subsets, problems, 'subsets', `[${example}]`).forEach((subset, i) => {
      const at = problems.in(`subsets[${i}]`);
      const named = needObject(subset, 'NamedSubset', at, '', example);
      if (named !== undefined) {
        this.pushSubset(named.name, named, at);
      }
    });
    const holder = trafficPolicy === undefined ? undefined : this.claimPart('trafficPolicy');
    if (holder !== undefined) {
      problems.add(
        'trafficPolicy',
        `${holder} already has one for ${this.host}, and of several rules for one host Istio only uses the oldest one's. Put both in one rule.`,
      );
    }
    problems.throwFor(this, 'DestinationRule');
    this.apiObject = new DestinationRuleObject(this, 'Resource', {
      metadata: given.metadata,
      spec: Lazy.any({
        produce: () =>
          compact({
            host: this.host,
            trafficPolicy,
            subsets: this.written.length > 0 ? this.written : undefined,
            workloadSelector: given.workloadSelector,
            exportTo,
          }),
      }) as never,
    });
  }

  /** The subsets, as handles for routes. */
  public get subsets(): Subset[] {
    return [...this.handles];
  }

  /**
   * Adds a subset and returns the handle that routes take.
   *
   * Rejects a name that is not a DNS label or already exists, also in another rule of the chart for the same host, and labels that
   * Kubernetes rejects.
   *
   * @param name name of the subset
   * @param options the labels of its pods, and its policy
   */
  public addSubset(name: string, options: SubsetOptions = {}): Subset {
    const problems = new Problems(`subsets[${this.written.length}]`);
    const given = expectObject(options, 'SubsetOptions', problems, '', "{ labels: { version: 'v1' } }") ?? {};
    const subset = this.pushSubset(name, given, problems);
    problems.throwFor(this, 'DestinationRule');
    return subset;
  }

  private writeHost(props: DestinationRuleProps, problems: Problems): [string, ResolvedService | undefined] {
    const { service, host } = props;
    if ((service === undefined) === (host === undefined)) {
      problems.add(
        'host',
        service === undefined
          ? 'is required: write service (a Service of this cluster) or host (any other).'
          : 'and service are both given. Write one of them.',
      );
      return ['', undefined];
    }
    if (service !== undefined) {
      const resolved = resolveService(service, this, problems, 'service');
      return [resolved?.fqdn ?? '', resolved];
    }
    const problem = hostProblem(host, { wildcard: true, any: true });
    if (problem !== undefined) {
      problems.add('host', problem);
      return ['', undefined];
    }
    return [qualify(host!, this, problems, 'host'), undefined];
  }

  private claimPart(part: string): string | undefined {
    return this.where === undefined ? undefined : claim(this, `${part} of ${this.host} in ${this.where}`, this.about);
  }

  private writeExportTo(props: DestinationRuleProps, problems: Problems): string[] | undefined {
    const namespace = objectNamespace(this, props.metadata);
    const before = problems.count;
    const exportTo = writeExportTo(props.exportTo, problems, namespace);
    if (props.workloadSelector !== undefined && problems.count === before) {
      const beyond = exportTo?.find((entry) => entry !== '.' && entry !== namespace);
      if (beyond !== undefined) {
        problems.add(
          'exportTo',
          `${show(beyond)} is another namespace, but a rule with a workloadSelector only applies in its own. Write ['.'].`,
        );
      }
    }
    return exportTo;
  }

  private writePolicy(policy: TrafficPolicy | undefined, problems: Problems): TrafficPolicy | undefined {
    if (policy !== undefined) {
      checkTrafficPolicy(policy, this, problems);
    }
    return policy;
  }

  private pushSubset(name: string, options: SubsetOptions, problems: Problems): Subset {
    const problem = dnsLabelProblem(name, 'the name of a subset');
    if (problem !== undefined) {
      problems.add('name', problem);
    } else if (this.handles.some((subset) => subset.name === name)) {
      problems.add('name', `${show(name)} is taken by another subset of this rule. Write another name.`);
    } else {
      const holder = this.claimPart(`subset ${name}`);
      if (holder !== undefined) {
        problems.add(
          'name',
          `${show(name)} is already a subset of ${this.host} in ${holder}, and of two with one name Istio only uses the older. Use that one, or write another name.`,
        );
      }
    }
    const labels = writeLabels(options.labels, problems, 'labels') ?? {};
    const trafficPolicy = this.writePolicy(options.trafficPolicy, problems.in('trafficPolicy'));
    const subset = Subset._of(name, labels, this.host, this.service);
    if (problems.count === 0) {
      this.written.push(compact({ name, labels: options.labels === undefined ? undefined : labels, trafficPolicy }));
      this.handles.push(subset);
    }
    return subset;
  }
}

/** Rules that differ in this don't take from each other. */
function describePlace(
  { metadata, exportTo, workloadSelector }: DestinationRuleProps,
  scope: Construct,
): string | undefined {
  return workloadSelector === undefined
    ? `${String(objectNamespace(scope, metadata))} for ${String(exportTo)}`
    : undefined;
}
