import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { assemblyCases } from './assembly-cases';
import { run } from '../../lib/cli/command';
import { blocksOf, ROOT } from '../docs/markdown-blocks';
import { gettingStartedCases } from './getting-started-cases';
import { Installed } from './installed';
import { pluginCases } from './plugin-cases';
import { releaseCases } from './release-cases';

/*
 * The package as its users get it: packed, installed into an empty folder, and used for the first example of the README
 * from TypeScript, from CommonJS and from an ES module; its checks from code, from the command line and by cdk8s-cli.
 */

jest.setTimeout(180_000);

let installed: Installed;

beforeAll(() => {
  installed = Installed.make();
});

afterAll(() => installed.remove());

test('brings nothing else with it, and is small', () => {
  const { dependencies, optionalDependencies, bundleDependencies } = JSON.parse(
    readFileSync(installed.path('node_modules/cdk8s-istio/package.json'), 'utf8'),
  ) as Record<string, unknown>;
  expect({ dependencies, optionalDependencies, bundleDependencies }).toEqual({});
  expect(installed.packed.unpackedSize).toBeLessThan(8_000_000);
});

test('its pictures and pages are those of the sources', () => {
  const manifests = `apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{name: http, port: 80}]}
`;
  for (const format of ['svg', 'html']) {
    const { code, stdout, stderr } = installed.command(['graph', '-', '-f', format], manifests);
    const options = ['graph', '-', '-f', format];
    let out = '';
    run(options, {
      out: (text) => (out += text),
      error: (text) => (out += text),
      stdin: () => Buffer.from(manifests),
      environment: {},
      isTerminal: false,
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout === out).toBe(true);
  }
});

test('libraries that it holds a copy of come with their licenses', () => {
  const folder = installed.path('node_modules/cdk8s-istio/dist/lib/vendor');
  const bundles = readdirSync(folder).filter((file) => file.endsWith('.js'));
  expect(bundles.length).toBeGreaterThan(0);
  for (const bundle of bundles) {
    expect(readFileSync(path.join(folder, bundle), 'utf8')).not.toMatch(/require\("(?!node:)[^."]/);
    expect(readFileSync(path.join(folder, bundle.replace(/\.js$/, '.licenses.txt')), 'utf8')).toMatch(
      /^[\w@/-]+\n\n[^]*Copyright/,
    );
  }
});

describe('the types for other languages', () => assemblyCases(() => installed));

test('every declaration file is complete', () => {
  typeCheck(['--module', 'nodenext'], ...declarations());
});

test.each([
  ['exact optional properties', ['--exactOptionalPropertyTypes']],
  [
    'all that TypeScript can be strict about',
    [
      '--exactOptionalPropertyTypes',
      '--noUncheckedIndexedAccess',
      '--noPropertyAccessFromIndexSignature',
      '--noImplicitOverride',
      '--isolatedModules',
      '--verbatimModuleSyntax',
    ],
  ],
])('every declaration file compiles with %s, without skipLibCheck', (_, options) => {
  typeCheck(['--module', 'nodenext', '--skipLibCheck', 'false', ...options], ...declarations());
});

function declarations(): string[] {
  return readdirSync(installed.path('node_modules/cdk8s-istio/dist'), {
    recursive: true,
    encoding: 'utf8',
  })
    .filter((file) => file.endsWith('.d.ts'))
    .map((file) => `node_modules/cdk8s-istio/dist/${file}`);
}

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

    installed.write('app.ts', example);
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

  test('type-checks with exact optional properties', () => {
    typeCheck(['--module', 'nodenext', '--exactOptionalPropertyTypes', '--skipLibCheck', 'false'], 'app.ts');
  });

  test('makes the same in plain JavaScript, as CommonJS', () => {
    const javascript = commonJs(example);
    installed.write('app.cjs', javascript);
    expect(javascript).not.toContain('import ');
    expect(synth('app.cjs')).toBe(fromTypeScript);
  });

  test('makes the same in plain JavaScript, as an ES module', () => {
    installed.write('app.mjs', example);
    expect(synth('app.mjs')).toBe(fromTypeScript);
  });
});

