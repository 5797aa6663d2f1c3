import { Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AuthorizationPolicy,
  AuthorizationRule,
  GatewayWorkload,
  MeshSettings,
  Operation,
  PolicyTarget,
  ServiceEntry,
  ServiceRef,
} from '../../lib';
import { problemsOf, specOf } from '../networking/subject';
import { deployment, object, shop } from './subject';

type Policy = { selector?: object; targetRefs?: object; rules: { to: { operation: object }[] }[] };

function specFor(chart: Chart, target: PolicyTarget, ...ports: (number | string)[]): Policy {
  const to = ports.length === 0 ? [Operation.http({ methods: ['GET'] })] : [Operation.ports(ports)];
  return specOf(new AuthorizationPolicy(chart, 'Policy', { target, rules: [AuthorizationRule.of({ to })] })) as Policy;
}

function refusedFor(chart: Chart, target: PolicyTarget, ...ports: (number | string)[]): string[] {
  return problemsOf(() => specFor(chart, target, ...ports)).map((line) => line.replace('rules[0].to[0].', ''));
}

const portsOf = ({ rules }: Policy) => rules[0].to[0].operation;
const HTTP = { name: 'http', port: 80 };

test('a workload, by the labels by which it finds its own pods', () => {
  const { chart } = shop();
  const spec = {
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web', version: 'v1' } } },
  };
  const web = object(chart, 'Deployment', 'web', spec);
  expect(specFor(chart, PolicyTarget.workload(web)).selector).toEqual({ matchLabels: { app: 'web' } });
});

test('a Deployment of cdk8s-plus, before it has a container', () => {
  const { chart } = shop();
  const web = new kplus.Deployment(chart, 'Web');
  expect(specFor(chart, PolicyTarget.workload(web)).selector).toEqual({ matchLabels: web.matchLabels });
  expect(Object.keys(web.matchLabels)).toEqual(['cdk8s.io/metadata.addr']);
});

test('a workload without selector, by the labels of its pods', () => {
  const { chart } = shop();
  const rollout = object(chart, 'Rollout', 'web', { template: { metadata: { labels: { app: 'web' } } } });
  expect(specFor(chart, PolicyTarget.workload(rollout)).selector).toEqual({ matchLabels: { app: 'web' } });
});

test('labels', () => {
  expect(specFor(shop().chart, PolicyTarget.labels({ app: 'web' })).selector).toEqual({ matchLabels: { app: 'web' } });
});

