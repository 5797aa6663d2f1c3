import { Lazy } from 'cdk8s';
import { claim } from '../../core/claims';
import { withGiven } from '../../core/given';
import { expectPercent } from '../../core/expect';
import type { Problems } from '../../core/problems';
import { show } from '../../core/problems';
import { apiObjectOf } from '../../kubernetes/manifest';
import { podLabelsOf, selects, workloadsBehind } from '../../kubernetes/pod-labels';
import type { IWorkloadLike } from '../../kubernetes/workload-like';
import { DestinationRule } from '../../networking/destination-rule';
import type { HttpRouteOptions } from '../../networking/http-route';
import type { Subset } from '../../networking/subset';
import { VirtualService } from '../../networking/virtual-service';
import type { ReleaseOptions } from './release-options';
import type { MadeRelease, ReleaseDraft, ReleaseInput, ReleaseMethod, ReleasePlan } from './release-method';
import { ROUTE_SECOND, RULE_FIRST } from './release-method';
import { ReleasePhase } from './release-phase';
import { ReleaseVersion } from './release-version';
import { checkSelectors, checkVersions } from './release-versions';
import { Split } from './split';
import { isSticky, meshRules, splitRouting, subsetTarget, wholeRouting } from './split-routing';
import { StickyCookie } from './sticky-cookie';
import type { ResolvedVersion } from './version';
import { Version } from './version';

/** A release by commits: the split stands in the code, and git is its history. */
export class SplitRelease implements ReleaseMethod {
  public objects({ name, props }: ReleaseInput): Map<string, string[]> {
    return new Map([[name, props.mesh === false ? ['DestinationRule'] : ['DestinationRule', 'VirtualService']]]);
  }

  public plan(draft: ReleaseDraft, problems: Problems): ReleasePlan | undefined {
    const { props, service } = draft;
    const weight = canaryWeight(props, problems);
    const stable = resolveVersion(props.stable, 'stable', problems);
    const canary = resolveVersion(props.canary, 'canary', problems);
    if (stable !== undefined && canary !== undefined) {
      checkVersions(props.service, service, stable, canary, problems);
    }
    checkMirror(props.mirrorPercent, weight, problems);
    if (props.sticky !== undefined) {
      if (props.sticky instanceof StickyCookie) {
        props.sticky._check(problems.in('sticky'));
      } else {
        problems.add(
          'sticky',
          `${show(props.sticky)} does not fit here. Write ${withGiven("StickyCookie.named('version')", props.sticky)}.`,
        );
      }
    } else if (weight !== undefined && weight > 0 && weight < 100) {
      refuseConsistentHash(props.trafficPolicy, problems);
    }
    return service === undefined || stable === undefined || canary === undefined || weight === undefined
      ? undefined
      : new SplitPlan({ ...draft, service }, stable, canary, weight);
  }
}

class SplitPlan implements ReleasePlan {
  /** The other release whose cookie has the same name, by the VirtualService that leads to both. */
  private readonly sameCookie = new Map<VirtualService, string>();

  constructor(
    private readonly input: ReleaseInput,
    private readonly stable: ResolvedVersion,
    private readonly canary: ResolvedVersion,
    /** Percent for the canary. */
    private readonly weight: number,
  ) {}

  public make(): MadeRelease {
    const { input, stable, canary } = this;
    const { scope, props, name, service } = input;
    const destinationRule = new DestinationRule(scope, 'DestinationRule', {
      metadata: { name, namespace: service.namespace, annotations: RULE_FIRST },
      service,
      trafficPolicy: props.trafficPolicy,
    });
    const stableSubset = addSubset(destinationRule, stable);
    const canarySubset = addSubset(destinationRule, canary);
    const phase = props.phase ?? ReleasePhase.SHIFTING;
    if (phase._target !== 'service') {
      noteUnrouted(destinationRule, [stable, canary], input);
    }
    noteWithoutPods(destinationRule, this.used(phase), input);
    const share = {
      stable: subsetTarget(stableSubset),
      canary: subsetTarget(canarySubset),
      weight: this.weight,
      always: props.alwaysCanary ?? [],
      sticky: props.sticky,
      mirror: props.mirrorPercent,
    };
    const routing = {
      service: () => wholeRouting(input, undefined),
      stable: () => wholeRouting(input, stableSubset),
      split: () => splitRouting(input, share),
      canary: () => wholeRouting(input, canarySubset),
    }[phase._target]();
    return {
      destinationRule,
      virtualService:
        props.mesh === false || phase._target === 'service'
          ? undefined
          : meshVirtualService(input, name, meshRules(input, routing)),
      stable: ReleaseVersion._of(stableSubset.name, stableSubset.labels, stableSubset),
      canary: ReleaseVersion._of(canarySubset.name, canarySubset.labels, canarySubset),
      routing: {
        boundTo: (virtualService) => {
          if (isSticky(share)) {
            this.claimCookie(virtualService);
          }
        },
        ...routing,
      },
      preview: wholeRouting(input, canarySubset),
      ignoreDifferences: () => [],
    };
  }

  /** The subsets stay as they were made, and the pods may have changed since. */
  public validate({ stable, canary }: MadeRelease, problems: Problems): void {
    const { props, service } = this.input;
    for (const [{ node }, holder] of this.sameCookie) {
      problems.add(
        'sticky',
        `cookie "${props.sticky!._name}" is that of ${holder} as well, and ${node.path} leads to both, so each would read the version of the other. Give it another name: StickyCookie.named('${service.name}-version').`,
      );
    }
    const before = problems.count;
    const versions = [withPods(stable, this.stable.workload), withPods(canary, this.canary.workload)] as const;
    checkVersions(props.service, service, ...versions, problems);
    if (problems.count === before) {
      checkSelectors(...versions, problems);
    }
  }

