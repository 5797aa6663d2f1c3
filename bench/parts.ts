import { checkRows } from './check';
import { checkEachRows } from './check-each';
import { diffRows } from './diff';
import { graphRows } from './graph';
import { languageRows } from './languages';
import { sizeRows } from './package-size';
import { reachRows } from './reach';
import { requireRows } from './require-time';
import type { Row } from './row';
import { SUBJECTS } from './subjects';
import { synthCheckRows } from './synth-checks';
import { memoryRow, synthRows } from './synth-rows';
import { traceRows } from './trace';
import { typeCheckRows } from './type-check';

/** What can be measured by itself, in the order of the results. */
export const PARTS: Readonly<Record<string, (quick: boolean) => Row[]>> = {
  synth: (quick) => {
    const sizes = quick ? [200, 400, 800, 1600] : [1000, 2000, 5000, 20_000];
    return SUBJECTS.flatMap((subject) => synthRows(subject, sizes, quick));
  },
  memory: (quick) => SUBJECTS.map((subject) => memoryRow(subject, quick ? 1000 : 5000)),
  each: checkEachRows,
  'synth-checks': synthCheckRows,
  check: checkRows,
  trace: traceRows,
  reach: reachRows,
  graph: graphRows,
  diff: diffRows,
  require: (quick) => requireRows(quick ? 3 : 21),
  languages: languageRows,
  types: (quick) => typeCheckRows(quick ? 1 : 7),
  size: sizeRows,
};
