import { AuthorizationAction, AuthorizationRule, Operation, PolicyTarget, ServiceRef, Source } from '../../lib';
import { refused, ruleOf, shop } from './subject';

const to = (...operations: Operation[]): AuthorizationRule => AuthorizationRule.of({ to: operations });

test('every field', () => {
  const operation = Operation.http({
    methods: ['GET', 'HEAD'],
    paths: ['/cart', '/cart/*', '*.js', '*', '/users/{*}/cart', '/files/{**}'],
    hosts: ['shop.example.com', 'shop.example.com:*', '*.example.com', '*', '[::1]:8080'],
    ports: [8080, 9090, 8080],
    notMethods: ['DELETE'],
    notPaths: ['/cart/admin/*'],
    notHosts: ['old.example.com'],
    notPorts: [15000],
  });
  expect(ruleOf(to(operation)).to).toEqual([
    {
      operation: {
        methods: ['GET', 'HEAD'],
        paths: ['/cart', '/cart/*', '*.js', '*', '/users/{*}/cart', '/files/{**}'],
        hosts: ['shop.example.com', 'shop.example.com:*', '*.example.com', '*', '[::1]:8080'],
        ports: ['8080', '9090'],
        notMethods: ['DELETE'],
        notPaths: ['/cart/admin/*'],
        notHosts: ['old.example.com'],
        notPorts: ['15000'],
      },
    },
  ]);
});

test('several operations, and ports alone', () => {
  expect(ruleOf(to(Operation.ports([9090]), Operation.http({ methods: ['GET'] }))).to).toEqual([
    { operation: { ports: ['9090'] } },
    { operation: { methods: ['GET'] } },
  ]);
});

const METHOD = 'is not a method of HTTP as clients send it.';

test.each<[string, Operation, ...string[]]>([
  ['methods in small letters', Operation.http({ methods: ['get'] }), `to[0].methods[0]: "get" ${METHOD} Write "GET".`],
  ['misspelled methods', Operation.http({ notMethods: ['GTE'] }), `to[0].notMethods[0]: "GTE" ${METHOD} Write "GET".`],
  [
    'methods of gRPC',
    Operation.http({ methods: ['/cart.Cart/Add'] }),
    `to[0].methods[0]: "/cart.Cart/Add" ${METHOD} Write one of GET, HEAD, POST, PUT, PATCH, DELETE, CONNECT, OPTIONS, TRACE.`,
  ],
  [
    'any method',
    Operation.http({ methods: ['*'] }),
    `to[0].methods[0]: "*" ${METHOD} Leave out methods for every method.`,
  ],
  ['no methods', Operation.http({ methods: [] }), "to[0].methods: is empty, so it would match nothing. Write ['GET']."],
  ['one path', Operation.http({ paths: '/cart' as never }), 'to[0].paths: "/cart" is not a list. Write [\'/cart/*\'].'],
  [
    'an empty path',
    Operation.http({ paths: [''] }),
    'to[0].paths[0]: "" is not a non-empty string. Write \'/cart/*\'.',
  ],
  [
    'paths that Istio can not compare',
    Operation.http({ paths: ['/a/*/b'], notPaths: ['/a?x'] }),
    'to[0].paths[0]: "/a/*/b" has a "*" that Istio compares literally: alone it is a wildcard only at the beginning or end. Write "/a/{*}/b".',
    'to[0].notPaths[0]: "/a?x" never matches: a path is compared without its query. Write "/a".',
  ],
  [
    'addresses',
    Operation.http({ hosts: ['https://shop.example.com/cart'] }),
    'to[0].hosts[0]: "https://shop.example.com/cart" is an address, and hosts are compared with the Host header. Write "shop.example.com".',
  ],
  [
    'a wildcard within a host',
    Operation.http({ notHosts: ['shop.*.com'] }),
    'to[0].notHosts[0]: "shop.*.com" is compared with no Host header that a client sends: a host has a "*" at its beginning or end at most. Write one such as "shop.example.com" or "*.example.com".',
  ],
  [
    'ports out of range',
    Operation.ports([70000]),
    'to[0].ports[0]: 70000 is not a port number (a whole number, 1 to 65535).',
  ],
  ['no ports', Operation.ports([]), 'to[0].ports: is empty, so it would match nothing. Write [8080].'],
  ['one port', Operation.ports(80 as never), 'to[0].ports: 80 is not a list. Write [8080].'],
  ['undefined', Operation.ports(undefined as never), 'to[0].ports: undefined is not a list. Write [8080].'],
  [
    'names of ports that are not known',
    Operation.http({ ports: ['http', '8080'] }),
    'to[0].ports[0]: the ports of all pods of a namespace are not known, so port "http" can\'t be looked up. Write its number on the pods.',
    'to[0].ports[1]: the ports of all pods of a namespace are not known, so port "8080" can\'t be looked up. Write 8080 without quotes.',
  ],
  [
    'nothing',
    Operation.http({}),
    "to[0]: says nothing of the request. Write Operation.http({ methods: ['GET'], paths: ['/cart/*'] }), or leave out to for every request.",
  ],
  [
    'an unknown member',
    Operation.http({ path: ['/a'], methods: ['GET'] } as never),
    'to[0].path: unknown field of HttpOperationOptions. Did you mean paths?',
  ],
  [
    'no object',
    Operation.http('GET' as never),
    "to[0]: \"GET\" does not fit here. Write Operation.http({ methods: ['GET'], paths: ['/cart/*'] }).",
  ],
])('%s are refused', (_what, operation, ...problems) => {
  expect(refused(to(operation))).toEqual(problems);
});

