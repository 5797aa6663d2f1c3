import { ApiObject, Lazy } from 'cdk8s';
import { compact, expectInteger, expectList, expectObject } from '../../../core/expect';
import { Problems, show } from '../../../core/problems';
import { manifestOf } from '../../../kubernetes/manifest';
import type { VirtualService } from '../../../networking/virtual-service';
import type {
  IgnoreDifference,
  MadeRelease,
  ReleaseDraft,
  ReleaseInput,
  ReleaseMethod,
  ReleasePlan,
} from '../release-method';
import { meshVirtualService } from '../split-release';
import { meshRules } from '../split-routing';
import type { ArgoRolloutsOptions } from './argo-rollouts-options';
import { WorkloadScaleDown } from './argo-rollouts-options';
import type { ControlledWorkload } from './controlled-workload';
import { checkServiceSelector, checkWorkload, refuseWithController } from './controlled-workload';
import { RolloutStep } from './rollout-step';
import type { MadeTargets, RolloutTargets } from './rollout-targets';
import { RolloutTrafficSplit } from './rollout-traffic-split';

const EXAMPLE = '{ workload: deployment, steps: [RolloutStep.weight(20), RolloutStep.pause()] }';
/** The Rollout is rejected as long as what it refers to is not there. */
const ROLLOUT_LAST = { 'argocd.argoproj.io/sync-wave': '1' };

/** The hand-off to Argo Rollouts: a Rollout, and rule and route as it wants to find them. */
export class ArgoRolloutsRelease implements ReleaseMethod {
  private readonly options: ArgoRolloutsOptions & ControlledWorkload;

  constructor(options: ArgoRolloutsOptions) {
    // What is no workload is reported by the plan.
    this.options = options as ArgoRolloutsOptions & ControlledWorkload;
  }

  public plan(draft: ReleaseDraft, problems: Problems): ReleasePlan | undefined {
    const before = problems.count;
    this.check(draft, problems);
    const { service } = draft;
    if (service === undefined || problems.count > before) {
      return undefined;
    }
    const input = { ...draft, service };
    return { make: () => this.make(input), validate: (made, found) => this.validate(input, made, found) };
  }

  private check(draft: ReleaseDraft, problems: Problems): void {
    refuseWithController(
      draft.props,
      ['stable', 'canary', 'split', 'phase', 'sticky', 'mirrorPercent'],
      'Argo Rollouts',
      problems,
    );
    const at = problems.in('controller');
    if (expectObject(this.options, 'ArgoRolloutsOptions', at, '', EXAMPLE) === undefined) {
      if (this.options === undefined) {
        at.add('', `is required. Write ReleaseController.argoRollouts(${EXAMPLE}).`);
      }
      return;
    }
    const { workload, trafficSplit, scaleDown } = this.options;
    if (checkWorkload(workload, ['Deployment'], 'Argo Rollouts', draft.service, at) && draft.service !== undefined) {
      checkServiceSelector(draft.props.service, workload, 'service', problems);
    }
    if (trafficSplit !== undefined && !(trafficSplit instanceof RolloutTrafficSplit)) {
      at.add(
        'trafficSplit',
        `${show(trafficSplit)} does not fit here. Write RolloutTrafficSplit.services() or RolloutTrafficSplit.subsets().`,
      );
    }
    this.targets.check?.(draft, workload, problems);
    this.steps(at);
    expectInteger(this.options.replicas, 0, Number.MAX_SAFE_INTEGER, at, 'replicas', 'a number of pods');
    if (scaleDown !== undefined && !Object.values(WorkloadScaleDown).includes(scaleDown)) {
      at.add('scaleDown', `${show(scaleDown)} is not one of its values. Write WorkloadScaleDown.ON_SUCCESS.`);
    }
  }

  public objects(input: ReleaseInput): Map<string, string[]> {
    const { name, props } = input;
    const targets = this.targets.objects(input);
    const own = ['Rollout', ...(props.mesh === false ? [] : ['VirtualService'])];
    return targets.set(name, [...(targets.get(name) ?? []), ...own]);
  }

  private make(input: ReleaseInput): MadeRelease {
    const { scope, props, name, service } = input;
    const targets = this.targets.make(input, this.options.workload);
    const { destinationRule, stable, canary, routing, preview } = targets;
    const virtualService =
      props.mesh === false ? undefined : meshVirtualService(input, name, meshRules(input, routing));
    const bound: VirtualService[] = virtualService === undefined ? [] : [virtualService];
    return {
      destinationRule,
      virtualService,
      controlled: new ApiObject(scope, 'Rollout', {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Rollout',
        metadata: { name, namespace: service.namespace, annotations: ROLLOUT_LAST },
        spec: Lazy.any({ produce: () => this.rollout(input, targets, bound) }) as unknown,
      }),
      stable,
      canary,
      routing: {
        rules: (base, port) => routing.rules(base, port),
        boundTo: (other) => {
          if (!bound.includes(other)) {
            bound.push(other);
          }
        },
      },
      preview,
      ignoreDifferences: () => this.ignoreDifferences(input, targets, bound),
    };
  }

