import type { WorkloadInput } from '../bridge/tracing/meant';
import type { FailureName } from '../routing/failure';
import * as matchers from './matchers';

export { matchers };

/** The matchers for traces, as they are written after `expect(trace)`. */
export interface TraceMatchers<R> {
  /**
   * All calls come to pods: of a workload, behind a Service, or of a version of a release; or to a host outside the mesh.
   *
   * @param target a workload, a Service, a ServiceAccount, a version of a release, or a name
   */
  toReach(target: WorkloadInput): R;

  /**
   * Calls are split: percents by the name of a workload, `namespace/name`, or the name of a subset. They make 100.
   *
   * @param percents such as `{ v1: 80, v2: 20 }`
   */
  toSplit(percents: Readonly<Record<string, number>>): R;

  /**
   * A proxy redirects all calls.
   *
   * @param location where to
   * @param status such as 301
   */
  toRedirectTo(location: string | RegExp, status?: number): R;

  /**
   * The client sees a status, whoever answers.
   *
   * @param status of the response
   * @param body of a direct response
   */
  toRespond(status: number, body?: string | RegExp): R;

  /** A policy refuses all calls. */
  toBeDenied(): R;

  /**
   * No call arrives.
   *
   * @param failure why not, such as "NoRoute"
   */
  toFail(failure?: FailureName): R;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- the name that Jest's types have
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-unused-vars, @typescript-eslint/no-empty-object-type -- as in @types/jest
    interface Matchers<R, T = {}> extends TraceMatchers<R> {}
  }
}

const { expect } = globalThis as { readonly expect?: { extend(matchers: object): void } };
// Without globals (@jest/globals, Vitest) it is done by hand: expect.extend(matchers).
expect?.extend?.(matchers);
