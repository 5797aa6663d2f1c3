import { ApiObject, Chart, Testing } from 'cdk8s';
import {
  LoadBalancerSettingsSimpleLb,
  ClientTlsSettingsTlsMode,
  ConnectionPoolSettingsH2UpgradePolicy,
} from '../../imports/networking';
import { IstioVersion } from '../../lib/core/istio-version';
import { MeshSettings } from '../../lib/networking/mesh-settings';
import { ServiceRef } from '../../lib/kubernetes/service-ref';
import type { DestinationRuleProps } from '../../lib/networking/destination-rule';
import { DestinationRule } from '../../lib/networking/destination-rule';
import { chart, problemsOf, specOf, thrown } from './subject';

const service = ServiceRef.fromName('reviews', { namespace: 'books', ports: [{ port: 9080 }] });
const host = 'reviews.books.svc.cluster.local';
const trafficPolicy = { loadBalancer: { simple: LoadBalancerSettingsSimpleLb.RANDOM } };

const make = (props: unknown) => () => new DestinationRule(chart(), 'Rule', props as never);

test('the whole object', () => {
  const scope = chart();
  const rule = new DestinationRule(scope, 'Rule', {
    metadata: { name: 'reviews' },
    service,
    trafficPolicy,
    subsets: [{ name: 'v1', labels: { version: 'v1' }, trafficPolicy }, { name: 'all' }],
    workloadSelector: { matchLabels: { app: 'web' } },
    exportTo: ['.'],
  });
  expect(Testing.synth(scope)).toEqual([
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata: { name: 'reviews', namespace: 'shop' },
      spec: {
        host,
        trafficPolicy,
        subsets: [{ name: 'v1', labels: { version: 'v1' }, trafficPolicy }, { name: 'all' }],
        workloadSelector: { matchLabels: { app: 'web' } },
        exportTo: ['.'],
      },
    },
  ]);
  expect(rule.host).toBe(host);
  expect(rule.subsets.map(({ name, labels }) => ({ name, labels }))).toEqual([
    { name: 'v1', labels: { version: 'v1' } },
    { name: 'all', labels: {} },
  ]);
  expect(ApiObject.of(rule).node.id).toBe('Resource');
});

test.each([
  ['a host', { host: 'api.example.com' }, { host: 'api.example.com' }],
  ['a wildcard', { host: '*.example.com' }, { host: '*.example.com' }],
  ['a short name', { host: 'web' }, { host: 'web.shop.svc.cluster.local' }],
  ['a Service of the chart by name', { service: 'web' }, { host: 'web.shop.svc.cluster.local' }],
  ['exportTo', { service, exportTo: ['team', '.'] }, { host, exportTo: ['team', '.'] }],
])('%s is written', (_, props, spec) => {
  expect(specOf(make(props)())).toEqual(spec);
});

test('subsets are added', () => {
  const rule = new DestinationRule(chart(), 'Rule', { service });
  const v1 = rule.addSubset('v1', { labels: { version: 'v1' } });
  rule.addSubset('v2', { labels: { version: 'v2' }, trafficPolicy });
  expect(v1.name).toBe('v1');
  expect(specOf(rule)).toEqual({
    host,
    subsets: [
      { name: 'v1', labels: { version: 'v1' } },
      { name: 'v2', labels: { version: 'v2' }, trafficPolicy },
    ],
  });
});

const EMPTY = 'is empty, and Istio rejects that. Omit it.';
const tls = (settings: object) => ({ service, trafficPolicy: { tls: settings } });
const { MUTUAL, SIMPLE, ISTIO_MUTUAL } = ClientTlsSettingsTlsMode;
const CONNECTION = { connectionPool: { tcp: { maxConnections: 1 } } };

