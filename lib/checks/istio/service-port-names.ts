import { analyzed } from './shared/analyzed';
import type { ServicePortSpec } from '../../mesh/reading/kubernetes-kinds';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import { nearest } from '../../core/unknown-field';
import { GATEWAY_CONTROLLERS } from '../../istio/gateway-classes';
import { PROTOCOL_NAMES, protocolOfPort } from '../../istio/protocol';
import type { Check, Reporter } from '../check';
import { isControlPlane } from './control-plane';

const MANAGED = [...GATEWAY_CONTROLLERS.values()].map(({ label }) => label);

/** Ports whose protocol Istio has to guess. */
export const servicePortNames: Check = {
  name: 'service-port-names',
  mirrors: ['service.PortNameAnalyzer'],
  codes: {
    IST0118: {
      name: 'PortNameIsNotUnderNamingConvention',
      severity: 'info',
      source: 'istio',
      summary: 'A Service port does not say what protocol it speaks.',
      explanation:
        'Istio reads the protocol of a port from `appProtocol`, or from its name up to the first `-`. Without it ' +
        'proxies look at the first bytes that a client sends. That costs time at the start of a connection, fails ' +
        'with servers that speak first (databases, mail), and a port that turns out not to be HTTP gets no HTTP ' +
        'routing, retries or metrics.',
      remedy: 'Write `appProtocol`, or a name that begins with the protocol: `http`, `grpc-api`, `tcp-metrics`.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/ist0118/',
        'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/',
      ],
    },
    IST0150: {
      name: 'ExternalNameServiceTypeInvalidPortName',
      severity: 'warning',
      source: 'istio',
      summary: 'A port of an ExternalName Service is TCP, or does not say its protocol.',
      explanation:
        'An ExternalName Service has no address of its own. For HTTP and TLS, proxies recognize it by the host ' +
        'name in the request; TCP has none. A TCP port of such a Service can become a listener for that port on ' +
        'all addresses, which takes traffic that was meant for other hosts, or rules for the Service have no ' +
        'effect.',
      remedy: 'Name the port `http`, `https` or `tls`, whichever it speaks, or write a ServiceEntry with addresses.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/ist0150/',
        'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/',
      ],
    },
  },
  run(mesh, report) {
    for (const service of analyzed(mesh, 'core/Service')) {
      if (isControlPlane(service.labels) || MANAGED.includes(service.labels['gateway.istio.io/managed'] ?? '')) {
        continue;
      }
      const { type, ports = [] } = service.spec;
      ports.forEach((port, i) => {
        if (type === 'ExternalName' && (port.name === 'tcp' || !saysProtocol(port))) {
          externalName(service, port, i, report);
        } else if (!saysProtocol(port)) {
          guessed(service, port, i, report);
        }
      });
    }
  },
};

function saysProtocol(port: ServicePortSpec): boolean {
  return protocolOfPort(port) !== 'Unsupported';
}

function guessed(object: MeshObject, port: ServicePortSpec, index: number, report: Reporter): void {
  const field = port.appProtocol === undefined ? 'name' : 'appProtocol';
  const said = port[field];
  report({
    code: 'IST0118',
    object,
    path: `spec.ports[${index}].${field}`,
    message: `Port ${port.port ?? 0} ${said === undefined ? 'has no name' : `has the ${field} "${said}"`}, which does not name a protocol. Proxies detect it from the first bytes of each connection, which delays servers that speak first, and treat what they do not recognize as TCP.`,
    fix: named(said),
  });
}

function named(said: string | undefined): string {
  const close = said === undefined ? undefined : nearest(said.split('-', 1)[0], [...PROTOCOL_NAMES]);
  return close === undefined
    ? 'Write the protocol in appProtocol, or begin the name with it and "-": http, http2, grpc, https, tls, tcp, mongo, mysql or redis.'
    : `Write appProtocol: ${close}, or a name that is "${close}" or begins with "${close}-".`;
}

function externalName(object: MeshObject, port: ServicePortSpec, index: number, report: Reporter): void {
  report({
    code: 'IST0150',
    object,
    path: `spec.ports[${index}].name`,
    message:
      `Port ${port.port ?? 0} of this ExternalName Service ${port.name === undefined ? 'has no name' : `is named "${port.name}"`}, ` +
      'so proxies treat it as TCP or have to guess. Without an address of its own, such a port can become a listener for ' +
      'all addresses, which takes the traffic of other hosts as well, or rules for the Service have no effect.',
    fix: 'Name the port after its protocol, such as http, https or tls: then the proxy distinguishes hosts by name.',
  });
}
