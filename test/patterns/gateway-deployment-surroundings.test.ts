import { ApiObject, App, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import type { IngressedServiceProps, NlbTls } from 'cdk8s-istio';
import {
  EgressSniPassthrough,
  Gateway,
  GatewayDeployment,
  GatewayDirection,
  GatewayServer,
  IngressedService,
  IngressTls,
  LoadBalancer,
  ServerTls,
  ServiceRef,
} from 'cdk8s-istio';

/* What a GatewayDeployment says of what is around it: Gateways of its pods, and the Namespace that they are in. */

const hosts = ['shop.example.com'];
const service = ServiceRef.fromName('web', { ports: [{ port: 8080 }] });

class Edge {
  public readonly app = Testing.app();
  public readonly chart = new Chart(this.app, 'edge', { namespace: 'edge' });
  public readonly shop = new Chart(this.app, 'shop', { namespace: 'shop' });

  public ingress(props: Partial<IngressedServiceProps>): IngressedService {
    return new IngressedService(this.shop, 'Shop', { service, hosts, ...props });
  }

  public namespace(labels: Record<string, string>, name = 'edge'): ApiObject {
    return new ApiObject(this.chart, `Namespace-${name}`, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels },
    });
  }

  /** What the synthesis says, line by line. */
  public said(): string[] {
    try {
      Testing.synth(this.chart);
      return [];
    } catch (error) {
      return (error as Error).message.split('\n').slice(1);
    }
  }
}

describe('ports that the Service lacks are refused', () => {
  const { chart, shop } = new Edge();
  const { workload } = new GatewayDeployment(chart, 'Door', { ports: [{ port: 80 }, { port: 443 }] });

  test('in an IngressedService', () => {
    expect(() => new IngressedService(shop, 'Shop', { service, hosts, workload, httpPort: 8080 })).toThrow(
      'shop/Shop (IngressedService): 1 problem\n  httpPort: 8080 is not a port of Service "door" (80, 443), so nothing would reach it. Write one of them, or add { port: 8080 } to ports of edge/Door (GatewayDeployment). For HTTPS alone write tls: IngressTls.credential(\'name-of-the-secret\').',
    );
  });

  test('in a Gateway', () => {
    const servers = [GatewayServer.tcp({ port: 9000, hosts: ['*'] })];
    expect(() => new Gateway(shop, 'Tcp', { workload, servers })).toThrow(
      'shop/Tcp (Gateway): 1 problem\n  servers[0].port: 9000 is not a port of Service "door" (80, 443), so nothing would reach it. Write one of them, or add { port: 9000 } to ports of edge/Door (GatewayDeployment).',
    );
  });

  test('in an EgressSniPassthrough', () => {
    const direction = GatewayDirection.EGRESS;
    const out = new GatewayDeployment(chart, 'Out', { direction, ports: [{ port: 443 }] });
    expect(
      () => new EgressSniPassthrough(shop, 'Site', { hosts: ['a.example'], workload: out.workload, gatewayPort: 8443 }),
    ).toThrow(
      'shop/Site (EgressSniPassthrough): 1 problem\n  gatewayPort: 8443 is not a port of Service "out" (443), so the gateway would be unreachable there. Write one of them, or add { port: 8443 } to ports of edge/Out (GatewayDeployment).',
    );
  });
});

describe('behind an NLB that ends TLS', () => {
  const withTls = (tls: Partial<NlbTls> = {}): [Edge, GatewayDeployment] => {
    const edge = new Edge();
    const certificateArns = ['arn:aws:acm:eu-west-1:123456789012:certificate/a'];
    const loadBalancer = LoadBalancer.awsNlb({ tls: { certificateArns, ...tls } });
    return [edge, new GatewayDeployment(edge.chart, 'Door', { loadBalancer })];
  };

  test('a server that expects TLS again is refused', () => {
    const [edge, { workload }] = withTls();
    edge.ingress({ workload, tls: IngressTls.credential('shop-cert') });
    expect(edge.said()).toEqual([
      '  [edge/Door] edge/Door (GatewayDeployment): 1 problem',
      '  loadBalancer.tls: LoadBalancer.awsNlb ends TLS on port 443, and the server of Gateway shop/Shop/Gateway there expects TLS again: it would close every connection. Give it GatewayServer.http with port 443 (an IngressedService: tls: IngressTls.elsewhere() and httpPort: 443), leave the port out of tls.ports, or write reencrypt: true.',
    ]);
  });

  test('a server that redirects is refused, also one that comes later', () => {
    const [edge, { workload }] = withTls({ ports: [80, 443] });
    const gateway = new Gateway(edge.shop, 'Gateway', {
      workload,
      servers: [GatewayServer.http({ hosts, port: 443 })],
    });
    expect(edge.said()).toEqual([]);
    gateway.addServer(GatewayServer.http({ hosts, httpsRedirect: true }));
    expect(edge.said()).toEqual([
      '  [edge/Door] edge/Door (GatewayDeployment): 1 problem',
      '  loadBalancer.tls: LoadBalancer.awsNlb ends TLS on port 80, and the server of Gateway shop/Gateway there redirects to HTTPS, although plain HTTP is all that it gets: browsers would be redirected without end. Omit httpsRedirect; a server of a port where TLS does not end may redirect.',
    ]);
  });

  test('a server that expects plain HTTP is refused where the load balancer encrypts again', () => {
    const [edge, { workload }] = withTls({ reencrypt: true });
    edge.ingress({ workload, tls: IngressTls.elsewhere(), httpPort: 443 });
    expect(edge.said()).toEqual([
      '  [edge/Door] edge/Door (GatewayDeployment): 1 problem',
      '  loadBalancer.tls: LoadBalancer.awsNlb ends TLS on port 443, and the server of Gateway shop/Shop/Gateway there expects plain HTTP, while the load balancer encrypts again: no request would get through. Give it GatewayServer.https with port 443, or omit reencrypt.',
    ]);
  });

  test.each<[string, Partial<NlbTls>, Partial<IngressedServiceProps>]>([
    ['plain HTTP on the port of TLS', {}, { tls: IngressTls.elsewhere(), httpPort: 443 }],
    ['TLS where the load balancer encrypts again', { reencrypt: true }, { tls: IngressTls.credential('shop-cert') }],
    ['TLS on a port where the load balancer does not end it', { ports: [80] }, {}],
  ])('is served: %s', (_, tls, props) => {
    const [edge, { workload }] = withTls(tls);
    edge.ingress({ workload, ...props });
    expect(edge.said()).toEqual([]);
  });

  test('a redirect beside it is served', () => {
    const [edge, { workload }] = withTls();
    new Gateway(edge.shop, 'Gateway', {
      workload,
      servers: [GatewayServer.http({ hosts, httpsRedirect: true }), GatewayServer.http({ hosts, port: 443 })],
    });
    expect(edge.said()).toEqual([]);
  });

  test('a Gateway of other pods, and one that was removed, do not count', () => {
    const [edge, { workload }] = withTls();
    const servers = [GatewayServer.https({ hosts, tls: ServerTls.credential('shop-cert') })];
    new Gateway(edge.shop, 'Other', { servers });
    new Gateway(edge.shop, 'Removed', { servers, workload });
    edge.shop.node.tryRemoveChild('Removed');
    expect(edge.said()).toEqual([]);
  });
});

