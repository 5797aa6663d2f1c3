import type { EnvoyContext, EnvoyFilter } from '../mesh/envoy-filters';
import { envoyPatches } from '../mesh/envoy-filters';
import { GATEWAY_NAME } from '../mesh/managed-gateways';
import type { Proxy } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import type { MeshObject } from '../mesh/reading/mesh-object';
import { selects } from '../mesh/workload';
import type { Unknown } from './trace';

/**
 * That EnvoyFilters change a proxy, and that extensions run in it, which the trace does not follow.
 *
 * @param followed one of which it is known what it does
 */
export function patchedProxy(
  mesh: Mesh,
  proxy: Proxy,
  context: EnvoyContext,
  followed?: EnvoyFilter,
): readonly Unknown[] {
  const extensions = extensionsOf(mesh, proxy, context);
  if (mesh.all('networking.istio.io/EnvoyFilter').length + extensions.length === 0) {
    return NONE;
  }
  const { namespace, name } = proxy;
  const objects = new Set(envoyPatches(mesh, proxy, context).map(({ object }) => object));
  return [
    ...[...objects]
      .filter((object) => object !== followed)
      .map((object): Unknown => ({
        what: 'patches',
        text: `EnvoyFilter ${object.key} changes the configuration of ${namespace}/${name}. What it does to the call is not followed.`,
        objects: [object],
      })),
    ...extensions.map((object): Unknown => ({
      what: 'patches',
      text: `${object.kind} ${object.key} runs in ${namespace}/${name}. What it does to the call is not followed.`,
      objects: [object],
    })),
  ];
}

const NONE: readonly Unknown[] = [];

type Extension = MeshObject<'extensions.istio.io/WasmPlugin'> | MeshObject<'extensions.istio.io/TrafficExtension'>;

/** Those that selectors, or the name of a gateway, attach to a proxy (pilot/pkg/model/extensions.go: WasmPluginsWithListenerInfo). */
function extensionsOf(mesh: Mesh, { namespace, labels }: Proxy, context: EnvoyContext): readonly Extension[] {
  const all: readonly Extension[] = [
    ...mesh.all('extensions.istio.io/WasmPlugin'),
    ...mesh.all('extensions.istio.io/TrafficExtension'),
  ];
  const { rootNamespace } = mesh.context;
  return all.filter((object) => {
    const { selector, targetRefs = [], match = [] } = object.spec;
    if (match.length > 0 && match.every(({ mode }) => mode === OPPOSITE[context])) {
      return false;
    }
    const isHere = object.namespace === namespace || object.namespace === rootNamespace;
    return targetRefs.length > 0
      ? object.namespace === namespace && targetRefs.some(({ name }) => name === labels[GATEWAY_NAME])
      : isHere && selects(selector?.matchLabels, labels);
  });
}

/** The traffic that is not that of a context. */
const OPPOSITE: Partial<Record<EnvoyContext, string>> = {
  SIDECAR_INBOUND: 'CLIENT',
  SIDECAR_OUTBOUND: 'SERVER',
  GATEWAY: 'SERVER',
};