test.each([
  ['no host', {}, ['host: is required: write service (a Service of this cluster) or host (any other).']],
  ['a Service and a host', { service, host: 'a.com' }, ['host: and service are both given. Write one of them.']],
  [
    'a host with a port',
    { host: 'a.com:80' },
    ['host: "a.com:80" has a port, but a host is only a name. Write "a.com", and write the port in its own field.'],
  ],
  ['an empty policy', { service, trafficPolicy: {} }, [`trafficPolicy: ${EMPTY}`]],
  ['an empty list of ports', { service, trafficPolicy: { portLevelSettings: [] } }, [`trafficPolicy: ${EMPTY}`]],
  [
    'an empty connection pool',
    { service, trafficPolicy: { connectionPool: {} } },
    ['trafficPolicy.connectionPool: is empty, and Istio rejects that. Omit it, or write tcp or http.'],
  ],
  [
    'a port policy without port',
    { service, trafficPolicy: { portLevelSettings: [CONNECTION] } },
    [
      'trafficPolicy.portLevelSettings[0].port.number: is needed. Write the number of the port that these settings are for.',
    ],
  ],
  [
    'a port policy that says nothing',
    { service, trafficPolicy: { portLevelSettings: [{ port: { number: 80 } }] } },
    ['trafficPolicy.portLevelSettings[0]: has no settings, and Istio rejects that. Omit it.'],
  ],
  [
    'a tunnel and the PROXY protocol',
    { service, trafficPolicy: { tunnel: { targetHost: 'a.com', targetPort: 80 }, proxyProtocol: {} } },
    ['trafficPolicy.tunnel: and proxyProtocol exclude each other. Write one of them.'],
  ],
  [
    'two load balancers',
    { service, trafficPolicy: { loadBalancer: { simple: 'RANDOM', consistentHash: { useSourceIp: true } } } },
    ['trafficPolicy.loadBalancer.simple, consistentHash: only one of simple, consistentHash can be set.'],
  ],
  [
    'distribute and failover',
    {
      service,
      trafficPolicy: {
        loadBalancer: {
          localityLbSetting: { distribute: [{ from: 'a', to: { b: 100 } }], failover: [{ from: 'a', to: 'b' }] },
        },
      },
    },
    ['trafficPolicy.loadBalancer.localityLbSetting.distribute: and failover exclude each other. Write one of them.'],
  ],
  [
    'UPGRADE and useClientProtocol',
    {
      service,
      trafficPolicy: {
        connectionPool: {
          http: { useClientProtocol: true, h2UpgradePolicy: ConnectionPoolSettingsH2UpgradePolicy.UPGRADE },
        },
      },
    },
    [
      'trafficPolicy.connectionPool.http.useClientProtocol: and h2UpgradePolicy UPGRADE exclude each other. Write one of them.',
    ],
  ],
  [
    'MUTUAL without certificate',
    tls({ mode: MUTUAL }),
    ['clientCertificate', 'privateKey'].map(
      (field) =>
        `trafficPolicy.tls.${field}: is needed for mode MUTUAL. Write the path of a file, or credentialName for both.`,
    ),
  ],
  [
    'a Secret and files',
    tls({ mode: MUTUAL, credentialName: 'a', clientCertificate: '/a' }),
    ['trafficPolicy.tls.credentialName: and clientCertificate exclude each other. Write the Secret or the files.'],
  ],
  [
    'ISTIO_MUTUAL with files',
    tls({ mode: ISTIO_MUTUAL, caCertificates: '/a' }),
    ['trafficPolicy.tls.mode: ISTIO_MUTUAL takes no certificates: Istio issues them. Omit them, or write mode MUTUAL.'],
  ],
  [
    'insecureSkipVerify with a CA',
    tls({ mode: SIMPLE, caCertificates: '/a', insecureSkipVerify: true }),
    [
      'trafficPolicy.tls.insecureSkipVerify: and the settings that verify the certificate of the host exclude each other. Omit one of them.',
    ],
  ],
  [
    'an empty selector',
    { service, workloadSelector: {} },
    [
      "workloadSelector.matchLabels: is empty. Write the labels of the pods, for example { app: 'reviews' }, or omit workloadSelector for all pods.",
    ],
  ],
  [
    'a wildcard in a selector',
    { service, workloadSelector: { matchLabels: { app: '*' } } },
    [
      'workloadSelector.matchLabels.app: "app=*" selects nothing: labels are compared literally, without wildcards. Write the whole label.',
    ],
  ],
  [
    'a selector and exportTo beyond',
    { service, workloadSelector: { matchLabels: { app: 'a' } }, exportTo: ['team'] },
    [
      'exportTo: "team" is another namespace, but a rule with a workloadSelector only applies in its own. Write [\'.\'].',
    ],
  ],
  [
    'a subset twice',
    { service, subsets: [{ name: 'v1' }, { name: 'v1' }] },
    ['subsets[1].name: "v1" is taken by another subset of this rule. Write another name.'],
  ],
  [
    'a subset name',
    { service, subsets: [{ name: 'V1' }] },
    [
      'subsets[0].name: "V1" is not the name of a subset (lower-case letters, digits and "-", a letter or digit at both ends).',
    ],
  ],
  [
    'an empty policy of a subset',
    { service, subsets: [{ name: 'v1', trafficPolicy: {} }] },
    [`subsets[0].trafficPolicy: ${EMPTY}`],
  ],
  [
    'JavaScript: props as text',
    'reviews',
    [
      '"reviews" does not fit here. Write { service: service }.',
      'host: is required: write service (a Service of this cluster) or host (any other).',
    ],
  ],
  [
    'JavaScript: a Service as a number',
    { service: 5 },
    [
      "service: 5 is not a Service. Write a Service of this app, or ServiceRef.fromName('reviews', { namespace: 'bookinfo' }).",
    ],
  ],
  [
    'JavaScript: a host as a number',
    { host: 5 },
    ['host: 5 is not a host. Write a DNS name such as "shop.example.com".'],
  ],
  ['JavaScript: a policy as text', { service, trafficPolicy: 'a' }, ['trafficPolicy: "a" is not an object.']],
  [
    'JavaScript: a policy of wrong types',
    { service, trafficPolicy: { connectionPool: { tcp: { maxConnections: '1' } } } },
    ['trafficPolicy.connectionPool.tcp.maxConnections: "1" is not a whole number. Write 1 without quotes.'],
  ],
  [
    'JavaScript: subsets as text',
    { service, subsets: 'v1' },
    ["subsets: \"v1\" is not a list. Write [{ name: 'v1', labels: { version: 'v1' } }]."],
  ],
  [
    'JavaScript: a subset as text',
    { service, subsets: ['v1'] },
    ["subsets[0]: \"v1\" does not fit here. Write { name: 'v1', labels: { version: 'v1' } }."],
  ],
  [
    'JavaScript: a subset that is null',
    { service, subsets: [null] },
    ["subsets[0]: null does not fit here. Write { name: 'v1', labels: { version: 'v1' } }."],
  ],
  [
    'JavaScript: labels as text',
    { service, subsets: [{ name: 'v1', labels: 'v1' }] },
    ['subsets[0].labels: "v1" does not fit here. Write { version: \'v1\' }.'],
  ],
  [
    'JavaScript: a label as a number',
    { service, subsets: [{ name: 'v1', labels: { version: 1 } }] },
    ['subsets[0].labels.version: 1 is not a string. Labels are strings: write "1".'],
  ],
  ['JavaScript: a selector as text', { service, workloadSelector: 'a' }, ['workloadSelector: "a" is not an object.']],
])('%s is rejected', (_, props, messages) => {
  expect(problemsOf(make(props))).toEqual(messages);
});

