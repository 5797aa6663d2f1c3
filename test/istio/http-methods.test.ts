import { HTTP_METHODS, methodInCapitals } from '../../lib/istio/http-methods';

test.each(HTTP_METHODS)('%s in whatever case', (method) => {
  expect(methodInCapitals(method)).toBe(method);
  expect(methodInCapitals(method.toLowerCase())).toBe(method);
  expect(methodInCapitals(` ${method.toLowerCase()} `)).toBe(method);
});

test.each([
  ['ge*', 'GE*'],
  ['*et', '*ET'],
  ['*', undefined],
  ['', undefined],
  ['fetch', undefined],
  ['x*', undefined],
  ['*e*', undefined],
])('%s: %s', (method, capitals) => {
  expect(methodInCapitals(method)).toBe(capitals);
});
