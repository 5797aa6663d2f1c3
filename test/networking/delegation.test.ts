import type { Chart } from 'cdk8s';
import { ServiceRef } from '../../lib/kubernetes/service-ref';
import { Destination } from '../../lib/networking/destination';
import { HttpMatch } from '../../lib/networking/http-match';
import type { VirtualServiceProps } from '../../lib/networking/virtual-service';
import { VirtualService } from '../../lib/networking/virtual-service';
import { chart, thrown } from './subject';

const toWeb = { route: [Destination.service(ServiceRef.fromName('web', { ports: [{ port: 80 }] }))] };
const OUTCOME = 'so istiod drops the rule, and its requests take a later rule or get 404.';

/** A delegate in the namespace `team`. */
function team(scope: Chart, match: HttpMatch[][], props: VirtualServiceProps = {}): VirtualService {
  return new VirtualService(scope, 'Team', {
    metadata: { name: 'team', namespace: 'team' },
    http: match.map((each) => ({ match: each.length > 0 ? each : undefined, ...toWeb })),
    ...props,
  });
}

/** A root in the namespace `shop`. */
function root(delegate: VirtualService, match: HttpMatch[], name = 'root'): VirtualService {
  return new VirtualService(chart(), name, {
    metadata: { name },
    hosts: [`${name}.example.com`],
    http: [{ match: match.length > 0 ? match : undefined, delegate }],
  });
}

function dropped(at: string, message: string): string {
  return `VirtualService ${at}: istiod drops the rule, because its match is not within the match of http[0] of VirtualService shop/root, which delegates to it. ${message}`;
}

const WHOLE = 'Paths in a delegate are whole paths, not relative to the root.';
const NO_REGEX =
  'istiod does not compare regular expressions: one goes together only with a match that has no uri. Remove uri from one of the two matches, or write prefixes or exact paths in both.';

test.each<[string, HttpMatch[], HttpMatch[], string | undefined]>([
  ['nothing and a prefix', [], [HttpMatch.prefix('/v1')], undefined],
  ['a prefix and nothing', [HttpMatch.prefix('/api')], [], undefined],
  ['a prefix and a longer one', [HttpMatch.prefix('/api')], [HttpMatch.prefix('/api/v1')], undefined],
  ['a prefix and a path in it', [HttpMatch.prefix('/api')], [HttpMatch.exact('/api/v1')], undefined],
  ['a prefix and a method', [HttpMatch.prefix('/api')], [HttpMatch.method('GET')], undefined],
  [
    'one of two prefixes',
    [HttpMatch.prefix('/a'), HttpMatch.prefix('/b')],
    [HttpMatch.prefix('/b/1'), HttpMatch.exact('/a/2')],
    undefined,
  ],
  [
    'a prefix and one beside it',
    [HttpMatch.prefix('/api')],
    [HttpMatch.prefix('/v1')],
    `uri is prefix "/api" there and prefix "/v1" here, which does not begin with it. ${WHOLE} Write HttpMatch.prefix('/api/v1'), or remove uri here: that of the root applies then.`,
  ],
  [
    'a path and a prefix of it',
    [HttpMatch.exact('/api')],
    [HttpMatch.prefix('/api')],
    `uri is exact "/api" there and prefix "/api" here, and an exact value goes together only with itself. Write HttpMatch.exact('/api') here, or remove uri here: that of the root applies then.`,
  ],
  [
    'a prefix and an expression',
    [HttpMatch.prefix('/api')],
    [HttpMatch.regex('/api/.*')],
    `uri is prefix "/api" there and regex "/api/.*" here. ${NO_REGEX}`,
  ],
  [
    'an expression and a path',
    [HttpMatch.regex('/api/.*')],
    [HttpMatch.exact('/api/1')],
    `uri is regex "/api/.*" there and exact "/api/1" here. ${NO_REGEX}`,
  ],
  [
    'the same expression twice',
    [HttpMatch.regex('/api/.*')],
    [HttpMatch.regex('/api/.*')],
    `uri is regex "/api/.*" there and regex "/api/.*" here. ${NO_REGEX}`,
  ],
])('%s', (_, theirs, own, message) => {
  const delegate = team(chart(), [own]);
  const source = root(delegate, theirs);
  expect(source.node.validate()).toEqual([]);
  expect(delegate.node.validate()).toEqual(message === undefined ? [] : [dropped('http[0].match[0].uri', message)]);
});

