import type {
  HttpMatchRequest,
  HttpRoute,
  L4MatchAttributes,
  TcpRoute,
  TlsMatchAttributes,
  TlsRoute,
  VirtualServiceSpec,
} from '../../../../imports/networking';
import { show } from '../../../core/problems';
import type { WebhookVerdict } from '../webhook-check';
import { matchKey } from './match-key';
import type { PrefixMatch } from './overlap';
import { OverlapIndex, prefixMatch } from './overlap';

type Route = HttpRoute | TlsRoute | TcpRoute;
type Match = HttpMatchRequest | TlsMatchAttributes | L4MatchAttributes;

/** Where a rule or a match stands, and what it is called by in a message. */
interface Place {
  readonly path: string;
  readonly named: Route | Match;
  /** The rule that a match is of. */
  readonly rule?: Route;
}

/** Warns of rules that never apply because of the rules before them (IST0130), and of such matches (IST0131). */
export function checkUnreachable({ http = [], tcp = [], tls = [] }: VirtualServiceSpec, verdict: WebhookVerdict): void {
  const matches = checkRules(http, 'spec.http', verdict);
  checkRules(tcp, 'spec.tcp', verdict);
  checkRules(tls, 'spec.tls', verdict);
  checkOverlaps(matches, verdict);
}

/** Gives the matches that are neither after a rule for everything nor the same as one before. */
function checkRules<R extends Route>(
  routes: readonly R[],
  path: string,
  verdict: WebhookVerdict,
): (Place & { match: Match })[] {
  const effective: (Place & { match: Match })[] = [];
  const known = new Map<string, Place>();
  let all: Place | undefined;
  routes.forEach((route, i) => {
    const rule: Place = { path: `${path}[${i}]`, named: route };
    const { match = [] } = route;
    if (all !== undefined) {
      unreachable(
        rule,
        `the rule ${labelOf(all)} before it has no match, so it takes all requests`,
        `Move it before ${labelOf(all)}, give that one a match, or remove this rule.`,
        verdict,
      );
    } else if (match.length === 0) {
      all = rule;
    } else {
      const hidden = match.filter((each, j) => {
        const at = { path: `${rule.path}.match[${j}]`, named: each, rule: route };
        const key = matchKey(each);
        const first = known.get(key);
        if (first === undefined) {
          known.set(key, rule);
          effective.push({ ...at, match: each });
          return false;
        }
        ineffective(
          at,
          `the rule ${labelOf(first)} has the same match and comes first`,
          'Remove it, or change it.',
          verdict,
        );
        return true;
      });
      if (hidden.length === match.length) {
        const firsts = [...new Set(match.map((each) => labelOf(known.get(matchKey(each))!)))];
        unreachable(
          rule,
          `all its matches are also in ${firsts.join(' and ')} before it`,
          'Remove it, or change its matches.',
          verdict,
        );
      }
    }
  });
  return effective;
}

/** Of two prefixes of which one begins with the other, the longer has to come first. */
function checkOverlaps(matches: readonly (Place & { match: HttpMatchRequest })[], verdict: WebhookVerdict): void {
  const index = new OverlapIndex<Place & PrefixMatch>();
  for (const { match, ...at } of matches) {
    const prefix = prefixMatch(match);
    if (prefix !== undefined) {
      const wider = index.covering(prefix);
      if (wider !== undefined) {
        ineffective(
          at,
          `the match ${labelOf(wider)} comes first and takes all paths that begin with ${show(wider.prefix)}, and so those with ${show(prefix.prefix)}`,
          `Move it before ${labelOf(wider)}, or remove it.`,
          verdict,
        );
      }
      index.add({ ...at, ...prefix });
    }
  }
}

function labelOf({ path, named, rule = {} }: Place): string {
  const [name, ruleName] = [nameOf(named), nameOf(rule)];
  const label = name === '' ? path : `${show(name)} (${path})`;
  return ruleName === '' ? label : `${label} of the rule ${show(ruleName)}`;
}

function nameOf(named: Route | Match): string {
  return 'name' in named ? (named.name ?? '') : '';
}

function unreachable(place: Place, reason: string, fix: string, verdict: WebhookVerdict): void {
  verdict.warning(place.path, `The rule ${labelOf(place)} is never used: ${reason}.`, fix, 'IST0130');
}

function ineffective(place: Place, reason: string, fix: string, verdict: WebhookVerdict): void {
  verdict.warning(place.path, `The match ${labelOf(place)} is never used: ${reason}.`, fix, 'IST0131');
}
