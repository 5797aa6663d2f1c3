import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { claim } from '../../lib/core/claims';

/** A construct that made something. */
function made(scope: Construct, id: string): Construct {
  const construct = new Construct(scope, id);
  new Construct(construct, 'Resource');
  return construct;
}

test('the first takes it, and others are told who has it', () => {
  const chart = new Chart(new App(), 'shop');
  const first = made(chart, 'First');
  expect(claim(first, 'host a')).toBeUndefined();
  expect(claim(first, 'host a')).toBeUndefined();
  expect(claim(made(chart, 'Second'), 'host a')).toBe('shop/First');
  expect(claim(made(chart, 'Third'), 'host b')).toBeUndefined();
});

test('what a refused construct took is free', () => {
  const chart = new Chart(new App(), 'shop');
  expect(claim(new Construct(chart, 'Refused'), 'host a')).toBeUndefined();
  expect(claim(made(chart, 'Corrected'), 'host a')).toBeUndefined();
  expect(claim(made(chart, 'Another'), 'host a')).toBe('shop/Corrected');
});

test('a chart inside a chart shares its claims', () => {
  const chart = new Chart(new App(), 'shop');
  expect(claim(made(chart, 'A'), 'host a')).toBeUndefined();
  expect(claim(made(new Chart(chart, 'inner'), 'B'), 'host a')).toBe('shop/A');
});

test('another chart has claims of its own, because it may be for another cluster', () => {
  const app = new App();
  expect(claim(made(new Chart(app, 'test'), 'A'), 'host')).toBeUndefined();
  expect(claim(made(new Chart(app, 'production'), 'A'), 'host')).toBeUndefined();
});