test.each([
  [
    PolicyTarget.service(ServiceRef.fromName('web', { ports: [{ port: 80, targetPort: 8080 }] })),
    [{ group: '', kind: 'Service', name: 'web' }],
  ],
  [PolicyTarget.gateway('waypoint'), [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' }]],
  [
    PolicyTarget.anyOf([PolicyTarget.service(ServiceRef.fromName('web')), PolicyTarget.gateway('waypoint')]),
    [
      { group: '', kind: 'Service', name: 'web' },
      { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' },
    ],
  ],
])('what is named: %#', (target, targetRefs) => {
  const spec = specFor(shop().chart, target, 80);
  expect(spec).toMatchObject({ targetRefs });
  expect(spec.selector).toBeUndefined();
  // A waypoint sees the port of the Service.
  expect(portsOf(spec)).toEqual({ ports: ['80'] });
});

test('a ServiceEntry', () => {
  const { chart } = shop();
  const entry = new ServiceEntry(chart, 'Entry', {
    metadata: { name: 'wiki' },
    hosts: ['www.example.com'],
    ports: [{ number: 443, protocol: 'TLS' }],
  });
  expect(specFor(chart, PolicyTarget.serviceEntry(entry), 443).targetRefs).toEqual([
    { group: 'networking.istio.io', kind: 'ServiceEntry', name: 'wiki' },
  ]);
});

describe('the ports of a ServiceEntry', () => {
  const entry = (...protocols: string[]) => {
    const { chart } = shop();
    const ports = protocols.map((protocol, i) => ({ number: [443, 80][i], protocol }));
    const made = new ServiceEntry(chart, 'Entry', {
      metadata: { name: 'wiki' },
      hosts: ['www.example.com'],
      ports,
    });
    return [chart, PolicyTarget.serviceEntry(made)] as const;
  };

  test('are known by name and number', () => {
    expect(portsOf(specFor(...entry('TLS', 'HTTP'), 'tls-443', 80))).toEqual({ ports: ['443', '80'] });
    expect(refusedFor(...entry('TLS'), 8443, '443')).toEqual([
      'ports[0]: 8443 is not a port of ServiceEntry "wiki". It has: 443 (tls-443).',
      'ports[1]: "443" is not a port of ServiceEntry "wiki". It has: 443 (tls-443). Write 443 without quotes.',
    ]);
  });

  test('have requests where their protocol is HTTP', () => {
    expect(specFor(...entry('TLS', 'HTTP')).rules).toEqual([{ to: [{ operation: { methods: ['GET'] } }] }]);
    expect(specFor(...entry('GRPC')).rules).toEqual([{ to: [{ operation: { methods: ['GET'] } }] }]);
    expect(refusedFor(...entry('TLS', 'HTTPS'))).toEqual([
      'ports: port 443 of ServiceEntry "wiki" has protocol TLS; port 80 of ServiceEntry "wiki" has protocol HTTPS. There are no requests to compare methods with, and the rule would match nothing there. If it speaks HTTP, write protocol: \'HTTP\' there; otherwise leave methods out.',
    ]);
  });
});

test('a GatewayClass is named in the root namespace', () => {
  const chart = (namespace: string) => new Chart(Testing.app(), 'chart', { namespace });
  expect(specFor(chart('istio-system'), PolicyTarget.gatewayClass('istio-waypoint')).targetRefs).toEqual([
    { group: 'gateway.networking.k8s.io', kind: 'GatewayClass', name: 'istio-waypoint' },
  ]);
  expect(refusedFor(chart('shop'), PolicyTarget.gatewayClass('istio-waypoint'))).toEqual([
    "target: a policy for a GatewayClass is read in the root namespace only. Write metadata: { namespace: 'istio-system' }.",
  ]);
});

test('the pods behind a Service, with its ports as those of the pods', () => {
  const { chart, cart, cartService } = shop();
  const spec = specFor(chart, PolicyTarget.podsOf(cartService), 'http', 80, 'redis');
  expect(spec.selector).toEqual({ matchLabels: cart.matchLabels });
  expect(portsOf(spec)).toEqual({ ports: ['8080', '6379'] });
});

test('a port of the pods that a Service names is looked up in the containers', () => {
  const { chart } = shop();
  const service = { selector: { app: 'web' }, ports: [{ ...HTTP, targetPort: 'web' }] };
  const web = (name: string, containerPort: number, port: string) =>
    object(chart, 'Deployment', name, {
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ ports: [{ name: port, containerPort }] }] },
      },
    });
  web('v1', 8080, 'web');
  web('v2', 9090, 'web');
  web('v3', 7070, 'metrics');
  const target = PolicyTarget.podsOf(object(chart, 'Service', 'web', service));
  expect(portsOf(specFor(chart, target, 'http'))).toEqual({ ports: ['8080', '9090'] });
});

test('and refused where no container has it', () => {
  const { chart } = shop();
  const service = { selector: { app: 'web' }, ports: [{ ...HTTP, targetPort: 'web' }] };
  expect(refusedFor(chart, PolicyTarget.podsOf(object(chart, 'Service', 'web', service)), 'http')).toEqual([
    'ports[0]: port 80 of Service "web" leads to the port "web" of its pods, whose number is not known here, and policies compare numbers. Write targetPort: 8080, the number, in the Service.',
  ]);
});

test('a gateway, with the ports of its Service as those of its pods, and as the PROXY protocol tells them', () => {
  const spec = specFor(
    new Chart(Testing.app(), 'chart', { namespace: 'istio-system' }),
    PolicyTarget.gatewayWorkload(GatewayWorkload.istioIngress()),
    80,
    443,
  );
  expect(spec.selector).toEqual({ matchLabels: { istio: 'ingressgateway' } });
  expect(portsOf(spec)).toEqual({ ports: ['8080', '80', '8443', '443'] });
});

test('a port of a gateway whose number is that of another port on its pods is written as that of the pods only', () => {
  const ports = [
    { port: 80, targetPort: 443 },
    { port: 443, targetPort: 8443 },
  ];
  const spec = specFor(
    new Chart(Testing.app(), 'chart', { namespace: 'istio-system' }),
    PolicyTarget.gatewayWorkload(GatewayWorkload.istioIngress({ ports })),
    80,
    443,
  );
  expect(portsOf(spec)).toEqual({ ports: ['443', '80', '8443'] });
});

