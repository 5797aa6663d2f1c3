import type { Schema } from './kind-schema';
import { PATTERNS } from './words';

const RULE = "duration(self) >= duration('1ms')";
/** Durations of Istio that its CRDs have no rule for. */
const WITHOUT_RULE = /(?:^|\.)(?:idleTimeout|ttl|budgetInterval)$/;

/** Whether a field takes a duration. */
export function isDuration({ type, pattern, ...schema }: Schema, path: string): boolean {
  return (
    type === 'string' &&
    (schema['x-kubernetes-validations']?.some(({ rule }) => rule === RULE) === true ||
      (pattern !== undefined && PATTERNS[pattern]?.startsWith('a duration')) ||
      WITHOUT_RULE.test(path))
  );
}

/** What to write for a duration that is a number alone, as a number or as text; undefined for all else. */
export function durationFix(given: unknown): string | undefined {
  const digits = typeof given === 'number' ? String(given) : given;
  if (typeof digits !== 'string' || !/^\d+(?:\.\d+)?$/.test(digits) || Number(digits) === 0) {
    return undefined;
  }
  const [seconds, milliseconds] = [Number(digits), Math.round(Number(digits) * 1000)];
  if (!Number.isInteger(seconds)) {
    // Not all APIs take a fraction.
    return milliseconds === 0 ? undefined : `Write it with its unit: ${milliseconds}ms.`;
  }
  return seconds < 100
    ? `Write it with its unit: ${digits}s.`
    : `Write it with its unit: ${digits}s for seconds, or ${digits}ms for milliseconds.`;
}
