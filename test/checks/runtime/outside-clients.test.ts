import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import {
  authorizationPolicy,
  deployment,
  destinationRule,
  manifest,
  namespace,
  peerAuthentication,
  SHOP,
  service,
  workload,
} from '../../manifests';
import { placesOf, textsOf } from '../found';

const WEB = { app: 'web' };
const strict = (spec: object = {}): Manifest =>
  peerAuthentication('shop/default', { mtls: { mode: 'STRICT' }, ...spec });
const LEGACY = namespace('legacy', { 'istio-injection': 'disabled' });
const front = (more: object = {}): Manifest =>
  service('shop/web', [{ name: 'http', port: 80, targetPort: 8080 }], more);
const set = [SHOP, LEGACY, deployment('shop/web', WEB), strict()];
const places = (...manifests: Manifest[]): string[] => placesOf('CDI0422', manifests);

describe('Services', () => {
  test('that clients outside the cluster connect to', () => {
    const manifests = [...set, front({ type: 'LoadBalancer' })];
    expect(placesOf('CDI0422', manifests)).toEqual(['error Service shop/web spec.type']);
    expect(textsOf('CDI0422', manifests)).toEqual([
      [
        'A LoadBalancer lets clients outside the cluster connect to the pods, and they have no certificate of the mesh. PeerAuthentication shop/default is STRICT for the pods, which reset connections without mutual TLS.',
        'Write type: ClusterIP and let clients in through a gateway; or, if they may stay without mutual TLS, add a PeerAuthentication for these pods with portLevelMtls: {"8080": {mode: PERMISSIVE}}.',
      ],
    ]);
    expect(places(...set, front({ type: 'NodePort' }))).toEqual(['warning Service shop/web spec.type']);
    expect(places(...set, front())).toEqual([]);
  });

  test.each([
    ['that take plain text', [peerAuthentication('shop/default', { mtls: { mode: 'PERMISSIVE' } })]],
    [
      'that take plain text on this port',
      [
        strict(),
        peerAuthentication('shop/web', {
          selector: { matchLabels: WEB },
          portLevelMtls: { 8080: { mode: 'PERMISSIVE' } },
        }),
      ],
    ],
    ['of which nothing is said', []],
  ])('of pods %s', (_, policies) => {
    const pods = [SHOP, deployment('shop/web', WEB), front({ type: 'LoadBalancer' })];
    expect(places(...pods, ...policies)).toEqual([]);
  });

  test('of pods without a proxy, of gateways, and of ports that go past the proxy', () => {
    const open = [SHOP, strict(), front({ type: 'LoadBalancer' })];
    expect(places(...open, deployment('shop/web', { ...WEB, 'sidecar.istio.io/inject': 'false' }))).toEqual([]);
    const gateway = { containers: [{ name: 'istio-proxy', image: 'auto' }] };
    expect(places(...open, deployment('shop/web', WEB, gateway))).toEqual([]);
    const annotated = (annotations: Record<string, string>): Manifest =>
      workload('shop/web', { labels: WEB, annotations });
    const key = 'traffic.sidecar.istio.io/';
    expect(places(...open, annotated({ [`${key}excludeInboundPorts`]: '9090,8080' }))).toEqual([]);
    expect(places(...open, annotated({ [`${key}includeInboundPorts`]: '9090' }))).toEqual([]);
    expect(places(...open, annotated({ [`${key}includeInboundPorts`]: '*' }))).toHaveLength(1);
    expect(
      places(
        ...open,
        deployment('shop/web', WEB),
        deployment('shop/two', { ...WEB, 'sidecar.istio.io/inject': 'false' }),
      ),
    ).toEqual([]);
  });

  test('that the API server calls', () => {
    const hook = (port?: number): Manifest => ({
      ...manifest('admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration', 'web'),
      webhooks: [{ name: 'a.example.com', clientConfig: { service: { namespace: 'shop', name: 'web', port } } }],
    });
    const manifests = [...set, front(), hook(80)];
    expect(placesOf('CDI0422', manifests)).toEqual(['error Service shop/web spec.ports[0]']);
    expect(textsOf('CDI0422', manifests)[0][1]).toBe(
      'Write the annotation traffic.sidecar.istio.io/excludeInboundPorts: "8080" on the pods, or add a PeerAuthentication for these pods with portLevelMtls: {"8080": {mode: PERMISSIVE}}.',
    );
    expect(places(...set, front(), hook())).toEqual([]);
  });
});

