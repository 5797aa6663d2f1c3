import type { StringMatch as StringMatchJson } from '../../imports/networking';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { regexProblem } from '../istio/regex';

/**
 * How to match a string of a request: exactly, by its beginning, or with a regular expression.
 *
 * Rejected where it is used: an empty prefix or expression, and expressions that RE2 does not have (look-around and
 * back-references).
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#StringMatch
 */
export class StringMatch {
  /** The whole string; upper and lower case differ. */
  public static exact(value: string): StringMatch {
    return new StringMatch('exact', value);
  }

  /** The beginning of the string; upper and lower case differ. */
  public static prefix(value: string): StringMatch {
    return new StringMatch('prefix', value);
  }

  /**
   * A regular expression for the whole string.
   *
   * @param value an RE2 expression, see https://github.com/google/re2/wiki/Syntax
   */
  public static regex(value: string): StringMatch {
    return new StringMatch('regex', value);
  }

  /** Any value, as long as there is one: for headers, where presence is the question. */
  public static present(): StringMatch {
    return new StringMatch('present', '');
  }

  private constructor(
    private readonly kind: 'exact' | 'prefix' | 'regex' | 'present',
    private readonly value: string,
  ) {}

  /** @internal */
  public get _kind(): 'exact' | 'prefix' | 'regex' | 'present' {
    return this.kind;
  }

  /** @internal */
  public get _value(): string {
    return this.value;
  }

  /** @internal */
  public _toJson(problems: Problems): StringMatchJson {
    if (this.kind === 'present') {
      return {};
    }
    if (typeof this.value !== 'string') {
      problems.add(this.kind, `${show(this.value)} is not a string.`);
    } else if (this.value === '' && this.kind !== 'exact') {
      problems.add(this.kind, 'an empty string matches everything. Omit the match, or write what it must be.');
    } else if (this.kind === 'regex') {
      const problem = regexProblem(this.value);
      if (problem !== undefined) {
        problems.add('regex', problem);
      }
    }
    return { [this.kind]: this.value };
  }
}