  /** The versions that get requests. */
  private used({ _target }: ReleasePhase): ResolvedVersion[] {
    const { stable, canary, weight, input } = this;
    const { alwaysCanary, mirrorPercent } = input.props;
    return {
      service: [],
      stable: [stable],
      canary: [canary],
      split: [
        ...(weight === 100 ? [] : [stable]),
        ...(weight === 0 && !alwaysCanary?.length && !mirrorPercent ? [] : [canary]),
      ],
    }[_target];
  }

  private claimCookie(virtualService: VirtualService): void {
    const { scope, props } = this.input;
    const holder = claim(scope, `cookie ${props.sticky!._name} at ${virtualService.node.path}`, virtualService);
    if (holder !== undefined) {
      this.sameCookie.set(virtualService, holder);
    }
  }
}

/**
 * Notes workloads behind the Service that get no request, because no subset has their pods. They may be on their way in or out, so they are
 * not rejected.
 */
function noteUnrouted(
  rule: DestinationRule,
  versions: ResolvedVersion[],
  { scope, props, service }: ReleaseInput,
): void {
  if (apiObjectOf(props.service) === undefined) {
    return;
  }
  const unrouted = (): string | undefined => {
    const names = workloadsBehind(props.service, service.namespace, scope)
      .filter(({ labels }) => !versions.some((version) => selects(version.labels, labels)))
      .map(({ name }) => name);
    return names.length === 0 ? undefined : names.join(',');
  };
  rule.metadata.addAnnotation('cdk8s-istio/unrouted', Lazy.any({ produce: unrouted }) as string);
}

/**
 * Notes versions that get requests, and of which the chart has no workload behind the Service although it has others. Their pods may be
 * those of another app, so they are not rejected.
 */
function noteWithoutPods(
  rule: DestinationRule,
  used: ResolvedVersion[],
  { scope, props, service }: ReleaseInput,
): void {
  const foreign = used.filter(({ workload }) => workload === undefined);
  if (foreign.length === 0 || apiObjectOf(props.service) === undefined) {
    return;
  }
  const missing = (): string | undefined => {
    const known = workloadsBehind(props.service, service.namespace, scope);
    const names = foreign
      .filter((version) => !known.some(({ labels }) => selects(version.labels, labels)))
      .map(({ name }) => name);
    return known.length === 0 || names.length === 0 ? undefined : names.join(',');
  };
  rule.metadata.addAnnotation('cdk8s-istio/without-pods', Lazy.any({ produce: missing }) as string);
}

/** The VirtualService for callers in the mesh, in the namespace of the Service. */
export function meshVirtualService(
  { scope, service }: ReleaseInput,
  name: string,
  http: HttpRouteOptions[],
): VirtualService {
  return new VirtualService(scope, 'VirtualService', {
    metadata: { name, namespace: service.namespace, annotations: ROUTE_SECOND },
    services: [service],
    http,
  });
}

function withPods(version: ReleaseVersion, workload: IWorkloadLike | undefined): ResolvedVersion {
  return { name: version.name, labels: version.labels, workload, pods: podLabelsOf(workload) ?? version.labels };
}

function addSubset(rule: DestinationRule, version: ResolvedVersion): Subset {
  return rule.addSubset(version.name, { labels: version.labels });
}

function resolveVersion(
  given: ReleaseOptions['stable'],
  field: string,
  problems: Problems,
): ResolvedVersion | undefined {
  if (given === undefined) {
    problems.add(field, "is missing. Write the Deployment, or Version.labelled('v1', { version: 'v1' }).");
    return undefined;
  }
  // What is no workload is reported by the version.
  const version = given instanceof Version ? given : Version.of(given);
  return version._resolve(problems.in(field));
}

function canaryWeight(
  { split, phase = ReleasePhase.SHIFTING }: ReleaseOptions,
  problems: Problems,
): number | undefined {
  if (!(phase instanceof ReleasePhase)) {
    problems.add('phase', `${show(phase)} is not a phase. Write ReleasePhase.SHIFTING, or omit it.`);
    return undefined;
  }
  if (split === undefined) {
    return phase._share ?? 0;
  }
  const shares = split instanceof Split ? split : Split.percent(split);
  const weight = shares._canaryWeight(problems.in('split'));
  if (weight !== undefined && phase._share !== undefined && phase._share !== weight) {
    problems.add(
      'split',
      `gives the canary ${weight} %, but in phase ${phase.name} it gets ${phase._share} %. Omit split, or write ReleasePhase.SHIFTING.`,
    );
  }
  return weight;
}

function checkMirror(mirror: number | undefined, weight: number | undefined, problems: Problems): void {
  const percent = expectPercent(mirror, problems, 'mirrorPercent');
  if (percent !== undefined && weight !== undefined && weight > 0) {
    problems.add(
      'mirrorPercent',
      `mirrors requests to the canary, which already answers ${weight} % of them and would process some twice. Omit mirrorPercent, or write Split.allStable().`,
    );
  }
}

function refuseConsistentHash(policy: ReleaseOptions['trafficPolicy'], problems: Problems): void {
  const hashed = (part: { loadBalancer?: { consistentHash?: unknown } } | undefined): boolean =>
    part?.loadBalancer?.consistentHash !== undefined;
  const ports = Array.isArray(policy?.portLevelSettings) ? policy.portLevelSettings : [];
  if (hashed(policy) || ports.some(hashed)) {
    problems.add(
      'trafficPolicy.loadBalancer.consistentHash',
      "keeps a client with one pod of a version, but the version is chosen at random for each request. Keep clients with a version as well: sticky: StickyCookie.named('version').",
    );
  }
}
