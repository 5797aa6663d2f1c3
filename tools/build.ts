/*
 * Builds the package: `npm run build` compiles lib/ and imports/ with jsii into dist/ and copies the generated data files.
 * `--if-stale` does nothing when dist/ is newer than everything it is made of.
 *
 * Any jsii warning that is not allowed below fails the build.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { JSII_ENVIRONMENT } from './jsii-environment';

const ROOT = path.resolve(__dirname, '..');
const STAMP = path.join(ROOT, 'dist', '.built');
const INPUTS = ['lib', 'imports', 'package.json', 'package-lock.json', 'tsconfig.jsii.json', 'tools/build.ts'];

/** What jsii may warn of, and why that is right here. */
const ALLOWED_WARNINGS = [
  {
    code: 'JSII5018',
    // Istio's own field names (from, namespace, match, ...) are what a reader of Istio's reference looks for.
    why: "a name that is a word of another language's grammar",
  },
];

/** What jsii prints after the diagnostics. */
const SUMMARY = /^(✨|❌|Errors: \d)/u;

function main(args: string[]): number {
  if (args.includes('--if-stale') && !isStale()) {
    return 0;
  }
  rmSync(path.join(ROOT, 'dist'), { recursive: true, force: true });
  rmSync(path.join(ROOT, '.jsii'), { force: true });
  if (!compile()) {
    return 1;
  }
  copyData();
  writeFileSync(STAMP, '');
  return 0;
}

function isStale(): boolean {
  if (!existsSync(STAMP) || !existsSync(path.join(ROOT, '.jsii'))) {
    return true;
  }
  const built = statSync(STAMP).mtimeMs;
  return INPUTS.some((input) => newest(path.join(ROOT, input)) > built);
}

function newest(file: string): number {
  const stat = statSync(file);
  if (!stat.isDirectory()) {
    return stat.mtimeMs;
  }
  return Math.max(stat.mtimeMs, ...readdirSync(file).map((name) => newest(path.join(file, name))));
}

function compile(): boolean {
  const run = spawnSync(process.execPath, [require.resolve('jsii/bin/jsii')], {
    cwd: ROOT,
    encoding: 'utf8',
    env: JSII_ENVIRONMENT,
  });
  const lines = `${run.stdout}${run.stderr}`.split(/\r?\n/).filter((line) => line.trim() !== '' && !SUMMARY.test(line));
  const allowed = new Map<string, number>();
  const rest: string[] = [];
  let skipping = false;
  for (const line of lines) {
    // A diagnostic starts with "file:line:column - warning JSII…" or "warning JSII…"; the lines after it belong to it.
    const head = /(?:^|: | - )(warning|error|message) (JSII\d+|TS\d+)?/.exec(line);
    if (head) {
      const code = ALLOWED_WARNINGS.find((warning) => head[1] === 'warning' && warning.code === head[2])?.code;
      skipping = code !== undefined;
      if (code !== undefined) {
        allowed.set(code, (allowed.get(code) ?? 0) + 1);
      }
    }
    if (!skipping) {
      rest.push(line);
    }
  }
  for (const line of rest) {
    console.error(line);
  }
  for (const [code, count] of allowed) {
    console.log(`jsii: ${count} × ${code} allowed (${ALLOWED_WARNINGS.find((w) => w.code === code)?.why ?? ''})`);
  }
  if (run.status !== 0 || rest.length > 0) {
    console.error(
      run.status === 0 ? 'jsii: warnings that are not on the allow list of tools/build.ts' : 'jsii: failed',
    );
    return false;
  }
  return true;
}

/** Data files next to generated code: the compiler leaves them behind. */
function copyData(): void {
  const from = path.join(ROOT, 'imports');
  if (existsSync(from)) {
    cpSync(from, path.join(ROOT, 'dist', 'imports'), {
      recursive: true,
      filter: (file) => statSync(file).isDirectory() || file.endsWith('.json'),
    });
  }
}

process.exitCode = main(process.argv.slice(2));
