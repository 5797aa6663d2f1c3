import { expectInteger, needInteger, needObject } from '../../core/expect';
import type { Problems } from '../../core/problems';

/** Between which numbers the pods of a gateway are scaled, and by what. */
export interface AutoscalingOptions {
  /**
   * The fewest pods. Kubernetes field `minReplicas`.
   *
   * @default 2, so that one can be replaced while another serves
   */
  readonly min?: number;

  /**
   * The most pods. Kubernetes field `maxReplicas`.
   *
   * @default 5, or `min` where that is more
   */
  readonly max?: number;

  /**
   * The use of CPU that is aimed at, in percent of what a pod requests. Kubernetes field
   * `metrics[].resource.target.averageUtilization`.
   *
   * @default 80
   */
  readonly cpuPercent?: number;

  /**
   * The use of memory that is aimed at, in percent of what a pod requests.
   *
   * @default - memory does not count
   */
  readonly memoryPercent?: number;
}

/** How many pods a gateway has. */
export interface ReplicaRange {
  readonly min: number;
  readonly max: number;
  /** By what the number follows the load; undefined where it is fixed. */
  readonly scaledBy?: { readonly cpu: number; readonly memory?: number };
}

/** How many pods a gateway has. */
export class Replicas {
  /**
   * Always the same number. Kubernetes field `replicas` of the Deployment.
   *
   * @param count how many
   */
  public static exactly(count: number): Replicas {
    return new Replicas({ fixed: count });
  }

  /**
   * As many as the load needs. Makes a HorizontalPodAutoscaler.
   *
   * Rejects limits that leave nothing to scale, and resources that do not say what a pod requests.
   *
   * @param options between which numbers, and by what
   */
  public static autoscaled(options: AutoscalingOptions = {}): Replicas {
    return new Replicas({ options });
  }

  private constructor(private readonly given: { readonly fixed: number } | { readonly options: AutoscalingOptions }) {}

  /** @internal */
  public _range(problems: Problems): ReplicaRange | undefined {
    const before = problems.count;
    if ('fixed' in this.given) {
      const { fixed } = this.given;
      needInteger(fixed, 1, MANY, problems, '', 'a number of pods');
      return problems.count > before ? undefined : { min: fixed, max: fixed };
    }
    const options = needObject(this.given.options, 'AutoscalingOptions', problems, '', '{ min: 2, max: 5 }');
    const min = expectInteger(options?.min, 1, MANY, problems, 'min', 'a number of pods') ?? 2;
    const max = expectInteger(options?.max, 1, MANY, problems, 'max', 'a number of pods') ?? Math.max(5, min);
    const cpu = expectInteger(options?.cpuPercent, 1, MANY, problems, 'cpuPercent', 'a percentage') ?? 80;
    const memory = expectInteger(options?.memoryPercent, 1, MANY, problems, 'memoryPercent', 'a percentage');
    if (problems.count > before) {
      return undefined;
    }
    if (max < min) {
      problems.add('max', `${max} is less than min (${min}). Write ${min + 1} or more.`);
    } else if (max === min) {
      problems.add(
        'max',
        `${max} is min as well, so there is nothing to scale. Write Replicas.exactly(${min}), or a larger one.`,
      );
    }
    return { min, max, scaledBy: { cpu, memory } };
  }
}

const MANY = Number.MAX_SAFE_INTEGER;
