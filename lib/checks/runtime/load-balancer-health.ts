import { ALB, NLB, READY_PATH, STATUS_PORT } from '../../istio/load-balancer';
import { managedServices } from '../../mesh/managed-gateways';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Check, Wording } from '../check';
import { loadBalancerHealthCheckMissing } from './codes/load-balancer-health-check-missing';
import { hasCatchAll, isGatewayService } from './gateway-services';
import type { Ingress } from './load-balancer-fronts/front';
import { backends, isAlb } from './load-balancer-fronts/front';

/** Health checks of load balancers that gateways never pass. */
export const loadBalancerHealth: Check = {
  name: 'load-balancer-health',
  codes: loadBalancerHealthCheckMissing,
  run(mesh, report) {
    for (const { object, path, gateway, health } of [...ingresses(mesh), ...services(mesh)]) {
      const told = problem(mesh, gateway, health);
      if (told !== undefined) {
        report({ code: 'CDI0402', object, path, ...told });
      }
    }
  },
};

/** What a load balancer requests of each target. */
interface Health {
  /** What its annotations begin with. */
  readonly prefix: string;
  readonly path?: string;
  readonly port?: string;
  readonly protocol?: string;
  readonly codes?: string;
  /** `ip` or `instance`; undefined where the controller decides. */
  readonly target?: string;
}

interface Checked {
  readonly object: MeshObject;
  /** Where its annotations are. */
  readonly path: string;
  /** The name of the gateway's Service. */
  readonly gateway: string;
  readonly health: Health;
}

function ingresses(mesh: Mesh): Checked[] {
  const all: Ingress[] = [...mesh.all('networking.k8s.io/Ingress'), ...mesh.all('extensions/Ingress')];
  return all.filter(isAlb).flatMap((object): Checked[] => {
    const gateway = backends(object).find(({ name }) => isGatewayService(mesh, object.namespace, name))?.name;
    if (gateway === undefined) {
      return [];
    }
    // The annotations of the Service itself come first.
    const own =
      mesh.find('core/Service', object.namespace, gateway) ??
      mesh.derive(managedServices).get(`${object.namespace}/${gateway}`);
    const annotations = { ...object.annotations, ...own?.annotations };
    const health = { ...read(annotations, ALB), target: annotations[`${ALB}target-type`] };
    // Without one of its own, the protocol is that of the requests (pkg/ingress/model_build_target_group.go of the controller).
    const protocol = health.protocol ?? annotations[`${ALB}backend-protocol`];
    return [{ object, path: 'metadata.annotations', gateway, health: { ...health, protocol } }];
  });
}

/** Of network load balancers those whose health check is HTTP; by default it is a connection. */
function services(mesh: Mesh): Checked[] {
  const ofAnnotations = (annotations: Readonly<Record<string, string>>): Health | undefined => {
    const health = { ...read(annotations, NLB), target: annotations[`${NLB}nlb-target-type`] };
    return /^https?$/i.test(health.protocol ?? '') ? health : undefined;
  };
  return [
    ...mesh.all('core/Service').flatMap((object): Checked[] => {
      const health = ofAnnotations(object.annotations);
      return health !== undefined && isGatewayService(mesh, object.namespace, object.name)
        ? [{ object, path: 'metadata.annotations', gateway: object.name, health }]
        : [];
    }),
    ...[...mesh.derive(managedServices).values()].flatMap((managed): Checked[] => {
      const health = ofAnnotations(managed.annotations);
      return health === undefined
        ? []
        : [{ object: managed.gateway, path: managed.annotationsPath, gateway: managed.name, health }];
    }),
  ];
}

function read(annotations: Readonly<Record<string, string>>, prefix: string): Health {
  const field = (name: string): string | undefined => annotations[`${prefix}${name}`];
  return {
    prefix,
    path: field('healthcheck-path'),
    port: field('healthcheck-port'),
    protocol: field('healthcheck-protocol'),
    codes: field('healthcheck-success-codes') ?? field('success-codes'),
  };
}

function problem(mesh: Mesh, gateway: string, health: Health): Wording | undefined {
  const { prefix, path = '/', port = 'traffic-port', protocol = 'HTTP', codes = '', target } = health;
  const isStatusPort = port === String(STATUS_PORT);
  const outcome = 'All targets are unhealthy, and clients get 503 or 504.';
  const fix = `Write the annotations ${prefix}healthcheck-path: ${READY_PATH} and ${prefix}healthcheck-port: "${STATUS_PORT}" (with target-type: instance the node port of status-port).`;
  if (isStatusPort && /^(?:HTTPS|TLS)$/i.test(protocol)) {
    return {
      message: `The health check of the load balancer speaks ${protocol.toUpperCase()} to port ${STATUS_PORT} of ${gateway}, an Istio gateway, where it expects plain HTTP. ${outcome}`,
      fix: `Write ${prefix}healthcheck-protocol: HTTP.`,
    };
  }
  if (isStatusPort && target === 'instance') {
    return {
      message: `The targets are nodes (target-type: instance), and port ${STATUS_PORT} is one of the pods: no node listens on it. ${outcome}`,
      fix: `Write ${prefix}healthcheck-port: the node port of status-port of Service ${gateway}; or target-type: ip.`,
    };
  }
  if (accepts404(codes) || /^TCP$/i.test(protocol)) {
    return undefined;
  }
  if (isStatusPort) {
    return path === READY_PATH
      ? undefined
      : {
          message: `The health check of the load balancer requests ${path} on port ${STATUS_PORT} of ${gateway}, an Istio gateway, which serves only ${READY_PATH} there and answers 404. ${outcome}`,
          fix: `Write ${prefix}healthcheck-path: ${READY_PATH}.`,
        };
  }
  // Of another port that is named nothing is known: it may be the node port of the status port.
  return port !== 'traffic-port' || mesh.derive(hasCatchAll)
    ? undefined
    : {
        message: `The health check of the load balancer requests "${path}"${path === '/' ? '' : ' on the port of the requests'}, but ${gateway}, an Istio gateway, answers 404 ${path === READY_PATH ? 'there: its readiness is on another port' : 'for hosts and paths without a route'}. ${outcome}`,
        fix,
      };
}

/** Whether the codes that count as healthy include 404: `200,404` or `200-499`. */
function accepts404(codes: string): boolean {
  return codes.split(',').some((part) => {
    const [from, to = from] = part.split('-').map(Number);
    return from <= 404 && to >= 404;
  });
}
