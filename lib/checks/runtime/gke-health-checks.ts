import { isObject } from '../../core/is-object';
import { READY_PATH, STATUS_PORT } from '../../istio/load-balancer';
import { at } from '../../mesh/reading/free-spec';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Check, Wording } from '../check';
import { loadBalancerHealthCheckMissing } from './codes/load-balancer-health-check-missing';
import { hasCatchAll, isGatewayService } from './gateway-services';

/** Health checks of load balancers of GKE that gateways never pass. */
export const gkeHealthChecks: Check = {
  name: 'gke-health-checks',
  codes: loadBalancerHealthCheckMissing,
  run(mesh, report) {
    for (const { object, path, service, health } of [...ofBackendConfigs(mesh), ...ofPolicies(mesh)]) {
      const told = problem(mesh, service, health);
      if (told !== undefined) {
        report({ code: 'CDI0402', object, path, related: [{ object: service }], ...told });
      }
    }
  },
};

type Service = MeshObject<'core/Service'>;

/** What is requested of each pod. */
interface Health {
  readonly type: string;
  readonly port?: number;
  readonly path: string;
}

interface Checked {
  readonly object: MeshObject;
  readonly path: string;
  /** That of the gateway. */
  readonly service: Service;
  readonly health: Health;
}

const ANNOTATIONS = ['cloud.google.com/backend-config', 'beta.cloud.google.com/backend-config'];

/** BackendConfigs by the Services that name them, for all of their ports or for one. */
function ofBackendConfigs(mesh: Mesh): Checked[] {
  if (mesh.all('cloud.google.com/BackendConfig').length === 0) {
    return [];
  }
  return mesh.all('core/Service').flatMap((service) =>
    namesIn(service).flatMap((name): Checked[] => {
      const object = mesh.find('cloud.google.com/BackendConfig', service.namespace, name);
      const given = at(object?.spec, 'healthCheck');
      return object === undefined || !isObject(given) || !isGatewayService(mesh, service.namespace, service.name)
        ? []
        : [{ object, path: 'spec.healthCheck', service, health: healthOf(given.type, given) }];
    }),
  );
}

function namesIn({ annotations }: Service): readonly string[] {
  const text = ANNOTATIONS.map((name) => annotations[name]).find((each) => each !== undefined);
  const given = text === undefined ? undefined : parsed(text);
  const ports = at(given, 'ports');
  const names = [at(given, 'default'), ...(isObject(ports) ? Object.values(ports) : [])];
  return [...new Set(names.filter((name) => typeof name === 'string'))];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** HealthCheckPolicies, which name a Service themselves. */
function ofPolicies(mesh: Mesh): Checked[] {
  return mesh.all('networking.gke.io/HealthCheckPolicy').flatMap((object): Checked[] => {
    const { kind, name } = (at(object.spec, 'targetRef') ?? {}) as { readonly kind?: unknown; readonly name?: unknown };
    const service =
      kind === 'Service' && typeof name === 'string' ? mesh.find('core/Service', object.namespace, name) : undefined;
    const config = at(object.spec, 'default', 'config');
    const type = at(config, 'type');
    const field = typeof type === 'string' ? `${type.toLowerCase()}HealthCheck` : '';
    return service === undefined || field === '' || !isGatewayService(mesh, service.namespace, service.name)
      ? []
      : [{ object, path: 'spec.default.config', service, health: healthOf(type, at(config, field)) }];
  });
}

function healthOf(type: unknown, given: unknown): Health {
  const [port, path] = [at(given, 'port'), at(given, 'requestPath')];
  return {
    type: typeof type === 'string' ? type.toUpperCase() : 'HTTP',
    port: typeof port === 'number' ? port : undefined,
    path: typeof path === 'string' ? path : '/',
  };
}

function problem(mesh: Mesh, service: Service, { type, port, path }: Health): Wording | undefined {
  const outcome = 'All pods are unhealthy, and clients get 502 or 503.';
  const fix = `Write type: HTTP, port: ${STATUS_PORT} and requestPath: ${READY_PATH}.`;
  const what = `The health check of the load balancer requests ${path}`;
  if (port === STATUS_PORT) {
    if (type === 'HTTPS') {
      return {
        message: `The health check of the load balancer speaks HTTPS to port ${STATUS_PORT} of ${service.name}, an Istio gateway, where it expects plain HTTP. ${outcome}`,
        fix,
      };
    }
    return type !== 'HTTP' || path === READY_PATH
      ? undefined
      : {
          message: `${what} on port ${STATUS_PORT} of ${service.name}, an Istio gateway, which serves only ${READY_PATH} there and answers 404. ${outcome}`,
          fix,
        };
  }
  // Another port than those of the Service may be the one of the nodes that leads to the status port.
  const isServing =
    port === undefined ||
    (service.spec.ports ?? []).some((each) => (each.targetPort ?? each.port) === port || each.port === port);
  return !isServing || (type !== 'HTTP' && type !== 'HTTPS') || mesh.derive(hasCatchAll)
    ? undefined
    : {
        message: `${what} on the port of the requests, and ${service.name}, an Istio gateway, answers 404 ${path === READY_PATH ? 'there: its readiness is on another port' : 'for hosts and paths without a route'}. ${outcome}`,
        fix,
      };
}
