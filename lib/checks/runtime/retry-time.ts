import type { HttpRouteRule } from '../../../imports/gateway-api';
import { isObject } from '../../core/is-object';
import { parseGoDuration } from '../../schema/go-duration';
import type { HttpRule } from '../../mesh/delegates';
import { allHttpRules, placeOfField } from '../../mesh/delegates';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { VirtualService } from '../../mesh/virtual-services';
import type { Check, Wording } from '../check';

/** Retries for which the timeout of the whole request leaves no time. */
export const retryTime: Check = {
  name: 'retry-time',
  mirrors: [
    'pilot/pkg/networking/core/route/retry/retry.go: ConvertPolicy',
    'pilot/pkg/networking/core/route/route.go: setTimeout',
    'pilot/pkg/config/kube/gateway/conversion.go: convertHTTPRoute',
  ],
  codes: {
    CDI0155: {
      name: 'SlowTriesOfHttpRoute',
      severity: 'info',
      source: 'cdk8s-istio',
      summary:
        'An HTTPRoute limits the time of a try and has retries, and Istio does not retry a try that took too long.',
      explanation:
        'For `retry` of an HTTPRoute Istio retries failures to connect, refused streams, and answers with one of `codes`. A try that `timeouts.backendRequest` ends is none of these, not even with 504 in `codes`: no answer came, and the client gets 504 after the first slow try. The Gateway API says that implementations should retry timeouts too. A VirtualService can, with `5xx`, `gateway-error` or `reset` in `retryOn`.',
      remedy: 'Route by a VirtualService if slow tries are to be retried.',
      references: [
        'https://gateway-api.sigs.k8s.io/geps/gep-1731/',
        'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry',
      ],
    },
    CDI0126: {
      name: 'TimeoutCutsRetries',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'The timeout of a route ends the request before its retries are done.',
      explanation:
        '`timeout` is for the whole request: the first try, all retries and the time between them. If `perTryTimeout` is not shorter, no try ever reaches its limit, and a slow one is not retried. Conditions such as `5xx`, `gateway-error` and `reset` also retry a try that took too long, so with them all tries together take up to `perTryTimeout` times one more than `attempts`; what the timeout cuts off gets 504 (flag UT). The finding is a note if at least one retry has its whole time, or if `retryOn` has none of these conditions: a timeout may be a limit on purpose, and a try that fails at once leaves time for more. In an HTTPRoute these are `timeouts.request`, `timeouts.backendRequest` and `retry` (experimental channel; 2 attempts where it says none), and Istio never sets one of these conditions for it.',
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
        const words = wordsFor(triesOf(rule));
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
    for (const object of mesh.all('gateway.networking.k8s.io/HTTPRoute')) {
      for (const [i, rule] of (object.spec.rules ?? []).entries()) {
        const tries = triesOfHttpRoute(rule, retryIn(object, i));
        const words = tries && wordsFor(tries);
        const path = `spec.rules[${i}].timeouts.backendRequest`;
        if (words !== undefined) {
          report({ code: 'CDI0126', object, path, ...words });
        } else if (tries !== undefined && tries.attempts > 0 && nanoseconds(tries.perTryTimeout) > 0) {
          report({
            code: 'CDI0155',
            object,
            path,
            message: `A try that takes longer than ${tries.perTryTimeout} ends with 504, and Istio does not retry it: retry is for failures to connect${tries.codes.length === 0 ? '' : ` and answers with ${tries.codes.join(', ')}`}.`,
            fix: 'Remove backendRequest if one slow try may use the whole request, or route by a VirtualService with perTryTimeout and gateway-error in retryOn.',
          });
        }
      }
    }
  },
};

/** What limits the tries of a request, and how the kind calls it. */
interface Tries {
  readonly timeout: string;
  readonly perTryTimeout: string;
  readonly attempts: number;
  /** Whether a try that took too long is retried. */
  readonly retriesSlow: boolean;
  readonly names: { readonly timeout: string; readonly perTryTimeout: string };
  /** Why it is not. */
  readonly hint: string;
}

function triesOf({ rule: { timeout = '', retries } }: HttpRule): Tries {
  const { attempts = 0, perTryTimeout = '', retryOn = '' } = retries ?? {};
  return {
    timeout,
    perTryTimeout,
    attempts,
    retriesSlow: retryOn.split(',').some((condition) => RETRY_SLOW_TRIES.includes(condition.trim())),
    names: { timeout: 'timeout', perTryTimeout: 'perTryTimeout' },
    hint: 'A try that ends by perTryTimeout is not retried without 5xx, gateway-error or reset in retryOn',
  };
}

/** `retry` is a field of the experimental channel, which the schema of the standard one leaves out. */
function retryIn({ manifest: { spec } }: MeshObject, i: number): unknown {
  const rule: unknown = isObject(spec) && Array.isArray(spec.rules) ? spec.rules[i] : undefined;
  return isObject(rule) ? rule.retry : undefined;
}

function triesOfHttpRoute(
  { timeouts: { request = '', backendRequest = '' } = {} }: HttpRouteRule,
  retry: unknown,
): (Tries & { readonly codes: readonly unknown[] }) | undefined {
  if (!isObject(retry)) {
    return undefined;
  }
  return {
    timeout: request,
    perTryTimeout: backendRequest,
    attempts: typeof retry.attempts === 'number' ? retry.attempts : DEFAULT_ATTEMPTS,
    codes: Array.isArray(retry.codes) ? retry.codes : [],
    retriesSlow: false,
    names: { timeout: 'timeouts.request', perTryTimeout: 'backendRequest' },
    hint: 'Istio does not retry a try that ends by backendRequest',
  };
}

/** Of an HTTPRoute whose retry says nothing of it. */
const DEFAULT_ATTEMPTS = 2;

/**
 * Conditions that retry a try which took too long: Envoy takes it for a stream that it reset itself
 * (source/common/router/retry_state_impl.cc: RetryStateImpl::wouldRetryFromReset).
 */
const RETRY_SLOW_TRIES: readonly string[] = ['5xx', 'gateway-error', 'reset'];

function wordsFor({ timeout, perTryTimeout, attempts, retriesSlow, names, hint }: Tries): Wording | undefined {
  const [whole, each] = [timeout, perTryTimeout].map(nanoseconds);
  if (whole === 0 || each === 0 || attempts <= 0) {
    return undefined;
  }
  const tries = attempts + 1;
  if (each >= whole) {
    return {
      message: `Each try may take ${perTryTimeout}, and the timeout ends the whole request after ${timeout}: a try that takes too long is never retried.`,
      fix: `Write a ${names.timeout} of ${inWords(each * tries)} or more (${tries} tries of ${perTryTimeout}), or a ${names.perTryTimeout} shorter than ${timeout}.`,
    };
  }
  const complete = Math.floor(whole / each);
  if (complete >= tries) {
    return undefined;
  }
  const shorter =
    complete < 2
      ? `, or a shorter ${names.perTryTimeout}`
      : `, a shorter ${names.perTryTimeout}, or attempts: ${complete - 1}`;
  return {
    severity: complete < 2 && retriesSlow ? undefined : 'info',
    message: `The first try and ${attempts === 1 ? 'the retry' : `${attempts} retries`} take up to ${inWords(each * tries)} (${tries} times ${perTryTimeout}), and the timeout ends the whole request after ${timeout}: only ${complete === 1 ? 'one try has its' : `${complete} tries have their`} whole time.${retriesSlow ? '' : ` ${hint}, so this concerns tries that fail late.`}`,
    fix: `Write a ${names.timeout} of ${inWords(each * tries)} or more${shorter}.`,
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
