import { checkManifests } from '../../../lib/checks/check-manifests';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';

/** Where the code is found, and what is said. */
const found = (...manifests: Manifest[]): string[] =>
  checkManifests(manifests)
    .filter((finding) => finding.code === 'CDI0167')
    .map(({ path, message }) => `${path}: ${message}`);

const route = (rules: object[], kind = 'HTTPRoute', parent: object = { name: 'edge' }): Manifest => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind,
  metadata: { name: 'web', namespace: 'shop' },
  spec: { parentRefs: [parent], rules },
});

const EVERY = 'The rule names no backend. Every request that no other rule takes gets 500.';
const SOME = 'The rule names no backend. Requests that take it get 500.';

test.each<[string, Manifest, string[]]>([
  ['an empty rule', route([{}]), [`spec.rules[0]: ${EVERY}`]],
  ['one of a GRPCRoute', route([{}], 'GRPCRoute'), [`spec.rules[0]: ${EVERY}`]],
  [
    'one in the mesh',
    route([{}], 'HTTPRoute', { group: '', kind: 'Service', name: 'web' }),
    [`spec.rules[0]: ${EVERY}`],
  ],
  [
    'one among others',
    route([{ backendRefs: [{ name: 'web', port: 80 }] }, { matches: [{ path: { value: '/old' } }], backendRefs: [] }]),
    [`spec.rules[1]: ${SOME}`],
  ],
  [
    'one with a filter that answers nothing',
    route([{ filters: [{ type: 'URLRewrite', urlRewrite: { hostname: 'a.example.com' } }] }]),
    [`spec.rules[0]: ${EVERY}`],
  ],
  ['a redirect', route([{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https' } }] }]), []],
  ['a backend', route([{ backendRefs: [{ name: 'web', port: 80 }] }]), []],
  // Other controllers may do something else.
  ['a parent of another kind', route([{}], 'HTTPRoute', { group: 'example.com', kind: 'Mesh', name: 'web' }), []],
])('%s', (_, manifest, expected) => {
  expect(found(manifest)).toEqual(expected);
});
