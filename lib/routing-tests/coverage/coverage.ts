import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Place, Trace } from '../../routing/trace';
import type { Rule } from './rules';
import { rulesIn } from './rules';

/** A rule, and how many requests asked it. */
export interface CoveredRule extends Rule {
  readonly requests: number;
}

/** Which rules of the manifests requests have asked. A request asks what decides about it, and not what it is only compared with. */
export class Coverage {
  private readonly counts = new Map<MeshObject, Map<string, number>>();
  private readonly rules: readonly Rule[];

  constructor(mesh: Mesh) {
    this.rules = rulesIn(mesh);
    for (const { object, path } of this.rules) {
      const paths = this.counts.get(object) ?? new Map<string, number>();
      this.counts.set(object, paths.set(path, 0));
    }
  }

  public add({ hops }: Pick<Trace, 'hops'>): void {
    const asked = new Map<MeshObject, Set<string>>();
    const places = hops.flatMap(({ steps }) => steps.flatMap((step): readonly Place[] => [step, ...(step.also ?? [])]));
    for (const { object, path } of places) {
      if (object !== undefined && path !== undefined && this.counts.has(object)) {
        const paths = asked.get(object) ?? new Set<string>();
        asked.set(object, paths);
        pathsAround(path).forEach((each) => paths.add(each));
      }
    }
    for (const [object, paths] of asked) {
      const counts = this.counts.get(object)!;
      paths.forEach((path) => {
        const known = counts.get(path);
        if (known !== undefined) {
          counts.set(path, known + 1);
        }
      });
    }
  }

  public get all(): readonly CoveredRule[] {
    return this.rules.map((rule) => ({ ...rule, requests: this.counts.get(rule.object)!.get(rule.path)! }));
  }
}

/** `spec.http[0].match[1]`: itself, `spec.http[0].match`, `spec.http[0]`, `spec.http` and `spec`. */
export function pathsAround(path: string): string[] {
  const ends = [...path.matchAll(/[.[]/g)].map(({ index }) => index);
  return [...ends, path.length].map((end) => path.slice(0, end));
}
