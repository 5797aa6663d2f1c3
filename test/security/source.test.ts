import * as kplus28 from 'cdk8s-plus-28';
import * as kplus34 from 'cdk8s-plus-34';
import { Chart, Cron, Testing } from 'cdk8s';
import {
  AuthorizationAction,
  GatewayWorkload,
  IstioVersion,
  MeshSettings,
  ServiceAccountRef,
  ServiceRef,
  Source,
  AuthorizationPolicy,
} from '../../lib';
import type { security } from '../../lib';
import { problemsOf, specOf } from '../networking/subject';
import { deployment, object, refused, ruleOf, shop, sourceRule } from './subject';

const pods = (serviceAccountName?: string) => ({ template: { spec: { serviceAccountName, containers: [] } } });
const of = (source: Source, chart = shop().chart): object | undefined =>
  ruleOf(sourceRule(source), { chart }).from?.[0].source;

test.each<[string, Source, security.Source]>([
  [
    'a service account',
    Source.serviceAccount(ServiceAccountRef.fromName('web')),
    { principals: ['cluster.local/ns/shop/sa/web'] },
  ],
  [
    'one of another namespace',
    Source.serviceAccount(ServiceAccountRef.fromName('web', { namespace: 'front' })),
    { principals: ['cluster.local/ns/front/sa/web'] },
  ],
  [
    'one of another trust domain',
    Source.serviceAccount(ServiceAccountRef.fromName('web'), { trustDomain: 'other.example.com' }),
    { principals: ['other.example.com/ns/shop/sa/web'] },
  ],
  [
    'one of any trust domain',
    Source.serviceAccount(ServiceAccountRef.fromName('web'), { trustDomain: '*' }),
    { serviceAccounts: ['shop/web'] },
  ],
  [
    'the ingress gateway of istioctl',
    Source.gateway(GatewayWorkload.istioIngress()),
    { principals: ['cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account'] },
  ],
  [
    'a gateway of Helm',
    Source.gateway(GatewayWorkload.helmRelease('edge', { namespace: 'edge' })),
    { principals: ['cluster.local/ns/edge/sa/edge'] },
  ],
  ['a namespace by name', Source.namespace('front'), { namespaces: ['front'] }],
  ['namespaces by the beginning of their names', Source.namespace('team-*'), { namespaces: ['team-*'] }],
  ['namespaces by the end of their names', Source.namespace('*-prod'), { namespaces: ['*-prod'] }],
  ['everybody who has an identity', Source.authenticated(), { principals: ['*'] }],
  ['an identity as it is', Source.principal('other/ns/a/sa/b'), { principals: ['other/ns/a/sa/b'] }],
  ['an identity by its beginning', Source.principal('other/ns/a/*'), { principals: ['other/ns/a/*'] }],
  ['an identity by its end', Source.principal('*/sa/b'), { principals: ['*/sa/b'] }],
  ['trust domains', Source.trustDomains(['a.example', '*.b.example']), { trustDomains: ['a.example', '*.b.example'] }],
  ['any token', Source.anyToken(), { requestPrincipals: ['*'] }],
  ['tokens of an issuer', Source.token('https://a.example'), { requestPrincipals: ['https://a.example/*'] }],
  [
    'the token of a subject',
    Source.token('https://a.example', 'ann'),
    { requestPrincipals: ['https://a.example/ann'] },
  ],
  ['addresses', Source.ipRanges(['10.0.0.0/8', '::1']), { ipBlocks: ['10.0.0.0/8', '::1'] }],
  ['original addresses', Source.originalIpRanges(['203.0.113.7']), { remoteIpBlocks: ['203.0.113.7'] }],
  [
    'and of several',
    Source.allOf([Source.namespace('front'), Source.ipRanges(['10.0.0.0/8']), Source.anyToken()]),
    { namespaces: ['front'], ipBlocks: ['10.0.0.0/8'], requestPrincipals: ['*'] },
  ],
  [
    'some without others',
    Source.namespace('front').except([Source.principal('a/ns/b/sa/c'), Source.principal('a/ns/b/sa/d')]),
    { namespaces: ['front'], notPrincipals: ['a/ns/b/sa/c', 'a/ns/b/sa/d'] },
  ],
  [
    'everybody without some',
    Source.everyoneExcept([
      Source.namespace('guests'),
      Source.anyToken(),
      Source.ipRanges(['10.0.0.1']),
      Source.originalIpRanges(['203.0.113.7']),
      Source.trustDomains(['a.example']),
    ]),
    {
      notNamespaces: ['guests'],
      notRequestPrincipals: ['*'],
      notIpBlocks: ['10.0.0.1'],
      notRemoteIpBlocks: ['203.0.113.7'],
      notTrustDomains: ['a.example'],
    },
  ],
  [
    'everybody without a service account of any trust domain',
    Source.everyoneExcept([Source.serviceAccount(ServiceAccountRef.fromName('web'), { trustDomain: '*' })]),
    { notServiceAccounts: ['shop/web'] },
  ],
])('%s', (_what, source, written) => {
  expect(of(source)).toEqual(written);
});

