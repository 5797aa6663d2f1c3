import type { Misfit } from '../../../lib/mesh/reading/decode';
import { decode } from '../../../lib/mesh/reading/decode';
import { specReader } from '../../../lib/mesh/reading/decode-message';
import { MeshObject } from '../../../lib/mesh/reading/mesh-object';
import { manifest } from '../../manifests';

function read(id: string, spec: unknown): { spec: unknown; misfits: Misfit[] } {
  const misfits: Misfit[] = [];
  return { spec: specReader(id)!(spec, 'spec', misfits), misfits };
}

/** What is read of one route. */
const route = (given: object) => {
  const { spec, misfits } = read('networking.istio.io/VirtualService', { http: [given] });
  expect(misfits).toEqual([]);
  return (spec as { http: unknown[] }).http[0];
};

/** What is said of one route. */
const said = (given: object) => read('networking.istio.io/VirtualService', { http: [given] }).misfits;

describe('the spec of a kind of Istio is read as istiod reads it', () => {
  test.each<[string, object, object]>([
    ['as it stands', { name: 'a', timeout: '5s' }, { name: 'a', timeout: '5s' }],
    ['unknown fields are left out', { nam: 'a', name: 'a' }, { name: 'a' }],
    ['null is nothing', { name: null, timeout: null, route: null }, {}],
    ['undefined is nothing', { name: undefined }, {}],
    ['names with underscores', { cors_policy: { max_age: '5s' } }, { corsPolicy: { maxAge: '5s' } }],
    [
      'both names: that without underscores counts',
      { direct_response: { status: 1 }, directResponse: { status: 2 } },
      { directResponse: { status: 2 } },
    ],
    ['both names, one of them null', { direct_response: { status: 1 }, directResponse: null }, {}],
    [
      'numbers as text',
      { directResponse: { status: '404' }, mirrorPercentage: { value: '1.5e1' } },
      { directResponse: { status: 404 }, mirrorPercentage: { value: 15 } },
    ],
    ['numbers with blanks around', { directResponse: { status: ' 404 ' } }, { directResponse: { status: 404 } }],
    ['the text null as a number', { directResponse: { status: 'null' } }, { directResponse: { status: 0 } }],
    ['numbers that are none', { mirrorPercentage: { value: 'NaN' } }, { mirrorPercentage: { value: NaN } }],
    [
      'wrapped values',
      { corsPolicy: { allowCredentials: false }, mirrorPercent: '5' },
      { corsPolicy: { allowCredentials: false }, mirrorPercent: 5 },
    ],
    [
      'bytes as a list',
      { directResponse: { body: { bytes: [65, 66, null] } } },
      { directResponse: { body: { bytes: 'QUIA' } } },
    ],
    ['enums by number', { redirect: { derivePort: 1 } }, { redirect: { derivePort: 'FROM_REQUEST_PORT' } }],
    ['enums by an unknown number', { redirect: { derivePort: 9 } }, { redirect: { derivePort: '9' } }],
    [
      'empty entries of lists',
      { route: [null, { weight: 1 }], corsPolicy: { allowOrigin: [null] } },
      { route: [{}, { weight: 1 }], corsPolicy: { allowOrigin: [''] } },
    ],
    [
      'empty entries of maps',
      { match: [{ sourceLabels: { a: null }, headers: { b: null } }] },
      { match: [{ sourceLabels: { a: '' }, headers: { b: {} } }] },
    ],
    [
      'names of the language',
      { match: [{ sourceLabels: JSON.parse('{"__proto__": "a"}') }] },
      { match: [{ sourceLabels: JSON.parse('{"__proto__": "a"}') }] },
    ],
    [
      'of two alternatives the last of the message',
      { match: [{ uri: { regex: 'c', exact: 'a' } }] },
      { match: [{ uri: { regex: 'c' } }] },
    ],
    [
      'of two alternatives the one that is not null',
      { match: [{ uri: { regex: null, exact: 'a' } }] },
      { match: [{ uri: { exact: 'a' } }] },
    ],
    [
      'durations in all forms',
      { timeout: '1h1m1.5s', retries: { perTryTimeout: '+5µs' } },
      { timeout: '1h1m1.5s', retries: { perTryTimeout: '+5µs' } },
    ],
  ])('%s', (_, given, expected) => {
    expect(route(given)).toEqual(expected);
  });

  test('maps by number', () => {
    const given = { portLevelMtls: { ' 80': { mode: 3 }, '"81"': null } };
    expect(read('security.istio.io/PeerAuthentication', given)).toEqual({
      spec: { portLevelMtls: { 80: { mode: 'STRICT' }, 81: {} } },
      misfits: [],
    });
  });

  test('free objects stay as they are', () => {
    const value = { a: [1, { b: null }] };
    const given = { configPatches: [{ patch: { value } }] };
    expect(read('networking.istio.io/EnvoyFilter', given)).toEqual({ spec: given, misfits: [] });
  });

  test('fields that the API server does not know, but istiod does', () => {
    expect(route({ fault: { abort: { http2Error: 'REFUSED' } } })).toEqual({
      fault: { abort: { http2Error: 'REFUSED' } },
    });
  });
});