const get = (ports?: (number | string)[]) => to(Operation.http({ methods: ['GET'], ports }));
const WITHOUT = (effect: string, fields = 'methods') =>
  `There are no requests to compare ${fields} with, and the rule would ${effect} there. If it speaks HTTP, name it "http"; otherwise leave ${fields} out.`;
const REDIS = 'port 6379 has the name "redis", which Istio takes for Redis (Service "cart")';

test('what only requests have is refused on a port without requests', () => {
  const { chart, cartService } = shop();
  const target = PolicyTarget.podsOf(cartService);
  expect(refused(get([6379]), { chart, target })).toEqual([`to[0].ports[0]: ${REDIS}. ${WITHOUT('match nothing')}`]);
  const action = AuthorizationAction.DENY;
  expect(refused(get(['http', 'redis']), { chart, target, action })).toEqual([
    `to[0].ports[1]: ${REDIS}. ${WITHOUT('deny every connection')}`,
  ]);
  const tokens = AuthorizationRule.of({ from: [Source.anyToken()], to: [Operation.ports(['redis'])] });
  expect(refused(tokens, { chart, target })).toEqual([
    `to[0].ports[0]: ${REDIS}. ${WITHOUT('match nothing', 'requestPrincipals')}`,
  ]);
  expect(ruleOf(to(Operation.ports(['redis'])), { chart, target }).to).toEqual([{ operation: { ports: ['6379'] } }]);
});

test('of ALLOW the whole rule is left out there, whichever operation looks at requests', () => {
  const { chart, cartService } = shop();
  const target = PolicyTarget.podsOf(cartService);
  const both = AuthorizationRule.of({
    to: [Operation.http({ methods: ['GET'], ports: ['http'] }), Operation.ports(['http', 'redis'])],
  });
  expect(refused(both, { chart, target })).toEqual([
    `to[1].ports[1]: ${REDIS}. Another operation of the rule looks at methods, so the rule would match nothing there. Write a rule of its own for this port: AuthorizationRule.of({ to: [Operation.ports(['redis'])] }).`,
  ]);
  expect(ruleOf(both, { chart, target, action: AuthorizationAction.DENY }).to).toHaveLength(2);
});

test.each([AuthorizationAction.AUDIT, AuthorizationAction.custom('ext-authz')])(
  'other actions than ALLOW are for every connection there: %#',
  (action) => {
    const { chart, cartService } = shop();
    expect(refused(get([6379]), { chart, target: PolicyTarget.podsOf(cartService), action })).toEqual([
      `to[0].ports[0]: ${REDIS}. ${WITHOUT('match every connection')}`,
    ]);
  },
);

test('and where no port has requests', () => {
  const { chart } = shop();
  const ports = [
    { port: 5432, name: 'tcp-db' },
    { port: 53, protocol: 'UDP' },
  ];
  const target = PolicyTarget.service(ServiceRef.fromName('db', { ports }));
  const reasons =
    'port 5432 has the name "tcp-db", which Istio takes for TCP (Service "db"); port 53 speaks UDP (Service "db")';
  expect(refused(get(), { chart, target })).toEqual([`to[0].ports: ${reasons}. ${WITHOUT('match nothing')}`]);
  expect(refused(AuthorizationRule.of({ from: [Source.anyToken()] }), { chart, target })).toEqual([
    `to: ${reasons}. ${WITHOUT('match nothing', 'requestPrincipals')}`,
  ]);
});

test('a DENY rule by what only requests have says the HTTP ports', () => {
  const { chart, cartService } = shop();
  const action = AuthorizationAction.DENY;
  const target = PolicyTarget.podsOf(cartService);
  const needed = (fields: string, line: string) =>
    `is needed: the rule denies by ${fields}, which only HTTP requests have. On other ports Istio leaves that out, and the rule would deny every connection. Write the HTTP ports: ${line}.`;
  expect(refused(get(), { chart, action })).toEqual([`to[0].ports: ${needed('methods', 'ports: [8080]')}`]);
  expect(refused(get(), { chart: shop().chart, action, target })).toEqual([
    `to[0].ports: ${needed('methods', "ports: ['http']")}`,
  ]);
  expect(
    refused(AuthorizationRule.of({ from: [Source.everyoneExcept([Source.anyToken()])] }), {
      chart: shop().chart,
      action,
    }),
  ).toEqual([`to: ${needed('notRequestPrincipals', 'to: [Operation.ports([8080])]')}`]);
  const except = to(Operation.http({ methods: ['GET'], notPorts: [9090] }));
  expect(ruleOf(except, { action }).to).toEqual([{ operation: { methods: ['GET'], notPorts: ['9090'] } }]);
});
