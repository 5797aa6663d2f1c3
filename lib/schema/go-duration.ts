const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  // Two signs are in use: the micro sign and the Greek letter.
  ['\u00b5s', 1_000n],
  ['\u03bcs', 1_000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
]);
const PART = /(\d*)(?:\.(\d*))?([^.\d]+)/y;
/** Nearly all durations are of this form. */
const SIMPLE = /^(\d{1,9})(ms|s|m|h)$/;
const LIMIT = 2n ** 63n;

/** A duration in nanoseconds, as Go's `time.ParseDuration` reads it; undefined where that would reject it. */
export function parseGoDuration(text: string): bigint | undefined {
  const simple = SIMPLE.exec(text);
  if (simple !== null) {
    const value = BigInt(simple[1]) * UNITS.get(simple[2])!;
    return value < LIMIT ? value : undefined;
  }
  const negative = text.startsWith('-');
  const start = negative || text.startsWith('+') ? 1 : 0;
  if (text.length === start + 1 && text[start] === '0') {
    return 0n;
  }
  if (text.length === start) {
    return undefined;
  }
  let sum = 0n;
  PART.lastIndex = start;
  while (PART.lastIndex < text.length) {
    const part = PART.exec(text);
    const unit = part === null ? undefined : UNITS.get(part[3]);
    if (part === null || unit === undefined || (part[1] === '' && (part[2] ?? '') === '')) {
      return undefined;
    }
    // Digits that are too many for the limit need not be counted.
    const whole = part[1].replace(/^0+/, '');
    if (whole.length > 19) {
      return undefined;
    }
    const value = BigInt(whole || 0) * unit + fraction(part[2] ?? '', unit);
    sum += value;
    if (sum > LIMIT) {
      return undefined;
    }
  }
  if (negative) {
    return -sum;
  }
  return sum === LIMIT ? undefined : sum;
}

/** With Go's rounding: in floating point, cut off. */
function fraction(digits: string, unit: bigint): bigint {
  let value = 0n;
  let scale = 1;
  for (const digit of digits) {
    const next = value * 10n + BigInt(digit);
    if (value > (LIMIT - 1n) / 10n || next > LIMIT) {
      break;
    }
    value = next;
    scale *= 10;
  }
  return BigInt(Math.trunc(Number(value) * (Number(unit) / scale)));
}
