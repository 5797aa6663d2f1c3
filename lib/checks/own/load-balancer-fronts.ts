import { isObject } from '../../core/is-object';
import type { Gateway } from '../../mesh/gateways';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import { selects } from '../../mesh/workload';
import type { Check } from '../check';
import { gatewayPods } from './virtual-services';

type Ingress = MeshObject<'networking.k8s.io/Ingress'> | MeshObject<'extensions/Ingress'>;

/** A load balancer that ends TLS and sends plain HTTP to a gateway. */
interface Front {
  /** `Ingress istio-system/istio-ingress` */
  readonly name: string;
  /** Whether it reads HTTP, and tells the gateway by x-forwarded-proto what the client spoke. */
  readonly tellsProtocol: boolean;
  /** The Service that it sends to. */
  readonly service: { readonly namespace: string; readonly name: string };
}

const ALB = 'alb.ingress.kubernetes.io/';
const NLB_CERTIFICATE = 'service.beta.kubernetes.io/aws-load-balancer-ssl-cert';

/** Load balancers in front of gateways: health checks, and redirects that never end. */
export const loadBalancerFronts: Check = {
  codes: ['CDI0103', 'CDI0402'],
  run(mesh, report) {
    const ingresses: Ingress[] = [...mesh.all('networking.k8s.io/Ingress'), ...mesh.all('extensions/Ingress')];
    for (const object of ingresses) {
      const gateway = backends(object).find((name) => isGatewayService(mesh, object.namespace, name));
      if (isAlb(object) && gateway !== undefined && object.annotations[`${ALB}healthcheck-path`] === undefined) {
        report({
          code: 'CDI0402',
          object,
          path: 'metadata.annotations',
          message:
            `The load balancer asks every target for "/" to see whether it is healthy, and ${gateway}, an Istio gateway, answers 404 to hosts and paths that it has no ` +
            'route for. All targets count as unhealthy, and clients get 503 or 504.',
          fix: `Write the annotations ${ALB}healthcheck-path: /healthz/ready and ${ALB}healthcheck-port: "15021" (with target-type: instance the node port of status-port).`,
        });
      }
    }
    const fronts = [...ingresses.flatMap(ingressFronts), ...mesh.all('core/Service').flatMap(serviceFronts)];
    for (const gateway of fronts.length === 0 ? [] : mesh.all('networking.istio.io/Gateway')) {
      const front = fronts.find(
        ({ service, tellsProtocol }) =>
          leadsTo(mesh, service, gateway) && !(tellsProtocol && believesFronts(mesh, gateway)),
      );
      (gateway.spec.servers ?? []).forEach(({ tls, port }, i) => {
        if (front !== undefined && tls?.httpsRedirect === true) {
          report({
            code: 'CDI0103',
            object: gateway,
            path: `spec.servers[${i}].tls.httpsRedirect`,
            message: `${front.name} ends TLS and sends plain HTTP to the gateway, which redirects it to HTTPS, which comes back as plain HTTP: browsers give up with "too many redirects".`,
            fix: `Remove httpsRedirect from the server${port?.number === undefined ? '' : ` of port ${port.number}`}, and let the load balancer redirect: ${ALB}ssl-redirect: "443" on an ALB.`,
          });
        }
      });
    }
  },
};

function isAlb({ annotations, spec }: Ingress): boolean {
  return annotations['kubernetes.io/ingress.class'] === 'alb' || spec.ingressClassName === 'alb';
}

/** The Services that an Ingress sends to, in the old form of the API and in the one of today. */
function backends({ spec }: Ingress): string[] {
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      value.forEach(visit);
    } else if (isObject(value)) {
      const service = isObject(value.service) ? value.service.name : value.serviceName;
      if (typeof service === 'string') {
        found.push(service);
      }
      ['rules', 'http', 'paths', 'backend', 'defaultBackend'].forEach((key) => visit(value[key]));
    }
  };
  visit(spec);
  return found;
}

function ingressFronts(object: Ingress): Front[] {
  const { annotations, namespace, name, spec } = object;
  const tls = annotations[`${ALB}certificate-arn`] !== undefined || (Array.isArray(spec.tls) && spec.tls.length > 0);
  const encrypted = /^(HTTPS|TLS)$/i.test(annotations[`${ALB}backend-protocol`] ?? '');
  return tls && !encrypted
    ? backends(object).map((service) => ({
        name: `Ingress ${namespace}/${name}`,
        tellsProtocol: true,
        service: { namespace, name: service },
      }))
    : [];
}

function serviceFronts({ annotations, namespace, name }: MeshObject<'core/Service'>): Front[] {
  const encrypted = /^(ssl|https)$/i.test(
    annotations['service.beta.kubernetes.io/aws-load-balancer-backend-protocol'] ?? '',
  );
  return annotations[NLB_CERTIFICATE] !== undefined && !encrypted
    ? [
        {
          name: `The load balancer of Service ${namespace}/${name}`,
          tellsProtocol: false,
          service: { namespace, name },
        },
      ]
    : [];
}

/**
 * Whether the proxies of a gateway believe the x-forwarded-proto of what is in front of them, and so redirect only what the client sent
 * as plain HTTP.
 */
function believesFronts(mesh: Mesh, gateway: Gateway): boolean {
  const { defaultConfig } = mesh.context.meshConfig;
  const topology = isObject(defaultConfig) ? defaultConfig.gatewayTopology : undefined;
  const byDefault = isObject(topology) && Number(topology.numTrustedProxies) > 0;
  const pods = gatewayPods(mesh, gateway);
  return pods.length === 0
    ? byDefault
    : pods.every(({ annotations }) => {
        const own = /numTrustedProxies["']?\s*:\s*["']?(\d+)/.exec(annotations['proxy.istio.io/config'] ?? '');
        return own === null ? byDefault : Number(own[1]) > 0;
      });
}

/** Whether a Service is in front of the pods of a gateway. One that is not among the manifests is known by its usual name. */
function isGatewayService(mesh: Mesh, namespace: string, name: string): boolean {
  const service = mesh.find('core/Service', namespace, name);
  return service === undefined
    ? /^istio-?ingress/.test(name)
    : mesh.all('networking.istio.io/Gateway').some((gateway) => leadsTo(mesh, service, gateway)) ||
        /^istio-?ingress/.test(name);
}

function leadsTo(mesh: Mesh, { namespace, name }: Front['service'], gateway: Gateway): boolean {
  const selector = gateway.spec.selector ?? {};
  const service = mesh.find('core/Service', namespace, name)?.spec.selector;
  if (service === undefined) {
    return selector.istio !== undefined && `istio-${selector.istio}` === name;
  }
  const pods = mesh.workloads.filter((pod) => pod.namespace === namespace && selects(service, pod.labels));
  return pods.length > 0
    ? pods.some(({ labels }) => selects(selector, labels))
    : Object.entries(selector).some(([key, value]) => service[key] === value);
}
