/* eslint-disable no-console */
// `npm run grids [-- NAME...]`: asks Istio of the hand-written cases and records what it says.
import { writeFileSync } from 'node:fs';
import { istioVerdicts } from '../real/oracle';
import { prepareToolchain } from '../real/toolchain';
import { recordedLines } from '../recorded-lines';
import { asked, gridNames, loadGrid, only, recordedFile } from './grid';

async function main(names: string[]): Promise<void> {
  prepareToolchain();
  for (const name of names.length > 0 ? names : gridNames()) {
    const grid = loadGrid(name);
    const { cases, layers } = grid;
    const verdicts = await istioVerdicts(asked(grid));
    const recorded = Object.fromEntries(Object.keys(cases).map((each, i) => [each, only(layers, verdicts[i])]));
    writeFileSync(recordedFile(name), recordedLines(recorded));
    console.log(`${name}: ${verdicts.length} cases`);
  }
}

void main(process.argv.slice(2));
