import type { ProxyStates } from '../real/ask-istio';
import { factsOf } from './facts';
import { KNOWN_DIFFERENCES } from './known-differences';
import { ourStates } from './our-states';
import type { RandomMesh } from './random-mesh';
import { without } from './random-mesh';
import { istiodListeners } from './sidecar-listeners';

/** Something that istiod and we see differently. */
export interface Disagreement {
  /** `client-0 routes 80 api.ext.com` */
  readonly fact: string;
  readonly istiod?: string;
  readonly ours?: string;
}

/** Where we see something else than istiod, of which no known difference is the reason. */
export function disagreements(mesh: RandomMesh, { refused, proxies }: ProxyStates): Disagreement[] {
  const accepted = without(mesh, refused);
  const ours = ourStates(accepted, proxies);
  return mesh.proxies.flatMap(({ name, gateway }) => {
    const own = factsOf(name, ours[name]);
    const { listeners } = proxies[name];
    const comparable = gateway ? listeners : istiodListeners(listeners);
    const theirs = factsOf(name, { ...proxies[name], listeners: ours[name].listeners && comparable });
    return [...new Set([...theirs.keys(), ...own.keys()])]
      .map((fact): Disagreement => ({ fact, istiod: theirs.get(fact), ours: own.get(fact) }))
      .filter(({ istiod, ours: we }) => istiod !== we)
      .filter((found) => !KNOWN_DIFFERENCES.some(({ explains }) => explains(found, accepted)));
  });
}

/** A disagreement to be read. */
export function readable({ fact, istiod, ours }: Disagreement): string {
  return [fact, ...side('istiod', istiod), ...side('ours', ours)].join('\n');
}

function side(name: string, text: string | undefined): string[] {
  return [`  ${name}:`, ...(text ?? '(nothing)').split('\n').map((line) => `    ${line}`)];
}
