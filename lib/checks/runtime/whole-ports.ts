import { isIP } from 'node:net';
import { familyOf } from '../../istio/protocol';
import { capturesDns } from '../../mesh/dns-capture';
import type { Endpoint } from '../../mesh/endpoints';
import { endpointsOf } from '../../mesh/endpoints';
import { hasAddresses } from '../../mesh/entry-addresses';
import type { Proxy } from '../../mesh/proxies';
import { proxies, sidecarOf } from '../../mesh/proxies';
import { groupBy, push } from '../../mesh/reading/group-by';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { RegistryService } from '../../mesh/registry';
import { registry } from '../../mesh/registry';
import { sidecarScope } from '../../mesh/sidecar-scope';
import type { Check } from '../check';

type ServiceEntry = MeshObject<'networking.istio.io/ServiceEntry'>;

/** Ports of ServiceEntries that take the connections of a whole port, or of one address, as nothing tells their hosts from others. */
export const wholePorts: Check = {
  name: 'whole-ports',
  mirrors: ['pilot/pkg/networking/core/listener.go: buildSidecarOutboundListener'],
  codes: {
    CDI0210: {
      name: 'HostTakesWholePort',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'A ServiceEntry for Redis, MongoDB or MySQL without addresses takes every connection to its port.',
      explanation:
        'MONGO, MYSQL and REDIS are TCP for a sidecar: the connection carries no host name, so only the IP address that the client calls can tell hosts apart. Without `addresses` the sidecar listens on the port on all addresses. It then sends every connection to that port that has no listener of its own to the host of this ServiceEntry: to another database outside the mesh, too, which the client called by its own name. The client gets answers from the wrong server. With resolution NONE connections keep the address that the client called, and with DNS proxying each host has an address, so neither is reported. For protocol TCP, istioctl reports the same as IST0134.',
      remedy: 'Write `addresses`, export the ServiceEntry only to the namespaces that use it, or turn DNS proxying on.',
      references: [
        'https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-addresses',
        'https://istio.io/latest/docs/ops/configuration/traffic-management/dns-proxy/',
        'https://github.com/istio/istio/issues/34585',
      ],
    },
    CDI0211: {
      name: 'WholePortTakenTwice',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'Two hosts without addresses take the same port, and all connections go to one of them.',
      explanation:
        'A sidecar has one listener for a TCP port on all addresses. If two hosts of ServiceEntries have the port, speak TCP, MONGO, MYSQL or REDIS, and have no addresses, the listener sends all connections to the host of the older ServiceEntry, whichever of the two the client called. The other ServiceEntry has no effect on this port. With DNS proxying each host has an address of its own, and there is no conflict.',
      remedy: 'Give both ServiceEntries `addresses`, export them to different namespaces, or turn DNS proxying on.',
      references: [
        'https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-addresses',
        'https://istio.io/latest/docs/ops/configuration/traffic-management/dns-proxy/',
        'https://github.com/istio/istio/issues/34585',
      ],
    },
    CDI0216: {
      name: 'AddressTakenTwice',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'Two hosts have the same address and port, and all connections go to one of them.',
      explanation:
        'A sidecar has one listener for an address and a TCP port. If two ServiceEntries have the address and the port, and speak TCP, MONGO, MYSQL or REDIS, nothing tells their hosts apart: the listener sends all connections to the host of the older ServiceEntry, whichever of the two the client called. The other ServiceEntry has no effect there. The same is true of two hosts of one ServiceEntry that has addresses and no endpoints. TLS is told apart by the server name, and HTTP by the host. Nothing is reported if both have the same endpoints, or keep the address that the client called (resolution NONE). Where both hosts are names of one server, connections get to it either way, and nothing is wrong. Where the endpoints that are written show that they are different servers, clients get answers from the wrong one: then it is an error.',
      remedy:
        'Leave it if both hosts are one server. Otherwise give each host an address of its own, or export the ServiceEntries to different namespaces.',
      references: ['https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-addresses'],
    },
  },
  run(mesh, report) {
    const taken = new TakenPorts(mesh);
    for (const each of [...wholePortsOf(mesh), ...addressesOf(mesh)]) {
      const { service, index, address } = each;
      const port = service.ports[index];
      const path = `spec.ports[${index}]`;
      const first = taken.before(each);
      taken.add(each);
      const addresses = `Write addresses for ${service.host}: an IP or a range that nothing else has`;
      const dns = 'turn DNS proxying on: meshConfig.defaultConfig.proxyMetadata with ISTIO_META_DNS_CAPTURE: "true"';
      const isOne = first?.service.object === service.object;
      const winner = isOne ? 'one of them' : 'the host of the older ServiceEntry';
      if (first !== undefined && address !== undefined) {
        const { host, object } = first.service;
        const isError = areDifferent(mesh, first, each);
        report({
          code: 'CDI0216',
          severity: isError ? 'error' : undefined,
          object: service.object,
          path: `spec.addresses[${service.object.spec.addresses!.findIndex((one) => single(one) === address)}]`,
          related: isOne ? [] : [{ object, path: `spec.ports[${first.index}]` }],
          message: `${host} (${isOne ? 'the same ServiceEntry' : `ServiceEntry ${object.key}`}) and ${service.host} both have the address ${address} with port ${port.number}. All connections there go to ${winner}, whichever of the two a client calls.${isError ? ' Their endpoints are different servers.' : ''}`,
          fix: `${isError ? 'Write' : 'Leave it if both names are one server; otherwise write'} an address for ${service.host} that nothing else has${isOne ? ', in a ServiceEntry of its own' : ', or export the two to different namespaces'}.`,
        });
      } else if (first !== undefined) {
        const other = first.service;
        report({
          code: 'CDI0211',
          object: service.object,
          path,
          related: isOne ? [] : [{ object: other.object, path: `spec.ports[${first.index}]` }],
          message: `${other.host} (${isOne ? 'the same ServiceEntry' : `ServiceEntry ${other.object.key}`}) and ${service.host} both take port ${port.number} on all addresses. All connections to the port go to ${winner}, whichever of the two a client calls.`,
          fix: `${addresses}, and others for ${other.host}; or export the two to different namespaces; or ${dns}.`,
          absence: true,
        });
      } else if (address === undefined && port.protocol !== 'TCP') {
        report({
          code: 'CDI0210',
          object: service.object,
          path,
          message: `${port.protocol.toUpperCase()} is TCP for proxies and carries no host name, and ${service.host} has no address: sidecars listen on port ${port.number} of all addresses and send connections to other hosts on this port here.`,
          fix: `${addresses}; or ${dns}.`,
        });
      }
    }
  },
};

