import { MeshObject } from '../../lib/mesh/reading/mesh-object';
import { violationsOf } from '../../lib/schema/check-schema';
import { CODE } from '../../lib/schema/violation';
import { manifest } from '../manifests';

const object = (kind: string, rest: object) => new MeshObject({ ...manifest(kind, 'reviews'), ...rest });
const istio = (kind: string, spec: object) => object(`networking.istio.io/v1/${kind}`, { spec });
const security = (kind: string, spec: object) => object(`security.istio.io/v1/${kind}`, { spec });
const destination = { host: 'reviews' };
const virtualService = (...http: object[]) => istio('VirtualService', { hosts: ['reviews'], http });
const route = (more: object, rule: object = {}) => virtualService({ route: [{ destination, ...more }], ...rule });
const rule = (spec: object) => istio('DestinationRule', { host: 'reviews', ...spec });
const entry = (spec: object) => istio('ServiceEntry', { hosts: ['a.example.com'], ...spec });

/** Path and fix of everything with one of the codes, in the order in which it is found. */
const fixes = (subject: MeshObject, ...codes: string[]): string[] =>
  violationsOf(subject, '1.31')
    .filter(({ code }) => codes.includes(code))
    .map(({ path, fix }) => `${path}: ${fix}`);

describe('a field at the wrong level', () => {
  const cases: Record<string, [MeshObject, string[]]> = {
    'too deep by two levels': [
      route({ timeout: '5s' }),
      ['spec.http[0].route[0].timeout: Move it up to the level of route: timeout belongs to spec.http[0].'],
    ],
    'too deep by three levels': [
      virtualService({}, { route: [{ destination: { ...destination, timeout: '5s' } }] }),
      ['spec.http[1].route[0].destination.timeout: Move it up to the level of route: timeout belongs to spec.http[1].'],
    ],
    'too deep by one level': [
      istio('Gateway', {
        servers: [{ port: { number: 80, protocol: 'HTTP', name: 'http', hosts: ['*'] }, hosts: [] }],
      }),
      ['spec.servers[0].port.hosts: Write one of name, number, protocol, targetPort.'],
    ],
    'too deep, where the level above lacks it': [
      istio('Gateway', { servers: [{ port: { number: 80, protocol: 'HTTP', name: 'http', hosts: ['*'] } }] }),
      ['spec.servers[0].port.hosts: Move it up to the level of port: hosts belongs to spec.servers[0].'],
    ],
    'slipped out of the entry before it': [
      entry({ ports: [{ number: 80 }, { number: 443 }], name: 'tls', protocol: 'TLS' }),
      [
        'spec.name: Indent it below ports: name belongs to spec.ports[1].',
        'spec.protocol: Indent it below ports: protocol belongs to spec.ports[1].',
      ],
    ],
    'slipped out of an entry further up': [
      entry({ ports: [{ number: 443 }], location: 'MESH_EXTERNAL', name: 'tls' }),
      ['spec.name: Move it below ports: name belongs to spec.ports[0].'],
    ],
    'slipped out of an object that is empty now': [
      security('AuthorizationPolicy', { rules: [{ from: [{ source: null, ipBlocks: ['192.0.2.0/24'] }] }] }),
      ['spec.rules[0].from[0].ipBlocks: Indent it below source: ipBlocks belongs to spec.rules[0].from[0].source.'],
    ],
    'of a part that is not written': [
      security('PeerAuthentication', { mode: 'STRICT' }),
      ['spec.mode: Move it below mtls: mode belongs to spec.mtls.'],
    ],
    'of entries that are not written': [
      rule({ labels: { version: 'v1' } }),
      ['spec.labels: Move it into an entry of subsets: labels belongs there.'],
    ],
    'slipped out of the entry that lacks it': [
      entry({
        ports: [
          { number: 80, protocol: 'HTTP' },
          { number: 443, name: 'tls' },
        ],
        name: 'http',
      }),
      ['spec.name: Indent it below ports: name belongs to spec.ports[0].'],
    ],
    'slipped out of a map': [
      istio('Sidecar', { workloadSelector: { labels: null, app: 'reviews' } }),
      ['spec.workloadSelector.app: Indent it below labels: app belongs to spec.workloadSelector.labels.'],
    ],
    'slipped out of a map of ports': [
      security('PeerAuthentication', { portLevelMtls: null, '9080': { mode: 'STRICT' } }),
      ['spec.9080: Indent it below portLevelMtls: 9080 belongs to spec.portLevelMtls.'],
    ],
    'that has nearly the name of another one with other values': [
      entry({ endpoints: [{ address: '192.0.2.1', addresses: ['192.0.2.2'] }] }),
      ['spec.endpoints[0].addresses: Move it up to the level of endpoints: addresses belongs to spec.'],
    ],
    'that is one of an object at the wrong level': [
      virtualService({ match: [{ uri: { prefix: '/' } }], headers: { 'x-user': { exact: 'a' } } }),
      ['spec.http[0].headers.x-user: Move headers below match: headers belongs to spec.http[0].match[0].'],
    ],
    'of the part above it or of the whole': [
      virtualService({ match: [{ uri: { prefix: '/' } }], timeout: '5s', gateways: ['mesh'] }),
      [
        'spec.http[0].gateways: Move it below match: gateways belongs to spec.http[0].match[0]; ' +
          'or move it up to the level of http: gateways belongs to spec.',
      ],
    ],
    'of two parts': [
      istio('VirtualService', { hosts: ['reviews'], route: [{ destination }] }),
      ['spec.route: Move it below http, tcp or tls, which have route.'],
    ],
    'two levels too high': [
      rule({ trafficPolicy: { maxConnections: 5 } }),
      [
        'spec.trafficPolicy.maxConnections: Move it below tcp: maxConnections belongs to spec.trafficPolicy.connectionPool.tcp.',
      ],
    ],
    'of the neighbor': [
      rule({ trafficPolicy: { connectionPool: { tcp: { http1MaxPendingRequests: 5 } } } }),
      [
        'spec.trafficPolicy.connectionPool.tcp.http1MaxPendingRequests: ' +
          'Move it below http: http1MaxPendingRequests belongs to spec.trafficPolicy.connectionPool.http.',
      ],
    ],
    'of metadata': [
      object('Gateway', { namespace: 'shop', spec: { servers: [] } }),
      ['namespace: Indent it below metadata: namespace belongs to metadata.'],
    ],
    'of the spec, which is not written': [
      object('Sidecar', { egress: [] }),
      ['egress: Move it below spec: egress belongs to spec.'],
    ],
    'below a key with dots': [
      gatewayApiRoute({ rules: [{ matches: [{ path: { 'a.b': 1 } }] }] }),
      ['spec.rules[0].matches[0].path.a.b: Write one of type, value.'],
    ],
    'that is another name with a mistake': [virtualService({ timout: '5s' }), ['spec.http[0].timout: Write timeout.']],
    'whose value does not fit what has the name': [
      route({ timeout: { seconds: 5 } }),
      ['spec.http[0].route[0].timeout: Write one of destination, headers, weight.'],
    ],
    'that is known nowhere near': [
      route({ color: 'blue' }),
      ['spec.http[0].route[0].color: Write one of destination, headers, weight.'],
    ],
  };
  it.each(Object.entries(cases))('%s', (_, [subject, expected]) => {
    expect(fixes(subject, CODE.unknownField)).toEqual(expected);
  });

  it('is also an entry of a map whose values it does not fit', () => {
    const subset = rule({ subsets: [{ name: 'v1', labels: { version: 'v1', trafficPolicy: {} } }] });
    expect(fixes(subset, CODE.type)).toEqual([
      'spec.subsets[0].labels.trafficPolicy: Move it up to the level of labels: trafficPolicy belongs to spec.subsets[0].',
    ]);
    const match = virtualService({ match: [{ headers: { 'x-user': null, exact: 'tester' } }] });
    expect(fixes(match, CODE.type)).toEqual([
      'spec.http[0].match[0].headers.exact: Indent it below x-user: exact belongs to spec.http[0].match[0].headers.x-user.',
    ]);
  });

  it('is also a field of another form, under the same name', () => {
    const addresses = [{ address: '192.0.2.1' }];
    expect(fixes(entry({ endpoints: addresses, ports: { http: 80 } }), CODE.type)).toEqual([
      'spec.ports: Indent it below endpoints: ports belongs to spec.endpoints[0].',
    ]);
    expect(fixes(entry({ endpoints: addresses, ports: { number: 80, name: 'http' } }), CODE.type)).toEqual([
      'spec.ports: Write "- " before it: the field takes a list, even for one entry.',
    ]);
  });

  it('is also what an empty object lacks', () => {
    const policy = security('AuthorizationPolicy', {
      rules: [{ to: [{ operation: null, methods: ['GET'], paths: ['/'], operatoin: {} }] }],
    });
    expect(fixes(policy, CODE.null)).toEqual([
      'spec.rules[0].to[0].operation: Indent methods and paths below operation.',
    ]);
    expect(fixes(security('AuthorizationPolicy', { rules: [{ to: [{ operation: null }] }] }), CODE.null)).toEqual([
      'spec.rules[0].to[0].operation: Remove operation, or give it a value.',
    ]);
  });
});

