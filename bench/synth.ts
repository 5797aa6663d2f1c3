/*
 * Measures synthesis in a process of its own. `tsx bench/synth.ts time SUBJECT OBJECTS RUNS` runs the subject and the raw program
 * in turns and prints the milliseconds of each; `… memory SUBJECT ours|raw OBJECTS` prints the peak resident size.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, Chart } from 'cdk8s';
import type * as Library from 'cdk8s-istio';
import { manifestsOf, NAMESPACE, rawMaker, ROOT } from './raw';
import { treeMaker } from './raw-tree';
import { SUBJECTS } from './subjects';

/** In every name and host of an object, so that the raw program can be derived from it. */
const WORD = 'idword';

export interface Times {
  readonly objects: number;
  readonly ours: number[];
  readonly raw: number[];
  /** The raw program with as many constructs around its objects as there are in ours. */
  readonly tree: number[];
}

type Maker = (chart: Chart, id: string) => void;

function makers(name: string): { ours: Maker; raw: Maker; tree: Maker; each: number } {
  const subject = SUBJECTS.find((candidate) => candidate.name === name);
  if (subject === undefined) {
    throw new Error(`no subject ${name}`);
  }
  // The compiled package, not its sources.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const library = require(path.join(ROOT, 'dist/lib/index.js')) as typeof Library;
  const manifests = manifestsOf(subject, library, WORD);
  const ours: Maker = (chart, id) => {
    subject.make(library, chart, id);
  };
  const raw = rawMaker(manifests, WORD);
  if (yaml(ours) !== yaml(raw)) {
    throw new Error(`${name}: the raw program makes other objects:\n${yaml(ours)}\n=== raw ===\n${yaml(raw)}`);
  }
  const tree = treeMaker(ours, WORD);
  if (sorted(yaml(tree)) !== sorted(yaml(raw))) {
    throw new Error(`${name}: with constructs around them, the raw program makes other objects`);
  }
  return { ours, raw, tree, each: manifests.length };
}

function yaml(make: Maker): string {
  const app = new App();
  const chart = new Chart(app, 'bench', { namespace: NAMESPACE });
  ['a', 'b', 'c'].forEach((id) => {
    make(chart, id);
  });
  return app.synthYaml();
}

/** The documents in an order of their own: constructs around objects change theirs. */
function sorted(documents: string): string {
  return documents.split('---\n').sort().join('---\n');
}

/**
 * Builds a chart of so many units and writes its file, as `cdk8s synth` does. Returns milliseconds of processor time, which other
 * work on the machine disturbs less than the clock.
 */
function synth(make: Maker, units: number, outdir: string): number {
  globalThis.gc?.();
  const start = process.cpuUsage();
  const app = new App({ outdir });
  const chart = new Chart(app, 'bench', { namespace: NAMESPACE });
  for (let i = 0; i < units; i++) {
    make(chart, `u${i}`);
  }
  app.synth();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

function main([what, name, ...rest]: string[]): void {
  const { ours, raw, tree, each } = makers(name);
  const outdir = mkdtempSync(path.join(tmpdir(), 'bench-'));
  try {
    if (what === 'memory') {
      synth(rest[0] === 'raw' ? raw : ours, Math.round(Number(rest[1]) / each), outdir);
      console.log(JSON.stringify({ megabytes: process.resourceUsage().maxRSS / 1024 }));
      return;
    }
    const units = Math.round(Number(rest[0]) / each);
    const times: Times = { objects: units * each, ours: [], raw: [], tree: [] };
    const warmUp = Math.min(units, Math.round(1000 / each));
    synth(ours, warmUp, outdir);
    synth(raw, warmUp, outdir);
    synth(tree, warmUp, outdir);
    for (let i = 0; i < Number(rest[1]); i++) {
      // Each goes first as often as the other.
      const turns = [
        () => times.ours.push(synth(ours, units, outdir)),
        () => times.raw.push(synth(raw, units, outdir)),
        () => times.tree.push(synth(tree, units, outdir)),
      ];
      (i % 2 === 0 ? turns : turns.reverse()).forEach((turn) => turn());
    }
    console.log(JSON.stringify(times));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

main(process.argv.slice(2));
