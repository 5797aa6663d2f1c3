import type { AccessLogging as AccessLoggingFields } from '../../imports/telemetry';
import { compact, expectBoolean, expectEnum, expectItems, needObject } from '../core/expect';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { WorkloadMode } from '../networking/workload-mode';
import { needExpression } from './expression';
import { overlap } from './modes';
import { writeProviders } from './providers';

/** Where access logs go, and of which requests. */
export interface AccessLogging {
  /**
   * Who writes the logs: names of `extensionProviders` of MeshConfig; `envoy` writes to the standard output of the proxy. Istio field `providers`.
   *
   * @default - as the next wider Telemetry says, then `defaultProviders.accessLogging` of MeshConfig, where nobody is by default
   */
  readonly providers?: string[];

  /**
   * Logs of which requests: those that the pods send, or those that come to them. Istio field `match.mode`.
   *
   * @default - WorkloadMode.CLIENT_AND_SERVER
   */
  readonly mode?: WorkloadMode;

  /**
   * Only requests for which this expression of CEL is true, such as `response.code >= 400`. Istio field `filter.expression`.
   *
   * Rejects a filter without `providers`, because Istio ignores it.
   *
   * @default - all requests
   */
  readonly filter?: string;

  /**
   * Whether no logs are written. Istio field `disabled`.
   *
   * @default false
   */
  readonly disabled?: boolean;
}

const EXAMPLE = "[{ providers: ['envoy'] }]";

export function writeAccessLogging(
  entries: AccessLogging[] | undefined,
  problems: Problems,
): AccessLoggingFields[] | undefined {
  const list = expectItems(entries, problems, 'accessLogging', EXAMPLE);
  if (list === undefined) {
    return undefined;
  }
  const before = problems.count;
  const written = list.map((entry, i) => writeEntry(entry, problems.in(`accessLogging[${i}]`)));
  if (problems.count === before) {
    checkTwice(list, problems);
  }
  return written;
}

function writeEntry(entry: AccessLogging, problems: Problems): AccessLoggingFields {
  const given = needObject(entry, 'AccessLogging', problems, '', EXAMPLE.slice(1, -1));
  if (given === undefined) {
    return {};
  }
  const { filter } = given;
  const mode = expectEnum(given.mode, WorkloadMode, 'WorkloadMode', problems, 'mode');
  const disabled = expectBoolean(given.disabled, problems, 'disabled');
  if (filter !== undefined && disabled === true) {
    problems.add('filter', 'stands beside disabled, and there are no logs to filter. Leave one of them out.');
  } else if (filter !== undefined && given.providers === undefined) {
    problems.add('filter', "has no effect without providers: Istio ignores it. Write providers: ['envoy'] beside it.");
  }
  return compact({
    match: mode && { mode },
    providers: writeProviders(given.providers, problems, 'envoy'),
    filter:
      filter === undefined
        ? undefined
        : { expression: needExpression(filter, problems, 'filter', 'response.code >= 400') },
    disabled,
  });
}

/** Of two entries that turn on the logs of one provider, Istio takes the later filter for both. */
function checkTwice(entries: AccessLogging[], problems: Problems): void {
  entries.forEach(({ providers = [], mode, disabled }, i) => {
    for (const provider of disabled === true ? [] : providers) {
      const earlier = entries.findIndex(
        (other, j) =>
          j < i && other.disabled !== true && overlap(other.mode, mode) && other.providers?.includes(provider),
      );
      if (earlier >= 0) {
        problems.add(
          `accessLogging[${i}].providers`,
          `${show(provider)} has the same requests from accessLogging[${earlier}], of which Istio would ignore the filter. Write one entry, with both filters joined by ||.`,
        );
      }
    }
  });
}
