import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crd } from './fixtures';

const ROOT = join(__dirname, '../..');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'import-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function run(...args: string[]): { code: number | null; text: string } {
  const env = { ...process.env, ISTIO_CRDS_DIR: undefined };
  const command = [join(ROOT, 'tools/import/main.ts'), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', ...command], {
    cwd: ROOT,
    encoding: 'utf8',
    env,
  });
  return { code: status, text: stdout + stderr };
}

describe('npm run import', () => {
  test('--crds shows what another release has and has not, and writes only where it is told', () => {
    const file = join(folder, 'istio-1.32.0.crds.yaml');
    writeFileSync(file, crd('ProxyConfig', '{ type: object, properties: { concurrency: { type: integer } } }', ['v1beta1']));

    const shown = run('--crds', file);
    expect(shown.code).toBe(0);
    expect(shown.text).toContain('to Istio 1.32.0:\nnetworking.istio.io\n  - kind DestinationRule\n');
    expect(shown.text).toContain('\n  - field ProxyConfigSpec.selector\n');
    expect(shown.text).toContain('nothing is written: give --out DIR');

    const refused = run('--crds', file, '--out', 'imports');
    expect(refused.code).toBe(1);
    expect(refused.text).toContain('imports/ holds the pinned releases');

    const out = join(folder, 'out');
    expect(run('--crds', file, '--out', out).code).toBe(0);
    expect(readdirSync(out).sort()).toEqual(['networking.ts', 'schema', 'schema.ts']);
  });

  test('--from says what is missing', () => {
    const { code, text } = run('--check', '--from', folder);
    expect(code).toBe(1);
    expect(text).toMatch(/istio-\d+\.\d+\.\d+\.crds\.yaml does not exist\. tools\/import\/fetch-crds\.sh makes/);
  });
});