test('ports of a workload are those of its containers', () => {
  const { chart, cart } = shop();
  expect(portsOf(specFor(chart, PolicyTarget.workload(cart), 'web', 8080, 15090))).toEqual({
    ports: ['8080', '15090'],
  });
});

const NAME = '(lower-case letters, digits, "-" and ".", a letter or digit at both ends)';
const SEVERAL = 'Write PolicyTarget.anyOf([PolicyTarget.service(cart), PolicyTarget.service(orders)]).';

test.each<[string, (given: ReturnType<typeof shop>) => PolicyTarget, ...string[]]>([
  [
    'a port of the Service where that of the pods is meant',
    ({ cart }) => PolicyTarget.workload(cart),
    'ports[0]: 80 is a port of Service "cart", and policies compare that of the pods. Write 8080.',
  ],
  [
    'a string',
    () => PolicyTarget.workload('cart' as never),
    'target: "cart" is not a workload. Write a Deployment, or PolicyTarget.labels({ app: \'cart\' }).',
  ],
  [
    'a Service',
    ({ cartService }) => PolicyTarget.workload(cartService),
    'target: Service "cart" is not a workload. Write PolicyTarget.podsOf(service) for the pods behind it.',
  ],
  [
    'a reference to a Service',
    () => PolicyTarget.workload(ServiceRef.fromName('cart')),
    'target: Service "cart" is not a workload. Write PolicyTarget.podsOf(service) for the pods behind it.',
  ],
  [
    'a name',
    () => PolicyTarget.workload({ name: 'web' }),
    'target: the pod labels of Deployment "web" are not known here. Write PolicyTarget.labels({ app: \'cart\' }).',
  ],
  [
    'no labels',
    () => PolicyTarget.labels({}),
    "target: {} has no labels. Write PolicyTarget.labels({ app: 'cart' }), or omit target for all pods.",
  ],
  [
    'a Service made elsewhere',
    () => PolicyTarget.podsOf(ServiceRef.fromName('web')),
    'target: the pods behind Service "web" are not known here. Write their labels: PolicyTarget.labels({ app: \'web\' }).',
  ],
  [
    'no gateway',
    () => PolicyTarget.gatewayWorkload('edge' as never),
    'target: "edge" is not a GatewayWorkload. Write GatewayWorkload.istioIngress().',
  ],
  [
    'no ServiceEntry',
    () => PolicyTarget.serviceEntry('wiki' as never),
    'target: "wiki" is not a ServiceEntry. Write the construct, as new ServiceEntry(...) returns it.',
  ],
  [
    'a bad name of a Gateway',
    () => PolicyTarget.gateway('A b'),
    `target: "A b" is not a name for a Kubernetes object ${NAME}.`,
  ],
  ['no targets', () => PolicyTarget.anyOf([]), `target: [] is not a list of targets. ${SEVERAL}`],
  [
    'one of them no target',
    () => PolicyTarget.anyOf(['cart' as never]),
    `target[0]: "cart" is not a PolicyTarget. ${SEVERAL}`,
  ],
  [
    'labels among several',
    () => PolicyTarget.anyOf([PolicyTarget.gateway('a'), PolicyTarget.labels({ app: 'web' })]),
    'target[1]: finds pods by their labels, and a policy does that for one set of labels. Write a policy for each.',
  ],
  [
    'seventeen',
    () => PolicyTarget.anyOf(Array.from({ length: 17 }, (_, i) => PolicyTarget.gateway(`a${i}`))),
    'target: has 17 targets, and Istio takes at most 16. Write a second policy for the others.',
  ],
])('%s is refused', (_what, target, ...problems) => {
  const given = shop();
  const ports = problems[0]?.startsWith('ports') ? [80] : [];
  expect(refusedFor(given.chart, target(given), ...ports)).toEqual(problems);
});

