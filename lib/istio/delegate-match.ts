import type { HttpMatchRequest, StringMatch } from '../../imports/networking';

/** A match of a rule that delegates, or of a rule of the delegate. */
export interface DelegatedMatch {
  readonly match: HttpMatchRequest;
  /** The gateways that it names, each `mesh` or `namespace/name`; undefined where it names none. */
  readonly gateways?: readonly string[];
}

/**
 * The match of a delegate's rule that is within no match of the rule that delegates to it, with the first field that is in the way. istiod
 * then drops the rule of the delegate. Undefined where all are within one, or where one of the two rules takes everything
 * (pilot/pkg/model/virtualservice.go: mergeHTTPMatchRequests).
 */
export function unfitMatch<M extends DelegatedMatch>(
  roots: readonly M[],
  branches: readonly M[],
): { readonly branch: M; readonly field: string } | undefined {
  const branch = branches.find(
    (each) => roots.length > 0 && roots.every((root) => conflictOf(root, each) !== undefined),
  );
  return branch && { branch, field: conflictOf(roots[0], branch)! };
}

const STRINGS = ['uri', 'scheme', 'method', 'authority'] as const;
const MAPS = ['headers', 'withoutHeaders', 'queryParams'] as const;

/** The first field in which a match of a delegate is not within one of the root (pilot/pkg/model/virtualservice.go: hasConflict). */
export function conflictOf(root: DelegatedMatch, branch: DelegatedMatch): string | undefined {
  const [theirs, own]: HttpMatchRequest[] = [root.match, branch.match];
  for (const field of STRINGS) {
    if (inTheWay(theirs[field], own[field])) {
      return field;
    }
  }
  for (const field of MAPS) {
    const [outer = {}, inner = {}] = [theirs[field], own[field]];
    const name = Object.keys(inner).find((key) => Object.hasOwn(outer, key) && inTheWay(outer[key], inner[key]));
    if (name !== undefined) {
      return `${field}.${name}`;
    }
  }
  if ((theirs.ignoreUriCase ?? false) !== (own.ignoreUriCase ?? false)) {
    return 'ignoreUriCase';
  }
  const [port, ownPort] = [given(theirs.port), given(own.port)];
  if (port !== undefined && ownPort !== undefined && port !== ownPort) {
    return 'port';
  }
  if (given(theirs.sourceNamespace) !== undefined && own.sourceNamespace !== theirs.sourceNamespace) {
    return 'sourceNamespace';
  }
  const [labels = {}, ownLabels = {}] = [theirs.sourceLabels, own.sourceLabels];
  const label = Object.keys(ownLabels).find((key) => Object.hasOwn(labels, key) && labels[key] !== ownLabels[key]);
  if (label !== undefined) {
    return `sourceLabels.${label}`;
  }
  const [gateways, ownGateways] = [root.gateways, branch.gateways];
  return gateways !== undefined &&
    ownGateways !== undefined &&
    (gateways.length < ownGateways.length || !ownGateways.every((name) => gateways.includes(name)))
    ? 'gateways'
    : undefined;
}

/** What protobuf takes for not set is not set. */
export function given<T extends string | number>(value: T | undefined): T | undefined {
  return value === '' || value === 0 ? undefined : value;
}

/** Whether a text that a delegate asks for is not within that of the root (pilot/pkg/model/virtualservice.go: stringMatchConflict). */
function inTheWay(root: StringMatch | undefined, own: StringMatch | undefined): boolean {
  if (root === undefined || own === undefined) {
    return false;
  }
  const says = ({ exact = '', prefix = '', regex = '' }: StringMatch): boolean => exact + prefix + regex !== '';
  if (((root.regex ?? '') !== '' && says(own)) || ((own.regex ?? '') !== '' && says(root))) {
    return true;
  }
  if ((root.exact ?? '') !== '') {
    return own.exact !== root.exact;
  }
  const within = given(own.prefix) ?? own.exact ?? '';
  return (root.prefix ?? '') === '' || within === '' || !within.startsWith(root.prefix!);
}
