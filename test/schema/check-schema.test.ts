import { RULES } from '../../imports/schema/rules';
import { API_CODES } from '../../lib/checks/api-codes';
import { MeshObject } from '../../lib/mesh/reading/mesh-object';
import { violationsOf } from '../../lib/schema/check-schema';
import type { Run } from '../../lib/schema/compile/checker';
import { compileSchema } from '../../lib/schema/compile/compile-schema';
import { kindSchema } from '../../lib/schema/kind-schema';
import type { Violation } from '../../lib/schema/violation';
import { CODE } from '../../lib/schema/violation';
import gatewayApiRules from '../grids/cases/schema-gateway-api-rules';
import istioRules from '../grids/cases/schema-istio-rules';
import { manifest } from '../manifests';
import { allSchemas, KINDS } from './all-schemas';

type Report = Parameters<Run['report']>;

const object = (kind: string, rest: object, metadata: object = {}) =>
  new MeshObject({ ...manifest(kind, 'reviews', undefined, metadata), ...rest });
const istio = (kind: string, spec: unknown) => object(`networking.istio.io/v1/${kind}`, { spec });
const http = (route: object) => istio('VirtualService', { hosts: ['reviews'], http: [route] });
const gatewayApi = (kind: string, spec: unknown) => object(`gateway.networking.k8s.io/v1/${kind}`, { spec });
/** Without what {@link firstStage} needs to know of it. */
const said = (subject: MeshObject, istioVersion = '1.31'): Violation[] =>
  violationsOf(subject, istioVersion).map(({ excess: _excess, fields: _fields, ...violation }) => violation);
const refused = 'The API server rejects the object.';

