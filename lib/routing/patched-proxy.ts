import type { EnvoyContext, EnvoyFilter } from '../mesh/envoy-filters';
import { envoyPatches } from '../mesh/envoy-filters';
import type { Proxy } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import type { Unknown } from './trace';

/**
 * That EnvoyFilters change a proxy, which the trace does not follow.
 *
 * @param followed one of which it is known what it does
 */
export function patchedProxy(
  mesh: Mesh,
  proxy: Proxy,
  context: EnvoyContext,
  followed?: EnvoyFilter,
): readonly Unknown[] {
  if (mesh.all('networking.istio.io/EnvoyFilter').length === 0) {
    return NONE;
  }
  const objects = new Set(envoyPatches(mesh, proxy, context).map(({ object }) => object));
  return [...objects]
    .filter((object) => object !== followed)
    .map((object) => ({
      what: 'patches',
      text: `EnvoyFilter ${object.key} changes the configuration of ${proxy.namespace}/${proxy.name}. What it does to the call is not followed.`,
      objects: [object],
    }));
}

const NONE: readonly Unknown[] = [];
