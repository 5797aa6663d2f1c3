import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { authorizationPolicy } from '../../manifests';
import { placesOf, textsOf } from '../found';

const policy = (action: string, condition: object): Manifest[] => [
  authorizationPolicy('shop/web', { action, rules: [{ when: [condition] }] }),
];
const AT = 'AuthorizationPolicy shop/web spec.rules[0].when[0]';

test.each([
  ['DENY', { key: 'request.headers[:path]', values: ['/admin*', '*', '/admin?x=1'] }],
  ['DENY', { key: 'request.headers[:method]', values: ['GET', 'purge', '*'] }],
  ['ALLOW', { key: 'request.headers[:authority]', values: ['web.example.com'] }],
  ['DENY', { key: 'request.headers[host]', notValues: ['web.example.com'] }],
  ['DENY', { key: 'request.headers[host]', values: ['10.0.0.1', '*'] }],
  ['DENY', { key: 'request.headers[x-path]', values: ['/admin'] }],
  ['DENY', { key: 'request.headers[]', values: ['/admin'] }],
  ['DENY', { key: 'request.headers', values: ['/admin'] }],
  ['DENY', { key: 'request.headers[:scheme]', values: ['http'] }],
  ['DENY', { key: 'request.auth.claims[path]', values: ['/admin'] }],
])('%s of %j is what it says', (action, condition) => {
  expect(placesOf('CDI0424', policy(action, condition))).toEqual([]);
});

const LEAVE = 'Leave it if clients send such a header.';
const write = (list: string): string => `Write ${list} in an operation of the rule's to, instead of this condition.`;

test.each([
  ['DENY', { key: 'request.headers[:path]', values: ['/admin'] }, 'error', 'values[0]', write('paths: [/admin]')],
  ['DENY', { key: 'request.headers[:path]', values: ['*.js'] }, 'error', 'values[0]', write("paths: ['*.js']")],
  ['ALLOW', { key: 'request.headers[:path]', values: ['/a'] }, 'warning', 'values[0]', write('paths: [/a]')],
  ['ALLOW', { key: 'request.headers[:path]', notValues: ['/a'] }, 'error', 'notValues[0]', write('notPaths: [/a]')],
  ['ALLOW', { key: 'request.headers[:method]', values: ['get'] }, 'error', 'values[0]', write('methods: [GET]')],
  ['DENY', { key: 'request.headers[Host]', values: ['a.b'] }, 'warning', 'values[0]', write('hosts: [a.b]')],
  ['CUSTOM', { key: 'request.headers[:authority]', values: ['a.b'] }, 'warning', 'values[0]', write('hosts: [a.b]')],
  ['ALLOW', { key: 'request.headers[:status]', values: ['200'] }, 'error', 'values[0]', 'Remove the condition.'],
  [
    'DENY',
    { key: 'request.headers[Method]', values: ['delete', 'PUT'] },
    'warning',
    'key',
    `${write('methods: [DELETE, PUT]')} ${LEAVE}`,
  ],
  [
    'DENY',
    { key: 'request.headers[uri]', notValues: ['/a*'] },
    'warning',
    'key',
    `${write("notPaths: ['/a*']")} ${LEAVE}`,
  ],
  [
    'DENY',
    { key: 'request.headers[scheme]', values: ['http'] },
    'warning',
    'key',
    `Remove the condition: a policy cannot look at the scheme. ${LEAVE}`,
  ],
])('%s of %j is something else', (action, condition, severity, field, fix) => {
  expect(placesOf('CDI0424', policy(action, condition))).toEqual([`${severity} ${AT}.${field}`]);
  expect(textsOf('CDI0424', policy(action, condition))[0][1]).toBe(fix);
});

test.each([
  [
    { key: 'request.headers[:path]', values: ['/admin'] },
    '":path" is the path with its query, and "/admin" fits only requests without one. For the same path with a query: requests that it should deny get through.',
  ],
  [
    { key: 'request.headers[host]', values: ['*.example.com'] },
    'The host is compared here with upper and lower case, and clients may write it in any way. For ".EXAMPLE.COM": requests that it should deny get through.',
  ],
  [
    { key: 'request.headers[path]', values: ['/admin'] },
    '"path" is a header like any other, not the path of the request. Unless clients really send a header of this name: requests that it should deny get through.',
  ],
])('what follows: %j', (condition, message) => {
  expect(textsOf('CDI0424', policy('DENY', condition))[0][0]).toBe(message);
});
