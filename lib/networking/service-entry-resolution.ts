import { isIP } from 'node:net';
import type { IConstruct } from 'constructs';
import type { ServiceEntrySpec, WorkloadEntrySpec } from '../../imports/networking';
import { IstioVersion } from '../core/istio-version';
import { TargetMesh } from '../core/target-mesh';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import type { Protocol } from '../istio/protocol';
import { DYNAMIC_DNS_PROTOCOLS, isHttp, isTls, parseProtocol } from '../istio/protocol';
import { ipRange } from './ip-range';

/** Checks what goes together with the way in which a ServiceEntry finds its endpoints. */
export function checkResolution(spec: ServiceEntrySpec, scope: IConstruct, problems: Problems): void {
  checkAddresses(spec, problems);
  checkSelector(spec, problems);
  checkEndpoints(spec, problems);
  checkHosts(spec, problems);
  if (spec.resolution === 'DYNAMIC_DNS') {
    checkDynamicDns(spec, scope, problems);
  }
}

function checkAddresses({ addresses = [], resolution }: ServiceEntrySpec, problems: Problems): void {
  addresses.forEach((address, i) => {
    const range = ipRange(address);
    if (range === undefined) {
      problems.add(
        `addresses[${i}]`,
        `${show(address)} is neither an IP address nor a CIDR block. Write "10.0.0.7" or "10.0.0.0/16".`,
      );
    } else if (range === 'block' && resolution !== 'NONE' && resolution !== 'STATIC') {
      problems.add(
        `addresses[${i}]`,
        `${show(address)} is a CIDR block, which needs resolution NONE or STATIC. Write one of these, or an IP address.`,
      );
    }
  });
}

function checkSelector({ workloadSelector, resolution }: ServiceEntrySpec, problems: Problems): void {
  if (workloadSelector === undefined) {
    return;
  }
  if (resolution === 'NONE') {
    problems.add('workloadSelector', 'has no effect with resolution NONE. Write resolution STATIC, or omit it.');
  }
  if (Object.keys(workloadSelector.labels ?? {}).length === 0) {
    problems.add(
      'workloadSelector.labels',
      "is empty, so it would select every workload of the namespace. Write { app: 'legacy' }.",
    );
  }
}

function checkEndpoints({ endpoints = [], ports = [], resolution }: ServiceEntrySpec, problems: Problems): void {
  if (resolution === 'NONE' && endpoints.length > 0) {
    problems.add(
      'endpoints',
      'is ignored with resolution NONE, which keeps the original address of the client. Write resolution STATIC for IP addresses or DNS for names.',
    );
    return;
  }
  if (resolution === 'DNS_ROUND_ROBIN' && endpoints.length > 1) {
    problems.add(
      'endpoints',
      `has ${endpoints.length} entries, but resolution DNS_ROUND_ROBIN allows one. Write resolution DNS.`,
    );
  }
  const names = ports.map(({ name }) => name);
  endpoints.forEach((endpoint, i) => {
    const at = problems.in(`endpoints[${i}]`);
    checkEndpointAddress(endpoint, resolution, at);
    for (const name of Object.keys(endpoint.ports ?? {})) {
      if (!names.includes(name)) {
        at.add('ports', `${show(name)} is not the name of a port. There are: ${names.join(', ')}.`);
      }
    }
  });
}

function checkEndpointAddress(
  { address, network }: WorkloadEntrySpec,
  resolution: string | undefined,
  problems: Problems,
): void {
  if (!address) {
    if (resolution !== 'STATIC' || network === undefined) {
      problems.add('address', 'is needed: an IP address with resolution STATIC, a DNS name with resolution DNS.');
    }
    return;
  }
  const isIp = isIP(address) !== 0;
  if (resolution === 'STATIC' && !isIp && !address.startsWith('unix://')) {
    problems.add(
      'address',
      `${show(address)} is not an IP address, but resolution STATIC does not look up names. Write an IP address, or resolution DNS.`,
    );
  }
  if (asksDns(resolution) && !isIp && (address.includes('*') || address.includes('/'))) {
    problems.add('address', `${show(address)} is not a name that DNS can resolve. Write "www.example.com".`);
  }
}

function checkHosts({ hosts, endpoints = [], ports = [], resolution }: ServiceEntrySpec, problems: Problems): void {
  hosts.forEach((host, i) => {
    if (asksDns(resolution) && endpoints.length === 0 && host.startsWith('*')) {
      problems.add(
        `hosts[${i}]`,
        `${show(host)} is a wildcard, which DNS (resolution ${resolution}) cannot resolve. Name the hosts, write endpoints, or write resolution DYNAMIC_DNS or NONE.`,
      );
    }
  });
  const others = ports.filter(({ protocol }) => !isToldApartByName(parseProtocol(protocol)));
  if (resolution !== 'NONE' && hosts.length > 1 && others.length > 0) {
    problems.add(
      'hosts',
      `has ${hosts.length} hosts on ${others[0].protocol} port ${others[0].number}, whose connections carry no host to distinguish them by. Write a ServiceEntry for each host.`,
    );
  }
}

function checkDynamicDns(spec: ServiceEntrySpec, scope: IConstruct, problems: Problems): void {
  const { hosts, ports = [], location } = spec;
  hosts.forEach((host, i) => {
    if (!host.startsWith('*')) {
      problems.add(
        `hosts[${i}]`,
        `${show(host)} is not a wildcard, but resolution DYNAMIC_DNS only allows wildcards. Write a separate ServiceEntry with resolution DNS for it.`,
      );
    }
  });
  for (const field of ['addresses', 'endpoints', 'workloadSelector'] as const) {
    if (spec[field] !== undefined) {
      problems.add(
        field,
        'is not allowed with resolution DYNAMIC_DNS, which looks up the name of each connection. Omit it.',
      );
    }
  }
  const { istioVersion } = TargetMesh.of(scope);
  const early = !istioVersion.isAtLeast(IstioVersion.V1_30);
  const allowed: readonly string[] = early ? ['HTTP', 'TLS'] : DYNAMIC_DNS_PROTOCOLS;
  ports.forEach(({ protocol }, i) => {
    if (!allowed.includes(protocol!)) {
      problems.add(
        `ports[${i}].protocol`,
        `${protocol} is not allowed with resolution DYNAMIC_DNS in Istio ${istioVersion.minor}. Write one of: ${allowed.join(', ')}.`,
      );
    }
  });
  if (early && location !== 'MESH_EXTERNAL') {
    problems.add(
      'location',
      `${location} is not allowed with resolution DYNAMIC_DNS before Istio 1.30. Write MESH_EXTERNAL.`,
    );
  }
}

function isToldApartByName(protocol: Protocol): boolean {
  return isHttp(protocol) || isTls(protocol);
}

function asksDns(resolution: string | undefined): boolean {
  return resolution === 'DNS' || resolution === 'DNS_ROUND_ROBIN';
}