  private validate(input: ReleaseInput, made: MadeRelease, problems: Problems): void {
    const { workload } = this.options;
    checkServiceSelector(input.props.service, workload, 'service', problems);
    this.targets.validate?.(input, workload, problems);
    const { virtualServices } = (made.controlled!.toJson() as RolloutJson).spec.strategy.canary.trafficRouting.istio;
    if (virtualServices.length === 0) {
      problems.add(
        'mesh',
        'false leaves only gateways, but no gateway routes to this release. Give it to an IngressedService, or omit mesh.',
      );
    }
    for (const { name, routes } of virtualServices) {
      const double = routes.find((route, i) => routes.indexOf(route) < i);
      if (double !== undefined) {
        problems.add(
          'release',
          `two routes of VirtualService ${name} are called "${double}", and Argo Rollouts would change only the first. Give each its own name.`,
        );
      }
    }
  }

  private get targets(): RolloutTargets {
    const given = this.options?.trafficSplit;
    return (given instanceof RolloutTrafficSplit ? given : RolloutTrafficSplit.services())._targets;
  }

  private steps(problems: Problems): object[] {
    if (this.options.steps === undefined || (Array.isArray(this.options.steps) && this.options.steps.length === 0)) {
      problems.add(
        'steps',
        'is empty, so a new version would get all requests at once. Write [RolloutStep.weight(20), RolloutStep.pause()].',
      );
    }
    return expectList(this.options.steps, problems, 'steps', '[RolloutStep.weight(20), RolloutStep.pause()]').map(
      (step, i) => {
        if (!(step instanceof RolloutStep)) {
          problems.add(`steps[${i}]`, `${show(step)} does not fit here. Write RolloutStep.weight(20).`);
          return {};
        }
        return step._toJson(problems.in(`steps[${i}]`));
      },
    );
  }

  private rollout(input: ReleaseInput, targets: MadeTargets, bound: VirtualService[]): object {
    const { workload, replicas, scaleDown = WorkloadScaleDown.ON_SUCCESS } = this.options;
    const ofDeployment = (manifestOf(workload)?.spec as { replicas?: number } | undefined)?.replicas;
    return compact({
      replicas: replicas ?? ofDeployment,
      workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: workload.name, scaleDown },
      strategy: {
        canary: {
          ...targets.services,
          steps: this.steps(new Problems()),
          trafficRouting: {
            istio: compact({
              destinationRule: targets.subsets,
              virtualServices: bound
                .map((virtualService) => ({
                  name:
                    virtualService.namespace === undefined || virtualService.namespace === input.service.namespace
                      ? virtualService.name
                      : `${virtualService.name}.${virtualService.namespace}`,
                  routes: splitRoutes(virtualService, targets.hosts),
                }))
                .filter(({ routes }) => routes.length > 0),
            }),
          },
        },
      },
    });
  }

  private ignoreDifferences(
    { service: { namespace } }: ReleaseInput,
    targets: MadeTargets,
    bound: VirtualService[],
  ): IgnoreDifference[] {
    return [
      ...targets.ignoreDifferences,
      ...bound.map((virtualService) => ({
        group: 'networking.istio.io',
        kind: 'VirtualService',
        name: virtualService.name,
        namespace: virtualService.namespace ?? namespace,
        jqPathExpressions: ['.spec.http[].route[].weight'],
      })),
      {
        group: 'apps',
        kind: 'Deployment',
        name: this.options.workload.name,
        namespace,
        jqPathExpressions: ['.spec.replicas'],
      },
    ];
  }
}

/** The names of the rules whose weights Argo Rollouts changes. */
function splitRoutes(virtualService: VirtualService, hosts: string[]): string[] {
  const { http } = (manifestOf(virtualService) as unknown as VirtualServiceJson).spec;
  return http
    .filter(({ route }) => route?.length === 2 && route.every(({ destination }, i) => destination.host === hosts[i]))
    .map(({ name }) => name);
}

interface VirtualServiceJson {
  readonly spec: {
    readonly http: { readonly name: string; readonly route?: { readonly destination: { readonly host: string } }[] }[];
  };
}

interface RolloutJson {
  readonly spec: {
    readonly strategy: {
      readonly canary: {
        readonly trafficRouting: {
          readonly istio: { readonly virtualServices: { readonly name: string; readonly routes: string[] }[] };
        };
      };
    };
  };
}
