import { MESH_GATEWAY } from '../../istio/names';
import { groupByData } from '../../mesh/reading/data-map';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Check } from '../check';
import { VALIDATIONS } from './shared/validations-page';
import type { HostName } from './shared/hosts';
import { readHost } from './shared/hosts';
import { checkedObjects, meshNamespaces } from './shared/namespaces';
import type { SidecarScope } from './shared/sidecar-scope';
import { sidecarScopes } from './shared/sidecar-scope';
import { isVisible, viewers, VisibleLists } from './shared/visibility';

type VirtualService = MeshObject<'networking.istio.io/VirtualService'>;

/** Every host of a namespace but `*`. */
const OTHERS = Symbol('others');

/** Gateway, namespace and name of a host. */
type EntryKey = readonly [string, string, string | symbol];

/** One host of one gateway in a VirtualService. */
interface Entry {
  readonly object: VirtualService;
  readonly host: HostName;
  /** The host as it is written. */
  readonly written: string;
  readonly gateway: string;
  readonly path: string;
}

/** VirtualServices that are for the same host at the same gateway. */
export const virtualServiceSingleHost: Check = {
  name: 'virtual-service-single-host',
  mirrors: ['business/checkers/virtualservices/single_host'],
  codes: {
    KIA1106: {
      name: 'SeveralVirtualServicesForHost',
      severity: 'warning',
      source: 'kiali',
      summary: 'Two VirtualServices have the same host at the same gateway.',
      explanation:
        'A sidecar uses one VirtualService for a host, the one that was created first; the rules of the other are never used. A gateway merges the rules of both, the older VirtualService first, and moves rules that match every ' +
        'request to the end. With delegation, or with all rules in one VirtualService, the order is written ' +
        'down.',
      remedy: 'Move the rules into one VirtualService, or let one delegate to the others.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/reference/config/networking/virtual-service/',
        'https://istio.io/latest/docs/ops/best-practices/traffic-management/#split-virtual-services',
      ],
      twin: 'IST0109',
    },
  },
  run(mesh, report) {
    const lists = mesh.derive(entriesByHost);
    const scopeOf = mesh.derive(sidecarScopes);
    for (const object of checkedObjects(mesh, 'networking.istio.io/VirtualService')) {
      const scope = scopeOf(object.namespace);
      if (!isVisible(mesh, object) || !isImported(object, scope)) {
        continue;
      }
      const own = entriesOf(mesh, object);
      const byKey = groupByData(own, keyOf);
      for (const entry of own) {
        const twice = byKey.get(keyOf(entry))!.find((each) => each !== entry);
        const other = rival(lists, entry, scope) ?? twice;
        if (other === undefined) {
          continue;
        }
        const inMesh = entry.gateway === '' || entry.gateway === MESH_GATEWAY;
        report({
          code: 'KIA1106',
          object,
          path: entry.path,
          related: [{ object: other.object }],
          message:
            other.object === object
              ? `${nameOf(entry)} is in hosts twice.`
              : `VirtualService ${other.object.key} is for ${nameOf(other)} as well${inMesh ? '' : `, at ${entry.gateway}`}. ${
                  inMesh
                    ? 'For the same requests sidecars use one of the two: the one that was created first.'
                    : 'The gateway merges their rules: those of the older VirtualService come first, and rules that match every request come last. That order decides where a request goes that matches rules of both.'
                }`,
          fix:
            other.object === object
              ? 'Write it once.'
              : `${inMesh ? 'Move' : 'If no request matches rules of both, nothing needs to change. Otherwise move'} the rules of both into one VirtualService for ${nameOf(entry)}.`,
        });
        break;
      }
    }
  },
};

function rival(lists: VisibleLists<EntryKey, Entry>, entry: Entry, scope: SidecarScope): Entry | undefined {
  const isOther = ({ object }: Entry): boolean => object !== entry.object && isImported(object, scope);
  const seen = (key: EntryKey): Entry | undefined => lists.find(entry.object.namespace, key, isOther);
  const { gateway, host } = entry;
  return seen(keyOf(entry)) ?? seen([gateway, host.namespace, host.service === '*' ? OTHERS : '*']);
}

function isImported({ spec, namespace }: VirtualService, scope: SidecarScope): boolean {
  return (spec.hosts ?? []).some((host) => scope.imports(host, namespace));
}

function entriesByHost(mesh: Mesh): VisibleLists<EntryKey, Entry> {
  const lists = new VisibleLists<EntryKey, Entry>();
  for (const object of mesh.all('networking.istio.io/VirtualService')) {
    const to = viewers(mesh, object);
    for (const entry of entriesOf(mesh, object)) {
      lists.add(keyOf(entry), to, entry);
      if (entry.host.service !== '*') {
        lists.add([entry.gateway, entry.host.namespace, OTHERS], to, entry);
      }
    }
  }
  return lists;
}

function entriesOf(mesh: Mesh, object: VirtualService): Entry[] {
  const namespaces = mesh.derive(meshNamespaces);
  const { gateways = [], hosts = [] } = object.spec;
  return hosts.flatMap((given, i) => {
    const host = readHost(given, object.namespace, mesh.context, namespaces);
    return (gateways.length === 0 ? [''] : gateways).map((gateway) => ({
      object,
      host,
      written: given,
      gateway,
      path: `spec.hosts[${i}]`,
    }));
  });
}

/** `*` is every host; to Kiali it is every host of the namespace. */
function nameOf({ written, host }: Entry): string {
  return written === '*' ? '"*"' : host.full;
}

function keyOf({ gateway, host: { namespace, service } }: Entry): EntryKey {
  return [gateway, namespace, service];
}