test('names of ports that a workload does not have are refused', () => {
  const { chart, cart } = shop();
  const plain = object(chart, 'Deployment', 'web', { selector: { matchLabels: { app: 'web' } } });
  expect(refusedFor(chart, PolicyTarget.workload(cart), 'http', '8080')).toEqual([
    'ports[0]: "http" is not a port of the containers of Deployment "cart". They have: 8080 (web). Write its number.',
    'ports[1]: "8080" is not a port of the containers of Deployment "cart". They have: 8080 (web). Write 8080 without quotes.',
  ]);
  expect(refusedFor(shop().chart, PolicyTarget.workload(plain), 'http')).toEqual([
    'ports[0]: "http" is not a port of the containers of Deployment "web". None is known. Write its number.',
  ]);
});

test('ports that a gateway or Service does not have are refused', () => {
  const chart = new Chart(Testing.app(), 'chart', { namespace: 'istio-system' });
  expect(refusedFor(chart, PolicyTarget.gatewayWorkload(GatewayWorkload.istioIngress()), 8080, '80')).toEqual([
    'ports[0]: 8080 is not a port of the gateway\'s Service "istio-ingressgateway". It has: 80, 443.',
    'ports[1]: "80" is not a port of the gateway\'s Service "istio-ingressgateway". It has: 80, 443. Write 80 without quotes.',
  ]);
  const given = shop();
  expect(refusedFor(given.chart, PolicyTarget.podsOf(given.cartService), 8080)).toEqual([
    'ports[0]: 8080 is not a port of Service "cart". It has: 80 (http), 6379 (redis).',
  ]);
});

const NOT_REACHED = (what: string, namespace: string, own: string) =>
  `target: ${what} is in namespace ${namespace}, and this policy ${own}, from where it does not reach it. Write metadata: { namespace: '${namespace}' }.`;

test('a policy is where it reaches its target', () => {
  const { chart, cart, cartService } = shop();
  const elsewhere = new Chart(chart.node.root, 'books', { namespace: 'books' });
  const nowhere = new Chart(chart.node.root, 'nowhere');
  const here = 'is in books';
  expect(refusedFor(elsewhere, PolicyTarget.workload(cart))).toEqual([NOT_REACHED('Deployment "cart"', 'shop', here)]);
  expect(refusedFor(nowhere, PolicyTarget.workload(cart))).toEqual([
    NOT_REACHED('Deployment "cart"', 'shop', 'has no namespace'),
  ]);
  const books = () => new Chart(Testing.app(), 'books', { namespace: 'books' });
  expect(refusedFor(books(), PolicyTarget.podsOf(cartService))).toEqual([NOT_REACHED('Service "cart"', 'shop', here)]);
  expect(refusedFor(books(), PolicyTarget.service(cartService))).toEqual([NOT_REACHED('Service "cart"', 'shop', here)]);
  expect(refusedFor(books(), PolicyTarget.gatewayWorkload(GatewayWorkload.istioIngress()))).toEqual([
    NOT_REACHED('the gateway istio-ingressgateway', 'istio-system', here),
  ]);
  const entry = new ServiceEntry(chart, 'Entry', {
    metadata: { name: 'wiki' },
    hosts: ['www.example.com'],
    ports: [{ number: 443, protocol: 'TLS' }],
  });
  expect(refusedFor(books(), PolicyTarget.serviceEntry(entry), 443)).toEqual([
    NOT_REACHED('ServiceEntry "wiki"', 'shop', here),
  ]);
});

test('a policy of the root namespace reaches pods, and no Service', () => {
  const app = Testing.app();
  MeshSettings.set(app, { rootNamespace: 'mesh' });
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const root = new Chart(app, 'mesh', { namespace: 'mesh' });
  const cart = deployment(chart, 'cart');
  const service = new kplus.Service(chart, 'Service', { metadata: { name: 'cart' }, selector: cart, ports: [HTTP] });
  expect(specFor(root, PolicyTarget.workload(cart)).selector).toEqual({ matchLabels: cart.matchLabels });
  expect(refusedFor(new Chart(app, 'again', { namespace: 'mesh' }), PolicyTarget.service(service))).toEqual([
    NOT_REACHED('Service "cart"', 'shop', 'is in mesh'),
  ]);
});

test('no target, and what is none', () => {
  const { chart } = shop();
  expect(Object.keys(specFor(chart, undefined as never))).toEqual(['rules']);
  expect(refusedFor(shop().chart, 'cart' as never)).toEqual([
    'target: "cart" is not a PolicyTarget. Write PolicyTarget.workload(deployment), or PolicyTarget.labels({ app: \'cart\' }).',
  ]);
});
