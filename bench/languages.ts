/* How long a program takes in Python, Java and Go, beside a program of cdk8s-plus that makes as many objects in the same language. */
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bindingsOf, prepareBindings, prepareLibrary } from '../test/languages/bindings';
import { cached, once } from '../test/languages/cache';
import { GO_MODULE } from '../test/languages/go';
import { CLASSPATH } from '../test/languages/java';
import type { Language } from '../test/languages/language';
import { LANGUAGES } from '../test/languages/languages';
import { failureOf, make, programOf } from '../test/languages/programs';
import { venvProgram } from '../test/languages/python';
import { succeed } from '../test/languages/run';
import { requireToolchains } from '../test/languages/toolchains';
import type { Row } from './row';
import { median, ratios, spreadText, verdictOf } from './statistics';

const GOAL = 1.2;
const FOLDER = path.join(__dirname, 'languages');
const LIBRARY = 'cdk8s-plus-28';
const CHECKED_GOAL = 1.5;
/** Commands that take the number of objects or charts: ours, and what it is compared with. */
type Commands = Readonly<Record<'ours' | 'peer', readonly string[]>>;

/** The rows of the results. */
export function languageRows(quick: boolean): Row[] {
  requireToolchains();
  prepareBindings();
  prepareLibrary(LIBRARY);
  for (const language of LANGUAGES) {
    language.prepare();
  }
  const commands: Readonly<Record<string, Commands>> = {
    Python: pythonCommands(),
    Java: javaCommands(),
    Go: goCommands(),
  };
  return [
    ...LANGUAGES.flatMap((language) => [
      ...libraryRows(language.name, commands[language.name], quick),
      referenceRow(language, commands[language.name], quick),
    ]),
    ...checkedRows(quick),
  ];
}

/** Beside a program of cdk8s-plus. */
function libraryRows(language: string, commands: Commands, quick: boolean): Row[] {
  return [2, quick ? 200 : 1000].map((objects) => {
    const runs = quick ? 1 : 11;
    console.error(`${language}: ${objects} objects, ${runs} pairs …`);
    const times = timesOf(commands, objects, runs);
    const ratio = ratios(times.ours, times.peer);
    return {
      what: `start and synth of ${objects} objects in ${language}, as a ratio to ${LIBRARY}`,
      value: `${spreadText(ratio)}; ${median(times.ours).toFixed(0)} ms / ${median(times.peer).toFixed(0)} ms`,
      goal: `≤ ${GOAL}`,
      verdict: verdictOf(ratio, GOAL),
    };
  });
}

/**
 * The reference program of the tests beside a program of cdk8s-plus that makes as many objects. It does more than that: checks with settings, traces,
 * reach, and a graph, which it prints.
 */
function referenceRow(language: Language, { peer }: Commands, quick: boolean): Row {
  const runs = quick ? 1 : 11;
  const file = programOf('reference', language);
  const { manifests, ...ran } = make((env) => language.run(file, env));
  if (failureOf(ran) !== '') {
    throw new Error(failureOf(ran));
  }
  // Also a list in a file begins with its own kind.
  const objects = Object.values(manifests)
    .join('\n')
    .match(/^kind: /gm)!.length;
  console.error(`${language.name}: the reference program, ${objects} objects, ${runs} pairs …`);
  const times = inTurns(
    {
      ours: (env) => succeed([...language.command(file)], { cwd: path.dirname(file), env }),
      peer: (env) => succeed([...peer, String(objects)], { cwd: FOLDER, env }),
    },
    runs,
  );
  const ratio = ratios(times.ours, times.peer);
  return {
    what: `the reference program in ${language.name} (start, synth of ${objects} objects, and besides checks, traces, reach and a graph), as a ratio to start and synth of as many objects of ${LIBRARY}`,
    value: `${spreadText(ratio)}; ${median(times.ours).toFixed(0)} ms / ${median(times.peer).toFixed(0)} ms`,
    goal: 'none: the other program checks and traces nothing',
  };
}

/**
 * An App with checks and many charts: if the checks ran for each of them, Python would take many times as long. What the charts add is what an App
 * without charts does not take: Python starts later than Node, before anything of this package is there.
 */
