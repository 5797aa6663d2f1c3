import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { checkManifests } from '/tmp/wt/checks-routing/lib/checks/check-manifests';
const NEW = /CDI01(2\d|3\d)/;
const world = (process.env.WORLD ?? 'open') as 'open';
function files(p: string): string[] { return statSync(p).isDirectory() ? readdirSync(p).sort().flatMap((f) => files(join(p, f))) : /\.ya?ml$/.test(p) ? [p] : []; }
for (const root of process.argv.slice(2)) for (const f of files(root)) {
  let docs: unknown[] = [];
  try { docs = parseAllDocuments(readFileSync(f, 'utf8'), { version: '1.1', uniqueKeys: false }).map((d) => d.toJS() as unknown).filter((d) => d && typeof d === 'object' && 'kind' in (d as object)); } catch { continue; }
  const all = docs.flatMap((d: any) => d.kind === 'List' ? d.items ?? [] : [d]);
  try {
    const found = checkManifests(all as never, { world }).filter(({ code }) => NEW.test(code));
    if (found.length) { console.log('== ' + f); found.forEach(({ severity, code, object, path, message, fix }) => console.log(`  ${severity} ${code} ${object.kind} ${object.namespace}/${object.name} ${path}\n     ${message}\n     -> ${fix}`)); }
  } catch (e) { console.log('!! ' + f + ' ' + (e as Error).stack); }
}
