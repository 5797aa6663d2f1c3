import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import {
  apiGateway,
  authorizationPolicy,
  deployment,
  gateway,
  INGRESS,
  ingressPods,
  peerAuthentication,
  server,
  SHOP,
  service,
} from '../../manifests';
import { placesOf, textsOf } from '../found';

const CLOSED = { world: 'closed' as const };
const from = (source: object): object => ({ from: [{ source }] });
const policy = (rule: object, spec: object = {}, key = 'istio-system/edge'): Manifest =>
  authorizationPolicy(key, { selector: { matchLabels: INGRESS }, rules: [rule], ...spec });
const edge = (...servers: object[]): Manifest[] => [
  ingressPods('istio-system'),
  gateway('istio-system/edge', ...servers),
];
const PLAIN = server(80, 'HTTP', ['*']);
const tls = (mode: string): object => server(443, 'HTTPS', ['*'], { mode, credentialName: 'x' });
const places = (manifests: Manifest[]): string[] => placesOf('CDI0412', manifests, CLOSED);
const RULE = 'AuthorizationPolicy istio-system/edge spec.rules[0]';
const NAMESPACES = from({ namespaces: ['*'] });
const FOUND = [`error ${RULE}.from[0].source.namespaces`];

test.each(['principals', 'notPrincipals', 'namespaces', 'notNamespaces', 'serviceAccounts', 'trustDomains'])(
  '%s at a gateway that asks nobody for a certificate',
  (field) => {
    const manifests = [...edge(PLAIN, tls('SIMPLE')), policy(from({ [field]: ['x'] }))];
    expect(places(manifests)).toEqual([`error ${RULE}.from[0].source.${field}`]);
    const [[message]] = textsOf('CDI0412', manifests);
    const effect = field.startsWith('not') ? `${field} matches every caller.` : `${field} matches no caller. `;
    expect(message).toContain(
      `No server of Gateway istio-system/edge asks for a client certificate, so callers of the gateway have no identity: ${effect}`,
    );
  },
);

test('conditions', () => {
  const rule = {
    when: [
      { key: 'source.principal', values: ['*'] },
      { key: 'request.headers[x]', values: ['*'] },
    ],
  };
  expect(places([...edge(PLAIN), policy(rule)])).toEqual([`error ${RULE}.when[0]`]);
  const not = { when: [{ key: 'source.namespace', notValues: ['shop'] }] };
  expect(textsOf('CDI0412', [...edge(PLAIN), policy(not)])[0][0]).toContain('source.namespace matches every caller.');
});

test('only in a closed world it is certain that there are no other servers', () => {
  expect(placesOf('CDI0412', [...edge(PLAIN), policy(NAMESPACES)])).toEqual([FOUND[0].replace('error', 'warning')]);
});

test('other sources of the rule', () => {
  const rule = { from: [{ source: { ipBlocks: ['10.0.0.0/8'] } }, { source: { requestPrincipals: ['*'] } }] };
  expect(places([...edge(PLAIN), policy(rule)])).toEqual([]);
});

test.each(['MUTUAL', 'ISTIO_MUTUAL', 'OPTIONAL_MUTUAL'])('a server with %s may know its callers', (mode) => {
  expect(places([...edge(PLAIN, tls(mode)), policy(NAMESPACES)])).toEqual([]);
});

test('a server that passes TLS on does not', () => {
  expect(places([...edge(server(443, 'TLS', ['*'], { mode: 'PASSTHROUGH' })), policy(NAMESPACES)])).toEqual(FOUND);
});

test('where nothing is known of the servers', () => {
  expect(places([ingressPods('istio-system'), policy(NAMESPACES)])).toEqual([]);
  expect(places([policy(NAMESPACES)])).toEqual([FOUND[0].replace('error', 'info')]);
  const egress = { selector: { matchLabels: { istio: 'egressgateway' } } };
  expect(places([policy(NAMESPACES, egress)])).toEqual([]);
});

