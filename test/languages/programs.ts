import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Language } from './language';
import type { Ran } from './run';

/** What a program did: what it printed, and the manifests that it wrote. */
export interface Made extends Ran {
  readonly manifests: Readonly<Record<string, string>>;
}

/** The file of a program of test/languages/programs/: the same program stands there in each language. */
export function programOf(name: string, { extension }: Pick<Language, 'extension'>): string {
  const folder = path.join(__dirname, 'programs', name);
  const file = readdirSync(folder).find((each) => each.endsWith(extension));
  if (file === undefined) {
    throw new Error(`test/languages/programs/${name} has no file that ends with ${extension}`);
  }
  return path.join(folder, file);
}

/** Runs a program with an empty folder for its manifests. */
export function make(runProgram: (env: Record<string, string>) => Ran): Made {
  const outdir = mkdtempSync(path.join(tmpdir(), 'languages-'));
  try {
    const ran = runProgram({ CDK8S_OUTDIR: outdir });
    const files = readdirSync(outdir).sort();
    const manifests = Object.fromEntries(files.map((name) => [name, readFileSync(path.join(outdir, name), 'utf8')]));
    return { ...ran, manifests };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** What a program printed if it did not end well, otherwise nothing. */
export function failureOf({ code, stdout, stderr }: Ran): string {
  return code === 0 ? '' : `ended with ${code}:\n${stdout}${stderr}`;
}
