import { ApiObject, Lazy } from 'cdk8s';
import { compact, expectInteger, expectList, expectObject } from '../../../core/expect';
import { Problems, show } from '../../../core/problems';
import { manifestOf } from '../../../kubernetes/manifest';
import {
  describeLabels,
  describeWorkload,
  matchLabelsOf,
  podLabelsOf,
  selects,
  serviceSelectorOf,
} from '../../../kubernetes/pod-labels';
import { DestinationRule } from '../../../networking/destination-rule';
import type { VirtualService } from '../../../networking/virtual-service';
import type { IgnoreDifference, MadeRelease, ReleaseDraft, ReleaseInput, ReleaseMethod } from '../release-method';
import { RULE_FIRST } from '../release-method';
import { meshVirtualService } from '../split-release';
import { meshRules, splitRouting, wholeRouting } from '../split-routing';
import type { ArgoRolloutsOptions } from './argo-rollouts-options';
import { WorkloadScaleDown } from './argo-rollouts-options';
import { checkWorkload, refuseWithController } from './controlled-workload';
import { RolloutStep } from './rollout-step';

const EXAMPLE = '{ workload: deployment, steps: [RolloutStep.weight(20), RolloutStep.pause()] }';
/** The Rollout is refused as long as what it refers to is not there. */
const ROLLOUT_LAST = { 'argocd.argoproj.io/sync-wave': '1' };

/** The hand-off to Argo Rollouts: a Rollout, and rule and route as it wants to find them. */
export class ArgoRolloutsRelease implements ReleaseMethod {
  constructor(private readonly options: ArgoRolloutsOptions) {}

  public check(draft: ReleaseDraft, problems: Problems): void {
    refuseWithController(
      draft.props,
      ['stable', 'canary', 'split', 'phase', 'sticky', 'mirror'],
      'Argo Rollouts',
      problems,
    );
    const at = problems.in('controller');
    if (expectObject(this.options, at, '', EXAMPLE) === undefined) {
      if (this.options === undefined) {
        at.add('', `is not said. Write ReleaseController.argoRollouts(${EXAMPLE}).`);
      }
      return;
    }
    if (checkWorkload(this.options.workload, ['Deployment'], 'Argo Rollouts', draft.service, at)) {
      this.checkSelector(draft, problems);
    }
    this.steps(at);
    expectInteger(this.options.replicas, 0, Number.MAX_SAFE_INTEGER, at, 'replicas', 'a number of pods');
    const { scaleDown } = this.options;
    if (scaleDown !== undefined && !Object.values(WorkloadScaleDown).includes(scaleDown)) {
      at.add('scaleDown', `${show(scaleDown)} is not one of its values. Write WorkloadScaleDown.ON_SUCCESS.`);
    }
  }

  public objects({ name, props }: ReleaseInput): Record<string, string[]> {
    return { [name]: ['DestinationRule', 'Rollout', ...(props.mesh === false ? [] : ['VirtualService'])] };
  }

  public make(input: ReleaseInput): MadeRelease {
    const { scope, props, name, service } = input;
    const destinationRule = new DestinationRule(scope, 'DestinationRule', {
      metadata: { name, namespace: service.namespace, annotations: RULE_FIRST },
      service: { name: service.name, metadata: { namespace: service.namespace }, ports: service.ports },
      trafficPolicy: props.trafficPolicy,
    });
    const labels = this.commonLabels(input);
    const stable = destinationRule.addSubset('stable', { labels });
    const canary = destinationRule.addSubset('canary', { labels });
    const bound: VirtualService[] = [];
    const routing = splitRouting(input, { stable, canary, weight: 0, always: props.always ?? [] });
    const virtualService =
      props.mesh === false ? undefined : meshVirtualService(input, name, meshRules(input, routing));
    if (virtualService !== undefined) {
      bound.push(virtualService);
    }
    return {
      destinationRule,
      virtualService,
      controlled: new ApiObject(scope, 'Rollout', {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Rollout',
        metadata: { name, namespace: service.namespace, annotations: ROLLOUT_LAST },
        spec: Lazy.any({ produce: () => this.rollout(input, bound) }) as unknown,
      }),
      stable: { name: stable.name, labels: stable.labels, subset: stable },
      canary: { name: canary.name, labels: canary.labels, subset: canary },
      routing: {
        rules: (base, port) => routing.rules(base, port),
        boundTo: (other) => {
          if (!bound.includes(other)) {
            bound.push(other);
          }
        },
      },
      preview: wholeRouting(input, canary),
      ignoreDifferences: () => this.ignoreDifferences(input, bound),
    };
  }

