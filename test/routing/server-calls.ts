/*
 * What tests of the receiving side have in common: a call as it comes to a proxy, and what it says, in short.
 */
import { authorizationPolicy, peerAuthentication } from '../manifests';
import { proxies } from '../../lib/mesh/proxies';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { MeshContext } from '../../lib/mesh/reading/mesh-context';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import type { Header, Request } from '../../lib/routing/call';
import type { Connection, ServerAnswer, ServerCall } from '../../lib/routing/server-call';
import { serverSide } from '../../lib/routing/server-side';

/** A second at which tokens of tests are looked at: in the year 2026. */
export const NOW = 1_780_000_000;

/** How a call comes. */
export interface Coming {
  /** `namespace/name` of what makes the pods. */
  readonly to?: string;
  readonly port?: number;
  /** Mutual TLS as a service account: `shop/client`. */
  readonly as?: string;
  /** Otherwise. */
  readonly connection?: Partial<Connection>;
  /** False for bytes. */
  readonly request?: Partial<Omit<Request, 'headers'>> | false;
  readonly headers?: Readonly<Record<string, string>>;
}

export function request(
  given: Partial<Omit<Request, 'headers'>> = {},
  headers: Readonly<Record<string, string>> = {},
): Request {
  const all: Header[] = Object.entries(headers).map(([name, value]) => [name, value]);
  return { version: '1.1', method: 'GET', scheme: 'http', authority: 'api.shop', path: '/', ...given, headers: all };
}

export function identityOf(account: string): string {
  const [namespace, name] = account.split('/');
  return `cluster.local/ns/${namespace}/sa/${name}`;
}

export function callTo(
  mesh: Mesh,
  { to = 'shop/api', port = 8080, as, connection, request: given = {}, headers }: Coming,
): ServerCall {
  const workload = mesh.workloads.find(({ namespace, name }) => `${namespace}/${name}` === to);
  const gateway = proxies(mesh).gateways.find(({ namespace, name }) => `${namespace}/${name}` === to);
  const server = gateway ?? workload;
  if (server === undefined) {
    throw new Error(`The test has no workload ${to}.`);
  }
  return {
    server,
    port,
    connection: { tls: as === undefined ? 'none' : 'mesh', identity: as && identityOf(as), ...connection },
    request: given === false ? undefined : request(given, headers),
  };
}

export function answerOf(
  manifests: readonly Manifest[],
  coming: Coming,
  settings: Partial<MeshContext> = {},
): ServerAnswer {
  const mesh = new Mesh(manifests, [], settings);
  return serverSide(mesh, callTo(mesh, coming), NOW);
}

/** `accepted`, or a failure: `403 Denied`, `closed TlsMismatch`. */
export function inShort({ outcome }: Pick<ServerAnswer, 'outcome'>): string {
  return outcome === 'accepted' ? outcome : `${outcome.status ?? outcome.connection} ${outcome.name}`;
}

export function said(manifests: readonly Manifest[], coming: Coming, settings?: Partial<MeshContext>): string {
  return inShort(answerOf(manifests, coming, settings));
}

/** A policy for the pods with a label `app`. */
export function policyFor(app: string, spec: object, key = `shop/${app}`, metadata: object = {}): Manifest {
  return authorizationPolicy(key, { selector: { matchLabels: { app } }, ...spec }, metadata);
}

export function strict(key: string, mode = 'STRICT', more: object = {}): Manifest {
  return peerAuthentication(key, { mtls: { mode }, ...more });
}

export const APP = (app: string): object => ({ selector: { matchLabels: { app } } });
