import type { MeshContext } from '../mesh/reading/mesh-context';
import type { Manifest } from '../mesh/reading/mesh-object';
import { toldFirst } from './external-manifests';
import type { Finding } from './finding';
import type { Located } from './intake';
import { refusal, takeIn } from './intake';
import { foreignValue } from './plain-data';
import type { Settings, WrittenSettings } from './read-settings';
import { readSettings } from './read-settings';
import type { Found } from './run-checks';
import { runChecks } from './run-checks';
import { runUpgrade } from './upgrade/run-upgrade';
import type { Suppression } from './check-settings';
import type { Suppressed } from './suppressions';
import { Suppressions } from './suppressions';
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
  { context, externals, suppress }: Settings = readSettings(),
  variants?: Variants,
): CheckResult {
  const { manifests, origins, findings: refused } = takeIn(given);
  const asGiven = (manifest: Manifest): unknown => origins.get(manifest) ?? manifest;
  const suppressions = new Suppressions(suppress);
  const { found, refused: foreign } = run(
    manifests,
    toldFirst(takeIn(externals).manifests),
    context,
    variants && {
      unitOf: (manifest) => variants.unitOf(origins.get(manifest as Manifest) ?? manifest),
      relation: (one, other) => variants.relation(one, other),
    },
  );
  const findings = [
    ...[...refused, ...foreign].filter(({ finding }) => !suppressions.takes(finding, undefined)),
    ...found.flatMap(({ finding, object, related }) =>
      suppressions.takes(finding, object)
        ? []
        : { finding, given: asGiven(object.manifest), related: related.map(asGiven) },
    ),
  ];
  suppressions.noteAll(manifests);
  // What the settings accept of all findings is mostly not among those of an upgrade.
  const unused = context.upgradeTo === undefined ? suppressions.unused : [];
  return { findings, manifests, suppressed: suppressions.used, unused };
}

/** Manifests that no YAML could be are looked for only where they broke something: there are none but by a mistake in a program. */
function run(
  manifests: readonly Manifest[],
  externals: readonly Manifest[],
  context: Partial<MeshContext>,
  variants: Variants | undefined,
): { readonly found: Found[]; readonly refused: Located[] } {
  try {
    return { found: runAll(manifests, externals, context, variants), refused: [] };
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
    return { found: runAll(rest(manifests), rest(externals), context, variants), refused };
  }
}

function runAll(
  manifests: readonly Manifest[],
  externals: readonly Manifest[],
  { upgradeTo, ...context }: Partial<MeshContext>,
  variants: Variants | undefined,
): Found[] {
  return upgradeTo === undefined
    ? runChecks(manifests, externals, context, variants)
    : runUpgrade(manifests, externals, { ...context, upgradeTo }, variants);
}
