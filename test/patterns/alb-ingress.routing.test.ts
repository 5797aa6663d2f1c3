import 'cdk8s-istio/jest';
import type { AlbIngressProps } from 'cdk8s-istio';
import {
  AlbBackend,
  AlbIngress,
  AlbScheme,
  AlbTargetType,
  ExternalDns,
  GatewayWorkload,
  IngressTls,
  Mesh,
  ServiceRef,
} from 'cdk8s-istio';
import { testOptions } from './routed-options';
import { Shop } from './shop';

const URL = 'http://shop.example.com/';
const SPOKE_HTTPS = { headers: { 'x-forwarded-proto': 'https' } };
const WEB = ServiceRef.fromName('web', { namespace: 'shop' });
const ARN = 'arn:aws:acm:eu-west-1:123456789012:certificate/a';
/** All of it is annotations and rules that the controller of the load balancer reads. */
const IN_FRONT = 'the load balancer decides by it, before a request comes to the mesh';

class Fronted extends Shop {
  /** A service behind the load balancer. */
  public behind(host: string, workload = GatewayWorkload.istioIngress()): ReturnType<Shop['ingress']> {
    const tls = IngressTls.elsewhere();
    return this.ingress({ hosts: [host], workload, tls });
  }
}

function meshOf(props: (shop: Fronted) => Partial<AlbIngressProps>): Mesh {
  const shop = new Fronted();
  const given = props(shop);
  new AlbIngress(shop.chart, 'Alb', { ...given, services: given.services ?? [shop.behind('shop.example.com')] });
  return Mesh.of(shop.app);
}

testOptions<Fronted, AlbIngressProps>({
  struct: 'AlbIngressProps',
  mesh: meshOf,
  urls: [URL],
  options: {
    services: {
      given: (shop) => ({ services: [shop.behind('api.example.com')] }),
      expect: (mesh) => {
        expect(mesh.get('http://api.example.com/', SPOKE_HTTPS)).toReach(WEB);
        expect(mesh.get(URL, SPOKE_HTTPS)).toFail('NoVirtualHost');
      },
    },
    workload: {
      given: (shop) => {
        const workload = GatewayWorkload.helmRelease('edge', { namespace: 'edge' });
        return { workload, services: [shop.behind('shop.example.com', workload)] };
      },
      expect: (mesh) => expect(mesh.get(URL, SPOKE_HTTPS).hops[0].proxy).toBe('edge/edge'),
    },
    scheme: { given: () => ({ scheme: AlbScheme.INTERNET_FACING }), because: IN_FRONT },
    targetType: { given: () => ({ targetType: AlbTargetType.INSTANCE }), because: IN_FRONT },
    healthCheckPort: {
      given: () => ({ targetType: AlbTargetType.INSTANCE, healthCheckPort: 31021 }),
      because: IN_FRONT,
    },
    backend: { given: () => ({ backend: AlbBackend.http({ port: 80 }) }), because: IN_FRONT },
    externalDns: { given: () => ({ externalDns: ExternalDns.hostnames() }), because: IN_FRONT },
    group: { given: () => ({ group: { name: 'shared' } }), because: IN_FRONT },
    ingressClassName: { given: () => ({ ingressClassName: 'alb-internal' }), because: IN_FRONT },
    annotations: {
      given: () => ({ annotations: { 'alb.ingress.kubernetes.io/wafv2-acl-arn': 'arn:aws:wafv2:a' } }),
      because: IN_FRONT,
    },
    name: { given: () => ({ name: 'front' }), because: 'it names the object' },
    certificateArns: { given: () => ({ certificateArns: [ARN] }), because: IN_FRONT },
    sslPolicy: {
      given: () => ({ certificateArns: [ARN], sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06' }),
      because: IN_FRONT,
    },
    redirect: { given: () => ({ redirect: false }), because: IN_FRONT },
    plainHttp: { given: () => ({ certificateArns: [ARN], plainHttp: false }), because: IN_FRONT },
    inboundCidrs: { given: () => ({ inboundCidrs: ['203.0.113.0/24'] }), because: IN_FRONT },
  },
});

test('what the load balancer sends is served, and not redirected', () => {
  const trace = meshOf(() => ({})).get(URL, SPOKE_HTTPS);
  expect(trace).toReach(WEB);
  expect(trace).not.toRedirectTo(/./);
});
