import type { App } from 'cdk8s';
import { Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import type { IngressedServiceProps } from 'cdk8s-istio';
import {
  CanaryRelease,
  DestinationRule,
  Gateway,
  GatewayDeployment,
  GatewayServer,
  GatewayWorkload,
  IngressedService,
  IngressRoute,
  IngressTls,
  MeshSettings,
  ServerTls,
  ServiceRef,
  Split,
  StickyCookie,
  Version,
} from 'cdk8s-istio';

/*
 * Two charts of an App may be for two clusters. A construct that both use shows that they are for one.
 */

const service = ServiceRef.fromName('web', { ports: [{ port: 80 }] });
const hosts = ['shop.example.com'];

let app: App;
let edge: Chart;
let shared: Gateway;
let a: Chart;
let b: Chart;

beforeEach(() => {
  app = Testing.app();
  edge = new Chart(app, 'edge', { namespace: 'edge' });
  shared = new Gateway(edge, 'Public', {
    metadata: { name: 'public' },
    servers: [
      GatewayServer.http({ hosts: ['*.example.com'] }),
      GatewayServer.https({ hosts: ['*.example.com'], tls: ServerTls.credential('wildcard') }),
    ],
  });
  a = new Chart(app, 'a', { namespace: 'shop' });
  b = new Chart(app, 'b', { namespace: 'shop' });
});

function ingress(chart: Chart, id: string, props: Partial<IngressedServiceProps> = {}): IngressedService {
  return new IngressedService(chart, id, { service, hosts, ...props });
}

const ANOTHER =
  "If this chart is for another cluster, write gateway: Gateway.fromName('public', { namespace: 'edge' }).";

describe('a Gateway that two charts share', () => {
  test('has the routes of a host once', () => {
    ingress(a, 'Shop', { gateway: shared });
    expect(() => ingress(b, 'Store', { gateway: shared })).toThrow(
      new Error(
        'b/Store (IngressedService): 1 problem\n' +
          '  hosts[0]: "shop.example.com" is already served by a/Shop, and the order of routes of two VirtualServices is not defined. ' +
          `Add this service there: addRoute(IngressRoute.prefix('/path', { service })). ${ANOTHER}`,
      ),
    );
  });

  test('has other hosts from every chart', () => {
    ingress(a, 'Shop', { gateway: shared });
    ingress(b, 'Store', { gateway: shared, hosts: ['store.example.com'] });
    expect([a, b].map((chart) => (Testing.synth(chart) as unknown[]).length)).toEqual([1, 1]);
  });

  test('has a VirtualService of one name once', () => {
    ingress(a, 'Shop', { gateway: shared });
    expect(() => ingress(b, 'Shop', { gateway: shared, hosts: ['store.example.com'] })).toThrow(
      new Error(
        'b/Shop (IngressedService): 1 problem\n' +
          `  name: VirtualService "shop" in namespace "shop" is made by a/Shop already. Give this one another: name: '...'.`,
      ),
    );
  });

  test('is the only one with its certificate', () => {
    ingress(a, 'Shop', { gateway: shared });
    const tls = IngressTls.credential('wildcard');
    expect(() => ingress(a, 'Store', { hosts: ['store.example.com'], tls })).toThrow(
      'a/Store (IngressedService): 1 problem\n  tls: certificate "wildcard" already belongs to the Gateway of edge/Public.',
    );
    ingress(b, 'Store', { hosts: ['store.example.com'], tls });
  });

  test('is the only one with its certificate, if it comes later too', () => {
    ingress(a, 'Store', { hosts: ['store.example.com'], tls: IngressTls.credential('wildcard') });
    expect(() => ingress(a, 'Shop', { gateway: shared })).toThrow(
      'a/Shop (IngressedService): 1 problem\n  gateway: certificate "wildcard" already belongs to the Gateway of a/Store.',
    );
  });

  test('and one with the same certificate on another port go together', () => {
    const workload = GatewayWorkload.istioIngress({ ports: [{ port: 80 }, { port: 443 }, { port: 8443 }] });
    const tls = IngressTls.credential('wildcard', { port: 8443, plainHttp: false });
    ingress(a, 'Shop', { gateway: shared });
    ingress(a, 'Admin', { hosts: ['admin.example.com'], tls, workload });
    expect(Testing.synth(a)).toHaveLength(3);
  });

  test('has its name alone', () => {
    ingress(edge, 'Own', { name: 'public', hosts: ['own.example.org'] });
    expect(() => ingress(a, 'Shop', { gateway: shared })).toThrow(
      new Error(
        'a/Shop (IngressedService): 1 problem\n  gateway: Gateway edge/public is also created by edge/Own. Give one of them another name.',
      ),
    );
  });

  test('may be that of another IngressedService', () => {
    const first = ingress(a, 'Shop', { hosts: ['*.example.com'], tls: IngressTls.credential('wildcard') });
    expect(() => ingress(b, 'Store', { hosts: ['*.example.com'], gateway: first.gateway })).toThrow(
      'hosts[0]: "*.example.com" is already served by a/Shop,',
    );
    ingress(b, 'Blog', { hosts: ['blog.example.com'], gateway: first.gateway });
  });

  test('shows that what both charts had was had twice', () => {
    ingress(a, 'Shop');
    ingress(edge, 'Store');
    expect(() => ingress(a, 'Blog', { hosts: ['blog.example.com'], gateway: shared })).toThrow(
      new Error(
        'a/Blog (IngressedService): 1 problem\n' +
          `  gateway: is a Gateway of another chart, so both charts are for the same cluster, where a/Shop and edge/Store both have host shop.example.com at istio-system/istio-ingressgateway:80. Keep it in one of them. ${ANOTHER}`,
      ),
    );
  });

  test('joins charts that share it with a third', () => {
    ingress(a, 'Blog', { hosts: ['blog.example.com'], gateway: shared });
    ingress(b, 'Docs', { hosts: ['docs.example.com'], gateway: shared });
    ingress(a, 'Shop');
    expect(() => ingress(b, 'Store')).toThrow('hosts[0]: "shop.example.com" is already served by a/Shop,');
  });

  test('known by its name only shows nothing', () => {
    const gateway = Gateway.fromName('public', { namespace: 'edge' });
    ingress(a, 'Shop', { gateway });
    ingress(b, 'Shop', { gateway });
    expect([a, b].map((chart) => (Testing.synth(chart) as unknown[]).length)).toEqual([1, 1]);
  });
});

test('two charts with a Gateway each may be for two clusters', () => {
  const tls = IngressTls.credential('wildcard');
  ingress(a, 'Shop', { tls });
  ingress(b, 'Shop', { tls });
  expect([a, b].map((chart) => (Testing.synth(chart) as unknown[]).length)).toEqual([2, 2]);
});

describe('a Service that two charts share', () => {
  const versions = { stable: Version.labelled('v1', { v: '1' }), canary: Version.labelled('v2', { v: '2' }) };
  const makeService = (name: string) =>
    new kplus.Service(edge, name, { metadata: { name }, ports: [{ name: 'http', port: 80 }] });

  test('is released once', () => {
    const web = makeService('web');
    new CanaryRelease(a, 'Web', { service: web, ...versions });
    expect(() => new CanaryRelease(b, 'Web', { service: web, ...versions })).toThrow(
      'b/Web (CanaryRelease): 1 problem\n  service: Service "web" is already released by a/Web,',
    );
  });

  test('known by its name only may be released in each of two clusters', () => {
    const reference = ServiceRef.fromName('web', { namespace: 'edge', ports: [{ port: 80 }] });
    new CanaryRelease(a, 'Web', { service: reference, ...versions });
    new CanaryRelease(b, 'Web', { service: reference, ...versions });
  });

  test('has one rule for each part', () => {
    const web = makeService('web');
    const rule = (chart: Chart) =>
      new DestinationRule(chart, 'Rule', { metadata: { namespace: 'edge' }, service: web });
    rule(a).addSubset('v1');
    expect(() => rule(b).addSubset('v1')).toThrow('b/Rule (DestinationRule): 1 problem\n  subsets[0].name:');
  });
});

test('releases of two charts behind one VirtualService have cookies of two names', () => {
  const release = (chart: Chart, name: string) =>
    new CanaryRelease(chart, name, {
      service: ServiceRef.fromName(name.toLowerCase(), { ports: [{ port: 80 }] }),
      stable: Version.labelled('v1', { v: '1' }),
      canary: Version.labelled('v2', { v: '2' }),
      split: Split.percent(20),
      sticky: StickyCookie.named('version'),
    }).release;
  const routes = [IngressRoute.all(), IngressRoute.prefix('/cart', { service: release(b, 'Cart') })];
  ingress(a, 'Shop', { service: release(a, 'Web'), routes });
  expect(() => app.synth()).toThrow(
    'cookie "version" is that of b/Cart as well, and a/Shop/VirtualService leads to both, so each would read the version of the other.',
  );
});

describe('a GatewayDeployment that two charts use', () => {
  const ANOTHER_GATEWAY =
    'If this chart is for another cluster, write workload: GatewayWorkload.of({ ... }) for the gateway there.';

  test('has the routes of a host once', () => {
    const { workload } = new GatewayDeployment(edge, 'Door');
    ingress(a, 'Shop', { workload });
    expect(() => ingress(b, 'Store', { workload })).toThrow(
      new Error(
        'b/Store (IngressedService): 1 problem\n' +
          '  hosts[0]: "shop.example.com" is already served by a/Shop, and the order of routes of two VirtualServices is not defined. ' +
          `Add this service there: addRoute(IngressRoute.prefix('/path', { service })). ${ANOTHER_GATEWAY}`,
      ),
    );
    ingress(b, 'Other', { workload, hosts: ['store.example.com'] });
  });

  test('shows what both charts have', () => {
    const { workload } = new GatewayDeployment(edge, 'Door');
    ingress(edge, 'Shop');
    ingress(b, 'Store');
    expect(() => ingress(b, 'Other', { workload, hosts: ['other.example.com'] })).toThrow(
      new Error(
        'b/Other (IngressedService): 1 problem\n' +
          `  workload: is of a GatewayDeployment in another chart, so both charts are for one cluster, and there b/Store and edge/Shop both have host shop.example.com at istio-system/istio-ingressgateway:80. Leave it to one of them. ${ANOTHER_GATEWAY}`,
      ),
    );
  });

  test('as the default of the App says nothing of charts', () => {
    const other = Testing.app();
    const door = new GatewayDeployment(new Chart(other, 'edge', { namespace: 'edge' }), 'Door');
    MeshSettings.set(other, { ingress: door.workload });
    for (const id of ['east', 'west']) {
      ingress(new Chart(other, id, { namespace: 'shop' }), 'Shop');
    }
    expect(other.charts.map((chart) => (Testing.synth(chart) as unknown[]).length)).toEqual([7, 2, 2]);
  });
});
