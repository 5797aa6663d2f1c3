import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Testing } from 'cdk8s';
import type { Browser } from 'playwright-core';
import { Mesh } from '../../lib';
import { EXAMPLE_CHARTS } from '../examples/example-charts';
import { launch, open } from './browser';
import { Pages } from './pages';

const FOLDER = path.resolve(__dirname, '../../docs/pictures');
const updating = (expect.getState().snapshotState as unknown as { _updateSnapshot: string })._updateSnapshot === 'all';

let browser: Browser;
const pages = new Pages();
beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => {
  pages.remove();
  await (browser as Browser | undefined)?.close();
});

test.each(Object.entries(EXAMPLE_CHARTS))(
  'the example %s has a page that opens, and its picture and screenshot in docs/',
  async (name, Example) => {
    const graph = Mesh.of(new Example(Testing.app())).graph();
    const viewport = { width: 1200, height: 700 };
    const { page, told } = await open(browser, pages.file(name, graph.toHtml()), { viewport });
    const { nodes } = graph.toJson() as { nodes: object[] };
    expect(await page.locator('.node').count()).toBe(nodes.length);
    expect(told).toEqual([]);
    const [picture, screenshot] = ['svg', 'png'].map((end) => path.join(FOLDER, `${name}.${end}`));
    const svg = graph.toSvg();
    const png = await page.screenshot();
    await page.close();
    if (updating) {
      mkdirSync(FOLDER, { recursive: true });
      writeFileSync(picture, svg);
      writeFileSync(screenshot, png);
    }
    expect(readFileSync(picture, 'utf8')).toBe(svg);
    // Fonts and releases of Chromium draw it in other pixels: the size is the same.
    expect(sizeOf(readFileSync(screenshot))).toEqual(viewport);
    expect(sizeOf(png)).toEqual(viewport);
  },
);

/** Of a picture in PNG. */
function sizeOf(png: Buffer): { readonly width: number; readonly height: number } {
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}
