import { CODES } from '../../lib/checks/catalogue';
import { gatewayManifests, INSTALLED_GATEWAYS } from '../../lib/checks/external-manifests';
import { MESH_CHECKS } from '../../lib/checks/run-checks';
import { checkManifests } from '../../lib/checks/check-manifests';
import { takeIn } from '../../lib/checks/intake';
import { Mesh } from '../../lib/mesh/reading/mesh';
import { exampleSets } from '../differential/corpus';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { fixtureCodes, loadFixture } from './fixture';
import { runtimeCases } from './runtime/cases';

/** Raised while objects are read, before any check looks at several of them. */
const OF_ONE_OBJECT = /^(API\d{4}|CDI000[12]|IST0106|IST0130|IST0131|IST0133)$/;

/** Sets that make each check come to all that it looks at. */
const meshes = [...fixtureSets(), ...runtimeCases.map(({ manifests }) => manifests)].map(
  (set) => new Mesh(set, [], { include: [...CODES.keys()] }),
);

function fixtureSets(): Manifest[][] {
  return fixtureCodes().flatMap((code) =>
    (['wrong', 'right'] as const).map((which) => takeIn(loadFixture(code, which)?.manifests ?? []).manifests),
  );
}

test('every code of a check is in the catalogue, and every code of the catalogue belongs to a check', () => {
  const raised = new Set(MESH_CHECKS.flatMap(({ codes }) => codes));
  const known = [...CODES.keys()].filter((code) => !OF_ONE_OBJECT.test(code));
  expect([...raised].sort()).toEqual(known.sort());
});

test('twins are codes of other sources', () => {
  for (const [code, { twin, source }] of CODES) {
    if (twin !== undefined) {
      expect([code, CODES.get(twin)?.source]).not.toEqual([code, undefined]);
      expect([code, CODES.get(twin)?.source]).not.toEqual([code, source]);
    }
  }
});

test('a check reports only the codes that it declares', () => {
  for (const check of MESH_CHECKS) {
    meshes.forEach((mesh) => check.run(mesh, ({ code }) => expect(check.codes).toContain(code)));
  }
});

test('nothing is found in the examples', () => {
  const settings = {
    world: 'closed',
    externals: [
      ...[...INSTALLED_GATEWAYS.values()].map(gatewayManifests),
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'bookinfo-example-com', namespace: 'istio-system' } },
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } },
    ],
    suppress: [
      { code: 'CDI0204', reason: 'a note about egress, not about a mistake' },
      { code: 'CDI0205', reason: 'a note about egress, not about a mistake' },
      { code: 'KIA0209', object: 'DestinationRule istio-system/*', reason: 'a subset of a gateway is all of its pods' },
      { code: 'IST0133', object: 'EnvoyFilter *', reason: 'every EnvoyFilter has this warning' },
    ],
  };
  expect(exampleSets().flatMap((set) => checkManifests(set, settings))).toEqual([]);
});
