/** What a series of figures says: its middle, and the half of it around that. */
export interface Spread {
  readonly median: number;
  /** A quarter of the figures is below it. */
  readonly low: number;
  /** A quarter of the figures is above it. */
  readonly high: number;
}

/** Whether a goal is met, as far as the spread can tell. */
export type Verdict = 'met' | 'missed' | 'undecided';

export function spreadOf(figures: readonly number[]): Spread {
  if (figures.length === 0) {
    throw new Error('there are no figures');
  }
  const sorted = [...figures].sort((a, b) => a - b);
  const at = (share: number): number => {
    const place = share * (sorted.length - 1);
    const below = Math.floor(place);
    const above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
  };
  return { median: at(0.5), low: at(0.25), high: at(0.75) };
}

export function median(figures: readonly number[]): number {
  return spreadOf(figures).median;
}

/** Ratios of runs that were made in turn: what disturbs the machine disturbs both of a pair. */
export function ratios(ours: readonly number[], theirs: readonly number[]): Spread {
  if (ours.length !== theirs.length) {
    throw new Error(`${ours.length} runs cannot be paired with ${theirs.length}`);
  }
  return spreadOf(ours.map((each, i) => each / theirs[i]));
}

/** A goal is missed only where the whole spread lies above it, and met where the median does not. */
export function verdictOf({ median: middle, low }: Spread, goal: number): Verdict {
  return middle <= goal ? 'met' : low > goal ? 'missed' : 'undecided';
}

/** `1.21 (1.18–1.26)` */
export function spreadText({ median: middle, low, high }: Spread, digits = 2): string {
  return `${middle.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`;
}

/** How a time grows with a size: the exponent of the size, 1 where twice the objects take twice the time, with its standard error. */
export interface Growth {
  readonly exponent: number;
  readonly error: number;
}

/** A line through the logarithms of sizes and times, by least squares. */
export function growthOf(points: readonly { readonly size: number; readonly time: number }[]): Growth {
  if (points.length < 4) {
    throw new Error(`a growth needs at least four sizes, and these are ${points.length}`);
  }
  const logs = points.map(({ size, time }) => ({ x: Math.log(size), y: Math.log(time) }));
  const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;
  const [midX, midY] = [mean(logs.map(({ x }) => x)), mean(logs.map(({ y }) => y))];
  const sum = (of: (point: { x: number; y: number }) => number): number =>
    logs.reduce((all, each) => all + of(each), 0);
  const width = sum(({ x }) => (x - midX) ** 2);
  const exponent = sum(({ x, y }) => (x - midX) * (y - midY)) / width;
  const rest = sum(({ x, y }) => (y - midY - exponent * (x - midX)) ** 2);
  return { exponent, error: Math.sqrt(rest / (logs.length - 2) / width) };
}

/** Growth is more than linear only where the exponent is above the goal by more than its error. */
export function growthVerdict({ exponent, error }: Growth, goal: number): Verdict {
  return exponent <= goal ? 'met' : exponent - error > goal ? 'missed' : 'undecided';
}

/** `1.02 ± 0.03` */
export function growthText({ exponent, error }: Growth): string {
  return `${exponent.toFixed(2)} ± ${error.toFixed(2)}`;
}
