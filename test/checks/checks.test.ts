import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CODES } from '../../lib/checks/catalogue';
import { gatewayManifests, INSTALLED_GATEWAYS } from '../../lib/checks/external-manifests';
import { MESH_CHECKS } from '../../lib/checks/run-checks';
import { checkManifests } from '../../lib/checks/check-manifests';
import { takeIn } from '../../lib/checks/intake';
import { ISTIO_CHECKS } from '../../lib/checks/istio';
import { KIALI_CHECKS } from '../../lib/checks/kiali';
import { RUNTIME_CHECKS } from '../../lib/checks/runtime';
import { WEBHOOK_CHECKS } from '../../lib/checks/webhook';
import { Mesh } from '../../lib/mesh/reading/mesh';
import { manifest } from '../manifests';
import { exampleSets } from '../differential/corpus';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { outdatedIndexes, REPOSITORY } from '../../tools/check-index';
import { FILL_IN } from '../../tools/new-check';
import { fixtureCodes, loadFixture } from './fixture';
import { allCases } from '../kiali/cases';
import { unfilled } from './unfilled';

/** Sets that make each check come to all that it looks at. */
const meshes = [...fixtureSets(), ...Object.values(allCases()).map(({ manifests }) => manifests), ...exampleSets()].map(
  (set) => new Mesh(set, [], { include: [...CODES.keys()] }),
);

function fixtureSets(): Manifest[][] {
  return fixtureCodes().flatMap((code) =>
    (['wrong', 'right'] as const).map((which) => takeIn(loadFixture(code, which)?.manifests ?? []).manifests),
  );
}

test('a code means one thing, whichever checks report it', () => {
  for (const { codes } of [...MESH_CHECKS, ...WEBHOOK_CHECKS]) {
    for (const [code, info] of Object.entries(codes)) {
      expect(CODES.get(code)).toBe(info);
    }
  }
});

test('the codes have an order that the order of the checks does not change', () => {
  const codes = [...CODES.keys()];
  const groups = ['API', 'IST', 'KIA', 'CDI'];
  expect(codes).toEqual(groups.flatMap((group) => codes.filter((code) => code.startsWith(group)).sort()));
});

test('the lists of the checks are those of the folders', () => {
  expect(outdatedIndexes(REPOSITORY)).toEqual([]);
});

test.each([
  ['istio', ISTIO_CHECKS],
  ['kiali', KIALI_CHECKS],
  ['runtime', RUNTIME_CHECKS],
  ['webhook', WEBHOOK_CHECKS],
])('checks of %s are named as their files are', (dialect, checks) => {
  const files = checks.map(({ name }) => path.join(REPOSITORY, 'lib/checks', dialect, `${name}.ts`));
  expect(new Set(files).size).toBe(checks.length);
  for (const [i, file] of files.entries()) {
    const text = readFileSync(file, 'utf8');
    expect(text).toContain(`\n  name: '${checks[i].name}',\n`);
    expect(text).not.toContain(FILL_IN);
  }
});

test.each([
  ['kiali', KIALI_CHECKS],
  ['runtime', RUNTIME_CHECKS],
])('each check of %s has a test of its name, and each test is of a check', (dialect, checks) => {
  const tests = readdirSync(path.join(REPOSITORY, 'test/checks', dialect)).filter((file) => file.endsWith('.test.ts'));
  const written = tests.map((file) => path.basename(file, '.test.ts'));
  expect(written.sort()).toEqual(checks.map(({ name }) => name).sort());
});

test('every check says what it is', () => {
  expect([...MESH_CHECKS, ...WEBHOOK_CHECKS].flatMap(unfilled)).toEqual([]);
});

test('what Istio or Kiali says too names who says it', () => {
  const all = [...ISTIO_CHECKS, ...KIALI_CHECKS];
  expect(all.filter(({ mirrors = [] }) => mirrors.length === 0).map(({ name }) => name)).toEqual([]);
  for (const { kind, mirrors } of WEBHOOK_CHECKS) {
    expect(mirrors).toBe(`Validate${kind.split('/')[1]}`);
  }
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
    meshes.forEach((mesh) => check.run(mesh, ({ code }) => expect(Object.keys(check.codes)).toContain(code)));
  }
});

test('nothing is found in the examples', () => {
  const settings = {
    world: 'closed' as const,
    externals: [
      ...[...INSTALLED_GATEWAYS.values()].map(gatewayManifests),
      manifest('Secret', 'istio-system/bookinfo-example-com'),
      manifest('Namespace', 'default'),
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
