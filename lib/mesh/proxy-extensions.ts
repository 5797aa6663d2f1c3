import type { TrafficSelector } from '../../imports/extensions';
import { isAttached } from './authorization';
import type { Proxy } from './proxies';
import type { Mesh } from './reading/mesh';
import type { MeshObject } from './reading/mesh-object';

/** Code that proxies run. istiod makes a TrafficExtension of each WasmPlugin (pilot/pkg/config/kube/extensions/controller.go: translateWasmPlugin). */
export type ProxyExtension =
  MeshObject<'extensions.istio.io/WasmPlugin'> | MeshObject<'extensions.istio.io/TrafficExtension'>;

/** Where in a proxy a call comes by. */
export interface ExtendedListener {
  /** Of gateways and of what leaves a sidecar it is CLIENT (pilot/pkg/model/extensions.go: workloadModeForListenerClass). */
  readonly mode: 'CLIENT' | 'SERVER';
  /** Undefined for a waypoint, which reads no ports. */
  readonly port?: number;
  /** The Service or ServiceEntry that a waypoint is asked for. */
  readonly service?: MeshObject;
}

/**
 * The extensions of a proxy for a call: of its namespace, of the root namespace and, for a waypoint, of that of the Service
 * (pilot/pkg/model/push_context.go: TrafficExtensionsByListenerInfo).
 */
export function proxyExtensions(
  mesh: Mesh,
  proxy: Proxy,
  { mode, port, service }: ExtendedListener,
): readonly ProxyExtension[] {
  const { rootNamespace } = mesh.context;
  const namespaces = [proxy.namespace, rootNamespace, ...(service === undefined ? [] : [service.namespace])];
  return mesh
    .derive(allExtensions)
    .filter(
      (extension) =>
        namespaces.includes(extension.namespace) &&
        isAttached(extension, { ...proxy, service }, rootNamespace) &&
        takes(extension.spec.match, mode, port),
    );
}

function allExtensions(mesh: Mesh): readonly ProxyExtension[] {
  return [...mesh.all('extensions.istio.io/WasmPlugin'), ...mesh.all('extensions.istio.io/TrafficExtension')];
}

/** pilot/pkg/model/extensions.go: matchTrafficExtensionSelectors, matchMode, matchPorts */
function takes(match: readonly TrafficSelector[] = [], mode: string, port: number | undefined): boolean {
  return (
    match.length === 0 ||
    match.some(
      ({ mode: wanted = 'UNDEFINED', ports = [] }) =>
        ['UNDEFINED', 'CLIENT_AND_SERVER', mode].includes(wanted) &&
        (ports.length === 0 || ports.some(({ number }) => number === port)),
    )
  );
}
