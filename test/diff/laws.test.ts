import * as fc from 'fast-check';
import type { AccessChange, Changes } from '../../lib/diff/changes';
import { changes } from '../../lib/diff/changes';
import type { Effect } from '../../lib/diff/effect';
import { effectOf } from '../../lib/diff/effect';
import { fateOf, isSameFate } from '../../lib/diff/fate';
import type { JointWay } from '../../lib/diff/joint-ways';
import { callAt, jointWays, unheard } from '../../lib/diff/joint-ways';
import { callersIn } from '../../lib/diff/joint-callers';
import type { Side, Sides } from '../../lib/diff/sides';
import { sidesOf } from '../../lib/diff/sides';
import { touched } from '../../lib/diff/touched';
import type { Mesh } from '../../lib/mesh/reading/mesh';
import type { Call, Request } from '../../lib/routing/call';
import type { Trace } from '../../lib/routing/trace';
import { trace } from '../../lib/routing/tracer';
import type { Drawn } from '../routing/reachable/random-mesh';
import { drawn, ISSUERS, manifestsOf, request } from '../routing/reachable/random-mesh';
import { meshOf } from '../routing/tables';
import { randomChange } from './random-change';

/* What `changes` says of random pairs of meshes is what the tracer says of random requests, in one and the other. */

const MEMBERS = ['rules', 'front', 'policies', 'strict', 'issuers'] as const;

const withIssuers: fc.Arbitrary<Drawn> = fc
  .tuple(drawn, fc.subarray([...ISSUERS]))
  .map(([each, issuers]) => ({ ...each, issuers }));

/** Requests, some with a token of the other issuer, or of nobody. */
const asked: typeof request = fc
  .tuple(request, fc.constantFrom(undefined, undefined, ISSUERS[1], 'https://nobody.example'))
  .map(([make, iss]) => (base) => {
    const made = make(base);
    return iss === undefined ? made : { ...made, token: { claims: { iss, sub: 'alice' } } };
  });

/** Two sets of manifests that have some members in common; some show no pods. */
const pair = fc
  .tuple(withIssuers, withIssuers, fc.subarray([...MEMBERS], { minLength: 1 }), fc.constantFrom(false, false, true))
  .map(([old, other, changed, isBare]) => ({
    old,
    own: { ...old, ...Object.fromEntries(changed.map((each) => [each, other[each]])) },
    isBare,
  }));

interface Pair {
  readonly old: Drawn;
  readonly own: Drawn;
  readonly isBare: boolean;
}

function meshesOf({ old, own, isBare }: Pair): Sides<Mesh> {
  const mesh = (each: Drawn): Mesh => meshOf(manifestsOf(each).filter(({ kind }) => !isBare || kind !== 'Deployment'));
  return { before: mesh(old), after: mesh(own) };
}

/** With what is supposed to be there. */
function fullOf({ before, after }: Sides<Mesh>): Sides<Side> {
  return sidesOf(before, after);
}

/** What becomes of one call on either side. */
function traced(
  { before, after }: Sides<Side>,
  way: JointWay,
  from: Sides<Call['from']>,
  asked: Request | undefined,
): Sides<Trace> {
  const at = ({ mesh, asked: made }: Side, side: 'before' | 'after'): Trace => {
    const call = callAt(way, side, from[side], asked);
    return call === undefined ? unheard(way, from[side], asked, made) : trace(mesh, call);
  };
  return { before: at(before, 'before'), after: at(after, 'after') };
}

function differ({ before, after }: Sides<Trace>): boolean {
  return !isSameFate(fateOf(before), fateOf(after));
}

/** The names of who asks in an access. */
function namesIn({ callers, way }: AccessChange): readonly string[] {
  return way.gateways === undefined
    ? callers.map(({ after: { namespace, name } }) => `${namespace}/${name}`)
    : ['outside'];
}

function keyOf({ way: { host, port, form, tls, gateway } }: JointWay): string {
  return [host, port, form, tls?.certificate !== undefined, gateway?.namespace, gateway?.name].join(' ');
}

/** Who asks on a way: pods by their names on either side. */
function froms(sides: Sides<Side>, way: JointWay): readonly (readonly [name: string, from: Sides<Call['from']>])[] {
  if (way.gateways !== undefined) {
    return [['outside', { before: { kind: 'outside' }, after: { kind: 'outside' } }]];
  }
  const old = callersIn(sides.before);
  return callersIn(sides.after).flatMap((after) => {
    const before = old.find(({ namespace, name }) => namespace === after.namespace && name === after.name);
    const name = `${after.namespace}/${after.name}`;
    return before === undefined
      ? []
      : [
          [
            name,
            { before: { kind: 'workload', workload: before }, after: { kind: 'workload', workload: after } },
          ] as const,
        ];
  });
}

