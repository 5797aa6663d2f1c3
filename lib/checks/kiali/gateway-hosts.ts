import { DataMap } from '../../mesh/reading/data-map';
import { push } from '../../mesh/reading/group-by';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Check } from '../check';
import { VALIDATIONS } from './shared/validations-page';
import { checkedObjects } from './shared/namespaces';

type Gateway = MeshObject<'networking.istio.io/Gateway'>;

/** A host of a server. */
interface Server {
  readonly object: Gateway;
  readonly path: string;
  readonly host: string;
  readonly port: number;
  /** The namespace that may bind VirtualServices; `*` for all. */
  readonly namespace: string;
}

/** Hosts that two servers of the same pods and the same port are for. */
export const gatewayHosts: Check = {
  name: 'gateway-hosts',
  mirrors: ['business/checkers/gateways/multi_match'],
  codes: {
    KIA0301: {
      name: 'SeveralServersForHost',
      severity: 'warning',
      source: 'kiali',
      summary: 'Two servers of the same gateway pods have the same host and port.',
      explanation:
        'Gateways that select the same pods share their ports. For one host and port a proxy has one set of certificates and routes, so only one of two servers applies, depending on the order of creation, and VirtualServices that are bound only to the other may get no requests. A wildcard in one Gateway and a host in another is the same conflict for ' +
        'that host.',
      remedy: 'Keep each host and port in one Gateway.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/reference/config/networking/gateway/',
        'https://istio.io/latest/docs/ops/common-problems/network-issues/#404-errors-occur-when-multiple-gateways-configured-with-same-tls-certificate',
      ],
      twin: 'IST0145',
    },
  },
  run(mesh, report) {
    const index = mesh.derive(serversByPlace);
    for (const object of checkedObjects(mesh, 'networking.istio.io/Gateway')) {
      for (const server of serversOf(object)) {
        const other = index.get(placeOf(server))?.rival(server);
        if (other !== undefined) {
          const where = other.object === object ? `${other.path} of this Gateway` : `Gateway ${other.object.key}`;
          report({
            code: 'KIA0301',
            object,
            path: server.path,
            related: [{ object: other.object, path: other.path }],
            message: `${where} also has ${other.host} at port ${server.port} of the same pods. A gateway has one set of certificates and routes for a host and port, and the order of creation decides which of the two applies.`,
            fix: `Keep ${server.host} in one of the two, or select other pods.`,
          });
        }
      }
    }
  },
};

function serversOf(object: Gateway): Server[] {
  return (object.spec.servers ?? []).flatMap(({ port, hosts = [] }, i) =>
    hosts.map((given, j) => {
      const [namespace, host] = given.includes('/') ? given.split('/') : ['*', given];
      return {
        object,
        path: `spec.servers[${i}].hosts[${j}]`,
        host: host.toLowerCase(),
        port: port?.number ?? 0,
        namespace: namespace === '.' ? object.namespace : namespace,
      };
    }),
  );
}

/** The servers of the same pods and port: only those get in conflict. */
type Index = DataMap<Place, ServersByHost>;

type Place = readonly [selector: Gateway['spec']['selector'], port: number];

function placeOf({ object, port }: Server): Place {
  return [object.spec.selector ?? {}, port];
}

function serversByPlace(mesh: Mesh): Index {
  const index: Index = new DataMap();
  for (const server of mesh.all('networking.istio.io/Gateway').flatMap(serversOf)) {
    index.getOrAdd(placeOf(server), () => new ServersByHost()).add(server);
  }
  return index;
}

/** By the namespace that may bind VirtualServices, and by the host. */
class ServersByHost {
  private readonly anywhere = new HostLists();
  private readonly byNamespace = new Map<string, HostLists>();

  public add(server: Server): void {
    this.anywhere.add(server);
    let lists = this.byNamespace.get(server.namespace);
    if (lists === undefined) {
      lists = new HostLists();
      this.byNamespace.set(server.namespace, lists);
    }
    lists.add(server);
  }

  /** The first that is not this one, and of another Gateway if there is one close by. */
  public rival(server: Server): Server | undefined {
    const { namespace, host } = server;
    const lists = namespace === '*' ? [this.anywhere] : [this.byNamespace.get(namespace), this.byNamespace.get('*')];
    const isExact = host !== '*' && !isWildcard(host);
    const above = [host, ...(isExact ? ends(host).map((end) => `*${end}`) : []), ...(host === '*' ? [] : ['*'])];
    const found = [
      ...above.flatMap((each) => lists.flatMap((list) => first(list?.at.get(each)))),
      ...lists.flatMap((list) => first(list?.below.get(host))),
    ];
    const others = found.filter((each) => each.object !== server.object || each.path !== server.path);
    return others.find((each) => each.object !== server.object) ?? others[0];
  }
}

class HostLists {
  /** By the host itself. */
  public readonly at = new Map<string, Server[]>();
  /** By the wildcards that cover the host. */
  public readonly below = new Map<string, Server[]>();

  public add(server: Server): void {
    const { host } = server;
    push(this.at, host, server);
    push(this.below, '*', server);
    if (!isWildcard(host)) {
      ends(host).forEach((end) => push(this.below, `*${end}`, server));
    }
  }
}

/** Of many at one place the first few tell enough. */
function first(servers: readonly Server[] = []): readonly Server[] {
  return servers.slice(0, 3);
}

function isWildcard(host: string): boolean {
  return host.startsWith('*.');
}

/** `.b.c` and `.c` of `a.b.c` */
function ends(host: string): string[] {
  return [...host.matchAll(/\./g)].map(({ index }) => host.slice(index));
}
