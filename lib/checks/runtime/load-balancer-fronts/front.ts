import { isObject } from '../../../core/is-object';
import { ALB, NLB } from '../../../istio/load-balancer';
import type { Mesh } from '../../../mesh/reading/mesh';
import type { MeshObject } from '../../../mesh/reading/mesh-object';

export type Ingress = MeshObject<'networking.k8s.io/Ingress'> | MeshObject<'extensions/Ingress'>;

/** A load balancer in front of gateways. */
export interface Front {
  /** `Ingress istio-system/istio-ingress` */
  readonly name: string;
  readonly object: MeshObject;
  readonly kind: 'ALB' | 'NLB' | 'other';
  /** Whether it terminates TLS. */
  readonly endsTls: boolean;
  /** Whether it speaks TLS to the gateway. */
  readonly encrypts: boolean;
  /** Whether it reads HTTP, and sets x-forwarded-proto to the protocol of the client. */
  readonly tellsProtocol: boolean;
  /** Whether its TLS to the gateway has a server name (SNI); undefined where that is not known. */
  readonly namesServer?: boolean;
  /** The Service that it sends to. */
  readonly service: { readonly namespace: string; readonly name: string };
  /** Ports of the Service, by number or name, to which this applies; undefined for all. */
  readonly ports: readonly (number | string)[] | undefined;
}

export function isAlb({ annotations, spec }: Ingress): boolean {
  return annotations['kubernetes.io/ingress.class'] === 'alb' || spec.ingressClassName === 'alb';
}

/** The Services that an Ingress sends to, with their ports, in the old and the current version of the API. */
export function backends({ spec }: Ingress): { readonly name: string; readonly port: number | string | undefined }[] {
  const found: { name: string; port: number | string | undefined }[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      value.forEach(visit);
    } else if (isObject(value)) {
      const service = isObject(value.service) ? value.service : {};
      const name = service.name ?? value.serviceName;
      if (typeof name === 'string') {
        const port = isObject(service.port) ? (service.port.number ?? service.port.name) : value.servicePort;
        found.push({ name, port: typeof port === 'number' || typeof port === 'string' ? port : undefined });
      }
      ['rules', 'http', 'paths', 'backend', 'defaultBackend'].forEach((key) => visit(value[key]));
    }
  };
  visit(spec);
  return found;
}

export function ingressFronts(mesh: Mesh, object: Ingress): Front[] {
  const { annotations, namespace, name, spec } = object;
  const hasTls = Array.isArray(spec.tls) && spec.tls.length > 0;
  const listeners = annotations[`${ALB}listen-ports`];
  const endsTls =
    listeners === undefined ? annotations[`${ALB}certificate-arn`] !== undefined : /HTTPS/.test(listeners);
  return backends(object).map((backend) => {
    // The annotations of the Service itself come first.
    const own = mesh.find('core/Service', namespace, backend.name)?.annotations ?? {};
    const spoken = ['alb', 'nginx']
      .map((controller) => `${controller}.ingress.kubernetes.io/backend-protocol`)
      .map((key) => own[key] ?? annotations[key])
      .find((value) => value !== undefined);
    return {
      name: `Ingress ${namespace}/${name}`,
      object,
      kind: isAlb(object) ? 'ALB' : 'other',
      endsTls: endsTls || hasTls,
      encrypts: /^(?:HTTPS|TLS|GRPCS)$/i.test(spoken ?? ''),
      tellsProtocol: true,
      namesServer: namesServer(object),
      service: { namespace, name: backend.name },
      ports: backend.port === undefined ? undefined : [backend.port],
    };
  });
}

const NGINX = 'nginx.ingress.kubernetes.io/';

/** An ALB sends no server name, and nginx does so only if it is told to. */
function namesServer(object: Ingress): boolean | undefined {
  const { annotations } = object;
  if (isAlb(object)) {
    return false;
  }
  return annotations[`${NGINX}backend-protocol`] === undefined
    ? undefined
    : annotations[`${NGINX}proxy-ssl-server-name`] === 'on';
}

export function serviceFronts(object: MeshObject<'core/Service'>): Front[] {
  const { annotations, namespace, name } = object;
  return annotationFronts(`The load balancer of Service ${namespace}/${name}`, object, annotations, name);
}

/** The load balancer of a Service that terminates TLS, by annotations which an object has for the Service. */
export function annotationFronts(
  words: string,
  object: MeshObject,
  annotations: Readonly<Record<string, string>>,
  name: string,
): Front[] {
  const { namespace } = object;
  if (annotations[`${NLB}ssl-cert`] === undefined) {
    return [];
  }
  const spoken = annotations[`${NLB}backend-protocol`] ?? '';
  const ports = (annotations[`${NLB}ssl-ports`] ?? '*').split(',').map((port) => port.trim());
  return [
    {
      name: words,
      object,
      kind: 'NLB',
      endsTls: true,
      encrypts: /^(?:ssl|https)$/i.test(spoken),
      // Only a classic load balancer reads HTTP.
      tellsProtocol: /^https?$/i.test(spoken) && annotations[`${NLB}type`] === undefined,
      service: { namespace, name },
      ports: ports.includes('*') ? undefined : ports,
    },
  ];
}
