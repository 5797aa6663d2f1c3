/** What the annotations of an Ingress begin with that the AWS Load Balancer Controller makes an application load balancer for. */
export const ALB = 'alb.ingress.kubernetes.io/';

/** What the annotations of a Service begin with that the AWS Load Balancer Controller makes a network load balancer for. */
export const NLB = 'service.beta.kubernetes.io/aws-load-balancer-';

/** Port of a gateway's pods, and path there, under which the proxy says whether it is ready. */
export const STATUS_PORT = 15021;
export const READY_PATH = '/healthz/ready';

/** Annotations by which a load balancer is told to begin connections with the PROXY protocol, and the values that turn it on. */
const PROXY_PROTOCOL: readonly (readonly [annotation: string, isOn: RegExp])[] = [
  [`${NLB}proxy-protocol`, /^\*$/],
  [`${NLB}target-group-attributes`, /proxy_protocol_v2\.enabled\s*=\s*true/],
  ['service.beta.kubernetes.io/do-loadbalancer-enable-proxy-protocol', /^true$/i],
  ['load-balancer.hetzner.cloud/uses-proxyprotocol', /^true$/i],
  ['loadbalancer.openstack.org/proxy-protocol', /^(?:true|v1|v2)$/i],
  ['service.beta.kubernetes.io/scw-loadbalancer-proxy-protocol-v1', /^(?!false$).+/i],
  ['service.beta.kubernetes.io/scw-loadbalancer-proxy-protocol-v2', /^(?!false$).+/i],
  ['service.beta.kubernetes.io/linode-loadbalancer-default-proxy-protocol', /^v[12]$/i],
  ['service.beta.kubernetes.io/linode-loadbalancer-proxy-protocol', /^v[12]$/i],
  ['service.beta.kubernetes.io/vultr-loadbalancer-proxy-protocol', /^true$/i],
  ['service.beta.kubernetes.io/ovh-loadbalancer-proxy-protocol', /^true$/i],
  ['service.beta.kubernetes.io/azure-pls-proxy-protocol', /^true$/i],
  ['service.beta.kubernetes.io/alibaba-cloud-loadbalancer-proxy-protocol', /^on$/i],
  ['kubernetes.civo.com/loadbalancer-enable-proxy-protocol', /^send-proxy/i],
  ['oci.oraclecloud.com/oci-load-balancer-connection-proxy-protocol-version', /^[12]$/],
  ['service.beta.kubernetes.io/oci-load-balancer-connection-proxy-protocol-version', /^[12]$/],
];

/** The annotation of a Service that makes its load balancer send the PROXY protocol; undefined where none does. */
export function proxyProtocolAnnotation(annotations: Readonly<Record<string, string>>): string | undefined {
  return PROXY_PROTOCOL.find(([annotation, isOn]) => isOn.test(annotations[annotation] ?? ''))?.[0];
}
