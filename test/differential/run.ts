/* eslint-disable no-console */
// `npm run differential [-- FROM COUNT]`: compares our verdicts with Istio's on mutated manifests; 100,000 cases by default.
// A run of the default length without disagreements writes result.json.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../../lib/mesh/mesh-object';
import { istioVerdicts } from '../real/oracle';
import { ISTIO_VERSION, prepareToolchain } from '../real/toolchain';
import { cases, disagreements } from './compare';

const DEFAULT = 100_000;
const CHUNK = 4000;

async function main([first = '0', length = String(DEFAULT)]: string[]): Promise<void> {
  prepareToolchain();
  const [from, count] = [Number(first), Number(length)];
  let found = 0;
  for (let at = from; at < from + count; at += CHUNK) {
    const size = Math.min(CHUNK, from + count - at);
    const sets: Manifest[][] = [...cases(at, size)];
    const verdicts = await istioVerdicts(sets);
    for (const [i, istio] of verdicts.entries()) {
      for (const each of disagreements(at + i, sets[i], istio)) {
        found++;
        if (found <= 2000) {
          console.log(JSON.stringify(each));
        }
      }
    }
    console.error(`${at + size - from} of ${count}: ${found} disagreements`);
  }
  if (found === 0 && from === 0 && count === DEFAULT) {
    const result = { istio: ISTIO_VERSION, cases: count, disagreements: found };
    writeFileSync(join(__dirname, 'result.json'), `${JSON.stringify(result)}\n`);
  }
  process.exitCode = found === 0 ? 0 : 1;
}

void main(process.argv.slice(2));
