import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest, virtualService } from '../../manifests';
import { placesOf, textsOf } from '../found';

const to = { route: [{ destination: { host: 'api' } }] };
const under = (prefix: string): object => ({ uri: { prefix } });
const root = (
  match: object | undefined,
  delegate: object = { name: 'api', namespace: 'shop' },
  name = 'root',
): Manifest =>
  virtualService(`edge/${name}`, {
    hosts: [`${name}.example.com`],
    http: [{ match: match && [match], delegate }],
  });
const api = (match: object | undefined, more: object = {}): Manifest =>
  virtualService('shop/api', { http: [{ match: match && [match], ...to }], ...more });

const DROPPED = (field: string): string => `error VirtualService shop/api spec.http[0].match[0].${field}`;

describe('CDI0123', () => {
  test.each<[string, object, object, string]>([
    ['a path below that of the root', under('/api'), under('/v1'), 'uri'],
    ['a shorter prefix', under('/api/v1'), under('/api'), 'uri'],
    ['another exact path', { uri: { exact: '/a' } }, { uri: { exact: '/b' } }, 'uri'],
    ['a prefix under an exact path', { uri: { exact: '/a' } }, under('/a'), 'uri'],
    ['the same expression twice', { uri: { regex: '/a/.*' } }, { uri: { regex: '/a/.*' } }, 'uri'],
    ['an expression under a prefix', under('/a'), { uri: { regex: '/a/.*' } }, 'uri'],
    ['a prefix under an expression', { uri: { regex: '/a/.*' } }, under('/a/'), 'uri'],
    ['an exact path under an expression', { uri: { regex: '/a/.*' } }, { uri: { exact: '/a/b' } }, 'uri'],
    ['another method', { method: { exact: 'GET' } }, { method: { exact: 'PUT' } }, 'method'],
    ['another value of a header', { headers: { a: { exact: '1' } } }, { headers: { a: { exact: '2' } } }, 'headers.a'],
    ['another port', { port: 80 }, { port: 81 }, 'port'],
    ['another label', { sourceLabels: { app: 'a' } }, { sourceLabels: { app: 'b' } }, 'sourceLabels.app'],
    ['another case', { ...under('/a'), ignoreUriCase: true }, under('/a'), 'ignoreUriCase'],
    ['no namespace of the client', { sourceNamespace: 'a' }, under('/a'), 'sourceNamespace'],
  ])('%s', (_, theirs, own, field) => {
    expect(placesOf('CDI012', [root(theirs), api(own)])).toEqual([DROPPED(field)]);
  });

  test.each<[string, object | undefined, object | undefined]>([
    ['a longer prefix', under('/api'), under('/api/v1')],
    ['the same prefix', under('/api'), under('/api')],
    ['an exact path under a prefix', under('/api'), { uri: { exact: '/api/v1' } }],
    ['an expression where the root has no path', { method: { exact: 'GET' } }, { uri: { regex: '/a/.*' } }],
    ['no match in the root', undefined, { uri: { regex: '/a/.*' } }],
    ['no match in the delegate', { uri: { regex: '/a/.*' } }, undefined],
    ['other headers', { headers: { a: { exact: '1' } } }, { headers: { b: { regex: '2.*' } } }],
  ])('not with %s', (_, theirs, own) => {
    expect(placesOf('CDI012', [root(theirs), api(own)])).toEqual([]);
  });

  test('not where the rule is used under another root', () => {
    const others = [root(under('/a')), root(under('/b'), undefined, 'other')];
    const delegate = virtualService('shop/api', {
      http: [
        { match: [under('/a/x')], ...to },
        { match: [under('/b/x')], ...to },
      ],
    });
    expect(placesOf('CDI012', [...others, delegate])).toEqual([]);
    expect(placesOf('CDI012', [others[0], delegate])).toEqual([
      'error VirtualService shop/api spec.http[1].match[0].uri',
    ]);
  });

  test('one match that fits none of the root is enough', () => {
    const delegate = virtualService('shop/api', { http: [{ match: [under('/api/a'), under('/b')], ...to }] });
    expect(placesOf('CDI012', [root(under('/api')), delegate])).toEqual([
      'error VirtualService shop/api spec.http[0].match[1].uri',
    ]);
  });

  test('what it says and offers', () => {
    const texts = (theirs: object, own: object): unknown => textsOf('CDI0123', [root(theirs), api(own)]);
    const begin =
      'istiod drops this rule (spec.http[0]), because its match is not within the match of spec.http[0] of VirtualService edge/root, which delegates to it. ';
    expect(texts(under('/api/'), under('/v1'))).toEqual([
      [
        `${begin}uri is prefix "/api/" there and prefix "/v1" here, which does not begin with it. Paths in a delegate are whole paths, not relative to the root.`,
        'Write prefix: /api/v1, or remove uri here: that of the root applies then.',
      ],
    ]);
    expect(texts({ uri: { regex: '/a/.*' } }, { uri: { regex: '/a/b' } })).toEqual([
      [
        `${begin}uri is regex "/a/.*" there and regex "/a/b" here. istiod does not compare regular expressions: one goes together only with a match that has no uri.`,
        'Remove uri from one of the two matches, or write prefixes or exact paths in both.',
      ],
    ]);
    expect(texts({ method: { exact: 'GET' } }, { method: { exact: 'PUT' } })).toEqual([
      [
        `${begin}method is exact "GET" there and exact "PUT" here, and an exact value goes together only with itself.`,
        'Write exact: GET here, or remove method here: that of the root applies then.',
      ],
    ]);
    expect(texts({ headers: { a: { prefix: 'x' } } }, { headers: { a: { exact: 'y' } } })).toEqual([
      [
        `${begin}headers.a is prefix "x" there and exact "y" here, which does not begin with it.`,
        'Write a value that begins with "x", or remove headers.a here: that of the root applies then.',
      ],
    ]);
    expect(texts({ port: 80 }, { port: 81 })).toEqual([
      [`${begin}port is 80 there and 81 here, and the two must be the same.`, 'Write port: 80 here.'],
    ]);
    expect(texts(under('/a'), { ...under('/a'), ignoreUriCase: true })).toEqual([
      [
        `${begin}ignoreUriCase is not set there and true here, and the two must be the same.`,
        'Remove ignoreUriCase here, or write it in both.',
      ],
    ]);
  });
});

