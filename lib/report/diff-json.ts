import { withoutUndefined } from '../core/without-undefined';
import type { DiffChange, DiffHost, DiffObject, DiffOutcome } from './diff-data';
import { DiffEffect } from './diff-data';
import type { DiffReport, DiffUnreadable } from './diff-report';
import type { ReachDecision } from './reach-data';
import type { TracePlace, TraceUnknown } from './trace-data';

/** What a change does to requests, for programs. Absent members are left out; the order of members is always the same. */
export function diffJson({ changes, hosts, callers, unreadable, unknown, notes }: DiffReport): object {
  return {
    unreadable: unreadable.map(unreadableJson),
    summary: {
      ...Object.fromEntries(
        Object.values(DiffEffect).map((effect) => [effect, changes.filter((each) => each.effect === effect).length]),
      ),
      hostsAppeared: hosts.filter(({ appeared }) => appeared).length,
      hostsVanished: hosts.filter(({ appeared }) => !appeared).length,
      callersAppeared: callers.appeared.length,
      callersVanished: callers.vanished.length,
    },
    changes: changes.map(changeJson),
    hosts: hosts.map(hostJson),
    callers: { appeared: callers.appeared, vanished: callers.vanished },
    unknown: unknown.map(unknownJson),
    notes,
  };
}

function changeJson({
  effect,
  callers,
  gateway,
  host,
  port,
  protocol,
  requests,
  before,
  after,
  mayChangeBy,
  terms,
  changedObjects,
  example,
}: DiffChange): object {
  return withoutUndefined({
    ...{ effect, callers, gateway, host, port, protocol },
    requests: requests.map(({ method, path, conditions, except }) =>
      withoutUndefined({ method, path, conditions, except }),
    ),
    before: outcomeJson(before),
    after: outcomeJson(after),
    mayChangeBy: mayChangeBy?.map(placeJson),
    terms,
    changedObjects: changedObjects?.map(objectJson),
    example,
  });
}

function placeJson({ object, file, line, construct }: TracePlace): object {
  return withoutUndefined({ object, file, line, construct });
}

function outcomeJson({
  verdict,
  targets,
  status,
  location,
  failure,
  connection,
  decidedBy,
  dependsOn,
}: DiffOutcome): object {
  return withoutUndefined({
    ...{ verdict, targets, status, location, failure, connection },
    decidedBy: decidedBy?.map(decisionJson),
    dependsOn,
  });
}

function decisionJson({ layer, decision, object, path, file, line, construct }: ReachDecision): object {
  return withoutUndefined({ layer, decision, object, path, file, line, construct });
}

function objectJson({ change, object, file, line, construct }: DiffObject): object {
  return withoutUndefined({ change, object, file, line, construct });
}

function hostJson({
  appeared,
  callers,
  gateway,
  host,
  port,
  protocol,
  service,
  targets,
  otherwise,
  otherPorts,
  changedObjects,
}: DiffHost): object {
  return withoutUndefined({
    ...{ appeared, callers, gateway, host, port, protocol, service, targets, otherwise, otherPorts },
    changedObjects: changedObjects?.map(objectJson),
  });
}

function unreadableJson({ side, file, line, column, message }: DiffUnreadable): object {
  return withoutUndefined({ side, file, line, column, message });
}

function unknownJson({ what, text, objects }: TraceUnknown): object {
  return withoutUndefined({ what, text, objects });
}
