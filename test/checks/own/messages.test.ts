import { checkManifests } from '../../../lib/checks/check-manifests';
import type { Finding } from '../../../lib/checks/finding';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { gateway, manifest, server, service, to } from './manifests';

const found = (code: string, ...manifests: Manifest[]): Finding[] =>
  checkManifests(manifests).filter((finding) => finding.code === code);

test('CDI0107 says what to do with the two', () => {
  const route = manifest('HTTPRoute', 'shop/reviews', {
    parentRefs: [{ group: '', kind: 'Service', name: 'reviews' }],
  });
  const rule = manifest('VirtualService', 'shop/reviews', { hosts: ['reviews'], http: [to('reviews')] });
  expect(found('CDI0107', service('shop/reviews', 80), rule, route)[0].fix).toBe(
    'Move all rules into one of the two and remove the other.',
  );
});

test('CDI0102 begins as a sentence does', () => {
  const rule = manifest('VirtualService', 'shop/a', { hosts: ['a.example.com'], gateways: ['g'], tcp: [to('a')] });
  const [{ message }] = found('CDI0102', gateway('shop/g', server(80, 'HTTP', ['a.example.com'])), rule);
  expect(message).toMatch(/^Server 80 of Gateway shop\/g/);
});

test.each<[string[], string]>([
  [
    [],
    'lacks the environment variables POD_NAME, POD_NAMESPACE and INSTANCE_IP and the volumes istio-token and istiod-ca-cert.',
  ],
  [
    ['POD_NAME', 'POD_NAMESPACE'],
    'lacks the environment variable INSTANCE_IP and the volumes istio-token and istiod-ca-cert.',
  ],
  [['POD_NAME', 'POD_NAMESPACE', 'INSTANCE_IP'], 'by hand and lacks the volumes istio-token and istiod-ca-cert.'],
])('CDI0207 lists what a proxy lacks beside %j', (names, lacks) => {
  const container = { name: 'istio-proxy', image: 'istio/proxyv2:1.31.1', args: ['proxy', 'router'] };
  const env = names.map((name) => ({ name, value: 'x' }));
  const pod = manifest('Pod', 'egress/bare', { containers: [{ ...container, env }] });
  expect(found('CDI0207', pod)[0].message).toContain(lacks);
});

test('CDI0208 names the port of the match', () => {
  const rule = (kind: string, port?: number): Manifest =>
    manifest('VirtualService', 'shop/out', {
      hosts: ['api.example.org'],
      gateways: ['mesh', 'out'],
      [kind]: [
        {
          match: [{ gateways: ['mesh'], sniHosts: ['api.example.org'], ...(port && { port }) }],
          ...to('istio-egressgateway.istio-system.svc.cluster.local'),
        },
      ],
    });
  const fix = (kind: string, port?: number): string => found('CDI0208', rule(kind, port))[0].fix;
  expect(fix('tls', 8443)).toBe('Write port: { number: 8443 } into the destination.');
  expect(fix('http', 80)).toBe('Write port: { number: 80 } into the destination.');
  expect(fix('tls')).toBe('Write port: { number: 443 } into the destination.');
  expect(fix('http')).toBe('Write port: { number: 80 } into the destination.');
});

describe('CDI0401: an API that Kubernetes has removed', () => {
  const old = (apiVersion: string, kind: string): Manifest => ({ ...manifest(kind, 'shop/web'), apiVersion });

  test.each([
    ['extensions/v1beta1', 'Deployment', '1.16', 'apps/v1'],
    ['extensions/v1beta1', 'DaemonSet', '1.16', 'apps/v1'],
    ['extensions/v1beta1', 'ReplicaSet', '1.16', 'apps/v1'],
    ['apps/v1beta1', 'Deployment', '1.16', 'apps/v1'],
    ['apps/v1beta1', 'StatefulSet', '1.16', 'apps/v1'],
    ['apps/v1beta2', 'DaemonSet', '1.16', 'apps/v1'],
    ['apps/v1beta2', 'ReplicaSet', '1.16', 'apps/v1'],
    ['batch/v1beta1', 'CronJob', '1.25', 'batch/v1'],
    ['extensions/v1beta1', 'Ingress', '1.22', 'networking.k8s.io/v1'],
    ['networking.k8s.io/v1beta1', 'Ingress', '1.22', 'networking.k8s.io/v1'],
  ])('%s %s', (apiVersion, kind, release, now) => {
    expect(found('CDI0401', old(apiVersion, kind))).toMatchObject([
      {
        path: 'apiVersion',
        severity: 'error',
        message: `Kubernetes serves no ${kind} of ${apiVersion} since ${release}, so the API server refuses this object.`,
        fix: expect.stringContaining(`Write apiVersion: ${now}`),
      },
    ]);
    expect(found('CDI0401', old(now, kind))).toEqual([]);
  });

  test('objects of another group with a name of old are none', () => {
    expect(found('CDI0401', old('example.com/v1beta1', 'Deployment'))).toEqual([]);
  });
});
