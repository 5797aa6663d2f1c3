/*
 * Builds the package: `npm run build` compiles lib/ and imports/ with jsii into dist/ and copies the generated data files.
 * `--if-stale` does nothing when dist/ is newer than everything it is made of.
 *
 * Any jsii warning that is not allowed below fails the build.
 */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, gunzipSync, gzipSync } from 'node:zlib';
import type { StdinOptions } from 'esbuild';
import { build, buildSync } from 'esbuild';
import ts from 'typescript';
import { pageProgram } from '../lib/vendor/page';
import { withAbsoluteLinks } from './absolute-links';
import { COMPILED_IN, compiledInText } from './compiled-in';
import { JSII_ENVIRONMENT } from './jsii-environment';

const ROOT = path.resolve(__dirname, '..');
const DIST = path.join(ROOT, 'dist');
const STAMP = path.join(DIST, '.built');
const INPUTS = [
  'lib',
  'imports',
  'page',
  'README.md',
  'package.json',
  'package-lock.json',
  'tsconfig.jsii.json',
  'tools/absolute-links.ts',
  'tools/build.ts',
  'tools/compiled-in.ts',
];

/**
 * Words of another language's grammar that are names here all the same (JSII5018): fields of Istio and the Gateway API, which a
 * reader of their reference looks for, `and`, which joins two values, `except`, and `object`, what a finding is about. A binding for
 * that language gets them with an underscore.
 */
const ALLOWED_NAMES = [
  'and',
  'default',
  'delegate',
  'except',
  'from',
  'namespace',
  'object',
  'operator',
  'string',
  'type',
];

/** What jsii prints after the diagnostics. */
const SUMMARY = /^(✨|❌|Errors: \d)/u;

async function main(args: string[]): Promise<number> {
  if (args.includes('--if-stale') && !isStale()) {
    return 0;
  }
  rmSync(DIST, { recursive: true, force: true });
  for (const file of ['.jsii', '.jsii.gz']) {
    rmSync(path.join(ROOT, file), { force: true });
  }
  if (!compile()) {
    return 1;
  }
  linkReadme();
  copyData();
  bundleLibraries();
  await bundleHalf('analysis.js', { minifyWhitespace: true, minifySyntax: true });
  // Its lines are in the stack traces of users.
  await bundleHalf('index.js', { minifyWhitespace: false });
  nameExports('index.js');
  dropUnusedModules();
  dropInternalTypes();
  // npm makes a command executable, and the installers of other languages do not.
  chmodSync(path.join(DIST, 'lib/cli/main.js'), 0o755);
  writeFileSync(STAMP, '');
  return 0;
}

function isStale(): boolean {
  if (!existsSync(STAMP) || !existsSync(path.join(ROOT, '.jsii'))) {
    return true;
  }
  const built = statSync(STAMP).mtimeMs;
  return INPUTS.some((input) => newest(path.join(ROOT, input)) > built);
}

function newest(file: string): number {
  const stat = statSync(file);
  if (!stat.isDirectory()) {
    return stat.mtimeMs;
  }
  return Math.max(stat.mtimeMs, ...readdirSync(file).map((name) => newest(path.join(file, name))));
}

function compile(): boolean {
  const run = spawnSync(process.execPath, [require.resolve('jsii/bin/jsii'), '--compress-assembly'], {
    cwd: ROOT,
    encoding: 'utf8',
    env: JSII_ENVIRONMENT,
  });
  const lines = `${run.stdout}${run.stderr}`.split(/\r?\n/).filter((line) => line.trim() !== '' && !SUMMARY.test(line));
  const allowed: string[] = [];
  const rest: string[] = [];
  let skipping = false;
  for (const line of lines) {
    // A diagnostic starts with "file:line:column - warning JSII…" or "warning JSII…"; the lines after it belong to it.
    if (/(^|: | - )(warning|error|message) (JSII|TS)?\d*/.test(line)) {
      const name = /warning JSII5018: "(\w+)" is a reserved word/.exec(line)?.[1];
      skipping = name !== undefined && ALLOWED_NAMES.includes(name);
      if (skipping && name !== undefined) {
        allowed.push(name);
      }
    }
    if (!skipping) {
      rest.push(line);
    }
  }
  for (const line of rest) {
    console.error(line);
  }
  console.log(`jsii: ${allowed.length} warnings allowed (names: ${[...new Set(allowed)].sort().join(', ')})`);
  if (run.status !== 0 || rest.length > 0) {
    console.error(
      run.status === 0 ? 'jsii: warnings that are not on the allow list of tools/build.ts' : 'jsii: failed',
    );
    return false;
  }
  return true;
}

/** The packages of other languages get the README from the assembly, and show it where nothing else of the repository is. */
function linkReadme(): void {
  const file = path.join(ROOT, '.jsii.gz');
  const assembly = JSON.parse(gunzipSync(readFileSync(file)).toString()) as {
    readme: { markdown: string };
    repository: { url: string };
    version: string;
  };
  const { readme, repository, version } = assembly;
  readme.markdown = withAbsoluteLinks(readme.markdown, { root: ROOT, repository: repository.url, version });
  writeFileSync(file, gzipSync(JSON.stringify(assembly, undefined, 2)));
}

/** Data files next to generated code: the compiler leaves them behind. */
function copyData(): void {
  const from = path.join(ROOT, 'imports');
  if (existsSync(from)) {
    cpSync(from, path.join(DIST, 'imports'), {
      recursive: true,
      filter: (file) => statSync(file).isDirectory() || file.endsWith('.json'),
    });
  }
}

