import type { DiffChange, DiffHost } from './diff-data';
import { DiffEffect } from './diff-data';
import type { DiffReport } from './diff-report';
import { callerHeading, effectHeading, hostHeading, portHeading, portUrlText, urlText } from './diff-words';

/** What is told under one heading: changes of one effect, hosts or their ports, or callers. */
export interface DiffPart {
  readonly heading: string;
  readonly changes: readonly DiffChange[];
  readonly hosts: readonly DiffHost[];
  /** How the hosts are written. */
  readonly url: typeof urlText;
  /** As `namespace/name`. */
  readonly callers: readonly string[];
}

/** All of it, in the order in which a reader should see it: what breaks first. */
export function diffOutline(report: DiffReport): readonly DiffPart[] {
  return [
    ...changesOf(DiffEffect.BROKEN, report),
    ...changesOf(DiffEffect.DENIED, report),
    ...hostsOf(false, report),
    ...changesOf(DiffEffect.ALLOWED, report),
    ...changesOf(DiffEffect.ELSEWHERE, report),
    ...changesOf(DiffEffect.POSSIBLE, report),
    ...changesOf(DiffEffect.REPAIRED, report),
    ...changesOf(DiffEffect.OTHERWISE, report),
    ...hostsOf(true, report),
    ...changesOf(DiffEffect.TERMS, report),
    ...callersOf(false, report),
    ...callersOf(true, report),
    ...changesOf(DiffEffect.UNKNOWN, report),
  ];
}

const NOTHING: Omit<DiffPart, 'heading'> = { changes: [], hosts: [], url: urlText, callers: [] };

function changesOf(effect: DiffEffect, report: DiffReport): readonly DiffPart[] {
  const changes = report.changes.filter((each) => each.effect === effect);
  const count = changes.reduce((sum, { requests }) => sum + requests.length, 0);
  return changes.length === 0 ? [] : [{ ...NOTHING, heading: effectHeading(effect, count), changes }];
}

/** Hosts that are not there at all on one side, and then those that are there on other ports. */
function hostsOf(appeared: boolean, report: DiffReport): readonly DiffPart[] {
  const all = report.hosts.filter((each) => each.appeared === appeared);
  const whole = all.filter(({ otherPorts }) => otherPorts === undefined);
  const parts = all.filter(({ otherPorts }) => otherPorts !== undefined);
  const names = new Set(whole.map(({ host }) => host));
  const ports = new Set(parts.map(({ host, port }) => `${host}:${port}`));
  return [
    ...(whole.length === 0 ? [] : [{ ...NOTHING, heading: hostHeading(appeared, names.size), hosts: whole }]),
    ...(parts.length === 0
      ? []
      : [{ ...NOTHING, heading: portHeading(appeared, ports.size), hosts: parts, url: portUrlText }]),
  ];
}

function callersOf(appeared: boolean, { callers }: DiffReport): readonly DiffPart[] {
  const names = appeared ? callers.appeared : callers.vanished;
  return names.length === 0 ? [] : [{ ...NOTHING, heading: callerHeading(appeared, names.length), callers: names }];
}