describe('says of an object', () => {
  const cases: Record<string, [MeshObject, Violation[]]> = {
    'that it is right': [http({ route: [{ destination: { host: 'reviews' } }], timeout: '5s' }), []],
    'that a number is text': [
      http({ route: [{ destination: { host: 'reviews', port: { number: '80' } } }] }),
      [
        {
          code: CODE.type,
          path: 'spec.http[0].route[0].destination.port.number',
          message: `This is the string "80", and the field takes a whole number. ${refused}`,
          fix: 'Write 80, without quotes.',
        },
      ],
    ],
    'that a list is wanted': [
      istio('VirtualService', { hosts: 'reviews' }),
      [
        {
          code: CODE.type,
          path: 'spec.hosts',
          message: `This is the string "reviews", and the field takes a list. ${refused}`,
          fix: 'Write "- " before it: the field takes a list, even for one entry.',
        },
      ],
    ],
    'that an entry of a list is empty': [
      istio('VirtualService', { hosts: ['reviews', null] }),
      [
        {
          code: CODE.type,
          path: 'spec.hosts[1]',
          message: `This is null, and the field takes a string. ${refused}`,
          fix: 'Write a string.',
        },
      ],
    ],
    'that a field is not known': [
      http({ timout: '5s' }),
      [
        {
          code: CODE.unknownField,
          path: 'spec.http[0].timout',
          message:
            'timout is not a field of spec.http[0]: kubectl rejects the object, and other clients have the field dropped.',
          fix: 'Write timeout.',
        },
      ],
    ],
    'that a field of the root is not known': [
      object('VirtualService', { sepc: {} }),
      [
        {
          code: CODE.unknownField,
          path: 'sepc',
          message:
            'sepc is not a field of VirtualService: kubectl rejects the object, and other clients have the field dropped.',
          fix: 'Write spec.',
        },
      ],
    ],
    'that a field is missing': [
      istio('DestinationRule', {}),
      [
        {
          code: CODE.missing,
          path: 'spec.host',
          message: `DestinationRule needs host, and it is missing. ${refused}`,
          fix: 'Write host, which takes a string.',
        },
      ],
    ],
    'that a value is not known': [
      istio('DestinationRule', { host: 'a', trafficPolicy: { tls: { mode: 'ISTIO-MUTUAL' } } }),
      [
        {
          code: CODE.unknownValue,
          path: 'spec.trafficPolicy.tls.mode',
          message: `"ISTIO-MUTUAL" is not one of the values of ClientTLSSettings.TLSmode. ${refused}`,
          fix: 'Write ISTIO_MUTUAL.',
        },
      ],
    ],
    'that a number is too large': [
      gatewayApi('HTTPRoute', { rules: [{ backendRefs: [{ name: 'a', port: 80000 }] }] }),
      [
        {
          code: CODE.range,
          path: 'spec.rules[0].backendRefs[0].port',
          message: `This is 80000, and the field takes a whole number from 1 to 65535. ${refused}`,
          fix: 'Write a whole number from 1 to 65535.',
        },
      ],
    ],
    'that a number is beyond all numbers': [
      http({ route: [{ destination: { host: 'reviews', port: { number: 1e26 } } }] }),
      [
        {
          code: CODE.type,
          path: 'spec.http[0].route[0].destination.port.number',
          message: `This is the number 1e+26, which is out of range: the field takes a whole number from 0 to 4294967295. ${refused}`,
          fix: 'Write a whole number from 0 to 4294967295.',
        },
      ],
    ],
    'that a number between two is beyond all': [
      gatewayApi('HTTPRoute', { rules: [{ backendRefs: [{ name: 'a', port: 65535.5 }] }] }),
      [
        {
          code: CODE.type,
          path: 'spec.rules[0].backendRefs[0].port',
          message: `This is the number 65535.5, and the field takes a whole number. ${refused}`,
          fix: 'Write a whole number, such as 65535.',
        },
      ],
    ],
    'that a placeholder is not filled': [
      http({ route: [{ destination: { host: 'reviews', port: { number: '${PORT}' } } }] }),
      [
        {
          code: CODE.type,
          path: 'spec.http[0].route[0].destination.port.number',
          message: `This is the string "\${PORT}", and the field takes a whole number. ${refused}`,
          fix: 'Replace the placeholder ${PORT} first, and check the result: the field takes a whole number.',
        },
      ],
    ],
    'that a URL is no host': [
      gatewayApi('HTTPRoute', { hostnames: ['https://reviews.example.com'] }),
      [
        {
          code: CODE.format,
          path: 'spec.hostnames[0]',
          message: `"https://reviews.example.com" does not have the form of the field: lower-case letters, digits, "-" and ".", with a letter or digit at both ends and beside each dot; "*." may come before it. ${refused}`,
          fix: 'Write the host alone: reviews.example.com.',
        },
      ],
    ],
    'that a text is too short': [
      gatewayApi('HTTPRoute', { hostnames: [''] }),
      [
        {
          code: CODE.length,
          path: 'spec.hostnames[0]',
          message: `"" has 0 characters, and the field takes a string of 1 to 253 characters. ${refused}`,
          fix: 'Write a string of 1 to 253 characters.',
        },
      ],
    ],
    'that a list is too short': [
      istio('ServiceEntry', { hosts: [] }),
      [
        {
          code: CODE.count,
          path: 'spec.hosts',
          message: `This has 0 entries, and the field takes 1 to 256 entries. ${refused}`,
          fix: 'Write 1 to 256 entries.',
        },
      ],
    ],
    'that a text has another form': [
      gatewayApi('HTTPRoute', { rules: [{ timeouts: { request: '1.5s' } }] }),
      [
        {
          code: CODE.format,
          path: 'spec.rules[0].timeouts.request',
          message: `"1.5s" does not have the form of the field: a duration such as 10s, 500ms or 1h30m. ${refused}`,
          fix: 'Write a duration such as 10s, 500ms or 1h30m.',
        },
      ],
    ],
    'that an entry is listed twice': [
      gatewayApi('Gateway', {
        gatewayClassName: 'istio',
        listeners: [
          { name: 'a', port: 80, protocol: 'HTTP' },
          { name: 'a', port: 81, protocol: 'HTTP' },
        ],
      }),
      [
        {
          code: CODE.duplicate,
          path: 'spec.listeners[1]',
          message: `Two entries have name "a": this one and spec.listeners[0]. ${refused}`,
          fix: 'Give one of them another name, or remove it.',
        },
        {
          code: CODE.rule,
          path: 'spec.listeners',
          message: `This breaks a rule of the CustomResourceDefinition: Listener name must be unique within the Gateway. ${refused}`,
          fix: 'Change one of the two entries, or remove it.',
        },
      ],
    ],
    'that a value is listed twice': [
      gatewayApi('HTTPRoute', { rules: [{ filters: [{ type: 'CORS', cors: { allowMethods: ['GET', 'GET'] } }] }] }),
      [
        {
          code: CODE.duplicate,
          path: 'spec.rules[0].filters[0].cors.allowMethods[1]',
          message: `Two entries have the value "GET": this one and spec.rules[0].filters[0].cors.allowMethods[0]. ${refused}`,
          fix: 'Remove one of them.',
        },
      ],
    ],
    'that fields exclude each other': [
      http({ fault: { delay: { fixedDelay: '1s', exponentialDelay: '1s' } } }),
      [
        {
          code: CODE.exclusive,
          path: 'spec.http[0].fault.delay',
          message: `Only one of fixedDelay and exponentialDelay can be set, and this sets fixedDelay and exponentialDelay. ${refused}`,
          fix: 'Remove all but one of fixedDelay and exponentialDelay.',
        },
      ],
    ],
    'that an address is of another type': [
      gatewayApi('Gateway', {
        gatewayClassName: 'istio',
        listeners: [{ name: 'a', port: 80, protocol: 'HTTP' }],
        addresses: [{ value: 'a.example.com' }],
      }),
      [
        {
          code: CODE.exclusive,
          path: 'spec.addresses[0].value',
          message: `"a.example.com" is not an IP address, and the type of the address is "IPAddress". ${refused}`,
          fix: 'Write an IP address as value, or type: Hostname.',
        },
      ],
    ],
    'that a rule about a value is broken': [
      http({ timeout: '5 s' }),
      [
        {
          code: CODE.rule,
          path: 'spec.http[0].timeout',
          message: `This is "5 s", which breaks a rule of the CustomResourceDefinition: must be a valid duration greater than 1ms. ${refused}`,
          fix: 'Write a duration of at least 1ms, with its unit: 5s, 500ms or 1h.',
        },
      ],
    ],
    'that a rule about several fields is broken': [
      istio('ServiceEntry', { hosts: ['a.com'], endpoints: [{ address: '1.2.3.4' }] }),
      [
        {
          code: CODE.rule,
          path: 'spec',
          message: `This breaks a rule of the CustomResourceDefinition: NONE mode cannot set endpoints. ${refused}`,
          fix: 'Write another resolution, such as STATIC or DNS, or remove endpoints.',
        },
      ],
    ],
    'that its version is not served': [
      object('networking.istio.io/v1/EnvoyFilter', { spec: { nonsense: true } }),
      [
        {
          code: CODE.version,
          path: 'apiVersion',
          message: 'The API server does not serve EnvoyFilter in networking.istio.io/v1, and rejects the object.',
          fix: 'Write apiVersion: networking.istio.io/v1alpha3.',
        },
      ],
    ],
    'that its kind is not known': [
      istio('VirtualServise', {}),
      [
        {
          code: CODE.kind,
          path: 'kind',
          message: `VirtualServise is not a kind of networking.istio.io. ${refused}`,
          fix: 'Write VirtualService.',
        },
      ],
    ],
    'that its kind is of another channel': [
      gatewayApi('TCPRoute', {}),
      [
        {
          code: CODE.kind,
          path: 'kind',
          message:
            'TCPRoute is not a kind of the standard channel of the Gateway API 1.5. An API server that has only that rejects the object.',
          fix: 'Install the experimental channel of the Gateway API or a later release of it (Istio 1.31 reads TCPRoute from Gateway API 1.6 on), or route by another kind.',
          absence: true,
        },
      ],
    ],
    'that its version is of another channel': [
      object('gateway.networking.k8s.io/v1alpha2/TLSRoute', {}),
      [
        {
          code: CODE.version,
          path: 'apiVersion',
          message:
            'The standard channel of the Gateway API does not serve TLSRoute in gateway.networking.k8s.io/v1alpha2. An API server that has only that rejects the object.',
          fix: 'Write apiVersion: gateway.networking.k8s.io/v1.',
          absence: true,
        },
      ],
    ],
    'that a field is of another channel': [
      gatewayApi('HTTPRoute', { rules: [{ retry: { attempts: 3 } }] }),
      [
        {
          code: CODE.unknownField,
          path: 'spec.rules[0].retry',
          message:
            'retry is not a field of HTTPRouteRule in the standard channel of the Gateway API. Where only that is installed, kubectl rejects the object, and other clients have the field dropped.',
          fix: 'Install the experimental channel of the Gateway API, or remove retry.',
          absence: true,
        },
      ],
    ],
    'that its kind was removed': [
      object('rbac.istio.io/v1alpha1/ServiceRole', { spec: {} }),
      [
        {
          code: CODE.kind,
          path: 'kind',
          message:
            'Istio 1.6 removed ServiceRole of rbac.istio.io. The API server rejects the object or, if it still has the CustomResourceDefinition of an old release, stores it and nothing reads it.',
          fix: 'Write AuthorizationPolicy of security.istio.io.',
        },
      ],
    ],
    'nothing of metadata that a tool of someone else reads': [
      object('eksctl.io/v1alpha5/ClusterConfig', {}, { region: 'b' }),
      [],
    ],
    'that a field is null': [
      http({ timeout: null }),
      [
        {
          code: CODE.null,
          path: 'spec.http[0].timeout',
          message: 'The API server drops a null field, so it has no effect.',
          fix: 'Remove timeout, or give it a value.',
        },
      ],
    ],
    'nothing of a kind of someone else': [object('example.com/v1/Thing', { spec: 5, more: null }), []],
    'nothing of its status': [object('Gateway', { spec: {}, status: 5 }), []],
  };

  test.each(Object.entries(cases))('%s', (_, [subject, expected]) => {
    expect(said(subject)).toEqual(expected);
  });

  test('everything at once', () => {
    const subject = http({
      timout: 1,
      timeout: '1',
      route: [{ destination: {}, weight: 'a' }],
      match: [{ uri: { exact: 'a', regex: 'b' } }],
    });
    expect(said(subject).map(({ code, path }) => `${code} ${path}`)).toEqual([
      'API0002 spec.http[0].timout',
      'API0011 spec.http[0].timeout',
      'API0003 spec.http[0].route[0].destination.host',
      'API0001 spec.http[0].route[0].weight',
      'API0010 spec.http[0].match[0].uri',
    ]);
  });

  test('rules only where what they read is right', () => {
    const ports = (port: object) => istio('ServiceEntry', { hosts: ['a.com'], resolution: 'NONE', endpoints: [port] });
    expect(said(ports({ address: 5 })).map(({ code }) => code)).toEqual(['API0001']);
    expect(said(ports({ address: 'a' })).map(({ code }) => code)).toEqual(['API0011']);
  });

  test('nothing of defaults that the API server puts in', () => {
    const subject = gatewayApi('HTTPRoute', {
      rules: [{ matches: [{ path: null }], backendRefs: [{ name: 'a', port: 80 }] }],
    });
    const before = JSON.stringify(subject.manifest);
    expect(said(subject)).toEqual([]);
    expect(JSON.stringify(subject.manifest)).toBe(before);
  });
});

