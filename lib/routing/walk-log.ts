import { olderOf } from '../mesh/age';
import type { Endpoint } from '../mesh/endpoints';
import type { MeshObject } from '../mesh/reading/mesh-object';
import { retriesConnections } from './actions';
import type { AskedRules } from './asked-rules';
import { isToldHeader } from './call';
import type { Failure } from './failure';
import { seenThrough } from './failure';
import type { RouteEntry } from './http-routes';
import type { Journey } from './journey';
import type { ServerAnswer } from './server-call';
import type { Answered } from './trace';
import { TraceLog } from './trace-log';
import type { Weighted } from './weighted-endpoints';
import { sum } from './weighted-endpoints';

/** What is reached. */
interface Arrival {
  readonly workload: string;
  /** Where a manifest shows it. */
  readonly endpoint?: Endpoint;
  readonly address?: string;
  readonly port: number;
  /** Whom it takes for the caller. */
  readonly identity?: string;
}

/** What a walk has found so far, and how it ends. */
export class WalkLog extends TraceLog {
  /** Rules that were tried on the request, in the order of the way. */
  public readonly asked: AskedRules[] = [];
  /** Routes that ask for a header of which no file shows the value. */
  public readonly opens = new Set<RouteEntry>();

  /** To something that no manifest shows. */
  public outside(journey: Journey, host: string, port: number, address?: string): void {
    const hop = this.hop('outside', host, journey.share, journey.previous);
    this.arrive(journey, hop, { workload: host, address, port });
  }

  /** To a server of the manifests. */
  public reached(journey: Journey, hop: number, endpoint: Endpoint, workload: string, identity?: string): void {
    this.arrive(journey, hop, { workload, endpoint, address: endpoint.address, port: endpoint.port, identity });
  }

  private arrive(journey: Journey, hop: number, { workload, endpoint, address, port, identity }: Arrival): void {
    const { share, mirrors, delay, cluster, subset, request, wire, hello, timeout, retries } = journey;
    const { authority, path, method, headers } = request ?? {};
    const sni = wire.tls === 'mesh' ? hello?.sni : wire.tls === 'none' ? undefined : wire.sni;
    this.outcomes.push({
      kind: 'workload',
      share,
      hop,
      mirrors,
      delay,
      workload,
      pods: endpoint?.workload,
      object: endpoint?.object,
      address,
      port,
      cluster,
      subset,
      status: request && 200,
      seen: { host: authority, path, method, headers: headers?.filter(isToldHeader), sni, tls: wire.tls, identity },
      timeout,
      retries,
    });
  }

  /** A proxy answers, as it is configured to. */
  public answer(
    { share, mirrors, delay }: Journey,
    hop: number,
    what: Pick<Answered, 'by' | 'status'> & Partial<Answered>,
  ): void {
    this.outcomes.push({ ...what, kind: 'response', share, hop, mirrors, delay });
  }

  /** As the client sees it. */
  public fail(journey: Journey, hop: number, found: Failure): void {
    const { share, mirrors, delay, readsRequests, wire, hello, retries } = journey;
    const seen = seenThrough(found, readsRequests, {
      inTls: wire.tls !== 'none',
      isRetried: retriesConnections(retries),
    });
    // A client that has begun TLS cannot read a response in plain text.
    const ended: Failure =
      hello === undefined ? seen : { ...seen, status: undefined, connection: seen.connection ?? 'closed' };
    this.outcomes.push({ kind: 'failure', failure: ended, share, hop, mirrors, delay });
  }

  /**
   * What a proxy says to a call before it goes on.
   *
   * @returns whether the call goes on
   */
  public admits({ steps, unknown, outcome, asked }: ServerAnswer, journey: Journey, hop: number): boolean {
    if (asked !== undefined) {
      this.asked.push({ kind: 'policies', ...asked, before: journey.taken });
    }
    this.hops[hop].steps.push(...steps);
    unknown.forEach((each) => this.know(each));
    if (outcome !== 'accepted') {
      this.fail(journey, hop, outcome);
    }
    return outcome === 'accepted';
  }

  /** The calls are divided among endpoints. */
  public spread(
    journey: Journey,
    endpoints: readonly Weighted[],
    go: (part: Journey, endpoint: Endpoint) => void,
  ): void {
    const whole = sum(endpoints.map(({ weight }) => weight));
    const objects = [...new Set(endpoints.map(({ endpoint }) => endpoint.object))];
    if (objects.length > 1) {
      this.know({
        what: 'endpoints',
        text: `How many pods of ${objects.map(({ key }) => key).join(', ')} are ready is in no file; shares are taken from spec.replicas.`,
        objects,
      });
    }
    endpoints.forEach(({ endpoint, weight }) => go({ ...journey, share: (journey.share * weight) / whole }, endpoint));
  }

  /** Remembers objects of which the older one counts, where no file shows which it is. */
  public tie(objects: readonly MeshObject[]): void {
    if (
      objects.length > 1 &&
      objects.some((one, i) => objects.slice(i + 1).some((other) => olderOf(one, other) === undefined))
    ) {
      this.ties.push(objects);
    }
  }
}