test('a subset that is added is rejected with its place, and not kept', () => {
  const rule = new DestinationRule(chart(), 'Rule', { service, subsets: [{ name: 'v1' }] });
  expect(thrown(() => rule.addSubset('v1'))).toEqual([
    'test/Rule (DestinationRule): 1 problem',
    'subsets[1].name: "v1" is taken by another subset of this rule. Write another name.',
  ]);
  expect(problemsOf(() => rule.addSubset('v2', 'v2' as never))).toEqual([
    'subsets[1]: "v2" does not fit here. Write { labels: { version: \'v1\' } }.',
  ]);
  expect(specOf(rule)).toEqual({ host, subsets: [{ name: 'v1' }] });
});

test('settings that need no certificate pass', () => {
  expect(specOf(make(tls({ mode: SIMPLE, insecureSkipVerify: true }))())).toEqual({
    host,
    trafficPolicy: { tls: { mode: 'SIMPLE', insecureSkipVerify: true } },
  });
  expect(specOf(make(tls({ mode: MUTUAL, credentialName: 'a' }))())).toEqual({
    host,
    trafficPolicy: { tls: { mode: 'MUTUAL', credentialName: 'a' } },
  });
});

test('a short host needs a namespace', () => {
  expect(problemsOf(() => new DestinationRule(new Chart(Testing.app(), 'test'), 'Rule', { host: 'web' }))).toEqual([
    "host: \"web\" has no dot, so Istio would complete it with the namespace to which the rule is applied. Write the full name, or give the chart a namespace: new Chart(app, 'id', { namespace: '...' }).",
  ]);
});

