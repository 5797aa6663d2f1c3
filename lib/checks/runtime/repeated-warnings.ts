import type { VirtualService } from '../../mesh/virtual-services';
import { rulesOf } from '../../mesh/virtual-services';
import { checkUnreachable } from '../webhook/virtual-service/unreachable';
import { WebhookVerdict } from '../webhook/webhook-check';

/** What Istio's own webhook warns of: rules (IST0130) and matches (IST0131) behind others. */
export class RepeatedWarnings {
  private readonly known = new Map<VirtualService, ReadonlySet<string>>();

  /** Whether it warns of a rule, or of all of its matches. */
  public include(object: VirtualService, path: string): boolean {
    const warnings = this.known.get(object) ?? warningsOf(object);
    this.known.set(object, warnings);
    const matches = rulesOf(object).find((rule) => rule.path === path)?.matches ?? [];
    return warnings.has(path) || (matches.length > 0 && matches.every((match) => warnings.has(match.path)));
  }
}

function warningsOf(object: VirtualService): ReadonlySet<string> {
  const paths = new Set<string>();
  checkUnreachable(object.spec, new WebhookVerdict(object, ({ path }) => paths.add(path)));
  return paths;
}
