import { literal } from './literal';

/** An example of what to write, with the value that was given in the place of the one in the example, where that fits. */
export function withGiven(example: string, value: unknown): string {
  const texts = example.match(/'[^']*'/g) ?? [];
  if (typeof value === 'string') {
    return texts.length === 1 && fitsText(texts[0].slice(1, -1), value)
      ? example.replace(texts[0], () => literal(value))
      : example;
  }
  const numbers = example.match(/\b\d+\b/g) ?? [];
  return typeof value === 'number' &&
    texts.length === 0 &&
    numbers.length === 1 &&
    fitsNumber(Number(numbers[0]), value)
    ? example.replace(numbers[0], String(value))
    : example;
}

/** A duration from cdk8s as it is written in code; the example where the value tells no time. */
export function durationOf(value: unknown, example: string): string {
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) {
    return `Duration.seconds(${value})`;
  }
  const [, amount, unit] = /^([1-9]\d*) ?(ms|s|m|min|h|d)?$/.exec(typeof value === 'string' ? value : '') ?? [];
  return amount === undefined ? example : `Duration.${UNITS[unit ?? 's']}(${amount})`;
}

const UNITS: Record<string, string> = {
  ms: 'millis',
  s: 'seconds',
  m: 'minutes',
  min: 'minutes',
  h: 'hours',
  d: 'days',
};

/** Whether a text is of the same kind as that of the example: a path, a host, a name. */
function fitsText(sample: string, value: string): boolean {
  if (value === '' || value.length > 60) {
    return false;
  }
  if (sample.startsWith('/')) {
    return value.startsWith('/');
  }
  return sample.includes('.') && sample !== '...'
    ? /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(value)
    : /^[\w.-]+$/.test(value);
}

/** A status stays a status, and a count a count. */
function fitsNumber(sample: number, value: number): boolean {
  return Number.isInteger(value) && (sample >= 100 ? value >= 200 && value <= 599 : value >= 1 && value <= 100);
}
