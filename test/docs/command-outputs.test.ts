import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, Testing, Yaml } from 'cdk8s';
import { BookinfoChart } from '../../examples/bookinfo/chart';
import { ZeroTrustChart } from '../../examples/zero-trust/chart';
import { ran } from '../cli/ran';
import type { Block } from './markdown-blocks';
import { blocksOf, pageName, ROOT } from './markdown-blocks';

/*
 * What these pages show below a command is what it prints for the manifests of the examples: the text or the picture that follows the `sh` block with
 * that one command. `npm run docs:update` writes it.
 */

const PAGES = ['graph.md', 'command.md'].map((name) => path.join(ROOT, 'docs', name));
const updating = (expect.getState().snapshotState as unknown as { _updateSnapshot: string })._updateSnapshot === 'all';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'outputs-'));
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
  const words = command.replace('npx cdk8s-istio ', '').split(' ');
  const { out, error } = ran(
    folder,
    words.map((word) => (word.startsWith('manifests/') ? path.join(folder, word) : word)),
  );
  expect(error).toBe('');
  return out.trimEnd();
}

interface Shown {
  readonly command: string;
  readonly output: Block;
}

function shownOn(page: string): readonly Shown[] {
  return blocksOf(page).flatMap(({ language, text: command }, i, blocks) => {
    const output = blocks[i + 1];
    return language === 'sh' && !command.includes('\n') && ['mermaid', 'text'].includes(output?.language)
      ? [{ command, output }]
      : [];
  });
}

const shown = PAGES.flatMap(shownOn);

test('outputs are shown', () => {
  expect(shown.map(({ command, output: { file } }) => `${pageName(file)}: ${command}`)).toEqual([
    'docs/graph.md: npx cdk8s-istio graph manifests/bookinfo.k8s.yaml',
    'docs/graph.md: npx cdk8s-istio graph manifests/zero-trust.k8s.yaml',
    'docs/command.md: npx cdk8s-istio trace http://reviews:9080/ manifests/bookinfo.k8s.yaml --from bookinfo/productpage-v1',
    'docs/command.md: npx cdk8s-istio reach manifests/zero-trust.k8s.yaml --to shop/orders',
  ]);
});

// The last one first: the lines of the others stay where they are.
test.each([...shown].reverse())('$command', ({ command, output }) => {
  const text = printed(command);
  if (updating) {
    const page = readFileSync(output.file, 'utf8').split('\n');
    page.splice(output.line, output.endLine - output.line - 1, ...text.split('\n'));
    writeFileSync(output.file, page.join('\n'));
  } else {
    expect(output.text).toBe(text);
  }
});
