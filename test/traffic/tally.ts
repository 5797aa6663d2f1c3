import type { Step } from '../../lib/routing/trace';
import type { Compared } from './differential';

/** How many requests there were, and what became of them. */
export class Tally {
  public requests = 0;
  public disagreements = 0;
  public meshes = 0;
  /** Meshes of which no request was sent, because a proxy refuses them. */
  private readonly refused: number[] = [];
  /** Meshes in which one istiod did something else than another one. */
  private readonly byChance: number[] = [];
  /** Requests that a rule of a user took. */
  public ruled = 0;
  private readonly kinds = new Map<string, number>();

  /** @param others how many istiods did something else with one of the requests */
  public add(mesh: number, compared: readonly Compared[], others: number): void {
    if (others > 0) {
      this.byChance.push(mesh);
    }
    if (compared.length === 0) {
      this.refused.push(mesh);
      return;
    }
    this.meshes++;
    for (const { asked, traced, differences } of compared) {
      this.requests += asked.answers.length;
      this.disagreements += differences.length > 0 ? 1 : 0;
      this.ruled += traced.hops.some(({ steps }) => steps.some(isRule)) ? 1 : 0;
      for (const outcome of new Set(traced.outcomes.map(kindOf))) {
        this.kinds.set(outcome, (this.kinds.get(outcome) ?? 0) + 1);
      }
    }
  }

  public result(): { [what: string]: unknown } {
    const { meshes, requests, disagreements, ruled, refused, byChance } = this;
    return { meshes, requests, disagreements, ruled, outcomes: this.sorted(), refused, byChance };
  }

  public text(): string {
    const { meshes, requests, disagreements, ruled } = this;
    const kinds = Object.entries(this.sorted()).map(([kind, count]) => `  ${String(count).padStart(6)} ${kind}`);
    const head = `${requests} requests through ${meshes} meshes, ${ruled} of them taken by a rule: ${disagreements} disagreements`;
    return [head, ...kinds].join('\n');
  }

  private sorted(): { [kind: string]: number } {
    return Object.fromEntries([...this.kinds].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

function isRule({ layer, object }: Step): boolean {
  return layer === 'route' && object !== undefined;
}

function kindOf(outcome: Compared['traced']['outcomes'][number]): string {
  switch (outcome.kind) {
    case 'workload':
      return 'reached';
    case 'response':
      return `answered: ${outcome.by}`;
    case 'failure':
      return `failed: ${outcome.failure.name}`;
  }
}