describe('what istiod cannot read is left out and told', () => {
  test.each<[string, object, string, string, string]>([
    ['text', { name: 5 }, 'name', '5 is not a string.', 'Write a string.'],
    [
      'whole numbers',
      { directResponse: { status: '1.5' } },
      'directResponse.status',
      '"1.5" is not a whole number from 0 to 4294967295.',
      'Write a whole number from 0 to 4294967295.',
    ],
    [
      'negative zero',
      { directResponse: { status: '-0' } },
      'directResponse.status',
      '"-0" is not a whole number from 0 to 4294967295.',
      'Write a whole number from 0 to 4294967295.',
    ],
    [
      'numbers',
      { mirrorPercentage: { value: '0x5' } },
      'mirrorPercentage.value',
      '"0x5" is not a number.',
      'Write a number.',
    ],
    [
      'booleans',
      { corsPolicy: { allowCredentials: 'true' } },
      'corsPolicy.allowCredentials',
      '"true" is not true or false.',
      'Write true or false.',
    ],
    [
      'durations',
      { timeout: '5' },
      'timeout',
      '"5" is not a duration, such as 5s, 1m30s or 500ms.',
      'Write a duration, such as 5s, 1m30s or 500ms.',
    ],
    [
      'enums',
      { redirect: { derivePort: 'FROM_REQUEST' } },
      'redirect.derivePort',
      '"FROM_REQUEST" is not one of FROM_PROTOCOL_DEFAULT, FROM_REQUEST_PORT.',
      'Write FROM_REQUEST_PORT.',
    ],
    ['objects', { rewrite: 'a' }, 'rewrite', '"a" is not an object.', 'Write an object.'],
    ['lists', { route: {} }, 'route', '{} is not a list.', 'Write a list.'],
    ['maps', { match: [{ headers: [] }] }, 'match[0].headers', '[] is not an object.', 'Write an object.'],
    [
      'bytes',
      { directResponse: { body: { bytes: 'A' } } },
      'directResponse.body.bytes',
      '"A" is not text in base64.',
      'Write text in base64.',
    ],
    [
      'names with underscores',
      { retries: { per_try_timeout: 5 } },
      'retries.per_try_timeout',
      '5 is not a duration, such as 5s, 1m30s or 500ms.',
      'Write a duration, such as 5s, 1m30s or 500ms.',
    ],
  ])('%s', (_, given, path, message, fix) => {
    expect(said(given)).toEqual([{ path: `spec.http[0].${path}`, message, fix }]);
  });

  test('keys', () => {
    expect(read('security.istio.io/PeerAuthentication', { portLevelMtls: { http: {} } })).toEqual({
      spec: { portLevelMtls: {} },
      misfits: [
        {
          path: 'spec.portLevelMtls.http',
          message: '"http" is not a whole number from 0 to 4294967295.',
          fix: 'Write a whole number from 0 to 4294967295.',
        },
      ],
    });
  });

  test('all at once, and the rest is read', () => {
    const given = { hosts: ['a', 5], http: [{ name: 5, timeout: '5s' }, 'a'] };
    const { spec, misfits } = read('networking.istio.io/VirtualService', given);
    expect(spec).toEqual({ hosts: ['a'], http: [{ timeout: '5s' }] });
    expect(misfits.map(({ path }) => path)).toEqual(['spec.hosts[1]', 'spec.http[0].name', 'spec.http[1]']);
  });

  test('a spec that is no object', () => {
    const object = new MeshObject(manifest('Gateway', 'a', 'a'));
    expect(object.spec).toEqual({});
    expect(object.misfits).toEqual([{ path: 'spec', message: '"a" is not an object.', fix: 'Write an object.' }]);
  });
});

