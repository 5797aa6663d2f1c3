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

test.each(EXAMPLES)('the example %s has a page that opens, and its picture in docs/', async (name, Example) => {
  const graph = Mesh.of(new Example(Testing.app())).graph();
  const { page, told } = await open(browser, pages.file(name, graph.toHtml()));
  const { nodes } = graph.toJson() as { nodes: object[] };
  expect(await page.locator('.node').count()).toBe(nodes.length);
  expect(told).toEqual([]);
  await page.close();
  const file = path.join(FOLDER, `${name}.svg`);
  const svg = graph.toSvg();
  if (updating) {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(file, svg);
  }
  expect(readFileSync(file, 'utf8')).toBe(svg);
});
