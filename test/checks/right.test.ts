import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { checkManifests } from '../../lib/checks/check-manifests';

const FOLDER = join(__dirname, 'right');

/** Sets that are right as they are, each with something that no manifest shows. Nothing but notes may be said of them. */
describe.each(readdirSync(FOLDER).sort())('%s', (file) => {
  const manifests = parseAllDocuments(readFileSync(join(FOLDER, file), 'utf8'), { version: '1.1' }).map(
    (document) => document.toJS() as unknown,
  );

  test.each(['open', 'closed'] as const)('has no warnings in a world that is %s', (world) => {
    const loud = checkManifests(manifests, { world }).filter(({ severity }) => severity !== 'info');
    expect(loud.map(({ code, path, message }) => `${code} ${path} ${message}`)).toEqual([]);
  });
});