test('the second match of the second rule is named, and a header with its value', () => {
  const header = (value: string): HttpMatch => HttpMatch.header('x-team', value);
  const delegate = team(chart(), [[HttpMatch.prefix('/a')], [header('a'), header('b')]]);
  root(delegate, [header('a')]);
  expect(delegate.node.validate()).toEqual([
    dropped(
      'http[1].match[1].headers.x-team',
      `headers.x-team is exact "a" there and exact "b" here, and an exact value goes together only with itself. Write StringMatch.exact('a') here, or remove headers.x-team here: that of the root applies then.`,
    ),
  ]);
});

test('a rule that another root uses is right, and the root that can use none is told', () => {
  const delegate = team(chart(), [[HttpMatch.prefix('/a')]]);
  const [one, other] = [root(delegate, [HttpMatch.prefix('/b')]), root(delegate, [HttpMatch.prefix('/a')], 'other')];
  expect(delegate.node.validate()).toEqual([]);
  expect(other.node.validate()).toEqual([]);
  expect(one.node.validate()).toEqual([
    `VirtualService http[0].delegate: no rule of VirtualService team/team is within the match of this rule, ${OUTCOME} Match the paths of the delegate here, or name another delegate.`,
  ]);
});

test.each<[string, string[] | undefined, string | undefined]>([
  ['to nobody by name', undefined, undefined],
  ['to all', ['*'], undefined],
  ['to the root', ['.', 'shop'], undefined],
  ['to its own namespace', ['.'], `["."] and not to namespace shop, ${OUTCOME} Write exportTo: ['.', 'shop']`],
  ['to another one', ['web'], `["web"] and not to namespace shop, ${OUTCOME} Write exportTo: ['web', 'shop']`],
])('a delegate that is exported %s', (_, exportTo, message) => {
  const delegate = team(chart(), [[HttpMatch.prefix('/a')]], { exportTo });
  const source = root(delegate, []);
  expect(delegate.node.validate()).toEqual([]);
  expect(source.node.validate()).toEqual(
    message === undefined
      ? []
      : [`VirtualService http[0].delegate: VirtualService team/team is exported to ${message} there, or omit it.`],
  );
});

test('a VirtualService with hosts is no delegate', () => {
  const delegate = team(chart(), [[HttpMatch.prefix('/a')]], { hosts: ['team.example.com'] });
  const source = root(delegate, [HttpMatch.prefix('/b')]);
  expect(delegate.node.validate()).toEqual([]);
  expect(source.node.validate()).toEqual([
    `VirtualService http[0].delegate: VirtualService team/team has hosts, so it is no delegate, ${OUTCOME} Omit its hosts and gateways, or send the requests on with route.`,
  ]);
});

test('rules that are added later count, and a root that was refused does not', () => {
  const delegate = team(chart(), []);
  const source = new VirtualService(chart(), 'root', { metadata: { name: 'root' }, hosts: ['root.example.com'] });
  expect(thrown(() => root(delegate, [HttpMatch.prefix('/c'), HttpMatch.prefix('c')]))[0]).toContain('1 problem');
  source.addHttpRoute({ match: [HttpMatch.prefix('/a')], delegate });
  delegate.addHttpRoute({ match: [HttpMatch.prefix('/c')], ...toWeb });
  expect(source.node.validate()).toEqual([]);
  expect(delegate.node.validate()).toEqual([
    dropped(
      'http[0].match[0].uri',
      `uri is prefix "/a" there and prefix "/c" here, which does not begin with it. ${WHOLE} Write HttpMatch.prefix('/a/c'), or remove uri here: that of the root applies then.`,
    ),
  ]);
});
