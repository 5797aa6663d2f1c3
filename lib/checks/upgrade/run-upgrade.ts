import { Mesh } from '../../mesh/reading/mesh';
import type { MeshContext } from '../../mesh/reading/mesh-context';
import { DEFAULT_CONTEXT } from '../../mesh/reading/mesh-context';
import { DataSet } from '../../mesh/reading/data-map';
import type { Manifest } from '../../mesh/reading/mesh-object';
import type { Report } from '../check';
import { FindingSource } from '../finding';
import type { Found } from '../run-checks';
import { foundOf, inOrder, runChecks } from '../run-checks';
import type { Variants } from '../variants/variants';
import type { Upgrade } from './change';
import { passes } from './change';
import { CHANGES } from './changes';

/** What an upgrade changes for manifests: what is refused or reported only after it, what takes effect by it, and what it does otherwise. */
export function runUpgrade(
  manifests: readonly Manifest[],
  externals: readonly Manifest[],
  { upgradeTo, ...context }: Partial<MeshContext> & { readonly upgradeTo: string },
  variants?: Variants,
): Found[] {
  const upgrade = { from: context.istioVersion ?? DEFAULT_CONTEXT.istioVersion, to: upgradeTo };
  const at = (istioVersion: string): Found[] => runChecks(manifests, externals, { ...context, istioVersion }, variants);
  const [before, after] = [at(upgrade.from), at(upgrade.to)];
  const mesh = new Mesh(manifests, externals, { ...context, istioVersion: upgrade.to });
  const reports: Report[] = [];
  for (const change of CHANGES.filter(({ since }) => passes(upgrade, since))) {
    change.find(mesh, upgrade, (dependence) => {
      if (!dependence.object.external) {
        reports.push({ code: 'CDI0502', ...dependence });
      }
    });
  }
  return inOrder(
    [
      ...without(after, before).map((found) => appearing(found, upgrade)),
      ...without(before, after)
        .filter(isDropped)
        .map((found) => takingEffect(found, upgrade, mesh)),
      ...reports.map((report) => foundOf(report, mesh.context)),
    ],
    manifests,
  );
}

/** Those of some findings that are not among others. */
function without(found: readonly Found[], others: readonly Found[]): Found[] {
  const known = new Map<Manifest, DataSet<string[]>>();
  for (const { finding, object } of others) {
    const places = known.get(object.manifest) ?? new DataSet<string[]>();
    known.set(object.manifest, places);
    places.add([finding.code, finding.path]);
  }
  return found.filter(({ finding, object }) => known.get(object.manifest)?.has([finding.code, finding.path]) !== true);
}

function appearing(found: Found, { from }: Upgrade): Found {
  return {
    ...found,
    finding: { ...found.finding, message: `${found.finding.message} Istio ${from} does not say so.` },
  };
}

/** Whether the API server of the old release keeps something out. */
function isDropped({ finding: { source } }: Found): boolean {
  return source === FindingSource.SCHEMA;
}

function takingEffect({ finding, object, related }: Found, { to }: Upgrade, mesh: Mesh): Found {
  const report: Report = {
    code: 'CDI0501',
    object,
    path: finding.path,
    message: `Before the upgrade: ${finding.message} Istio ${to} takes it, so it takes effect when the object is applied again.`,
    fix: `Look whether it is still meant. If it is not, remove it before the upgrade.`,
  };
  return { ...foundOf(report, mesh.context), related };
}
