import { ApiObject, Chart, Lazy } from 'cdk8s';
import { claim } from '../../../core/claims';
import { expectObject } from '../../../core/expect';
import { Problems } from '../../../core/problems';
import { apiObjectOf, manifestOf } from '../../../kubernetes/manifest';
import type { ResolvedService, ServiceInput } from '../../../kubernetes/service-ref';
import { resolvePort, resolveService } from '../../../kubernetes/service-ref';
import type { IWorkloadLike } from '../../../kubernetes/workload-like';
import { Destination } from '../../../networking/destination';
import { DestinationRule } from '../../../networking/destination-rule';
import type { ReleaseRouting } from '../release';
import type { IgnoreDifference, ReleaseDraft, ReleaseInput } from '../release-method';
import { RULE_FIRST } from '../release-method';
import { ReleaseVersion } from '../release-version';
import type { Target } from '../split-routing';
import { splitRouting, wholeRouting } from '../split-routing';
import { checkServiceSelector, commonLabels } from './controlled-workload';
import type { RolloutServicesOptions } from './rollout-services-options';
import type { MadeTargets, RolloutTargets } from './rollout-targets';
import { POD_HASH } from './rollout-targets';

const FIELD = 'controller.trafficSplit';
const ROLES = ['stable', 'canary'] as const;

type Role = (typeof ROLES)[number];

/** A Service for each version: given, or made like the one of the release. */
export class RolloutServices implements RolloutTargets {
  constructor(private readonly options: RolloutServicesOptions) {}

  public check(draft: ReleaseDraft, workload: IWorkloadLike, problems: Problems): void {
    const at = problems.in(FIELD);
    const options = expectObject(this.options, 'RolloutServicesOptions', at, '', '{ stableService, canaryService }');
    const { service, props } = draft;
    if (options === undefined || service === undefined) {
      return;
    }
    const missing = ROLES.filter((role) => this.given(role) === undefined);
    if (missing.length > 0 && apiObjectOf(props.service) === undefined) {
      at.add(
        '',
        `Service "${service.name}" is not part of this app, so the ports of its pods are not known and it cannot be copied. Give ${missing.map((role) => `${role}Service`).join(' and ')}, or write RolloutTrafficSplit.subsets().`,
      );
    }
    const [stable, canary] = ROLES.map((role) => this.resolve(role, draft, at));
    if (stable !== undefined && stable.fqdn === canary?.fqdn) {
      at.add(
        'canaryService',
        `Service "${canary.name}" is already the Service of the stable version, and a Service selects the pods of one version. Write two Services.`,
      );
      return;
    }
    if (canary?.fqdn === service.fqdn) {
      at.add(
        'canaryService',
        `Service "${canary.name}" is the one that clients call, so those without a sidecar would all get the canary. Write another Service, or omit it.`,
      );
      return;
    }
    [stable, canary].forEach((target, i) => this.checkGiven(ROLES[i], target, draft, at));
    this.checkSelectors(draft, workload, problems);
  }

  public objects(input: ReleaseInput): Map<string, string[]> {
    const rule = input.props.trafficPolicy === undefined ? [] : ['DestinationRule'];
    return new Map(
      ROLES.flatMap((role): [string, string[]][] => {
        const service = this.resolve(role, input, new Problems());
        return service === undefined
          ? []
          : [[service.name, this.given(role) === undefined ? ['Service', ...rule] : rule]];
      }),
    );
  }

  public make(input: ReleaseInput, workload: IWorkloadLike): MadeTargets {
    const [stable, canary] = ROLES.map((role) => this.makeTarget(role, input, workload));
    const labels = commonLabels(input.props.service, workload);
    return {
      stable: ReleaseVersion._of(stable.name, labels),
      canary: ReleaseVersion._of(canary.name, labels),
      routing: serviceRouting(input, stable, canary),
      preview: wholeRouting({ ...input, service: canary }, undefined),
      hosts: [stable.fqdn, canary.fqdn],
      services: { stableService: stable.name, canaryService: canary.name },
      ignoreDifferences: [stable, canary].map(addedHash),
    };
  }

