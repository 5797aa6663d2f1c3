import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { claim } from '../../lib/core/claims';

test('the first takes it, and others are told who has it', () => {
  const chart = new Chart(new App(), 'shop');
  const first = new Construct(chart, 'First');
  expect(claim(first, 'host a')).toBeUndefined();
  expect(claim(new Construct(chart, 'Second'), 'host a')).toBe('shop/First');
  expect(claim(new Construct(chart, 'Third'), 'host b')).toBeUndefined();
});

test('another chart has claims of its own, because it may be for another cluster', () => {
  const app = new App();
  expect(claim(new Construct(new Chart(app, 'test'), 'A'), 'host')).toBeUndefined();
  expect(claim(new Construct(new Chart(app, 'production'), 'A'), 'host')).toBeUndefined();
});
