import { oldestFirst, olderOf } from '../../lib/mesh/age';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { MeshContext } from '../../lib/mesh/reading/mesh-context';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { destinationRule } from '../manifests';

const rule = (key: string, creationTimestamp?: string | null): Manifest =>
  destinationRule(key, {}, { creationTimestamp });

function order(manifests: Manifest[], age: MeshContext['age'] = 'listed', externals: Manifest[] = []): string[] {
  const mesh = new Mesh(manifests, externals, { age });
  return oldestFirst(mesh, mesh.all('networking.istio.io/DestinationRule')).map(({ key }) => key);
}

test('objects without a time stand as in the files, or by name and then namespace', () => {
  const manifests = [rule('shop/b'), rule('shop/a'), rule('front/a')];
  expect(order(manifests)).toEqual(['shop/b', 'shop/a', 'front/a']);
  expect(order(manifests, 'named')).toEqual(['front/a', 'shop/a', 'shop/b']);
});

test.each(['listed', 'named'] as const)('a time of creation counts before the order of the files: %s', (age) => {
  const manifests = [rule('shop/a', '2026-01-02T00:00:00Z'), rule('shop/b', '2026-01-01T00:00:00Z')];
  expect(order(manifests, age)).toEqual(['shop/b', 'shop/a']);
});

test('two of one second are told apart by name, whatever the files say', () => {
  const manifests = [rule('shop/b', '2026-01-01T00:00:00.2Z'), rule('shop/a', '2026-01-01T00:00:00.9Z')];
  expect(order(manifests)).toEqual(['shop/a', 'shop/b']);
});

test('what has no time is made after what has one; null is no time', () => {
  expect(order([rule('shop/a', null), rule('shop/b', '2026-01-01T00:00:00Z')])).toEqual(['shop/b', 'shop/a']);
});

test('what is only known from the settings was there before', () => {
  expect(order([rule('shop/a')], 'listed', [rule('shop/b')])).toEqual(['shop/b', 'shop/a']);
  expect(order([rule('shop/a')], 'named', [rule('shop/b')])).toEqual(['shop/b', 'shop/a']);
});

test('which is older is known where both orders agree', () => {
  const older = (...manifests: Manifest[]): string | undefined => {
    const [a, b] = new Mesh(manifests).all('networking.istio.io/DestinationRule');
    return olderOf(a, b)?.key;
  };
  expect(older(rule('shop/a'), rule('shop/b'))).toBe('shop/a');
  expect(older(rule('shop/b'), rule('shop/a'))).toBeUndefined();
  expect(older(rule('shop/b', '2026-01-01T00:00:00Z'), rule('shop/a', '2026-01-02T00:00:00Z'))).toBe('shop/b');
  expect(older(rule('shop/b', '2026-01-01T00:00:00Z'), rule('shop/a', '2026-01-01T00:00:00Z'))).toBe('shop/a');
});

test('a mesh that takes another order shares the objects and nothing that was worked out', () => {
  const mesh = new Mesh([rule('shop/b'), rule('shop/a')]);
  const first = ({ context }: Mesh): string => context.age;
  expect(mesh.derive(first)).toBe('listed');
  const named = mesh.agedBy('named');
  expect(named.derive(first)).toBe('named');
  expect(named.all('networking.istio.io/DestinationRule')).toBe(mesh.all('networking.istio.io/DestinationRule'));
  expect(named.agedBy('listed')).toBe(mesh);
  expect(mesh.agedBy('named')).toBe(named);
  expect(mesh.agedBy('listed')).toBe(mesh);
});
