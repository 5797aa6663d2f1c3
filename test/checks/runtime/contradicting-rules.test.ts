import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { authorizationPolicy } from '../../manifests';
import { placesOf, textsOf } from '../found';

const policy = (rule: object, action = 'DENY'): Manifest => authorizationPolicy('shop/web', { action, rules: [rule] });
const paths = (rule: object): string[] =>
  placesOf('CDI0426', [policy(rule)]).map((place) =>
    place.replace('error AuthorizationPolicy shop/web spec.rules[0].', ''),
  );
const operation = (fields: object): object => ({ to: [{ operation: fields }] });
const source = (fields: object): object => ({ from: [{ source: fields }] });

test.each<[string, object, string]>([
  ['a path', operation({ paths: ['/admin'], notPaths: ['/admin*'] }), 'to[0].operation.paths'],
  ['a beginning', operation({ paths: ['/admin/*'], notPaths: ['/admin*'] }), 'to[0].operation.paths'],
  ['an ending', operation({ paths: ['*/a.txt', '/b.txt'], notPaths: ['*.txt'] }), 'to[0].operation.paths'],
  ['everything', operation({ methods: ['GET'], notMethods: ['*'] }), 'to[0].operation.methods'],
  ['a port', operation({ ports: ['80'], notPorts: ['80', '81'] }), 'to[0].operation.ports'],
  ['a namespace', source({ namespaces: ['shop'], notNamespaces: ['shop'] }), 'from[0].source.namespaces'],
  [
    'a caller of another namespace',
    source({ principals: ['cluster.local/ns/shop/sa/web'], namespaces: ['other', 'more-*'] }),
    'from[0].source.principals',
  ],
  ['a condition', { when: [{ key: 'request.headers[x]', values: ['a'], notValues: ['a'] }] }, 'when[0].values'],
  [
    'another port',
    { ...operation({ ports: ['80'] }), when: [{ key: 'destination.port', values: ['81'] }] },
    'to[0].operation.ports',
  ],
])('%s', (_, rule, path) => {
  expect(paths(rule)).toEqual([path]);
});

test.each<[string, object]>([
  ['an exception', operation({ paths: ['/admin*'], notPaths: ['/admin/health'] })],
  ['a part of the values', operation({ paths: ['/admin', '/other'], notPaths: ['/admin*'] })],
  ['another ending', operation({ paths: ['/a*'], notPaths: ['*.txt'] })],
  ['any text after all', operation({ paths: ['*'], notPaths: ['/a*'] })],
  ['templates', operation({ paths: ['/a/{*}'], notPaths: ['/a/*'] })],
  ['two entries', { from: [{ source: { namespaces: ['a'] } }, { source: { notNamespaces: ['a'] } }] }],
  ['a caller of the namespace', source({ principals: ['cluster.local/ns/shop/sa/web'], namespaces: ['sh*'] })],
  ['callers of any namespace', source({ principals: ['*'], namespaces: ['shop'] })],
  ['only what is left out', operation({ notPaths: ['/a'] })],
  ['the port', { ...operation({ ports: ['80'] }), when: [{ key: 'destination.port', values: ['80', '81'] }] }],
])('not for %s', (_, rule) => {
  expect(paths(rule)).toEqual([]);
});

test('what it says and offers', () => {
  const own = operation({ paths: ['/admin'], notPaths: ['/admin*'] });
  expect(textsOf('CDI0426', [policy(own)])).toEqual([
    [
      'to[0].operation.paths asks for /admin, and to[0].operation.notPaths leaves it out (/admin*): this matches nothing. Requests that it should deny get through.',
      'Remove one of the two.',
    ],
  ]);
  const ports = { ...operation({ ports: ['80'] }), when: [{ key: 'destination.port', values: ['81'] }] };
  expect(textsOf('CDI0426', [policy(ports, 'ALLOW')])).toEqual([
    [
      'to[0].operation.ports asks for 80, and when[0].values for 81: this matches nothing. Requests that it should allow get 403, unless another rule allows them.',
      'Remove one of the two, or write an entry of its own for each.',
    ],
  ]);
});
