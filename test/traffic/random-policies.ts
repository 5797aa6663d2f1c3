import type { Draw } from '../istiod/draw';
import type { Fields } from '../istiod/random-mesh';
import { NAMESPACES } from '../istiod/random-mesh';
import { CLIENTS, GATEWAYS, ISSUER, accountOf } from './world';

/** An object that is still without its age. */
export interface Drawn {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly spec: Fields;
}

/** Who may call whom. Where ports do not say what they speak, nothing asks for requests (test/traffic/not-asked.ts). */
export function policies(draw: Draw, asksRequests: boolean): Drawn[] {
  return [
    ...draw.times(0, 3, () => policy(draw, 'PeerAuthentication', peerAuthentication(draw))),
    ...(asksRequests
      ? [
          ...draw.times(0, 4, () => policy(draw, 'AuthorizationPolicy', authorizationPolicy(draw))),
          ...draw.times(0, 2, () => policy(draw, 'RequestAuthentication', requestAuthentication(draw))),
        ]
      : []),
  ];
}

/** Policies about the addresses of clients. */
export function addressPolicies(draw: Draw): Drawn[] {
  return draw.times(0, 3, () => {
    const blocks = (): string[] =>
      draw.some(
        [...draw.some(CLIENTS, 2, 4), ...GATEWAYS].map((key) => `address of ${key}`).concat('address of client'),
        1,
        3,
      );
    const from = draw.one<Fields>([
      { ipBlocks: blocks() },
      { notIpBlocks: blocks() },
      { remoteIpBlocks: blocks() },
      { notRemoteIpBlocks: blocks() },
    ]);
    const to = draw.maybe(50, () => ({ to: [{ operation: operation(draw) }] }));
    const selected = selector(draw, 80);
    // Connections come to the sidecars of servers here from what stands for iptables, which has an address of its own.
    const isPeer = from.ipBlocks !== undefined || from.notIpBlocks !== undefined;
    return policy(draw, 'AuthorizationPolicy', {
      ...(isPeer ? { selector: { matchLabels: { app: 'gw' } } } : selected),
      action: draw.weighted([3, 'DENY'], [2, 'ALLOW']),
      rules: [{ from: [{ source: from }], ...to }],
    });
  });
}

/** Policies that ask somebody whom the settings of the mesh do not name. */
export function customPolicies(draw: Draw): Drawn[] {
  return draw.times(0, 1, () =>
    policy(draw, 'AuthorizationPolicy', {
      ...selector(draw, 90),
      action: 'CUSTOM',
      provider: { name: 'nobody' },
      rules: draw.times(1, 2, () => rule(draw)),
    }),
  );
}

function policy(draw: Draw, kind: string, spec: Fields): Drawn {
  const namespace = draw.one(NAMESPACES);
  return { apiVersion: 'security.istio.io/v1', kind, namespace, name: draw.one(['first', 'second']), spec };
}

function selector(draw: Draw, share: number): Fields {
  return draw.maybe(share, () => ({
    selector: {
      matchLabels: draw.one<Fields>([
        { app: 'a' },
        { app: 'b' },
        { app: 'c' },
        { version: 'v1' },
        { app: 'a', version: 'v2' },
        { istio: 'ingress' },
        { app: 'gw' },
      ]),
    },
  }));
}

const MODES = ['STRICT', 'PERMISSIVE', 'DISABLE', 'UNSET'] as const;

function peerAuthentication(draw: Draw): Fields {
  const selected = selector(draw, 60);
  const port = (): string => draw.one(['8080', '80', '9000', '8443']);
  return {
    ...selected,
    ...draw.maybe(90, () => ({ mtls: { mode: draw.one(MODES) } })),
    ...(selected.selector === undefined
      ? {}
      : draw.maybe(40, () => ({ portLevelMtls: { [port()]: { mode: draw.one(MODES) } } }))),
  };
}

function authorizationPolicy(draw: Draw): Fields {
  const action = draw.weighted([5, 'DENY'], [4, 'ALLOW'], [1, 'AUDIT']);
  return {
    ...selector(draw, 80),
    action,
    ...draw.maybe(action === 'ALLOW' ? 95 : 100, () => ({ rules: draw.times(1, 3, () => rule(draw)) })),
  };
}

