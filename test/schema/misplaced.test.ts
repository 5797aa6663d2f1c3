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
