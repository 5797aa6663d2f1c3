import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { runChecks } from '../../../lib/checks/run-checks';
import { authorizationPolicy, destinationRule, manifest, SHOP, virtualService, workload } from '../../manifests';
import { said } from './findings';

const route = (host: string, port?: number): Manifest =>
  virtualService('shop/front', {
    hosts: ['front.example.com'],
    http: [{ route: [{ destination: { host, ...(port !== undefined && { port: { number: port } }) } }] }],
  });
const policy = (matchLabels: object): Manifest => authorizationPolicy('shop/callers', { selector: { matchLabels } });
/** Codes of Istio and Kiali that are said in a closed world. */
const codes = (...set: Manifest[]): string[] =>
  runChecks([SHOP, ...set], [], { world: 'closed' })
    .map(({ finding }) => finding.code)
    .filter((code) => code.startsWith('IST') || code.startsWith('KIA'));

describe('Flagger', () => {
  const target = manifest('Deployment', 'shop/web', {
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web', tier: 'front' } },
      spec: {
        containers: [{ name: 'web', image: 'web:1', ports: [{ containerPort: 8080 }, { containerPort: 9090 }] }],
      },
    },
  });
  const canary = (service: object = { port: 8080 }): Manifest =>
    manifest('Canary', 'shop/release', {
      targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      service,
    });

  test.each(['web', 'web-primary', 'web-canary'])('makes Service %s', (host) => {
    expect(codes(target, route(host, 8080))).toContain('IST0101');
    expect(codes(target, canary(), route(host, 8080))).toEqual([]);
    expect(said('IST0101', [SHOP, target, canary(), route(host, 9999)])[0].message).toContain('has no port 9999');
  });

  test('takes the name and the ports from the Canary', () => {
    const service = { name: 'site', port: 80, targetPort: 8080, portDiscovery: true };
    expect(codes(target, canary(service), route('site', 80))).toEqual([]);
    expect(codes(target, canary(service), route('site-canary', 9090))).toEqual([]);
    expect(codes(target, canary(service), route('web', 80))).toContain('IST0101');
  });

  test('makes the pods of the primary', () => {
    const rule = destinationRule('shop/web', { host: 'web-primary' });
    expect(codes(target, canary(), rule)).toEqual([]);
    expect(codes(target, canary(), policy({ app: 'web-primary', tier: 'front' }))).toEqual([]);
    expect(codes(target, policy({ app: 'web-primary' }))).toEqual(['IST0127', 'KIA0004']);
  });
});

describe('Knative Serving', () => {
  const hello = manifest('serving.knative.dev/v1/Service', 'shop/hello', {
    template: { metadata: { labels: { app: 'hello' } }, spec: { containers: [{ image: 'hello:1' }] } },
  });

  test('makes pods with labels of its own', () => {
    expect(codes(hello, policy({ 'serving.knative.dev/service': 'hello' }))).toEqual([]);
    expect(codes(hello, policy({ app: 'hello' }))).toEqual([]);
    expect(codes(hello, policy({ 'serving.knative.dev/service': 'other' }))).toEqual(['IST0127', 'KIA0004']);
  });

  test('makes a Service', () => {
    expect(codes(hello, route('hello', 80))).toEqual([]);
  });
});

test.each([
  ['v1', 'ReplicationController'],
  ['apps.openshift.io/v1', 'DeploymentConfig'],
  ['apps.kruise.io/v1alpha1', 'CloneSet'],
  ['apps.kruise.io/v1beta1', 'StatefulSet'],
  ['apps.kruise.io/v1alpha1', 'DaemonSet'],
])('%s %s makes pods from its template', (apiVersion, kind) => {
  const made = { ...workload('shop/web'), apiVersion, kind };
  expect(codes(made, policy({ app: 'web' }))).toEqual([]);
});

test.each<[string, string, string, number]>([
  ['postgresql.cnpg.io/v1', 'Cluster', 'orders-rw', 5432],
  ['kafka.strimzi.io/v1', 'Kafka', 'orders-kafka-bootstrap', 9092],
  ['elasticsearch.k8s.elastic.co/v1', 'Elasticsearch', 'orders-es-http', 9200],
  ['rabbitmq.com/v1beta1', 'RabbitmqCluster', 'orders', 5672],
])('the operator of %s %s makes Service %s', (apiVersion, kind, host, port) => {
  const made = manifest(`${apiVersion}/${kind}`, 'shop/orders', {
    kafka: { listeners: [{ name: 'plain', port: 9092 }] },
  });
  expect(codes(made, route(host, port))).toEqual([]);
  expect(codes(route(host, port))).toContain('IST0101');
});
