import type { Duration } from 'cdk8s';
import type { HttpRetry } from '../../imports/networking';
import { compact, expectBoolean, expectDuration, needInteger, expectObject, expectStrings } from '../core/expect';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { RETRY_CONDITIONS } from '../istio/retry-conditions';

/**
 * How requests are tried again.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry
 */
export interface RetriesOptions {
  /**
   * Time for each try, the first one too. Istio field `perTryTimeout`.
   *
   * @default - the timeout of the route
   */
  readonly perTryTimeout?: Duration;

  /**
   * Least time between two tries; it grows with each try. Istio field `backoff`.
   *
   * @default - 25 ms
   */
  readonly backoff?: Duration;

  /**
   * Whether endpoints in other localities may be tried.
   *
   * @default - false
   */
  readonly retryRemoteLocalities?: boolean;

  /**
   * Whether a try goes to another endpoint than those before it.
   *
   * @default - true
   */
  readonly retryIgnorePreviousHosts?: boolean;
}

/**
 * Whether and when a failed request is sent again. Without it Istio tries twice more on failures to connect.
 *
 * Rejected where it is used: a number of attempts below 0, conditions that Istio does not have, and options on `none()`.
 *
 * @example
 * Retries.onServerErrors(2, { perTryTimeout: Duration.seconds(2) });
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry
 */
export class Retries {
  /** No request is sent twice. */
  public static none(): Retries {
    return new Retries(0, [], {});
  }

  /**
   * Again after a 5xx answer, a reset or a failure to connect. Only for requests that may be done twice.
   *
   * @param attempts how often after the first try, 1 or more
   */
  public static onServerErrors(attempts: number, options: RetriesOptions = {}): Retries {
    return new Retries(attempts, ['5xx'], options);
  }

  /**
   * Again where the request can't have reached the application: connect failures, rejected streams, 503 from the gateway.
   *
   * @param attempts how often after the first try, 1 or more
   */
  public static onConnectFailures(attempts: number, options: RetriesOptions = {}): Retries {
    return new Retries(attempts, ['connect-failure', 'refused-stream', 'unavailable'], options);
  }

  /**
   * Again on these conditions.
   *
   * @param attempts how often after the first try, 1 or more
   * @param retryOn conditions such as "connect-failure" or "reset", and status codes such as "503"
   */
  public static on(attempts: number, retryOn: string[], options: RetriesOptions = {}): Retries {
    return new Retries(attempts, retryOn, options);
  }

  /** Again on Istio's own conditions: failures to connect, rejected streams, "unavailable". */
  public static attempts(attempts: number, options: RetriesOptions = {}): Retries {
    return new Retries(attempts, undefined, options);
  }

  private constructor(
    private readonly count: number,
    private readonly retryOn: string[] | undefined,
    private readonly options: RetriesOptions,
  ) {}

  /** @internal */
  public get _retries(): boolean {
    return this.count !== 0;
  }

  /** @internal */
  public _toJson(problems: Problems): HttpRetry {
    const options =
      expectObject(
        this.options,
        'RetriesOptions',
        problems,
        '',
        'Retries.onServerErrors(2, { perTryTimeout: Duration.seconds(2) })',
      ) ?? {};
    const attempts = needInteger(this.count, 0, 2 ** 31 - 1, problems, 'attempts', 'a number of attempts');
    if (attempts === 0) {
      if (this.retryOn?.length !== 0 || Object.keys(options).length > 0) {
        problems.add(
          'attempts',
          '0 attempts and conditions for them exclude each other. Write Retries.none(), or 1 and more.',
        );
      }
      return { attempts };
    }
    const example = "['connect-failure', '503']";
    const retryOn = this.retryOn === undefined ? undefined : expectStrings(this.retryOn, problems, 'retryOn', example);
    retryOn?.forEach((condition, i) => {
      if (!RETRY_CONDITIONS.includes(condition) && !/^[1-5]\d\d$/.test(condition)) {
        problems.add(
          `retryOn[${i}]`,
          `${show(condition)} is not a condition for retries. Write a status code, or one of: ${RETRY_CONDITIONS.join(', ')}.`,
        );
      }
    });
    return compact({
      attempts: attempts ?? 0,
      retryOn: retryOn?.join(','),
      perTryTimeout: expectDuration(options.perTryTimeout, problems, 'perTryTimeout'),
      backoff: expectDuration(options.backoff, problems, 'backoff'),
      retryRemoteLocalities: expectBoolean(options.retryRemoteLocalities, problems, 'retryRemoteLocalities'),
      retryIgnorePreviousHosts: expectBoolean(options.retryIgnorePreviousHosts, problems, 'retryIgnorePreviousHosts'),
    });
  }
}
