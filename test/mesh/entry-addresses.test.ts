import { hasAddresses } from '../../lib/mesh/entry-addresses';
import { Mesh } from '../../lib/mesh/reading/mesh';
import { external } from '../manifests';

test.each<[string, object, unknown, boolean]>([
  ['none', {}, undefined, false],
  ['its own', { addresses: ['198.51.100.7'] }, undefined, true],
  ['those of istiod', {}, { addresses: [{ value: '240.240.0.1' }] }, true],
  ['an empty list', { addresses: [] }, { addresses: [] }, false],
])('a ServiceEntry with %s', (_, spec, status, expected) => {
  const mesh = new Mesh([{ ...external('shop/a', ['a.example.com'], spec), status }]);
  expect(mesh.all('networking.istio.io/ServiceEntry').map(hasAddresses)).toEqual([expected]);
});
