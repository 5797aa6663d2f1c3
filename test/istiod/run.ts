/* eslint-disable no-console */
// `npm run differential:istiod [-- FROM COUNT]`: compares what we make of random meshes with what istiod makes of them; 50,000 by default.
// A run of the default length without disagreements writes result.json. `-- shrink NUMBER` shows one disagreement in a mesh made small.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { ISTIO_VERSION, prepareToolchain } from '../real/toolchain';
import type { Disagreement } from './compare';
import { disagreements, readable } from './compare';
import { istiodStates } from './istiod-states';
import type { RandomMesh } from './random-mesh';
import { randomMesh } from './random-mesh';
import { shrunk } from './shrink';

const DEFAULT = 50_000;
const CHUNK = 1000;

async function main([first = '0', length = String(DEFAULT)]: string[]): Promise<void> {
  prepareToolchain();
  if (first === 'shrink') {
    return show(randomMesh(Number(length)));
  }
  const [from, count] = [Number(first), Number(length)];
  let found = 0;
  for (let at = from; at < from + count; at += CHUNK) {
    const meshes = Array.from({ length: Math.min(CHUNK, from + count - at) }, (_, i) => randomMesh(at + i));
    const states = await istiodStates(meshes);
    meshes.forEach((mesh, i) => {
      const all = disagreements(mesh, states[i]);
      found += all.length > 0 ? 1 : 0;
      if (all.length > 0 && found <= 100) {
        console.log(`mesh ${at + i}: ${readable(all[0])}`);
      }
    });
    console.error(`${at + meshes.length - from} of ${count}: ${found} meshes with disagreements`);
  }
  if (found === 0 && from === 0 && count === DEFAULT) {
    const result = { istio: ISTIO_VERSION, meshes: count, disagreements: found };
    writeFileSync(join(__dirname, 'result.json'), `${JSON.stringify(result, undefined, 2)}\n`);
  }
  process.exitCode = found === 0 ? 0 : 1;
}

async function show(mesh: RandomMesh): Promise<void> {
  const first = await disagreementsOf(mesh);
  if (first.length === 0) {
    console.log('istiod and we agree');
    return;
  }
  const small = await shrunk(mesh, first[0].fact);
  const objects = small.manifests.filter(({ kind }) => kind !== 'Pod');
  console.log(JSON.stringify({ meshConfig: small.meshConfig, age: small.age, proxies: small.proxies }));
  console.log(objects.map((object) => dump(object, { flowLevel: 3, lineWidth: 140 })).join('---\n'));
  const left = await disagreementsOf(small);
  console.log(left.map(readable).join('\n'));
}

async function disagreementsOf(mesh: RandomMesh): Promise<Disagreement[]> {
  const [state] = await istiodStates([mesh]);
  return disagreements(mesh, state);
}

void main(process.argv.slice(2));