function gatewayApiRoute(spec: object): MeshObject {
  return object('HTTPRoute', { spec });
}

describe('an entry of a list that lacks a field', () => {
  const lacks = (...routes: object[]) => fixes(virtualService({ route: routes }), CODE.missing);

  it('is perhaps the end of the entry before it', () => {
    expect(lacks({ destination }, { weight: 50, headers: {} })).toEqual([
      'spec.http[0].route[1].destination: If weight belongs to spec.http[0].route[0], remove the "-" before it; otherwise write destination.',
    ]);
  });

  it('is perhaps the start of the entry behind it', () => {
    expect(lacks({ weight: 50 }, { destination })).toEqual([
      'spec.http[0].route[0].destination: If destination belongs to spec.http[0].route[0], remove the "-" before it; otherwise write destination.',
    ]);
    expect(lacks({ destination }, { weight: 50 }, { destination })).toEqual([
      'spec.http[0].route[1].destination: If weight belongs to spec.http[0].route[0], remove the "-" before it; ' +
        'if destination belongs to spec.http[0].route[1], remove the "-" before it; otherwise write destination.',
    ]);
  });

  it.each<[string, object[]]>([
    ['has what the entry before it has', [{ destination, weight: 50 }, { weight: 50 }]],
    ['has fields that nothing knows', [{ destination }, { wait: 50 }]],
    ['is empty', [{ destination }, {}]],
    ['is the first', [{ weight: 50 }]],
    ['comes after one that lacks it too', [{ headers: {} }, { weight: 50 }]],
  ])('stands for itself where it %s', (_, routes) => {
    expect(lacks(...routes).at(-1)).toBe(
      `spec.http[0].route[${routes.length - 1}].destination: Write destination, which takes an object.`,
    );
  });
});

describe('an object that lacks a field', () => {
  it('has perhaps written it into a map', () => {
    expect(fixes(rule({ subsets: [{ labels: { version: 'v1', name: 'v1' } }] }), CODE.missing)).toEqual([
      'spec.subsets[0].name: If name in labels belongs to spec.subsets[0], move it up to the level of labels; otherwise write name.',
    ]);
  });

  it('has perhaps written it behind itself', () => {
    const server = { port: { number: 80, protocol: 'HTTP' }, name: 'http', hosts: ['*'] };
    expect(fixes(istio('Gateway', { servers: [server] }), CODE.missing)).toEqual([
      'spec.servers[0].port.name: If name behind port belongs to spec.servers[0].port, indent it; otherwise write name.',
    ]);
    const { port, name, hosts } = server;
    expect(fixes(istio('Gateway', { servers: [{ name, port, hosts }] }), CODE.missing)).toEqual([
      'spec.servers[0].port.name: Write name, which takes a string.',
    ]);
  });
});
