/* eslint-disable no-console */
// `npm run differential:traffic [-- MESH REQUESTS]`: compares what the tracer says of random requests with what real istiod and Envoys do with
// them; 100,000 requests from mesh 0 on by default. What the proxies did is kept, mesh by mesh: a run may go on where another one has ended.
// `-- again` compares the tracer with all of that once more; without a disagreement in the default length, it writes result.json.
// `-- show MESH.REQUEST` shows one request with its trace, `-- shrink MESH.REQUEST` in a mesh made small.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ISTIO_VERSION, prepareToolchain } from '../real/toolchain';
import type { Compared } from './differential';
import { Differential, disagrees } from './differential';
import { SAME_SETTINGS } from './random-mesh';
import { readable, yamlOf } from './readable';
import { comparedAgain, record, recordedMeshes } from './recorded';
import { shrunk } from './shrink';
import { Tally } from './tally';

const DEFAULT = 100_000;
/** Requests of each mesh. */
const EACH = 400;
/** How often istiod is started again where there is a disagreement: what it does by chance is not always so. */
const ISTIODS = 3;

async function main([first = '0', length = String(DEFAULT)]: string[]): Promise<void> {
  if (first === 'again') {
    return again();
  }
  prepareToolchain();
  if (first === 'show' || first === 'shrink') {
    const [mesh, request] = length.split('.').map(Number);
    return showOne(mesh, request, first === 'shrink');
  }
  const [from, count] = [Number(first), Number(length)];
  const tally = new Tally();
  for (let number = from; tally.requests < count;) {
    let differential = await start(number);
    do {
      let mesh = await differential.mesh(number);
      let compared = await differential.compare(mesh, EACH);
      let others = 0;
      for (; others < ISTIODS && compared.some(disagrees); others++) {
        await differential.stop();
        differential = await start(number);
        mesh = await differential.mesh(number);
        compared = await differential.compare(mesh, EACH);
      }
      record(mesh, compared, differential.addresses, others);
      show(tally, number, compared, others);
      console.error(`mesh ${number}: ${tally.requests} of ${count} requests, ${tally.disagreements} disagreements`);
      number++;
    } while (number % SAME_SETTINGS !== 0 && tally.requests < count);
    await differential.stop();
  }
  console.log(tally.text());
  process.exitCode = tally.disagreements === 0 ? 0 : 1;
}

function start(mesh: number): Promise<Differential> {
  return Differential.start(Math.floor(mesh / SAME_SETTINGS));
}

function show(tally: Tally, mesh: number, compared: readonly Compared[], others: number): void {
  tally.add(mesh, compared, others);
  compared
    .filter(disagrees)
    .slice(0, 10)
    .forEach((each) => console.log(readable(each)));
}

/** Of the meshes from the first one on, without a gap. */
function again(): void {
  const tally = new Tally();
  const known = new Set(recordedMeshes());
  let number = 0;
  for (; known.has(number) && tally.requests < DEFAULT; number++) {
    const { compared, others } = comparedAgain(number);
    show(tally, number, compared, others);
  }
  console.log(tally.text());
  if (tally.disagreements === 0 && tally.requests >= DEFAULT) {
    const result = { istio: ISTIO_VERSION, first: 0, last: number - 1, ...tally.result() };
    writeFileSync(join(__dirname, 'result.json'), `${JSON.stringify(result, undefined, 2)}\n`);
  }
  process.exitCode = tally.disagreements === 0 ? 0 : 1;
}

async function showOne(number: number, request: number, isSmall: boolean): Promise<void> {
  const differential = await start(number);
  const mesh = await differential.mesh(number);
  const compared = await differential.compareOne(mesh, request);
  if (compared === undefined) {
    console.log('it is not asked (not-asked.ts)');
    return differential.stop();
  }
  const shown = isSmall && compared.differences.length > 0 ? await shrunk(differential, compared) : compared;
  console.log(yamlOf(shown.mesh));
  console.log(readable(shown, true));
  await differential.stop();
}

main(process.argv.slice(2)).then(
  () => process.exit(),
  (error: unknown) => {
    console.error(error);
    process.exit(2);
  },
);
