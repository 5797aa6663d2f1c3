import { analyzed } from './shared/analyzed';
import type { ServicePortSpec } from '../../mesh/reading/kubernetes-kinds';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import { nearest } from '../../core/unknown-field';
import { PROTOCOL_NAMES, protocolOfPort } from '../../istio/protocol';
import type { Check, Reporter } from '../check';
import { isControlPlane } from './control-plane';

const MANAGED = ['istio.io-gateway-controller', 'istio.io-mesh-controller', 'istio.io-eastwest-controller'];

/** Ports whose protocol Istio has to guess. */
export const servicePortNames: Check = {
  codes: ['IST0118', 'IST0150'],
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
    message:
      `Port ${port.port ?? 0} ${said === undefined ? 'has no name' : `has the ${field} "${said}"`}, which says nothing of its ` +
      'protocol. Proxies read the first bytes of each connection to find out, which delays servers that speak first, and take ' +
      'for TCP what they do not recognize.',
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
    fix: 'Name the port after what it speaks, such as http, https or tls: then the proxy tells hosts apart by name.',
  });
}
