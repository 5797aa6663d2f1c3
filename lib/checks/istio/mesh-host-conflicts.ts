import { MESH_GATEWAY } from '../../istio/names';
import { groupBy, push } from '../../mesh/reading/group-by';
import { fullHost } from '../../istio/host';
import { HostTable } from '../../mesh/host-table';
import { analyzed } from './shared/analyzed';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Check, RelatedPlace, Reporter } from '../check';
import { listedOthers } from './listed-others';
import { SHOWN } from './unmatched-selector';

/** A host that a VirtualService has for sidecars. */
interface MeshHost {
  readonly object: MeshObject<'networking.istio.io/VirtualService'>;
  readonly path: string;
  /** In full. */
  readonly host: string;
}

interface MeshHosts {
  /** Those that all namespaces see. */
  readonly everywhere: HostTable<MeshHost>;
  /** By namespace and host; `*` for those that all namespaces see. */
  readonly scoped: ReadonlyMap<string, readonly MeshHost[]>;
}

/** Hosts that more than one VirtualService has for the sidecars of a namespace. */
export const meshHostConflicts: Check = {
  name: 'mesh-host-conflicts',
  mirrors: ['virtualservice.ConflictingMeshGatewayHostsAnalyzer'],
  codes: {
    IST0109: {
      name: 'ConflictingMeshGatewayVirtualServiceHosts',
      severity: 'error',
      source: 'istio',
      summary: 'Several VirtualServices have one host for sidecars.',
      explanation:
        'A gateway merges the routes of all VirtualServices that have a host; a sidecar does not. It uses the routes of one VirtualService for the host, usually the oldest, and ignores the others. So the routes of the second one work at the gateway but never inside the mesh, and if both are deleted and created again in another order it may be the other way round.',
      remedy:
        'Write all routes of a host into one VirtualService, or let one have the host and delegate paths to others.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/ist0109/',
        'https://istio.io/latest/docs/ops/best-practices/traffic-management/#split-virtual-services',
      ],
      twin: 'CDI0108',
    },
  },
  run(mesh, report) {
    const { everywhere, scoped } = meshHosts(mesh);
    for (const [key, hosts] of scoped) {
      // What stands behind the first slash is the host, unless exportTo has a slash: then it is none, and only "*" takes it.
      const others = key.startsWith('*/') ? [] : everywhere.overlapping(key.slice(key.indexOf('/') + 1));
      if (hosts.length + others.length > 1) {
        reportAll([...hosts, ...others], report);
      }
    }
  },
};

function meshHosts(mesh: Mesh): MeshHosts {
  const everywhere = new HostTable<MeshHost>();
  const scoped = new Map<string, MeshHost[]>();
  for (const object of analyzed(mesh, 'networking.istio.io/VirtualService')) {
    const { hosts = [], gateways = [], exportTo = [] } = object.spec;
    if (gateways.length > 0 && !gateways.includes(MESH_GATEWAY)) {
      continue;
    }
    const all = exportTo.length === 0 || exportTo.includes('*');
    const scopes = all ? ['*'] : new Set(exportTo.map((to) => (to === '.' ? object.namespace : to)));
    hosts.forEach((written, i) => {
      const host = fullHost(written, object.namespace, mesh.context.clusterDomain);
      const entry = { object, path: `spec.hosts[${i}]`, host };
      scopes.forEach((scope) => push(scoped, `${scope}/${host}`, entry));
      if (all) {
        everywhere.add(host, entry);
      }
    });
  }
  return { everywhere, scoped };
}

function reportAll(hosts: readonly MeshHost[], report: Reporter): void {
  const keys = [...new Set(hosts.map(({ object }) => object.key))];
  const byHost = groupBy(hosts, ({ host }) => host);
  const having = new Map([...byHost].map(([host, same]) => [host, [...new Set(same.map(({ object }) => object.key))]]));
  for (const { object, path, host } of hosts) {
    if (keys.length === 1) {
      report({
        code: 'IST0109',
        object,
        path,
        severity: 'info',
        message: `The host "${host}" is in spec.hosts more than once, which istioctl analyze counts as two VirtualServices.`,
        fix: 'Write the host once.',
      });
    } else if (having.get(host)!.length === 1) {
      report({
        code: 'IST0109',
        object,
        path,
        severity: 'info',
        related: related(object, hosts),
        message: `Hosts of ${listedOthers(keys, object.key)} overlap with "${host}". istioctl analyze calls this undefined. Envoy uses the routes of the most specific host and ignores the others, even if they have a better match.`,
        fix: 'If that is intended, nothing needs to change. Otherwise write all routes of a host in one VirtualService.',
      });
    } else {
      report({
        code: 'IST0109',
        object,
        path,
        related: related(object, byHost.get(host)!),
        message: `${others(having.get(host)!, object.key)} the host "${host}" for sidecars as well. Sidecars use the routes of one of them, usually the one that was created first, and ignore those of the others.`,
        fix:
          'Merge them into one VirtualService; or let one have the host and delegate to the others (spec.http[].delegate), which ' +
          'then have no hosts.',
      });
    }
  }
}

/** As many as a message names, without a walk over all for each. */
function related(own: MeshHost['object'], among: readonly MeshHost[]): RelatedPlace[] {
  const places: RelatedPlace[] = [];
  for (let i = 0; i < among.length && places.length < SHOWN; i++) {
    if (among[i].object !== own) {
      places.push(among[i]);
    }
  }
  return places;
}

function others(keys: readonly string[], own: string): string {
  const names = listedOthers(keys, own);
  return keys.length > 2 ? `VirtualServices ${names} have` : `VirtualService ${names} has`;
}
