import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { WorkloadGroupObjectMeta } from '../../imports/networking';
import { WorkloadGroup as WorkloadGroupObject } from '../../imports/networking';
import { compact, expectObject, expectValue } from '../core/expect';
import { Problems } from '../core/problems';
import { checkStructure } from '../core/structure';
import { isPlainObject } from '../core/value';
import type { ResourceProps } from './istio-resource';
import { checkMetadata, IstioResource } from './istio-resource';
import type { ReadinessProbe } from './readiness-probe';
import type { WorkloadEntryProps, WorkloadTemplate } from './workload-entry';
import { checkPortNames, workloadFields } from './workload-entry';

/** Options of a WorkloadGroup. */
export interface WorkloadGroupProps extends ResourceProps {
  /**
   * Labels and annotations that each entry of the group gets. Istio field `spec.metadata`; `metadata` is that of the group.
   *
   * @default - none
   */
  readonly entryMetadata?: WorkloadGroupObjectMeta;

  /**
   * What each entry of the group is like. Its address is that of the workload, and its labels are said by `entryMetadata`.
   * Istio field `template`.
   *
   * @default - nothing beyond address and labels
   */
  readonly template?: WorkloadTemplate;

  /**
   * How the agent on a workload finds out whether it can take calls. Istio field `probe`.
   *
   * @default - a workload takes calls as long as its agent is connected
   */
  readonly probe?: ReadinessProbe;
}

/**
 * Workloads outside Kubernetes that come and go, such as virtual machines that are scaled: each that connects becomes a
 * WorkloadEntry as the template says.
 *
 * @example
 * new WorkloadGroup(chart, 'Billing', {
 *   entryMetadata: { labels: { app: 'billing' } },
 *   template: { serviceAccount: 'billing', ports: { http: 8080 } },
 *   probe: ReadinessProbe.http(8080, { path: '/ready' }),
 * });
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-group/
 */
export class WorkloadGroup extends IstioResource {
  protected readonly apiObject: ApiObject;

  private readonly entryLabels: Record<string, string>;

  constructor(scope: Construct, id: string, props: WorkloadGroupProps = {}) {
    super(scope, id);
    const problems = new Problems();
    const given =
      expectObject(props, 'WorkloadGroupProps', problems, '', "{ entryMetadata: { labels: { app: 'billing' } } }") ??
      {};
    checkMetadata(given.metadata, problems);
    const template = workloadTemplate(given.template, problems.in('template'));
    const probe = expectValue(given.probe, this, problems, 'probe', "ReadinessProbe.http(8080, { path: '/ready' })");
    const before = problems.count;
    if (given.entryMetadata !== undefined) {
      checkStructure(this, 'WorkloadGroupObjectMeta', given.entryMetadata, problems.in('entryMetadata'));
    }
    checkStructure(this, 'WorkloadEntrySpec', template, problems.in('template'));
    if (problems.count === before) {
      checkPortNames(template.ports, problems.in('template'));
    }
    problems.throwFor(this, 'WorkloadGroup');
    this.entryLabels = given.entryMetadata?.labels ?? {};
    this.apiObject = new WorkloadGroupObject(this, 'Resource', {
      metadata: given.metadata,
      spec: compact({ metadata: given.entryMetadata, template, probe: probe as never }),
    });
  }

  /** The labels of the group's entries, by which a ServiceEntry or Service selects them. */
  public get labels(): Record<string, string> {
    return { ...this.entryLabels };
  }
}

function workloadTemplate(
  template: WorkloadTemplate | undefined,
  problems: Problems,
): ReturnType<typeof workloadFields> {
  // What an entry has and a template has not gets its own advice.
  const { address, labels, ...rest }: WorkloadTemplate & Partial<WorkloadEntryProps> = isPlainObject(template)
    ? template
    : {};
  if (address !== undefined) {
    problems.add('address', 'is not allowed in a template: Istio sets that of the workload. Omit it.');
  }
  if (labels !== undefined) {
    problems.add('labels', 'are not allowed in a template. Write them in entryMetadata: { labels: { ... } }.');
  }
  const example = "{ serviceAccount: 'billing', ports: { http: 8080 } }";
  const given = expectObject(isPlainObject(template) ? rest : template, 'WorkloadTemplate', problems, '', example);
  return workloadFields(given ?? {});
}
