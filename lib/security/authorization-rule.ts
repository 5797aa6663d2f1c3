import type { Condition as ConditionFields, Rule, Source as SourceFields } from '../../imports/security';
import { compact, expectList, needObject } from '../core/expect';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { isHttpAttribute, WITHOUT_REQUESTS } from '../istio/authorization-fields';
import { Condition } from './condition';
import type { WrittenOperation } from './operation';
import { Operation } from './operation';
import type { PolicyContext } from './policy-context';
import { Source } from './source';
import { portsInCode } from './target-ports';

/** Who does what, and what else must be true. What is left out matches everything. */
export interface AuthorizationRuleOptions {
  /**
   * Who calls: any of these (or). Istio field `from`.
   *
   * @default - everybody
   */
  readonly from?: Source[];

  /**
   * What is called: any of these (or). Istio field `to`.
   *
   * @default - everything
   */
  readonly to?: Operation[];

  /**
   * What else must be true: all of these (and). Istio field `when`.
   *
   * @default - nothing
   */
  readonly when?: Condition[];
}

/**
 * One rule of a policy. It matches a request if one of `from`, one of `to` and all of `when` match. A policy with several rules matches if one
 * of them does: what belongs together stands in one rule.
 *
 * @example
 * AuthorizationRule.of({
 *   from: [Source.workload(frontend)],
 *   to: [Operation.http({ methods: ['GET'], paths: ['/cart/*'] })],
 *   when: [Condition.header('x-tier', ['gold'])],
 * });
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule
 */
export class AuthorizationRule {
  /**
   * A rule that says something.
   *
   * @param options who does what; at least one of them
   */
  public static of(options: AuthorizationRuleOptions): AuthorizationRule {
    return new AuthorizationRule(options);
  }

  /** The rule that matches everything: it allows or denies every request. */
  public static any(): AuthorizationRule {
    return new AuthorizationRule({}, true);
  }

  private constructor(
    private readonly options: AuthorizationRuleOptions,
    private readonly matchesAll = false,
  ) {}

  /** @internal */
  public _write(context: PolicyContext, problems: Problems): Rule {
    if (this.matchesAll) {
      return {};
    }
    const before = problems.count;
    const given =
      needObject(this.options, 'AuthorizationRuleOptions', problems, '', '{ from: [Source.workload(frontend)] }') ?? {};
    const from = writeSources(given.from, context, problems);
    const to = writeOperations(given.to, context, problems);
    const when = writeConditions(given.when, context, problems);
    if (problems.count === before) {
      if (from === undefined && to === undefined && when === undefined) {
        problems.add(
          '',
          'says nothing, so it would match every request. Write from, to or when, or AuthorizationRule.any() if that is meant.',
        );
      }
      checkProtocol({ from, to, when }, context, problems);
    }
    return compact({
      from: from?.map((source) => ({ source })),
      to: to?.map(({ fields }) => ({ operation: fields })),
      when,
    });
  }
}

function writeSources(
  sources: Source[] | undefined,
  context: PolicyContext,
  problems: Problems,
): SourceFields[] | undefined {
  const example = '[Source.workload(frontend)]';
  const given = needEntries(sources, problems, 'from', example, 'every caller');
  const written: { fields: SourceFields; isSimple: boolean }[] = [];
  given?.forEach((source, i) => {
    if (!(source instanceof Source)) {
      problems.add(`from[${i}]`, `${show(source)} is not a Source. Write ${example}.`);
      return;
    }
    const fields = source._write(context, problems.in(`from[${i}]`));
    const last = written.at(-1);
    const joined = last?.isSimple && source._isSimple ? join(last.fields, fields) : undefined;
    if (last !== undefined && joined !== undefined) {
      last.fields = joined;
    } else {
      written.push({ fields, isSimple: source._isSimple });
    }
  });
  return given && written.map(({ fields }) => fields);
}

/** Of service accounts Istio takes no more in one list. */
const MAX_SERVICE_ACCOUNTS = 16;

/** Two sources of one field as one, as people write them: the values of a list are joined by "or", as the sources are. */
function join(a: SourceFields, b: SourceFields): SourceFields | undefined {
  const [[name, values] = [], ...rest] = Object.entries(a) as [string, string[]][];
  const others = b[name as keyof SourceFields];
  if (name === undefined || others === undefined || rest.length > 0) {
    return undefined;
  }
  const all = [...new Set([...values!, ...others])];
  return name === 'serviceAccounts' && all.length > MAX_SERVICE_ACCOUNTS ? undefined : { [name]: all };
}

