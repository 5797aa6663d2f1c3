import type { IConstruct } from 'constructs';
import type { Duration } from 'cdk8s';
import type { IWorkloadLike } from '../../../kubernetes/workload-like';
import type { HttpMatch } from '../../../networking/http-match';

/** A metric that must stay in its range while the canary gets requests. */
export interface FlaggerMetric {
  /** Name of the metric: "request-success-rate" and "request-duration" are built in. */
  readonly name: string;

  /**
   * The time that each check looks back over. Field `interval`.
   *
   * @default - a minute
   */
  readonly interval?: Duration;

  /**
   * The least value that is good: percent for the success rate. Field `thresholdRange.min`. One of `min` and `max` is needed.
   *
   * @default - no lower bound
   */
  readonly min?: number;

  /**
   * The greatest value that is good: milliseconds for the duration. Field `thresholdRange.max`.
   *
   * @default - no upper bound
   */
  readonly max?: number;

  /**
   * Name of the MetricTemplate with the query of the metric. Field `templateRef.name`.
   *
   * @default - the metric is a built-in one
   */
  readonly template?: string;

  /**
   * Namespace of the MetricTemplate. Field `templateRef.namespace`.
   *
   * @default - the namespace of the release
   */
  readonly templateNamespace?: string;
}

/** An address that Flagger calls: for load tests, acceptance tests and approvals. */
export interface FlaggerWebhook {
  /** Name of the webhook. */
  readonly name: string;

  /** When it is called: "pre-rollout", "rollout", "confirm-promotion"... */
  readonly type: string;

  /** The address. */
  readonly url: string;

  /**
   * How long an answer may take.
   *
   * @default - ten seconds
   */
  readonly timeout?: Duration;

  /**
   * What is sent along.
   *
   * @default - nothing
   */
  readonly metadata?: Record<string, string>;
}

/**
 * How Flagger releases a workload. Exactly one of `stepWeight`, `stepWeights` and `iterations` is needed.
 *
 * @see https://docs.flagger.app/usage/how-it-works
 */
export interface FlaggerOptions {
  /** The Deployment or DaemonSet. It must select its pods by one of the labels `app`, `name` and `app.kubernetes.io/name`. Field `targetRef`. */
  readonly workload: IWorkloadLike | IConstruct;

  /** Time between two steps. Field `analysis.interval`. */
  readonly interval: Duration;

  /** How many checks may fail before Flagger goes back. Field `analysis.threshold`. */
  readonly threshold: number;

  /**
   * By how much the canary's share grows with each step, in percent. Field `analysis.stepWeight`.
   *
   * @default - `stepWeights` or `iterations`
   */
  readonly stepWeight?: number;

  /**
   * The canary's share in each step, in percent. Field `analysis.stepWeights`.
   *
   * @default - `stepWeight` or `iterations`
   */
  readonly stepWeights?: number[];

  /**
   * The greatest share before the promotion, in percent. Goes with `stepWeight`. Field `analysis.maxWeight`.
   *
   * @default 100
   */
  readonly maxWeight?: number;

  /**
   * Step by which the new primary's share grows in the promotion, in percent. Field `analysis.stepWeightPromotion`.
   *
   * @default - all at once
   */
  readonly stepWeightPromotion?: number;

  /**
   * How many checks there are where nothing is shifted step by step: blue/green, or with `match` for some requests only. Field
   * `analysis.iterations`.
   *
   * @default - `stepWeight` or `stepWeights`
   */
  readonly iterations?: number;

  /**
   * Requests that go to the canary while it is checked, by headers; goes with `iterations`. Field `analysis.match`.
   *
   * @default - all
   */
  readonly match?: HttpMatch[];

  /**
   * What is measured. Field `analysis.metrics`.
   *
   * @default - nothing: only the readiness of the pods counts
   */
  readonly metrics?: FlaggerMetric[];

  /**
   * What is called. Field `analysis.webhooks`.
   *
   * @default - nothing
   */
  readonly webhooks?: FlaggerWebhook[];

  /**
   * Port of the containers, by number or name. Field `service.targetPort`.
   *
   * @default - the number of the Service's port
   */
  readonly targetPort?: number | string;

  /**
   * Name of a HorizontalPodAutoscaler of the workload, for which Flagger makes a twin. Field `autoscalerRef`.
   *
   * @default - none
   */
  readonly autoscaler?: string;

  /**
   * How long new pods may take. Field `progressDeadlineSeconds`.
   *
   * @default - ten minutes
   */
  readonly progressDeadline?: Duration;
}
