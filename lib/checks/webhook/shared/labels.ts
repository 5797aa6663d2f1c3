import { show } from '../../../core/problems';
import type { Verdict } from './errors-only';

/** Labels, as objects have them or as selectors ask for them. */
export type Labels = Readonly<Record<string, string>>;

const NAME = /^(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const PREFIX_PART = /^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$/;
const MAX_NAME = 63;
const MAX_PREFIX = 253;
const FORM = 'letters, digits, "-", "_" and ".", with a letter or digit at both ends';

/** Says what is wrong with labels that istiod compares with those of workloads. */
export function checkLabels(labels: Labels | undefined, path: string, verdict: Verdict): void {
  for (const [key, value] of Object.entries(labels ?? {})) {
    const at = labelPath(path, key);
    const problem = keyProblem(key);
    if (problem !== undefined) {
      verdict.error(
        at,
        `The key ${show(key)} of the label ${problem}`,
        `Write a key such as "app" or "example.com/team".`,
      );
    }
    if (value !== '' && !NAME.test(value)) {
      verdict.error(
        at,
        `The label ${show(key)} has the value ${show(value)}, and a value is made of ${FORM}.`,
        'Write the value that the pods have.',
      );
    }
  }
}

/**
 * Says what is wrong with the labels of a selector, given as `labels` or `matchLabels`, and returns whether there was no error.
 *
 * @param labels undefined where there is a selector without labels
 * @param path of the labels
 */
export function checkWorkloadSelector(labels: Labels | undefined, path: string, verdict: Verdict): boolean {
  const entries = Object.entries(labels ?? {});
  const isWrong = ([key, value]: [string, string]): boolean => key === '' || key.includes('*') || value.includes('*');
  for (const [key, value] of entries) {
    const at = labelPath(path, key);
    if (key === '') {
      verdict.error(
        at,
        `The selector has a label with the value ${show(value)} and no key.`,
        'Write the key of the label.',
      );
    }
    if (key.includes('*') || value.includes('*')) {
      verdict.error(
        at,
        `The selector has the label ${show(key)} with the value ${show(value)}, but "*" is not a wildcard there.`,
        'Write key and value as the pods have them, or remove this label.',
      );
    }
  }
  if (entries.length === 0) {
    verdict.warning(
      path,
      'The selector has no labels, so it selects all workloads.',
      'Write the labels of the workloads to select, or remove the selector to select all.',
    );
  }
  return !entries.some(isWrong);
}

function labelPath(path: string, key: string): string {
  return `${path}.${key}`;
}

function keyProblem(key: string): string | undefined {
  const slash = key.indexOf('/');
  const name = key.slice(slash + 1);
  const prefix = key.slice(0, Math.max(slash, 0));
  if (!NAME.test(name)) {
    return `is not made of ${FORM}.`;
  }
  if (slash >= 0 && !prefix.split('.').every((part) => PREFIX_PART.test(part))) {
    return `has ${show(prefix)} before the "/", but only a DNS name is allowed there.`;
  }
  if (prefix.length > MAX_PREFIX) {
    return `has ${prefix.length} characters before the "/", and there can be ${MAX_PREFIX}.`;
  }
  return name.length > MAX_NAME ? `has ${name.length} characters, and a name has at most ${MAX_NAME}.` : undefined;
}
