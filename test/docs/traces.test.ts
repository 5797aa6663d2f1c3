import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, Testing, Yaml } from 'cdk8s';
import { BookinfoChart } from '../../examples/bookinfo/chart';
import { run } from '../../lib/cli/command';
import { blocksOf, ROOT } from './markdown-blocks';

/* The trace that the page of the command shows is what the command prints; `npm run docs:update` writes it. */

const updating = (expect.getState().snapshotState as unknown as { _updateSnapshot: string })._updateSnapshot === 'all';

let folder: string;
beforeAll(() => (folder = mkdtempSync(path.join(tmpdir(), 'traces-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('docs/command.md', () => {
  const manifests = path.join(folder, 'bookinfo.k8s.yaml');
  writeFileSync(manifests, Yaml.stringify(...(Testing.synth(new BookinfoChart(new App())) as unknown[])));
  let out = '';
  const code = run(['trace', 'http://reviews:9080/', '--from', 'bookinfo/productpage-v1', manifests], {
    out: (text) => (out += text),
    error: (text) => (out += text),
    stdin: () => Buffer.from(''),
    environment: {},
    isTerminal: false,
  });
  expect(code).toBe(0);
  const trace = out.replaceAll(`${folder}${path.sep}`, 'manifests/').trimEnd();

  const page = path.join(ROOT, 'docs', 'command.md');
  const shown = blocksOf(page).filter(({ language, text }) => language === 'text' && /^(GET|POST) /.test(text));
  expect(shown).toHaveLength(1);
  if (updating) {
    writeFileSync(page, readFileSync(page, 'utf8').replace(shown[0].text, trace));
  } else {
    expect(shown[0].text).toBe(trace);
  }
});