describe('says of metadata', () => {
  const cases: Record<string, [object, string[]]> = {
    'nothing that is right': [
      { namespace: 'shop', labels: { app: 'a', 'a.b/c': '' }, annotations: { 'A.b/c': '{}' } },
      [],
    ],
    'capital letters in the name': [{ name: 'Reviews' }, ['name']],
    'a name that is too long': [{ name: 'a'.repeat(254) }, ['name']],
    'dots in the namespace': [{ namespace: 'a.b' }, ['namespace']],
    'a number as label': [{ labels: { version: 1 } }, ['labels.version']],
    'labels that are a list': [{ labels: ['a'] }, ['labels']],
    'a label that is no label': [
      { labels: { app: 'a b', 'a/b/c': 'a', '': 'a' } },
      ['labels.app', 'labels.a/b/c', 'labels.'],
    ],
    'an annotation that is true': [{ annotations: { inject: true } }, ['annotations.inject']],
    'the key of an annotation': [{ annotations: { 'a b': '' } }, ['annotations.a b']],
    'too many annotations': [{ annotations: { a: 'a'.repeat(262144) } }, ['annotations']],
    'an unknown field': [{ label: {} }, ['label']],
    'a text that is a number': [{ namespace: 5 }, ['namespace']],
    'a generated name': [{ name: undefined, generateName: 'A-' }, ['generateName']],
    'nothing of a generated name that is right': [{ name: undefined, generateName: 'reviews-' }, []],
  };

  test.each(Object.entries(cases))('%s', (_, [metadata, paths]) => {
    const subject = object('Gateway', { spec: {} }, metadata);
    expect(said(subject).map(({ code, path }) => `${code} ${path}`)).toEqual(
      paths.map((path) => `API0014 metadata.${path}`),
    );
  });

  test('the words', () => {
    const subject = object('Gateway', { spec: {} }, { labels: { version: 1 }, lables: {} });
    expect(said(subject)).toEqual([
      {
        code: CODE.metadata,
        path: 'metadata.lables',
        message: `lables is not a field of metadata. ${refused}`,
        fix: 'Write labels.',
      },
      {
        code: CODE.metadata,
        path: 'metadata.labels.version',
        message: `This is 1, and the field takes a string. ${refused}`,
        fix: 'Write it in quotes: "1".',
      },
    ]);
  });

  test('the label for injection without quotes', () => {
    const subject = object('Gateway', { spec: {} }, { labels: { 'istio-injection': true } });
    expect(said(subject)).toEqual([
      {
        code: CODE.metadata,
        path: 'metadata.labels.istio-injection',
        message: `This is true, and the field takes a string. ${refused}`,
        fix: 'Write istio-injection: enabled.',
      },
    ]);
  });

  test('a namespace of a kind that has none', () => {
    const subject = object('GatewayClass', { spec: { controllerName: 'a.b/c' } }, { namespace: 'a' });
    expect(said(subject).map(({ path, fix }) => [path, fix])).toEqual([['metadata.namespace', 'Remove namespace.']]);
  });
});

