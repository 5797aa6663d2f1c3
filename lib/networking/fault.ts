import type { Duration } from 'cdk8s';
import type { HttpFaultInjection, HttpFaultInjectionAbort, HttpFaultInjectionDelay } from '../../imports/networking';
import { compact, expectDuration, needInteger, expectObject, expectPercent } from '../core/expect';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { GRPC_STATUSES } from '../istio/grpc-statuses';

/** To how many requests a fault is done. */
export interface FaultOptions {
  /**
   * Share of the requests, in percent (0 to 100; fractions down to 0.0001 are possible).
   *
   * @default 100
   */
  readonly percentage?: number;
}

/**
 * Faults that the proxy injects on purpose, to test how callers handle them.
 *
 * Rejected where it is used: statuses that do not exist and percentages outside 0 to 100.
 *
 * @example
 * Fault.delay(Duration.seconds(5), { percentage: 10 }).and(Fault.abort(503, { percentage: 1 }));
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection
 */
export class Fault {
  /**
   * Answers at once instead of the application.
   *
   * @param httpStatus status of the answer, 200 to 599
   */
  public static abort(httpStatus: number, options: FaultOptions = {}): Fault {
    return new Fault({ httpStatus, options });
  }

  /**
   * Answers gRPC calls at once instead of the application.
   *
   * @param grpcStatus name of the status, such as "UNAVAILABLE"
   */
  public static grpcAbort(grpcStatus: string, options: FaultOptions = {}): Fault {
    return new Fault({ grpcStatus, options });
  }

  /**
   * Waits before the request is sent on.
   *
   * @param fixedDelay how long
   */
  public static delay(fixedDelay: Duration, options: FaultOptions = {}): Fault {
    return new Fault(undefined, { fixedDelay, options });
  }

  private constructor(
    private readonly abort?: { httpStatus?: number; grpcStatus?: string; options: FaultOptions },
    private readonly wait?: { fixedDelay: Duration; options: FaultOptions },
    private readonly misfits: { kind: string; message: string }[] = [],
  ) {}

  /** Both faults: an abort and a delay are independent of each other. */
  public and(other: Fault): Fault {
    if (!(other instanceof Fault)) {
      return new Fault(
        this.abort,
        this.wait,
        this.misfits.concat({ kind: '', message: `${show(other)} is not a Fault. Write Fault.abort(503).` }),
      );
    }
    const twice = [this.abort && other.abort ? 'abort' : '', this.wait && other.wait ? 'delay' : ''].filter(
      (kind) => kind !== '',
    );
    const message = 'is given twice. A route has one abort and one delay at most.';
    const misfits = [...this.misfits, ...other.misfits, ...twice.map((kind) => ({ kind, message }))];
    return new Fault(this.abort ?? other.abort, this.wait ?? other.wait, misfits);
  }

  /** @internal */
  public _toJson(problems: Problems): HttpFaultInjection {
    for (const { kind, message } of this.misfits) {
      problems.add(kind, message);
    }
    return compact({
      abort: this.abort && this.abortJson(problems.in('abort')),
      delay: this.wait && this.delayJson(problems.in('delay')),
    });
  }

  private abortJson(problems: Problems): HttpFaultInjectionAbort {
    const { httpStatus, grpcStatus, options } = this.abort!;
    if ('grpcStatus' in this.abort! && !GRPC_STATUSES.includes(grpcStatus!)) {
      problems.add(
        'grpcStatus',
        `${show(grpcStatus)} is not a gRPC status. Write one of: ${GRPC_STATUSES.join(', ')}.`,
      );
    }
    return compact({
      httpStatus:
        'httpStatus' in this.abort!
          ? needInteger(httpStatus, 200, 599, problems, 'httpStatus', 'an HTTP status')
          : undefined,
      grpcStatus,
      percentage: writePercentage(options, problems),
    });
  }

  private delayJson(problems: Problems): HttpFaultInjectionDelay {
    const { fixedDelay, options } = this.wait!;
    if (fixedDelay === undefined) {
      problems.add('fixedDelay', 'is needed. Write Duration.seconds(5), with Duration from cdk8s.');
    }
    return compact({
      fixedDelay: expectDuration(fixedDelay, problems, 'fixedDelay'),
      percentage: writePercentage(options, problems),
    });
  }
}

/** Without a percentage Istio does the fault to no request. */
function writePercentage(options: FaultOptions, problems: Problems): { value: number } {
  const given = expectObject(options, 'FaultOptions', problems, '', '{ percentage: 10 }');
  return expectPercent(given?.percentage, problems, 'percentage') ?? { value: 100 };
}
