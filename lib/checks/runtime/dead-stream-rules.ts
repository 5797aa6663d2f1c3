import { olderOf } from '../../mesh/age';
import { DataSet, isSameData } from '../../mesh/reading/data-map';
import type { VirtualService } from '../../mesh/virtual-services';
import { rulesOf } from '../../mesh/virtual-services';
import type { DeadStreamRule, StreamTaker } from '../../routing/dead-stream-rules';
import { deadStreamRules } from '../../routing/dead-stream-rules';
import type { Check, RelatedPlace, Wording } from '../check';
import { ruleNeverReached } from './codes/rule-never-reached';
import { RepeatedWarnings } from './repeated-warnings';

/** Rules for TLS and TCP that no connection comes to, because other rules take all of them. */
export const streamRulesNeverReached: Check = {
  name: 'dead-stream-rules',
  mirrors: [
    'pilot/pkg/networking/core/tls.go: buildSidecarOutboundTCPFilterChainOpts',
    'pilot/pkg/networking/core/gateway.go: buildGatewayNetworkFiltersFromTCPRoutes',
  ],
  codes: ruleNeverReached,
  run(mesh, report) {
    const warnings = new RepeatedWarnings();
    for (const rule of mesh.derive(deadStreamRules)) {
      const { object, path, takers } = rule;
      // CDI0116 and CDI0108 report server names that stand in different lists, and in two VirtualServices.
      const isOfNames = takers.some((taker) => isTls(path) && !hasSameNames(rule, taker));
      if (!isOfNames && !warnings.include(object, path)) {
        report({ code: 'CDI0117', object, path, ...wordsFor(rule) });
      }
    }
  },
};

function isTls(path: string): boolean {
  return path.startsWith('spec.tls');
}

function hasSameNames({ object, path }: DeadStreamRule, taker: StreamTaker): boolean {
  return (
    object === taker.object && namesIn(object, path).some((names) => isSameData(names, namesIn(object, taker.path)[0]))
  );
}

/** The rules that take the connections, each once. */
function distinct(takers: readonly StreamTaker[]): RelatedPlace[] {
  const places = new DataSet<readonly [key: string, path: string]>();
  return takers.flatMap(({ object, path }) => (places.add([object.key, path]) ? { object, path } : []));
}

/** The lists of server names of a rule, or that of a match. */
function namesIn(object: VirtualService, path: string): readonly unknown[] {
  return rulesOf(object)
    .flatMap(({ matches }) => matches)
    .filter((match) => match.path === path || match.path.startsWith(`${path}.`))
    .map(({ match }) => (match as { readonly sniHosts?: readonly string[] }).sniHosts ?? []);
}

function wordsFor({ object, takers }: DeadStreamRule): Wording {
  const names = [...new Set(takers.map((taker) => nameOf(taker, object)))];
  const one = names.length === 1;
  const [first] = takers;
  const other = takers.find((taker) => taker.object !== object);
  const undecided = other !== undefined && olderOf(other.object, object) === undefined ? other : undefined;
  return {
    severity: undecided === undefined ? undefined : 'info',
    related: [...distinct(takers), ...(other?.at === undefined ? [] : [{ object: other.at }])],
    message:
      `No connection comes to this rule: ${names.join(' and ')} ${one ? 'comes' : 'come'} before it${other?.at === undefined ? '' : ` at Gateway ${other.at.key}`} and ${one ? 'takes' : 'take'} all of its connections.` +
      (undecided === undefined
        ? ''
        : ` This is so as long as VirtualService ${undecided.object.key} is the older one, as it is if you apply the files in this order.`),
    fix:
      other === undefined
        ? `Give ${nameOf(first, object)} a narrower match, or remove this rule.`
        : 'Give the two rules different ports, or put them into one VirtualService.',
  };
}

function nameOf({ object, path }: StreamTaker, seenFrom: VirtualService): string {
  return object === seenFrom ? path : `${path} of VirtualService ${object.key}`;
}
