import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeOrCheck } from '../../tools/generated-file';
import { knownAnnotations } from '../../tools/import/annotations';

const YAML = `
annotations:
  - { name: sidecar.istio.io/status, deprecated: false, resources: [Pod] }
  - { name: alpha.istio.io/identity, deprecated: true, resources: [Any, Service] }
`;

test('annotations are sorted by name, with their kinds', () => {
  expect(knownAnnotations(YAML)).toContain(`new Map<string, KnownAnnotation>([
  ['alpha.istio.io/identity', { kinds: ['Any', 'Service'], deprecated: true }],
  ['sidecar.istio.io/status', { kinds: ['Pod'] }],
]);
`);
});

describe('a generated file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'generated-'));
  const file = join(folder, 'file.ts');
  const print = [jest.spyOn(console, 'log').mockReturnValue(), jest.spyOn(console, 'error').mockReturnValue()];
  afterAll(() => {
    print.forEach((each) => each.mockRestore());
    rmSync(folder, { recursive: true });
  });

  test('--check fails if it is missing or different, and writes nothing', () => {
    expect(writeOrCheck(file, 'new', 'npm run x', ['--check'])).toBe(1);
    writeFileSync(file, 'old');
    expect(writeOrCheck(file, 'new', 'npm run x', ['--check'])).toBe(1);
    expect(readFileSync(file, 'utf8')).toBe('old');
    expect(print[1].mock.calls.at(-1)?.[0]).toMatch(/is not what its generator makes\. Run `npm run x`\.$/);
  });

  test('it is written without --check, and --check is content with it', () => {
    expect(writeOrCheck(file, 'new', 'npm run x', [])).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe('new');
    expect(writeOrCheck(file, 'new', 'npm run x', ['--check'])).toBe(0);
  });
});