function rule(draw: Draw): Fields {
  return {
    ...draw.maybe(45, () => ({ from: draw.times(1, 2, () => ({ source: source(draw) })) })),
    ...draw.maybe(65, () => ({ to: draw.times(1, 2, () => ({ operation: operation(draw) })) })),
    ...draw.maybe(30, () => ({ when: draw.times(1, 2, () => condition(draw)) })),
  };
}

/** Some of the fields, at least one. */
function fields(draw: Draw, choice: readonly (() => Fields)[]): Fields {
  return Object.assign({}, ...draw.some(choice, 1, 2).map((make) => make())) as Fields;
}

function source(draw: Draw): Fields {
  const accounts = (): string[] => {
    const account = accountOf(draw.one(CLIENTS));
    const end = account.split('/').slice(2).join('/');
    return [draw.weighted([4, account], [1, '*'], [1, `*/${end}`], [1, 'cluster.local/ns/n1/*'])];
  };
  const namespaces = (): string[] => draw.some(['n1', 'n2', 'n3', 'istio-system', 'n*'], 1, 2);
  return fields(draw, [
    () => ({ principals: accounts() }),
    () => ({ namespaces: namespaces() }),
    () => ({ serviceAccounts: [draw.one(['a', 'n1/a', 'n2/a', 'b'])] }),
    () => ({ notPrincipals: accounts() }),
    () => ({ notNamespaces: namespaces() }),
    () => ({ requestPrincipals: [draw.one(['*', `${ISSUER.name}/dev`, '*/admin', `${ISSUER.name}/*`])] }),
    () => ({ notRequestPrincipals: [draw.one(['*', '*/admin'])] }),
  ]);
}

const PATHS = ['/a', '/a*', '/a/*', '*/b', '/', '*', '/a/{*}', '/{**}/b', '/c'] as const;

function operation(draw: Draw): Fields {
  const paths = (): string[] => draw.some(PATHS, 1, 2);
  const hosts = (): string[] =>
    draw.some(['a.n1', 'a.n1.svc.cluster.local', 'api.ext.com', '*.ext.com', 'a*', '*:80', 'a.n1:*'], 1, 2);
  const ports = (): string[] => draw.some(['8080', '80', '9000', '8443'], 1, 2);
  return fields(draw, [
    () => ({ paths: paths() }),
    () => ({ paths: paths(), notPaths: paths() }),
    () => ({ methods: draw.some(['GET', 'POST', '*', 'P*'], 1, 2) }),
    () => ({ notMethods: ['GET'] }),
    () => ({ hosts: hosts() }),
    () => ({ notHosts: hosts() }),
    () => ({ ports: ports() }),
    () => ({ notPorts: ports() }),
  ]);
}

function condition(draw: Draw): Fields {
  const [key, choice] = draw.one<readonly [string, readonly string[]]>([
    ['request.headers[x-a]', ['1', 'x*', '*x', '*']],
    ['request.headers[x-b]', ['1', '*']],
    ['request.auth.claims[group]', ['dev', 'admin', '*']],
    ['request.auth.claims[scope]', ['read']],
    ['source.namespace', ['n1', 'n2']],
    ['source.principal', [accountOf('n1/a-v1'), '*']],
    ['destination.port', ['8080', '80']],
    ['connection.sni', ['outbound_.80_._.a.n1.svc.cluster.local', 'api.ext.com']],
  ]);
  return { key, [draw.weighted([3, 'values'], [1, 'notValues'])]: draw.some(choice, 1, 2) };
}

function requestAuthentication(draw: Draw): Fields {
  const { name: issuer, jwks } = ISSUER;
  return {
    ...selector(draw, 70),
    jwtRules: [
      {
        issuer,
        jwks,
        ...draw.maybe(30, () => ({ forwardOriginalToken: true })),
        ...draw.maybe(20, () => ({ fromHeaders: [{ name: 'x-token', prefix: 'Bearer ' }] })),
        ...draw.maybe(20, () => ({ outputClaimToHeaders: [{ header: 'x-b', claim: 'sub' }] })),
      },
    ],
  };
}
