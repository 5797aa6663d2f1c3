import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '..');

/** Writes a generated file, or with `--check` fails if it is not what its generator makes today. The exit code. */
export function writeOrCheck(file: string, text: string, command: string, args: readonly string[]): number {
  const name = path.relative(ROOT, file);
  if (!args.includes('--check')) {
    writeFileSync(file, text);
    console.log(`${name} (${Math.round(text.length / 1000)} kB)`);
    return 0;
  }
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    console.error(`${name} is not what its generator makes. Run \`${command}\`.`);
    return 1;
  }
  console.log(`${name} is current`);
  return 0;
}
