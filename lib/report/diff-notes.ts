import { isObject } from '../core/is-object';
import type { ChangedObject } from '../diff/changed-objects';
import type { Supposed } from '../diff/supposed';
import { uncompared } from '../diff/uncompared';
import type { Mesh } from '../mesh/reading/mesh';

/** How many names a sentence holds. */
const FEW = 3;

/** What no manifest shows and is taken for something that runs, so that rules for it can be compared. */
export function supposedTexts({ servers, missing, services, gateways, callers }: Supposed): string[] {
  const told = [
    ...sentence('Service', services),
    ...sentence('pods of Service', servers),
    ...sentence('pods of gateway', gateways),
    ...(missing.length === 0
      ? []
      : [
          `No manifest shows the pods of Service ${listed(missing)}, as of others of its namespace. Requests for it count as failing.`,
        ]),
    ...(callers.length === 0 ? [] : [`No manifest shows who calls. Asked is for ${listed(callers.map(callerText))}.`]),
  ];
  return told.length === 0
    ? []
    : [...told, 'Externals (--externals) say what is in the cluster besides the manifests.'];
}

/** What sets up the mesh, and is not read as it stands in the cluster. */
export function unreadTexts(meshes: readonly Mesh[], changed: readonly ChangedObject[]): string[] {
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
  const others = changed.flatMap(({ before, after }) => {
    const { id, key } = (after ?? before)!;
    return id === 'core/ConfigMap' ? key : [];
  });
  const [differing, same] = [true, false].map((isOther) => [
    ...new Set(names.filter((name) => others.includes(name) === isOther)),
  ]);
  return [
    ...(differing.length === 0
      ? []
      : [
          `ConfigMap ${listed(differing)} has changed and is not read: what it sets for the mesh is not compared. What counts, before and after, is meshConfig of the settings (--settings).`,
        ]),
    ...(same.length === 0
      ? []
      : [
          `ConfigMap ${listed(same)} is not read. What it sets for the mesh counts as meshConfig of the settings (--settings).`,
        ]),
  ];
}

/** What has changed and no request shows. */
export function uncomparedTexts(changed: readonly ChangedObject[]): string[] {
  const names = uncompared(changed).map(({ object, fields }) =>
    [...(fields.length === 0 ? [] : [fields.join(' and '), 'of']), object.kind, object.key].join(' '),
  );
  return names.length === 0 ? [] : [`Changed, and not compared: ${listed(names)}.`];
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
