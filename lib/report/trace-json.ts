import { withoutUndefined } from '../core/without-undefined';
import type {
  ConsideredStep,
  SeenCall,
  TraceHop,
  TraceOutcome,
  TracePlace,
  TraceStep,
  TraceUnknown,
} from './trace-data';
import type { TraceReport } from './trace-report';

/** A trace for programs. Absent members are left out; the order of members is always the same. */
export function traceJson({ outcomes, hops, unknown }: Omit<TraceReport, 'question' | 'hints'>): object {
  return { outcomes: outcomes.map(outcomeJson), hops: hops.map(hopJson), unknown: unknown.map(unknownJson) };
}

function outcomeJson(outcome: TraceOutcome): object {
  const { share, kind, workload, status, failure, flags, location, seen, mirrors } = outcome;
  return withoutUndefined({
    share,
    kind,
    workload,
    status,
    failure,
    flags,
    location,
    seen: seen && seenJson(seen),
    mirrors,
  });
}

function seenJson({ host, path, headers, sni, tls }: SeenCall): object {
  return withoutUndefined({ host, path, headers, sni, tls });
}

function hopJson({ proxy, steps }: TraceHop): object {
  return { proxy, steps: steps.map(stepJson) };
}

function stepJson(step: TraceStep): object {
  const { layer, decision, considered } = step;
  return withoutUndefined({ layer, decision, ...placeJson(step), considered: considered?.map(consideredJson) });
}

function consideredJson(step: ConsideredStep): object {
  const { what, why } = step;
  return { what, why, ...placeJson(step) };
}

function unknownJson({ what, text, objects, otherwise }: TraceUnknown): object {
  return withoutUndefined({ what, text, objects: objects?.map(placeJson), otherwise: otherwise?.map(outcomeJson) });
}

function placeJson({ object, path, file, line, construct }: TracePlace): object {
  return withoutUndefined({ object, path, file, line, construct });
}
