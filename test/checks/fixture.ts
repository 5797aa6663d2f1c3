import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { WrittenSettings } from '../../lib/checks/read-settings';

const FOLDER = join(__dirname, 'fixtures');

/** Manifests that show a code, or show how it is put right. They are printed on the page of the code. */
export interface Fixture {
  /** Without the line of settings. */
  readonly text: string;
  readonly manifests: unknown[];
  readonly settings: WrittenSettings;
}

/** The codes that have fixtures. */
export function fixtureCodes(): string[] {
  return readdirSync(FOLDER).sort();
}

/** `# settings: {...}` in the first line gives the settings, as JSON. */
export function loadFixture(code: string, which: 'wrong' | 'right'): Fixture | undefined {
  const file = join(FOLDER, code, `${which}.yaml`);
  if (!existsSync(file)) {
    return undefined;
  }
  const whole = readFileSync(file, 'utf8');
  const settings = /^# settings: (\{.*\})\n/.exec(whole);
  const text = settings === null ? whole : whole.slice(settings[0].length);
  const documents = parseAllDocuments(text, { version: '1.1' });
  return {
    text,
    manifests: documents.map((document) => document.toJS() as unknown),
    settings: settings === null ? {} : (JSON.parse(settings[1]) as WrittenSettings),
  };
}
