import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { Telemetry as TelemetryObject } from '../../imports/telemetry';
import { compact, expectObject } from '../core/expect';
import { literal } from '../core/literal';
import { Problems } from '../core/problems';
import { claimAllPods } from '../networking/all-pods';
import type { ResourceProps } from '../networking/istio-resource';
import { checkMetadata, IstioResource, objectNamespace } from '../networking/istio-resource';
import type { PolicyTarget, ResolvedTarget } from '../security/policy-target';
import { resolveTarget, targetFields } from '../security/policy-target';
import type { AccessLogging } from './access-logging';
import { writeAccessLogging } from './access-logging';
import type { Metrics } from './metrics';
import { writeMetrics } from './metrics';
import type { Tracing } from './tracing';
import { writeTracing } from './tracing';

/** Options of a Telemetry. One of `accessLogging`, `metrics` and `tracing` is needed. */
export interface TelemetryProps extends ResourceProps {
  /**
   * What it is for. Istio fields `selector` and `targetRefs`.
   *
   * Rejects pods of another namespace, from the root namespace too, and GatewayClasses.
   *
   * @default - every pod of the namespace; in the root namespace, of the mesh
   */
  readonly target?: PolicyTarget;

  /**
   * Access logs. Istio field `accessLogging`.
   *
   * @default - as the next wider Telemetry says, then MeshConfig
   */
  readonly accessLogging?: AccessLogging[];

  /**
   * Metrics. Istio field `metrics`.
   *
   * @default - as the next wider Telemetry says, then MeshConfig
   */
  readonly metrics?: Metrics[];

  /**
   * Traces. Istio field `tracing`, of which Istio takes one entry.
   *
   * @default - as the next wider Telemetry says, then MeshConfig
   */
  readonly tracing?: Tracing;
}

/**
 * What proxies tell of requests: access logs, metrics and traces.
 *
 * That for chosen pods adds to that of their namespace, and that to the one of the mesh. Write everything for the same pods into one Telemetry.
 *
 * Rejects a second one for all pods of a namespace, and what Istio ignores.
 *
 * @example
 * new Telemetry(chart, 'Default', {
 *   accessLogging: [{ providers: ['envoy'], filter: 'response.code >= 400' }],
 *   tracing: { provider: 'otel', randomSamplingPercentage: 5 },
 * });
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/
 */
export class Telemetry extends IstioResource {
  protected readonly apiObject: ApiObject;

  constructor(scope: Construct, id: string, props: TelemetryProps) {
    super(scope, id);
    const problems = new Problems();
    const example = "{ accessLogging: [{ providers: ['envoy'] }] }";
    const given: Partial<TelemetryProps> = expectObject(props, 'TelemetryProps', problems, '', example) ?? {};
    checkMetadata(given.metadata, problems);
    const namespace = objectNamespace(this, given.metadata);
    const before = problems.count;
    const target = resolveTarget(given.target, this, namespace, problems);
    if (problems.count === before) {
      checkReach(target, namespace, problems);
    }
    const settings = compact({
      accessLogging: writeAccessLogging(given.accessLogging, problems),
      metrics: writeMetrics(given.metrics, this, problems),
      tracing: writeTracing(given.tracing, this, problems),
    });
    if (problems.count === 0 && Object.keys(settings).length === 0) {
      problems.add('', `says nothing. Write ${example}.`);
    }
    if (problems.count === 0 && given.target === undefined && namespace !== undefined) {
      this.checkOnlyDefault(namespace, problems);
    }
    problems.throwFor(this, 'Telemetry');
    this.apiObject = new TelemetryObject(this, 'Resource', {
      metadata: given.metadata,
      spec: compact({
        ...targetFields(target),
        ...settings,
      }),
    });
  }

  /** Of several Telemetries for all pods of a namespace Istio takes the oldest. */
  private checkOnlyDefault(namespace: string, problems: Problems): void {
    const holder = claimAllPods(this, 'Telemetry', namespace);
    if (holder !== undefined) {
      problems.add(
        'target',
        `is needed: ${holder} is for all pods of namespace ${namespace} already, and Istio takes only one such Telemetry. Write PolicyTarget.workload(deployment), or write everything into that one.`,
      );
    }
  }
}

/** istiod looks for a Telemetry with a target in the namespace of the proxy or of the Service only (`Telemetries.applicableTelemetries`). */
function checkReach(
  { home, matchLabels, targetRefs }: ResolvedTarget,
  namespace: string | undefined,
  problems: Problems,
): void {
  if (matchLabels !== undefined && home !== undefined && home.namespace !== namespace) {
    problems.add(
      'target',
      `${home.of} is in namespace ${home.namespace}, and Istio reads a Telemetry for chosen pods in their own namespace only. Write metadata: { namespace: ${literal(home.namespace)} }.`,
    );
  }
  if (targetRefs?.some(({ kind }) => kind === 'GatewayClass')) {
    problems.add(
      'target',
      'names a GatewayClass, and Istio reads a Telemetry in the namespace of a waypoint or of its Services only. Write PolicyTarget.gateway(...) for each, or leave target out for the mesh.',
    );
  }
}
