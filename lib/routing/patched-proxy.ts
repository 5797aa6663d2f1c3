import type { EnvoyContext, EnvoyFilter } from '../mesh/envoy-filters';
import { envoyPatches } from '../mesh/envoy-filters';
import type { Proxy } from '../mesh/proxies';
import type { ExtendedListener } from '../mesh/proxy-extensions';
import { proxyExtensions } from '../mesh/proxy-extensions';
import type { Mesh } from '../mesh/reading/mesh';
import type { Unknown } from './trace';

/** Where in a proxy a call comes by, and what is known of it. */
interface PatchedPart extends Omit<ExtendedListener, 'mode'> {
  /** Undefined for a waypoint, whose EnvoyFilters are not read. */
  readonly context?: EnvoyContext;
  /** An EnvoyFilter of which it is known what it does. */
  readonly followed?: EnvoyFilter;
}

/** That EnvoyFilters, WasmPlugins and TrafficExtensions change a proxy, which the trace does not follow. */
export function patchedProxy(
  mesh: Mesh,
  proxy: Proxy,
  { context, followed, port, service }: PatchedPart,
): readonly Unknown[] {
  const mode = context === 'GATEWAY' || context === 'SIDECAR_OUTBOUND' ? 'CLIENT' : 'SERVER';
  return [
    ...filtersOf(mesh, proxy, context, followed).map((object): Unknown => ({
      what: 'patches',
      text: `EnvoyFilter ${object.key} changes the configuration of ${proxy.namespace}/${proxy.name}. What it does to the call is not followed.`,
      objects: [object],
    })),
    ...proxyExtensions(mesh, proxy, { mode, port, service }).map((object): Unknown => ({
      what: 'patches',
      text: `${object.kind} ${object.key} runs code in ${proxy.namespace}/${proxy.name}. What it does to the call is not followed.`,
      objects: [object],
    })),
  ];
}

function filtersOf(
  mesh: Mesh,
  proxy: Proxy,
  context: EnvoyContext | undefined,
  followed: EnvoyFilter | undefined,
): readonly EnvoyFilter[] {
  if (context === undefined || mesh.all('networking.istio.io/EnvoyFilter').length === 0) {
    return NONE;
  }
  const objects = new Set(envoyPatches(mesh, proxy, context).map(({ object }) => object));
  return [...objects].filter((object) => object !== followed);
}

const NONE: readonly EnvoyFilter[] = [];
