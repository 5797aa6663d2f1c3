import { isObject } from '../../lib/core/is-object';
import type { Finding, FindingObject } from '../../lib/checks/finding';
import { groupBy } from '../../lib/mesh/reading/group-by';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { MeshObject } from '../../lib/mesh/reading/mesh-object';

/*
 * What has to hold of the related objects of every finding.
 */

/** Codes whose messages give a name without being about the object that has it, with the reason. */
const ONLY_NAMES: Readonly<Record<string, string>> = {
  IST0127: 'the name stands in targetRefs of the object itself',
  KIA1102:
    'the message says that there is no Gateway of the name in the namespace; one of another namespace has it too',
  KIA1107:
    'the message says that no DestinationRule for the host has the subset; a rule happens to have the name of the host',
};

/** The objects among manifests and externals that a message names, each with all that the name may stand for. */
export function namedObjects(finding: Finding, given: readonly unknown[]): MeshObject[][] {
  const objects = given
    .filter((each) => isObject(each))
    .map((each) => new MeshObject(each as Manifest))
    .filter(({ name }) => name !== '');
  const others = objects.filter((each) => idOf(each) !== idOf(finding.object));
  return [...namedByKey(finding, others), ...namedByKind(finding, others)];
}

/** What is wrong with the related objects of a finding of these manifests and externals, one a line. */
export function relatedMistakes(finding: Finding, given: readonly unknown[]): string[] {
  const related = finding.related ?? [];
  const names = related.map(({ object }) => idOf(object));
  const places = related.map(({ object, path }) => `${idOf(object)} ${path}`);
  const missing = namedObjects(finding, given).filter((meant) => !meant.some((each) => names.includes(idOf(each))));
  // Of two manifests for one object each has the name of the other.
  const isOwn = finding.code !== 'CDI0003' && places.includes(`${idOf(finding.object)} ${finding.path}`);
  return [
    ...missing.map((meant) => `${finding.code} does not relate ${meant.map(idOf).join(' or ')}: ${finding.message}`),
    ...(finding.related?.length === 0
      ? [`${finding.code} ${finding.path}: the related objects are an empty list`]
      : []),
    ...(new Set(places).size < places.length ? [`${finding.code} ${finding.path}: twice in ${places.join(', ')}`] : []),
    ...(isOwn ? [`${finding.code} ${finding.path}: its own place is among ${places.join(', ')}`] : []),
  ];
}

function idOf({ kind, namespace, name }: Omit<FindingObject, 'apiVersion'>): string {
  return `${kind} ${namespace}/${name}`;
}

/** For each `shop/reviews` of a message the objects that it may stand for: those of the kind before it, or of any kind. */
function* namedByKey({ message, object }: Finding, others: readonly MeshObject[]): Generator<MeshObject[]> {
  const own = `${object.namespace}/${object.name}`;
  for (const [key, same] of groupBy(
    others.filter(({ namespace }) => namespace !== ''),
    (each) => each.key,
  )) {
    for (const [, kind] of message.matchAll(new RegExp(`(?:\\b([A-Z]\\w+) )?${exactly(key)}`, 'g'))) {
      const ofKind = same.filter((each) => each.kind === kind);
      if (ofKind.length > 0 || key !== own) {
        yield ofKind.length > 0 ? ofKind : same;
      }
    }
  }
}

/** For each `Service reviews` or `Secret "cert"` of a message the objects that it may stand for. */
function* namedByKind({ code, message, object }: Finding, others: readonly MeshObject[]): Generator<MeshObject[]> {
  const isOwn = ({ kind, name }: MeshObject): boolean => kind === object.kind && name === object.name;
  const wanted = code in ONLY_NAMES ? [] : others.filter((each) => !isOwn(each));
  for (const same of groupBy(wanted, ({ kind, name }) => `${kind} ${name}`).values()) {
    const [{ kind, name }] = same;
    if (new RegExp(`\\b${kind} "?${exactly(name)}(?!/)`).test(message)) {
      yield same;
    }
  }
}

/** A name that is not a part of a longer one. */
function exactly(name: string): string {
  return `(?<![\\w./-])${name.replace(/[.]/g, '\\.')}(?![\\w~-]|\\.\\w)`;
}
