import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import { load } from 'js-yaml';
import { REPOSITORY } from '../../tools/release/checkout';

export interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly 'continue-on-error'?: boolean;
  readonly with?: Record<string, string>;
  readonly shell?: string;
  readonly env?: Record<string, string>;
  readonly run?: string;
}

export interface Action {
  readonly inputs: Record<string, { readonly description: string; readonly default?: string }>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

/** The GitHub that an action runs on. */
export interface Runner {
  /** The checkout. */
  readonly checkout: string;
  /** For what the steps write. */
  readonly temporary: string;
  /** The context `github`. */
  readonly github: object;
  readonly inputs?: Record<string, string>;
  readonly environment: Record<string, string>;
  /** Actions that fail here. */
  readonly failing?: readonly string[];
}

/** What became of the steps. */
export interface ActionRun {
  /** The first step that failed; those after it did not run. */
  readonly failed?: string;
  /** What the steps printed. */
  readonly log: string;
  readonly summary: string;
  readonly outputs: Record<string, Record<string, string>>;
  /** What the actions that the steps use were given. */
  readonly used: Record<string, Record<string, string>>;
}

export const ACTION = load(readFileSync(path.join(REPOSITORY, 'action.yml'), 'utf8')) as Action;

/** Runs the steps of action.yml one after the other, as a runner of GitHub does; other actions that they use are not run. */
export async function runAction(runner: Runner): Promise<ActionRun> {
  mkdirSync(runner.temporary, { recursive: true });
  const [output, summary] = ['output', 'summary'].map((name) => path.join(runner.temporary, name));
  writeFileSync(summary, '');
  const inputs = Object.fromEntries(
    Object.entries(ACTION.inputs).map(([name, { default: value = '' }]) => [name, runner.inputs?.[name] ?? value]),
  );
  const steps: Record<string, { outputs: Record<string, string>; outcome: 'success' | 'failure' }> = {};
  const used: Record<string, Record<string, string>> = {};
  const contexts = { github: runner.github, inputs, steps };
  let log = '';
  let failed: string | undefined;
  for (const step of ACTION.runs.steps) {
    if (step.if !== undefined && evaluate(step.if, contexts) !== true) {
      continue;
    }
    if (step.uses !== undefined) {
      const name = step.uses.replace(/@.*/, '');
      used[name] = filledIn(step.with ?? {}, contexts);
      const outcome = runner.failing?.includes(name) === true ? 'failure' : 'success';
      if (step.id !== undefined) {
        steps[step.id] = { outputs: {}, outcome };
      }
      if (outcome === 'failure' && step['continue-on-error'] !== true) {
        failed = step.name;
        break;
      }
      continue;
    }
    writeFileSync(output, '');
    const { code, text } = await runScript(runner, step.run!, {
      ...filledIn(step.env ?? {}, contexts),
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
    });
    log += text;
    if (step.id !== undefined) {
      steps[step.id] = {
        outputs: Object.fromEntries(readFileSync(output, 'utf8').trim().split('\n').map(assignment)),
        outcome: code === 0 ? 'success' : 'failure',
      };
    }
    if (code !== 0) {
      failed = step.name;
      break;
    }
  }
  const outputs = Object.fromEntries(Object.entries(steps).map(([id, step]) => [id, step.outputs]));
  return { ...(failed !== undefined && { failed }), log, summary: readFileSync(summary, 'utf8'), outputs, used };
}

/** Values with their expressions replaced. */
function filledIn(values: Record<string, string>, contexts: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      value.replaceAll(/\$\{\{(.*?)\}\}/g, (_, expression: string) => textOf(evaluate(expression, contexts))),
    ]),
  );
}

/** A value as it stands in a text. */
function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? `${value}` : '';
}

/** An expression of GitHub, of those that JavaScript reads in the same way once members may be absent or have hyphens. */
function evaluate(expression: string, contexts: object): unknown {
  const script = expression
    .trim()
    .replaceAll(/\b(github|inputs|steps)((?:\.[\w-]+)+)/g, (_, context: string, members: string) =>
      [
        context,
        ...members
          .slice(1)
          .split('.')
          .map((member) => `?.['${member}']`),
      ].join(''),
    );
  return runInNewContext(script, contexts);
}

function assignment(line: string): [string, string] {
  const at = line.indexOf('=');
  return [line.slice(0, at), line.slice(at + 1)];
}

/** As `shell: bash` of GitHub; without blocking, as what the script talks to may be in this process. */
async function runScript(
  { checkout, temporary, environment }: Runner,
  script: string,
  variables: Record<string, string>,
): Promise<{ code: number | null; text: string }> {
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    cwd: checkout,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, RUNNER_TEMP: temporary, GITHUB_ACTION_PATH: REPOSITORY, ...environment, ...variables },
  });
  let text = '';
  child.stdout.on('data', (part: Buffer) => (text += part.toString()));
  child.stderr.on('data', (part: Buffer) => (text += part.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, text };
}

/** Runs git without the settings of the machine; throws unless it ends with 0. */
export function git(folder: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('git', args, {
    cwd: folder,
    encoding: 'utf8',
    env: {
      ...process.env,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'author',
      GIT_AUTHOR_EMAIL: 'author@example.com',
      GIT_COMMITTER_NAME: 'author',
      GIT_COMMITTER_EMAIL: 'author@example.com',
    },
  });
  if (status !== 0) {
    throw new Error(`git ${args.join(' ')} failed:\n${stderr}`);
  }
  return stdout.trim();
}
