import { firstStage } from '../schema/first-stage';
import { violationsOf } from '../../lib/schema/check-schema';
import { CODE } from '../../lib/schema/violation';
import { DEFAULT_CONTEXT } from '../../lib/mesh/reading/mesh-context';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { MeshObject } from '../../lib/mesh/reading/mesh-object';
import { cases } from '../differential/compare';
import { gridNames, loadGrid } from '../grids/grid';
import type { Refused } from './ask-istio';
import { askApiServer } from './ask-istio';

const UNSERVED: readonly string[] = [CODE.kind, CODE.version];

/** What we say in the mode that is made for comparing; of metadata the program that is asked reads less than an API server does. */
function ours(manifests: readonly Manifest[]): Refused[] {
  return manifests.flatMap((manifest) => {
    const object = new MeshObject(manifest);
    const all = violationsOf(object, DEFAULT_CONTEXT.istioVersion).filter(({ code }) => code !== CODE.metadata);
    const found = firstStage(all);
    const [first] = found;
    if (first === undefined || UNSERVED.includes(first.code)) {
      return [];
    }
    const paths = [...new Set(found.map(({ path }) => path))].sort();
    const stage = first.code === CODE.unknownField ? 'decoding' : 'validation';
    return { object: `${object.group}/${object.kind} ${object.key}`, stage, paths } as const;
  });
}

/** As paths are written here: a key of a map is a field. */
function plain(path: string): string {
  return path.replace(/\[([^\]]*[^\]\d][^\]]*)\]/g, '.$1');
}

/** Of some errors, such as those of formats and `oneOf`, the API server does not know the place. */
const NOWHERE = '<nil>';

/** Without what the program says of metadata. */
function ofSpec(refused: readonly Refused[]): Refused[] {
  return refused
    .map((each) => ({ ...each, paths: each.paths.filter((path) => !path.startsWith('metadata')) }))
    .filter(({ paths }) => paths.length > 0);
}

function disagreements(manifests: readonly Manifest[], said: readonly Refused[]): unknown[] {
  const [we, theirs] = [ours(manifests), ofSpec(said)];
  const all = [...new Set([...we, ...theirs].map(({ object }) => object))];
  return all.flatMap((object) => {
    const [own, other] = [we, theirs].map((list) => list.filter((each) => each.object === object));
    const known = other.flatMap(({ paths }) => paths.map(plain));
    const [mine, missing] = [own.flatMap(({ paths }) => paths), known.filter((path) => path !== NOWHERE)];
    const isSame =
      own.map(({ stage }) => stage).join() === other.map(({ stage }) => stage).join() &&
      missing.every((path) => mine.includes(path)) &&
      (known.includes(NOWHERE) || mine.every((path) => known.includes(path)));
    return isSame ? [] : [{ own, other }];
  });
}

const grids = gridNames().filter((name) => loadGrid(name).layers.includes('apiServer'));

test.each(grids)('%s: the stage and the places are those of the API server', async (name) => {
  const all = Object.entries(loadGrid(name).cases);
  const said = await askApiServer(all.map(([, manifests]) => manifests));
  expect(
    all.flatMap(([each, manifests], i) => disagreements(manifests, said[i]).map((found) => [each, found])),
  ).toEqual([]);
});

test('10,000 mutated sets: the stage and the places are those of the API server', async () => {
  const sets = [...cases(0, 10_000)];
  const said = await askApiServer(sets);
  expect(sets.flatMap((manifests, i) => disagreements(manifests, said[i]).map((found) => [i, found]))).toEqual([]);
}, 120_000);
