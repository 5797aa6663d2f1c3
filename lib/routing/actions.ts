import type { CorsPolicy, HttpFaultInjection, HttpRetry, HttpRoute, Percent } from '../../imports/networking';
import { effectiveMatch } from '../istio/string-match';
import type { PlacedDestination } from '../mesh/delegates';
import { meshConfig } from '../mesh/mesh-config';
import type { Mesh } from '../mesh/reading/mesh';
import type { Header } from './call';
import type { RouteEntry } from './http-routes';
import type { RoutedRequest } from './match';
import { fitsText } from './match';
import type { RetryPlan } from './trace';

/** What a route does to some requests before it sends them on (r/ TranslateFault). */
export interface Fault {
  /** `5s` */
  readonly delay?: string;
  /** Of 1. */
  readonly delayShare: number;
  readonly status?: number;
  readonly abortShare: number;
}

/** Without a percentage nothing happens. */
export function faultOf({ delay, abort }: HttpFaultInjection = {}): Fault | undefined {
  const delayShare = delay?.percentage === undefined ? (delay?.percent ?? 0) / 100 : shareOf(delay.percentage);
  const abortShare = shareOf(abort?.percentage);
  const status = abort?.httpStatus ?? (abort?.grpcStatus === undefined ? undefined : 200);
  const delays = delay?.fixedDelay !== undefined && delayShare > 0;
  const aborts = status !== undefined && abortShare > 0;
  return delays || aborts
    ? {
        delay: delays ? delay.fixedDelay : undefined,
        delayShare: delays ? delayShare : 0,
        status: aborts ? status : undefined,
        abortShare: aborts ? abortShare : 0,
      }
    : undefined;
}

function shareOf(percentage: Percent | undefined): number {
  return Math.min(1, (percentage?.value ?? 0) / 100);
}

/** How often a request is tried again, and when (route/retry/retry.go: ConvertPolicy); not where a sidecar knows no host. */
export function retriesOf(mesh: Mesh, route: RouteEntry): RetryPlan | undefined {
  const given: HttpRetry | undefined = route.rule?.rule.retries ?? meshConfig(mesh).defaultHttpRetryPolicy;
  if (route.rule === undefined && route.name.startsWith('allow_any')) {
    return undefined;
  }
  if (given === undefined) {
    return DEFAULT_RETRIES;
  }
  const { attempts = 0, perTryTimeout, retryOn = '' } = given;
  if (attempts <= 0) {
    return undefined;
  }
  return { attempts, perTryTimeout, retryOn: retryOn === '' ? DEFAULT_RETRIES.retryOn : retryConditions(retryOn) };
}

/** What Istio does where nobody says more (route/retry/retry.go: DefaultPolicy). */
export const DEFAULT_RETRIES: RetryPlan = {
  attempts: 2,
  retryOn: 'connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes',
};

/** Codes count only with the condition that names them. */
function retryConditions(text: string): string {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const hasCodes = parts.some((part) => /^\d+$/.test(part));
  return [...parts, ...(hasCodes && !parts.includes('retriable-status-codes') ? ['retriable-status-codes'] : [])].join(
    ',',
  );
}

/** The limit for a whole request; undefined for none. */
export function timeoutOf({ rule }: RouteEntry): string | undefined {
  const timeout = rule?.rule.timeout;
  return timeout === undefined || /^0+(\.0+)?(ms|s|m|h)?$/.test(timeout) ? undefined : timeout;
}

/** What gets a copy of the requests of a rule (r/ MirrorPercent, MirrorPercentByPolicy). */
export function mirrorsOf({ rule }: RouteEntry): readonly Mirror[] {
  const given: HttpRoute = rule?.rule ?? {};
  const { mirrorPercentage, mirrorPercent, mirrors = [] } = given;
  const single = mirrorPercentage === undefined ? (mirrorPercent ?? 100) : (mirrorPercentage.value ?? 0);
  let next = 0;
  return (rule?.mirrors ?? [])
    .map((destination): Mirror => {
      if (destination.path.endsWith('.mirror')) {
        return { destination, percent: single };
      }
      const { percentage } = mirrors[next++] ?? {};
      return { destination, percent: percentage === undefined ? 100 : (percentage.value ?? 0) };
    })
    .filter(({ percent }) => percent > 0);
}

/** What gets a copy of how many of the requests. */
export interface Mirror {
  readonly destination: PlacedDestination;
  readonly percent: number;
}

/** What a proxy answers to a preflight itself; undefined where the request is none, or is sent on. */
export function preflightAnswer(policy: CorsPolicy | undefined, request: RoutedRequest): readonly Header[] | undefined {
  const [origin] = request.header('origin');
  if (
    policy === undefined ||
    request.request.method !== 'OPTIONS' ||
    origin === undefined ||
    request.header('access-control-request-method').length === 0
  ) {
    return undefined;
  }
  const { allowOrigins, allowOrigin = [], allowMethods = [], allowHeaders = [], allowCredentials, maxAge } = policy;
  const origins = allowOrigins?.flatMap((each) => effectiveMatch(each) ?? []) ?? [
    ...allowOrigin.map((text) => ({ way: 'exact' as const, text })),
  ];
  const isAllowed = origins.some((each) => each.text === '*' || fitsText(each, origin));
  if (!isAllowed) {
    return policy.unmatchedPreflights === 'IGNORE' ? [] : undefined;
  }
  const named = (name: string, value: string): Header[] => (value === '' ? [] : [[name, value]]);
  return [
    ['access-control-allow-origin', origin],
    ...named('access-control-allow-credentials', allowCredentials === true ? 'true' : ''),
    ...named('access-control-allow-methods', allowMethods.join(',')),
    ...named('access-control-allow-headers', allowHeaders.join(',')),
    ...named('access-control-max-age', /^(\d+)s$/.exec(maxAge ?? '')?.[1] ?? ''),
  ];
}

const CONNECTION_FAILS: ReadonlySet<string> = new Set(['connect-failure', 'gateway-error', '5xx', 'reset']);

/** Whether a connection that cannot be opened is tried again. */
export function retriesConnections(plan: RetryPlan | undefined): boolean {
  return plan?.retryOn.split(',').some((each) => CONNECTION_FAILS.has(each)) === true;
}
