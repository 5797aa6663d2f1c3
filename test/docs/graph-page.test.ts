import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, Testing, Yaml } from 'cdk8s';
import { BookinfoChart } from '../../examples/bookinfo/chart';
import { ZeroTrustChart } from '../../examples/zero-trust/chart';
import { run } from '../../lib/cli/command';
import { blocksOf, ROOT } from './markdown-blocks';

/* The pictures of docs/graph.md are what the commands above them print; `npm run docs:update` writes them. */

const PAGE = path.join(ROOT, 'docs', 'graph.md');
const updating = (expect.getState().snapshotState as unknown as { _updateSnapshot: string })._updateSnapshot === 'all';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'graphs-'));
  mkdirSync(path.join(folder, 'manifests'));
  for (const Example of [BookinfoChart, ZeroTrustChart]) {
    const chart = new Example(new App());
    const file = path.join(folder, 'manifests', `${chart.node.id}.k8s.yaml`);
    writeFileSync(file, Yaml.stringify(...(Testing.synth(chart) as unknown[])));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a command prints in the folder. */
function printed(command: string): string {
  const [, ...words] = command.split(' ').slice(command.split(' ').indexOf('cdk8s-istio'));
  let out = '';
  run(
    words.map((word) => (word.startsWith('manifests/') ? path.join(folder, word) : word)),
    {
      out: (text) => (out += text),
      error: (text) => (out += text),
      stdin: () => Buffer.from(''),
      environment: {},
      isTerminal: false,
    },
  );
  return out.trimEnd();
}

const pictures = blocksOf(PAGE).flatMap((command, i, blocks) => {
  const picture = blocks[i + 1];
  return command.language === 'sh' && picture?.language === 'mermaid' ? [{ command, picture }] : [];
});

test('the page has two pictures', () => {
  expect(pictures).toHaveLength(2);
});

// The last one first: the lines of the others stay where they are.
test.each([...pictures].reverse().map(({ command, picture }) => [command.text, picture] as const))(
  '%s',
  (command, picture) => {
    const text = printed(command);
    if (updating) {
      const page = readFileSync(PAGE, 'utf8').split('\n');
      page.splice(picture.line, picture.endLine - picture.line - 1, ...text.split('\n'));
      writeFileSync(PAGE, page.join('\n'));
    } else {
      expect(picture.text).toBe(text);
    }
  },
);
