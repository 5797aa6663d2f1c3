import { Mesh } from '../mesh/reading/mesh';
import type { MeshContext } from '../mesh/reading/mesh-context';
import type { Manifest } from '../mesh/reading/mesh-object';
import type { Finding } from './finding';
import type { Located } from './intake';
import { refusal } from './intake';
import { foreignValue } from './plain-data';
import type { Settings, WrittenSettings } from './read-settings';
import { readSettings } from './read-settings';
import type { Found } from './run-checks';
import { checkMesh } from './run-checks';
import { runUpgrade } from './upgrade/run-upgrade';
import type { Suppression } from './check-settings';
import type { Suppressed } from './suppressions';
import { Suppressions } from './suppressions';
import type { TakenMesh } from './taken-mesh';
import { takeMesh } from './taken-mesh';
import type { Variants } from './variants/variants';

/** What was found, and what was looked at. */
export interface CheckResult {
  readonly findings: Located[];
  /** The objects that were looked at. */
  readonly manifests: Manifest[];
  readonly suppressed: Suppressed[];
  /** Suppressions of the settings that took nothing away. */
  readonly unused: Suppression[];
}

/**
 * All findings about Kubernetes objects, in the order of the objects.
 *
 * @param manifests plain objects, as YAML or JSON text is read; anything else among them becomes a finding
 */
export function checkManifests(manifests: readonly unknown[], settings?: WrittenSettings): Finding[] {
  return checkAll(manifests, readSettings(settings)).findings.map(({ finding }) => finding);
}

/**
 * The same, and what was looked at, with settings that were read already.
 *
 * @param variants what is known of where the values stand
 */
export function checkAll(
  given: readonly unknown[],
  settings: Settings = readSettings(),
  variants?: Variants,
): CheckResult {
  return checkTaken(takeMesh(given, settings), settings, variants);
}

/** The same of manifests that were taken for another question, with the same settings. */
export function checkTaken(
  taken: TakenMesh,
  { context, suppress }: Pick<Settings, 'context' | 'suppress'>,
  variants?: Variants,
): CheckResult {
  const { manifests, givenAs } = taken;
  const suppressions = new Suppressions(suppress);
  const { found, refused: foreign } = run(
    taken,
    context,
    variants && {
      unitOf: (manifest) => variants.unitOf(givenAs(manifest as Manifest)),
      relation: (one, other) => variants.relation(one, other),
    },
  );
  const findings = [
    ...[...taken.refused, ...foreign].filter(({ finding }) => !suppressions.takes(finding, undefined)),
    ...found.flatMap(({ finding, object, related }) =>
      suppressions.takes(finding, object)
        ? []
        : { finding, given: givenAs(object.manifest), related: related.map(givenAs) },
    ),
  ];
  suppressions.noteAll(manifests);
  // What the settings accept of all findings is mostly not among those of an upgrade.
  const unused = context.upgradeTo === undefined ? suppressions.unused : [];
  return { findings, manifests: [...manifests], suppressed: suppressions.used, unused };
}

/** Manifests that no YAML could be are looked for only where they broke something: there are none but by a mistake in a program. */
function run(
  taken: TakenMesh,
  context: Partial<MeshContext>,
  variants: Variants | undefined,
): { readonly found: Found[]; readonly refused: Located[] } {
  const { manifests, externals } = taken;
  try {
    return { found: runAll(taken, context, variants), refused: [] };
  } catch (error) {
    const refused = manifests.flatMap((manifest) => {
      const foreign = foreignValue(manifest);
      if (foreign === undefined) {
        return [];
      }
      const message = `This is ${foreign.words}, which YAML cannot contain: the object was not checked.`;
      return refusal(manifest, { path: foreign.path, code: 'CDI0001', message });
    });
    const foreignExternals = externals.filter((manifest) => foreignValue(manifest) !== undefined);
    const bad = new Set<unknown>([...refused.map(({ given }) => given), ...foreignExternals]);
    if (bad.size === 0) {
      throw error;
    }
    const rest = (all: readonly Manifest[]): Manifest[] => all.filter((each) => !bad.has(each));
    const good = { manifests: rest(manifests), externals: rest(externals) };
    const mesh = new Mesh(good.manifests, good.externals, context);
    return { found: runAll({ ...good, mesh }, context, variants), refused };
  }
}

function runAll(
  taken: Pick<TakenMesh, 'manifests' | 'externals' | 'mesh'>,
  { upgradeTo, ...context }: Partial<MeshContext>,
  variants: Variants | undefined,
): Found[] {
  const { manifests, externals } = taken;
  return upgradeTo === undefined
    ? checkMesh(taken.mesh, manifests, externals, variants)
    : runUpgrade(manifests, externals, { ...context, upgradeTo }, variants);
}