interface Taken {
  readonly service: RegistryService & { readonly object: ServiceEntry };
  /** Of the port. */
  readonly index: number;
  /** The one that it is taken on; undefined for all. */
  readonly address?: string;
}

/** The ports on which hosts take what comes, the oldest first. */
function wholePortsOf(mesh: Mesh): Taken[] {
  const services = registry(mesh).all.filter(
    (service): service is Taken['service'] =>
      service.external &&
      service.resolution !== 'Passthrough' &&
      !hasAddresses(service.object as ServiceEntry) &&
      !capturesDns(mesh, service.namespace),
  );
  // Hosts with the same endpoints are one server under several names.
  const first = services.filter(
    ({ object, host }) => (object.spec.endpoints ?? []).length === 0 || host === object.spec.hosts[0],
  );
  return first.flatMap((service) =>
    service.ports.flatMap(({ protocol }, index) => (familyOf(protocol) === 'tcp' ? { service, index } : [])),
  );
}

/** The same for hosts with addresses. */
function addressesOf(mesh: Mesh): Taken[] {
  return registry(mesh).all.flatMap((service) =>
    !service.external
      ? []
      : [...new Set(service.addresses.map(single))].flatMap((address) =>
          service.ports.flatMap(({ protocol }, index) =>
            familyOf(protocol) === 'tcp' ? { service: service as Taken['service'], index, address } : [],
          ),
        ),
  );
}

/** An address as istiod takes it: a range of one is an address (pilot/pkg/serviceregistry/serviceentry/conversion.go: convertServices). */
function single(address: string): string {
  return address.replace(address.includes(':') ? /\/128$/ : /\/32$/, '');
}