test('what the Istio of the App does not know is rejected', () => {
  const scope = chart();
  MeshSettings.set(scope.node.root, { istioVersion: IstioVersion.V1_30 });
  const props = { service, trafficPolicy: { connectionPool: { http: { http2KeepAlive: { interval: '1s' } } } } };
  expect(problemsOf(() => new DestinationRule(scope, 'Rule', props))).toEqual([
    'trafficPolicy.connectionPool.http.http2KeepAlive: exists since Istio 1.31, and this App targets 1.30.',
  ]);
});

describe('two rules for one host', () => {
  const second = (one: Partial<DestinationRuleProps>, other: Partial<DestinationRuleProps>) => {
    const scope = chart();
    new DestinationRule(scope, 'One', { service, ...one });
    return problemsOf(() => new DestinationRule(scope, 'Other', { service, ...other }));
  };
  const subsets = [{ name: 'v1' }];

  test('are rejected where Istio takes the older only', () => {
    expect(second({ trafficPolicy, subsets }, { trafficPolicy, subsets })).toEqual([
      `subsets[0].name: "v1" is already a subset of ${host} in test/One, and of two with one name Istio only uses the older. Use that one, or write another name.`,
      `trafficPolicy: test/One already has one for ${host}, and of several rules for one host Istio only uses the oldest one's. Put both in one rule.`,
    ]);
  });

  test.each<[string, Partial<DestinationRuleProps>, Partial<DestinationRuleProps>]>([
    ['parts that Istio puts together', { trafficPolicy }, { subsets }],
    ['other subsets', { subsets }, { subsets: [{ name: 'v2' }] }],
    ['another namespace', { trafficPolicy }, { trafficPolicy, metadata: { namespace: 'other' } }],
    ['other namespaces that see it', { trafficPolicy, exportTo: ['.'] }, { trafficPolicy }],
    ['some callers only', { trafficPolicy }, { trafficPolicy, workloadSelector: { matchLabels: { app: 'a' } } }],
  ])('pass with %s', (_, one, other) => {
    expect(second(one, other)).toEqual([]);
  });
});

test('labels that Kubernetes does not take are rejected', () => {
  const form = 'at most 63 letters, digits, "-", "_" and ".", a letter or digit at both ends';
  const rule = make({ service })();
  expect(problemsOf(() => rule.addSubset('v1', { labels: { 'bad key!': 'v1', version: 'v 9' } }))).toEqual([
    `subsets[0].labels: "bad key!" is not the key of a label (${form}; before them, where wanted, a DNS name and "/").`,
    `subsets[0].labels: "v 9" is not the value of a label (${form}).`,
  ]);
});
