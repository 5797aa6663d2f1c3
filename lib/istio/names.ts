/** The name that stands for all sidecars where gateways are named. pkg/config/constants/constants.go: IstioMeshGateway. */
export const MESH_GATEWAY = 'mesh';

/** `namespace/name` of a Gateway as a VirtualService of a namespace writes it, to istiod: it still reads `name.namespace`, whatever follows, and takes `./name` for one beside the VirtualService. */
export function resolvedGatewayKey(reference: string, namespace: string): string {
  if (reference.includes('/')) {
    return reference.startsWith('./') ? `${namespace}${reference.slice(1)}` : reference;
  }
  const [name, home] = reference.split('.');
  return `${home ?? namespace}/${name}`;
}
