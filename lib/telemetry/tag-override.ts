import { MetricsOverridesTagOverrideOperation as Operation } from '../../imports/telemetry';
import type { MetricsOverridesTagOverride } from '../../imports/telemetry';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { needExpression } from './expression';

/**
 * What becomes of a tag of a metric (a label, in Prometheus).
 *
 * Rejected where it is used: what is not an expression of CEL.
 *
 * @example
 * TagOverride.expression('request.host');
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#MetricsOverrides-TagOverride
 */
export class TagOverride {
  /**
   * The tag gets the value of an expression.
   *
   * @param cel expression over the attributes of the request, such as `request.host`
   */
  public static expression(cel: string): TagOverride {
    return new TagOverride((problems) => ({
      operation: Operation.UPSERT,
      value: needExpression(cel, problems, '', 'request.host'),
    }));
  }

  /**
   * The tag gets a text, the same for each request.
   *
   * @param text as it stands in the metric
   */
  public static literal(text: string): TagOverride {
    return new TagOverride((problems) => {
      if (typeof text !== 'string' || text === '') {
        problems.add('', `${show(text)} is not a non-empty string. Write TagOverride.literal('blue').`);
      }
      return { operation: Operation.UPSERT, value: JSON.stringify(text) };
    });
  }

  /** The metric goes without the tag, which makes fewer time series. */
  public static remove(): TagOverride {
    return new TagOverride(() => ({ operation: Operation.REMOVE }));
  }

  private constructor(private readonly write: (problems: Problems) => MetricsOverridesTagOverride) {}

  /** @internal */
  public _toJson(problems: Problems): MetricsOverridesTagOverride {
    return this.write(problems);
  }
}
