import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { checkAtSynth } from '../core/at-synth';
import { claim } from '../core/claims';
import { expectBoolean, expectList, expectObject } from '../core/expect';
import { Problems, show } from '../core/problems';
import { httpProblem } from '../kubernetes/service-protocol';
import type { ResolvedService } from '../kubernetes/service-ref';
import { resolvePort, resolveService } from '../kubernetes/service-ref';
import type { DestinationRule } from '../networking/destination-rule';
import { takesEverything } from '../istio/http-match';
import { HttpMatch } from '../networking/http-match';
import { checkRulePolicy } from '../networking/http-route';
import { checkTrafficPolicy } from '../networking/traffic-policy';
import type { VirtualService } from '../networking/virtual-service';
import { claimObjects, patternName } from './pattern-name';
import { Release, releaseOf } from './release/release';
import { ReleaseController } from './release/controller/release-controller';
import type {
  IgnoreDifference,
  MadeRelease,
  ReleaseDraft,
  ReleaseInput,
  ReleaseMethod,
} from './release/release-method';
import type { ReleaseOptions } from './release/release-options';
import type { ReleaseVersion } from './release/release-version';
import { SplitRelease } from './release/split-release';
import { meshMatch, onItsPort } from './release/split-routing';

/** Options of a CanaryRelease. */
export interface CanaryReleaseProps extends ReleaseOptions {
  /**
   * A controller that shifts the requests, instead of commits. It replaces `stable`, `canary`, `split`, `phase`, `sticky` and
   * `mirrorPercent`.
   *
   * @default - commits of this app
   */
  readonly controller?: ReleaseController;
}

/**
 * Two versions behind one Service, and the share of requests that each one gets: for callers in the mesh, and at every gateway that routes
 * to this release.
 *
 * Creates a DestinationRule with a subset for each version, and a VirtualService with both as weighted destinations. Host, subsets, labels
 * and namespace are derived from the Service and the Deployments and checked against them, immediately and again at synthesis.
 *
 * @example
 * const reviews = new CanaryRelease(chart, 'Reviews', {
 *   service: reviewsService,
 *   stable: reviewsV1,
 *   canary: reviewsV2,
 *   split: 20,
 *   alwaysCanary: [HttpMatch.header('x-canary', 'always')],
 * });
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/traffic-shifting/
 */
export class CanaryRelease extends Construct {
  /**
   * The Service with the split. It goes into the `service` of an `IngressedService` or of one of its routes, where the `CanaryRelease` itself
   * stands for it. Without a `port` there it is the port
   * of the release; another port leads to the whole Service, as in the mesh.
   */
  public readonly release: Release;

  /** The Service with only the canary behind it, regardless of the split: for a preview host. */
  public readonly preview: Release;

  /** The version in production. */
  public readonly stable: ReleaseVersion;

  /** The new version. */
  public readonly canary: ReleaseVersion;

  /** The Canary of Flagger or the Rollout of Argo Rollouts; undefined without a controller. */
  public readonly controlled?: ApiObject;

  /** @internal For constructs that take only a plain Service: they say so. */
  public get _released(): ResolvedService {
    return this.release._released;
  }

  private readonly made: MadeRelease;

  constructor(scope: Construct, id: string, props: CanaryReleaseProps) {
    super(scope, id);
    const problems = new Problems();
    const given =
      expectObject(
        props,
        'CanaryReleaseProps',
        problems,
        '',
        '{ service: service, stable: deploymentV1, canary: deploymentV2 }',
      ) ?? ({} as CanaryReleaseProps);
    const method = chooseMethod(given, problems);
    const name = patternName(this, given.name, problems);
    expectBoolean(given.mesh, problems, 'mesh');
    this.checkPolicies(given, problems);
    const service = resolveService(given.service, this, problems, 'service');
    const port = service && resolvePort(given.port, service, problems, 'port');
    const ownPort = service?.ports?.find((candidate) => candidate.port === port);
    const portProblem = ownPort && httpProblem(ownPort);
    if (portProblem !== undefined) {
      problems.add(given.port === undefined ? 'service' : 'port', portProblem);
    }
    const draft = { scope: this, props: given, name, service, port };
    this.checkAlways(draft, problems);
    const plan = method?.plan(draft, problems);
    const input = draft as ReleaseInput;
    if (service !== undefined && method !== undefined) {
      this.claimNames(input, method.objects(input), problems);
    }
    problems.throwFor(this, 'CanaryRelease');

    this.made = plan!.make();
    this.release = Release._of(input.service, input.port, onItsPort(input, this.made.routing));
    this.preview = Release._of(input.service, input.port, this.made.preview);
    this.stable = this.made.stable;
    this.canary = this.made.canary;
    this.controlled = this.made.controlled;
    checkAtSynth(this, 'CanaryRelease', (problems) => plan!.validate(this.made, problems));
  }

