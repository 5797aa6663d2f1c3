import type { Failure } from '../../lib/routing/failure';
import { seenThrough } from '../../lib/routing/failure';
import { INJECTED, SHOP, deployment, namespace, service, workload } from '../manifests';
import type { Coming } from './server-calls';
import { APP, answerOf, policyFor, strict } from './server-calls';

const HTTP = { name: 'http', port: 80, targetPort: 8080 };
const servers = (name: string, port: object = HTTP): object[] => [
  workload(`shop/${name}`),
  service(`shop/${name}`, [port]),
];
const MANIFESTS = [
  SHOP,
  namespace('other', INJECTED),
  ...servers('strict'),
  ...servers('off'),
  ...servers('perm'),
  ...servers('db', { name: 'tcp', port: 80, targetPort: 8080 }),
  ...servers('web'),
  deployment('shop/bare', { app: 'bare', 'sidecar.istio.io/inject': 'false' }),
  strict('shop/s', 'STRICT', APP('strict')),
  strict('shop/o', 'DISABLE', APP('off')),
  policyFor('db', { action: 'DENY', rules: [{}] }),
  policyFor('web', { action: 'DENY', rules: [{}] }),
] as Parameters<typeof answerOf>[0];

const MESH: Coming = { as: 'shop/client' };
const FOREIGN: Coming = { connection: { tls: 'foreign' } };

/** What a client sees through its sidecar, which reads requests or not. */
function seen(to: string, coming: Coming, readsRequests = true): Pick<Failure, 'status' | 'connection' | 'flags'> {
  const { outcome } = answerOf(MANIFESTS, { to: `shop/${to}`, ...coming });
  const { status, connection, flags } = seenThrough(outcome as Failure, readsRequests, { inTls: coming !== PLAIN });
  return { status, connection, flags };
}

const PLAIN: Coming = {};

test.each<[string, string, Coming, object]>([
  ['plain text to STRICT', 'strict', PLAIN, { status: 503, flags: 'UC' }],
  ['mutual TLS to DISABLE', 'off', MESH, { status: 503, flags: 'URX,UF' }],
  ['mutual TLS to pods without a sidecar', 'bare', MESH, { status: 503, flags: 'URX,UF' }],
  ['other TLS to PERMISSIVE', 'perm', FOREIGN, { status: 503, flags: 'URX,UF' }],
  ['a connection that is denied (cases/routing/e68)', 'db', MESH, { status: 503, flags: 'UC' }],
  ['a request that is denied', 'web', MESH, { status: 403 }],
])('%s (cases/routing/e31)', (_, to, coming, expected) => {
  expect(seen(to, coming)).toEqual({ connection: undefined, flags: undefined, ...expected });
});

test('who reads no requests sees the connection closed', () => {
  expect(seen('db', MESH, false)).toMatchObject({ connection: 'closed', status: undefined });
  expect(seen('strict', PLAIN, false)).toMatchObject({ connection: 'closed', status: undefined });
});
