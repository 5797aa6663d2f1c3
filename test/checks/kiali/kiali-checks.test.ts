import { CODES } from '../../../lib/checks/catalogue';
import { KIALI_CODES } from '../../../lib/checks/catalogue/kiali';
import { checkManifests } from '../../../lib/checks/check-manifests';
import type { Report } from '../../../lib/checks/check';
import { KIALI_CHECKS } from '../../../lib/checks/kiali';
import { Mesh } from '../../../lib/mesh/mesh';
import type { Manifest } from '../../../lib/mesh/mesh-object';
import { deployment, namespace, object, service } from '../../kiali/case';
import { allCases } from '../../kiali/cases';

const CASES = Object.values(allCases());

test('every code has a check, and every check has codes', () => {
  expect(KIALI_CHECKS.flatMap(({ codes }) => codes).sort()).toEqual(Object.keys(KIALI_CODES).sort());
});

test('twins are codes of Istio', () => {
  const twins = Object.values(KIALI_CODES).flatMap(({ twin }) => twin ?? []);
  expect(twins.filter((twin) => !/^IST\d{4}$/.test(twin))).toEqual([]);
});

test.each(KIALI_CHECKS.map((check) => [check.codes.join(' '), check] as const))('%s reads what it says', (_, check) => {
  const seen = new Set<string>();
  for (const { manifests, context } of CASES) {
    const mesh = new Mesh(manifests, [], context);
    mesh.recordReads(() => check.run(mesh, () => undefined)).forEach((kind) => seen.add(kind));
  }
  expect([...seen].sort()).toEqual([...check.reads].sort());
});

test('what is said has a code of the check, a path, and sentences', () => {
  for (const check of KIALI_CHECKS) {
    for (const { manifests, context } of CASES) {
      const reports: Report[] = [];
      check.run(new Mesh(manifests, [], { ...context, world: 'closed' }), (report) => reports.push(report));
      for (const { code, message, fix, path } of reports) {
        expect(check.codes).toContain(code);
        expect(CODES.has(code)).toBe(true);
        expect(path).toMatch(/^(spec|metadata)\b/);
        expect(`${message}\n${fix}`).not.toMatch(/undefined|\[object|NaN/);
        expect([message, fix].filter((text) => !/\.$/.test(text))).toEqual([]);
      }
    }
  }
});

const ROUTE = object('VirtualService', 'shop/front', {
  hosts: ['shop.example.com'],
  gateways: ['edge/public'],
  http: [{ route: [{ destination: { host: 'reviws' } }] }],
});
const AROUND = [namespace('shop'), service('shop/reviews'), deployment('shop/reviews', { app: 'reviews' })];

function said(code: string, settings: object = {}): { severity: string; message: string; fix: string; path: string }[] {
  return checkManifests([...AROUND, ROUTE], settings).filter((finding) => finding.code === code);
}

test('what is missing is a warning in an open world, and an error in a closed one', () => {
  expect(said('KIA1102').map(({ severity }) => severity)).toEqual(['warning']);
  expect(said('KIA1102', { world: 'closed' }).map(({ severity }) => severity)).toEqual(['error']);
});

test('externals are there', () => {
  const gateway = {
    ...object('Gateway', 'edge/public', { selector: { app: 'edge' }, servers: [] }),
  };
  expect(said('KIA1102', { externals: [gateway] })).toEqual([]);
});

test('the name that was meant is in the fix', () => {
  expect(said('KIA1101')).toEqual([
    expect.objectContaining({ path: 'spec.http[0].route[0].destination.host', fix: 'Write reviews.' }),
  ]);
});

test('the gateway of the charts is taken for granted in an open world', () => {
  const gateway = object('Gateway', 'edge/public', {
    selector: { istio: 'ingressgateway' },
    servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['shop.example.com'] }],
  });
  const codes = (world: string): string[] => checkManifests([gateway], { world }).map(({ code }) => code);
  expect(codes('open')).not.toContain('KIA0302');
  expect(codes('closed')).toContain('KIA0302');
});

test('annotations of Kiali take findings away', () => {
  const quiet = {
    ...ROUTE,
    metadata: { ...(ROUTE.metadata as object), annotations: { 'kiali.io/ignore-validations': '' } },
  };
  expect(checkManifests([...AROUND, quiet]).filter(({ code }) => code.startsWith('KIA'))).toEqual([]);
});

test('twice as many objects take about twice as long', () => {
  const size = (count: number): number => {
    const manifests = Array.from({ length: count }, (_, i) => [
      service(`ns${i % 20}/s${i}`),
      deployment(`ns${i % 20}/s${i}`, { app: `s${i}` }, { serviceAccountName: `s${i}` }),
      object('VirtualService', `ns${i % 20}/s${i}`, {
        hosts: [`s${i}`],
        http: [{ route: [{ destination: { host: `s${i}`, subset: 'v1' } }] }],
      }),
      object('DestinationRule', `ns${i % 20}/s${i}`, {
        host: `s${i}`,
        subsets: [{ name: 'v1', labels: { app: `s${i}` } }],
      }),
      object('AuthorizationPolicy', `ns${i % 20}/s${i}`, {
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

test('identities of other clusters are told from those of none', () => {
  const policy = (...principals: string[]): Manifest =>
    object('AuthorizationPolicy', 'shop/web', { rules: [{ from: [{ source: { principals } }] }] });
  const client = (account: string): Manifest =>
    deployment(`shop/${account}`, { app: account }, { serviceAccountName: account });
  const principals = ['here', 'there', 'nowhere'].map((account) => `cluster.local/ns/shop/sa/${account}`);
  const manifests = [namespace('shop'), client('here'), policy(...principals, 'cluster.local/ns/shop/sa/th*')];
  const otherClusters = ['north', 'east'].map((name) => ({ name, manifests: [namespace('shop'), client('there')] }));
  const found = checkManifests(manifests, { otherClusters }).filter(({ code }) => /^KIA010[678]$/.test(code));
  expect(found.map(({ code, path, message }) => [code, path, message])).toEqual([
    [
      'KIA0107',
      'spec.rules[0].from[0].source.principals[1]',
      `No workload of this cluster runs with the identity ${principals[1]}, only workloads of north and east.`,
    ],
    ['KIA0106', 'spec.rules[0].from[0].source.principals[2]', expect.stringContaining(principals[2])],
    ['KIA0107', 'spec.rules[0].from[0].source.principals[3]', expect.stringContaining('of north and east.')],
  ]);
});
