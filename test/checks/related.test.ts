import { checkManifests } from '../../lib/checks/check-manifests';
import { MeshObject } from '../../lib/mesh/reading/mesh-object';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { fixtureCodes, loadFixture } from './fixture';
import { runtimeCases } from './runtime/cases';

/** Every object that a message names is one that reports can show. */
test('an object of the set that a message names is among the related ones', () => {
  const missing = new Set<string>();
  let named = 0;
  for (const manifests of [
    ...fixtureCodes().map((code) => loadFixture(code, 'wrong')?.manifests ?? []),
    ...runtimeCases.map((each) => each.manifests),
  ]) {
    const objects = (manifests as Manifest[]).map((manifest) => new MeshObject(manifest));
    for (const { code, message, object, related = [] } of checkManifests(manifests)) {
      for (const { kind, namespace, name, key } of objects) {
        const isItself = kind === object.kind && namespace === object.namespace && name === object.name;
        if (
          name === '' ||
          namespace === '' ||
          isItself ||
          !new RegExp(`\\b${kind} ${key}(?![\\w.-]*\\w)`).test(message)
        ) {
          continue;
        }
        named++;
        const isThere = related.some(
          ({ object: other }) => other.kind === kind && other.namespace === namespace && other.name === name,
        );
        if (!isThere) {
          missing.add(`${code} ${kind}: ${message}`);
        }
      }
    }
  }
  expect([...missing]).toEqual([]);
  expect(named).toBeGreaterThan(30);
});
