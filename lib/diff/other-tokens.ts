import { requestAuthenticationsFor } from '../mesh/authorization';
import type { Proxy } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import type { Side, Sides } from './sides';

/** Whether a proxy takes other tokens after the change than before it. Where it does not, one request stands for those with any token. */
export function takesOtherTokens({ before, after }: Sides<Side>, proxy: Proxy): boolean {
  const [old, own] = [before, after].map(({ asked }) => (hasAny(asked) ? rulesFor(asked, proxy) : '[]'));
  return old !== own;
}

function hasAny(mesh: Mesh): boolean {
  return mesh.all('security.istio.io/RequestAuthentication').length > 0;
}

/** As they are for the pods of the same name. */
function rulesFor(mesh: Mesh, proxy: Proxy): string {
  const { namespace, name } = proxy;
  const labels = mesh.derive(labelsByName).get(`${namespace}/${name}`) ?? proxy.labels;
  const known = mesh.derive(knownRules);
  const service = (proxy as { readonly service?: { readonly id: string; readonly key: string } }).service;
  const key = JSON.stringify([proxy.kind, namespace, name, labels, service && [service.id, service.key]]);
  let rules = known.get(key);
  if (rules === undefined) {
    rules = JSON.stringify(
      requestAuthenticationsFor(mesh, { ...proxy, labels }).map(({ spec: { jwtRules } }) => jwtRules ?? []),
    );
    known.set(key, rules);
  }
  return rules;
}

function knownRules(): Map<string, string> {
  return new Map();
}

function labelsByName(mesh: Mesh): ReadonlyMap<string, Proxy['labels']> {
  return new Map(mesh.workloads.map(({ namespace, name, labels }) => [`${namespace}/${name}`, labels]));
}