describe('CDI0122', () => {
  const PLACE = 'VirtualService edge/root spec.http[0].delegate';
  const texts = (...manifests: Manifest[]): unknown => textsOf('CDI0122', manifests);
  const OUTCOME = 'istiod drops the rule, and its requests take a later rule or get 404.';

  test('a delegate that is not there', () => {
    const alone = root(under('/api'));
    expect(placesOf('CDI012', [alone])).toEqual([`warning ${PLACE}`]);
    expect(placesOf('CDI012', [alone], { world: 'closed' })).toEqual([`error ${PLACE}`]);
    expect(texts(alone)).toEqual([
      [
        `There is no VirtualService shop/api. ${OUTCOME}`,
        'Write name and namespace of a VirtualService without hosts, or list it in the externals of the settings if it is created elsewhere.',
      ],
    ]);
  });

  test('one that is in another namespace', () => {
    const manifests = [root(under('/api'), { name: 'api' }), api(undefined)];
    expect(placesOf('CDI012', manifests)).toEqual([`error ${PLACE}`]);
    expect(texts(...manifests)).toEqual([
      [
        `There is no VirtualService edge/api. ${OUTCOME}`,
        'Write namespace: shop beside name: a delegate without a namespace is one of the namespace of the root.',
      ],
    ]);
  });

  test('one that the root does not see', () => {
    expect(texts(root(undefined), api(undefined, { exportTo: ['.'] }))).toEqual([
      [
        `VirtualService shop/api is not exported to namespace edge. ${OUTCOME}`,
        'Add edge to exportTo of VirtualService shop/api, or remove exportTo there.',
      ],
    ]);
    expect(placesOf('CDI012', [root(undefined), api(undefined, { exportTo: ['.', 'edge'] })])).toEqual([]);
  });

  test('one with hosts', () => {
    expect(texts(root(undefined), api(undefined, { hosts: ['api'] }))).toEqual([
      [
        `VirtualService shop/api has hosts, so it is not a delegate. ${OUTCOME}`,
        'Remove hosts and gateways of VirtualService shop/api, or send the requests on with route.',
      ],
    ]);
  });

  test('one of which nothing is left here, although another root uses it', () => {
    const manifests = [root(under('/a')), root(under('/b'), undefined, 'other'), api(under('/b/x'))];
    expect(placesOf('CDI012', manifests)).toEqual([`error ${PLACE}`]);
    expect(texts(...manifests)).toEqual([
      [
        `No rule of VirtualService shop/api is within the match of this rule. ${OUTCOME}`,
        'Match the paths of the delegate here, or name another delegate.',
      ],
    ]);
  });

  test('not one that Flagger makes', () => {
    const canary = manifest('Canary', 'shop/api', {
      targetRef: { kind: 'Deployment', name: 'api' },
      service: { port: 80, delegation: true },
    });
    expect(placesOf('CDI012', [root(under('/api')), canary])).toEqual([]);
  });

  test('not a delegate that no root names', () => {
    expect(placesOf('CDI012', [api(under('/a'))])).toEqual([]);
  });
});
