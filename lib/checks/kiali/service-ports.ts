import type { ServicePortSpec } from '../../mesh/reading/kubernetes-kinds';
import type { Mesh } from '../../mesh/reading/mesh';
import { STATUS_PORT } from '../../istio/load-balancer';
import { KUBERNETES_PROTOCOL_NAMES, SERVER_FIRST_PORTS } from '../../istio/protocol';
import { apiServerPorts } from '../../mesh/api-server-ports';
import type { Check, Report } from '../check';
import { VALIDATIONS } from './shared/validations-page';
import { checkedObjects } from './shared/namespaces';
import type { Service } from './shared/services';
import { workloadIndex } from './shared/workloads';
import { nearestName } from './shared/suggestion';

/** In Kiali's order, and without `http_proxy`, which it does not know. */
const PROTOCOLS = ['grpc', 'grpc-web', 'http', 'http2', 'https', 'mongo', 'redis', 'tcp', 'tls', 'udp', 'mysql'];

/** Ports whose name or appProtocol does not tell the protocol. */
export const servicePorts: Check = {
  name: 'service-ports',
  mirrors: ['business/checkers/services/port_mapping'],
  codes: {
    KIA0601: {
      name: 'PortNameWithoutProtocol',
      severity: 'error',
      source: 'kiali',
      summary: 'The name of a Service port does not name a protocol.',
      explanation:
        'Istio takes the protocol of a port from appProtocol, or from the beginning of its name. Without either, proxies ' +
        'look at the first bytes of each connection. That works for HTTP, and fails for protocols where the server speaks ' +
        'first, such as MySQL, unless the port has their usual number (25, 53, 3306, 27017). Where it is taken for TCP ' +
        'there are no routes, retries, timeouts and metrics of HTTP. In an open world it is a warning, as what the pods ' +
        'speak is not in the manifests.',
      remedy: 'Set appProtocol, or name the port http, http-web, grpc-api, tcp-db and so on.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/',
      ],
      twin: 'IST0118',
    },
    KIA0602: {
      name: 'AppProtocolUnknown',
      severity: 'error',
      source: 'kiali',
      summary: 'Istio does not know the appProtocol of a port.',
      explanation:
        'appProtocol takes precedence over the name of a port. A value that Istio does not know, such as `amqp` or one ' +
        'with a blank at the end, is the same as none: Istio detects the protocol from the traffic, or assumes TCP, even if the name of the port is correct.',
      remedy: 'Write a protocol that Istio knows; tcp for those that it does not.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/',
      ],
      twin: 'IST0118',
    },
  },
  run(mesh, report) {
    const byApiServer = mesh.derive(apiServerPorts);
    for (const object of checkedObjects(mesh, 'core/Service')) {
      if (object.labels.kiali_wizard !== undefined || hasBrokenPorts(object) || !isInMesh(mesh, object)) {
        continue;
      }
      for (const [i, port] of (object.spec.ports ?? []).entries()) {
        const { name = '', appProtocol, protocol = 'TCP' } = port;
        const isLeftOut = isClear(port) || byApiServer.has([object.namespace, object.name, port.port ?? 0]);
        if (port.port === undefined || protocol.toLowerCase() === 'udp' || isLeftOut) {
          continue;
        }
        if (appProtocol !== undefined) {
          const close = nearestName(appProtocol.toLowerCase(), PROTOCOLS);
          report({
            code: 'KIA0602',
            object,
            path: `spec.ports[${i}].appProtocol`,
            absence: close === undefined,
            message: `Istio does not know the appProtocol "${appProtocol}" of port ${port.port}. It assumes TCP or detects the protocol, so there may be no HTTP routes, retries and metrics.`,
            fix:
              close === undefined
                ? `Write one of ${[...PROTOCOLS, ...KUBERNETES_PROTOCOL_NAMES].join(', ')}.`
                : `Write ${close}.`,
          });
        } else {
          report({
            code: 'KIA0601',
            object,
            path: name === '' ? `spec.ports[${i}]` : `spec.ports[${i}].name`,
            // What the pods speak is not in the manifests. Most often it is HTTP, which Istio recognizes.
            absence: true,
            ...unnamed(port),
          });
        }
      }
    }
  },
};

/** Those are rejected before anybody looks at their names. */
function hasBrokenPorts({ misfits }: Service): boolean {
  return misfits.some(({ path }) => path.startsWith('spec.ports'));
}

function unnamed({ port = 0, name = '' }: ServicePortSpec): Pick<Report, 'message' | 'fix' | 'severity'> {
  const what = `Port ${port} ${name === '' ? 'has no name' : `is named ${name}`}, which does not name a protocol.`;
  const after = name === '' ? '' : `-${name}`;
  if (port === STATUS_PORT) {
    return {
      severity: 'info',
      message: `${what} The proxy itself answers health checks on this port, so nothing depends on it; Kiali still expects the protocol.`,
      fix: `Nothing needs to change. You can also name it http${after}.`,
    };
  }
  return SERVER_FIRST_PORTS.includes(port)
    ? {
        message: `${what} Istio treats port ${port} as TCP because of its number, whatever its name; Kiali still expects the protocol.`,
        fix: `Set appProtocol: tcp, or start the name with it: tcp${after}.`,
      }
    : {
        message: `${what} Istio has to detect whether each connection is HTTP, which fails for protocols where the server speaks first.`,
        fix: `Set appProtocol to the protocol of the port (http, grpc, tcp and so on), or start the name with it: http${after}, grpc${after} or tcp${after}.`,
      };
}

/** Kiali compares names as they are written: to Istio `HTTP-web` is clear as well. */
function isClear({ name = '', appProtocol }: ServicePortSpec): boolean {
  if (appProtocol !== undefined) {
    return [...PROTOCOLS, ...KUBERNETES_PROTOCOL_NAMES].includes(appProtocol.toLowerCase());
  }
  return PROTOCOLS.some((protocol) => name === protocol || name.startsWith(`${protocol}-`));
}

/** Whether proxies are in front of all pods of a Service, or ztunnel before one; a Service whose pods are not known counts. */
function isInMesh(mesh: Mesh, { namespace, spec: { selector = {} } }: Service): boolean {
  if (Object.keys(selector).length === 0) {
    return false;
  }
  const pods = mesh
    .derive(workloadIndex)
    .select(selector, namespace)
    .filter(({ hasPods }) => hasPods);
  return (
    pods.every(({ dataPlane }) => dataPlane === 'sidecar') || pods.some(({ dataPlane }) => dataPlane === 'ambient')
  );
}
