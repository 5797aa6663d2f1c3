import type * as types from '../../imports/envoy-types';
import { ProtoTypes } from './proto-types';

let read: ProtoTypes | undefined;

/** The messages of Envoy's configuration, as istiod knows them. A large file, and few meshes have an EnvoyFilter. */
export function envoyTypes(): ProtoTypes {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (read ??= new ProtoTypes((require('../../imports/envoy-types') as typeof types).ENVOY_TYPES));
}
