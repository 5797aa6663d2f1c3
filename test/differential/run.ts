/* eslint-disable no-console */
// `npm run differential [-- FROM COUNT]`: compares our verdicts with Istio's on mutated manifests; 100,000 cases by default.
// A run of the default length without disagreements writes result.json.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import type { IstioVerdict } from '../real/oracle';
import { istioVerdicts } from '../real/oracle';
import { ISTIO_VERSION, prepareToolchain } from '../real/toolchain';
import { cases, disagreements } from './compare';

const DEFAULT = 100_000;
const CHUNK = 4000;

interface Asked {
  readonly at: number;
  readonly sets: Manifest[][];
  readonly answers: Promise<IstioVerdict[]>;
}

/** Lets what comes from Istio in. */
const turn = promisify(setImmediate);

async function main([first = '0', length = String(DEFAULT)]: string[]): Promise<void> {
  prepareToolchain();
  const [from, count] = [Number(first), Number(length)];
  let found = 0;
  const ask = (at: number): Asked | undefined => {
    const sets = at < from + count ? [...cases(at, Math.min(CHUNK, from + count - at))] : [];
    return sets.length === 0
      ? undefined
      : { at, sets, answers: istioVerdicts(sets.map((manifests) => ({ manifests }))) };
  };
  // Istio judges the next ones while we judge these.
  for (let asked = ask(from); asked !== undefined;) {
    const { at, sets, answers }: Asked = asked;
    const verdicts = await answers;
    asked = ask(at + sets.length);
    for (const [i, istio] of verdicts.entries()) {
      await turn();
      for (const each of disagreements(at + i, sets[i], istio)) {
        found++;
        if (found <= 2000) {
          console.log(JSON.stringify(each));
        }
      }
    }
    console.error(`${at + sets.length - from} of ${count}: ${found} disagreements`);
  }
  if (found === 0 && from === 0 && count === DEFAULT) {
    const result = { istio: ISTIO_VERSION, cases: count, disagreements: found };
    writeFileSync(join(__dirname, 'result.json'), `${JSON.stringify(result, undefined, 2)}\n`);
  }
  process.exitCode = found === 0 ? 0 : 1;
}

void main(process.argv.slice(2));