describe('loading it', () => {
  /** The files of the package that a program has loaded, from its folder of compiled code. */
  function loaded(program: string): string[] {
    const list = `${program}; console.log(JSON.stringify(Object.keys(require.cache)))`;
    const root = path.join(installed.path('node_modules'), 'cdk8s-istio', 'dist', path.sep);
    return (JSON.parse(installed.node(['-e', list])) as string[])
      .filter((file) => file.startsWith(root))
      .map((file) => file.slice(root.length).split(path.sep).join('/'));
  }

  test('loads one file, and no schema', () => {
    expect(loaded("require('cdk8s-istio')")).toEqual(['lib/index.js']);
  });

  test('that file holds nothing of the analysis half but the types of settings and findings, and what Externals makes', () => {
    const text = readFileSync(installed.path('node_modules/cdk8s-istio/dist/lib/index.js'), 'utf8');
    const modules = [...text.matchAll(/"dist\/lib\/([^"]+)\.js"\(/g)].map(([, name]) => name);
    expect(modules).toContain('bridge/istio-checks');
    expect(
      modules.filter((name) => /^(schema|mesh|routing|checks|load|report|cli|vendor)\//.test(name)).sort(),
    ).toEqual([
      'checks/check-settings',
      'checks/external-manifests',
      'checks/finding',
      'report/diff-data',
      'report/reach-data',
      'report/trace-data',
    ]);
  });

  test('a check loads the analysis half, as one file too', () => {
    const files = loaded("require('cdk8s-istio').check([])");
    expect(files.filter((file) => file.startsWith('lib/'))).toEqual(['lib/index.js', 'lib/analysis.js']);
  });

  test('making constructs and externals does not load it', () => {
    const program = `
      const { App, Chart } = require('cdk8s');
      const { Externals, ServiceRef, IngressedService } = require('cdk8s-istio');
      Externals.istioIngressGateway();
      new IngressedService(new Chart(new App(), 'shop', { namespace: 'shop' }), 'Web', {
        service: ServiceRef.fromName('web', { ports: [{ port: 80 }] }),
        hosts: ['shop.example.com'],
      }).node.root.synthYaml()`;
    expect(loaded(program).filter((file) => file.startsWith('lib/'))).toEqual(['lib/index.js']);
  });
});

const CHECKS = `
import { App, Chart } from 'cdk8s';
import { check, Destination, Externals, IstioChecks, VirtualService, World } from 'cdk8s-istio';

const app = new App();
const checks = IstioChecks.on(app, {
  world: World.CLOSED,
  externals: [Externals.service('ratings', { namespace: 'shop', ports: [{ port: 80, name: 'http' }] })],
});
const chart = new Chart(app, 'shop', { namespace: 'shop' });
new VirtualService(chart, 'Ratings', { hosts: ['ratings'], http: [{ route: [Destination.host('ratings')] }] });
new VirtualService(chart, 'Reviews', { hosts: ['reviews'], http: [{ route: [Destination.host('reviews')] }] });
const codes = checks.findings().map(({ code, construct }) => code + ' ' + construct);
const plain = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'plain' } };
const alone = check([{ ...plain, spec: { hosts: ['a'], http: [{ route: [{ destination: { host: 'a' } }] }] } }], { world: World.CLOSED }).map(({ code, path }) => code + ' ' + path);
let message = '';
try {
  app.synth();
} catch (error) {
  message = (error as Error).message;
}
console.log(JSON.stringify({ codes, alone, message }));
`;

describe('the checks', () => {
  test.each([
    ['TypeScript', 'checks.ts'],
    ['CommonJS', 'checks.cjs'],
    ['an ES module', 'checks.mjs'],
  ])('from %s', (_, file) => {
    let program = file;
    if (file === 'checks.ts') {
      installed.write(file, CHECKS);
      typeCheck(['--module', 'nodenext', '--noEmit', 'false', '--outDir', 'compiled'], file);
      program = 'compiled/checks.js';
    } else {
      const script = CHECKS.replace(' as Error', '');
      installed.write(file, file.endsWith('.cjs') ? commonJs(script) : script);
    }
    const { codes, alone, message } = JSON.parse(installed.node([program])) as {
      codes: string[];
      alone: string[];
      message: string;
    };
    expect(codes).toContain('IST0101 shop/Reviews');
    expect(codes.join()).not.toContain('shop/Ratings');
    expect(alone).toContain('IST0101 spec.http[0].route[0].destination.host');
    expect(message).toMatch(/^Validation failed[^]*IstioChecks: \d+ errors?[^]*shop\/Reviews {2}VirtualService shop\//);
  });
});

describe('the command', () => {
  const BROKEN = `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec: { hosts: [reviews], http: [{ route: [{ destination: { host: reviews, subset: v1 } }] }] }
`;
  const RIGHT = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { istio-injection: enabled } }\n';

  test('--version is the version of the package, and --help explains it', () => {
    const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(installed.npx('cdk8s-istio', '--version')).toMatchObject({ code: 0, stdout: `${version}\n` });
    expect(installed.command(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
    expect(installed.command(['--help'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('cdk8s-istio check'),
    });
  });

  test('0: nothing was found in a file', () => {
    installed.write('right.yaml', RIGHT);
    expect(installed.command(['check', 'right.yaml'])).toMatchObject({ code: 0, stderr: '' });
  });

  test('1: something was, in a file and in what it is given', () => {
    installed.write('broken.yaml', BROKEN);
    const file = installed.command(['check', 'broken.yaml', '--world', 'closed']);
    expect(file).toMatchObject({ code: 1, stderr: '' });
    expect(file.stdout).toContain('broken.yaml:');
    const given = installed.command(['check', '-', '--world', 'closed'], BROKEN);
    expect(given).toMatchObject({ code: 1, stderr: '' });
    expect(given.stdout.split('\n').slice(1)).toEqual(expect.arrayContaining(file.stdout.split('\n').slice(1, 4)));
  });

  test('trace tells where a request goes', () => {
    installed.write(
      'gateway.yaml',
      'apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: { name: web, namespace: shop }\nspec: { selector: { istio: ingressgateway }, servers: [{ hosts: [a.example.com], port: { number: 80, name: http, protocol: HTTP } }] }\n',
    );
    const ran = installed.command(['trace', 'http://a.example.com/', 'gateway.yaml']);
    expect(ran).toMatchObject({ code: 1, stderr: '' });
    expect(ran.stdout).toMatch(/^GET http:\/\/a\.example\.com\/ from outside\n/);
  });

  test('test runs test files', () => {
    installed.write(
      'routes.test.yaml',
      'tests: [{ name: no rule is there, requests: { url: http://a.example.com/ }, expect: { status: 404 } }]\n',
    );
    expect(installed.command(['test', 'routes.test.yaml', 'gateway.yaml'])).toEqual({
      code: 0,
      stdout: 'routes.test.yaml\n  passed  no rule is there\n\n1 test with 1 request: all passed.\n',
      stderr: '',
    });
  });

  test('2: the command line is wrong, or a file cannot be read', () => {
    expect(installed.command(['chek'])).toMatchObject({ code: 2, stdout: '' });
    expect(installed.command(['check', 'nowhere.yaml']).code).toBe(2);
  });
});

const TRACED = `
import { Mesh } from 'cdk8s-istio';
import type { TraceMatchers } from 'cdk8s-istio/jest';
import { matchers } from 'cdk8s-istio/jest';

const istio = (kind: string, spec: object): object => ({ apiVersion: 'networking.istio.io/v1', kind, metadata: { name: 'web', namespace: 'shop' }, spec });
const mesh = Mesh.of([
  istio('Gateway', { selector: { istio: 'ingressgateway' }, servers: [{ hosts: ['a.example.com'], port: { number: 80, name: 'http', protocol: 'HTTP' } }] }),
  istio('VirtualService', { hosts: ['a.example.com'], gateways: ['web'], http: [{ redirect: { uri: '/new' } }] }),
]);
const trace = mesh.get('http://a.example.com/old');
const typed: (keyof TraceMatchers<void>)[] = ['toReach', 'toSplit', 'toRedirectTo', 'toRespond', 'toBeDenied', 'toFail'];
const { pass } = matchers.toRedirectTo(trace, 'http://a.example.com/new', 301);
console.log(JSON.stringify({ pass, names: Object.keys(matchers).sort(), typed: [...typed].sort() }));
`;

describe('the matchers', () => {
  test.each([
    ['as Node resolves modules', ['--module', 'nodenext']],
    ['as it did before exports', ['--module', 'commonjs', '--moduleResolution', 'node10']],
  ])('from TypeScript, %s', (_, options) => {
    installed.write('traced.ts', TRACED);
    typeCheck([...options, '--noEmit', 'false', '--outDir', 'compiled'], 'traced.ts');
    const { pass, names, typed } = JSON.parse(installed.node(['compiled/traced.js'])) as Record<string, unknown>;
    expect(pass).toBe(true);
    expect(names).toEqual(typed);
  });

  test('extend the expect of Jest where it is global', () => {
    const program = `
      globalThis.expect = require(${JSON.stringify(require.resolve('expect'))}).expect;
      const { Mesh } = require('cdk8s-istio');
      require('cdk8s-istio/jest');
      expect(Mesh.of([]).get('http://a.example.com/')).toFail('NoListener');
      try {
        expect(Mesh.of([]).get('http://a.example.com/')).toRespond(200);
      } catch ({ message }) {
        console.log(message);
      }`;
    expect(installed.node(['-e', program])).toMatch(/^expected toRespond: 200\n.*\n\nGET http:/);
  });

  test('add to the types of Jest', () => {
    installed.write(
      'typed.ts',
      "import 'cdk8s-istio/jest';\nexport const matcher: jest.Matchers<void>['toReach'] = () => undefined;\n",
    );
    const types = ['--typeRoots', path.join(ROOT, 'node_modules', '@types'), '--types', 'jest'];
    typeCheck(['--module', 'nodenext', ...types], 'typed.ts');
    typeCheck(['--module', 'nodenext'], 'typed.ts');
  });
});

describe('the plugin of cdk8s-cli', () => pluginCases(() => installed));

describe('docs/getting-started.md', () => gettingStartedCases(() => installed));

describe('a release', () => releaseCases(() => installed));

/** An ES module, written as CommonJS. */
function commonJs(module: string): string {
  return module.replace(
    /^import (\* as )?(.*?) from ('.*?');$/gm,
    (_, all: string | undefined, names: string, from: string) =>
      `const ${all === undefined ? names.replace(/ as /g, ': ') : names} = require(${from});`,
  );
}

function typeCheck(options: string[], ...files: string[]): void {
  installed.node([
    require.resolve('typescript/bin/tsc'),
    ...['--strict', '--noEmit', '--target', 'es2022', ...options, ...files],
  ]);
}

/** The manifests that a program writes, one after the other. */
function synth(program: string): string {
  const outdir = installed.path(`manifests-${program.replace(/\W/g, '-')}`);
  installed.node([program], { CDK8S_OUTDIR: outdir });
  return readdirSync(outdir)
    .sort()
    .map((file) => readFileSync(path.join(outdir, file), 'utf8'))
    .join('---\n');
}
