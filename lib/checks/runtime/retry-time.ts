import { parseGoDuration } from '../../schema/go-duration';
import type { HttpRule } from '../../mesh/delegates';
import { allHttpRules, placeOfField } from '../../mesh/delegates';
import type { VirtualService } from '../../mesh/virtual-services';
import type { Check, Wording } from '../check';

/** Retries for which the timeout of the whole request leaves no time. */
export const retryTime: Check = {
  name: 'retry-time',
  mirrors: [
    'pilot/pkg/networking/core/route/retry/retry.go: ConvertPolicy',
    'pilot/pkg/networking/core/route/route.go: setTimeout',
  ],
  codes: {
    CDI0126: {
      name: 'TimeoutCutsRetries',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'The timeout of a route ends the request before its retries are done.',
      explanation:
        '`timeout` is for the whole request: the first try, all retries and the time between them. If `perTryTimeout` is not shorter, no try ever reaches its limit, and a slow one is not retried. Conditions such as `5xx`, `gateway-error` and `reset` also retry a try that took too long, so with them all tries together take up to `perTryTimeout` times one more than `attempts`; what the timeout cuts off gets 504 (flag UT). The finding is a note if at least one retry has its whole time, or if `retryOn` has none of these conditions: a timeout may be a limit on purpose, and a try that fails at once leaves time for more.',
      remedy: 'Write a timeout for all tries together, a shorter perTryTimeout, or fewer attempts.',
      references: [
        'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry',
        'https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-retry-on',
      ],
    },
  },
  run(mesh, report) {
    const told = new Map<VirtualService, Set<string>>();
    for (const { source, rules } of allHttpRules(mesh)) {
      for (const rule of rules) {
        const words = wordsFor(rule);
        if (words === undefined) {
          continue;
        }
        const { object, path } = placeOfField(source, rule, 'retries');
        const paths = told.get(object) ?? new Set();
        told.set(object, paths);
        if (paths.size < paths.add(path).size) {
          const timeout = placeOfField(source, rule, 'timeout');
          const related = timeout.object === object ? undefined : [timeout];
          report({ code: 'CDI0126', object, path: `${path}.perTryTimeout`, related, ...words });
        }
      }
    }
  },
};

/**
 * Conditions that retry a try which took too long: Envoy takes it for a stream that it reset itself
 * (source/common/router/retry_state_impl.cc: RetryStateImpl::wouldRetryFromReset).
 */
const RETRY_SLOW_TRIES: readonly string[] = ['5xx', 'gateway-error', 'reset'];

function wordsFor({ rule: { timeout = '', retries } }: HttpRule): Wording | undefined {
  const { attempts = 0, perTryTimeout = '', retryOn = '' } = retries ?? {};
  const [whole, each] = [timeout, perTryTimeout].map(nanoseconds);
  if (whole === 0 || each === 0 || attempts <= 0) {
    return undefined;
  }
  const tries = attempts + 1;
  if (each >= whole) {
    return {
      message: `Each try may take ${perTryTimeout}, and the timeout ends the whole request after ${timeout}: a try that takes too long is never retried.`,
      fix: `Write a timeout of ${inWords(each * tries)} or more (${tries} tries of ${perTryTimeout}), or a perTryTimeout shorter than ${timeout}.`,
    };
  }
  const complete = Math.floor(whole / each);
  if (complete >= tries) {
    return undefined;
  }
  const shorter =
    complete < 2 ? ', or a shorter perTryTimeout' : `, a shorter perTryTimeout, or attempts: ${complete - 1}`;
  const isRetried = retryOn.split(',').some((condition) => RETRY_SLOW_TRIES.includes(condition.trim()));
  return {
    severity: complete < 2 && isRetried ? undefined : 'info',
    message: `The first try and ${attempts === 1 ? 'the retry' : `${attempts} retries`} take up to ${inWords(each * tries)} (${tries} times ${perTryTimeout}), and the timeout ends the whole request after ${timeout}: only ${complete === 1 ? 'one try has its' : `${complete} tries have their`} whole time.${isRetried ? '' : ` A try that ends by perTryTimeout is not retried without 5xx, gateway-error or reset in retryOn, so this concerns tries that fail late.`}`,
    fix: `Write a timeout of ${inWords(each * tries)} or more${shorter}.`,
  };
}

/** 0 for what is not given, and for what is no duration, which the API server refuses. */
function nanoseconds(duration: string): number {
  return Number(parseGoDuration(duration) ?? 0);
}

function inWords(duration: number): string {
  const milliseconds = duration / 1e6;
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
}