test('a request of which something else becomes is of a kind that is told', () => {
  let differing = 0;
  fc.assert(
    fc.property(pair, fc.array(asked, { minLength: 8, maxLength: 8 }), (sets, makers) => {
      const meshes = meshesOf(sets);
      const sides = fullOf(meshes);
      const told = changes(meshes.before, meshes.after);
      for (const way of jointWays(sides)) {
        const { requests } = way.way;
        for (const [name, from] of froms(sides, way)) {
          for (const one of requests === undefined ? [undefined] : makers.map((make) => make(requests.base))) {
            if (differ(traced(sides, way, from, one))) {
              differing++;
              const access = told.accesses.find(
                (each) => keyOf(each.way) === keyOf(way) && namesIn(each).includes(name),
              );
              const kinds = [...(access?.kinds.map(({ kind }) => kind) ?? []), ...(access?.unknown ?? [])];
              expect([name, one, kinds.some((kind) => kind === undefined || kind.includes(one!))]).toEqual([
                name,
                one,
                true,
              ]);
            }
          }
        }
      }
    }),
    { seed: 3, numRuns: 20 },
  );
  expect(differing).toBeGreaterThan(300);
});

test('each kind that is told has a request of which something else becomes, for whoever of its callers asks', () => {
  let compared = 0;
  fc.assert(
    fc.property(pair, (sets) => {
      const meshes = meshesOf(sets);
      const sides = fullOf(meshes);
      for (const access of changes(meshes.before, meshes.after).accesses) {
        const names = namesIn(access);
        for (const { kind, effect, traces } of access.kinds) {
          const one = traces.after.call.request;
          expect(kind === undefined || kind.includes(one!)).toBe(true);
          for (const [, from] of froms(sides, access.way).filter(([name]) => names.includes(name))) {
            const { before, after } = traced(sides, access.way, from, one);
            expect(effectOf(fateOf(before), fateOf(after))).toBe(effect);
            compared++;
          }
        }
      }
    }),
    { seed: 4, numRuns: 20 },
  );
  expect(compared).toBeGreaterThan(100);
});

const MIRRORED: Readonly<Record<Effect, readonly Effect[]>> = {
  broken: ['repaired', 'allowed'],
  denied: ['allowed', 'repaired'],
  allowed: ['denied', 'broken'],
  repaired: ['broken', 'denied'],
  elsewhere: ['elsewhere'],
  otherwise: ['otherwise'],
  possible: ['possible'],
  terms: ['terms'],
};

test('the way back is the mirror of the way there', () => {
  fc.assert(
    fc.property(pair, (sets) => {
      const { before, after } = meshesOf(sets);
      const [there, back] = [changes(before, after), changes(after, before)];
      for (const access of there.accesses) {
        for (const { traces, effect, kind } of access.kinds) {
          const one = traces.after.call.request;
          for (const name of namesIn(access)) {
            const other = back.accesses.find(
              (each) => keyOf(each.way) === keyOf(access.way) && namesIn(each).includes(name),
            );
            const found = other?.kinds.find((each) => kind === undefined || each.kind!.includes(one!));
            // In which order rules divide requests may decide whether one is found.
            if (found !== undefined || other?.unknown.some((each) => each.includes(one!)) !== true) {
              expect(MIRRORED[effect]).toContain(found?.effect);
            }
          }
        }
      }
    }),
    { seed: 5, numRuns: 12 },
  );
});

test('nothing becomes of anything where nothing changes, nor where objects stand in another order that no age depends on', () => {
  fc.assert(
    fc.property(drawn, fc.integer(), (each, seed) => {
      const manifests = manifestsOf(each);
      const turned = [...manifests].reverse();
      const start = Math.abs(seed) % manifests.length;
      const shuffled = [...turned.slice(start), ...turned.slice(0, start)];
      const mesh = meshOf(manifests);
      expect(changes(mesh, mesh, true)).toMatchObject({ accesses: [], appeared: [], vanished: [] });
      expect(changes(mesh, meshOf(manifests), true).accesses).toEqual([]);
      const { accesses } = changes(mesh, meshOf(shuffled), true);
      expect(accesses.flatMap(({ kinds }) => kinds)).toEqual([]);
    }),
    { seed: 6, numRuns: 12 },
  );
});

/** By caller and way, what changes. */
function flat({ accesses }: Changes): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const access of accesses) {
    const kinds = access.kinds.map(({ kind, effect }) => `${effect} ${kind?.description}`);
    const unknown = access.unknown.map(({ description }) => `unknown ${description}`);
    for (const name of namesIn(access)) {
      found.set(`${name} ${keyOf(access.way)}`, [...kinds, ...unknown].join('\n'));
    }
  }
  return found;
}

/** Changes of which some ways are out of reach. */
const BOUNDED = [1, 5, 13, 18, 25, 30];

test('what no changed object can touch is as it was', () => {
  let told = 0;
  for (const number of BOUNDED) {
    const { before, after, edits } = randomChange(number);
    const ways = jointWays(sidesOf(before, after));
    expect(ways.filter(touched(sidesOf(before, after)).isWay).length).toBeLessThan(ways.length);
    const all = flat(changes(before, after, true));
    expect([edits, flat(changes(before, after))]).toEqual([edits, all]);
    told += all.size;
  }
  expect(told).toBeGreaterThan(5);
});
