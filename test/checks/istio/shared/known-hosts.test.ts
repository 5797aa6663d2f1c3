import { Mesh } from '../../../../lib/mesh/reading/mesh';
import type { Manifest } from '../../../../lib/mesh/reading/mesh-object';
import { knownHosts, services } from '../../../../lib/checks/istio/shared/known-hosts';
import { external, service } from '../../../manifests';

const find = (manifests: Manifest[], host: string, namespace: string, exportTo?: string[]): string[] =>
  new Mesh(manifests)
    .derive(knownHosts)
    .find(host, namespace, exportTo)
    .map((known) => `${known.object.kind} ${known.object.key} ${known.host} ${known.ports.join()}`);

const REVIEWS = 'reviews.shop.svc.cluster.local';

describe('hosts of the mesh', () => {
  test('a Service by its short and its full name', () => {
    const found = [`Service shop/reviews ${REVIEWS} 9080`];
    expect(find([service('shop/reviews', [9080])], 'reviews', 'shop')).toEqual(found);
    expect(find([service('shop/reviews', [9080])], REVIEWS, 'bank')).toEqual(found);
    expect(find([service('shop/reviews', [9080])], 'reviews', 'bank')).toEqual([]);
  });

  test('several ServiceEntries with one host, but a Service before them', () => {
    const entries = [external('a/x', ['api.example.com']), external('b/x', ['api.example.com'], {}, [443])];
    expect(find(entries, 'api.example.com', 'shop')).toEqual([
      'ServiceEntry a/x api.example.com 80',
      'ServiceEntry b/x api.example.com 443',
    ]);
    expect(find([external('a/x', [REVIEWS]), service('shop/reviews', [9080])], 'reviews', 'shop')).toEqual([
      `Service shop/reviews ${REVIEWS} 9080`,
    ]);
  });

  test('the closest wildcard comes first, and those of other namespaces do not come', () => {
    const entries = [
      external('a/com', ['*.com']),
      external('a/example', ['*.example.com']),
      external('a/own', ['*.api.example.com'], { exportTo: ['.'] }),
    ];
    expect(find(entries, 'v1.api.example.com', 'shop')).toEqual([
      'ServiceEntry a/example *.example.com 80',
      'ServiceEntry a/com *.com 80',
    ]);
    expect(find(entries, 'v1.api.example.com', 'a')[0]).toBe('ServiceEntry a/own *.api.example.com 80');
  });

  test('another cluster domain', () => {
    const known = new Mesh([service('shop/reviews')], [], { clusterDomain: 'corp.example' }).derive(knownHosts);
    expect(known.find('reviews.shop.svc.corp.example', 'bank')).toHaveLength(1);
    expect(known.find(REVIEWS, 'bank')).toEqual([]);
    expect(known.in('shop').names.all).toEqual(['reviews']);
  });

  test('whoever has a name, a namespace or a domain', () => {
    const known = new Mesh([
      service('shop/reviews'),
      service('bank/reviews'),
      external('shop/ext', ['a.example.com', 'legacy']),
    ]).derive(knownHosts);
    expect(known.namesakes('reviews').map(({ object }) => object.key)).toEqual(['shop/reviews', 'bank/reviews']);
    expect(known.in('shop').names.all).toEqual(['legacy', 'reviews']);
    expect(known.ofDomain('b.example.com').names.all).toEqual(['a.example.com']);
    expect(known.ofDomain('b.example.org').names.all).toEqual([]);
    expect(known.withHost(REVIEWS)).toHaveLength(1);
  });
});

describe('the ingress gateway that is taken for granted', () => {
  const keys = (manifests: Manifest[], context = {}): string[] =>
    new Mesh(manifests, [], context).derive(services).map(({ key, external: known }) => `${key} ${known}`);

  test('has a Service in the root namespace', () => {
    expect(keys([])).toEqual(['istio-system/istio-ingressgateway true']);
    expect(keys([], { rootNamespace: 'mesh' })).toEqual(['mesh/istio-ingressgateway true']);
  });

  test('unless there is one, or Ingress is off', () => {
    expect(keys([service('istio-system/istio-ingressgateway')])).toEqual(['istio-system/istio-ingressgateway false']);
    expect(keys([], { meshConfig: { ingressControllerMode: 'OFF' } })).toEqual([]);
  });
});

test('Services of Kubernetes itself are left out', () => {
  expect(find([service('kube-system/dns')], 'dns.kube-system.svc.cluster.local', 'shop')).toEqual([]);
});
