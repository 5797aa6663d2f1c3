/*
 * Values of AuthorizationPolicies of which no request has both: what one part of a rule asks for and another part leaves out, or asks for
 * otherwise. Everything that a rule asks for must be there together.
 *
 * pilot/pkg/security/authz/model/permission.go, principal.go: generate; matcher/string.go: StringMatcher
 */
import type { Operation, Rule, Source } from '../../imports/security';
import { hasTemplate } from './path-template';
import { policyTextFits } from './policy-text';

/** Two fields of a rule that no request fulfills together. */
export interface Contradiction {
  /** `to[0].operation.paths` */
  readonly path: string;
  readonly values: readonly string[];
  /** `to[0].operation.notPaths` */
  readonly other: string;
  readonly otherValues: readonly string[];
}

/** What contradicts itself in a rule: one for each part of it that therefore matches nothing. */
export function contradictionsIn({ from = [], to = [], when = [] }: Rule): readonly Contradiction[] {
  const sources = from.flatMap(
    ({ source = {} }, i) => ofFields(source, SOURCE_FIELDS, `from[${i}].source`) ?? otherCaller(source, i) ?? [],
  );
  const operations = to.flatMap(
    ({ operation = {} }, i) => ofFields(operation, OPERATION_FIELDS, `to[${i}].operation`) ?? [],
  );
  const conditions = when.flatMap(({ values = [], notValues = [] }, i) =>
    leftOut({ path: `when[${i}].values`, values, other: `when[${i}].notValues`, otherValues: notValues }),
  );
  return [...sources, ...operations, ...conditions, ...otherPorts({ to, when })];
}

const SOURCE_FIELDS = [
  ['principals', 'notPrincipals'],
  ['requestPrincipals', 'notRequestPrincipals'],
  ['namespaces', 'notNamespaces'],
  ['serviceAccounts', 'notServiceAccounts'],
  ['ipBlocks', 'notIpBlocks'],
  ['remoteIpBlocks', 'notRemoteIpBlocks'],
] as const satisfies readonly (readonly [keyof Source, keyof Source])[];

const OPERATION_FIELDS = [
  ['hosts', 'notHosts'],
  ['ports', 'notPorts'],
  ['methods', 'notMethods'],
  ['paths', 'notPaths'],
] as const satisfies readonly (readonly [keyof Operation, keyof Operation])[];

/** The first field of which the values are all left out. */
function ofFields<T>(
  part: T,
  fields: readonly (readonly [keyof T & string, keyof T & string])[],
  at: string,
): Contradiction | undefined {
  return fields
    .flatMap(([field, not]) =>
      leftOut({
        path: `${at}.${field}`,
        values: (part[field] as readonly string[] | undefined) ?? [],
        other: `${at}.${not}`,
        otherValues: (part[not] as readonly string[] | undefined) ?? [],
      }),
    )
    .at(0);
}

function leftOut(given: Contradiction): Contradiction[] {
  const { values, otherValues } = given;
  const isLeftOut = (value: string): boolean => otherValues.some((each) => covers(each, value));
  return values.length > 0 && values.every(isLeftOut) ? [given] : [];
}

/** Whether all that fits the second value fits the first one too. */
function covers(wide: string, narrow: string): boolean {
  if (wide === narrow) {
    return true;
  }
  if (hasTemplate(wide) || hasTemplate(narrow)) {
    return false;
  }
  if (!narrow.includes('*')) {
    return policyTextFits(wide, narrow);
  }
  const isEnd = narrow.startsWith('*');
  const text = isEnd ? narrow.slice(1) : narrow.slice(0, -1);
  return (
    wide === '*' ||
    (wide.length > 1 && wide.startsWith('*') === isEnd && wide.includes('*') && policyTextFits(wide, text))
  );
}

/** Principals of other namespaces than those that the source asks for. */
function otherCaller({ principals = [], namespaces = [] }: Source, i: number): Contradiction | undefined {
  const homes = principals.map((each) => /^[^/*]+\/ns\/([^/*]+)\/sa\//.exec(each)?.[1]);
  const isElsewhere = (home: string | undefined): boolean =>
    home !== undefined && !namespaces.some((each) => policyTextFits(each, home));
  return principals.length > 0 && namespaces.length > 0 && homes.every(isElsewhere)
    ? {
        path: `from[${i}].source.principals`,
        values: principals,
        other: `from[${i}].source.namespaces`,
        otherValues: namespaces,
      }
    : undefined;
}

/** A condition on the port that is none of those of an operation. */
function otherPorts({ to = [], when = [] }: Rule): readonly Contradiction[] {
  return when.flatMap(({ key, values = [] }, i) =>
    to.flatMap(({ operation: { ports = [] } = {} }, j) =>
      key === 'destination.port' &&
      values.length > 0 &&
      ports.length > 0 &&
      !ports.some((port) => values.includes(port))
        ? { path: `to[${j}].operation.ports`, values: ports, other: `when[${i}].values`, otherValues: values }
        : [],
    ),
  );
}
