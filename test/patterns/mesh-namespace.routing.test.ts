import 'cdk8s-istio/jest';
import type { DenyByDefaultOptions, MeshNamespaceProps } from 'cdk8s-istio';
import {
  EgressHost,
  Injection,
  Mesh,
  MeshNamespace,
  MutualTls,
  NamespaceAccess,
  OutboundTrafficPolicy,
  ServiceRef,
  Source,
} from 'cdk8s-istio';
import { testOptions } from './routed-options';
import { Shop } from './shop';

const URL = 'http://web.shop/';
const WEB = ServiceRef.fromName('web', { namespace: 'shop' });
const CLIENT = 'shop/client';

function meshOf(props: (shop: Shop) => Partial<MeshNamespaceProps>): Mesh {
  const shop = new Shop();
  shop.chart.node.tryRemoveChild('Namespace-shop');
  shop.deployment('client');
  shop.object('Namespace', { name: 'other', labels: { 'istio-injection': 'enabled' } });
  shop.deployment('other', { app: 'other' }, 'other');
  shop.object('Namespace', { name: 'plain' });
  shop.deployment('plain', { app: 'plain' }, 'plain');
  shop.object('Service', { name: 'other', namespace: 'other' }, { selector: { app: 'other' }, ports: [{ port: 80 }] });
  new MeshNamespace(shop.chart, 'Shop', { injection: Injection.sidecar(), ...props(shop) });
  return Mesh.of(shop.app);
}

testOptions<Shop, MeshNamespaceProps>({
  struct: 'MeshNamespaceProps',
  mesh: meshOf,
  urls: [URL, 'http://www.example.com/'],
  from: CLIENT,
  options: {
    name: {
      // Then the namespace of the shop has no label, and no file shows it.
      given: () => ({ name: 'bazaar' }),
      expect: (mesh) =>
        expect(
          mesh
            .from(CLIENT)
            .get(URL)
            .unknown.map(({ what }) => what),
        ).toContain('injection'),
    },
    injection: {
      kinds: {
        'with sidecars': {
          given: () => ({ injection: Injection.sidecar() }),
          without: () => ({ injection: Injection.none() }),
          expect: (mesh) => {
            const trace = mesh.from(CLIENT).get(URL);
            expect(trace.hops[0]).toMatchObject({ kind: 'sidecar', proxy: CLIENT });
            expect(trace.outcomes[0].seen?.identity).toBe('cluster.local/ns/shop/sa/client');
          },
        },
        'not at all': {
          given: () => ({ injection: Injection.none() }),
          expect: (mesh) => {
            const trace = mesh.from(CLIENT).get(URL);
            expect(trace.hops.map(({ kind }) => kind)).not.toContain('sidecar');
            expect(trace.outcomes[0].seen?.tls).toBe('none');
          },
        },
        'of a revision': {
          given: () => ({ injection: Injection.revision('canary') }),
          without: () => ({ injection: Injection.none() }),
          expect: (mesh) => expect(mesh.from(CLIENT).get(URL).hops[0].kind).toBe('sidecar'),
        },
      },
    },
    mutualTls: {
      given: () => ({ mutualTls: MutualTls.STRICT }),
      expect: (mesh) => {
        expect(mesh.from('plain/plain').get(URL)).toFail('TlsMismatch');
        expect(mesh.from('other/other').get(URL)).toReach(WEB);
      },
    },
    access: {
      given: () => ({ access: NamespaceAccess.denyByDefault() }),
      expect: (mesh) => {
        expect(mesh.from('other/other').get(URL)).toBeDenied();
        expect(mesh.from('plain/plain').get(URL)).toBeDenied();
      },
    },
    egress: {
      given: () => ({ egress: [EgressHost.sameNamespace()] }),
      expect: (mesh) => {
        expect(mesh.from(CLIENT).get(URL)).toReach(WEB);
        // What is not known is taken for a host outside: in plain text.
        expect(mesh.from(CLIENT).get('http://other.other/').outcomes).toMatchObject([
          { cluster: 'PassthroughCluster' },
        ]);
      },
    },
    outboundTrafficPolicy: {
      given: () => ({ outboundTrafficPolicy: OutboundTrafficPolicy.registryOnly() }),
      expect: (mesh) => {
        expect(mesh.from(CLIENT).get('http://www.example.com/')).toFail('UnknownHost');
        expect(mesh.from(CLIENT).get('http://other.other/')).toReach('other/other');
      },
    },
    labels: {
      given: () => ({ labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } }),
      because: 'those that Istio reads are written by injection, and others are refused',
    },
    annotations: { given: () => ({ annotations: { owner: 'team-shop' } }), because: 'Istio reads none of a Namespace' },
  },
});

testOptions<Shop, DenyByDefaultOptions>({
  struct: 'DenyByDefaultOptions',
  mesh: (options) => meshOf((shop) => ({ access: NamespaceAccess.denyByDefault(options(shop)) })),
  urls: [],
  options: {
    allowedCallers: {
      given: () => ({ allowedCallers: [Source.namespace('other')] }),
      expect: (mesh) => {
        expect(mesh.from('other/other').get(URL)).toReach(WEB);
        expect(mesh.from(CLIENT).get(URL)).toBeDenied();
      },
    },
  },
});
