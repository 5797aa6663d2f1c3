import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Ran } from './ran';
import { ran } from './ran';

const pods = (name: string, labels: string): string => `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: shop}
spec:
  selector: {matchLabels: ${labels}}
  template: {metadata: {labels: ${labels}}, spec: {serviceAccountName: ${name}, containers: [{name: app, image: app:1}]}}
`;
const STANDING = `apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
---
apiVersion: v1
kind: Service
metadata: {name: reviews, namespace: shop}
spec: {selector: {app: reviews}, ports: [{name: http, port: 9080}]}
${pods('reviews-v1', '{app: reviews, version: v1}')}${pods('reviews-v2', '{app: reviews, version: v2}')}${pods('web', '{app: web}')}---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: reviews, namespace: shop}
spec: {host: reviews, subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]}
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: front, namespace: shop}
spec:
  selector: {istio: ingressgateway}
  servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: [shop.example.com]}]
`;
const routes = (v1: number, front: string): string => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: reviews, namespace: shop}
spec:
  hosts: [reviews]
  http:
    - route:
        - {destination: {host: reviews, subset: v1}, weight: ${v1}}
        - {destination: {host: reviews, subset: v2}, weight: ${100 - v1}}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: front, namespace: shop}
spec:
  hosts: [shop.example.com]
  gateways: [front]
  http:
${front}`;
const API = '    - match: [{uri: {prefix: /api}}]\n      route: [{destination: {host: reviews, subset: v1}}]\n';
const ADMIN = '    - match: [{uri: {prefix: /admin}}]\n      route: [{destination: {host: reviews, subset: v2}}]\n';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'diff-'));
  write('old/standing.yaml', STANDING);
  write('new/standing.yaml', STANDING);
  write('old/routes.yaml', routes(80, ADMIN + API));
  write('new/routes.yaml', routes(0, API));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function at(name: string): string {
  return path.join(folder, name);
}

function write(name: string, text: string): void {
  mkdirSync(path.dirname(at(name)), { recursive: true });
  writeFileSync(at(name), text);
}

const diff = (args: string[], stdin?: string): Ran => ran(folder, ['diff', ...args], stdin);

test('what breaks, and what goes elsewhere, each with what decides', () => {
  expect(diff([at('old'), at('new')])).toEqual({
    code: 1,
    error: '',
    out: `1 kind of requests breaks:
  http://shop.example.com/admin*  from outside  shop/reviews-v2 → 404, no rule  was VirtualService shop/front http[0]  old/routes.yaml:18
1 kind of requests goes elsewhere:
  http://reviews.shop:9080/*  from all 3 workloads  shop/reviews-v1 80 %, shop/reviews-v2 20 % → shop/reviews-v2  by VirtualService shop/reviews http[0]  new/routes.yaml:7
`,
  });
});

test('the same set twice', () => {
  expect(diff([at('old'), at('old')])).toEqual({ code: 0, error: '', out: 'Nothing changes for any request.\n' });
});

test.each([
  ['broken', 1, 0],
  ['changed', 1, 1],
  ['none', 0, 0],
])('--fail-on %s', (failOn, there, back) => {
  expect(diff([at('old'), at('new'), '--fail-on', failOn]).code).toBe(there);
  expect(diff([at('new'), at('old'), '--fail-on', failOn]).code).toBe(back);
});

test('Markdown: nothing of a manifest is markup', () => {
  const match = '{headers: {x-markup: {exact: "|`<img src=x>@all"}}}';
  const route = `    - match: [${match}]\n      redirect: {uri: "/[a](b)"}\n`;
  write('new/routes.yaml', routes(80, route + ADMIN + API));
  expect(diff([at('old'), at('new'), '-f', 'markdown']).out).toMatchSnapshot();
});

test('JSON', () => {
  const { out } = diff([at('old'), at('new'), '-f', 'json']);
  expect(JSON.parse(out)).toMatchSnapshot();
});

test('hosts and callers that only one side has are told once', () => {
  write(
    'new/more.yaml',
    `apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{name: http, port: 80}, {name: tcp-admin, port: 9000}]}
${pods('worker', '{app: worker}')}`,
  );
  write('new/routes.yaml', routes(80, ADMIN + API));
  expect(diff([at('old'), at('new')])).toEqual({
    code: 0,
    error: '',
    out: `1 host is new:
  http://web.shop      from all 3 workloads  → shop/web  new Service shop/web  new/more.yaml:1
  tcp://web.shop:9000  from all 3 workloads  → shop/web  new Service shop/web  new/more.yaml:1
1 caller is new: shop/worker
`,
  });
  expect(diff([at('new'), at('old')])).toEqual({
    code: 1,
    error: '',
    out: `1 host is gone:
  http://web.shop      from all 3 workloads  shop/web → unknown host  gone Service shop/web  new/more.yaml:1
  tcp://web.shop:9000  from all 3 workloads  shop/web → unknown host  gone Service shop/web  new/more.yaml:1
1 caller is gone: shop/worker
`,
  });
});

