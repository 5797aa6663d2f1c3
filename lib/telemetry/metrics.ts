import type { Duration } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type {
  Metrics as MetricsFields,
  MetricSelector,
  MetricsOverrides,
  MetricsOverridesTagOverride,
} from '../../imports/telemetry';
import {
  compact,
  expectBoolean,
  expectDuration,
  expectEnum,
  expectItems,
  expectString,
  needObject,
} from '../core/expect';
import type { Problems } from '../core/problems';
import { WorkloadMode } from '../networking/workload-mode';
import { IstioMetric } from './istio-metric';
import { overlap } from './modes';
import { writeProviders } from './providers';
import type { TagOverride } from './tag-override';
import { writeTags } from './tags';

/** What is changed in metrics. One of `disabled` and `tagOverrides` is needed. */
export interface MetricsOverride {
  /**
   * A metric of Istio. Either `metric` or `customMetric`. Istio field `match.metric`.
   *
   * @default IstioMetric.ALL_METRICS
   */
  readonly metric?: IstioMetric;

  /**
   * A metric by its name: one of an extension. Either `metric` or `customMetric`. Istio field `match.customMetric`.
   *
   * @default - `metric`
   */
  readonly customMetric?: string;

  /**
   * Metrics of which requests: those that the pods send, or those that come to them. Istio field `match.mode`.
   *
   * @default - WorkloadMode.CLIENT_AND_SERVER
   */
  readonly mode?: WorkloadMode;

  /**
   * Whether the metrics are left out; `false` brings back what a wider Telemetry leaves out. Istio field `disabled`.
   *
   * @default - as the next wider Telemetry says
   */
  readonly disabled?: boolean;

  /**
   * What becomes of tags, by their names. Istio field `tagOverrides`.
   *
   * @default - the tags stay as they are
   */
  readonly tagOverrides?: { [tag: string]: TagOverride };
}

/** Who gets metrics, and which. */
export interface Metrics {
  /**
   * Who gets the metrics: names of `extensionProviders` of MeshConfig; `prometheus` is there by default. Istio field `providers`.
   *
   * @default - as the next wider Telemetry says, then `defaultProviders.metrics` of MeshConfig
   */
  readonly providers?: string[];

  /**
   * What is changed, a later entry after an earlier one. Istio field `overrides`.
   *
   * @default - nothing
   */
  readonly overrides?: MetricsOverride[];

  /**
   * How often TCP metrics of open connections are sent. Istio field `reportingInterval`.
   *
   * @default - 5 seconds
   */
  readonly reportingInterval?: Duration;
}

const EXAMPLE = "[{ providers: ['prometheus'] }]";
const OVERRIDES = '[{ metric: IstioMetric.REQUEST_SIZE, disabled: true }]';

export function writeMetrics(
  entries: Metrics[] | undefined,
  scope: IConstruct,
  problems: Problems,
): MetricsFields[] | undefined {
  return expectItems(entries, problems, 'metrics', EXAMPLE)?.map((entry, i) => {
    const at = problems.in(`metrics[${i}]`);
    const given = needObject(entry, 'Metrics', at, '', EXAMPLE.slice(1, -1));
    if (given === undefined) {
      return {};
    }
    if (Object.values(given).every((value) => value === undefined)) {
      at.add('', `says nothing. Write ${EXAMPLE.slice(1, -1)}.`);
    }
    return compact({
      providers: writeProviders(given.providers, at, 'prometheus'),
      overrides: writeOverrides(given.overrides, scope, at),
      reportingInterval: expectDuration(given.reportingInterval, at, 'reportingInterval'),
    });
  });
}

function writeOverrides(
  overrides: MetricsOverride[] | undefined,
  scope: IConstruct,
  problems: Problems,
): MetricsOverrides[] | undefined {
  const list = expectItems(overrides, problems, 'overrides', OVERRIDES);
  if (list === undefined) {
    return undefined;
  }
  const before = problems.count;
  const written = list.map((entry, i) => writeOverride(entry, scope, problems.in(`overrides[${i}]`)));
  if (problems.count === before) {
    checkAllDisabled(list, problems);
  }
  return written;
}

function writeOverride(entry: MetricsOverride, scope: IConstruct, problems: Problems): MetricsOverrides {
  const given = needObject(entry, 'MetricsOverride', problems, '', OVERRIDES.slice(1, -1));
  if (given === undefined) {
    return {};
  }
  const { tagOverrides } = given;
  const disabled = expectBoolean(given.disabled, problems, 'disabled');
  if (given.disabled === undefined && tagOverrides === undefined) {
    problems.add(
      '',
      "changes nothing. Write disabled: true, or tagOverrides: { host: TagOverride.expression('request.host') }.",
    );
  } else if (disabled === true && tagOverrides !== undefined) {
    problems.add(
      'tagOverrides',
      'stands beside disabled: true, and metrics that are left out have no tags. Leave one of them out.',
    );
  }
  const match = writeMatch(given, problems);
  return compact({
    match: Object.keys(match).length > 0 ? match : undefined,
    disabled,
    tagOverrides: writeTagOverrides(tagOverrides, scope, problems),
  });
}

function writeMatch(given: MetricsOverride, problems: Problems): MetricSelector {
  const metric = expectEnum(given.metric, IstioMetric, 'IstioMetric', problems, 'metric');
  const customMetric = expectString(given.customMetric, problems, 'customMetric', "'my_requests'");
  if (given.metric !== undefined && given.customMetric !== undefined) {
    problems.add(
      'customMetric',
      'stands beside metric, and an override is for one of them. Write an override for each.',
    );
  }
  const mode = expectEnum(given.mode, WorkloadMode, 'WorkloadMode', problems, 'mode');
  return compact({ metric, customMetric, mode }) as unknown as MetricSelector;
}

function writeTagOverrides(
  tags: { [tag: string]: TagOverride } | undefined,
  scope: IConstruct,
  problems: Problems,
): { [tag: string]: MetricsOverridesTagOverride } | undefined {
  const example = { tag: 'host', value: "TagOverride.expression('request.host')" };
  const written = writeTags<MetricsOverridesTagOverride>(tags, scope, problems, 'tagOverrides', example);
  if (written !== undefined && Object.keys(written).length === 0) {
    problems.add('tagOverrides', `is empty. Write { ${example.tag}: ${example.value} }, or leave tagOverrides out.`);
  }
  return written;
}

/** Any other override for the same requests brings all metrics back, or has no effect: Istio keeps "all are left out" apart from the rest. */
function checkAllDisabled(overrides: MetricsOverride[], problems: Problems): void {
  const all = overrides.findIndex(
    ({ metric = 'ALL_METRICS', customMetric, disabled }) =>
      disabled === true && metric === 'ALL_METRICS' && customMetric === undefined,
  );
  if (all < 0) {
    return;
  }
  overrides.forEach(({ mode }, i) => {
    if (i === all || !overlap(mode, overrides[all].mode)) {
      return;
    }
    problems.add(
      `overrides[${i}]`,
      i > all
        ? `comes after overrides[${all}], which leaves out all metrics, and Istio would send all of them again. Leave out each metric by itself.`
        : `comes before overrides[${all}], which leaves out all metrics, so it has no effect. Leave one of them out.`,
    );
  });
}