/** Whether connections get to the same servers, whichever of two hosts they are sent to. */
function areAlike({ service: a }: Taken, { service: b }: Taken): boolean {
  const keeps = [a, b].map(({ resolution }) => resolution === 'Passthrough');
  const [one, other] = [a, b].map(({ object: { spec } }) => JSON.stringify([spec.endpoints, spec.workloadSelector]));
  const isNamed = (a.object.spec.endpoints ?? []).length > 0 || a.object.spec.workloadSelector !== undefined;
  return keeps.every(Boolean) || (isNamed && one === other);
}

/** Whether the endpoints of two hosts are known, and have none in common. Of a name it is not known which server it is. */
function areDifferent(mesh: Mesh, one: Taken, other: Taken): boolean {
  const [a, b] = [one, other].map(({ service, index }) =>
    service.resolution === 'Passthrough' ? [] : endpointsOf(mesh, service, service.ports[index].number).map(serverOf),
  );
  const areKnown = [a, b].every((servers) => servers.length > 0 && !servers.includes(undefined));
  return areKnown && !a.some((server) => b.includes(server));
}

function serverOf({ workload, object, address = '', port }: Endpoint): string | undefined {
  return workload !== undefined ? object.key : isIP(address) > 0 ? `${address} ${port}` : undefined;
}

/** Ports that hosts take, by the namespaces that see the hosts. */
class TakenPorts {
  private readonly byPlace = new Map<string, Taken[]>();

  constructor(private readonly mesh: Mesh) {}

  public add(each: Taken): void {
    placesOf(each).forEach((place) => push(this.byPlace, place, each));
  }

  /** One that took the port before, for clients that see both. Of many only the first are asked. */
  public before(each: Taken): Taken | undefined {
    const { visibility } = each.service;
    const place = placeOf(each);
    const places = visibility.everybody ? [place] : placesOf(each);
    const everyones = visibility.everybody ? [] : [`${place} *`];
    return [...places, ...everyones]
      .flatMap((place) => (this.byPlace.get(place) ?? []).slice(0, MOST))
      .find((other) => areBothSeen(this.mesh, other, each));
  }
}

const MOST = 8;

function placeOf({ service, index, address = '' }: Taken): string {
  return `${address} ${service.ports[index].number}`;
}

/** The port for all hosts, and for those that a namespace sees. */
function placesOf(taken: Taken): string[] {
  const place = placeOf(taken);
  const { visibility } = taken.service;
  const seen = visibility.everybody ? ['*'] : [...visibility.namespaces];
  return seen.length === 0 ? [] : [place, ...seen.map((namespace) => `${place} ${namespace}`)];
}

/** Whether some client sees both hosts. */
function areBothSeen(mesh: Mesh, one: Taken, other: Taken): boolean {
  const { service: a } = one;
  const { service: b, index, address } = other;
  if (a.host === b.host || (address !== undefined && areAlike(one, other))) {
    return false;
  }
  const sees = (namespace: string): boolean =>
    a.visibility.includes(namespace) &&
    b.visibility.includes(namespace) &&
    (address !== undefined || !capturesDns(mesh, namespace));
  const named = [...a.visibility.namespaces, ...b.visibility.namespaces];
  const isForAll = a.visibility.everybody && b.visibility.everybody;
  if (!isForAll && !named.some(sees)) {
    return false;
  }
  if (mesh.all('networking.istio.io/Sidecar').length === 0) {
    return true;
  }
  const { number } = b.ports[index];
  const known = mesh.derive(clientsByNamespace);
  const homes = (isForAll ? [...known.keys()] : named).filter(sees);
  const shown = homes.flatMap((namespace) => (known.get(namespace) ?? []).slice(0, MOST)).slice(0, MOST);
  const imagined = (isForAll ? [a.namespace] : homes).map((each) => sidecarOf(each));
  return (shown.length > 0 ? shown : imagined).some((client) => {
    const scope = sidecarScope(mesh, client);
    return scope.find(a.host, number) !== undefined && scope.find(b.host, number) !== undefined;
  });
}

function clientsByNamespace(mesh: Mesh): ReadonlyMap<string, readonly Proxy[]> {
  return groupBy(proxies(mesh).sidecars, ({ namespace }) => namespace);
}
