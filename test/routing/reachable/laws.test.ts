import * as fc from 'fast-check';
import type { Caller } from '../../../lib/routing/call';
import type { Access } from '../../../lib/routing/reachable/reachable';
import { reachable } from '../../../lib/routing/reachable/reachable';
import { callOn } from '../../../lib/routing/reachable/way';
import type { Trace } from '../../../lib/routing/trace';
import { trace } from '../../../lib/routing/tracer';
import { outcomes } from '../calls';
import { meshOf } from '../tables';
import { drawn, manifestsOf, request } from './random-mesh';

/* What `reachable` says of random meshes is what the tracer says of random requests. */

const mesh = drawn.map((each) => meshOf(manifestsOf(each)));

/** What becomes of calls, without what they look like to whoever gets them. */
function fate(found: Trace): string[] {
  return outcomes(found)
    .map((text) => text.replace(/http:\/\/\S*/, ''))
    .sort();
}

function callers({ callers: all, way }: Access): readonly Caller[] {
  return way.gateway === undefined ? all.map((workload) => ({ kind: 'workload', workload })) : [{ kind: 'outside' }];
}

test('any request is one of one kind, and has what its kind has, whoever of the callers asks', () => {
  fc.assert(
    fc.property(mesh, fc.array(request, { minLength: 12, maxLength: 12 }), (given, asked) => {
      for (const access of reachable(given)) {
        const base = access.way.requests?.base;
        for (const made of base === undefined ? [] : asked) {
          const one = made(base!);
          const kinds = access.kinds.filter(({ kind }) => kind!.includes(one));
          expect(kinds).toHaveLength(1);
          const [{ trace: told }] = kinds;
          for (const from of told === undefined ? [] : callers(access)) {
            expect(fate(trace(given, callOn(access.way, from, one)))).toEqual(fate(told!));
          }
        }
      }
    }),
    { seed: 1, numRuns: 40 },
  );
});

test('each kind is traced by a request that is one of it', () => {
  fc.assert(
    fc.property(mesh, (made) => {
      for (const { kinds, way } of reachable(made)) {
        for (const { kind, trace: told } of kinds) {
          expect(kind === undefined).toBe(way.requests === undefined);
          expect(told === undefined).toBe(kind?.approximate ?? false);
          expect(kind?.request === undefined || kind.includes(kind.request)).toBe(true);
          const inside = kind?.request === undefined ? [] : kinds.filter((each) => each.kind!.includes(kind.request!));
          expect(inside).toHaveLength(kind?.request === undefined ? 0 : 1);
        }
      }
    }),
    { seed: 2, numRuns: 40 },
  );
});
