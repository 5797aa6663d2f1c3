import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { pageProgram } from '../../lib/vendor/page';
import { REPOSITORY } from '../../tools/release/checkout';
import { problemsOfFiles } from '../../tools/release/packed-files';
import type { Sbom } from '../../tools/release/sbom';
import { sbom } from '../../tools/release/sbom';
import type { Installed } from './installed';

/** What a release says of the package: its files, what SECURITY.md promises, and the list of what it holds besides its own code. */
export function releaseCases(installed: () => Installed): void {
  test('holds compiled code, types and documents, and nothing else, with a command that can be run', () => {
    expect(problemsOfFiles(installed().packed.files)).toEqual([]);
  });

  describe('does what SECURITY.md says:', () => securityCases(installed));

  describe('lists what is in it:', () => sbomCases());
}

function securityCases(installed: () => Installed): void {
  /** The code of the package by its file. */
  let code: Map<string, string>;
  beforeAll(() => {
    const home = installed().path('node_modules/cdk8s-istio');
    code = new Map(['dist/lib', 'dist/imports'].flatMap((folder) => read(home, folder, '.js')));
  });

  /** All that a pattern finds in the code, with the file. */
  const found = (pattern: RegExp): string[] =>
    [...code].flatMap(([file, text]) => [...text.matchAll(pattern)].map(([match]) => `${file}: ${match}`));

  test('it runs nothing when it is installed, and brings no dependencies', () => {
    const manifest = JSON.parse(readFileSync(path.join(REPOSITORY, 'package.json'), 'utf8')) as Record<string, object>;
    const names = ['preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'prepare', 'postprepare'];
    expect(Object.keys(manifest.scripts).filter((name) => names.includes(name))).toEqual([]);
    expect([manifest.dependencies, manifest.optionalDependencies, manifest.bundleDependencies]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(Object.keys(manifest.peerDependencies)).toEqual(['cdk8s', 'constructs']);
  });

  test('it makes no connection', () => {
    const names = ['child_process', 'crypto', 'fs', 'net', 'os', 'path', 'url', 'util', 'worker_threads', 'zlib'];
    const known = names.map((name) => `node:${name}`);
    const needed = new Set(
      [...code.values()].flatMap((text) =>
        [...text.matchAll(/require\(["']([^."'][^"']*)["']\)/g)].map(([, name]) => name),
      ),
    );
    expect([...needed].filter((name) => !['cdk8s', 'constructs', ...known].includes(name))).toEqual([]);
    expect(needed).toContain('node:fs');
    // Of node:net it takes what tells addresses from names, and ranges of them.
    const members = [...code.values()].flatMap((text) =>
      [...text.matchAll(/([\w$]+)\s*=\s*(?:[\w$]+\()?require\(["']node:net["']\)/g)].flatMap(([, variable]) =>
        [...text.matchAll(new RegExp(`(?<![\\w$.])${variable.replaceAll('$', '\\$')}\\.(\\w+)`, 'g'))].map(
          ([, member]) => member,
        ),
      ),
    );
    expect([...new Set(members)].sort()).toEqual(['BlockList', 'isIP']);
    // What Graphviz was compiled with can load itself in a browser, too. Here it has its program in the same file.
    expect(
      found(/(?<![\w$.])(?:fetch|navigator\.sendBeacon)\(|\bnew (?:WebSocket|XMLHttpRequest|EventSource)\b/g).filter(
        (each) => !each.startsWith('dist/lib/vendor/graphviz.js: '),
      ),
    ).toEqual([]);
  });

  test('it starts no program but git, and none by a shell', () => {
    const starting = read(REPOSITORY, 'lib', '.ts').filter(([, text]) => text.includes('child_process'));
    expect(starting.map(([file]) => file).filter((file) => !/\bgit\b/.test(path.basename(file)))).toEqual([]);
    expect(starting.filter(([, text]) => /(?<![.\w])exec(Sync)?\(|shell:/.test(text))).toEqual([]);
    const programs = starting.flatMap(([, text]) =>
      [...text.matchAll(/\b(?:spawn|execFile)(?:Sync)?\(([^,)]+)/g)].map(([, program]) => program),
    );
    expect(programs.filter((program) => program !== `'git'`)).toEqual([]);
  });

  test('it evaluates nothing that it reads as code', () => {
    // A method may have that name. The thread that lays pictures out loads the library that is in the package.
    expect(
      found(
        /(?<![\w$.])eval\((?![\w$]+(?:,\s*[\w$]+)*\)\s*\{)|\bnew Function\b|(?<![\w$.])Function\(|\bimport\((?!["'])\w*/g,
      ),
    ).toEqual(['dist/lib/analysis.js: import(library']);
  });
}

function sbomCases(): void {
  let made: Sbom;
  // The package was built from here a moment ago.
  beforeAll(() => (made = sbom(REPOSITORY)));

  test('each library that the package holds a copy of is listed, with its version and the text of its license', () => {
    const libraries = made.components.filter(({ type, purl }) => type === 'library' && purl.startsWith('pkg:npm/'));
    expect(libraries.map(({ name }) => name)).toEqual(bundled());
    expect(libraries.length).toBeGreaterThan(0);
    for (const { name, version, purl, licenses, hashes } of libraries) {
      const manifest = JSON.parse(readFileSync(path.join(REPOSITORY, 'node_modules', name, 'package.json'), 'utf8'));
      expect([version, purl]).toEqual([manifest.version, `pkg:npm/${name.replace('@', '%40')}@${manifest.version}`]);
      expect(licenses[0].license).toEqual({
        id: manifest.license,
        text: { contentType: 'text/plain', content: expect.stringMatching(/Copyright[^]*AS IS/i) },
      });
      expect(hashes).toEqual([{ alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) }]);
    }
  });

  test('so is Graphviz, which is compiled into one of them', () => {
    const found = made.components.filter(({ type, purl }) => type === 'library' && !purl.startsWith('pkg:npm/'));
    const program =
      "import { Graphviz } from '@hpcc-js/wasm-graphviz'; console.log((await Graphviz.load()).version());";
    const version = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: REPOSITORY,
      encoding: 'utf8',
    }).trim();
    const purl = `pkg:generic/graphviz@${version}?vcs_url=git%2Bhttps%3A%2F%2Fgitlab.com%2Fgraphviz%2Fgraphviz`;
    const content = expect.stringMatching(
      /^graphviz .*\. Its source is at https:[^]*Eclipse Public License - v 1\.0[^]*/,
    );
    expect(found).toEqual([
      {
        type: 'library',
        'bom-ref': purl,
        name: 'graphviz',
        version,
        description: 'It is in @hpcc-js/wasm-graphviz as WebAssembly.',
        licenses: [{ license: { id: 'EPL-1.0', text: { contentType: 'text/plain', content } } }],
        purl,
      },
    ]);
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
}

/** The files of a folder with such a name, and what is in them. */
function read(root: string, folder: string, end: string): [string, string][] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(end))
    .map((name) => [`${folder}/${name}`, readFileSync(path.join(root, folder, name), 'utf8')]);
}

/** The libraries that the sources take into their bundles, with what these need. */
function bundled(): string[] {
  const folder = path.join(REPOSITORY, 'lib', 'vendor');
  const files = readdirSync(folder).map((file) => path.join(folder, file));
  // What is only named is bundled by itself: the library that lays pictures out, and the program of the page.
  const named = files.flatMap((file) => /require\.resolve\('([^']+)'\)/.exec(readFileSync(file, 'utf8'))?.[1] ?? []);
  const { metafile } = buildSync({
    stdin: {
      contents: [...files.filter((file) => path.basename(file) !== 'page.ts'), ...named]
        .map((from, i) => `export * as part${i} from ${JSON.stringify(from)};`)
        .join('\n'),
      resolveDir: REPOSITORY,
    },
    absWorkingDir: REPOSITORY,
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
  });
  const names = [...Object.keys(metafile.inputs), ...pageProgram().inputs].flatMap(
    (file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? [],
  );
  return [...new Set(names)].sort();
}
