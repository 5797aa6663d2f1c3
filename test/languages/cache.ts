import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../docs/markdown-blocks';

/** Everything that is generated, built or downloaded; safe to delete. */
export const CACHE = path.join(ROOT, 'node_modules', '.cache', 'cdk8s-istio', 'languages');

/** A file or folder of the cache. */
export function cached(...names: string[]): string {
  return path.join(CACHE, ...names);
}

/** Does something again only when what it is made from has changed: files, folders with all that is in them. */
export function once(name: string, inputs: readonly string[], make: () => void): void {
  mkdirSync(CACHE, { recursive: true });
  const stamp = cached(`${name}.sha256`);
  const hash = createHash('sha256');
  for (const file of inputs.flatMap(filesIn)) {
    hash.update(`${path.relative(ROOT, file)}\0`).update(readFileSync(file));
  }
  const digest = hash.digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) {
    return;
  }
  const start = Date.now();
  process.stdout.write(`${name} ...\n`);
  make();
  process.stdout.write(`${name}: ${Math.round((Date.now() - start) / 1000)} s\n`);
  writeFileSync(stamp, digest);
}

function filesIn(file: string): string[] {
  if (!statSync(file).isDirectory()) {
    return [file];
  }
  return readdirSync(file)
    .sort()
    .flatMap((name) => filesIn(path.join(file, name)));
}
