import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { blocksOf, ROOT } from '../docs/markdown-blocks';

/*
 * The package as its users get it: packed, installed into an empty folder, and used for the first example of the README
 * from TypeScript, from CommonJS and from an ES module.
 */

jest.setTimeout(180_000);

interface PackedFile {
  readonly path: string;
}

interface Packed {
  readonly filename: string;
  readonly unpackedSize: number;
  readonly files: PackedFile[];
}

let folder: string;
let packed: Packed;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tarball-'));
  run(ROOT, process.execPath, '--import', 'tsx', 'tools/build.ts', '--if-stale');
  [packed] = JSON.parse(npm(ROOT, 'pack', '--json', '--ignore-scripts', '--pack-destination', folder)) as Packed[];

  const { devDependencies } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  const beside = ['cdk8s', 'constructs', 'cdk8s-plus-28'].map((name) => `${name}@${devDependencies[name]}`);
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'app', version: '1.0.0', private: true }));
  // `npm ci` of this repository has left these versions in npm's cache.
  npm(
    folder,
    'install',
    '--prefer-offline',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    `./${packed.filename}`,
    ...beside,
  );
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('holds compiled code, types and documents, and nothing else', () => {
  const files = packed.files.map((file) => file.path);
  const expected =
    /^(dist\/(lib|imports)\/.*(\.js|\.d\.ts|\.json)|docs\/.*\.md|README\.md|CHANGELOG\.md|LICENSE|package\.json|\.jsii)$/;
  expect(files.filter((file) => !expected.test(file))).toEqual([]);
  expect(files).toEqual(
    expect.arrayContaining([
      'dist/lib/index.js',
      'dist/lib/index.d.ts',
      'docs/api.md',
      'README.md',
      'CHANGELOG.md',
      'LICENSE',
      '.jsii',
    ]),
  );
  expect(packed.unpackedSize).toBeLessThan(5_000_000);
});

test('every declaration file is complete', () => {
  const declarations = readdirSync(path.join(folder, 'node_modules/cdk8s-istio/dist'), {
    recursive: true,
    encoding: 'utf8',
  })
    .filter((file) => file.endsWith('.d.ts'))
    .map((file) => `node_modules/cdk8s-istio/dist/${file}`);
  typeCheck(['--module', 'nodenext'], ...declarations);
});

describe("the README's first example", () => {
  let example: string;
  let shown: string;
  let kinds: string[] | undefined;
  let fromTypeScript: string;

  beforeAll(() => {
    const blocks = blocksOf(path.join(ROOT, 'README.md'));
    const first = blocks.findIndex((block) => ['ts', 'typescript'].includes(block.language));
    const output = blocks[first + 1];
    if (!output.markers.has('output')) {
      throw new Error('README.md: the first example is followed by a yaml block with the marker <!-- output -->');
    }
    example = blocks[first].text;
    shown = output.text;
    kinds = output.markers
      .get('output')
      ?.split(',')
      .map((kind) => kind.trim())
      .filter((kind) => kind !== '');

    writeFileSync(path.join(folder, 'app.ts'), example);
    typeCheck(
      ['--module', 'commonjs', '--moduleResolution', 'node10', '--noEmit', 'false', '--outDir', 'compiled'],
      'app.ts',
    );
    fromTypeScript = synth('compiled/app.js');
  });

  test('makes the YAML that the README shows', () => {
    const documents = fromTypeScript.trimEnd().split(/^---\n/m);
    const wanted = documents.filter(
      (document) => !kinds?.length || kinds.includes(/^kind: (.*)$/m.exec(document)?.[1] ?? ''),
    );
    expect(wanted.join('---\n').trimEnd()).toBe(shown);
  });

  test('type-checks the way Node resolves modules', () => {
    typeCheck(['--module', 'nodenext'], 'app.ts');
  });

  test('makes the same in plain JavaScript, as CommonJS', () => {
    const javascript = example.replace(
      /^import (\* as )?(.*?) from ('.*?');$/gm,
      (_, all: string | undefined, names: string, from: string) =>
        `const ${all === undefined ? names.replace(/ as /g, ': ') : names} = require(${from});`,
    );
    writeFileSync(path.join(folder, 'app.cjs'), javascript);
    expect(javascript).not.toContain('import ');
    expect(synth('app.cjs')).toBe(fromTypeScript);
  });

  test('makes the same in plain JavaScript, as an ES module', () => {
    writeFileSync(path.join(folder, 'app.mjs'), example);
    expect(synth('app.mjs')).toBe(fromTypeScript);
  });
});

function typeCheck(options: string[], ...files: string[]): void {
  run(
    folder,
    process.execPath,
    require.resolve('typescript/bin/tsc'),
    ...['--strict', '--noEmit', '--target', 'es2022', ...options, ...files],
  );
}

/** The manifests that a program writes, one after the other. */
function synth(program: string): string {
  const outdir = path.join(folder, `manifests-${program.replace(/\W/g, '-')}`);
  run(folder, process.execPath, program, { CDK8S_OUTDIR: outdir });
  return readdirSync(outdir)
    .sort()
    .map((file) => readFileSync(path.join(outdir, file), 'utf8'))
    .join('---\n');
}

function npm(cwd: string, ...args: string[]): string {
  return run(cwd, process.platform === 'win32' ? 'npm.cmd' : 'npm', ...args);
}

function run(cwd: string, command: string, ...rest: (string | Record<string, string>)[]): string {
  const args = rest.filter((arg) => typeof arg === 'string');
  const env = Object.assign({}, process.env, ...rest.filter((arg) => typeof arg === 'object')) as NodeJS.ProcessEnv;
  try {
    return execFileSync(command, args, { cwd, env, encoding: 'utf8', stdio: 'pipe', shell: command.endsWith('.cmd') });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${[path.basename(command), ...args].join(' ')} failed:\n${stdout}${stderr}`);
  }
}
