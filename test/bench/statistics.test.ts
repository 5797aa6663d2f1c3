import fc from 'fast-check';
import {
  growthOf,
  growthText,
  growthVerdict,
  median,
  ratios,
  spreadOf,
  spreadText,
  verdictOf,
} from '../../bench/statistics';

test('the middle and the half around it', () => {
  expect(spreadOf([5, 1, 3, 2, 4])).toEqual({ median: 3, low: 2, high: 4 });
  expect(spreadOf([1, 2, 3, 4])).toEqual({ median: 2.5, low: 1.75, high: 3.25 });
  expect(spreadOf([7])).toEqual({ median: 7, low: 7, high: 7 });
  expect(median([4, 1])).toBe(2.5);
  expect(() => spreadOf([])).toThrow('there are no figures');
});

test('ratios are those of the pairs, so that a slow spell counts for both', () => {
  expect(ratios([12, 120, 24], [10, 100, 20])).toEqual({ median: 1.2, low: 1.2, high: 1.2 });
  expect(() => ratios([1], [1, 2])).toThrow('1 runs cannot be paired with 2');
});

test.each([
  [[1.1, 1.2, 1.2, 1.3], 1.25, 'met'],
  [[1.2, 1.24, 1.3, 1.4], 1.25, 'undecided'],
  [[1.3, 1.4, 1.5], 1.25, 'missed'],
] as const)('%j against %d is %s', (figures, goal, verdict) => {
  expect(verdictOf(spreadOf(figures), goal)).toBe(verdict);
});

test('what is written', () => {
  expect(spreadText({ median: 1.214, low: 1.18, high: 1.256 })).toBe('1.21 (1.18–1.26)');
  expect(growthText({ exponent: 1.017, error: 0.031 })).toBe('1.02 ± 0.03');
});

test('a growth is the exponent of the size', () => {
  const sizes = [100, 200, 400, 800];
  fc.assert(
    fc.property(
      fc.double({ min: 0.5, max: 2.5, noNaN: true }),
      fc.double({ min: 0.1, max: 10, noNaN: true }),
      (power, unit) => {
        const { exponent, error } = growthOf(sizes.map((size) => ({ size, time: unit * size ** power })));
        expect(exponent).toBeCloseTo(power, 6);
        expect(error).toBeCloseTo(0, 6);
      },
    ),
  );
  expect(() => growthOf([{ size: 1, time: 1 }])).toThrow('at least four sizes');
});

test('a growth above the goal by less than its error is undecided', () => {
  expect(growthVerdict({ exponent: 1.02, error: 0.01 }, 1.1)).toBe('met');
  expect(growthVerdict({ exponent: 1.15, error: 0.1 }, 1.1)).toBe('undecided');
  expect(growthVerdict({ exponent: 1.9, error: 0.1 }, 1.1)).toBe('missed');
});
