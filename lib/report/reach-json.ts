import { withoutUndefined } from '../core/without-undefined';
import type { ReachAccess, ReachDecision, ReachKind } from './reach-data';
import type { ReachReport } from './reach-report';
import type { TraceUnknown } from './trace-data';

/** Who can call what, for programs. Absent members are left out; the order of members is always the same. */
export function reachJson({ accesses, unknown }: Pick<ReachReport, 'accesses' | 'unknown'>): object {
  return { accesses: accesses.map(accessJson), unknown: unknown.map(unknownJson) };
}

function accessJson({ callers, gateway, host, port, protocol, service, kinds }: ReachAccess): object {
  return withoutUndefined({ callers, gateway, host, port, protocol, service, kinds: kinds.map(kindJson) });
}

function kindJson(kind: ReachKind): object {
  const { requests, verdict, targets, status, location, failure, decidedBy, dependsOn, example } = kind;
  return withoutUndefined({
    requests,
    verdict,
    targets,
    status,
    location,
    failure,
    decidedBy: decidedBy?.map(decisionJson),
    dependsOn,
    example,
  });
}

function decisionJson({ layer, decision, object, path, file, line, construct }: ReachDecision): object {
  return withoutUndefined({ layer, decision, object, path, file, line, construct });
}

function unknownJson({ what, text, objects }: TraceUnknown): object {
  return withoutUndefined({ what, text, objects });
}
