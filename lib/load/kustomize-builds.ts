/** Labels that a kustomization adds to objects, and where. */
export interface AddedLabels {
  readonly pairs: Readonly<Record<string, unknown>>;
  readonly toSelectors: boolean;
  readonly toTemplates: boolean;
}

/** A kustomization, as far as it says how its resources come out. */
export interface Buildable {
  readonly folder: string;
  readonly namespace: string | undefined;
  readonly prefix: string;
  readonly suffix: string;
  readonly labels: readonly AddedLabels[];
  /** Files and folders whose objects it takes. */
  readonly resources: readonly string[];
}

/** How the objects of a file come out of one build. */
export interface Appearance {
  /** The folder that `kustomize build` is called with: that of a kustomization that no other one takes. */
  readonly build: string;
  readonly namespace: string | undefined;
  /** What stands before and after their names. */
  readonly affixes: readonly [prefix: string, suffix: string];
  readonly labels: readonly AddedLabels[];
}

/** The builds that take a file, by its path. What builds upon another kustomization has the last word on the namespace, as in kustomize. */
export function appearancesOf(kustomizations: readonly Buildable[]): Map<string, Appearance[]> {
  const byFolder = new Map(kustomizations.map((each) => [each.folder, each]));
  const used = new Set(kustomizations.flatMap(({ resources }) => resources));
  const outermost = kustomizations.filter(({ folder }) => !used.has(folder));
  // Kustomizations in a circle have no outermost one.
  const starts = outermost.length > 0 ? outermost : kustomizations;
  const found = new Map<string, Appearance[]>();
  for (const { folder: build } of starts) {
    const seen = new Set<string>();
    const visit = (folder: string, { namespace: outer, affixes: [before, after], labels: added }: Appearance): void => {
      const { namespace: own, prefix, suffix, labels, resources } = byFolder.get(folder)!;
      const appearance: Appearance = {
        build,
        namespace: outer ?? own,
        affixes: [before + prefix, suffix + after],
        labels: [...labels, ...added],
      };
      for (const resource of resources) {
        const key = JSON.stringify([resource, appearance.namespace, appearance.affixes]);
        if (seen.has(key)) {
          continue;
        }
        seen.add(key);
        if (byFolder.has(resource)) {
          // A circle that adds to names in each round would never end.
          if (!isInside(resource, folder, byFolder)) {
            visit(resource, appearance);
          }
        } else {
          const known = found.get(resource) ?? [];
          found.set(resource, known);
          known.push(appearance);
        }
      }
    };
    visit(build, { build, namespace: undefined, affixes: ['', ''], labels: [] });
  }
  return found;
}

/** Whether a kustomization takes another one, directly or not. */
function isInside(outer: string, inner: string, byFolder: ReadonlyMap<string, Buildable>): boolean {
  const seen = new Set<string>();
  const waiting = [outer];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (at === inner) {
      return true;
    }
    if (!seen.has(at)) {
      seen.add(at);
      waiting.push(...(byFolder.get(at)?.resources ?? []).filter((each) => byFolder.has(each)));
    }
  }
  return false;
}