test('only kinds of Istio are read so', () => {
  expect(['core/Service', 'gateway.networking.k8s.io/Gateway', 'constructor'].map(specReader)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('other kinds are read by a schema', () => {
  const object = new MeshObject(
    manifest('Service', 'a', {
      clusterIP: null,
      type: 5,
      selector: { app: 'a', version: 1 },
      ports: [{ port: 80, targetPort: 'http', more: 1 }, 'a'],
    }),
  );
  expect(object.spec).toEqual({ selector: { app: 'a' }, ports: [{ port: 80, targetPort: 'http' }] });
  expect(object.misfits).toEqual([
    { path: 'spec.type', message: '5 is not a string.', fix: 'Write it in quotes: "5".' },
    { path: 'spec.selector.version', message: '1 is not a string.', fix: 'Write it in quotes: "1".' },
    { path: 'spec.ports[1]', message: '"a" is not an object.', fix: 'Write an object.' },
  ]);
});

test('null in a list or map of a schema is the empty value of its type', () => {
  const list = (type: object) => decode({ type: 'array', items: type }, [null], 'a', []);
  expect(
    ['object', 'array', 'string', 'boolean', 'integer', 'number'].map((type) => list({ type, properties: {} })),
  ).toEqual([[{}], [[]], [''], [false], [0], [0]]);
  expect(list({ 'x-kubernetes-int-or-string': true })).toEqual([0]);
  expect(decode({ type: 'object', additionalProperties: { type: 'string' } }, { b: null }, 'a', [])).toEqual({ b: '' });
});

test('null as a label is an empty one', () => {
  const labels = { a: null, b: 'b', c: 5 };
  expect(new MeshObject(manifest('Pod', 'a', undefined, { labels })).labels).toEqual({
    a: '',
    b: 'b',
  });
});

test('every type of a schema', () => {
  const misfits: Misfit[] = [];
  const one = (schema: object, value: unknown) => decode(schema, value, 'a', misfits);
  expect([
    one({ type: 'number' }, 1.5),
    one({ type: 'integer' }, 2),
    one({ type: 'boolean' }, false),
    one({ type: 'object' }, { b: 1 }),
    one({}, [1]),
    one({ type: 'string' }, null),
  ]).toEqual([1.5, 2, false, { b: 1 }, [1], undefined]);
  one({ type: 'integer' }, 1.5);
  one({ type: 'number' }, 'a');
  one({ type: 'boolean' }, 1);
  one({ type: 'object' }, []);
  one({ 'x-kubernetes-int-or-string': true }, true);
  expect(misfits.map(({ message }) => message)).toEqual([
    '1.5 is not a whole number.',
    '"a" is not a number.',
    '1 is not true or false.',
    '[] is not an object.',
    'true is not a number or text.',
  ]);
});
