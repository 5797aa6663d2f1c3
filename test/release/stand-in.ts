import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Puts programs into a folder `bin`, each a script of Node that gets the arguments after its name. Returns the value of PATH that finds them
 * first.
 */
export function standIns(folder: string, programs: Readonly<Record<string, string>>): string {
  const bin = path.join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(path.join(bin, `${name}.cjs`), script);
    writeFileSync(
      path.join(bin, name),
      `#!/bin/sh\nexec '${process.execPath}' '${path.join(bin, `${name}.cjs`)}' "$@"\n`,
    );
    chmodSync(path.join(bin, name), 0o755);
  }
  return `${bin}${path.delimiter}${process.env.PATH}`;
}
