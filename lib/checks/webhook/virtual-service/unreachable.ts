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

/** Where a rule or a match stands, and how it is called in a message. */
interface Place {
  readonly path: string;
  readonly label: string;
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
    const rule = place(`${path}[${i}]`, route);
    const { match = [] } = route;
    if (all !== undefined) {
      unreachable(
        rule,
        `the rule ${all.label} before it has no match, so that one takes everything`,
        `Move it before ${all.label}, give that one a match, or remove this rule.`,
        verdict,
      );
    } else if (match.length === 0) {
      all = rule;
    } else {
      const hidden = match.filter((each, j) => {
        const at = place(`${rule.path}.match[${j}]`, each, route);
        const key = matchKey(each);
        const first = known.get(key);
        if (first === undefined) {
          known.set(key, rule);
          effective.push({ ...at, match: each });
          return false;
        }
        ineffective(
          at,
          `the rule ${first.label} has the same one, and it comes first`,
          'Remove it, or make it differ.',
          verdict,
        );
        return true;
      });
      if (hidden.length === match.length) {
        const firsts = [...new Set(match.map((each) => known.get(matchKey(each))!.label))];
        unreachable(
          rule,
          `all its matches are also in ${firsts.join(' and ')} before it`,
          'Remove it, or make its matches differ.',
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
          `the match ${wider.label} comes first and takes all paths that begin with ${show(wider.prefix)}, and so those with ${show(prefix.prefix)}`,
          `Move it before ${wider.label}, or remove it.`,
          verdict,
        );
      }
      index.add({ ...at, ...prefix });
    }
  }
}

/** @param rule the rule that a match is of */
function place(path: string, named: Route | Match, rule: Route = {}): Place {
  const [name, ruleName] = [nameOf(named), nameOf(rule)];
  const label = name === '' ? path : `${show(name)} (${path})`;
  return { path, label: ruleName === '' ? label : `${label} of the rule ${show(ruleName)}` };
}

function nameOf(named: Route | Match): string {
  return 'name' in named ? (named.name ?? '') : '';
}

function unreachable({ path, label }: Place, reason: string, fix: string, verdict: WebhookVerdict): void {
  verdict.warning(path, `The rule ${label} is never used: ${reason}.`, fix, 'IST0130');
}

function ineffective({ path, label }: Place, reason: string, fix: string, verdict: WebhookVerdict): void {
  verdict.warning(path, `The match ${label} is never used: ${reason}.`, fix, 'IST0131');
}
