import { servicePorts } from '../mesh/gateway-listeners';
import type { Proxy } from '../mesh/proxies';
import { proxies } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import { servicesOfPods } from '../mesh/services-of-pods';
import type { Call } from '../routing/call';
import { closed } from '../routing/failure';
import { ANY_CLIENT } from '../routing/partition/requests';
import type { Way } from '../routing/reachable/way';
import { callOn, meshWay } from '../routing/reachable/way';
import { waysOf, waysToOtherHosts } from '../routing/reachable/ways';
import type { Trace } from '../routing/trace';
import type { Side, Sides } from './sides';

/** A way that clients have before the change, after it, or both times. */
export interface JointWay {
  readonly way: Way;
  /** The gateway, where it is one to a gateway; undefined on a side that has none of its name, or no way to it any more. */
  readonly gateways?: Sides<Proxy | undefined>;
  /** Whether the host is there on one side only, on this port. */
  readonly host: 'kept' | 'appeared' | 'vanished';
}

/** The ways of both sides, those of the later one first; and last those to hosts that neither side names. */
export function jointWays({ before, after }: Sides<Side>): readonly JointWay[] {
  const [old, own] = [before, after].map(({ asked }) => new Map(waysOf(asked).map((way) => [keyOf(way), way])));
  const [oldHosts, ownHosts] = [old, own].map((ways) => new Set([...ways.values()].map(hostKey)));
  const [oldGateways, ownGateways] = [before, after].map(({ asked }) => gatewaysByName(asked));
  const gatewaysOf = ({ gateway, port }: Way): JointWay['gateways'] => {
    if (gateway === undefined) {
      return undefined;
    }
    const name = nameOf(gateway);
    const found = { before: oldGateways.get(name), after: ownGateways.get(name) };
    const [led, leads] = [[before, found.before] as const, [after, found.after] as const].map(
      ([{ asked }, each]) => each !== undefined && leadsTo(asked, each, port),
    );
    return {
      before: leads && !led ? undefined : found.before,
      after: led && !leads ? undefined : found.after,
    };
  };
  return [
    ...[...own].map(([key, way]): JointWay => ({
      way: joined(way, old.get(key)),
      gateways: gatewaysOf(way),
      host: oldHosts.has(hostKey(way)) ? 'kept' : 'appeared',
    })),
    ...[...old]
      .filter(([key]) => !own.has(key))
      .map(([, way]): JointWay => ({
        way,
        gateways: gatewaysOf(way),
        host: ownHosts.has(hostKey(way)) ? 'kept' : 'vanished',
      })),
    ...waysToOtherHosts([before.asked, after.asked]).map((way): JointWay => ({ way, host: 'kept' })),
  ];
}

/**
 * Whether a Service leads to a port of a gateway, by its own number or by that of the pods. Where none does on either side, clients outside have
 * another way that no file shows.
 */
function leadsTo(mesh: Mesh, gateway: Proxy, port: number): boolean {
  return servicePorts(mesh, gateway).some(({ number, target }) => number === port || target === port);
}

/** A call on the way on one side; undefined where it comes to a gateway that this side has not. */
export function callAt(
  { way, gateways }: JointWay,
  side: keyof Sides<unknown>,
  from: Call['from'],
  request: Call['request'],
): Call | undefined {
  if (gateways === undefined) {
    return callOn(way, from, request);
  }
  const gateway = gateways[side];
  return (
    gateway && callOn({ ...way, to: { kind: 'gateway', gateway, port: way.port } }, fromOf(from, request), request)
  );
}

/** Requests come from some address, by which rules may tell them apart. */
function fromOf(from: Call['from'], request: Call['request']): Call['from'] {
  return from.kind === 'outside' && request !== undefined ? { ...from, address: request.client ?? ANY_CLIENT } : from;
}

/** What becomes of calls to a gateway that is not there, or to which no Service leads any more. */
export function unheard({ way }: JointWay, from: Call['from'], request: Call['request'], mesh: Mesh): Trace {
  const known = gatewaysByName(mesh).get(nameOf(way.gateway!));
  const [service] = known === undefined ? [] : servicesOfPods(mesh, known);
  const hop = { kind: 'outside', name: way.host, share: 1, steps: [] } as const;
  const found = closed('NoListener', { connection: 'refused', flags: undefined });
  return {
    call: callOn(way, from, request),
    outcomes: [{ kind: 'failure', failure: found, share: 1, hop: 0, mirrors: [] }],
    hops: [
      {
        ...hop,
        steps: [
          {
            layer: 'listener',
            decision:
              known === undefined
                ? `there is no gateway ${nameOf(way.gateway!)}`
                : `no Service leads to port ${way.port} of gateway ${nameOf(way.gateway!)}`,
            object: service?.object,
            path: service === undefined ? undefined : 'spec.ports',
            considered: [],
          },
        ],
      },
    ],
    unknown: [],
  };
}

/** With the names that clients write on either side. */
function joined(way: Way, old: Way | undefined): Way {
  const { host, port, form, services, gateway } = way;
  return old === undefined || gateway !== undefined ? way : meshWay(host, port, form, [...services, ...old.services]);
}

/** Clients with a certificate are not those without. */
function keyOf(way: Way): string {
  return [hostKey(way), way.form, way.tls?.certificate === undefined ? '' : 'certificate'].join(' ');
}

function hostKey({ host, port, gateway }: Way): string {
  return [host, port, gateway === undefined ? '' : nameOf(gateway)].join(' ');
}

function gatewaysByName(mesh: Mesh): ReadonlyMap<string, Proxy> {
  return new Map(proxies(mesh).gateways.map((gateway) => [nameOf(gateway), gateway]));
}

function nameOf({ namespace, name }: Proxy): string {
  return `${namespace}/${name}`;
}
