import type { Mesh } from '../mesh/reading/mesh';
import type { Call } from './call';
import { closed } from './failure';
import type { Trace } from './trace';

/** Where a call goes, and why. */
export function trace(_mesh: Mesh, call: Call): Trace {
  return {
    call,
    outcomes: [{ kind: 'failure', failure: closed('NoListener'), share: 1, hop: 0, mirrors: [] }],
    hops: [],
    unknown: [],
  };
}
