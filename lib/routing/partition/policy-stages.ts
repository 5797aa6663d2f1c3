import type { KnownRequest, RuleField, RuleOwner } from '../../istio/authorization-match';
import { fieldOfRequestFits, fieldsOfRequests } from '../../istio/authorization-match';
import { isHttpAttribute } from '../../istio/authorization-fields';
import { addressesAround } from '../../istio/ip-block';
import { hasTemplate } from '../../istio/path-template';
import { conditionClaimPath } from '../../istio/token-claims';
import type { Mesh } from '../../mesh/reading/mesh';
import type { AskedPolicies } from '../asked-rules';
import type { PolicyRule } from '../authorize';
import { rulesOf } from '../authorize';
import type { Condition, Literal, Value } from './condition';
import type { Choice, Stage } from './partition';
import { Rewriting } from './rewriting';
import { headerPart, samplesAndTexts } from './route-stage';
import { patternText, policyPattern, samplesOf } from './text-pattern';
import type { TextPattern } from './text-pattern';
import { TokenReader, valueOfClaims } from './token-reader';

/**
 * The policies of pods as stages: those that ask an authorizer, those that deny, those that allow. What the connection decides is decided.
 *
 * @param client the address that the request comes from, where it is one of many that it may come from
 */
export function policyStages(mesh: Mesh, asked: AskedPolicies, client?: string): readonly Stage[] {
  const { custom, deny, allow } = rulesOf(asked.policies);
  const maker = new Maker(mesh, asked, client);
  const stage = (rules: readonly PolicyRule[], ends: boolean): Stage =>
    bounded(rules.flatMap((rule) => maker.choices(rule, ends)));
  return [stage(custom, false), stage(deny, true), stage(allow, false)];
}

/** How many rules that depend on something unknown are told apart: each of them may double the kinds. */
const MOST_UNSURE = 5;

/**
 * Of many rules of which nobody knows whether they match, those that deny are left out and the others count. So they do for the tracer, which takes a
 * call for one that gets through.
 */
function bounded(stage: Stage): Stage {
  const isOpen = ({ isSure, asks }: Choice): boolean => !isSure && asks.length > 0;
  return stage.filter(isOpen).length <= MOST_UNSURE
    ? stage
    : stage.flatMap((choice) => (!isOpen(choice) ? choice : choice.ends ? [] : { ...choice, isSure: true }));
}

class Maker {
  private readonly rewriting: Rewriting;
  private readonly tokens: TokenReader;
  private readonly connection: KnownRequest;

  constructor(
    mesh: Mesh,
    { proxy, before, connection, reception }: AskedPolicies,
    private readonly client: string | undefined,
  ) {
    this.rewriting = new Rewriting(before, reception);
    this.tokens = new TokenReader(mesh, proxy);
    this.connection = { ...connection, isHttp: true };
  }

  /** One for each way in which a rule can match. */
  public choices({ rule, owner }: PolicyRule, ends: boolean): readonly Choice[] {
    const fields = fieldsOfRequests(rule, owner);
    if (fields === undefined) {
      return [];
    }
    const alternatives = (lists: RuleFieldLists): RuleFieldLists => (lists.length === 0 ? [[]] : lists);
    return alternatives(fields.from).flatMap((from) =>
      alternatives(fields.to).flatMap(
        (to) => this.choice([...from, ...to, ...fields.when], { rule, owner, ends }) ?? [],
      ),
    );
  }

  /** Undefined where the connection does not fit. */
  private choice(
    fields: readonly RuleField[],
    { rule, owner, ends }: { rule: PolicyRule['rule']; owner: RuleOwner; ends: boolean },
  ): Choice | undefined {
    const asks: Literal[] = [];
    let isSure = true;
    for (const field of fields) {
      if (field.isHttp) {
        asks.push({
          condition: this.condition({ ...field, negated: false }, owner, keyOfCondition(rule, field)),
          holds: !field.negated,
        });
        continue;
      }
      const address = addressAsked(rule, field);
      if (address !== undefined && this.client !== undefined && this.connection[address] === this.client) {
        asks.push({ condition: this.address(address, { ...field, negated: false }, owner), holds: !field.negated });
        continue;
      }
      const answer = fieldOfRequestFits(field, this.connection, owner);
      if (answer === 'no') {
        return undefined;
      }
      isSure &&= answer === 'yes';
    }
    return { asks, isSure, ends };
  }

  /** Where requests come from. */
  private address(address: 'peerAddress' | 'remoteAddress', field: RuleField, owner: RuleOwner): Condition {
    const { values } = field;
    const samples = values.flatMap(addressesAround).map((each) => [each]);
    return {
      part: 'client',
      fits: ([text]) => fieldOfRequestFits(field, { ...this.connection, [address]: text }, owner) !== 'no',
      samples: () => samples,
      words: {
        text: `client address in ${values.join(', ')}`,
        opposite: `client address outside ${values.join(', ')}`,
      },
    };
  }

  private condition(field: RuleField, owner: RuleOwner, key: string): Condition {
    const fits = (known: KnownRequest): boolean =>
      fieldOfRequestFits(field, { ...this.connection, ...known }, owner) !== 'no';
    const { values } = field;
    const name = field.name.slice(field.name.lastIndexOf('.') + 1);
    switch (name) {
      case 'methods':
      case 'notMethods':
        return this.text('method', values, ([method = '']) => fits({ method }));
      case 'paths':
      case 'notPaths':
        return this.paths(values, (path) => fits({ path: { exact: path } }));
      case 'hosts':
      case 'notHosts':
        return this.text('authority', values, ([authority = '']) => fits({ authority }));
      case 'requestPrincipals':
      case 'notRequestPrincipals':
        return this.principals(values, (claims) => fits({ claims }));
      default:
        return this.attribute(key, values, fits);
    }
  }

