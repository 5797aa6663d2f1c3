import type { Reporter } from '../checks/check';
import type { MeshContext } from '../mesh/mesh-context';
import type { MeshObject } from '../mesh/mesh-object';

/** The API server's verdict on one object: all that it would refuse it for. */
export function checkSchema(_object: MeshObject, _report: Reporter, _context: MeshContext): void {}
