import type { Proxy } from './proxies';
import type { Mesh } from './reading/mesh';
import { sidecarFor } from './sidecar-scope';
import { rulesOf } from './virtual-services';

/**
 * One of the sidecars that get the same listeners and routes as a sidecar: those of its namespace with the same Sidecar, and with the same labels
 * as far as rules ask for any. Whoever computes these for one of them need not do so again.
 */
export function alikeSidecar(mesh: Mesh, proxy: Proxy): Proxy {
  const { byProxy, byKey } = mesh.derive(knownSidecars);
  let first = byProxy.get(proxy);
  if (first === undefined) {
    const key = keyOf(mesh, proxy);
    first = byKey.get(key) ?? proxy;
    byKey.set(key, first);
    byProxy.set(proxy, first);
  }
  return first;
}

/** The labels of clients that rules of VirtualServices ask for, delegates among them. */
export function askedLabels(mesh: Mesh): readonly string[] {
  return mesh.derive(labelsOfRules);
}

function keyOf(mesh: Mesh, proxy: Proxy): string {
  const { namespace, labels } = proxy;
  const own = askedLabels(mesh).map((name) => labels[name] ?? '');
  return JSON.stringify([namespace, sidecarFor(mesh, proxy)?.key, ...own]);
}

interface KnownSidecars {
  readonly byProxy: Map<Proxy, Proxy>;
  readonly byKey: Map<string, Proxy>;
}

function knownSidecars(): KnownSidecars {
  return { byProxy: new Map(), byKey: new Map() };
}

function labelsOfRules(mesh: Mesh): readonly string[] {
  const matches = mesh
    .all('networking.istio.io/VirtualService')
    .flatMap((object) => rulesOf(object).flatMap((rule) => rule.matches.map(({ match }) => match)));
  return [...new Set(matches.flatMap(({ sourceLabels = {} }) => Object.keys(sourceLabels)))].sort();
}
