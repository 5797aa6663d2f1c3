import type { IConstruct } from 'constructs';
import type { Tracing as TracingFields, TracingCustomTag } from '../../imports/telemetry';
import { compact, expectBoolean, expectEnum, expectObject, expectString } from '../core/expect';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { checkStructure } from '../core/structure';
import { WorkloadMode } from '../networking/workload-mode';
import type { CustomTag } from './custom-tag';
import { writeTags } from './tags';

/** Which requests are traced, and what their spans say. */
export interface Tracing {
  /**
   * Who gets the spans: the name of one of the `extensionProviders` of MeshConfig. Istio field `providers`, of which Istio takes one.
   *
   * @default - as the next wider Telemetry says, then `defaultProviders.tracing` of MeshConfig, where nobody is by default
   */
  readonly provider?: string;

  /**
   * Which requests: those that the pods send, or those that come to them. Istio field `match.mode`.
   *
   * @default - WorkloadMode.CLIENT_AND_SERVER
   */
  readonly mode?: WorkloadMode;

  /**
   * How many of the requests that nobody decided on before are traced, in percent (0 to 100). Istio field `randomSamplingPercentage`.
   *
   * @default - as the next wider Telemetry says, then MeshConfig, then 1
   */
  readonly randomSamplingPercentage?: number;

  /**
   * Whether no spans are sent. Headers of traces are passed on all the same. Istio field `disableSpanReporting`.
   *
   * @default false
   */
  readonly disableSpanReporting?: boolean;

  /**
   * Tags of spans, by their names, instead of those that a wider Telemetry says. Istio field `customTags`.
   *
   * @default - as the next wider Telemetry says
   */
  readonly customTags?: { [tag: string]: CustomTag };

  /**
   * Whether `x-request-id` decides if a request is traced. Istio field `useRequestIdForTraceSampling`.
   *
   * @default true
   */
  readonly useRequestIdForTraceSampling?: boolean;

  /**
   * Whether spans have Istio's own tags, such as `istio.canonical_service`. Istio field `enableIstioTags`.
   *
   * @default true
   */
  readonly enableIstioTags?: boolean;

  /**
   * Whether the headers of traces stay as they come. Istio field `disableContextPropagation`, since Istio 1.30.
   *
   * @default false
   */
  readonly disableContextPropagation?: boolean;
}

export function writeTracing(
  tracing: Tracing | undefined,
  scope: IConstruct,
  problems: Problems,
): TracingFields[] | undefined {
  const example = "{ provider: 'otel', randomSamplingPercentage: 5 }";
  const given = expectObject(tracing, 'Tracing', problems, 'tracing', example);
  if (given === undefined) {
    return undefined;
  }
  const at = problems.in('tracing');
  const before = problems.count;
  const provider = expectString(given.provider, at, 'provider', "'otel'");
  const mode = expectEnum(given.mode, WorkloadMode, 'WorkloadMode', at, 'mode');
  const settings = compact({
    providers: provider === undefined ? undefined : [{ name: provider }],
    randomSamplingPercentage: percentage(given.randomSamplingPercentage, at),
    disableSpanReporting: expectBoolean(given.disableSpanReporting, at, 'disableSpanReporting'),
    customTags: writeTags<TracingCustomTag>(given.customTags, scope, at, 'customTags', {
      tag: 'tenant',
      value: "CustomTag.header('x-tenant')",
    }),
    useRequestIdForTraceSampling: expectBoolean(given.useRequestIdForTraceSampling, at, 'useRequestIdForTraceSampling'),
    enableIstioTags: expectBoolean(given.enableIstioTags, at, 'enableIstioTags'),
    disableContextPropagation: expectBoolean(given.disableContextPropagation, at, 'disableContextPropagation'),
  });
  if (problems.count === before && Object.keys(settings).length === 0) {
    at.add('', `says nothing. Write ${example}.`);
  }
  const written = compact({ match: mode && { mode }, ...settings });
  if (problems.count === before) {
    checkStructure(scope, 'telemetry.Tracing', written, at);
  }
  return [written];
}

function percentage(value: number | undefined, problems: Problems): number | undefined {
  if (value !== undefined && !(typeof value === 'number' && value >= 0 && value <= 100)) {
    problems.add(
      'randomSamplingPercentage',
      `${show(value)} is not a percentage (0 to 100). For a fifth of the requests write 20.`,
    );
  }
  return value;
}
