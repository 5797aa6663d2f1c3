/*
 * Whether ztunnel takes a rule of an AuthorizationPolicy for one that is about a connection. It reads no requests, so that istiod leaves their fields
 * out: a rule that allows goes with them, and of other rules an entry of which nothing is left never matches.
 *
 * pilot/pkg/serviceregistry/ambient/authorization.go: handleRule, and ztunnel's src/rbac.rs: Authorization::matches
 */
import type { Condition, Operation, Rule, Source } from '../../imports/security';
import type { Answer } from './answer';
import { all, answer, any, not } from './answer';
import { httpFieldsOf } from './authorization-match';
import { inBlock, isBlock } from './ip-block';
import { policyTextFits } from './policy-text';

/** A connection as the ztunnel of the server sees it. */
export interface ZtunnelConnection {
  /** `cluster.local/ns/shop/sa/web`; null where it has none, since it is plain text; undefined where it is not known. */
  readonly identity: string | null | undefined;
  readonly address: string | undefined;
  /** Of the pods. */
  readonly port: number;
}

interface Owner {
  readonly action: string;
  /** Of the policy. */
  readonly namespace: string;
}

/** A field with what it is compared with; `negated` where it must not fit. */
interface Comparison {
  readonly negated: boolean;
  readonly answers: readonly Answer[];
}

export function ztunnelMatches(rule: Rule, connection: ZtunnelConnection, owner: Owner): Answer {
  const { from = [], to = [], when = [] } = rule;
  if (owner.action === 'ALLOW' && readsRequests(rule)) {
    return 'no';
  }
  const clauses = [
    ...(to.length === 0 ? [] : [to.map(({ operation = {} }) => ofOperation(operation, connection))]),
    ...(from.length === 0 ? [] : [from.map(({ source = {} }) => ofSource(source, connection, owner))]),
    ...when.map((condition) => [ofCondition(condition, connection)]),
  ];
  return all(clauses.map((entries) => any(entries.map(entryMatches))));
}

/** Whether istiod says that a rule has what only requests have (authorization.go: httpOperations, httpSources, l4WhenAttributes). */
export function readsRequests({ from = [], to = [], when = [] }: Rule): boolean {
  return (
    to.some(({ operation = {} }) => httpFieldsOf(operation).length > 0) ||
    from.some(({ source }) => REQUEST_SOURCES.some((field) => (source?.[field] ?? []).length > 0)) ||
    when.some(({ key = '' }: Partial<Condition>) => !ATTRIBUTES.has(key))
  );
}

const REQUEST_SOURCES = ['remoteIpBlocks', 'notRemoteIpBlocks', 'requestPrincipals', 'notRequestPrincipals'] as const;

/** An entry with no field left fits nothing. */
function entryMatches(fields: readonly Comparison[]): Answer {
  const given = fields.filter(({ answers }) => answers.length > 0);
  return given.length === 0
    ? 'no'
    : all(given.map(({ negated, answers }) => (negated ? not(any(answers)) : any(answers))));
}

type Compare = (value: string) => Answer;

function ofOperation({ ports, notPorts }: Operation, connection: ZtunnelConnection): readonly Comparison[] {
  return pair(ports, notPorts, portIs(connection), isPort);
}

function ofSource(source: Source, connection: ZtunnelConnection, { namespace }: Owner): readonly Comparison[] {
  const { ipBlocks, notIpBlocks, namespaces, notNamespaces, serviceAccounts, notServiceAccounts } = source;
  return [
    ...pair(ipBlocks, notIpBlocks, addressIs(connection), isBlock),
    ...pair(namespaces, notNamespaces, namespaceIs(connection)),
    ...pair(serviceAccounts, notServiceAccounts, accountIs(connection, namespace)),
    ...pair(source.principals, source.notPrincipals, principalIs(connection)),
  ];
}

const ATTRIBUTES: ReadonlyMap<
  string,
  { readonly compare: (connection: ZtunnelConnection) => Compare; readonly isReadable?: (value: string) => boolean }
> = new Map([
  ['source.ip', { compare: addressIs, isReadable: isBlock }],
  ['source.namespace', { compare: namespaceIs }],
  ['source.principal', { compare: principalIs }],
  ['destination.ip', { compare: () => (): Answer => 'maybe', isReadable: isBlock }],
  ['destination.port', { compare: portIs, isReadable: isPort }],
]);

function ofCondition(
  { key = '', values, notValues }: Partial<Condition>,
  connection: ZtunnelConnection,
): readonly Comparison[] {
  const attribute = ATTRIBUTES.get(key);
  return attribute === undefined ? [] : pair(values, notValues, attribute.compare(connection), attribute.isReadable);
}

function pair(
  values: readonly string[] = [],
  others: readonly string[] = [],
  compare: Compare,
  isReadable: (value: string) => boolean = () => true,
): readonly Comparison[] {
  const of = (list: readonly string[], negated: boolean): Comparison => ({
    negated,
    answers: list.filter(isReadable).map(compare),
  });
  return [of(values, false), of(others, true)];
}

function portIs({ port }: ZtunnelConnection): Compare {
  return (value) => answer(Number(value) === port);
}

function isPort(value: string): boolean {
  return /^\d+$/.test(value) && Number(value) <= 65535;
}

function addressIs({ address }: ZtunnelConnection): Compare {
  return (block) => (address === undefined ? 'maybe' : answer(inBlock(block, address) === true));
}

function principalIs(connection: ZtunnelConnection): Compare {
  return (value) => ofIdentity(connection, (identity) => policyTextFits(value, identity));
}

function namespaceIs(connection: ZtunnelConnection): Compare {
  return (value) => ofIdentity(connection, (identity) => policyTextFits(value, partsOf(identity).namespace));
}

function accountIs(connection: ZtunnelConnection, home: string): Compare {
  return (value) => {
    const slash = value.indexOf('/');
    const wanted = slash < 0 ? `${home}/${value}` : value;
    return ofIdentity(connection, (identity) => {
      const { namespace, account } = partsOf(identity);
      return `${namespace}/${account}` === wanted;
    });
  };
}

function ofIdentity({ identity }: ZtunnelConnection, fits: (identity: string) => boolean): Answer {
  return identity === undefined ? 'maybe' : answer(identity !== null && fits(identity));
}

function partsOf(identity: string): { readonly namespace: string; readonly account: string } {
  const [, namespace = '', account = ''] = /\/ns\/([^/]+)\/sa\/([^/]+)$/.exec(identity) ?? [];
  return { namespace, account };
}
