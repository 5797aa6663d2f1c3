import type { ServiceEntrySpec } from '../../../../imports/networking';
import type { MeshObject } from '../../../mesh/reading/mesh-object';
import { show } from '../../../core/problems';
import { USE_WAYPOINT } from '../../../istio/data-plane-labels';
import { DYNAMIC_DNS_PROTOCOLS, parseProtocol } from '../../../istio/protocol';
import { checkDnsAddress, checkEndpoint, checkEndpointPorts } from '../shared/endpoint';
import type { Verdict } from '../shared/errors-only';
import { fqdnProblem, wildcardDomainProblem } from '../shared/host';
import { checkLabels } from '../shared/labels';
import { isTcpProtocol, protocolName } from '../shared/port';

/** Says what does not fit how the endpoints of a ServiceEntry are found. */
export function checkResolution(object: MeshObject<'networking.istio.io/ServiceEntry'>, verdict: Verdict): void {
  const { spec } = object;
  switch (spec.resolution ?? 'NONE') {
    case 'NONE':
      checkNone(spec, verdict);
      break;
    case 'STATIC':
      checkStatic(spec, verdict);
      break;
    case 'DNS':
    case 'DNS_ROUND_ROBIN':
      checkDns(spec, verdict);
      break;
    case 'DYNAMIC_DNS':
      checkDynamicDns(object, verdict);
      break;
    // Numbers are read as well as names.
    default:
      verdict.error(
        'spec.resolution',
        `${spec.resolution} is not a resolution.`,
        'Write NONE, STATIC, DNS, DNS_ROUND_ROBIN or DYNAMIC_DNS.',
      );
  }
}

function portNames({ ports = [] }: ServiceEntrySpec): ReadonlySet<string> {
  return new Set(ports.map(({ name = '' }) => name));
}

function checkNone({ endpoints = [], workloadSelector }: ServiceEntrySpec, verdict: Verdict): void {
  if (endpoints.length > 0) {
    verdict.error(
      'spec.endpoints',
      'With resolution: NONE each connection goes to the address that was called, and endpoints has no effect.',
      'Write resolution: STATIC if the endpoints have IP addresses, or DNS if they have names.',
    );
  }
  if (workloadSelector !== undefined) {
    verdict.warning(
      'spec.workloadSelector',
      'With resolution: NONE each connection goes to the address that was called, and workloadSelector has no effect.',
      'Write resolution: STATIC.',
    );
  }
}

function checkStatic(spec: ServiceEntrySpec, verdict: Verdict): void {
  const ports = portNames(spec);
  spec.endpoints?.forEach((endpoint, i) =>
    checkEndpoint(endpoint, `spec.endpoints[${i}]`, verdict, { ports, dns: false }),
  );
}

function checkDns(spec: ServiceEntrySpec, verdict: Verdict): void {
  const { hosts = [], endpoints = [], addresses = [], ports = [], resolution } = spec;
  hosts.forEach((host, i) => {
    const problem = host.startsWith('*') ? 'stands for many names.' : fqdnProblem(host);
    // What is no host at all is said already.
    if (endpoints.length === 0 && problem !== undefined && wildcardDomainProblem(host) === undefined) {
      verdict.error(
        `spec.hosts[${i}]`,
        `The host is looked up because there are no endpoints, and ${show(host)} ${problem}`,
        'Write endpoints with an address that can be looked up, or a full name, or resolution: DYNAMIC_DNS.',
      );
    }
  });
  if (resolution === 'DNS_ROUND_ROBIN' && endpoints.length > 1) {
    verdict.error(
      'spec.endpoints',
      `DNS_ROUND_ROBIN looks up one name, but there are ${endpoints.length} endpoints.`,
      'Keep one endpoint, or write resolution: DNS.',
    );
  }
  const known = portNames(spec);
  endpoints.forEach((endpoint, i) => {
    const path = `spec.endpoints[${i}]`;
    checkDnsAddress(endpoint.address ?? '', `${path}.address`, verdict);
    checkLabels(endpoint.labels, `${path}.labels`, verdict);
    checkEndpointPorts(endpoint, path, known, verdict);
  });
  const tcp = ports.find(({ protocol }) => isTcpProtocol(protocol));
  if (addresses.length > 0 && hosts.length > 1 && tcp !== undefined) {
    verdict.warning(
      'spec.hosts',
      `The hosts share their addresses, so a connection to the ${tcp.protocol} port ${tcp.number} does not tell them apart.`,
      'Write one ServiceEntry for each host, each with its own address.',
    );
  }
}

function checkDynamicDns({ spec, labels }: MeshObject<'networking.istio.io/ServiceEntry'>, verdict: Verdict): void {
  spec.hosts?.forEach((host, i) => {
    if (!host.startsWith('*')) {
      verdict.error(
        `spec.hosts[${i}]`,
        `DYNAMIC_DNS looks up the name that each client calls, and ${show(host)} is one name.`,
        'Write a host that begins with "*.", or resolution: DNS.',
      );
    }
  });
  for (const name of ['addresses', 'endpoints'] as const) {
    if ((spec[name] ?? []).length > 0) {
      verdict.error(
        `spec.${name}`,
        `DYNAMIC_DNS looks up the name that each client calls, and ${name} has no effect.`,
        `Remove ${name}.`,
      );
    }
  }
  spec.ports?.forEach(({ protocol = '' }, i) => {
    if (!DYNAMIC_DNS_PROTOCOLS.includes(parseProtocol(protocol))) {
      verdict.error(
        `spec.ports[${i}].protocol`,
        `DYNAMIC_DNS reads the name from HTTP or TLS, and the protocol of this port is ${protocolName(protocol)}.`,
        'Write HTTP, HTTP2, GRPC or TLS.',
      );
    }
  });
  const location: string = spec.location ?? 'MESH_EXTERNAL';
  if (!location.startsWith('MESH_')) {
    verdict.error('spec.location', `${location} is not a location.`, 'Write MESH_EXTERNAL or MESH_INTERNAL.');
  }
  const waypoint = labels[USE_WAYPOINT] ?? '';
  if (location === 'MESH_INTERNAL' && waypoint !== '' && waypoint.toLowerCase() !== 'none') {
    verdict.error(
      'spec.location',
      `The label ${USE_WAYPOINT} sends the traffic through the waypoint ${show(waypoint)}, and a waypoint cannot look up names in the mesh.`,
      `Write location: MESH_EXTERNAL, or remove the label.`,
    );
  }
}