describe('an older release of Istio', () => {
  test('does not know newer fields', () => {
    const subject = istio('DestinationRule', {
      host: 'a',
      trafficPolicy: { connectionPool: { http: { http2KeepAlive: {} } } },
    });
    expect(said(subject)).toEqual([]);
    expect(said(subject, '1.30')).toEqual([
      {
        code: CODE.unknownField,
        path: 'spec.trafficPolicy.connectionPool.http.http2KeepAlive',
        message:
          'http2KeepAlive came with Istio 1.31, and the mesh has Istio 1.30, whose API server does not know it: kubectl rejects the object, and other clients have the field dropped.',
        fix: 'Remove http2KeepAlive, or upgrade to Istio 1.31 first.',
      },
    ]);
  });

  test('does not know newer kinds', () => {
    const subject = object('TrafficExtension', { spec: { lua: { inlineCode: 'a' } } });
    expect(said(subject)).toEqual([]);
    expect(said(subject, '1.29')).toEqual([
      {
        code: CODE.kind,
        path: 'kind',
        message:
          'TrafficExtension came with Istio 1.30, but the mesh has Istio 1.29: the API server rejects the object.',
        fix: 'Upgrade to Istio 1.30 first.',
      },
    ]);
  });

  test('does not know newer values', () => {
    const [schema] = allSchemas().filter(({ since }) => since !== undefined && 'MERGE_AND_REPLACE_LIST' in since);
    const reports: string[][] = [];
    const run = {
      minor: 30,
      report: (...[code, path, message, fix]: Report) => reports.push([code, path, message, fix]),
    };
    compileSchema(schema)('MERGE_AND_REPLACE_LIST', 'a', { ...run, minor: 31 });
    expect(reports).toEqual([]);
    compileSchema(schema)('MERGE_AND_REPLACE_LIST', 'a', run);
    expect(reports).toEqual([
      [
        CODE.unknownValue,
        'a',
        '"MERGE_AND_REPLACE_LIST" came with Istio 1.31, but the mesh has Istio 1.30: the API server rejects the object.',
        'Write another value, or upgrade to Istio 1.31 first.',
      ],
    ]);
  });
});

