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
  /** The pods and the port: only those that share both get in conflict. */
  readonly place: string;
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
    const index = mesh.derive(serversByHost);
    for (const object of checkedObjects(mesh, 'networking.istio.io/Gateway')) {
      for (const server of serversOf(object)) {
        const other = rival(index, server);
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
  const selector = Object.entries(object.spec.selector ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join();
  return (object.spec.servers ?? []).flatMap(({ port, hosts = [] }, i) =>
    hosts.map((given, j) => {
      const [namespace, host] = given.includes('/') ? given.split('/') : ['*', given];
      return {
        object,
        path: `spec.servers[${i}].hosts[${j}]`,
        host: host.toLowerCase(),
        port: port?.number ?? 0,
        place: `${selector} ${port?.number ?? 0}`,
        namespace: namespace === '.' ? object.namespace : namespace,
      };
    }),
  );
}

type Index = Map<string, Server[]>;

function serversByHost(mesh: Mesh): Index {
  const index: Index = new Map();
  for (const server of mesh.all('networking.istio.io/Gateway').flatMap(serversOf)) {
    const { host } = server;
    const names = [`at ${host}`, 'below *', ...(isWildcard(host) ? [] : ends(host).map((end) => `below *${end}`))];
    for (const name of names) {
      for (const namespace of new Set([server.namespace, 'any'])) {
        push(index, `${server.place} ${namespace} ${name}`, server);
      }
    }
  }
  return index;
}

function rival(index: Index, server: Server): Server | undefined {
  const { host, place, namespace } = server;
  const above = host === '*' || isWildcard(host) ? [] : ends(host).map((end) => `at *${end}`);
  const names = [`at ${host}`, ...above, ...(host === '*' ? [] : ['at *']), `below ${host}`];
  const namespaces = namespace === '*' ? ['any'] : [namespace, '*'];
  const found: Server[] = [];
  for (const name of names) {
    for (const each of namespaces) {
      // The first that is not this one, and of another Gateway if there is one close by.
      found.push(...(index.get(`${place} ${each} ${name}`) ?? []).slice(0, 3));
    }
  }
  const others = found.filter((each) => each.object !== server.object || each.path !== server.path);
  return others.find((each) => each.object !== server.object) ?? others[0];
}

function isWildcard(host: string): boolean {
  return host.startsWith('*.');
}

/** `.b.c` and `.c` of `a.b.c` */
function ends(host: string): string[] {
  return [...host.matchAll(/\./g)].map(({ index }) => host.slice(index));
}