  public validate(input: ReleaseInput, made: MadeRelease, problems: Problems): void {
    this.checkSelector(input, problems);
    const { virtualServices } = (made.controlled!.toJson() as RolloutJson).spec.strategy.canary.trafficRouting.istio;
    if (virtualServices.length === 0) {
      problems.add(
        'mesh',
        'false leaves only gateways, and none leads to this release. Give its release to an IngressedService, or leave out mesh.',
      );
    }
    for (const { name, routes } of virtualServices) {
      const double = routes.find((route, i) => routes.indexOf(route) < i);
      if (double !== undefined) {
        problems.add(
          'release',
          `two routes of VirtualService ${name} are called "${double}", and Argo Rollouts would change the first only. Give each a name of its own.`,
        );
      }
    }
  }

  /** The pods of every version must be behind the Service, so nothing that changes from version to version may select them. */
  private checkSelector({ props, service }: ReleaseDraft, problems: Problems): void {
    const { workload } = this.options;
    const selector = service && serviceSelectorOf(props.service);
    const pods = podLabelsOf(workload);
    if (selector !== undefined && 'version' in selector) {
      problems.add(
        'service',
        `Service "${service!.name}" selects version=${selector.version}, so no request would ever reach the pods of another version. Select only what all versions carry, such as app.`,
      );
    } else if (selector !== undefined && pods !== undefined && !selects(selector, pods)) {
      problems.add(
        'controller.workload',
        `the pods of ${describeWorkload(workload)} carry ${describeLabels(pods) || 'no label'}, but Service "${service!.name}" selects ${describeLabels(selector)}, so no request would ever reach them. Write the Deployment behind the Service.`,
      );
    }
  }

  private steps(problems: Problems): object[] {
    if (this.options.steps === undefined || (Array.isArray(this.options.steps) && this.options.steps.length === 0)) {
      problems.add(
        'steps',
        'says nothing, so a new version would get everything at once. Write [RolloutStep.weight(20), RolloutStep.pause()].',
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

  /** Labels of all versions; Argo Rollouts adds the hash that tells them apart, and a label too many would leave no pod. */
  private commonLabels({ props }: ReleaseInput): Record<string, string> {
    const { version: _version, ...labels } =
      serviceSelectorOf(props.service) ?? matchLabelsOf(this.options.workload) ?? {};
    return labels;
  }

  private rollout(input: ReleaseInput, bound: VirtualService[]): object {
    const { workload, replicas, scaleDown = WorkloadScaleDown.ON_SUCCESS } = this.options;
    const ofDeployment = (manifestOf(workload)?.spec as { replicas?: number } | undefined)?.replicas;
    return compact({
      replicas: replicas ?? ofDeployment,
      workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: workload.name, scaleDown },
      strategy: {
        canary: {
          steps: this.steps(new Problems()),
          trafficRouting: {
            istio: {
              destinationRule: { name: input.name, stableSubsetName: 'stable', canarySubsetName: 'canary' },
              virtualServices: bound.map((virtualService) => ({
                name:
                  virtualService.namespace === undefined || virtualService.namespace === input.service.namespace
                    ? virtualService.name
                    : `${virtualService.name}.${virtualService.namespace}`,
                routes: splitRoutes(virtualService, input.service.fqdn),
              })),
            },
          },
        },
      },
    });
  }

  private ignoreDifferences({ name, service }: ReleaseInput, bound: VirtualService[]): IgnoreDifference[] {
    const { namespace } = service;
    return [
      {
        group: 'networking.istio.io',
        kind: 'DestinationRule',
        name,
        namespace,
        jqPathExpressions: ['.spec.subsets[].labels."rollouts-pod-template-hash"'],
      },
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
function splitRoutes(virtualService: VirtualService, host: string): string[] {
  const { http } = (manifestOf(virtualService) as unknown as VirtualServiceJson).spec;
  return http
    .filter(({ route }) => route?.length === 2 && route.every(({ destination }) => destination.host === host))
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