test('too many entries are told of a map with wrong ones, too', () => {
  const labels = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`l${i}`, i === 4 ? 5 : 'x']));
  const subject = gatewayApi('Gateway', {
    gatewayClassName: 'istio',
    listeners: [{ name: 'a', port: 80, protocol: 'HTTP' }],
    infrastructure: { labels },
  });
  expect(said(subject).map(({ code, path }) => `${code} ${path}`)).toEqual([
    'API0001 spec.infrastructure.labels.l4',
    'API0007 spec.infrastructure.labels',
  ]);
});

test('every schema compiles', () => {
  expect(KINDS).toHaveLength(23);
  KINDS.forEach(([group, kind]) => expect(() => compileSchema(kindSchema(group, kind)!.schema)).not.toThrow());
});

test('a keyword that is not known does not pass unseen', () => {
  expect(() => compileSchema({ type: 'string', format: 'uuid' })).toThrow('texts of the format uuid are not known');
  expect(() => compileSchema({})).toThrow('a schema has the type undefined');
  expect(() => compileSchema({ type: 'object', properties: {}, not: { maxLength: 1 } })).toThrow(
    'maxLength is not supported',
  );
  expect(() => compileSchema({ type: 'string', 'x-kubernetes-validations': [{ rule: 'true' }] })).toThrow(
    'was not compiled',
  );
});