describe('an Ingress', () => {
  const ingress = (className: string | undefined, annotations: object = {}, port: object = { number: 80 }): Manifest =>
    manifest(
      'Ingress',
      'shop/front',
      {
        ingressClassName: className,
        rules: [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port } } }] } }],
      },
      { annotations },
    );

  test.each([
    ['nginx', 'warning'],
    ['alb', 'error'],
    ['gce', 'error'],
    [undefined, 'warning'],
  ])('of class %s', (className, severity) => {
    expect(places(...set, front(), ingress(className))).toEqual([`${severity} Ingress shop/front spec`]);
  });

  test('what it says', () => {
    expect(textsOf('CDI0422', [...set, front(), ingress('nginx')])).toEqual([
      [
        'The controller of this Ingress (class nginx) connects to the pods of Service shop/web, without mutual TLS unless its own pods have a sidecar. PeerAuthentication shop/default is STRICT for the pods, which reset connections without mutual TLS.',
        'Let the Ingress lead to a gateway of Istio, give the controller a sidecar, or add a PeerAuthentication for these pods with portLevelMtls: {"8080": {mode: PERMISSIVE}}.',
      ],
    ]);
  });

  test('that Istio serves, or a controller in the mesh, or that leads elsewhere', () => {
    expect(places(...set, front(), ingress('istio'))).toEqual([]);
    expect(
      places(...set, front(), ingress('nginx', { 'nginx.ingress.kubernetes.io/service-upstream': 'true' })),
    ).toEqual([]);
    expect(places(...set, front(), ingress('nginx', {}, { number: 90 }))).toEqual([]);
    expect(places(...set, front(), ingress('nginx', {}, { name: 'http' }))).toHaveLength(1);
    expect(places(SHOP, deployment('shop/web', WEB), front(), ingress('nginx'))).toEqual([]);
  });
});

describe('pods without a proxy', () => {
  const caller = (spec: object, key = 'legacy/report', labels: Record<string, string> = {}): Manifest =>
    workload(key, {
      labels: { app: 'report', ...labels },
      spec: { containers: [{ name: 'c', image: 'x:1', ...spec }] },
    });
  const env = (value: string): object => ({ env: [{ name: 'URL', value }] });
  const AT = 'warning Deployment legacy/report spec.template.spec.containers[0]';

  test.each([
    'http://web.shop/report',
    'http://web.shop:80/report',
    'web.shop.svc:80',
    'web.shop.svc.cluster.local',
    'https://user:secret@web.shop.svc.cluster.local:80',
    'a=1,b=http://web.shop',
  ])('whose environment names a host: %s', (value) => {
    expect(places(...set, front(), caller(env(value)))).toEqual([`${AT}.env[0].value`]);
  });

  test('or their arguments and commands', () => {
    expect(places(...set, front(), caller({ args: ['--to', 'http://web.shop/'] }))).toEqual([`${AT}.args[1]`]);
    expect(places(...set, front(), caller({ command: ['sh', '-c', 'curl http://web.shop/x'] }))).toEqual([
      `${AT}.command[2]`,
    ]);
  });

  test('what it says', () => {
    expect(textsOf('CDI0422', [...set, front(), caller(env('http://web.shop/'))])).toEqual([
      [
        'These pods have no proxy, and "http://web.shop/" names Service shop/web. PeerAuthentication shop/default is STRICT for the pods, which reset connections without mutual TLS.',
        'Give these pods a sidecar, or add a PeerAuthentication for these pods with portLevelMtls: {"8080": {mode: PERMISSIVE}}.',
      ],
    ]);
  });

  test.each([
    'http://web.shop:90/',
    'http://web/',
    'http://other.shop/',
    'my-web.shop',
    'web.shop.example.com',
    'web',
    'webXshop',
  ])('that name no such host: %s', (value) => {
    expect(places(...set, front(), caller(env(value)))).toEqual([]);
  });

  test('a single word is a host only in an address or with a port, and in its own namespace', () => {
    const own = (value: string): Manifest => caller(env(value), 'shop/report', { 'sidecar.istio.io/inject': 'false' });
    expect(places(...set, front(), own('http://web/'))).toHaveLength(1);
    expect(places(...set, front(), own('web:80'))).toHaveLength(1);
    expect(places(...set, front(), own('web'))).toEqual([]);
  });

  test('that have a proxy after all, and servers that take plain text', () => {
    const value = env('http://web.shop/');
    expect(places(...set, front(), caller(value, 'shop/report'))).toEqual([]);
    expect(places(...set, front(), caller(value, 'books/report'))).toEqual([]);
    expect(places(...set, front(), caller(value, 'legacy/report', { 'sidecar.istio.io/inject': 'true' }))).toEqual([]);
    expect(places(SHOP, LEGACY, deployment('shop/web', WEB), front(), caller(value))).toEqual([]);
  });

  test('jobs', () => {
    const job = workload(
      'legacy/report',
      { spec: { containers: [{ name: 'c', image: 'x:1', ...env('http://web.shop/') }] } },
      {},
      'CronJob',
    );
    expect(places(...set, front(), job)).toEqual([
      'warning CronJob legacy/report spec.jobTemplate.spec.template.spec.containers[0].env[0].value',
    ]);
  });
});

