import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { claim, holderOf, isOfAnotherChart, joinCluster } from '../../lib/core/claims';

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

test('what a rejected construct took is free', () => {
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

test('what is taken of a construct is taken once, whatever the charts', () => {
  const app = new App();
  const service = made(new Chart(app, 'services'), 'Service');
  const first = made(new Chart(app, 'a'), 'First');
  expect(claim(first, 'release', service)).toBeUndefined();
  expect(claim(made(new Chart(app, 'b'), 'Second'), 'release', service)).toBe('a/First');
  expect(holderOf(service, 'release')).toBe(first);
  expect(claim(made(new Chart(app, 'c'), 'Third'), 'release', 'service')).toBeUndefined();
});

test('charts that are joined share their claims, those that were there too', () => {
  const app = new App();
  const [a, b, c] = ['a', 'b', 'c'].map((id) => made(new Chart(app, id), 'X'));
  claim(a, 'host a');
  claim(b, 'host b');
  claim(c, 'host c');
  expect(joinCluster(a, b)).toEqual([]);
  expect(joinCluster(b, c)).toEqual([]);
  expect(joinCluster(a, c)).toEqual([]);
  for (const construct of [a, b, c]) {
    const other = made(new Chart(construct, 'inner'), 'Y');
    expect(['a', 'b', 'c'].map((name) => claim(other, `host ${name}`))).toEqual(['a/X', 'b/X', 'c/X']);
  }
});

test('what both of two joined charts have is told', () => {
  const app = new App();
  const [a, b] = ['a', 'b'].map((id) => made(new Chart(app, id), 'X'));
  claim(a, 'host');
  claim(b, 'host');
  claim(new Construct(a, 'Refused'), 'name');
  claim(b, 'name');
  expect(joinCluster(a, b)).toEqual([{ what: 'host', holders: ['a/X', 'b/X'] }]);
  expect(joinCluster(a, b)).toEqual([]);
});

test('another chart is known by its path', () => {
  const app = new App();
  const construct = made(new Chart(app, 'a'), 'X');
  expect(isOfAnotherChart(construct, made(new Chart(construct, 'inner'), 'Y').node.path)).toBe(false);
  expect(isOfAnotherChart(construct, made(new Chart(app, 'ab'), 'Y').node.path)).toBe(true);
});
