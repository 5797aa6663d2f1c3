import type { Operation, Rule } from '../../../imports/security';
import type { AuthorizationPolicy } from '../../mesh/authorization';
import { isEnforced, podsOfPolicy } from '../../mesh/authorization';
import { podPorts } from '../../mesh/pod-ports';
import type { Mesh } from '../../mesh/reading/mesh';
import { domainsOf } from '../../routing/alternative-hosts';
import { list } from '../../schema/words';
import type { Check, Wording } from '../check';
import { actionOf } from './policy-effects';

type Part = 'from' | 'to' | 'when';
const PARTS: readonly Part[] = ['from', 'to', 'when'];

/** Rules of an AuthorizationPolicy that were probably meant as one: who calls in one, and what in the next. */
export const splitRules: Check = {
  name: 'split-rules',
  mirrors: ['pilot/pkg/security/authz/builder/builder.go: build'],
  codes: {
    CDI0411: {
      name: 'RuleSplitInTwo',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'Two rules of an AuthorizationPolicy each have what was probably meant as one rule.',
      explanation:
        'Each `-` of the list `rules` begins a rule of its own, and one matching rule is enough. `- from: ...` followed by `- to: ...` therefore says: everything from these callers, and these requests from everybody. `from`, `to` and `when` of one rule, with one `-` before them, must all match. It is a warning where the second rule matches all that the pods are for, so that the first one restricts nothing. Otherwise the two may be meant as they are written, and it is a note; nothing is said of exceptions that everybody may use, such as health checks, metrics and OPTIONS.',
      remedy: 'Remove the "-" before the second field, so that both stand in one rule.',
      references: [
        'https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule',
        'https://github.com/istio/istio/issues/24665',
      ],
    },
  },
  run(mesh, report) {
    for (const object of mesh.all('security.istio.io/AuthorizationPolicy')) {
      const { rules = [] } = object.spec;
      const pair = isEnforced(object) ? splitAt(rules) : undefined;
      if (pair !== undefined && !isOfOtherPorts(mesh, object, rules.slice(pair.at - 1, pair.at + 1))) {
        report({ code: 'CDI0411', object, path: `spec.rules[${pair.at}]`, ...wording(mesh, object, rules, pair) });
      }
    }
  },
};

interface Pair {
  /** The place of the second rule. */
  readonly at: number;
  readonly first: Part;
  readonly second: Part;
}

/** The first rule that has only one field, after one that has only another. */
function splitAt(rules: readonly Rule[]): Pair | undefined {
  const parts = rules.map(onlyPart);
  for (let at = 1; at < rules.length; at++) {
    const [first, second] = [parts[at - 1], parts[at]];
    // What everybody may do is an exception in whichever order.
    if (first !== undefined && second !== undefined && first !== second && !isException(rules[at - 1], rules[at])) {
      return { at, first, second };
    }
  }
  return undefined;
}

function onlyPart(rule: Rule): Part | undefined {
  const [part, ...others] = PARTS.filter((each) => (rule[each] ?? []).length > 0);
  return others.length === 0 ? part : undefined;
}

/** Paths that everybody may ask for, in most applications: health, metrics, and what comes before there is a token. */
const PUBLIC =
  /(?:^|\/|\*)\.?(?:healthz?|health-?checks?|livez?|liveness|readyz?|readiness|startup|ping|metrics|prometheus|well-known|favicon\.ico|robots\.txt|login|logout|callback|oauth2?)(?:\/.*|\*)?$/i;
const PREFLIGHT = ['OPTIONS', 'HEAD'];

function isException(...rules: readonly Rule[]): boolean {
  return rules.some(
    ({ to = [] }) =>
      to.length > 0 &&
      to.every(
        ({ operation: { paths = [], methods = [] } = {} }) =>
          (paths.length > 0 && paths.every((path) => PUBLIC.test(path))) ||
          (methods.length > 0 && methods.every((method) => PREFLIGHT.includes(method))),
      ),
  );
}

/** Whether one of the rules is for ports that no Service leads to, such as those of metrics. */
function isOfOtherPorts(mesh: Mesh, object: AuthorizationPolicy, rules: readonly Rule[]): boolean {
  const named = rules.flatMap(({ to = [] }) => to).flatMap(({ operation: { ports = [] } = {} }) => ports);
  return (
    named.length > 0 &&
    podsOfPolicy(mesh, object)
      .flatMap((workload) => podPorts(mesh, workload).leading)
      .every(({ target }) => !named.includes(String(target)))
  );
}

function wording(
  mesh: Mesh,
  object: AuthorizationPolicy,
  rules: readonly Rule[],
  { at, first, second }: Pair,
): Wording {
  const allows = actionOf(object) === 'ALLOW';
  const [before, after] = [`rules[${at - 1}]`, `rules[${at}]`];
  const wide = allows ? [at - 1, at].find((i) => takesAll(mesh, object, rules[i])) : undefined;
  const verb = allows ? 'allowed' : actionOf(object) === 'DENY' ? 'denied' : 'matched';
  const said =
    `${before} has only ${first} and ${after} only ${second}, and one of two rules is enough: what ${before} matches is ${verb} ` +
    `whatever ${after} says, and the other way round.`;
  const fix = `If both belong together, remove the "-" before ${second}: one rule with ${list([first, second])}.`;
  if (wide === undefined) {
    return { severity: 'info', message: said, fix: `${fix} Otherwise keep them.` };
  }
  const [pods] = podsOfPolicy(mesh, object);
  return {
    related: pods && [{ object: pods.object }],
    message: `${said} spec.rules[${wide}] matches every request for ${namesOf(mesh, object)}, so everybody is let in.`,
    fix,
  };
}

/** Whether a rule with operations alone matches all that the pods of a policy are there for. */
function takesAll(mesh: Mesh, object: AuthorizationPolicy, { to = [] }: Rule): boolean {
  const pods = to.length === 0 ? [] : podsOfPolicy(mesh, object).map((workload) => podPorts(mesh, workload));
  const leading = pods.flatMap((each) => each.leading);
  const hosts = new Set(
    leading.flatMap(({ service }) => domainsOf(service, object.namespace, mesh.context.clusterDomain).domains),
  );
  const targets = new Set(leading.map(({ target }) => String(target)));
  const isOwn = (host: string): boolean => hosts.has(host.toLowerCase().replace(/:(?:\d+|\*)$|\*$/, ''));
  return to.some(({ operation = {} }) => {
    const { paths, methods, ports, hosts: asked } = operation;
    const all = (values: readonly string[] | undefined, takes: (values: readonly string[]) => boolean): boolean =>
      (values ?? []).length === 0 || takes(values!);
    return (
      !hasExceptions(operation) &&
      all(paths, (values) => values.some((path) => path === '*' || path === '/*' || path === '/{**}')) &&
      all(methods, (values) => values.includes('*')) &&
      all(ports, (values) => targets.size > 0 && [...targets].every((port) => values.includes(port))) &&
      all(asked, (values) => values.includes('*') || (hosts.size > 0 && values.some(isOwn)))
    );
  });
}

function hasExceptions({ notPaths = [], notMethods = [], notPorts = [], notHosts = [] }: Operation): boolean {
  return [notPaths, notMethods, notPorts, notHosts].some((values) => values.length > 0);
}

function namesOf(mesh: Mesh, object: AuthorizationPolicy): string {
  const [first, ...others] = podsOfPolicy(mesh, object);
  return first === undefined
    ? 'its pods'
    : `the pods of ${first.namespace}/${first.name}${others.length === 0 ? '' : ' and others'}`;
}
