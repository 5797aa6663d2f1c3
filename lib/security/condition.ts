import type { Condition as ConditionFields } from '../../imports/security';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { nearest } from '../core/unknown-field';
import type { AttributeValue } from '../istio/authorization-fields';
import { ATTRIBUTE_NAMES, ATTRIBUTES, isAttribute, isCallerAttribute, missingKey } from '../istio/authorization-fields';
import { ipRange } from '../networking/ip-range';
import { needTexts } from './need-texts';
import type { PolicyContext } from './policy-context';

/**
 * What else must be true of a request or connection. In a rule, `when` is a list of conditions, all of which must match (and); of the values
 * of a condition one must match (or). Values are exact, or have a "*" at the beginning or end; "*" alone is any value that is there.
 *
 * @example
 * [Condition.header('x-tier', ['gold']), Condition.unless(Condition.claim('groups', ['guest']))];
 *
 * @see https://istio.io/latest/docs/reference/config/security/conditions/
 */
export class Condition {
  /**
   * A header of the request. Attribute `request.headers[name]`.
   *
   * @param name its name, whatever the case
   * @param values what it may be
   */
  public static header(name: string, values: string[]): Condition {
    const problem =
      typeof name === 'string' && /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)
        ? undefined
        : `${show(name)} is not the name of a header. Write one such as "x-tier".`;
    return new Condition(`request.headers[${name}]`, values, 'text', false, problem);
  }

  /**
   * A claim of a token that a `RequestAuthentication` takes; of a list one entry must match. Attribute `request.auth.claims[name]`.
   *
   * @param name its name
   * @param values what it may be
   */
  public static claim(name: string, values: string[]): Condition {
    return Condition.nestedClaim([name], values);
  }

  /**
   * A claim within others. Attribute `request.auth.claims[outer][inner]`.
   *
   * @param names from the outer one to the inner one
   * @param values what it may be
   */
  public static nestedClaim(names: string[], values: string[]): Condition {
    const isRight =
      Array.isArray(names) &&
      names.length > 0 &&
      names.every((name) => typeof name === 'string' && /^[^[\]]+$/.test(name));
    const problem = isRight
      ? undefined
      : `${show(names)} names no claim. Write one such as "groups", without brackets.`;
    const key = isRight ? names.map((name) => `[${name}]`).join('') : '[]';
    return new Condition(`request.auth.claims${key}`, values, 'text', false, problem);
  }

  /**
   * The audience of a token: its claim `aud`. Attribute `request.auth.audiences`.
   *
   * @param values what it may be
   */
  public static audience(values: string[]): Condition {
    return new Condition('request.auth.audiences', values);
  }

  /**
   * The party that a token was issued to: its claim `azp`. Attribute `request.auth.presenter`.
   *
   * @param values what it may be
   */
  public static presenter(values: string[]): Condition {
    return new Condition('request.auth.presenter', values);
  }

  /**
   * The host that a client names when it opens a TLS connection. Attribute `connection.sni`.
   *
   * @param values what it may be
   */
  public static serverName(values: string[]): Condition {
    return new Condition('connection.sni', values);
  }

  /**
   * The address to which the connection goes. Attribute `destination.ip`.
   *
   * @param ranges addresses or CIDR blocks
   */
  public static destinationIp(ranges: string[]): Condition {
    return new Condition('destination.ip', ranges);
  }

  /**
   * Any attribute that Istio knows, for what the other factories and `Source` do not say.
   *
   * @param key its name, such as "source.namespace" or "experimental.envoy.filters.network.mysql_proxy[shop.orders]"
   * @param values what it may be
   */
  public static attribute(key: string, values: string[]): Condition {
    return new Condition(key, values);
  }

  /**
   * What must not be true. `Condition.unless(Condition.header('x-tier', ['*']))` is a request without the header.
   *
   * @param condition what must not be true
   */
  public static unless(condition: Condition): Condition {
    if (!(condition instanceof Condition)) {
      const problem = `${show(condition)} is not a Condition. Write Condition.unless(Condition.header('x-tier', ['gold'])).`;
      return new Condition('', [], 'text', true, problem);
    }
    const { key, values, kind, isNot, problem } = condition;
    return new Condition(key, values, kind, !isNot, problem);
  }

  private constructor(
    private readonly key: string,
    private readonly values: string[],
    private readonly kind: AttributeValue = ATTRIBUTES.get(key) ?? 'text',
    private readonly isNot: boolean = false,
    private readonly problem?: string,
  ) {}

  /** @internal */
  public _write({ action }: PolicyContext, problems: Problems): ConditionFields {
    const problem = this.problem ?? keyProblem(this.key);
    if (problem !== undefined) {
      problems.add('', problem);
      return { key: this.key };
    }
    if (action === 'CUSTOM' && isCallerAttribute(this.key)) {
      problems.add(
        '',
        `${this.key} can't be asked for in a policy with a custom action: the authorizer is asked before the caller is known. Let the authorizer look at it, or write a second policy with DENY.`,
      );
    }
    const list = needTexts(this.values, problems, 'values', EXAMPLES[this.kind]);
    list.forEach((value, i) => {
      const wrong = valueProblem(value, this.kind);
      if (wrong !== undefined) {
        problems.add(`values[${i}]`, wrong);
      }
    });
    return this.isNot ? { key: this.key, notValues: list } : { key: this.key, values: list };
  }
}

const EXAMPLES: Readonly<Record<AttributeValue, string>> = {
  text: "['gold']",
  address: "['10.0.0.0/8']",
  port: "['8080']",
  'service account': "['orders/checkout']",
  wildcard: "['*.example.com']",
};

function keyProblem(key: string): string | undefined {
  if (typeof key !== 'string') {
    return `${show(key)} is not an attribute. Write one such as "source.namespace".`;
  }
  const example = missingKey(key);
  if (example !== undefined) {
    return `${show(key)} does not say which entry is meant. Write it in brackets: "${example}".`;
  }
  return isAttribute(key)
    ? undefined
    : `${show(key)} is not an attribute that Istio knows. Write ${nearest(key, [...ATTRIBUTE_NAMES]) ?? `one of ${ATTRIBUTE_NAMES.join(', ')}`}.`;
}

function valueProblem(value: string, kind: AttributeValue): string | undefined {
  const isRight = {
    text: () => !/.\*./.test(value),
    address: () => ipRange(value) !== undefined,
    port: () => /^\d+$/.test(value) && Number(value) <= 65535,
    'service account': () => /^([^*/]+\/)?[^*/]+$/.test(value),
    wildcard: () => /^(\*|\*?[^*/]+|[^*/]+\*)$/.test(value),
  }[kind];
  const [example] = EXAMPLES[kind].match(/[^'[\]]+/) ?? [];
  if (isRight()) {
    return undefined;
  }
  return kind === 'text'
    ? `${show(value)} has a "*" that is compared literally: it is a wildcard only at the beginning or end. Write the values one by one.`
    : `${show(value)} does not fit here. Write one such as "${example}".`;
}
