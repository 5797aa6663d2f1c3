import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Writes a package whose public API is a class with these methods, as jsii would describe it. Returns its folder. */
export function smallAssembly(parent: string, version: string, methods: readonly string[]): string {
  const folder = path.join(parent, version);
  const docs = { stability: 'experimental' };
  mkdirSync(folder);
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ name: 'small', version, jsii: { outdir: 'dist', versionFormat: 'short', targets: {} } }),
  );
  writeFileSync(
    path.join(folder, '.jsii'),
    JSON.stringify({
      schema: 'jsii/0.10.0',
      name: 'small',
      version,
      description: 'a small package',
      license: 'Apache-2.0',
      homepage: 'https://example.com',
      author: { name: 'authors', roles: ['author'] },
      repository: { type: 'git', url: 'https://example.com/small.git' },
      jsiiVersion: '5.9.54',
      fingerprint: '*',
      docs,
      types: {
        'small.Canary': {
          assembly: 'small',
          fqn: 'small.Canary',
          kind: 'class',
          name: 'Canary',
          docs,
          initializer: {},
          methods: methods.map((name) => ({ name, docs })),
        },
      },
    }),
  );
  return folder;
}
