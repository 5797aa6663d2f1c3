import { CODES } from '../../../lib/checks/catalogue';
import { checkManifests } from '../../../lib/checks/check-manifests';
import type { Report } from '../../../lib/checks/check';
import { KIALI_CHECKS } from '../../../lib/checks/kiali';
import { Mesh } from '../../../lib/mesh/reading/mesh';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { deployment, namespace, object, service } from '../../kiali/case';
import { allCases } from '../../kiali/cases';

const CASES = Object.values(allCases());

const KIALI_CODES = KIALI_CHECKS.flatMap(({ codes }) => Object.values(codes));

test('twins are codes of Istio', () => {
  const twins = KIALI_CODES.flatMap(({ twin }) => twin ?? []);
  expect(twins.filter((twin) => !/^IST\d{4}$/.test(twin))).toEqual([]);
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
  const codes = (world: 'open' | 'closed'): string[] => checkManifests([gateway], { world }).map(({ code }) => code);
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
      message:
        'VirtualService shop/b is for reviews.shop.svc.cluster.local as well, at g. The gateway merges their rules: those of the older VirtualService ' +
        'come first, and rules that match every request come last. That order decides where a request goes that matches rules of both.',
      fix: expect.stringContaining('Leave it if no request matches rules of both.'),
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

  test('a port without a protocol is asked what it speaks', () => {
    const port = { selector: { app: 'reviews' }, ports: [{ name: 'db', port: 8080 }] };
    expect(found('KIA0601', object('Service', 'shop/db', port))[0].fix).toBe(
      'Set appProtocol to what the port speaks (http, grpc, tcp and so on), or start the name with it: http-db, grpc-db or tcp-db.',
    );
  });

  test.each(['KIA0601', 'KIA0602', 'KIA0701'])('%s is silent where a port is none', (code) => {
    const services = [
      {
        ports: [
          { name: 'db', appProtocol: 'x', port: '80' },
          { name: 'db2', port: {} },
        ],
      },
      {
        ports: [
          { name: 'db', appProtocol: 'x' },
          { targetPort: [1], port: 9 },
        ],
      },
      { ports: [{ name: 5, port: 9, targetPort: 80 }] },
    ].map((spec, i) => object('Service', `shop/s${i}`, { selector: { app: 'reviews' }, ...spec }));
    expect(found(code, ...services)).toEqual([]);
  });

  test('KIA0701 lists ports that are ports', () => {
    const pods = (...ports: object[]): Manifest =>
      deployment('shop/db', { app: 'db' }, { containers: [{ name: 'db', image: 'db', ports }] });
    const db = object('Service', 'shop/db', { selector: { app: 'db' }, ports: [{ name: 'tcp', port: 9 }] });
    expect(found('KIA0701', db, pods({ containerPort: '9' }))).toEqual([]);
    expect(found('KIA0701', db, pods({ name: 'x' }, { containerPort: 80 }))[0].fix).toMatch(
      /the containers have 80\.$/,
    );
  });

  test('connections are closed, requests are answered', () => {
    const route = (protocol: string): Manifest =>
      object('VirtualService', 'shop/a', {
        hosts: ['reviews'],
        [protocol]: [{ route: [{ destination: { host: 'wares', subset: 'v1' } }] }],
      });
    for (const code of ['KIA1101', 'KIA1107']) {
      expect(found(code, route('http'))[0].message).toContain('Requests that take this route are answered with 503.');
      expect(found(code, route('tcp'))[0].message).toContain('Connections that take this route are closed.');
      expect(found(code, route('tls'))[0].message).toContain('Connections that take this route are closed.');
    }
  });

  test('a subset that is declared where the namespace does not see it', () => {
    const rule = (name: string): Manifest =>
      object('DestinationRule', name, {
        host: 'reviews.shop.svc.cluster.local',
        exportTo: ['.'],
        subsets: [{ name: 'v1', labels: { version: 'v1' } }],
      });
    const route = object('VirtualService', 'shop/a', {
      hosts: ['reviews'],
      http: [{ route: [{ destination: { host: 'reviews', subset: 'v1' } }] }],
    });
    expect(found('KIA1107', rule('front/a'), rule('istio-system/b'), route).map(({ fix }) => fix)).toEqual([
      'Declare v1 in a DestinationRule that this namespace sees: in the namespace of the Service, with an exportTo that includes this one.',
    ]);
  });

  test('the pods of an installed gateway are not said to be missing', () => {
    const selector = { istio: 'ingressgateway' };
    const messages = checkManifests(
      [
        ...AROUND,
        object('Gateway', 'shop/g', { selector, servers: [] }),
        object('RequestAuthentication', 'istio-system/jwt', { selector: { matchLabels: selector } }),
      ],
      { world: 'closed' },
    ).filter(({ code }) => code === 'KIA0302' || code === 'KIA0004');
    expect(messages.map(({ message }) => message)).toEqual(
      Array.from(
        { length: 2 },
        () =>
          'The selector istio=ingressgateway is for a gateway that istioctl or Helm installs. Its pods are not among the manifests, so what depends on them was not checked.',
      ),
    );
  });

  test('the labels of a Gateway are looked for in all namespaces', () => {
    const gateway = (selector: object): Manifest => object('Gateway', 'shop/g', { selector, servers: [] });
    const edge = [namespace('edge'), deployment('edge/gw', { istio: 'edge', role: 'gateway' })];
    const fix = (selector: object): string =>
      checkManifests([...AROUND, ...edge, gateway(selector)], { world: 'closed' }).find(
        ({ code }) => code === 'KIA0302',
      )!.fix;
    expect(fix({ istio: 'egde' })).toBe('Write istio: edge.');
    expect(fix({ istio: 'something' })).toBe('Pods have istio with the values edge.');
    expect(fix({ tier: 'edge' })).toBe(
      'No pod has the label tier: write one that the pod template has, or add it there.',
    );
    expect(fix({ istio: 'edge', app: 'reviews' })).toBe(
      'Each label is on some pod, and none has all of them. Leave out those that the pods do not share.',
    );
  });

  test('the namespace that a grant was probably meant for', () => {
    const grant = object('ReferenceGrant', 'shop/g', {
      from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'egde' }],
      to: [{ group: '', kind: 'Service' }],
    });
    expect(found('KIA1601', namespace('edge'), grant)).toMatchObject([{ fix: 'Write edge.' }]);
  });

  test('names of waypoints stand in quotes', () => {
    const labels = { 'istio.io/use-waypoint': 'waypoint' };
    const pods = deployment('shop/w', { app: 'w', ...labels });
    expect(found('KIA1312', pods)[0].message).toContain('is to use the waypoint "waypoint", and');
    expect(found('KIA1313', pods)[0].message).toContain('is to use the waypoint "waypoint", and');
    expect(found('KIA1313', pods)[0].fix).toContain('Add the Gateway "waypoint" of the class istio-waypoint');
  });

  test('weights below zero have no sum', () => {
    const route = (...weights: number[]): Manifest =>
      object('VirtualService', 'shop/a', {
        hosts: ['reviews'],
        http: [{ route: weights.map((weight) => ({ weight, destination: { host: 'reviews' } })) }],
      });
    expect(found('KIA1105', route(10, 5))[0].message).toContain('so it gets the sum of the weights: 10 + 5.');
    expect(found('KIA1105', route(10, -5))[0].message).toBe(
      'reviews is a destination of this route 2 times, with the weights 10 and -5. Istio rejects a weight below 0.',
    );
  });

  test('a rule or a listener without a name is told of in words', () => {
    expect(found('KIA0202', object('DestinationRule', 'shop/a', {}))).toMatchObject([
      { message: 'The rule has no host, so no proxy uses it.' },
    ]);
    const listeners = [{ name: 'a' }, {}].map((each) => ({ ...each, hostname: 'a.org', port: 80, protocol: 'HTTP' }));
    const gateway = object('K8sGateway', 'shop/g', { gatewayClassName: 'istio', listeners });
    expect(found('KIA1503', gateway)[0].message).toMatch(/^The listeners "(a)?" and "(a)?" are both/);
  });

  test('a sample addon is in the namespace of Istio', () => {
    const route = (host: string, key = 'shop/a'): Manifest =>
      object('VirtualService', key, { hosts: ['k.example.com'], http: [{ route: [{ destination: { host } }] }] });
    const host = 'kiali.istio-system.svc.cluster.local';
    expect(found('KIA1101', route('kiali'))).toMatchObject([
      { fix: `Write ${host}, if the sample addon of Istio is meant.` },
    ]);
    expect(found('KIA1101', route(host))[0].fix).toMatch(/^Name a Service that exists/);
  });
});