/** Puts the libraries that lib/vendor names into the package, each with its license, so that it has no dependencies of its own. */
function bundleLibraries(): void {
  const folder = path.join(DIST, 'lib', 'vendor');
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.js'))) {
    const output = path.join(folder, file);
    switch (file) {
      case 'graphviz.js':
        // One file for both: the library, and its place.
        bundleLibrary(output, {
          contents: `export * from '@hpcc-js/wasm-graphviz';\nexport const GRAPHVIZ = __filename;\n`,
          resolveDir: ROOT,
        });
        break;
      case 'page.js': {
        const { script, style, inputs } = pageProgram();
        const packed = brotliCompressSync(JSON.stringify({ script, style })).toString('base64');
        writeFileSync(
          output,
          `exports.pageProgram = () => JSON.parse(require('node:zlib').brotliDecompressSync(Buffer.from('${packed}', 'base64')));\n`,
        );
        writeLicenses(output, inputs);
        break;
      }
      default:
        bundleLibrary(output);
    }
  }
}

/** @param source what is bundled, where it is not the file itself */
function bundleLibrary(output: string, source?: StdinOptions): void {
  const { metafile } = buildSync({
    ...(source === undefined ? { entryPoints: [output] } : { stdin: source }),
    outfile: output,
    allowOverwrite: true,
    bundle: true,
    minify: true,
    metafile: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    absWorkingDir: ROOT,
  });
  writeLicenses(output, Object.keys(metafile.inputs));
}

/** Of the libraries that a file holds a copy of, beside it. */
function writeLicenses(output: string, inputs: readonly string[]): void {
  const libraries = inputs.flatMap((input) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? []);
  const licenses = [...new Set(libraries)].sort().flatMap((name) => {
    const home = path.join(ROOT, 'node_modules', name);
    const license = readdirSync(home).find((each) => /^licen[cs]e/i.test(each));
    if (license === undefined) {
      throw new Error(`${name} has no license file: the package may not hold it`);
    }
    const inside = COMPILED_IN[name];
    return [
      `${name}\n\n${readFileSync(path.join(home, license), 'utf8').trim()}\n`,
      ...(inside === undefined ? [] : [compiledInText(name, inside)]),
    ];
  });
  writeFileSync(output.replace(/\.js$/, '.licenses.txt'), licenses.join('\n----\n\n'));
}

/**
 * Puts a half of the library into one file, where it loads in half the time. What it needs only now and then stays outside: the vendored
 * libraries, the data, and for constructs the analysis half.
 */
async function bundleHalf(
  file: string,
  options: { readonly minifyWhitespace: boolean; readonly minifySyntax?: boolean },
): Promise<void> {
  const output = path.join(DIST, 'lib', file);
  await build({
    entryPoints: [output],
    outfile: output,
    allowOverwrite: true,
    bundle: true,
    ...options,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    packages: 'external',
    absWorkingDir: ROOT,
    plugins: [
      {
        name: 'outside',
        setup(plugin) {
          plugin.onResolve({ filter: /(^\.\.\/analysis|\/vendor\/\w+|\.json)$/ }, ({ path: name, resolveDir }) => {
            const file = path.resolve(resolveDir, name);
            const found = [file, `${file}.js`].find(existsSync)!;
            if (found === path.join(DIST, 'lib', 'bridge', 'analysis.js')) {
              // The door to the analysis half, and not that half.
              return undefined;
            }
            const inside = path.relative(path.dirname(output), found);
            return { path: inside.startsWith('..') ? inside : `./${inside}`, external: true };
          });
        },
      },
    ],
  });
}

/** Says what a bundle exports, so that ES modules can import it by name: Node reads the text and does not run it. */
function nameExports(file: string): void {
  const bundle = path.join(DIST, 'lib', file);
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const names = Object.keys(require(bundle) as object);
  appendFileSync(bundle, `0 && (module.exports = { ${names.join(', ')} });\n`);
}

/** Keeps the modules that are loaded from the entries of the package; the others are in the file of the analysis half. */
function dropUnusedModules(): void {
  const { metafile } = buildSync({
    entryPoints: ['lib/index.js', 'lib/jest/index.js', 'lib/cli/main.js'],
    absWorkingDir: DIST,
    bundle: true,
    write: false,
    outdir: 'unused',
    metafile: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
  });
  for (const name of filesIn(DIST).filter((each) => each.endsWith('.js'))) {
    if (!Object.hasOwn(metafile.inputs, name.split(path.sep).join('/'))) {
      rmSync(path.join(DIST, name));
    }
  }
}

/** Keeps the declarations that someone who imports the package can get to: others say nothing, and some name bundled libraries. */
function dropInternalTypes(): void {
  const entries = ['index.d.ts', 'jest/index.d.ts'].map((name) => path.join(DIST, 'lib', name));
  const program = ts.createProgram(entries, {
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    noLib: true,
    types: [],
  });
  const reachable = new Set(program.getSourceFiles().map(({ fileName }) => path.resolve(fileName)));
  for (const name of filesIn(DIST).filter((each) => each.endsWith('.d.ts'))) {
    const file = path.join(DIST, name);
    if (!reachable.has(file)) {
      rmSync(file);
    }
  }
}

/** Of a folder and those in it. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' });
}

void main(process.argv.slice(2)).then((code) => (process.exitCode = code));
