/* What `IstioChecks` adds to a synth, each time in a new process, as `cdk8s synth` runs an app. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { growing, meshManifests } from './check-manifests';
import { ROOT } from './raw';
import type { Row } from './row';
import { median, ratios, spreadText, verdictOf } from './statistics';

const GOAL = 1.25;

interface Run {
  /** From the start of the process to the end of synth. */
  readonly milliseconds: number;
  /** Of all processors: that of the compiler and the garbage collector too, which run beside the program. */
  readonly processor: number;
}

/** The rows of the results. */
export function synthCheckRows(quick: boolean): Row[] {
  const size = quick ? 500 : 5000;
  const rounds = quick ? 2 : 11;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-synth-'));
  try {
    console.error(`synth with checks: ${size} objects, ${rounds} runs each …`);
    writeFileSync(path.join(folder, 'mesh.json'), JSON.stringify(meshManifests(growing(size))));
    const plain: Run[] = [];
    const checked: Run[] = [];
    for (let round = 0; round < rounds; round++) {
      // Each goes first as often as the other.
      const turns = [() => plain.push(synth(folder, false)), () => checked.push(synth(folder, true))];
      (round % 2 === 0 ? turns : turns.reverse()).forEach((turn) => turn());
    }
    const ratio = ratios(times(checked), times(plain));
    return [
      {
        what: `synth of ${size} objects with checks, as a ratio to without: time of the process`,
        value: `${spreadText(ratio)}; ${median(times(checked)).toFixed(0)} ms / ${median(times(plain)).toFixed(0)} ms`,
        goal: `≤ ${GOAL}`,
        verdict: verdictOf(ratio, GOAL),
      },
      {
        what: 'the same in processor time, that of the compiler included',
        value: spreadText(
          ratios(
            checked.map(({ processor }) => processor),
            plain.map(({ processor }) => processor),
          ),
        ),
        goal: '',
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function times(runs: readonly Run[]): number[] {
  return runs.map(({ milliseconds }) => milliseconds);
}

function synth(folder: string, checks: boolean): Run {
  const program = `
    const { App, ApiObject, Chart } = require('cdk8s');
    const { IstioChecks } = require('./dist/lib/index.js');
    const app = new App({ outdir: ${JSON.stringify(folder)} });
    const chart = new Chart(app, 'mesh');
    require(${JSON.stringify(path.join(folder, 'mesh.json'))}).forEach((manifest, i) => new ApiObject(chart, 'object-' + i, manifest));
    ${checks ? 'IstioChecks.on(app);' : ''}
    app.synth();
    const { user, system } = process.cpuUsage();
    console.log(JSON.stringify({ milliseconds: performance.now(), processor: (user + system) / 1000 }));`;
  return JSON.parse(execFileSync(process.execPath, ['-e', program], { cwd: ROOT, encoding: 'utf8' })) as Run;
}