  public validate(input: ReleaseInput, workload: IWorkloadLike, problems: Problems): void {
    this.checkSelectors(input, workload, problems);
    const { scope, props, service } = input;
    const made = ROLES.filter((role) => this.given(role) === undefined);
    if (made.length > 0 && Object.keys(commonLabels(props.service, workload)).length === 0) {
      problems.add(
        'service',
        `Service "${service.name}" selects no pods, so its copies would have none. Write its selector.`,
      );
    }
    for (const role of made) {
      const name = nameOf(role, service);
      const twin = Chart.of(scope)
        .node.findAll()
        .filter((child) => ApiObject.isApiObject(child))
        .find(
          (object) =>
            object.kind === 'Service' &&
            object.name === name &&
            (object.metadata.namespace ?? service.namespace) === service.namespace &&
            object.node.scope !== scope,
        );
      if (twin !== undefined) {
        problems.add(
          `${FIELD}.${role}Service`,
          `${twin.node.path} is Service "${name}" as well. Write RolloutTrafficSplit.services({ ${role}Service: ... }) with it.`,
        );
      }
    }
  }

  private given(role: Role): ServiceInput | undefined {
    return this.options?.[`${role}Service`];
  }

  private resolve(role: Role, { scope, service }: ReleaseDraft, problems: Problems): ResolvedService | undefined {
    const like = { name: nameOf(role, service!), metadata: { namespace: service!.namespace }, ports: service!.ports };
    return resolveService(this.given(role) ?? like, scope, problems, `${role}Service`);
  }

  private checkGiven(role: Role, target: ResolvedService | undefined, draft: ReleaseDraft, problems: Problems): void {
    const { scope, service, port } = draft as ReleaseInput;
    if (target === undefined || this.given(role) === undefined || target.fqdn === service.fqdn) {
      return;
    }
    const field = `${role}Service`;
    if (target.namespace !== service.namespace) {
      problems.add(
        field,
        `Service "${target.name}" is in namespace "${target.namespace}", and Service "${service.name}" in "${service.namespace}". Put both into one.`,
      );
      return;
    }
    const holder = claim(scope, `Service of a Rollout ${target.fqdn}`, this.given(role));
    if (holder !== undefined) {
      problems.add(
        field,
        `Service "${target.name}" already belongs to ${holder}, and two Rollouts would keep overwriting its selector. Write another Service.`,
      );
    }
    if (service.ports === undefined || target.ports === undefined) {
      resolvePort(port, target, problems, field);
      return;
    }
    const has = target.ports.map((own) => own.port);
    const lacking = service.ports.map((needed) => needed.port).filter((number) => !has.includes(number));
    if (lacking.length > 0) {
      problems.add(
        field,
        `Service "${target.name}" lacks port ${lacking.join(', ')} of Service "${service.name}", whose requests it gets. Give both the same ports.`,
      );
    }
  }

  private checkSelectors({ props }: ReleaseDraft, workload: IWorkloadLike, problems: Problems): void {
    for (const role of ROLES) {
      const service = this.given(role);
      if (service !== undefined && service !== props.service) {
        checkServiceSelector(service, workload, `${FIELD}.${role}Service`, problems);
      }
    }
  }

  private makeTarget(role: Role, input: ReleaseInput, workload: IWorkloadLike): ResolvedService {
    const { scope, props } = input;
    const target = this.resolve(role, input, new Problems())!;
    const { name, namespace } = target;
    const id = role === 'stable' ? 'Stable' : 'Canary';
    if (this.given(role) === undefined) {
      new ApiObject(scope, `${id}Service`, {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name, namespace },
        spec: Lazy.any({
          produce: () => ({ selector: commonLabels(props.service, workload), ports: portsLike(props.service) }),
        }) as unknown,
      });
    }
    if (props.trafficPolicy !== undefined) {
      new DestinationRule(scope, `${id}Rule`, {
        metadata: { name, namespace, annotations: RULE_FIRST },
        service: target,
        trafficPolicy: props.trafficPolicy,
      });
    }
    return target;
  }
}

function nameOf(role: Role, service: ResolvedService): string {
  return `${service.name}-${role}`;
}

/** The ports of a Service; a port of the nodes can be had by one Service only. */
function portsLike(service: ServiceInput): object[] {
  const ports = (manifestOf(service)?.spec?.ports ?? []) as { port: number; nodePort?: number }[];
  return ports.map(({ nodePort: _nodePort, ...port }) => port);
}

/** The rules of a split between subsets, under the same names and in the same order, but with Services as destinations. */
function serviceRouting(input: ReleaseInput, stable: ResolvedService, canary: ResolvedService): ReleaseRouting {
  const target = (name: Role, service: ResolvedService): Target => ({
    name,
    to: (options) => Destination.service(service, options),
  });
  return splitRouting(input, {
    stable: target('stable', stable),
    canary: target('canary', canary),
    weight: 0,
    always: input.props.alwaysCanary ?? [],
  });
}

function addedHash({ name, namespace }: ResolvedService): IgnoreDifference {
  return { group: '', kind: 'Service', name, namespace, jqPathExpressions: [`.spec.selector."${POD_HASH}"`] };
}
