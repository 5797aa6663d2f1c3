import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, Testing, Yaml } from 'cdk8s';
import { Access, IngressedService, IngressRoute, Injection, Mesh, MeshNamespace } from 'cdk8s-istio';
import { BookinfoChart } from '../../examples/bookinfo/chart';
import { run } from '../../lib/cli/command';
import { blocksOf, ROOT } from './markdown-blocks';
import shop from './preludes/shop';

/* The traces that pages show are those that their program, or their command, prints; `npm run docs:update` writes them. */

const updating = (expect.getState().snapshotState as unknown as { _updateSnapshot: string })._updateSnapshot === 'all';

/** Compares the one text that a page shows and that begins so. */
function expectShown(page: string, trace: string, begin = /^(GET|POST) /): void {
  const file = path.join(ROOT, 'docs', page);
  const shown = blocksOf(file).filter(({ language, text }) => language === 'text' && begin.test(text));
  expect(shown).toHaveLength(1);
  if (updating) {
    writeFileSync(file, readFileSync(file, 'utf8').replace(shown[0].text, trace.trimEnd()));
  } else {
    expect(shown[0].text).toBe(trace.trimEnd());
  }
}

let folder: string;
beforeAll(() => (folder = mkdtempSync(path.join(tmpdir(), 'traces-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('docs/tracing.md', () => {
  const { chart, cartService } = shop();
  new MeshNamespace(chart, 'Shop', { name: 'shop', injection: Injection.sidecar() });
  const routes = [IngressRoute.prefix('/cart')];
  new IngressedService(chart, 'Cart', { service: cartService, port: 80, hosts: ['shop.example.com'], routes });
  expectShown('tracing.md', Mesh.of(chart).get('http://shop.example.com/cart?item=7').toString());
});

test('docs/reachability.md', () => {
  const { chart, frontend, cart } = shop();
  new MeshNamespace(chart, 'Shop', { name: 'shop', injection: Injection.sidecar() });
  Access.denyByDefault(chart, 'DenyByDefault');
  const [methods, paths] = [['GET', 'POST'], ['/cart/*']];
  Access.allow(chart, 'FrontendToCart', { from: [frontend], to: cart, ports: [8080], methods, paths });
  expectShown('reachability.md', Mesh.of(chart).reach({ to: cart }).toString(), /^shop\/cart/);
});

test('docs/command.md', () => {
  const file = path.join(folder, 'bookinfo.k8s.yaml');
  writeFileSync(file, Yaml.stringify(...(Testing.synth(new BookinfoChart(new App())) as unknown[])));
  let out = '';
  const code = run(['trace', 'http://reviews:9080/', '--from', 'bookinfo/productpage-v1', file], {
    out: (text) => (out += text),
    error: (text) => (out += text),
    stdin: () => Buffer.from(''),
    environment: {},
    isTerminal: false,
  });
  expect(code).toBe(0);
  expectShown('command.md', out.replaceAll(`${folder}${path.sep}`, 'manifests/'));
});
