import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import { PROTOCOL_NAMES } from '../../istio/protocol';
import type { Check, RelatedPlace } from '../check';
import { VALIDATIONS } from './shared/validations-page';
import { checkedObjects } from './shared/namespaces';
import type { SidecarScope } from './shared/sidecar-scope';
import { sidecarScopes } from './shared/sidecar-scope';
import { isVisible, viewers, VisibleLists } from './shared/visibility';

type ServiceEntry = MeshObject<'networking.istio.io/ServiceEntry'>;

/** Host and port, and the protocol where only one is wanted. */
type PortKey = readonly [string, number, string?];

interface Port {
  readonly object: ServiceEntry;
  readonly index: number;
  readonly hostIndex: number;
  readonly host: string;
  readonly number: number;
  readonly protocol: string;
}

/** ServiceEntries for the same port of the same host. */
export const serviceEntryConflicts: Check = {
  name: 'service-entry-conflicts',
  mirrors: ['business/checkers/serviceentries/multi_match'],
  codes: {
    KIA1211: {
      name: 'SeveralServiceEntries',
      severity: 'warning',
      source: 'kiali',
      summary: 'Two ServiceEntries are for the same port of the same host.',
      explanation:
        'istiod builds one listener and one cluster for a host and port. The endpoints, resolution and location of two ServiceEntries are merged, or one of them is ignored, depending on the order of creation and the namespace. A team that declares a host that another team already exports changes the traffic of both.',
      remedy: 'Declare a host once and export it to those who need it.',
      references: [VALIDATIONS, 'https://istio.io/latest/docs/reference/config/networking/service-entry/'],
    },
    KIA1212: {
      name: 'ServiceEntryProtocolsDiffer',
      severity: 'warning',
      source: 'kiali',
      summary: 'Two ServiceEntries name different protocols for the same port of a host.',
      explanation:
        'A proxy treats a port as one protocol. If one ServiceEntry has HTTP and another TLS or TCP, the listeners conflict: one of the two is used, and connections of the other kind fail or lose their routes and metrics.',
      remedy: 'Write the protocol that the server speaks in both, or keep one ServiceEntry.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/reference/config/networking/service-entry/',
        'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/',
      ],
      twin: 'IST0177',
    },
  },
  run(mesh, report) {
    const lists = mesh.derive(portsByHost);
    const scopeOf = mesh.derive(sidecarScopes);
    for (const object of checkedObjects(mesh, 'networking.istio.io/ServiceEntry')) {
      const scope = scopeOf(object.namespace);
      for (const port of isVisible(mesh, object) && isImported(object, scope) ? portsOf(object) : []) {
        const seen = (protocol: [] | [string], wanted: (other: Port) => boolean): Port | undefined =>
          lists.find(
            object.namespace,
            [port.host, port.number, ...protocol],
            (other) => isImported(other.object, scope) && wanted(other),
          );
        const other = seen(
          [],
          (each) => each.object !== object || each.index !== port.index || each.hostIndex !== port.hostIndex,
        );
        if (other === undefined) {
          continue;
        }
        const different = PROTOCOLS.filter((protocol) => protocol !== port.protocol)
          .map((protocol) => seen([protocol], () => true))
          .find((each) => each !== undefined);
        const where = `${port.host}:${port.number}`;
        const path = `spec.ports[${port.index}]`;
        const who = (entry: Port): string =>
          entry.object === object ? 'this ServiceEntry a second time' : `ServiceEntry ${entry.object.key}`;
        report({
          code: different === undefined ? 'KIA1211' : 'KIA1212',
          object,
          path,
          related: [placeOf(different ?? other)].filter((each) => each.object !== object || each.path !== path),
          message:
            different === undefined
              ? `${where} is also in ${who(other)}. Proxies use the endpoints, the resolution and the addresses of one of the two, or of both merged, depending on the order of creation.`
              : `${where} is ${port.protocol} here and ${different.protocol} in ${who(different)}. A proxy has one listener for it, and reads the traffic by one of the two protocols.`,
          fix:
            different === undefined
              ? `Declare ${where} in one ServiceEntry and export that to the namespaces that need it.`
              : `Write the protocol that the server speaks in both, or declare ${where} in one ServiceEntry only.`,
        });
      }
    }
  },
};

/** As ServiceEntries have them, and none at all. */
const PROTOCOLS = [...PROTOCOL_NAMES.map((name) => name.toUpperCase()), ''];

function placeOf({ object, index }: Port): RelatedPlace {
  return { object, path: `spec.ports[${index}]` };
}

function isImported({ spec, namespace }: ServiceEntry, scope: SidecarScope): boolean {
  return (spec.hosts ?? []).some((host) => scope.imports(host, namespace));
}

function portsOf(object: ServiceEntry): Port[] {
  const { hosts = [], ports = [] } = object.spec;
  return ports.flatMap(({ number = 0, protocol = '' }, index) =>
    hosts.map((host, hostIndex) => ({
      object,
      index,
      hostIndex,
      host: host.toLowerCase(),
      number,
      protocol: protocol.toUpperCase(),
    })),
  );
}

function portsByHost(mesh: Mesh): VisibleLists<PortKey, Port> {
  const lists = new VisibleLists<PortKey, Port>();
  for (const object of mesh.all('networking.istio.io/ServiceEntry')) {
    const to = viewers(mesh, object);
    for (const port of portsOf(object)) {
      lists.add([port.host, port.number], to, port);
      lists.add([port.host, port.number, port.protocol], to, port);
    }
  }
  return lists;
}
