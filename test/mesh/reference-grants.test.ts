import { Mesh } from '../../lib/mesh/reading/mesh';
import { referenceGrants } from '../../lib/mesh/reference-grants';
import { manifest } from '../manifests';

const GROUP = 'gateway.networking.k8s.io';

const allows = (from: object, to: object): boolean =>
  new Mesh([
    manifest('ReferenceGrant', 'books/shop', {
      from: [{ group: GROUP, kind: 'HTTPRoute', namespace: 'shop', ...from }],
      to: [{ group: '', kind: 'Service', ...to }],
    }),
  ])
    .derive(referenceGrants)
    .allows({ kind: 'HTTPRoute', namespace: 'shop' }, { kind: 'Service', namespace: 'books', name: 'pages' });

test.each<[from: object, to: object, allowed: boolean]>([
  [{}, {}, true],
  [{}, { name: 'pages' }, true],
  [{}, { name: 'other' }, false],
  [{}, { kind: 'Secret' }, false],
  [{}, { group: 'networking.istio.io' }, false],
  [{ kind: 'GRPCRoute' }, {}, false],
  [{ namespace: 'blog' }, {}, false],
  [{ group: 'example.com' }, {}, false],
])('from %j to %j', (from, to, allowed) => {
  expect(allows(from, to)).toBe(allowed);
});

test('within a namespace no grant is needed', () => {
  const grants = new Mesh([]).derive(referenceGrants);
  expect(grants.allows({ kind: 'Gateway', namespace: 'a' }, { kind: 'Secret', namespace: 'a', name: 'x' })).toBe(true);
  expect(grants.allows({ kind: 'Gateway', namespace: 'a' }, { kind: 'Secret', namespace: 'b', name: 'x' })).toBe(false);
});