  /** What is compared by `when`. */
  private attribute(key: string, values: readonly string[], fits: (known: KnownRequest) => boolean): Condition {
    const [, header] = /^request\.headers\[(.*)\]$/s.exec(key) ?? [];
    if (header !== undefined) {
      const name = header.toLowerCase();
      const part = headerPart(name);
      return this.text(part, values, (value) =>
        fits(
          part === 'authority'
            ? { authority: value[0] ?? '' }
            : part === 'method'
              ? { method: value[0] ?? '' }
              : { headers: { [name]: value }, hasAllHeaders: true },
        ),
      );
    }
    if (key === 'request.auth.principal') {
      return this.principals(values, (claims) => fits({ claims }));
    }
    const path =
      key === 'request.auth.audiences' ? ['aud'] : key === 'request.auth.presenter' ? ['azp'] : conditionClaimPath(key);
    const texts = values.flatMap((value) => samplesOf(policyPattern(value), ''));
    return {
      part: 'token',
      fits: (value) => fits({ claims: this.tokens.claims(value) }),
      samples: (known) => [
        ...this.tokens.tokens(),
        ...this.tokens.with(known, path ?? [], path === undefined ? [] : texts),
      ],
      words: {
        text: `claim ${(path ?? [key]).join('.')}: ${values.join(', ')}`,
        opposite: `without claim ${(path ?? [key]).join('.')}: ${values.join(', ')}`,
      },
    };
  }

  private text(part: Condition['part'], values: readonly string[], fits: (value: Value) => boolean): Condition {
    const patterns = values.map(policyPattern);
    const text = patterns.map(patternText).join(', ');
    const name = part === 'authority' ? `host ${text}` : part.startsWith('header ') ? `${part}: ${text}` : text;
    return this.rewriting.condition({
      part,
      fits,
      ...samplesAndTexts(part, patterns),
      words: { text: name, patterns: part === 'method' ? patterns : undefined },
    });
  }

  private paths(values: readonly string[], fits: (path: string) => boolean): Condition {
    const patterns = values.map((value): TextPattern =>
      hasTemplate(value) ? { way: 'template', text: value } : policyPattern(value),
    );
    return this.rewriting.conditionOnPath({
      fits,
      samples: patterns.flatMap((pattern) => samplesOf(pattern, '/')),
      patterns,
      isExact: true,
      text: patterns.map(patternText).join(', '),
    });
  }

  private principals(values: readonly string[], fits: (claims: KnownRequest['claims']) => boolean): Condition {
    return {
      part: 'token',
      fits: (value) => fits(this.tokens.claims(value)),
      samples: (known) => [
        ...this.tokens.tokens(),
        ...values.flatMap((value) => this.tokens.with(known, ['sub'], subjectsOf(value))),
        ...values.flatMap((value) => {
          const slash = value.lastIndexOf('/');
          const [iss, sub] = slash < 0 ? [value, 'any'] : [value.slice(0, slash), value.slice(slash + 1)];
          return [valueOfClaims({ iss, sub: sub.replace('*', 'any') })];
        }),
      ],
      words: {
        ...(values.includes('*')
          ? // A token of some issuer is one.
            {
              text: 'a valid token',
              opposite: 'without a valid token',
              patterns: [{ way: 'prefix', text: '' }],
              token: 'accepted',
            }
          : { text: `a token of ${values.join(', ')}`, opposite: `without a token of ${values.join(', ')}` }),
      },
    };
  }
}

type RuleFieldLists = readonly (readonly RuleField[])[];

/** Subjects that a principal may end with. */
function subjectsOf(principal: string): readonly string[] {
  const end = principal.slice(principal.lastIndexOf('/') + 1);
  return samplesOf(policyPattern(end), '').filter((each) => each !== '');
}

/** The attribute that a field compares, where it is one of a condition on requests. */
function keyOfCondition(rule: PolicyRule['rule'], field: RuleField): string {
  const key = attributeOf(rule, field);
  return isHttpAttribute(key) ? key : '';
}

function attributeOf(rule: PolicyRule['rule'], { name }: RuleField): string {
  const [, place] = /^when\[(\d+)\]/.exec(name) ?? [];
  return place === undefined ? '' : (rule.when?.[Number(place)]?.key ?? '');
}

/** Which address of the connection a field compares. */
function addressAsked(rule: PolicyRule['rule'], field: RuleField): 'peerAddress' | 'remoteAddress' | undefined {
  switch (field.name.slice(field.name.lastIndexOf('.') + 1)) {
    case 'ipBlocks':
    case 'notIpBlocks':
      return 'peerAddress';
    case 'remoteIpBlocks':
    case 'notRemoteIpBlocks':
      return 'remoteAddress';
    case 'values':
    case 'notValues': {
      const key = attributeOf(rule, field);
      return key === 'source.ip' ? 'peerAddress' : key === 'remote.ip' ? 'remoteAddress' : undefined;
    }
    default:
      return undefined;
  }
}