describe('the Namespace of the pods', () => {
  test.each<[string, Record<string, string>, string | undefined]>([
    ['enabled', { 'istio-injection': 'enabled' }, undefined],
    ['without labels', {}, undefined],
    ['of a revision', { 'istio.io/rev': 'canary' }, undefined],
    ['of the same revision', { 'istio.io/rev': 'canary' }, 'canary'],
    ['without labels, for a revision', {}, 'canary'],
    ['of the default one, by its name', { 'istio-injection': 'enabled' }, 'default'],
  ])('is fine: %s', (_, labels, revision) => {
    const edge = new Edge();
    edge.namespace(labels);
    new GatewayDeployment(edge.chart, 'Door', { revision });
    expect(edge.said()).toEqual([]);
  });

  test('where injection is disabled is refused', () => {
    const edge = new Edge();
    new GatewayDeployment(edge.chart, 'Door');
    edge.namespace({ 'istio-injection': 'disabled' });
    expect(edge.said()).toEqual([
      '  [edge/Door] edge/Door (GatewayDeployment): 1 problem',
      '  Namespace "edge" (edge/Namespace-edge) has the label istio-injection: "disabled", so the injector would not see the pods, and they would wait for an image "auto". Omit the label, or write istio-injection: "enabled".',
    ]);
  });

  test('is found in another chart, and as a construct of cdk8s-plus', () => {
    const edge = new Edge();
    new GatewayDeployment(edge.chart, 'Door');
    const metadata = { name: 'edge', labels: { 'istio-injection': 'disabled' } };
    new kplus.Namespace(edge.shop, 'Namespace', { metadata });
    expect(edge.said()).toHaveLength(2);
  });

  test('of another revision is refused', () => {
    const edge = new Edge();
    edge.namespace({ 'istio.io/rev': 'stable' });
    new GatewayDeployment(edge.chart, 'Door', { revision: 'canary' });
    expect(edge.said()).toEqual([
      '  [edge/Door] edge/Door (GatewayDeployment): 1 problem',
      '  revision: Namespace "edge" (edge/Namespace-edge) has the label istio.io/rev: "stable", which decides before that of the pods, so revision "canary" would not write them. Omit one of the labels.',
    ]);
  });

  test('of the default revision is refused for another', () => {
    const edge = new Edge();
    edge.namespace({ 'istio-injection': 'enabled' });
    new GatewayDeployment(edge.chart, 'Door', { revision: 'canary' });
    expect(edge.said()[1]).toBe(
      '  revision: Namespace "edge" (edge/Namespace-edge) has the label istio-injection: "enabled", which decides before that of the pods, so revision "canary" would not write them. Omit one of the labels.',
    );
  });

  test('is another, and does not count', () => {
    const edge = new Edge();
    edge.namespace({ 'istio-injection': 'disabled' }, 'other');
    new GatewayDeployment(edge.chart, 'Door');
    expect(edge.said()).toEqual([]);
  });

  test('is looked for at each synthesis', () => {
    const edge = new Edge();
    new GatewayDeployment(edge.chart, 'Door');
    new GatewayDeployment(edge.chart, 'Gate');
    expect(edge.said()).toEqual([]);
    edge.namespace({ 'istio-injection': 'disabled' });
    expect(edge.said().filter((line) => line.includes('problem'))).toEqual([
      '  [edge/Door] edge/Door (GatewayDeployment): 1 problem',
      '  [edge/Gate] edge/Gate (GatewayDeployment): 1 problem',
    ]);
    edge.chart.node.tryRemoveChild('Namespace-edge');
    expect(edge.said()).toEqual([]);
  });
});

test('a GatewayDeployment makes no Istio object', () => {
  const app = new App();
  const chart = new Chart(app, 'edge', { namespace: 'edge' });
  new GatewayDeployment(chart, 'Door', { loadBalancer: LoadBalancer.awsNlb({ proxyProtocol: true }) });
  expect(app.synthYaml()).not.toContain('networking.istio.io');
});
