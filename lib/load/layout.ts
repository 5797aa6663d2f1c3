import path from 'node:path';
import type { Relation, Variants } from '../checks/variants/variants';
import type { Appearance } from './kustomize-builds';

/** Files that are applied together, whatever else is: those of one folder, or what the same builds of kustomize take. */
interface Unit {
  readonly folder: string;
  /** Undefined where no kustomization takes the files. */
  readonly appearances: readonly Appearance[] | undefined;
  /** Whether it is one file of a folder with others instead of it. */
  readonly isAlternative: boolean;
  /** Whether `cdk8s synth` wrote the files: a folder for each chart of one app. */
  readonly isSynthesized: boolean;
}

/** Which files of folders are applied together, as far as folders and kustomizations say. */
export class Layout implements Variants {
  private readonly units = new Map<string, Unit>();
  /** The unit of each file: many values come from one. */
  private readonly ids = new Map<string, string>();
  private readonly relations = new Map<string, Map<string, Relation>>();

  constructor(
    private readonly fileOf: (value: unknown) => string | undefined,
    private readonly appearances: ReadonlyMap<string, readonly Appearance[]>,
    private readonly alternatives: ReadonlySet<string> = new Set(),
  ) {}

  public unitOf(value: unknown): string | undefined {
    const file = this.fileOf(value);
    if (file === undefined) {
      return undefined;
    }
    const known = this.ids.get(file);
    if (known !== undefined) {
      return known;
    }
    const absolute = path.resolve(file);
    const appearances = this.appearances.get(absolute);
    const folder = path.dirname(absolute);
    const isSynthesized = absolute.endsWith(SYNTHESIZED);
    const isAlternative = this.alternatives.has(file);
    const id = JSON.stringify(appearances?.map(identity).sort() ?? [isAlternative ? absolute : folder, isSynthesized]);
    this.ids.set(file, id);
    if (!this.units.has(id)) {
      this.units.set(id, { folder, appearances, isSynthesized, isAlternative });
    }
    return id;
  }

  public relation(one: string, other: string): Relation {
    const [a, b] = one < other ? [one, other] : [other, one];
    const known = this.relations.get(a) ?? new Map<string, Relation>();
    this.relations.set(a, known);
    let relation = known.get(b);
    if (relation === undefined) {
      relation = a === b ? 'together' : relationOf(this.units.get(a)!, this.units.get(b)!);
      known.set(b, relation);
    }
    return relation;
  }
}

/** What cdk8s calls its files, unless it is told otherwise. */
export const SYNTHESIZED = '.k8s.yaml';

function relationOf(a: Unit, b: Unit): Relation {
  if (a !== b && a.isAlternative && b.isAlternative && a.folder === b.folder) {
    return 'alternative';
  }
  if (a.appearances === undefined || b.appearances === undefined) {
    if (a.appearances !== b.appearances) {
      return 'apart';
    }
    if ((a.isSynthesized && b.isSynthesized) || a.folder === b.folder) {
      return 'together';
    }
    // `kubectl apply -f` takes the files of a folder, and those of the folders in it only with -R.
    return isWithin(a, b) || isWithin(b, a) ? 'nested' : 'apart';
  }
  const others = new Set(b.appearances.map(identity));
  if (a.appearances.some((each) => others.has(identity(each)))) {
    return 'together';
  }
  const builds = new Set(b.appearances.map(({ build }) => build));
  return a.appearances.some(({ build }) => builds.has(build)) ? 'renamed' : 'apart';
}

function identity({ build, namespace = '', affixes }: Appearance): string {
  return JSON.stringify([build, namespace, ...affixes]);
}

function isWithin(inner: Unit, outer: Unit): boolean {
  return `${inner.folder}${path.sep}`.startsWith(`${outer.folder}${path.sep}`);
}
