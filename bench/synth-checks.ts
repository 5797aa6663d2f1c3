/* What `IstioChecks` adds to a synth, each time in a new process, as `cdk8s synth` runs an app. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { growing, meshManifests } from './check-manifests';
import { ROOT } from './raw';
import type { Row } from './row';

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
      plain.push(synth(folder, false));
      checked.push(synth(folder, true));
    }
    const [without, including] = [least(plain), least(checked)];
    const ratio = including.milliseconds / without.milliseconds;
    return [
      {
        what: `synth of ${size} objects with checks, as a ratio to without: time of the process, the least of ${rounds}`,
        value: `${ratio.toFixed(2)} (${including.milliseconds.toFixed(0)} ms / ${without.milliseconds.toFixed(0)} ms)`,
        goal: `≤ ${GOAL}`,
        met: ratio <= GOAL,
      },
      {
        what: 'the same in processor time, that of the compiler included',
        value: `${(including.processor / without.processor).toFixed(2)} (${including.processor.toFixed(0)} ms / ${without.processor.toFixed(0)} ms)`,
        goal: '',
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function least(runs: readonly Run[]): Run {
  return {
    milliseconds: Math.min(...runs.map(({ milliseconds }) => milliseconds)),
    processor: Math.min(...runs.map(({ processor }) => processor)),
  };
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
