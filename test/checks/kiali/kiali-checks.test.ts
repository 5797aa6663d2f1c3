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

describe('what is said of correct manifests', () => {
  const found = (code: string, ...manifests: Manifest[]): { severity: string; message: string; fix: string }[] =>
    checkManifests([...AROUND, ...manifests]).filter((finding) => finding.code === code);

  test('a port without a protocol is an error only where all is known', () => {
    const port = (number: number): Manifest =>
      object('Service', 'shop/db', { selector: { app: 'reviews' }, ports: [{ name: 'db', port: number }] });
    expect(found('KIA0601', port(8080))).toMatchObject([{ severity: 'warning' }]);
    expect(found('KIA0601', port(15021))).toMatchObject([{ severity: 'info' }]);
    expect(found('KIA0601', port(3306))).toMatchObject([
      {
        message:
          'Port 3306 is named db, which tells no protocol. Istio takes the port 3306 for TCP by its number, whatever its name; Kiali expects the protocol all the same.',
        fix: 'Set appProtocol: tcp, or start the name with it: tcp-db.',
      },
    ]);
  });

  test('labels of a subset are those of the pods of the Service, not of others', () => {
    const rule = object('DestinationRule', 'shop/reviews', {
      host: 'reviews',
      subsets: [{ name: 'v2', labels: { version: 'v2' } }],
    });
    const pods = (version: string, app: string): Manifest => deployment(`shop/${app}-${version}`, { app, version });
    const selecting = object('Service', 'shop/reviews', { selector: { app: 'reviews' }, ports: [{ port: 80 }] });
    const set = [selecting, pods('v1', 'reviews'), pods('v2', 'ratings'), pods('v3', 'ratings'), rule];
    expect(checkManifests(set).filter(({ code }) => code === 'KIA0203')).toMatchObject([{ fix: 'Write version: v1.' }]);
  });

  test('a host that begins like a Service has the endpoints of its ServiceEntry', () => {
    const entry = object('ServiceEntry', 'shop/far', {
      hosts: ['reviews.shop.global'],
      ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
      resolution: 'STATIC',
      endpoints: [{ address: '192.0.2.1', labels: { cluster: 'far' } }],
    });
    const rule = (cluster: string): Manifest =>
      object('DestinationRule', 'shop/far', {
        host: 'reviews.shop.global',
        subsets: [{ name: 'far', labels: { cluster } }],
      });
    expect(found('KIA0203', entry, rule('far'))).toEqual([]);
    expect(found('KIA0203', entry, rule('near'))).toHaveLength(1);
  });

  test('two VirtualServices for one host at a gateway may be right', () => {
    const route = (name: string, gateways?: string[]): Manifest =>
      object('VirtualService', `shop/${name}`, { hosts: ['reviews'], gateways, http: [] });
    expect(found('KIA1106', route('a', ['g']), route('b', ['g']))[0]).toMatchObject({
      message: expect.stringContaining('works as long as no request fits rules of both'),
      fix: expect.stringContaining('Leave it where their matches have nothing in common.'),
    });
    expect(found('KIA1106', route('a'), route('b'))[0].message).toContain('sidecars ask one of the two');
  });

  test('the gateways of the charts call with an identity, whether they are among the manifests or not', () => {
    const policy = (...principals: string[]): Manifest =>
      object('AuthorizationPolicy', 'shop/a', { rules: [{ from: [{ source: { principals } }] }] });
    const account = 'cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account';
    expect(found('KIA0106', policy(account))).toEqual([]);
    expect(found('KIA0106', policy(`${account}s`))).toHaveLength(1);
  });

  test('a route for a Service that is not there is attached to nothing', () => {
    const route = object('HTTPRoute', 'shop/a', {
      parentRefs: [{ group: '', kind: 'Service', name: 'cart' }],
      rules: [{ backendRefs: [{ name: 'wares', port: 80 }] }],
    });
    expect(found('KIA1402', { ...route, apiVersion: 'gateway.networking.k8s.io/v1' })).toMatchObject([
      { message: expect.stringContaining('The route is attached to nothing there') },
      { message: expect.stringContaining('are answered with 500') },
    ]);
  });

  test('the account of machines may be the one that every namespace has', () => {
    const group = (serviceAccount: string): Manifest =>
      object('WorkloadGroup', 'machines/vms', { template: { serviceAccount } });
    expect(found('KIA1701', group('default'))[0].message).toContain('Every namespace has one of this name');
    expect(found('KIA1701', group('machines'))[0].message).toContain('If it does not exist');
  });
});