describe('pods that take plain text and ask who calls', () => {
  const pods = [SHOP, LEGACY, deployment('shop/web', WEB)];
  const policy = (spec: object): Manifest =>
    authorizationPolicy('shop/web', { selector: { matchLabels: WEB }, ...spec });
  const members = policy({ rules: [{ from: [{ source: { principals: ['*'] } }] }] });
  const rule = (mode: string): Manifest =>
    destinationRule('shop/web', { host: 'web', trafficPolicy: { tls: { mode } } });
  const refused = (...manifests: Manifest[]): string[] => placesOf('CDI0423', [...pods, ...manifests]);
  const ingress = manifest('Ingress', 'shop/front', {
    ingressClassName: 'alb',
    defaultBackend: { service: { name: 'web', port: { number: 80 } } },
  });
  const report = workload('legacy/report', {
    spec: { containers: [{ name: 'c', image: 'x:1', args: ['http://web.shop/'] }] },
  });

  test('refuse the same callers', () => {
    expect(refused(members, front({ type: 'LoadBalancer' }))).toEqual(['error Service shop/web spec.type']);
    expect(refused(members, front(), ingress)).toEqual(['error Ingress shop/front spec']);
    expect(refused(members, front(), report)).toEqual([
      'warning Deployment legacy/report spec.template.spec.containers[0].args[0]',
    ]);
    expect(placesOf('CDI0422', [...pods, members, front(), ingress, report])).toEqual([]);
  });

  test('what it says', () => {
    expect(textsOf('CDI0423', [...pods, members, front(), report])).toEqual([
      [
        'These pods have no proxy, and "http://web.shop/" names Service shop/web. AuthorizationPolicy shop/web asks the callers of the pods for an identity, and refuses who has none (403).',
        'Give these pods a sidecar, or write a rule for these callers that asks for an address (ipBlocks).',
      ],
    ]);
  });

  test.each(['DISABLE', 'SIMPLE'])('and callers in the mesh that a DestinationRule makes call with %s', (mode) => {
    expect(refused(members, front(), rule(mode))).toEqual([
      'error DestinationRule shop/web spec.trafficPolicy.tls.mode',
    ]);
    expect(refused(members, front(), rule('ISTIO_MUTUAL'))).toEqual([]);
    expect(refused(front(), rule(mode))).toEqual([]);
  });

  test.each([
    { rules: [{ from: [{ source: { principals: ['*'] } }, { source: { ipBlocks: ['10.0.0.0/8'] } }] }] },
    { rules: [{ from: [{ source: { principals: ['*'] } }] }, { to: [{ operation: { paths: ['/healthz'] } }] }] },
    { rules: [{ from: [{ source: { notPrincipals: ['x'] } }] }] },
    { action: 'DENY', rules: [{ from: [{ source: { principals: ['*'] } }] }] },
    {
      action: 'DENY',
      rules: [{ from: [{ source: { notPrincipals: ['*'] } }], to: [{ operation: { paths: ['/admin'] } }] }],
    },
    {},
    { rules: [{ to: [{ operation: { ports: ['9090'] } }] }] },
  ])('some may get in, or nobody whoever it is: %j', (spec) => {
    expect(refused(policy(spec), front({ type: 'LoadBalancer' }))).toEqual([]);
  });

  test('a rule that denies who has none', () => {
    const strangers = policy({ action: 'DENY', rules: [{ from: [{ source: { notNamespaces: ['shop'] } }] }] });
    expect(refused(strangers, front({ type: 'LoadBalancer' }))).toHaveLength(1);
  });
});

describe('pods without a proxy', () => {
  const own = (name: string, value: string): Manifest =>
    workload('shop/report', {
      labels: { 'sidecar.istio.io/inject': 'false' },
      spec: { containers: [{ name: 'c', image: 'x:1', env: [{ name, value }] }] },
    });
  const AT = 'warning Deployment shop/report spec.template.spec.containers[0].env[0].value';

  test.each(['WEB_HOST', 'WEB_ADDR', 'webServer', 'UPSTREAM'])('a single word is a host in %s', (name) => {
    expect(places(...set, front(), own(name, 'web'))).toEqual([AT]);
    expect(places(...set, front(), own(name, 'web and more'))).toEqual([]);
  });

  test.each(['MODE', 'APP', 'HOSTING', 'WEB_URL'])('and may be anything in %s', (name) => {
    expect(places(...set, front(), own(name, 'web'))).toEqual([]);
  });

  test('get their environment from ConfigMaps, too', () => {
    const data = manifest('ConfigMap', 'legacy/urls', undefined);
    const urls = { ...data, data: { WEB: 'http://web.shop.svc:80/', MODE: 'fast' } };
    const caller = (container: object): Manifest =>
      workload('legacy/report', { spec: { containers: [{ name: 'c', image: 'x:1', ...container }] } });
    const all = caller({ envFrom: [{ configMapRef: { name: 'urls' } }] });
    const start = 'warning Deployment legacy/report spec.template.spec.containers[0]';
    expect(places(...set, front(), urls, all)).toEqual([`${start}.envFrom[0]`]);
    expect(places(...set, front(), all)).toEqual([]);
    const one = (key: string): Manifest =>
      caller({ env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'urls', key } } }] });
    expect(places(...set, front(), urls, one('WEB'))).toEqual([`${start}.env[0].valueFrom`]);
    expect(places(...set, front(), urls, one('MODE'))).toEqual([]);
  });
});
