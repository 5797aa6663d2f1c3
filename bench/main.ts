/*
 * Measures this package against raw `cdk8s import` code and others, and writes bench/results.md and bench/results.json.
 *
 *   npm run bench                   everything
 *   npm run bench -- PART...        these parts; the results of the others stay: synth, memory, each, synth-checks, check (needs Go
 *                                   and Python), trace, reach, graph (needs Chromium), diff, require, languages (needs
 *                                   Python, Java and Go), types, size
 *   npm run bench -- --from DIR     DIR holds Istio's CRDs as istio*.yaml; without it tools/import/fetch-crds.sh gets them
 *   npm run bench -- --quick        few and small runs, for trying the harness; prints, and writes nothing
 *   npm run bench -- --dry          prints, and writes nothing
 *   npm run bench -- --each         the time of every check alone, and whether it grows faster than the mesh; writes nothing
 */
import { parseArgs } from 'node:util';
import { checkEach } from './check-each';
import { PARTS } from './parts';
import { node, prepareRaw } from './raw';
import { report, writeResults } from './results';

const NEED_RAW = ['synth', 'memory', 'types'];

function main(args: string[]): void {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      from: { type: 'string' },
      quick: { type: 'boolean', default: false },
      dry: { type: 'boolean', default: false },
      each: { type: 'boolean', default: false },
    },
  });
  const { quick } = values;
  const unknown = positionals.filter((name) => !(name in PARTS));
  if (unknown.length > 0) {
    throw new Error(`no part ${unknown.join(', ')}. Write some of: ${Object.keys(PARTS).join(', ')}`);
  }
  if (values.each) {
    checkEach(quick ? 2000 : 20_000, quick);
    return;
  }
  const names = positionals.length > 0 ? positionals : Object.keys(PARTS);
  if (names.some((name) => NEED_RAW.includes(name))) {
    prepareRaw(values.from);
  }
  node('tsx/dist/cli.mjs', 'tools/build.ts', '--if-stale');
  const measured = Object.fromEntries(names.map((name) => [name, PARTS[name](quick)]));
  console.log(report(Object.values(measured).flat()));
  if (!quick && !values.dry) {
    writeResults(measured);
  }
}

main(process.argv.slice(2));
