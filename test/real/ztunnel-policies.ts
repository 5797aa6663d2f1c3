import { BlockList, isIP } from 'node:net';

/** A policy as istiod gives it to ztunnel (pkg/workloadapi/security/authorization.proto). */
export interface ZtunnelPolicy {
  readonly name: string;
  readonly namespace: string;
  /** @default GLOBAL */
  readonly scope?: 'GLOBAL' | 'NAMESPACE' | 'WORKLOAD_SELECTOR';
  /** @default ALLOW */
  readonly action?: 'ALLOW' | 'DENY';
  readonly groups?: { readonly rules?: { readonly matches?: Match[] }[] }[];
}

/** Pods, with the policies that select them, as `namespace/name`. */
export interface ZtunnelPods {
  readonly namespace: string;
  readonly policies: string[] | null;
}

/** A connection to pods. */
export interface ZtunnelConnection {
  /** `cluster.local/ns/shop/sa/web`; undefined for plain text. */
  readonly identity?: string;
  readonly address: string;
  readonly port: number;
}

type Text = { exact: string } | { prefix: string } | { suffix: string } | { presence: object };
interface Account {
  readonly namespace: string;
  readonly serviceAccount: string;
}
interface Block {
  readonly address: string;
  readonly length: number;
}

interface Match {
  readonly namespaces?: Text[];
  readonly notNamespaces?: Text[];
  readonly serviceAccounts?: Account[];
  readonly notServiceAccounts?: Account[];
  readonly principals?: Text[];
  readonly notPrincipals?: Text[];
  readonly sourceIps?: Block[];
  readonly notSourceIps?: Block[];
  readonly destinationPorts?: number[];
  readonly notDestinationPorts?: number[];
}

/** Whether ztunnel lets a connection in (ztunnel's src/state.rs: assert_rbac): what denies comes first, then one that allows is enough. */
export function admits(policies: readonly ZtunnelPolicy[], pods: ZtunnelPods, connection: ZtunnelConnection): boolean {
  const own = policies.filter(
    ({ scope = 'GLOBAL', namespace, name }) =>
      scope === 'GLOBAL' ||
      (scope === 'NAMESPACE' ? namespace === pods.namespace : (pods.policies ?? []).includes(`${namespace}/${name}`)),
  );
  const of = (wanted: string): ZtunnelPolicy[] => own.filter(({ action = 'ALLOW' }) => action === wanted);
  const allowing = of('ALLOW');
  return (
    !of('DENY').some((policy) => matches(policy, connection)) &&
    (allowing.length === 0 || allowing.some((policy) => matches(policy, connection)))
  );
}

/** Any group, all of its rules, any entry of each (src/rbac.rs: Authorization::matches). */
function matches({ groups = [] }: ZtunnelPolicy, connection: ZtunnelConnection): boolean {
  return groups.some(({ rules = [] }) =>
    rules.every(
      ({ matches: entries = [] }) => entries.length === 0 || entries.some((entry) => fits(entry, connection)),
    ),
  );
}

/** An entry that says nothing fits nothing. */
function fits(entry: Match, { identity, address, port }: ZtunnelConnection): boolean {
  const [, namespace, account] = /\/ns\/([^/]+)\/sa\/([^/]+)$/.exec(identity ?? '') ?? [];
  const isText =
    (text: string | undefined) =>
    (match: Text): boolean =>
      text !== undefined && textFits(match, text);
  const isAccount = (each: Account): boolean => each.namespace === namespace && each.serviceAccount === account;
  const isBlock = (each: Block): boolean => inBlock(each, address);
  const isPort = (each: number): boolean => each === port;
  const { sourceIps, notSourceIps, destinationPorts, notDestinationPorts } = entry;
  const answers = [
    ...one(entry.namespaces, entry.notNamespaces, isText(namespace)),
    ...one(entry.serviceAccounts, entry.notServiceAccounts, isAccount),
    ...one(entry.principals, entry.notPrincipals, isText(identity)),
    ...one(sourceIps, notSourceIps, isBlock),
    ...one(destinationPorts, notDestinationPorts, isPort),
  ];
  return answers.length > 0 && answers.every((each) => each);
}

function one<T>(values: T[] = [], others: T[] = [], is: (value: T) => boolean): boolean[] {
  return [...(values.length === 0 ? [] : [values.some(is)]), ...(others.length === 0 ? [] : [!others.some(is)])];
}

function textFits(match: Text, text: string): boolean {
  return 'exact' in match
    ? text === match.exact
    : 'prefix' in match
      ? text.startsWith(match.prefix)
      : 'suffix' in match
        ? text.endsWith(match.suffix)
        : text !== '';
}

function inBlock({ address, length }: Block, other: string): boolean {
  const bytes = [...Buffer.from(address, 'base64')];
  const list = new BlockList();
  if (bytes.length !== 4 || isIP(other) !== 4) {
    return false;
  }
  list.addSubnet(bytes.join('.'), length, 'ipv4');
  return list.check(other, 'ipv4');
}
