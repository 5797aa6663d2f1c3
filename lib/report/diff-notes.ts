import { isObject } from '../core/is-object';
import type { Supposed } from '../diff/supposed';
import type { Mesh } from '../mesh/reading/mesh';

/** How many names a sentence holds. */
const FEW = 3;

/** What no manifest shows and is taken for something that runs, so that rules for it can be compared. */
export function supposedTexts({ servers, services, gateways, callers }: Supposed): string[] {
  const told = [
    ...sentence('Service', services),
    ...sentence('pods of Service', servers),
    ...sentence('pods of gateway', gateways),
    ...(callers.length === 0 ? [] : [`No manifest shows who calls. Asked is for ${listed(callers.map(callerText))}.`]),
  ];
  return told.length === 0
    ? []
    : [...told, 'Externals (--externals) say what is in the cluster besides the manifests.'];
}

/** What sets up the mesh, and is not read as it stands in the cluster. */
export function unreadTexts(meshes: readonly Mesh[]): string[] {
  const names = meshes.flatMap((mesh) =>
    mesh
      .all('core/ConfigMap')
      .filter(
        ({ namespace, name, external, manifest: { data } }) =>
          !external &&
          namespace === mesh.context.rootNamespace &&
          /^istio(?:-|$)/.test(name) &&
          isObject(data) &&
          'mesh' in data,
      )
      .map(({ key }) => key),
  );
  return names.length === 0
    ? []
    : [
        `ConfigMap ${listed([...new Set(names)])} is not read. What it sets for the mesh counts as meshConfig of the settings (--settings).`,
      ];
}

/** `any pod of shop with a sidecar` */
export function callerText(name: string): string {
  const [, namespace, more] = /^([^/]*)\/\*(.*)$/.exec(name) ?? [];
  return namespace === undefined ? name : `any pod of ${namespace} with a sidecar${more}`;
}

function sentence(what: string, names: readonly string[]): string[] {
  return names.length === 0
    ? []
    : [`No manifest shows the ${what} ${listed(names)}. This goes on as if that were there.`];
}

function listed(names: readonly string[]): string {
  const more = names.length > FEW ? ` and ${names.length - FEW} more` : '';
  return names.slice(0, FEW).join(', ') + more;
}
