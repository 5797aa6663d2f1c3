import { manifest } from '../../manifests';
import { said } from './findings';

test.each([
  ['IST0153', 'ADD'],
  ['IST0154', 'REMOVE'],
])('%s reads well', (code, operation) => {
  const filter = (applyTo: string) =>
    manifest('EnvoyFilter', 'shop/f', { configPatches: [{ applyTo, patch: { operation, value: {} } }] });
  expect(said(code, [filter('HTTP_ROUTE')])[0].message).toMatch(`${operation} is not for HTTP_ROUTE: `);
  expect(said(code, [filter('ROUTE_CONFIGURATION')])[0].message).toMatch(
    `${operation} is not for ROUTE_CONFIGURATION: `,
  );
});

test('IST0152 reads well', () => {
  const filter = manifest('EnvoyFilter', 'shop/f', {
    configPatches: [{ applyTo: 'HTTP_ROUTE', patch: { operation: 'REPLACE', value: {} } }],
  });
  expect(said('IST0152', [filter])[0].message).toMatch('and this patch is applied to HTTP_ROUTE.');
});
