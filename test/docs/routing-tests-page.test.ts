import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, Testing, Yaml } from 'cdk8s';
import { BookinfoChart } from '../../examples/bookinfo/chart';
import { run } from '../../lib/cli/command';
import { TEST_FILE } from '../../lib/routing-tests/format/test-file-format';
import type { Shape } from '../../lib/routing-tests/format/shape';
import { blocksOf, ROOT } from './markdown-blocks';

/* The test files of docs/routing-tests.md are run by the command below them, and print what stands below that; `npm run docs:update` writes it. */

const PAGE = path.join(ROOT, 'docs', 'routing-tests.md');
const updating = (expect.getState().snapshotState as unknown as { _updateSnapshot: string })._updateSnapshot === 'all';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'routing-tests-'));
  mkdirSync(path.join(folder, 'manifests'));
  const manifests = Testing.synth(new BookinfoChart(new App())) as unknown[];
  writeFileSync(path.join(folder, 'manifests', 'bookinfo.k8s.yaml'), Yaml.stringify(...manifests));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a command prints in the folder. */
function printed(command: string): string {
  const [, ...words] = command.split(' ').slice(command.split(' ').indexOf('cdk8s-istio'));
  const args = words.map((word) => (/^routes\.|^manifests/.test(word) ? path.join(folder, word) : word));
  let out = '';
  run(args, {
    out: (text) => (out += text),
    error: (text) => (out += text),
    stdin: () => Buffer.from(''),
    environment: {},
    isTerminal: false,
  });
  return out.replaceAll(`${folder}${path.sep}`, '').trimEnd();
}

const examples = blocksOf(PAGE).flatMap((file, i, blocks) => {
  const [command, output] = blocks.slice(i + 1, i + 3);
  return file.language === 'yaml' && command?.language === 'sh' && output?.language === 'text'
    ? [{ file, command, output }]
    : [];
});

test('the page has a file that passes, and one that fails', () => {
  expect(examples).toHaveLength(2);
});

test.each(examples.map(({ file, command, output }) => [command.text, file, output] as const))(
  '%s',
  (command, file, output) => {
    writeFileSync(path.join(folder, 'routes.test.yaml'), file.text);
    const text = printed(command);
    if (updating) {
      const page = readFileSync(PAGE, 'utf8').split('\n');
      page.splice(output.line, output.endLine - output.line - 1, ...text.split('\n'));
      writeFileSync(PAGE, page.join('\n'));
    } else {
      expect(output.text).toBe(text);
    }
  },
);

/** The names of all members that a test file may have, outside of maps. */
function members(shape: Shape): string[] {
  switch (shape.kind) {
    case 'some':
      return members(shape.item);
    case 'object':
      return Object.entries(shape.members).flatMap(([name, each]) => [name, ...members(each)]);
    default:
      return [];
  }
}

test.each([...new Set(members(TEST_FILE))])('a table of the page has %s', (name) => {
  const rows = readFileSync(PAGE, 'utf8').match(/^\| `.*$/gm) ?? [];
  expect(rows.map((row) => row.split('|')[1]).join()).toContain(`\`${name}\``);
});