test('many hosts with the same change are told together', () => {
  const names = Array.from({ length: 9 }, (_, i) => `app-${i}`);
  const services = names.map(
    (name) =>
      `---\napiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: shop}\nspec: {selector: {app: web}, ports: [{name: http, port: 80}]}\n`,
  );
  const deny =
    '---\napiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: closed, namespace: shop}\nspec: {selector: {matchLabels: {app: web}}}\n';
  write('old/services.yaml', services.join(''));
  write('new/services.yaml', services.join('') + deny);
  write('new/routes.yaml', routes(80, ADMIN + API));
  const { code, out } = diff([at('old'), at('new')]);
  expect(code).toBe(1);
  expect(out.split('\n')).toHaveLength(6);
  expect(out).toMatch(/^9 kinds of requests are denied now:\n.*\n.*\n.*\n {2}and the same at 6 more hosts\n$/);
  expect(diff([at('old'), at('new'), '--verbose']).out.split('\n')).toHaveLength(11);
});

describe('with git', () => {
  const git = (...args: string[]): void => {
    const { status, stderr } = spawnSync(
      'git',
      ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'init.defaultBranch=main', '-C', folder, ...args],
      { encoding: 'utf8' },
    );
    expect([args, status, status === 0 ? '' : stderr]).toEqual([args, 0, '']);
  };

  beforeEach(() => {
    git('init', '-q');
    write('manifests/standing.yaml', STANDING);
    write('manifests/routes.yaml', routes(80, ADMIN + API));
    git('add', '.');
    git('commit', '-q', '-m', 'first');
    git('tag', 'first');
    write('manifests/routes.yaml', routes(0, ADMIN + API));
    git('commit', '-q', '-a', '-m', 'second');
    write('manifests/routes.yaml', routes(80, API));
  });

  test('a revision against the work tree', () => {
    expect(diff(['--git', 'first', at('manifests')])).toEqual({
      code: 1,
      error: '',
      out: `1 kind of requests breaks:
  http://shop.example.com/admin*  from outside  shop/reviews-v2 → 404, no rule  was VirtualService shop/front http[0]  first:manifests/routes.yaml:18
`,
    });
  });

  test('two revisions, of a file', () => {
    const { code, out } = diff(['--git', 'first..main', at('manifests')]);
    expect(code).toBe(0);
    expect(out).toMatch(/^1 kind of requests goes elsewhere:\n.* {2}main:manifests\/routes.yaml:7\n$/);
    expect(diff(['--git', 'main', at('manifests/standing.yaml')]).out).toBe('Nothing changes for any request.\n');
  });

  test('what the revision does not have is new', () => {
    write('later/standing.yaml', STANDING);
    const { code, out, error } = diff(['--git', 'first', at('later')]);
    const remark =
      'There is nothing at later in first: all of it counts as new, even if it only had another name before.';
    expect([code, error]).toEqual([0, `${remark}\n`]);
    expect(out).toMatch(
      /1 host is new:\n.*reviews.shop:9080.*\n3 callers are new: shop\/reviews-v1, shop\/reviews-v2, shop\/web\n$/,
    );
  });

  test('a revision that has other files there only: all is new', () => {
    write('later/values.yaml', 'replicas: 1\n');
    git('add', 'later');
    git('commit', '-q', '-m', 'third');
    write('later/standing.yaml', STANDING);
    const { code, out, error } = diff(['--git', 'main', at('later')]);
    expect([code, error]).toEqual([0, '']);
    expect(out).toMatch(/^1 host is new:\n/);
    expect(diff(['--git', 'first', at('none')])).toEqual({
      code: 2,
      out: '',
      error:
        'There is nothing at none in first: all of it counts as new, even if it only had another name before.\nnone  There is no such file or folder.\n',
    });
  });

  test.each<[string, string[], RegExp]>([
    [
      'a revision that does not exist',
      ['--git', 'none', 'manifests'],
      /^--git none: the repository has no such revision\. /,
    ],
    ['an option for a revision', ['--git=--output=x', 'manifests'], /^--git "--output=x" is not a revision\. /],
    [
      'three revisions',
      ['--git', 'a..b..c', 'manifests'],
      /^--git "a\.\.b\.\.c" is neither a revision nor two of them\. /,
    ],
    ['two paths', ['--git', 'main', 'old', 'new'], /^There are 2 paths: with --git, one folder or file is compared /],
    ['no path', ['--git', 'main'], /^Say where the manifests are: with --git, /],
    ['standard input', ['--git', 'main', '-'], /^Standard input has no revisions\. /],
  ])('%s', (_, args, expected) => {
    const { code, out, error } = diff(args.map((each) => (each === 'manifests' ? at(each) : each)));
    expect([code, out]).toEqual([2, '']);
    expect(error).toMatch(expected);
  });

  test('a folder outside of any repository', () => {
    rmSync(at('.git'), { recursive: true });
    expect(diff(['--git', 'main', at('manifests')])).toEqual({
      code: 2,
      out: '',
      error: '--git: manifests is in no repository of git. Compare two folders: cdk8s-istio diff old/ new/\n',
    });
  });

  test('git is not there', () => {
    const { PATH } = process.env;
    process.env.PATH = at('old');
    try {
      expect(diff(['--git', 'main', at('manifests')]).error).toMatch(/^--git needs git, and there is none\. /);
    } finally {
      process.env.PATH = PATH;
    }
  });
});

