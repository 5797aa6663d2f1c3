import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { COMPILED_IN } from '../compiled-in';
import { readJson } from './checkout';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly repository: { readonly url: string };
  readonly peerDependencies: Readonly<Record<string, string>>;
}

/** A component of CycloneDX. */
export interface Component {
  readonly type: 'library' | 'data';
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly description?: string;
  readonly licenses: readonly {
    readonly license: {
      readonly id: string;
      readonly text?: { readonly contentType: string; readonly content: string };
    };
  }[];
  readonly purl: string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
}

/** What a package holds, in the format CycloneDX 1.6. */
export interface Sbom {
  readonly bomFormat: 'CycloneDX';
  readonly specVersion: '1.6';
  readonly version: 1;
  readonly metadata: {
    readonly component: Component;
    readonly properties: readonly { readonly name: string; readonly value: string }[];
  };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

/**
 * What the built package holds besides its own code: libraries that it has a copy of, each with its license, and the CRDs from which imports/ is
 * generated. What it is installed beside is in the properties. It is the same for the same package: no time, no random number.
 */
export function sbom(root: string): Sbom {
  const manifest = readJson<Manifest>(root, 'package.json');
  const components = [...bundledLibraries(root), ...generatedFrom(root)];
  const own = npmPurl(manifest.name, manifest.version);
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'library',
        'bom-ref': own,
        name: manifest.name,
        version: manifest.version,
        description: manifest.description,
        licenses: [{ license: { id: manifest.license } }],
        purl: own,
      },
      properties: Object.entries(manifest.peerDependencies).map(([name, range]) => ({
        name: `cdk8s-istio:peer:${name}`,
        value: range,
      })),
    },
    components,
    dependencies: [
      { ref: own, dependsOn: components.map((component) => component['bom-ref']) },
      ...components.map((component) => ({ ref: component['bom-ref'], dependsOn: [] })),
    ],
  };
}

/** The libraries of the files beside the bundles, which tools/build.ts writes. */
function bundledLibraries(root: string): Component[] {
  const folder = path.join(root, 'dist', 'lib', 'vendor');
  const lock = readJson<{ packages: Record<string, { version: string; integrity: string }> }>(
    root,
    'package-lock.json',
  );
  const licenses = readdirSync(folder)
    .filter((file) => file.endsWith('.licenses.txt'))
    .flatMap((file) => readFileSync(path.join(folder, file), 'utf8').split('\n----\n\n'));
  const texts = new Map(
    licenses.map((text) => [text.slice(0, text.indexOf('\n')), text.slice(text.indexOf('\n')).trim()]),
  );
  const compiledIn = new Map(
    Object.entries(COMPILED_IN).map(([library, inside]) => [inside.name, { library, inside }]),
  );
  return [...texts]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, content]) => {
      const found = compiledIn.get(name);
      if (found !== undefined) {
        const { inside, library } = found;
        const purl = `pkg:generic/${name}@${inside.version}?vcs_url=${encodeURIComponent(`git+${inside.source}`)}`;
        return {
          type: 'library' as const,
          'bom-ref': purl,
          name,
          version: inside.version,
          description: `It is in ${library} as WebAssembly.`,
          licenses: [{ license: { id: inside.license, text: { contentType: 'text/plain', content } } }],
          purl,
        };
      }
      const { version, integrity } = lock.packages[`node_modules/${name}`];
      const { license } = readJson<Manifest>(root, `node_modules/${name}/package.json`);
      const purl = npmPurl(name, version);
      return {
        type: 'library',
        'bom-ref': purl,
        name,
        version,
        licenses: [{ license: { id: license, text: { contentType: 'text/plain', content } } }],
        purl,
        hashes: [{ alg: 'SHA-512', content: Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex') }],
      };
    });
}

/** The Go modules whose CRDs became types and schemas. */
function generatedFrom(root: string): Component[] {
  const { istio, gatewayApi } = readJson<{ istio: string[]; gatewayApi: string }>(root, 'tools/import/releases.json');
  return [...istio.map((version) => ['istio.io/api', version]), ['sigs.k8s.io/gateway-api', gatewayApi]].map(
    ([name, version]) => {
      const purl = `pkg:golang/${name}@v${version}`;
      return {
        type: 'data',
        'bom-ref': purl,
        name,
        version: `v${version}`,
        description: 'Its CRDs are what imports/ is generated from.',
        licenses: [{ license: { id: 'Apache-2.0' } }],
        purl,
      };
    },
  );
}

function npmPurl(name: string, version: string): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}
