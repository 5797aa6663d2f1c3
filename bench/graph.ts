/* What the picture of a mesh takes: the command that writes it, and the page in Chromium. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { growing, meshYaml } from './check-manifests';
import { ROOT } from './raw';
import type { Row } from './row';
import { median, spreadOf, spreadText, verdictOf } from './statistics';

const OBJECTS = 5000;
/** Seconds, and megabytes. */
const GRAPH_GOAL = 3;
const MEMORY_GOAL = 500;
/** A Service comes with two Deployments, a DestinationRule and a VirtualService. */
const SERVICES = 1000;
/** Milliseconds. */
const OPEN_GOAL = 1000;
const TRACE_GOAL = 100;

const COMMAND = path.join(ROOT, 'dist/lib/cli/main.js');

/** The rows of the results. */
export function graphRows(quick: boolean): Row[] {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-graph-'));
  try {
    return [...commandRows(quick, folder), ...pageRows(quick, folder)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function commandRows(quick: boolean, folder: string): Row[] {
  const objects = quick ? OBJECTS / 10 : OBJECTS;
  const file = path.join(folder, 'mesh.yaml');
  writeFileSync(file, meshYaml(growing(objects)));
  return ['mermaid', 'svg', 'html'].flatMap((format): Row[] => {
    console.error(`graph of ${objects} objects, ${format} …`);
    const runs = Array.from({ length: quick ? 1 : 5 }, () => graph(file, format, path.join(folder, `mesh.${format}`)));
    const seconds = spreadOf(runs.map((run) => run.seconds));
    const processor = median(runs.map((run) => run.processorSeconds));
    const megabytes = median(runs.map((run) => run.megabytes));
    const what = `graph of ${objects.toLocaleString('en')} objects as ${format}`;
    return [
      {
        what: `${what}: from the command to its end`,
        value: `${spreadText(seconds)} s; processor time of all threads ${processor.toFixed(2)} s`,
        goal: `≤ ${GRAPH_GOAL} s`,
        verdict: verdictOf(seconds, GRAPH_GOAL),
      },
      {
        what: `${what}: peak memory`,
        value: `${megabytes.toFixed(0)} MB`,
        goal: `≤ ${MEMORY_GOAL} MB`,
        verdict: megabytes <= MEMORY_GOAL ? 'met' : 'missed',
      },
    ];
  });
}

/** Memory is that of the whole process, threads included. */
function graph(
  file: string,
  format: string,
  picture: string,
): { readonly seconds: number; readonly processorSeconds: number; readonly megabytes: number } {
  const program = `
    process.argv.push('graph', ${JSON.stringify(file)}, '-f', ${JSON.stringify(format)}, '-o', ${JSON.stringify(picture)});
    process.on('exit', () => {
      const { user, system } = process.cpuUsage();
      console.log(JSON.stringify({ processorSeconds: (user + system) / 1e6, megabytes: process.resourceUsage().maxRSS / 1000 }));
    });
    require(${JSON.stringify(COMMAND)});`;
  const started = process.hrtime.bigint();
  const output = execFileSync(process.execPath, ['-e', program, 'cdk8s-istio'], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  return { seconds, ...(JSON.parse(output) as Omit<ReturnType<typeof graph>, 'seconds'>) };
}

function pageRows(quick: boolean, folder: string): Row[] {
  const services = quick ? SERVICES / 10 : SERVICES;
  console.error(`the page of ${services} services …`);
  const file = path.join(folder, 'page.yaml');
  const page = path.join(folder, 'page.html');
  writeFileSync(file, meshYaml({ ...growing(20 + services * 5), namespaces: 20 }));
  execFileSync(process.execPath, [COMMAND, 'graph', file, '-f', 'html', '-o', page], { cwd: ROOT, stdio: 'ignore' });
  const command = ['--import', 'tsx', path.join(__dirname, 'graph-page.ts'), page, quick ? '2' : '11'];
  const { opened, traced } = JSON.parse(execFileSync(process.execPath, command, { cwd: ROOT, encoding: 'utf8' })) as {
    opened: number[];
    traced: number[];
  };
  const row = (what: string, figures: readonly number[], goal: number): Row => ({
    what: `the page of ${services.toLocaleString('en')} services: ${what}, in Chromium`,
    value: `${spreadText(spreadOf(figures), 0)} ms`,
    goal: `≤ ${goal} ms`,
    verdict: verdictOf(spreadOf(figures), goal),
  });
  return [
    row('from the file to the picture', opened, OPEN_GOAL),
    row('a trace, from the click to what is written and lit', traced, TRACE_GOAL),
  ];
}
