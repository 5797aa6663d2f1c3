import type { TracingCustomTag } from '../../imports/telemetry';
import { compact, expectObject } from '../core/expect';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';

/** Options of a tag whose value may be missing. */
export interface CustomTagOptions {
  /**
   * The value where there is none. Istio field `defaultValue`.
   *
   * @default - spans go without the tag
   */
  readonly defaultValue?: string;
}

/**
 * Where a tag of spans has its value from.
 *
 * Rejected where it is used: names and texts that are empty.
 *
 * @example
 * CustomTag.header('x-tenant', { defaultValue: 'none' });
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-CustomTag
 */
export class CustomTag {
  /**
   * The same text on every span. Istio field `literal`.
   *
   * @param value the text
   */
  public static literal(value: string): CustomTag {
    return new CustomTag((problems) => ({
      literal: { value: needText(value, problems, "CustomTag.literal('blue')") },
    }));
  }

  /**
   * A variable of the environment of the proxy. Istio field `environment`.
   *
   * @param name of the variable
   * @param options the value where it is not set
   */
  public static environment(name: string, options?: CustomTagOptions): CustomTag {
    return new CustomTag((problems) => ({
      environment: {
        name: needText(name, problems, "CustomTag.environment('REGION')"),
        ...defaultOf(options, problems),
      },
    }));
  }

  /**
   * A header of the request. Istio field `header`.
   *
   * @param name of the header
   * @param options the value of requests without it
   */
  public static header(name: string, options?: CustomTagOptions): CustomTag {
    return new CustomTag((problems) => ({
      header: { name: needText(name, problems, "CustomTag.header('x-tenant')"), ...defaultOf(options, problems) },
    }));
  }

  /**
   * A format of Envoy's access logs, such as `%REQUESTED_SERVER_NAME%`. Istio field `formatter`.
   *
   * @param value the format
   */
  public static formatter(value: string): CustomTag {
    return new CustomTag((problems) => ({
      formatter: { value: needText(value, problems, "CustomTag.formatter('%REQUESTED_SERVER_NAME%')") },
    }));
  }

  private constructor(private readonly write: (problems: Problems) => TracingCustomTag) {}

  /** @internal */
  public _toJson(problems: Problems): TracingCustomTag {
    return this.write(problems);
  }
}

function needText(text: string, problems: Problems, example: string): string {
  if (typeof text !== 'string' || text === '') {
    problems.add('', `${show(text)} is not a non-empty string. Write ${example}.`);
  }
  return text;
}

function defaultOf(options: CustomTagOptions | undefined, problems: Problems): { defaultValue?: string } {
  const given = expectObject(options, 'CustomTagOptions', problems, '', "{ defaultValue: 'none' }");
  const { defaultValue } = given ?? {};
  if (defaultValue !== undefined && typeof defaultValue !== 'string') {
    problems.add('defaultValue', `${show(defaultValue)} is not a string. Write 'none'.`);
  }
  return compact({ defaultValue });
}