test('a whole number or a string', () => {
  const reports: string[] = [];
  const run = { minor: 31, report: (...[, path, message]: Report) => reports.push(`${path}: ${message}`) };
  const check = compileSchema({ 'x-kubernetes-int-or-string': true });
  expect([check(80, 'a', run), check('http', 'b', run)]).toEqual([80, 'http']);
  check(true, 'c', run);
  check(1.5, 'd', run);
  expect(reports).toEqual([
    `c: This is true, and the field takes a whole number or a string. ${refused}`,
    `d: This is the number 1.5, and the field takes a whole number or a string. ${refused}`,
  ]);
});

test('every code is in the catalogue', () => {
  expect(Object.values(CODE).sort()).toEqual(Object.keys(API_CODES).sort());
});

test('every rule has a case in the grids that breaks it', () => {
  const broken = new Set<string>();
  for (const manifests of [...Object.values(istioRules.cases), ...Object.values(gatewayApiRules.cases)]) {
    for (const { code, message } of manifests.flatMap((manifest) => said(new MeshObject(manifest)))) {
      if (code === CODE.rule) {
        broken.add(/CustomResourceDefinition: (.*)\. The API server/.exec(message)![1]);
      }
    }
  }
  const rules = allSchemas().flatMap((schema) => schema['x-kubernetes-validations'] ?? []);
  const silent = rules.filter(({ rule, message }) => rule in RULES && !broken.has(message!.replace(/\.$/, '')));
  expect([...new Set(silent.map(({ message }) => message))].sort()).toEqual([
    // What breaks it is a value that is not known.
    "type must be one of ['Exact', 'PathPrefix', 'RegularExpression']",
  ]);
});

test.each(['{{ .Values.port }}', '${{ port }}', '__PORT__', '$(PORT)', '<port>', '%PORT%', '@PORT@'])(
  '%s is a placeholder',
  (value) => {
    const [{ fix }] = said(http({ route: [{ destination: { host: 'reviews', port: { number: value } } }] }));
    expect(fix).toBe(`Replace the placeholder ${value} first, and check the result: the field takes a whole number.`);
  },
);

test.each([
  ['reviews.example.com:443', 'Write the host alone: reviews.example.com.'],
  ['http://Reviews.example.com/path?q=1', 'Write the host alone: reviews.example.com.'],
  ['https://a_b', expect.stringContaining('Write lower-case letters')],
])('a host in %s', (hostname, fix) => {
  expect(said(gatewayApi('HTTPRoute', { hostnames: [hostname] }))).toMatchObject([{ path: 'spec.hostnames[0]', fix }]);
});

test('fields of the gateway API of the same name say so', () => {
  expect(said(gatewayApi('HTTPRoute', { rulez: [] }))[0].message).toMatch(/^rulez is not a field of HTTPRoute/);
});
