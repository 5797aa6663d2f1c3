import type { MeshObject } from './reading/mesh-object';

export type Gateway = MeshObject<'networking.istio.io/Gateway'>;