function writeOperations(
  operations: Operation[] | undefined,
  context: PolicyContext,
  problems: Problems,
): WrittenOperation[] | undefined {
  const example = "[Operation.http({ paths: ['/cart/*'] })]";
  return needEntries(operations, problems, 'to', example, 'every request')?.flatMap((operation, i) => {
    if (!(operation instanceof Operation)) {
      problems.add(`to[${i}]`, `${show(operation)} is not an Operation. Write ${example}.`);
      return [];
    }
    return [operation._write(context, problems.in(`to[${i}]`))];
  });
}

function writeConditions(
  conditions: Condition[] | undefined,
  context: PolicyContext,
  problems: Problems,
): ConditionFields[] | undefined {
  const example = "[Condition.header('x-tier', ['gold'])]";
  return needEntries(conditions, problems, 'when', example, 'no condition')?.flatMap((condition, i) => {
    if (!(condition instanceof Condition)) {
      problems.add(`when[${i}]`, `${show(condition)} is not a Condition. Write ${example}.`);
      return [];
    }
    return [condition._write(context, problems.in(`when[${i}]`))];
  });
}

/** A list that may be left out, and is not empty: an empty one reads as nobody, and Istio refuses it or takes it for everybody. */
function needEntries<T>(
  entries: T[] | undefined,
  problems: Problems,
  field: string,
  example: string,
  all: string,
): T[] | undefined {
  if (entries === undefined) {
    return undefined;
  }
  if (Array.isArray(entries) && entries.length === 0) {
    problems.add(
      field,
      `is empty, which says neither nothing nor everything. Write ${example}, or leave ${field} out for ${all}.`,
    );
  }
  return expectList(entries, problems, field, example);
}

/**
 * On a port that is not HTTP there are no requests. What looks at them makes an ALLOW rule match nothing there, and is left out of a DENY rule,
 * which then matches every connection (pilot/pkg/security/authz/model/model.go: checkError).
 */
function checkProtocol(
  { from = [], to, when = [] }: { from?: SourceFields[]; to?: WrittenOperation[]; when?: ConditionFields[] },
  { action, ports }: PolicyContext,
  problems: Problems,
): void {
  const elsewhere = [
    ...from.flatMap((source) => Object.keys(source).filter((name) => /requestPrincipals/i.test(name))),
    ...when.map(({ key }) => key).filter(isHttpAttribute),
  ];
  const effect = `the rule would ${WITHOUT_REQUESTS[action]} there`;
  const anywhere = [...new Set((to ?? []).flatMap((operation) => operation.http))].join(', ');
  (to ?? [undefined]).forEach((operation, i) => {
    const http = [...elsewhere, ...(operation?.http ?? [])];
    if (http.length === 0) {
      // Of ALLOW the whole rule is left out, whichever part of it looks at requests.
      const others = action === 'ALLOW' && anywhere !== '' ? (operation?.ports ?? []) : [];
      others.forEach((port, k) => {
        const reason = ports.notHttp?.(port);
        if (reason !== undefined) {
          problems.add(
            `to[${i}].ports[${k}]`,
            `${reason}. Another operation of the rule looks at ${anywhere}, so ${effect}. Write a rule of its own for this port: AuthorizationRule.of({ to: [Operation.ports(${portsInCode([port])})] }).`,
          );
        }
      });
      return;
    }
    const at = operation === undefined ? 'to' : `to[${i}].ports`;
    const fields = [...new Set(http)].join(', ');
    const without = `There are no requests to compare ${fields} with, and ${effect}. If it speaks HTTP, name it "http"; otherwise leave ${fields} out.`;
    const given = operation?.ports ?? [];
    given.forEach((port, k) => {
      const reason = ports.notHttp?.(port);
      if (reason !== undefined) {
        problems.add(`${at}[${k}]`, `${reason}. ${without}`);
      }
    });
    const nowhere = given.length === 0 ? ports.nowhereHttp?.() : undefined;
    if (nowhere !== undefined) {
      problems.add(at, `${nowhere}. ${without}`);
    } else if (action === 'DENY' && given.length === 0 && operation?.fields.notPorts === undefined) {
      const list = portsInCode(ports.http ?? [8080]);
      const write = operation === undefined ? `to: [Operation.ports(${list})]` : `ports: ${list}`;
      problems.add(
        at,
        `is needed: the rule denies by ${fields}, which only HTTP requests have. On other ports Istio leaves that out, and the rule would deny every connection. Write the HTTP ports: ${write}.`,
      );
    }
  });
}
