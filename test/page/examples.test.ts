import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Testing } from 'cdk8s';
import type { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Browser } from 'playwright-core';
import { Mesh } from '../../lib';
import { AlbChart } from '../../examples/alb/chart';
import { AmbientEgressChart } from '../../examples/ambient-egress/chart';
import { AnyEgressChart } from '../../examples/any-egress/chart';
import { BookinfoChart } from '../../examples/bookinfo/chart';
import { DashboardsChart } from '../../examples/dashboards/chart';
import { EgressGatewayChart } from '../../examples/egress-gateway/chart';
import { NginxChart } from '../../examples/nginx/chart';
import { OnlineBoutiqueChart } from '../../examples/online-boutique/chart';
import { TlsOriginationChart } from '../../examples/tls-origination/chart';
import { WikipediaEgressChart } from '../../examples/wikipedia-egress/chart';
import { ZeroTrustChart } from '../../examples/zero-trust/chart';
import { launch, open } from './browser';
import { Pages } from './pages';

const EXAMPLES: readonly (readonly [string, new (scope: Construct) => Chart])[] = [
  ['alb', AlbChart],
  ['ambient-egress', AmbientEgressChart],
  ['any-egress', AnyEgressChart],
  ['bookinfo', BookinfoChart],
  ['dashboards', DashboardsChart],
  ['egress-gateway', EgressGatewayChart],
  ['nginx', NginxChart],
  ['online-boutique', OnlineBoutiqueChart],
  ['tls-origination', TlsOriginationChart],
  ['wikipedia-egress', WikipediaEgressChart],
  ['zero-trust', ZeroTrustChart],
];
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

test.each(EXAMPLES)(
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
