import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { checkManifests } from './lib/checks/check-manifests';
import { exampleSets } from './test/differential/corpus';
const show = (name: string, all: unknown[], world: 'open' | 'closed') => {
  const found = checkManifests(all as never, { world }).filter(({ code }) => /CDI01(2\d|3\d)/.test(code));
  if (found.length) { console.log('== ' + name + ' ' + world); found.forEach(({ severity, code, object, path, message }) => console.log(`  ${severity} ${code} ${object.kind} ${object.namespace}/${object.name} ${path}\n     ${message}`)); }
};
for (const dir of ['routing', 'gateway-api']) for (const f of readdirSync('/work/shared/cases/' + dir).filter((n) => n.endsWith('.yaml'))) {
  const p = join('/work/shared/cases', dir, f);
  const c: any = parse(readFileSync(p, 'utf8'));
  const texts = (c.manifests ?? []).map((m: any) => m.inline ?? '');
  const docs = texts.flatMap((t: string) => parseAllDocuments(t, { version: '1.1' }).map((d) => d.toJS())).filter(Boolean);
  show(dir + '/' + f, docs, 'open');
}
exampleSets().forEach((s, i) => show('example ' + i, s, 'open'));
