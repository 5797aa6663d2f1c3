import { checkManifests } from '../../lib/checks/check-manifests';
import type { Finding, FindingObject } from '../../lib/checks/finding';
import type { WrittenSettings } from '../../lib/checks/read-settings';
import { isObject } from '../../lib/core/is-object';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { groupBy } from '../../lib/mesh/reading/group-by';
import { MeshObject } from '../../lib/mesh/reading/mesh-object';
import { fixtureCodes, loadFixture } from './fixture';
import { runtimeCases } from './runtime/cases';

interface CheckedSet {
  readonly manifests: readonly unknown[];
  readonly settings?: WrittenSettings;
}

const SETS: readonly CheckedSet[] = [
  ...fixtureCodes().flatMap((code) => (['wrong', 'right'] as const).flatMap((which) => loadFixture(code, which) ?? [])),
  ...runtimeCases,
];

/** Codes whose messages give a name without being about the object that has it, with the reason. */
const ONLY_NAMES: Readonly<Record<string, string>> = {
  IST0127: 'the name stands in targetRefs of the object itself',
  KIA1102:
    'the message says that there is no Gateway of the name in the namespace; one of another namespace has it too',
  KIA1107:
    'the message says that no DestinationRule for the host has the subset; a rule happens to have the name of the host',
};

/** The findings of all sets, each with the objects and externals of its set. */
function* found(): Generator<{ finding: Finding; objects: readonly MeshObject[] }> {
  for (const { manifests, settings } of SETS) {
    const all = [...manifests, ...(settings?.externals ?? [])].filter((each) => isObject(each));
    const objects = all.map((each) => new MeshObject(each as Manifest)).filter(({ name }) => name !== '');
    for (const finding of checkManifests([...manifests], settings)) {
      yield { finding, objects };
    }
  }
}

test('an object of the set that a message names is among the related ones', () => {
  const missing = new Set<string>();
  let named = 0;
  for (const { finding, objects } of found()) {
    const related = (finding.related ?? []).map(({ object }) => idOf(object));
    const others = objects.filter((each) => idOf(each) !== idOf(finding.object));
    for (const meant of [...namedByKey(finding, others), ...namedByKind(finding, others)]) {
      named++;
      if (!meant.some((each) => related.includes(idOf(each)))) {
        missing.add(`${finding.code} ${meant.map(idOf).join(' or ')}: ${finding.message}`);
      }
    }
  }
  expect([...missing].sort()).toEqual([]);
  expect(named).toBeGreaterThan(300);
});

test('a related object stands there once, and is not the place of the finding itself', () => {
  const wrong = new Set<string>();
  for (const { finding } of found()) {
    const places = (finding.related ?? []).map(({ object, path }) => `${idOf(object)} ${path}`);
    // Of two manifests for one object each has the name of the other.
    const isOwn = finding.code !== 'CDI0003' && places.includes(`${idOf(finding.object)} ${finding.path}`);
    if (finding.related?.length === 0 || new Set(places).size < places.length || isOwn) {
      wrong.add(`${finding.code} ${finding.path}: ${places.join(', ')}`);
    }
  }
  expect([...wrong].sort()).toEqual([]);
});

/** The manifest that replaces another one is related to it by its place, as both have one name. */
test('of two manifests for one object the finding leads to the one that counts', () => {
  const { manifests, settings } = loadFixture('CDI0003', 'wrong')!;
  const duplicates = checkManifests(manifests, settings).filter(({ code }) => code === 'CDI0003');
  expect(duplicates.map(({ related }) => related)).toEqual([[{ object: duplicates[0].object, path: 'metadata.name' }]]);
});

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