test('what is missing is never named undefined', () => {
  const wide = object('DestinationRule', 'shop/wide', {
    host: '*.shop.svc.cluster.local',
    trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } },
  });
  const bare = object('DestinationRule', 'shop/bare', { subsets: [{ name: 'v1' }], trafficPolicy: {} });
  const split = object('VirtualService', 'shop/split', {
    hosts: ['reviews'],
    http: [{ route: [{ destination: { host: 'reviews', subset: 'v1' } }] }],
  });
  const texts = checkManifests([...AROUND, wide, bare, split]).map(({ message, fix }) => `${message} ${fix}`);
  expect(texts.filter((text) => text.includes('undefined'))).toEqual([]);
});

test('the host of a VirtualService for every host is called "*"', () => {
  const route = (name: string): Manifest =>
    object('VirtualService', `shop/${name}`, { hosts: ['*'], gateways: ['edge/public'], http: [] });
  const [found] = checkManifests([...AROUND, route('a'), route('b')]).filter(({ code }) => code === 'KIA1106');
  expect([found.message, found.fix].join(' ')).not.toContain('*.shop');
  expect(found.message).toMatch(/^VirtualService shop\/b is for "\*" as well, at edge\/public\./);
});

describe('a subset without labels', () => {
  const rule = (...names: string[]): Manifest =>
    object('DestinationRule', 'shop/reviews', { host: 'reviews', subsets: names.map((name) => ({ name })) });
  const split = object('VirtualService', 'shop/reviews', {
    hosts: ['reviews'],
    http: [{ route: ['a', 'b'].map((subset) => ({ destination: { host: 'reviews', subset }, weight: 50 })) }],
  });
  const found = (...set: Manifest[]): string[] =>
    checkManifests([...AROUND, ...set])
      .filter(({ code }) => code === 'KIA0209')
      .map(({ severity, message }) => `${severity} ${message}`);

  test('is a note, as tasks of Istio have one', () => {
    expect(found(rule('a'))).toEqual([
      "info The subset a has no labels, so it is all pods of reviews. Istio's own tasks do the same where a subset only needs a name or a traffic policy of its own, as at egress gateways.",
    ]);
    expect(found(rule('a', 'b'))).toHaveLength(2);
    expect(found(rule('a', 'b')).join()).not.toContain('warning');
  });

  test('is a warning where requests are split between several', () => {
    expect(found(rule('a', 'b'), split)).toEqual([
      'warning The subset a has no labels, so it is all pods of reviews. A VirtualService splits requests between this subset and another one without labels, which splits nothing.',
      'warning The subset b has no labels, so it is all pods of reviews. A VirtualService splits requests between this subset and another one without labels, which splits nothing.',
    ]);
  });
});