function checkedRows(quick: boolean): Row[] {
  const charts = quick ? 20 : 200;
  const runs = quick ? 1 : 11;
  console.error(`checks of ${charts} charts: ${runs} pairs …`);
  const python = [venvProgram('python'), path.join(FOLDER, 'checked_charts.py')];
  const typescript = [process.execPath, path.join(FOLDER, 'checked-charts.cjs')];
  const program =
    (command: readonly string[], number: number): Program =>
    (env) =>
      succeed([...command, String(number)], { cwd: FOLDER, env });
  const times = inTurns(
    {
      python: program(python, charts),
      typescript: program(typescript, charts),
      emptyPython: program(python, 0),
      emptyTypescript: program(typescript, 0),
    },
    runs,
  );
  const added = (all: readonly number[], empty: readonly number[]): number[] => all.map((each, i) => each - empty[i]);
  const row = (what: string, ours: readonly number[], peer: readonly number[], goal?: number): Row => {
    const ratio = ratios(ours, peer);
    return {
      what: `${what} in Python, as a ratio to TypeScript`,
      value: `${spreadText(ratio)}; ${median(ours).toFixed(0)} ms / ${median(peer).toFixed(0)} ms`,
      goal: goal === undefined ? 'none' : `≤ ${goal}`,
      ...(goal !== undefined && { verdict: verdictOf(ratio, goal) }),
    };
  };
  return [
    row(
      `what ${charts} charts and their checks add to an App with checks and no chart`,
      added(times.python, times.emptyPython),
      added(times.typescript, times.emptyTypescript),
      CHECKED_GOAL,
    ),
    row(
      `the whole process: start of the language, synth and checks of ${charts} charts`,
      times.python,
      times.typescript,
    ),
  ];
}

/** Runs a program, with what is to be in its environment. */
type Program = (env: Record<string, string>) => unknown;

/** Milliseconds of each run; the programs take turns. */
function timesOf(commands: Commands, objects: number, runs: number): Record<keyof Commands, number[]> {
  const program =
    (name: keyof Commands): Program =>
    (env) =>
      succeed([...commands[name], String(objects)], { cwd: FOLDER, env });
  return inTurns({ ours: program('ours'), peer: program('peer') }, runs);
}

function inTurns<Name extends string>(programs: Record<Name, Program>, runs: number): Record<Name, number[]> {
  const names = Object.keys(programs) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  const outdir = mkdtempSync(path.join(tmpdir(), 'bench-'));
  try {
    for (let run = 0; run < runs; run++) {
      // Each goes before the others as often as after them.
      for (const name of run % 2 === 0 ? names : [...names].reverse()) {
        const start = process.hrtime.bigint();
        programs[name]({ CDK8S_OUTDIR: outdir });
        times[name].push(Number(process.hrtime.bigint() - start) / 1e6);
      }
    }
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
  return times;
}

function pythonCommands(): Commands {
  const command = (name: string): string[] => [venvProgram('python'), path.join(FOLDER, `${name}.py`)];
  return { ours: command('ours'), peer: command('plus') };
}

function javaCommands(): Commands {
  const classpath = readFileSync(CLASSPATH, 'utf8');
  const classes = cached('bench-classes');
  const main = path.join(bindingsOf(LIBRARY, 'java'), 'src', 'main');
  const library = filesIn(path.join(main, 'java')).filter((file) => file.endsWith('.java'));
  const programs = readdirSync(FOLDER).filter((name) => name.endsWith('.java'));
  once('benchmark in Java', [main, CLASSPATH, FOLDER], () => {
    rmSync(classes, { recursive: true, force: true });
    mkdirSync(classes, { recursive: true });
    const sources = [...library, ...programs.map((name) => path.join(FOLDER, name))];
    // Annotations that only the compiler asks for: Maven fetched them for the other bindings.
    const annotations = filesIn(cached('maven')).filter((file) => /annotation\S*-[\d.]+\.jar$/.test(file));
    const libraries = [classpath, ...annotations].join(':');
    succeed(['javac', '-nowarn', '-d', classes, '-cp', libraries, ...sources], { cwd: FOLDER });
  });
  const command = (name: string): string[] => [
    'java',
    '-cp',
    [classes, path.join(main, 'resources'), classpath].join(':'),
    name,
  ];
  return { ours: command('Ours'), peer: command('Plus') };
}

function goCommands(): Commands {
  const module = cached('bench-go');
  rmSync(module, { recursive: true, force: true });
  mkdirSync(module, { recursive: true });
  for (const name of ['go.mod', 'go.sum']) {
    copyFileSync(path.join(GO_MODULE, name), path.join(module, name));
  }
  const name = 'github.com/cdk8s-team/cdk8s-plus-go/cdk8splus28/v2';
  const folder = path.join(bindingsOf(LIBRARY, 'go'), 'cdk8splus28');
  succeed(['go', 'mod', 'edit', `-require=${name}@v2.0.0`, `-replace=${name}=${folder}`], { cwd: module });
  const command = (program: string): string[] => {
    const binary = path.join(module, 'bin', program);
    succeed(['go', 'build', '-mod=mod', '-o', binary, path.join(FOLDER, `${program}.go`)], { cwd: module });
    return [binary];
  };
  return { ours: command('ours'), peer: command('plus') };
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name));
}
