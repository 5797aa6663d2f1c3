import { CODES } from '../../lib/checks/catalogue';
import type { Report } from '../../lib/checks/check';
import { checkManifests } from '../../lib/checks/check-manifests';
import { KIALI_CHECKS } from '../../lib/checks/kiali';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { allCases } from '../kiali/cases';
import {
  authorizationPolicy,
  deployment,
  destinationRule,
  service,
  SHOP_REVIEWS,
  to,
  virtualService,
} from '../manifests';
import { found } from './found';

const CASES = Object.values(allCases());

const KIALI_CODES = KIALI_CHECKS.flatMap(({ codes }) => Object.values(codes));

test('twins are codes of Istio, or our own', () => {
  const twins = KIALI_CODES.flatMap(({ twin }) => twin ?? []);
  expect(twins.filter((twin) => !/^(?:IST|CDI)\d{4}$/.test(twin))).toEqual([]);
});

test('what is said has a code of the check, a path, and sentences', () => {
  for (const check of KIALI_CHECKS) {
    for (const { manifests, context } of CASES) {
      const reports: Report[] = [];
      check.run(new Mesh(manifests, [], { ...context, world: 'closed' }), (report) => reports.push(report));
      for (const { code, message, fix, path } of reports) {
        expect(Object.keys(check.codes)).toContain(code);
        expect(CODES.has(code)).toBe(true);
        expect(path).toMatch(/^(spec|metadata)\b/);
        expect(`${message}\n${fix}`).not.toMatch(/undefined|\[object|NaN/);
        expect([message, fix].filter((text) => !/\.$/.test(text))).toEqual([]);
      }
    }
  }
});

test('annotations of Kiali take findings away', () => {
  const route = (annotations: object): Manifest =>
    virtualService('shop/front', { hosts: ['shop.example.com'], http: [to('reviws')] }, { annotations });
  expect(found('KIA1101', [...SHOP_REVIEWS, route({})])).toHaveLength(1);
  expect(found('KIA', [...SHOP_REVIEWS, route({ 'kiali.io/ignore-validations': '' })])).toEqual([]);
});

test('twice as many objects take about twice as long', () => {
  const size = (count: number): number => {
    const manifests = Array.from({ length: count }, (_, i) => [
      service(`ns${i % 20}/s${i}`),
      deployment(`ns${i % 20}/s${i}`, { app: `s${i}` }, { serviceAccountName: `s${i}` }),
      virtualService(`ns${i % 20}/s${i}`, {
        hosts: [`s${i}`],
        http: [{ route: [{ destination: { host: `s${i}`, subset: 'v1' } }] }],
      }),
      destinationRule(`ns${i % 20}/s${i}`, {
        host: `s${i}`,
        subsets: [{ name: 'v1', labels: { app: `s${i}` } }],
      }),
      authorizationPolicy(`ns${i % 20}/s${i}`, {
        selector: { matchLabels: { app: `s${i}` } },
        rules: [{ from: [{ source: { principals: [`cluster.local/ns/ns${i % 20}/sa/s${i}`] } }] }],
      }),
    ]).flat();
    const mesh = new Mesh(manifests);
    const start = performance.now();
    KIALI_CHECKS.forEach((check) => check.run(mesh, () => undefined));
    return performance.now() - start;
  };
  size(200);
  expect(size(4000)).toBeLessThan(12 * Math.max(size(1000), 20));
}, 60_000);

test('what is missing is never named undefined', () => {
  const wide = destinationRule('shop/wide', {
    host: '*.shop.svc.cluster.local',
    trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } },
  });
  const bare = destinationRule('shop/bare', { subsets: [{ name: 'v1' }], trafficPolicy: {} });
  const split = virtualService('shop/split', {
    hosts: ['reviews'],
    http: [{ route: [{ destination: { host: 'reviews', subset: 'v1' } }] }],
  });
  const texts = checkManifests([...SHOP_REVIEWS, wide, bare, split]).map(({ message, fix }) => `${message} ${fix}`);
  expect(texts.filter((text) => text.includes('undefined'))).toEqual([]);
});
