import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { REPOSITORY } from '../../tools/release/checkout';
import type { Sbom } from '../../tools/release/sbom';
import { sbom } from '../../tools/release/sbom';

jest.setTimeout(180_000);

let made: Sbom;
beforeAll(() => {
  spawnSync(process.execPath, ['--import', 'tsx', 'tools/build.ts', '--if-stale'], {
    cwd: REPOSITORY,
    stdio: 'inherit',
  });
  made = sbom(REPOSITORY);
});

/** The libraries that the sources take into their bundles, with what these need. */
function bundled(): string[] {
  const folder = path.join(REPOSITORY, 'lib', 'vendor');
  const { metafile } = buildSync({
    entryPoints: readdirSync(folder).map((file) => path.join(folder, file)),
    absWorkingDir: REPOSITORY,
    outdir: 'unused',
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
  });
  const names = Object.keys(metafile.inputs).flatMap(
    (file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? [],
  );
  return [...new Set(names)].sort();
}

test('each library that the package holds a copy of is listed, with its version and the text of its license', () => {
  const libraries = made.components.filter(({ type }) => type === 'library');
  expect(libraries.map(({ name }) => name)).toEqual(bundled());
  expect(libraries.length).toBeGreaterThan(0);
  for (const { name, version, purl, licenses, hashes } of libraries) {
    const manifest = JSON.parse(readFileSync(path.join(REPOSITORY, 'node_modules', name, 'package.json'), 'utf8'));
    expect([version, purl]).toEqual([manifest.version, `pkg:npm/${name}@${manifest.version}`]);
    expect(licenses[0].license).toEqual({
      id: manifest.license,
      text: { contentType: 'text/plain', content: expect.stringMatching(/Copyright[^]*AS IS/i) },
    });
    expect(hashes).toEqual([{ alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) }]);
  }
});

test('it names what imports/ is generated from, and what the package is installed beside', () => {
  const releases = JSON.parse(readFileSync(path.join(REPOSITORY, 'tools/import/releases.json'), 'utf8'));
  const data = made.components.filter(({ type }) => type === 'data');
  expect(data.map(({ purl }) => purl)).toEqual([
    ...releases.istio.map((version: string) => `pkg:golang/istio.io/api@v${version}`),
    `pkg:golang/sigs.k8s.io/gateway-api@v${releases.gatewayApi}`,
  ]);
  expect(made.metadata.properties.map(({ name }) => name)).toEqual([
    'cdk8s-istio:peer:cdk8s',
    'cdk8s-istio:peer:constructs',
  ]);
  expect(made.dependencies[0]).toEqual({
    ref: made.metadata.component.purl,
    dependsOn: made.components.map((component) => component['bom-ref']),
  });
});

test('the same package has the same list', () => {
  expect(JSON.stringify(sbom(REPOSITORY))).toBe(JSON.stringify(made));
});
