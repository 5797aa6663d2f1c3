import { spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';

/** What is common to the steps of the action: their inputs come as variables of the environment, never as part of a script. */

/** A variable of the step, '' if it is not set. */
export function input(name) {
  return process.env[`REVIEW_${name}`] ?? '';
}

/** The lines of a variable of the step. */
export function inputLines(name) {
  return input(name)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** The options of the command that say what else is known of the mesh. */
export function meshOptions() {
  const settings = input('SETTINGS');
  return [
    ...(settings === '' ? [] : ['--settings', settings]),
    ...inputLines('EXTERNALS').flatMap((externals) => ['--externals', externals]),
  ];
}

/** Runs the command and returns its code and what it printed, which the log of the job shows too. */
export function run(...args) {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [input('COMMAND'), ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    env: { ...process.env, NO_COLOR: '1' },
  });
  if (error !== undefined) {
    throw error;
  }
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  return { code: status ?? 2, text: `${stdout}${stderr}` };
}

/** Makes a value known to the later steps. */
export function setOutput(name, value) {
  appendFileSync(process.env.GITHUB_OUTPUT, `${name}=${value}\n`);
}
