import { isIP } from 'node:net';
import { capturesDns } from '../mesh/dns-capture';
import { istioIngresses } from '../mesh/istio-ingresses';
import type { Mesh } from '../mesh/reading/mesh';
import type { MeshObject } from '../mesh/reading/mesh-object';
import type { AskedRules } from './asked-rules';
import type { Call } from './call';
import type { RouteEntry } from './http-routes';
import { ruleText } from './rule-texts';
import { withoutPort } from './domains';
import type { FailureName } from './failure';
import type { Outcome, Trace, Unknown } from './trace';
import { originOf } from './gateway-api/origins';
import { withGatewayApi } from './gateway-api/with-gateway-api';
import { targetOf } from './target';
import type { Assumptions } from './walk';
import { Walk } from './walk';
import type { WalkLog } from './walk-log';

/**
 * Where a call goes, and why. Where the age of objects decides that no file shows, the order of the mesh is taken, and the trace says what
 * the other one would give.
 */
export function trace(mesh: Mesh, call: Call): Trace {
  return traceWithRules(mesh, call).trace;
}

/** The same, with the rules that were tried on the request, in the order of the way. */
export function traceWithRules(
  mesh: Mesh,
  call: Call,
): { readonly trace: Trace; readonly asked: readonly AskedRules[] } {
  const { outcomes, hops, unknown, ties, opens, asked } = walk(mesh.derive(withGatewayApi), call);
  if (ties.length > 0) {
    const aged = mesh.agedBy(mesh.context.age === 'listed' ? 'named' : 'listed');
    const other = walk(aged.derive(withGatewayApi), call);
    if (summary(other.outcomes) !== summary(outcomes)) {
      const objects = [...new Set(ties.flat().flatMap((object) => originOf({ object }).object ?? []))];
      unknown.push({
        what: 'age',
        text: `Which of ${objects.map(({ kind, key }) => `${kind} ${key}`).join(', ')} was created first decides, and no file shows it.`,
        objects,
        otherwise: other.outcomes,
      });
    }
  }
  unknown.push(...unfollowedIngresses(mesh, call, outcomes));
  const entry = addressedEntry(mesh, call);
  if (entry !== undefined) {
    const other = walk(mesh.derive(withGatewayApi), call, { areEntriesInDns: false });
    if (summary(other.outcomes, call.to) !== summary(outcomes, call.to)) {
      unknown.push({
        what: 'addresses',
        text: `Whether DNS gives the address of ServiceEntry ${entry.key} for its host is in no file; it is taken that it does.`,
        objects: [entry],
        otherwise: other.outcomes,
      });
    }
  }
  if (opens.size > 0) {
    const other = walk(mesh.derive(withGatewayApi), call, { opensFit: true });
    if (summary(other.outcomes) !== summary(outcomes)) {
      unknown.push(openHeaders([...opens], other.outcomes));
    }
  }
  return { trace: { call, outcomes, hops, unknown }, asked };
}

/** What a gateway lacks, an Ingress may give it, of which istiod makes rules too. */
function unfollowedIngresses(
  mesh: Mesh,
  { from, request, tls }: Call,
  outcomes: readonly Outcome[],
): readonly Unknown[] {
  const isMissed = outcomes.some((each) => each.kind === 'failure' && UNSERVED.has(each.failure.name));
  const host = withoutPort(request?.authority ?? tls?.sni ?? '').toLowerCase();
  return from.kind !== 'outside' || !isMissed || host === ''
    ? []
    : istioIngresses(mesh, host).map((object) => ({
        what: 'ingress',
        text: `istiod makes rules of Ingress ${object.key} for ${host}, unless its ingress controller is off. What they do with the call is not followed.`,
        objects: [object],
      }));
}

const UNSERVED: ReadonlySet<FailureName> = new Set(['NoListener', 'NoFilterChain', 'NoVirtualHost', 'NoRoute']);

/** The ServiceEntry whose host is called by its name, and whose address only DNS that the proxies do not answer could have told. */
function addressedEntry(mesh: Mesh, { from, to }: Call): MeshObject | undefined {
  if (to.kind !== 'address' || from.kind === 'outside') {
    return undefined;
  }
  const { namespace } = from.kind === 'workload' ? from.workload : from.proxy;
  const { address, service } = targetOf(mesh, to.host, to.port, namespace);
  const isTold = service?.external === true && address !== undefined && isIP(to.host) === 0;
  return isTold && !capturesDns(mesh, namespace) ? service.object : undefined;
}

/** Rules that ask for what proxies write. */
function openHeaders(routes: readonly RouteEntry[], otherwise: readonly Outcome[]): Unknown {
  const objects = [...new Set(routes.flatMap(({ source }) => originOf({ object: source }).object ?? []))];
  return {
    what: 'headers',
    text: `What proxies write into headers that ${routes.map(ruleText).join(', ')} of ${objects.map(({ kind, key }) => `${kind} ${key}`).join(', ')} asks is in no file; it is taken that it is something else.`,
    objects,
    otherwise,
  };
}

function walk(mesh: Mesh, call: Call, assumptions: Partial<Assumptions> = {}): WalkLog {
  const found = new Walk(mesh, call, { areEntriesInDns: true, opensFit: false, ...assumptions });
  found.start();
  return found.log;
}

/** What a client can tell apart; with `to`, also at which address a server is that is not the one called. */
function summary(outcomes: readonly Outcome[], to?: Call['to']): string {
  const texts = outcomes.map((outcome) => {
    const share = outcome.share.toFixed(6);
    switch (outcome.kind) {
      case 'workload':
        return [
          share,
          outcome.workload,
          ...(to?.kind === 'address' && outcome.workload !== to.host ? [outcome.address] : []),
          outcome.port,
          outcome.subset,
          JSON.stringify(outcome.seen),
          outcome.timeout,
        ].join(' ');
      case 'response':
        return [share, outcome.status, outcome.location, outcome.body].join(' ');
      case 'failure':
        return [share, outcome.failure.name, outcome.failure.status].join(' ');
    }
  });
  return texts.sort().join('\n');
}
