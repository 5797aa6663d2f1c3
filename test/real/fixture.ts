import { loadFixture } from '../checks/fixture';
import type { Manifest } from './manifest';
import { keyOf } from './manifest';

/** Kinds that scenarios bring themselves, with ports on which something listens. */
const APPLICATIONS = ['Namespace', 'Service', 'Deployment'];

/** The rules of an example on the page of a code, without its applications. */
export function rules(code: string, which: 'wrong' | 'right'): Manifest[] {
  return (loadFixture(code, which)!.manifests as Manifest[]).filter(({ kind }) => !APPLICATIONS.includes(kind));
}

/** All of an example on the page of a code, its applications included. */
export function example(code: string, which: 'wrong' | 'right'): Manifest[] {
  return loadFixture(code, which)!.manifests as Manifest[];
}

/** Puts the wrong example of a code right, as its page does. */
export function putRight(code: string): (manifests: Manifest[]) => void {
  return (manifests) => {
    const name = (manifest: Manifest): string => `${manifest.kind} ${keyOf(manifest)}`;
    const wrong = new Set(rules(code, 'wrong').map(name));
    const others = manifests.filter((manifest) => !wrong.has(name(manifest)));
    manifests.splice(0, manifests.length, ...others, ...rules(code, 'right'));
  };
}
