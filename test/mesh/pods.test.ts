import { podsOf } from '../../lib/mesh/pods';
import { Mesh } from '../../lib/mesh/reading/mesh';
import { deployment } from '../manifests';

const mesh = new Mesh([
  deployment('shop/a', { app: 'web', version: 'v1' }),
  deployment('shop/b', { app: 'web', version: 'v2' }),
  deployment('front/c', { app: 'web' }),
]);
const names = (selector?: Record<string, string>, external = false, subset?: Record<string, string>): string[] =>
  podsOf(mesh, { selector, namespace: 'shop', external }, subset).map(({ name }) => name);

test('the pods behind a Service, as far as a subset has them', () => {
  expect(names({ app: 'web' })).toEqual(['a', 'b']);
  expect(names({ app: 'web' }, false, { version: 'v2' })).toEqual(['b']);
  expect(names({ app: 'db' })).toEqual([]);
});

test('an empty selector takes nothing for a Service, and all for a ServiceEntry', () => {
  expect(names()).toEqual([]);
  expect(names({})).toEqual([]);
  expect(names({}, true)).toEqual(['a', 'b']);
});