describe('ports that only the API server calls', () => {
  const webhook = (kind: string): Manifest => ({
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind,
    metadata: { name: 'shop' },
    webhooks: [{ clientConfig: { service: { namespace: 'shop', name: 'hook' } } }],
  });
  const hook = service('shop/hook', { selector: { app: 'reviews' }, ports: [{ port: 443 }, { port: 8080 }] });
  const others = [
    webhook('ValidatingWebhookConfiguration'),
    webhook('MutatingWebhookConfiguration'),
    {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: 'v1.shop' },
      spec: { service: { namespace: 'shop', name: 'hook', port: 443 } },
    },
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'a.shop' },
      spec: { conversion: { webhook: { clientConfig: { service: { namespace: 'shop', name: 'hook' } } } } },
    },
  ];
  const paths = (...set: Manifest[]): string[] =>
    checkManifests([...AROUND, hook, ...set])
      .filter(({ code }) => code === 'KIA0601')
      .map(({ path }) => path);

  test('need no protocol', () => {
    expect(paths()).toEqual(['spec.ports[0]', 'spec.ports[1]']);
    others.forEach((each) => expect(paths(each)).toEqual(['spec.ports[1]']));
  });
});

test('a principal of a workload that names no service account', () => {
  const policy = (principal: string): Manifest =>
    object('AuthorizationPolicy', 'shop/a', { rules: [{ from: [{ source: { principals: [principal] } }] }] });
  const fix = (...set: Manifest[]): string | undefined =>
    checkManifests([namespace('shop'), ...set]).find(({ code }) => code === 'KIA0106')?.fix;
  const plain = deployment('shop/reviews', { app: 'reviews' });
  expect(fix(plain, policy('cluster.local/ns/shop/sa/reviews'))).toBe(
    'Write serviceAccountName: reviews in the pod template of the calling workload in shop. If it is meant to run with the default service account, write cluster.local/ns/shop/sa/default here.',
  );
  const named = deployment('shop/reviews', { app: 'reviews' }, { serviceAccountName: 'reviews' });
  expect(fix(named, policy('cluster.local/ns/shop/sa/review'))).toBe('Write cluster.local/ns/shop/sa/reviews.');
});

test('the identity of a gateway of the installation is a note', () => {
  const policy = object('AuthorizationPolicy', 'shop/a', {
    rules: [{ from: [{ source: { principals: ['cluster.local/ns/istio-ingress/sa/istio-ingress'] } }] }],
  });
  const found = (world: 'open' | 'closed'): string[] =>
    checkManifests([...AROUND, policy], { world })
      .filter(({ code }) => code === 'KIA0106')
      .map(({ severity }) => severity);
  expect([found('open'), found('closed')]).toEqual([[], ['info']]);
});