const FRONTEND = { principals: ['cluster.local/ns/shop/sa/frontend'] };

test.each(['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'Pod'] as const)(
  'a %s of cdk8s-plus',
  (kind) => {
    for (const kplus of [kplus28, kplus34 as unknown as typeof kplus28]) {
      const chart = new Chart(Testing.app(), 'shop', { namespace: 'shop' });
      const workload = new kplus[kind](chart, 'Workload', {
        serviceAccount: new kplus.ServiceAccount(chart, 'Account', { metadata: { name: 'frontend' } }),
        containers: [{ image: 'example.com/app:1' }],
        schedule: Cron.daily(),
        service: new kplus.Service(chart, 'Service', { ports: [{ port: 80 }] }),
      });
      expect(of(Source.workload(workload), chart)).toEqual(FRONTEND);
    }
  },
);

test('a Deployment that has no container yet', () => {
  const chart = new Chart(Testing.app(), 'shop', { namespace: 'shop' });
  const serviceAccount = new kplus28.ServiceAccount(chart, 'Account', { metadata: { name: 'frontend' } });
  const workload = new kplus28.Deployment(chart, 'Workload', { serviceAccount });
  const policy = new AuthorizationPolicy(chart, 'Policy', { rules: [sourceRule(Source.workload(workload))] });
  workload.addContainer({ image: 'example.com/app:1' });
  expect(specOf(policy)).toEqual({ rules: [{ from: [{ source: FRONTEND }] }] });
});

test.each([
  ['Deployment', pods('frontend')],
  ['Rollout', pods('frontend')],
  ['CronJob', { jobTemplate: { spec: pods('frontend') } }],
  ['Pod', pods('frontend').template.spec],
])('a %s as a plain object', (kind, spec) => {
  const { chart } = shop();
  expect(of(Source.workload(object(chart, kind, 'web', spec)), chart)).toEqual(FRONTEND);
});

test('a service account and a namespace of cdk8s-plus, imported ones included', () => {
  const { chart } = shop();
  const account = kplus28.ServiceAccount.fromServiceAccountName(chart, 'Imported', 'web', { namespaceName: 'front' });
  const namespace = new kplus28.Namespace(chart, 'Front', { metadata: { name: 'front' } });
  expect(ruleOf(sourceRule(Source.serviceAccount(account), Source.namespace(namespace)), { chart }).from).toEqual([
    { source: { principals: ['cluster.local/ns/front/sa/web'] } },
    { source: { namespaces: ['front'] } },
  ]);
});

test('neighbours of one kind stand in one list, each once', () => {
  const { chart, frontend, cart } = shop();
  const sources = [frontend, cart, frontend].map((workload) => Source.workload(workload));
  const rule = sourceRule(
    ...sources,
    Source.ipRanges(['10.0.0.1']),
    Source.ipRanges(['10.0.0.2']),
    Source.workload(cart),
  );
  expect(ruleOf(rule, { chart }).from).toEqual([
    { source: { principals: ['cluster.local/ns/shop/sa/frontend', 'cluster.local/ns/shop/sa/cart'] } },
    { source: { ipBlocks: ['10.0.0.1', '10.0.0.2'] } },
    { source: { principals: ['cluster.local/ns/shop/sa/cart'] } },
  ]);
});

test('what leaves somebody out stands alone', () => {
  const guests = Source.namespace('shop').except([Source.ipRanges(['10.0.0.1'])]);
  const rule = sourceRule(Source.namespace('front'), guests, Source.namespace('back'));
  expect(ruleOf(rule).from).toEqual([
    { source: { namespaces: ['front'] } },
    { source: { namespaces: ['shop'], notIpBlocks: ['10.0.0.1'] } },
    { source: { namespaces: ['back'] } },
  ]);
});

test('more than 16 service accounts of any trust domain stand in several lists', () => {
  const account = (i: number) => Source.serviceAccount(ServiceAccountRef.fromName(`a${i}`), { trustDomain: '*' });
  const { from } = ruleOf(sourceRule(...Array.from({ length: 17 }, (_, i) => account(i))));
  expect(from!.map(({ source }) => (source as security.Source).serviceAccounts!.length)).toEqual([16, 1]);
});

const DEFAULT =
  'names no service account of its own, so it runs as "default", as every pod of its namespace does that names none. ' +
  "Give it one: serviceAccount: new kplus.ServiceAccount(chart, 'Account'), or in plain YAML serviceAccountName. If all of these may call, write Source.serviceAccount(ServiceAccountRef.fromName('default')).";
const INSTEAD =
  "Write a Deployment, or Source.serviceAccount(ServiceAccountRef.fromName('checkout', { namespace: 'orders' })).";
const PRINCIPAL = 'Write it as "trust-domain/ns/namespace/sa/service-account".';

test.each<[string, Source, ...string[]]>([
  ['a host', Source.workload('web' as never), `from[0]: "web" is not a workload. ${INSTEAD}`],
  [
    'a workload that is known by name',
    Source.workload({ name: 'web' }),
    'from[0]: the service account of Deployment "web" is not known here. Write Source.serviceAccount(...).',
  ],
  [
    'a gateway without account',
    Source.gateway(GatewayWorkload.of({ selector: { app: 'edge' }, namespace: 'edge', service: 'edge' })),
    "from[0]: the service account of the gateway edge is not known. Write it where the gateway is: GatewayWorkload.of({ ..., serviceAccount: '...' }).",
  ],
  [
    'a gateway that is wrong',
    Source.gateway(GatewayWorkload.istioIngress({ namespace: 'Edge' })),
    'from[0].namespace: "Edge" is not the name of a namespace (lower-case letters, digits and "-", a letter or digit at both ends).',
  ],
  [
    'no gateway',
    Source.gateway('edge' as never),
    'from[0]: "edge" is not a GatewayWorkload. Write GatewayWorkload.istioIngress().',
  ],
  [
    'no service account',
    Source.serviceAccount('web' as never),
    "from[0]: \"web\" is not a ServiceAccount. Write a ServiceAccount of this app, or ServiceAccountRef.fromName('checkout', { namespace: 'orders' }).",
  ],
  [
    'a bad name',
    Source.serviceAccount(ServiceAccountRef.fromName('We b')),
    'from[0]: "We b" is not a name for a Kubernetes object (lower-case letters, digits, "-" and ".", a letter or digit at both ends).',
  ],
  [
    'a bad namespace',
    Source.serviceAccount(ServiceAccountRef.fromName('web', { namespace: 'A' })),
    'from[0]: "A" is not the name of a namespace (lower-case letters, digits and "-", a letter or digit at both ends).',
  ],
  [
    'unknown options',
    Source.serviceAccount(ServiceAccountRef.fromName('web', { ns: 'a' } as never)),
    'from[0].ns: unknown field of ServiceAccountRefOptions. It has: namespace.',
  ],
  [
    'a bad trust domain',
    Source.serviceAccount(ServiceAccountRef.fromName('web'), { trustDomain: 'a/b' }),
    'from[0].trustDomain: "a/b" is not a trust domain. Write one such as "other.example.com", or "*" for any.',
  ],
  [
    'a bad name of a namespace',
    Source.namespace('Front'),
    'from[0]: "Front" is not the name of a namespace (lower-case letters, digits and "-", a letter or digit at both ends).',
  ],
  [
    'a wildcard in a namespace',
    Source.namespace('a*b'),
    'from[0]: "a*b" has a "*" that is no wildcard. Write one at the beginning or end: "team-*". For all that have an identity write Source.authenticated().',
  ],
  [
    'spiffe',
    Source.principal('spiffe://a/ns/b/sa/c'),
    'from[0]: "spiffe://a/ns/b/sa/c" begins with "spiffe://", which Istio adds itself. Write "a/ns/b/sa/c".',
  ],
  [
    'a short principal',
    Source.principal('sa/c'),
    `from[0]: "sa/c" has not the form of an identity, so nobody would match. ${PRINCIPAL}`,
  ],
  [
    'a wildcard in a principal',
    Source.principal('a/ns/*/sa/c'),
    `from[0]: "a/ns/*/sa/c" has a "*" that is no wildcard: one stands at the beginning or end. ${PRINCIPAL}`,
  ],
  [
    'any principal',
    Source.principal('*'),
    'from[0]: "*" is everybody who has an identity. Write Source.authenticated().',
  ],
  ['no principal', Source.principal(''), `from[0]: "" is not a principal. ${PRINCIPAL}`],
  [
    'a slash in a trust domain',
    Source.trustDomains(['a/b']),
    'from[0]: "a/b" is not a trust domain. Write one such as "other.example.com" or "*.example.com".',
  ],
  [
    'no trust domains',
    Source.trustDomains([]),
    "from[0]: is empty, so it would match nothing. Write ['other.example.com'].",
  ],
  [
    'no address',
    Source.ipRanges(['10.0.0.0/33', 'web']),
    'from[0][0]: "10.0.0.0/33" is neither an IP address nor a CIDR block. Write one such as "10.0.0.7" or "10.0.0.0/8".',
    'from[0][1]: "web" is neither an IP address nor a CIDR block. Write one such as "10.0.0.7" or "10.0.0.0/8".',
  ],
  [
    'one address',
    Source.originalIpRanges('10.0.0.1' as never),
    'from[0]: "10.0.0.1" is not a list. Write [\'10.0.0.0/8\'].',
  ],
  [
    'no issuer',
    Source.token(''),
    'from[0].issuer: "" is not a non-empty string. Write Source.token(\'https://issuer.example.com\').',
  ],
  [
    'a subject that Istio takes apart',
    Source.token('https://a.example', 'a/b'),
    'from[0].subject: "a/b" is no subject that Istio can tell from the issuer: it takes what comes after the last "/", and "*" at the end only. Write a Condition.claim(\'sub\', [...]).',
  ],
  [
    'two that look at the same',
    Source.allOf([Source.namespace('a'), Source.namespace('b')]),
    'from[0]: two sources look at namespaces, and no caller is both. Write them as two sources of from, where one of them has to match.',
  ],
  [
    'no sources',
    Source.allOf([]),
    "from[0]: [] is not a list of sources. Write Source.allOf([Source.workload(frontend), Source.ipRanges(['10.0.0.0/8'])]).",
  ],
  [
    'one source',
    Source.everyoneExcept(Source.anyToken() as never),
    'from[0]: an object of class Source is not a list of sources. Write [Source.workload(frontend)].',
  ],
  [
    'nobody left out',
    Source.anyToken().except([]),
    'from[0]: [] is not a list of sources. Write [Source.workload(frontend)].',
  ],
  [
    'left out by two things',
    Source.everyoneExcept([Source.allOf([Source.namespace('a'), Source.anyToken()])]),
    'from[0]: leaves out a source that says several things, and Istio would leave out who is any of them. Leave out sources that say one thing.',
  ],
  [
    'a service account of any trust domain in a namespace',
    Source.allOf([
      Source.serviceAccount(ServiceAccountRef.fromName('web'), { trustDomain: '*' }),
      Source.namespace('a'),
    ]),
    "from[0]: serviceAccounts and namespaces can't stand in one source. Leave out trustDomain: '*', or write the namespaces as another source.",
  ],
])('%s is refused', (_what, source, ...problems) => {
  expect(refused(sourceRule(source))).toEqual(problems);
});

test.each([
  [
    'cdk8s-plus',
    (chart: Chart) =>
      new kplus28.Deployment(chart, 'Web', { metadata: { name: 'web' }, containers: [{ image: 'example.com/app:1' }] }),
  ],
  [
    'cdk8s-plus, without a container yet',
    (chart: Chart) => new kplus28.Deployment(chart, 'Web', { metadata: { name: 'web' } }),
  ],
  ['a manifest', (chart: Chart) => object(chart, 'Deployment', 'web', pods())],
  ['a manifest that says so', (chart: Chart) => object(chart, 'Deployment', 'web', pods('default'))],
])('a Deployment that runs as the default account is refused: %s', (_what, make) => {
  const { chart } = shop();
  expect(refused(sourceRule(Source.workload(make(chart))), { chart })).toEqual([
    `from[0]: Deployment "web" ${DEFAULT}`,
  ]);
});

test('a Rollout that borrows the pods of a Deployment does not say who it is', () => {
  const { chart } = shop();
  const rollout = object(chart, 'Rollout', 'web', { workloadRef: { kind: 'Deployment', name: 'web' } });
  expect(refused(sourceRule(Source.workload(rollout)), { chart })).toEqual([
    'from[0]: the service account of Rollout "web" is not known here. Write Source.serviceAccount(...).',
  ]);
});

test('what is no workload, no service account or no Namespace is refused by its kind', () => {
  const { chart, cart, cartService } = shop();
  const rule = sourceRule(Source.workload(cartService), Source.serviceAccount(cart), Source.namespace(cart));
  expect(refused(rule, { chart })).toEqual([
    `from[0]: Service "cart" is called, and does not call. ${INSTEAD}`,
    "from[1]: Deployment \"cart\" is not a ServiceAccount. Write ServiceAccountRef.fromName('checkout', { namespace: 'orders' }).",
    'from[2]: Deployment "cart" is not a Namespace. Write the name of its namespace.',
  ]);
});

// They have a name each, and only TypeScript tells their types apart.
test('a reference to something else is refused by its kind', () => {
  const web = ServiceRef.fromName('web');
  const account = ServiceAccountRef.fromName('web');
  expect(refused(sourceRule(Source.workload(web), Source.serviceAccount(web), Source.namespace(web)))).toEqual([
    `from[0]: Service "web" is called, and does not call. ${INSTEAD}`,
    "from[1]: Service \"web\" is not a ServiceAccount. Write ServiceAccountRef.fromName('checkout', { namespace: 'orders' }).",
    'from[2]: Service "web" is not a Namespace. Write the name of its namespace.',
  ]);
  expect(refused(sourceRule(Source.namespace(account)))).toEqual([
    'from[0]: ServiceAccount "web" is not a Namespace. Write the name of its namespace.',
  ]);
});

test('an identity needs a namespace', () => {
  const chart = new Chart(Testing.app(), 'shop');
  const rule = sourceRule(
    Source.workload(deployment(chart, 'web')),
    Source.serviceAccount(ServiceAccountRef.fromName('web')),
  );
  expect(refused(rule, { chart })).toEqual([
    "from[0]: the namespace of Deployment \"web\" is not known, and it is part of the identity. Give its chart one: new Chart(app, 'id', { namespace: '...' }).",
    "from[1]: the namespace of ServiceAccount \"web\" is not known. Give the chart one: new Chart(app, 'id', { namespace: '...' }).",
  ]);
});

test('an external authorizer is asked before the caller is known', () => {
  const action = AuthorizationAction.custom('ext-authz');
  const rule = sourceRule(Source.namespace('front'), Source.ipRanges(['10.0.0.1']));
  expect(refused(rule, { action })).toEqual([
    "from[0]: namespaces can't be asked for in a policy with a custom action: the authorizer is asked before the caller is known. Let the authorizer look at the caller, or write a second policy with DENY.",
  ]);
});

test('trust domains are new in Istio 1.30', () => {
  const app = Testing.app();
  MeshSettings.set(app, { istioVersion: IstioVersion.V1_29 });
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  expect(
    problemsOf(
      () => new AuthorizationPolicy(chart, 'Policy', { rules: [sourceRule(Source.trustDomains(['a.example']))] }),
    ),
  ).toEqual(['rules[0].from[0].source.trustDomains: exists since Istio 1.30, and this App targets 1.29.']);
});
