import { bounds } from './shares';

test('bounds hold all but a millionth', () => {
  expect(bounds(1000, 0.8)).toEqual({ least: 736, most: 859 });
  expect(bounds(1000, 0.2)).toEqual({ least: 141, most: 264 });
  expect(bounds(10, 0.5)).toEqual({ least: 0, most: 10 });
});

test('what is certain has no tolerance', () => {
  expect(bounds(50, 1)).toEqual({ least: 50, most: 50 });
  expect(bounds(50, 0)).toEqual({ least: 0, most: 0 });
});
