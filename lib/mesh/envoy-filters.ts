import type { EnvoyFilterEnvoyConfigObjectPatch } from '../../imports/networking';
import type { Proxy } from './proxies';
import type { Mesh } from './reading/mesh';
import type { MeshObject } from './reading/mesh-object';
import { once } from './reading/once';
import { selects } from './workload';

export type EnvoyFilter = MeshObject<'networking.istio.io/EnvoyFilter'>;

/** A patch of an EnvoyFilter, with its place. */
export interface EnvoyPatch {
  readonly object: EnvoyFilter;
  /** `spec.configPatches[0]` */
  readonly path: string;
  readonly patch: EnvoyFilterEnvoyConfigObjectPatch;
}

/** The parts of a proxy's configuration that patches can be for. */
export type EnvoyContext = 'GATEWAY' | 'SIDECAR_INBOUND' | 'SIDECAR_OUTBOUND';

/**
 * The patches for a part of a proxy, of the EnvoyFilters of its namespace and of the root namespace that select its pods
 * (pilot/pkg/model/push_context.go: getMatchedEnvoyFilters; core/envoyfilter/util.go: commonConditionMatch).
 */
export function envoyPatches(mesh: Mesh, proxy: Proxy, context: EnvoyContext): readonly EnvoyPatch[] {
  return mesh
    .derive(knownPatches)(proxy)
    .filter(({ patch: { match } }) => {
      const given = match?.context ?? 'ANY';
      return given === 'ANY' || given === context;
    });
}

function knownPatches(mesh: Mesh): (proxy: Proxy) => readonly EnvoyPatch[] {
  const filters = mesh.all('networking.istio.io/EnvoyFilter');
  return once((proxy: Proxy) =>
    filters
      .filter(
        ({ namespace, spec: { workloadSelector, targetRefs = [] } }) =>
          (namespace === proxy.namespace || namespace === mesh.context.rootNamespace) &&
          targetRefs.length === 0 &&
          selects(workloadSelector?.labels, proxy.labels),
      )
      .flatMap((object) =>
        (object.spec.configPatches ?? []).map((patch, i) => ({ object, path: `spec.configPatches[${i}]`, patch })),
      ),
  );
}
