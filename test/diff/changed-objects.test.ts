import { changedObjects } from '../../lib/diff/changed-objects';
import { sidesOf } from '../../lib/diff/sides';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';

function service(spec: object, metadata: object = {}): Manifest {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'shop', ...metadata }, spec };
}

/** Whether a manifest is a changed one. */
function isChanged(before: Manifest, after: Manifest): boolean {
  return changedObjects(sidesOf(new Mesh([before]), new Mesh([after]))).length > 0;
}

const PORTS = [
  { name: 'http', port: 80 },
  { name: 'tls', port: 443 },
];

test.each<[what: string, before: Manifest, after: Manifest, expected: boolean]>([
  ['the same', service({ ports: PORTS }), service({ ports: PORTS.map((each) => ({ ...each })) }), false],
  ['members in another order', service({ a: 1, b: { c: 2, d: 3 } }), service({ b: { d: 3, c: 2 }, a: 1 }), false],
  ['a list in another order', service({ ports: PORTS }), service({ ports: [...PORTS].reverse() }), true],
  ['one port more', service({ ports: PORTS.slice(1) }), service({ ports: PORTS }), true],
  ['another value', service({ a: { b: 1 } }), service({ a: { b: 2 } }), true],
  ['a text for a number', service({ a: 1 }), service({ a: '1' }), true],
  ['a list for an object', service({ a: [] }), service({ a: {} }), true],
  ['a member that is not given', service({ a: 1, b: undefined }), service({ a: 1 }), false],
  ['an empty member', service({ a: 1, b: null }), service({ a: 1 }), true],
  ['what the API server writes', service({}, { uid: 'a', managedFields: [{}] }), service({}, { uid: 'b' }), false],
  ['the same names elsewhere', service({ uid: 'a' }), service({ uid: 'b' }), true],
  [
    'a date, and its text',
    service({}, { creationTimestamp: new Date('2026-01-02T03:04:05.000Z') }),
    service({}, { creationTimestamp: '2026-01-02T03:04:05.000Z' }),
    false,
  ],
  [
    'another date',
    service({}, { creationTimestamp: new Date('2026-01-02') }),
    service({}, { creationTimestamp: new Date('2026-01-03') }),
    true,
  ],
])('%s', (_, before, after, expected) => {
  expect(isChanged(before, after)).toBe(expected);
});