  /**
   * The rule with the subsets of both versions; undefined where a controller splits between Services: with Flagger, and with Argo Rollouts
   * unless it has `RolloutTrafficSplit.subsets()`.
   */
  public get destinationRule(): DestinationRule | undefined {
    return this.made.destinationRule;
  }

  /** The rules for callers in the mesh; undefined where there are none: `mesh: false`, before the first and after the last phase. */
  public get virtualService(): VirtualService | undefined {
    return this.made.virtualService;
  }

  /**
   * What Argo CD must leave to the controller; empty without one. Read it after every `IngressedService` of this release is created.
   *
   * Add it to `spec.ignoreDifferences` of the Application, together with the sync options `RespectIgnoreDifferences=true` and
   * `ApplyOutOfSyncOnly=true`.
   */
  public get ignoreDifferences(): IgnoreDifference[] {
    return this.made.ignoreDifferences();
  }

  private checkPolicies(props: CanaryReleaseProps, problems: Problems): void {
    const { timeout, retries, headers, trafficPolicy } = props;
    checkRulePolicy({ timeout, retries, headers }, this, problems);
    if (trafficPolicy !== undefined) {
      checkTrafficPolicy(trafficPolicy, this, problems.in('trafficPolicy'));
    }
  }

  private checkAlways(draft: ReleaseDraft, problems: Problems): void {
    const [ofPort] = meshMatch(draft) ?? [];
    for (const { match, field } of expectMatches(draft.props.alwaysCanary, problems)) {
      const at = problems.in(field);
      const written = match._toJson(ofPort === undefined ? at : new Problems(), this);
      ofPort?._and(match)._toJson(at, this);
      if (takesEverything(written)) {
        problems.add(
          field,
          'matches every request, so the split would never be used. Write split: Split.allCanary() instead.',
        );
      }
    }
  }

  private claimNames({ service, props }: ReleaseInput, objects: Map<string, string[]>, problems: Problems): void {
    const holder = claim(this, releaseOf(service), props.service);
    if (holder !== undefined) {
      problems.add(
        'service',
        `Service "${service.name}" is already released by ${holder}, and of two VirtualServices for one host in the mesh only one applies. Keep one CanaryRelease for it; to release a second port as well, give that port its own Service.`,
      );
      return;
    }
    for (const [name, kinds] of objects) {
      claimObjects(this, kinds, service.namespace, name, problems);
    }
  }
}

function chooseMethod({ controller }: CanaryReleaseProps, problems: Problems): ReleaseMethod | undefined {
  if (controller === undefined) {
    return new SplitRelease();
  }
  if (controller instanceof ReleaseController) {
    return controller._method;
  }
  problems.add(
    'controller',
    `${show(controller)} is not a ReleaseController. Write ReleaseController.flagger({ ... }) or ReleaseController.argoRollouts({ ... }).`,
  );
  return undefined;
}

function expectMatches(matches: HttpMatch[] | undefined, problems: Problems): { match: HttpMatch; field: string }[] {
  const example = "HttpMatch.header('x-canary', 'always')";
  return expectList(matches, problems, 'alwaysCanary', `[${example}]`).flatMap((match, i) => {
    const field = `alwaysCanary[${i}]`;
    if (match instanceof HttpMatch) {
      return [{ match, field }];
    }
    problems.add(field, `${show(match)} does not fit here. Write ${example}.`);
    return [];
  });
}
