import { outcomeText, percent } from '../report/outcome-text';
import type { TraceOutcome } from '../report/trace-data';
import type { Becomes } from '../report/trace-report';

/** What is wrong with what becomes of the calls; undefined where it is as expected. */
export type Verdict = (outcomes: readonly TraceOutcome[]) => string | undefined;

/** How many of the calls, of 1. */
export type Share = (outcomes: readonly TraceOutcome[]) => number;

/** A part of a split. */
export interface Part {
  readonly name: string;
  /** Expected. */
  readonly percent: number;
  readonly share: Share;
}

/** Something that must be true of an outcome. */
export interface Condition {
  readonly isRight: (outcome: TraceOutcome) => boolean;
  /** What is there instead, where the text of an outcome does not show it. */
  readonly instead?: (outcome: TraceOutcome) => string | undefined;
}

/** Of percents: two thirds are written as 66.7. */
const TOLERANCE = 0.1;

/** Whether a share is the percents that are expected. */
export function isPercent(share: number, percents: number): boolean {
  return Math.abs(share * 100 - percents) <= TOLERANCE;
}

/** Whether percents make all of the calls. */
export function makesAll(percents: readonly number[]): boolean {
  return isPercent(
    1,
    percents.reduce((sum, each) => sum + each, 0),
  );
}

/** All calls come to something. */
export function reaches(name: string, share: Share): Verdict {
  return (outcomes) => {
    const reached = share(outcomes);
    return reached === 1 ? undefined : notReached(name, reached);
  };
}

/** Calls are split. What is not named gets nothing. */
export function splits(parts: readonly Part[]): Verdict {
  return (outcomes) => {
    const wrong = parts.flatMap(({ name, percent: wanted, share }) => {
      const given = share(outcomes);
      return isPercent(given, wanted) ? [] : [`${name} gets ${percent(given)}, not ${wanted} %.`];
    });
    return wrong.length === 0 ? undefined : wrong.join(' ');
  };
}

/** Something is true of every outcome. */
export function every(...conditions: readonly Condition[]): Verdict {
  return (outcomes) => {
    const wrong = outcomes.filter((outcome) => !conditions.every(({ isRight }) => isRight(outcome)));
    return wrong.length === 0 ? undefined : wrong.map((outcome) => lineOf(outcome, conditions)).join('\n');
  };
}

/** `No call comes to shop/web.` */
export function notReached(name: string, share: number): string {
  return `${share === 0 ? 'No call comes' : `Only ${percent(share)} of the calls come`} to ${name}.`;
}

/** An outcome, with what is wrong with it. */
export function lineOf(outcome: TraceOutcome, conditions: readonly Condition[] = []): string {
  const instead = conditions.flatMap((each) => (each.isRight(outcome) ? [] : (each.instead?.(outcome) ?? [])));
  return [`${percent(outcome.share)}: ${outcomeText(outcome)}`, ...instead].join(', ');
}

const DECIDES: ReadonlyMap<string, string> = new Map([
  ['age', 'the age of objects'],
  ['headers', 'what proxies write'],
]);

/** Why an expectation does not hold. It must do so whatever is in what files do not show: the age of objects, and what proxies write. */
export function whyNot({ outcomes, unknown }: Becomes, verdict: Verdict): string | undefined {
  const wrong = verdict(outcomes);
  if (wrong !== undefined) {
    return wrong;
  }
  for (const { what, text, otherwise } of unknown) {
    const on = DECIDES.get(what);
    const other = on !== undefined && otherwise !== undefined ? verdict(otherwise) : undefined;
    if (other !== undefined) {
      return `This depends on ${on}: ${text}\n${other}`;
    }
  }
  return undefined;
}