test('a policy for all pods, or for others, is not for the gateway', () => {
  expect(places([...edge(PLAIN), policy(NAMESPACES, { selector: undefined })])).toEqual([]);
  expect(places([...edge(PLAIN), policy(NAMESPACES, {}, 'shop/edge')])).toEqual([]);
  expect(places([...edge(PLAIN), policy(NAMESPACES, { selector: { matchLabels: { app: 'web' } } })])).toEqual([]);
});

test('gateways of the Gateway API', () => {
  const listener = { name: 'l', port: 443, protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'x' }] } };
  const set = (own: object, spec: object = {}): Manifest[] => [
    apiGateway('shop/edge', { gatewayClassName: 'istio', listeners: [own], ...spec }),
    authorizationPolicy('shop/edge', {
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge' }],
      rules: [NAMESPACES],
    }),
  ];
  expect(places(set(listener))).toHaveLength(1);
  const mutual = {
    ...listener,
    tls: { ...listener.tls, options: { 'gateway.istio.io/tls-terminate-mode': 'ISTIO_MUTUAL' } },
  };
  expect(places(set(mutual))).toEqual([]);
  const frontend = { default: { validation: { caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'ca' }] } } };
  expect(places(set(listener, { tls: { frontend } }))).toEqual([]);
});

describe('pods', () => {
  const WEB = { app: 'web' };
  const set = [SHOP, service('shop/web', [80]), deployment('shop/web', WEB)];
  const web = policy(from({ principals: ['*'] }), { selector: { matchLabels: WEB } }, 'shop/web');
  const peer = (spec: object): Manifest => peerAuthentication('shop/web', { selector: { matchLabels: WEB }, ...spec });

  test('that take no mutual TLS', () => {
    const manifests = [...set, web, peer({ mtls: { mode: 'DISABLE' } })];
    expect(places(manifests)).toEqual(['error AuthorizationPolicy shop/web spec.rules[0].from[0].source.principals']);
    expect(textsOf('CDI0412', manifests)[0]).toEqual([
      'PeerAuthentication shop/web is DISABLE for the pods of shop/web, which take no mutual TLS, so callers have no identity: principals matches no caller. Requests that it should allow get 403, unless another rule allows them.',
      'Write STRICT or PERMISSIVE in the PeerAuthentication, or leave the identity out.',
    ]);
  });

  test('that take it on some port', () => {
    expect(places([...set, web])).toEqual([]);
    expect(places([...set, web, peer({ mtls: { mode: 'PERMISSIVE' } })])).toEqual([]);
    const some = peer({ mtls: { mode: 'DISABLE' }, portLevelMtls: { 80: { mode: 'STRICT' } } });
    expect(places([...set, web, some])).toEqual([]);
    const other = [...set, deployment('shop/other', { ...WEB, version: 'v2' }), web];
    const ofOne = peerAuthentication('shop/web', {
      selector: { matchLabels: { version: 'v2' } },
      mtls: { mode: 'DISABLE' },
    });
    expect(places([...other, ofOne])).toEqual([]);
  });

  test('that take none on the ports of the rule', () => {
    const open = peer({ mtls: { mode: 'STRICT' }, portLevelMtls: { 80: { mode: 'DISABLE' } } });
    const on = (...ports: string[]): Manifest =>
      policy(
        { ...from({ principals: ['*'] }), to: [{ operation: { ports } }] },
        { selector: { matchLabels: WEB } },
        'shop/web',
      );
    expect(places([...set, on('80'), open])).toEqual([
      'error AuthorizationPolicy shop/web spec.rules[0].from[0].source.principals',
    ]);
    expect(textsOf('CDI0412', [...set, on('80'), open])[0][0]).toContain(
      'PeerAuthentication shop/web is DISABLE for port 80 of the pods of shop/web, which take no mutual TLS',
    );
    expect(places([...set, on('80', '81'), open])).toEqual([]);
    const both = peer({ portLevelMtls: { 80: { mode: 'DISABLE' }, 81: { mode: 'DISABLE' } } });
    expect(textsOf('CDI0412', [...set, on('80', '81'), both])[0][0]).toContain('for ports 80 and 81 of the pods');
  });
});