describe('what cannot be compared, or not all of it', () => {
  test.each<[string, string[], RegExp]>([
    ['one path', ['old'], /^There is one path, and two are compared: .*--git main old\n$/],
    ['three paths', ['old', 'new', 'old'], /^There are 3 paths, and two are compared: /],
    ['no path', ['--verbose'], /^Say what to compare: /],
    ['an empty path', ['', 'new'], /^A path is empty\. /],
    ['standard input twice', ['-', '-'], /^Standard input can be read only once\. /],
    ['a format that is none', ['old', 'new', '-f', 'yaml'], /^--format "yaml" is not known\. /],
    [
      'a reason to fail that is none',
      ['old', 'new', '--fail-on', 'brokn'],
      /^--fail-on "brokn" is not known\. Did you mean broken\?/,
    ],
    [
      'two folders that are not there',
      ['a', 'b'],
      /^a {2}There is no such file or folder\.\nb {2}There is no such file or folder\.\n$/,
    ],
  ])('%s', (_, args, expected) => {
    const { code, out, error } = diff(
      args.map((each) => (/^[a-z]+$/.test(each) && !['yaml', 'brokn'].includes(each) ? at(each) : each)),
    );
    expect([code, out]).toEqual([2, '']);
    expect(error).toMatch(expected);
  });

  test('a side without manifests: nothing is said to be new, or gone', () => {
    mkdirSync(at('empty'));
    write('nothing.yaml', '# kustomize build failed\n');
    expect(diff([at('empty'), at('new')])).toEqual({
      code: 2,
      out: '',
      error: 'empty  There is no file in this folder that ends with .yaml, .yml, .json.\n',
    });
    expect(diff([at('old'), at('nothing.yaml')])).toEqual({
      code: 2,
      out: '',
      error: 'nothing.yaml  There are no manifests here.\n',
    });
    expect(diff([at('old'), '-'], '\n')).toEqual({
      code: 2,
      out: '',
      error:
        'stdin  Standard input is empty. Look at the command before the pipe, which wrote nothing: it may have failed.\n',
    });
  });

  describe('a file that is no YAML', () => {
    const WARNING = 'new/wrong.yaml:2 could not be read: what stands there after the change looks gone.';

    beforeEach(() => write('new/wrong.yaml', 'a: [\n'));

    test('the rest is compared, and the answer says it', () => {
      const { code, out, error } = diff([at('old'), at('new')]);
      expect(code).toBe(2);
      expect(error).toMatch(/^new\/wrong.yaml:2:1 {2}/);
      expect(out).toMatch(new RegExp(`^${WARNING}\n1 kind of requests breaks:\n`));
      expect(diff([at('new'), at('old')]).out).toMatch(
        /^new\/wrong.yaml:2 could not be read: what stood there before the change looks new\.\n/,
      );
    });

    test('in Markdown', () => {
      expect(diff([at('old'), at('new'), '-f', 'markdown']).out).toMatch(
        `### What this change does to requests\n\n> [!WARNING]\n> ${WARNING}\n\n**1 kind of requests breaks**`,
      );
    });

    test('in JSON', () => {
      const { unreadable } = JSON.parse(diff([at('old'), at('new'), '-f', 'json']).out) as { unreadable: object[] };
      expect(unreadable).toEqual([
        { side: 'after', file: 'new/wrong.yaml', line: 2, column: 1, message: expect.stringMatching(/./) as string },
      ]);
    });

    test('among what is known besides', () => {
      const { code, out } = diff([at('old'), at('old'), '--externals', at('new/wrong.yaml')]);
      expect([code, out]).toEqual([
        2,
        'new/wrong.yaml:2 could not be read: what stands there is not known, before and after the change.\nNothing changes for any request.\n',
      ]);
    });
  });

  test('one side from standard input, and the answer into a file', () => {
    expect(diff(['-', at('new'), '-o', at('diff.txt')], STANDING + '---\n' + routes(80, ADMIN + API))).toEqual({
      code: 1,
      out: '',
      error: 'The comparison is in diff.txt.\n',
    });
  });

  test('settings hold on both sides', () => {
    write('settings.yaml', 'meshConfig: {outboundTrafficPolicy: {mode: REGISTRY_ONLY}}\n');
    write(
      'old/more.yaml',
      'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {selector: {app: web}, ports: [{name: http, port: 80}]}\n',
    );
    expect(diff([at('old'), at('new'), '-s', at('settings.yaml')]).out).toMatch(
      /1 host is gone:\n {2}http:\/\/web.shop {2}from all 3 workloads {2}shop\/web → unknown address/,
    );
  });
});
