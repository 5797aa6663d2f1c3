import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Ran } from './ran';
import { ran } from './ran';
import { SHOP } from '../routing-tests/shop';

const PASSING = `tests:
  - name: testers see the canary
    requests: { url: [http://shop.example.com/, http://shop.example.com/shop], headers: { x-canary: always } }
    expect: { workload: shop/web-v2 }
  - name: a fifth of the others
    requests: { url: http://shop.example.com/shop }
    expect: { split: { shop/web-v1: 80, shop/web-v2: 20 }, timeout: 5s }
`;
const FAILING = `tests:
  - name: the old path
    requests: { url: http://shop.example.com/old }
    expect:
      redirect: http://shop.example.com/new
      status: 308
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'test-'));
  put('shop.yaml', SHOP);
  put('passing.test.yaml', PASSING);
  put('failing.test.yaml', FAILING);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function at(name: string): string {
  return path.join(folder, name);
}

function put(name: string, text: string): void {
  mkdirSync(path.dirname(at(name)), { recursive: true });
  writeFileSync(at(name), text);
}

const test_ = (args: string[], stdin?: string): Ran => ran(folder, ['test', ...args], stdin);

describe('ends with', () => {
  test.each([
    [0, 'all tests passed', ['passing.test.yaml', 'shop.yaml']],
    [0, 'manifests in a folder, in which the test files are as well', ['passing.test.yaml', '.']],
    [0, 'the first file, whatever its name', ['passing.yaml', 'shop.yaml']],
    [0, 'manifests that the file names', ['own.test.yaml']],
    [1, 'a test failed', ['failing.test.yaml', 'shop.yaml']],
    [1, 'a test of one of several files failed', ['passing.test.yaml', 'failing.test.yaml', 'shop.yaml']],
    [2, 'there is no such test file', ['missing.test.yaml', 'shop.yaml']],
    [2, 'there are no such manifests', ['passing.test.yaml', 'shop.yaml', 'missing.yaml']],
    [2, 'it is not said where the manifests are', ['passing.test.yaml']],
  ])('%d: %s', (code, _, files) => {
    put('passing.yaml', PASSING);
    put('own.test.yaml', `manifests: [shop.yaml]\n${PASSING}`);
    expect(test_(files.map(at)).code).toBe(code);
  });
});

test('text has a line for each test', () => {
  const { out, error } = test_([at('passing.test.yaml'), at('shop.yaml')]);
  expect([out, error]).toEqual([
    `passing.test.yaml
  passed  testers see the canary (2 requests)
  passed  a fifth of the others

2 tests with 3 requests: all passed.
`,
    '',
  ]);
});

test('text of a wrong expectation has its place, what was expected, what happens, and the trace', () => {
  const { out } = test_([at('failing.test.yaml'), at('shop.yaml')]);
  expect(out).toBe(`failing.test.yaml
  failed  the old path  failing.test.yaml:2
    expected redirect: http://shop.example.com/new, status: 308  failing.test.yaml:4
    100 %: 301 redirect to http://shop.example.com/new

    GET http://shop.example.com/old from outside
     1  gateway istio-system/istio-ingressgateway
        listener       port 80
        filter chain   HTTP                                         Gateway shop/front spec.servers[0]               shop.yaml:11
        authorization  allowed: no policy
        virtual host   host shop.example.com                        VirtualService shop/front spec.hosts             shop.yaml:18
        route          rule http[0] "= /old"                        VirtualService shop/front spec.http[0].match[0]  shop.yaml:21
        action         redirect 301 to http://shop.example.com/new  VirtualService shop/front spec.http[0].redirect  shop.yaml:22
    301 redirect to http://shop.example.com/new

1 test with 1 request: 1 failed.
`);
});

test('of many requests that fail the first have their traces, and the others are named', () => {
  put(
    'many.test.yaml',
    `tests:
  - name: many
    requests: { url: http://shop.example.com/none, headers: { a: ['1', '2', '3', '4', '5'] } }
    expect: { status: 200 }
`,
  );
  const { out } = test_([at('many.test.yaml'), at('shop.yaml')]);
  expect(out.match(/^ {2}failed .*$/m)?.[0]).toBe('  failed  many (5 of 5 requests)  many.test.yaml:2');
  expect(out.match(/^ {4}(?:of|and) .*$/gm)).toEqual([
    '    of GET http://shop.example.com/none from outside with a: 1',
    '    of GET http://shop.example.com/none from outside with a: 2',
    '    of GET http://shop.example.com/none from outside with a: 3',
    '    and GET http://shop.example.com/none from outside with a: 4',
    '    and GET http://shop.example.com/none from outside with a: 5',
  ]);
});

test.each(['text', 'junit'])('a path of 1 MB is cut in %s', (format) => {
  const url = `http://shop.example.com/shop/${'a'.repeat(1e6)}`;
  put('long.test.yaml', `tests: [{name: long, requests: {url: "${url}"}, expect: {path: /other}}]\n`);
  const { out, code } = test_([at('long.test.yaml'), at('shop.yaml'), '--format', format]);
  expect(code).toBe(1);
  expect(out.length).toBeLessThan(10_000);
});

test('what decides and is in no file is told of a test that passes', () => {
  const policy = `---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: ask, namespace: shop}
spec: {action: CUSTOM, provider: {name: login}, rules: [{}]}
`;
  put('asking.yaml', SHOP + policy);
  put(
    'settings.yaml',
    'meshConfig: {extensionProviders: [{name: login, envoyExtAuthzHttp: {service: a.b, port: 80}}]}\n',
  );
  const args = [at('passing.test.yaml'), at('asking.yaml'), '-s', at('settings.yaml')];
  const line = '    depends on policy: login decides, and what it says is in no file.';
  expect(test_(args).out).toContain(`  passed  testers see the canary (2 requests)\n${line}`);
  expect(JSON.parse(test_([...args, '-f', 'json']).out).files[0].tests[0].unknown).toEqual([
    { what: 'policy', text: expect.stringMatching(/^login decides/) },
  ]);
});

test('JSON has a summary, and the trace of what failed', () => {
  const { out } = test_([at('passing.test.yaml'), at('failing.test.yaml'), at('shop.yaml'), '-f', 'json']);
  expect(JSON.parse(out)).toEqual({
    summary: { tests: 3, failed: 1, requests: 4, problems: 0 },
    files: [
      {
        file: 'passing.test.yaml',
        problems: [],
        tests: [
          { name: 'testers see the canary', line: 2, passed: true, requests: 2, failures: [], unknown: [] },
          { name: 'a fifth of the others', line: 5, passed: true, requests: 1, failures: [], unknown: [] },
        ],
      },
      {
        file: 'failing.test.yaml',
        problems: [],
        tests: [
          {
            name: 'the old path',
            line: 2,
            passed: false,
            requests: 1,
            failures: [
              {
                request: 'GET http://shop.example.com/old from outside',
                line: 4,
                expected: 'redirect: http://shop.example.com/new, status: 308',
                why: '100 %: 301 redirect to http://shop.example.com/new',
                trace: expect.objectContaining({ outcomes: [expect.objectContaining({ status: 301 })] }),
              },
            ],
            unknown: [],
          },
        ],
      },
    ],
    unreadable: [],
  });
});

test('JUnit has a suite for each file', () => {
  put(
    'broken.test.yaml',
    'tests:\n  - name: "<a & b>"\n    requests: { url: http://a/ }\n    expct: { status: 200 }\n',
  );
  const files = ['passing.test.yaml', 'failing.test.yaml', 'broken.test.yaml', 'shop.yaml'];
  const { out, code } = test_([...files.map(at), '--format', 'junit']);
  expect(code).toBe(2);
  expect(out.replace(/(<failure [^>]*>)[^<]*/, '$1...')).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="cdk8s-istio" tests="4" failures="1" errors="1">
  <testsuite name="passing.test.yaml" tests="2" failures="0" errors="0" skipped="0">
    <testcase classname="passing.test.yaml" name="testers see the canary" file="passing.test.yaml" line="2"/>
    <testcase classname="passing.test.yaml" name="a fifth of the others" file="passing.test.yaml" line="5"/>
  </testsuite>
  <testsuite name="failing.test.yaml" tests="1" failures="1" errors="0" skipped="0">
    <testcase classname="failing.test.yaml" name="the old path" file="failing.test.yaml" line="2">
      <failure type="expectation" message="expected redirect: http://shop.example.com/new, status: 308: 100 %: 301 redirect to http://shop.example.com/new">...</failure>
    </testcase>
  </testsuite>
  <testsuite name="broken.test.yaml" tests="1" failures="0" errors="1" skipped="0">
    <testcase classname="broken.test.yaml" name="line 4 is right" file="broken.test.yaml" line="4">
      <error type="problem" message="tests[0].expct: unknown field of a test. Did you mean expect?"/>
    </testcase>
  </testsuite>
</testsuites>
`);
});

test('JUnit holds any text', () => {
  put(
    'odd.test.yaml',
    'tests:\n  - name: "a < b & \\"c\\" \\u0007"\n    requests: { url: http://shop.example.com/shop }\n    expect: { body: "<&>" }\n',
  );
  const { out } = test_([at('odd.test.yaml'), at('shop.yaml'), '--format', 'junit']);
  expect(out).toContain(' name="a &lt; b &amp; &quot;c&quot; \\u0007" file="odd.test.yaml" line="2">');
  expect(out).toContain('message="expected body: &lt;&amp;&gt;: 80 %: 200 from shop/web-v1 (subset v1)');
  expect(out).not.toContain('<&>');
});

describe('coverage', () => {
  test('names what no test has asked', () => {
    const { out, code } = test_([at('passing.test.yaml'), at('shop.yaml'), '--coverage', 'text']);
    expect([code, out]).toEqual([
      0,
      `passing.test.yaml
  passed  testers see the canary (2 requests)
  passed  a fifth of the others

Coverage
  servers       1 of 1  100 %
  rules         2 of 3  66 %
  matches       2 of 3  66 %
  destinations  3 of 3  100 %
  subsets       2 of 2  100 %
Not asked
  shop.yaml:21  rule  VirtualService shop/front spec.http[0]

2 tests with 3 requests: all passed.
`,
    ]);
  });

  test('is in JSON where it is asked for', () => {
    const { out } = test_([at('passing.test.yaml'), at('shop.yaml'), '--coverage', 'text', '-f', 'json']);
    const { coverage } = JSON.parse(out);
    expect(coverage.totals).toContainEqual({ kind: 'rule', asked: 2, all: 3 });
    expect(coverage.rules).toContainEqual({
      kind: 'rule',
      object: { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', namespace: 'shop', name: 'front' },
      path: 'spec.http[1]',
      file: 'shop.yaml',
      line: 23,
      requests: 2,
    });
  });

  test('is written by lines for lcov', () => {
    const { code, error } = test_([at('passing.test.yaml'), at('shop.yaml'), '--coverage', `lcov=${at('lcov.info')}`]);
    expect([code, error]).toEqual([0, 'The coverage is in lcov.info.\n']);
    expect(readFileSync(at('lcov.info'), 'utf8').replaceAll(`${folder}/`, '')).toBe(`SF:shop.yaml
DA:11,3
DA:21,0
DA:23,2
DA:24,2
DA:25,1
DA:28,1
DA:29,1
DA:37,1
DA:38,3
LF:9
LH:8
end_of_record
`);
  });

  test('of files with manifests of their own is that of all of them', () => {
    put('one.test.yaml', `manifests: [shop.yaml]\n${PASSING}`);
    put('other.test.yaml', `manifests: ./shop.yaml\n${FAILING}`);
    const { out } = test_([at('one.test.yaml'), at('other.test.yaml'), '--coverage', 'text']);
    expect(out).toMatch(/ {2}rules {9}3 of 3 {2}100 %\n/);
    expect(out).not.toMatch(/Not asked/);
  });
});

describe('manifests', () => {
  test('of the command line count instead of those of the file', () => {
    put('own.test.yaml', `manifests: [missing.yaml]\n${PASSING}`);
    expect(test_([at('own.test.yaml'), at('shop.yaml')]).code).toBe(0);
  });

  test('are seen from the folder of the file', () => {
    put('tests/own.test.yaml', `manifests: ../shop.yaml\n${PASSING}`);
    expect(test_([at('tests/own.test.yaml')]).code).toBe(0);
  });

  test('may come from standard input, and have no lines for lcov', () => {
    const args = [at('passing.test.yaml'), '-', '--coverage', `lcov=${at('lcov.info')}`];
    expect(test_(args, SHOP).code).toBe(0);
    expect(readFileSync(at('lcov.info'), 'utf8')).toBe('');
  });

  test('that cannot be read are told, and the tests run', () => {
    put('broken.yaml', 'a: [');
    const { out, code } = test_([at('passing.test.yaml'), at('shop.yaml'), at('broken.yaml')]);
    expect(code).toBe(2);
    expect(out).toMatch(/passed {2}testers see the canary/);
    expect(out).toMatch(/^unreadable {2}broken.yaml:2:1 {2}This is not YAML/m);
    expect(out).toMatch(/2 tests with 3 requests: all passed. 1 problem in files.\n$/);
  });

  test.each([
    ['an empty folder', {}, 'empty', 'There is no file in this folder that ends with .yaml, .yml, .json.'],
    ['a folder of other files', { 'other/values.yaml': 'replicas: 3\n' }, 'other', 'There are no manifests here.'],
  ])('%s has none, so that no test may pass by it', (_, files, name, message) => {
    mkdirSync(at(name));
    Object.entries(files).forEach(([file, text]) => put(file, text));
    put('none.test.yaml', 'tests: [{name: a, requests: {url: "http://a/"}, expect: {failure: true}}]\n');
    const { out, code } = test_([at('none.test.yaml'), at(name)]);
    expect(code).toBe(2);
    expect(out).toContain(`unreadable  ${name}  ${message}\n`);
  });

  test('with documents that are no objects of a cluster are told', () => {
    put('more.yaml', 'kind: Service\nmetadata: {name: a}\n');
    const { error, code } = test_([at('passing.test.yaml'), at('shop.yaml'), at('more.yaml')]);
    expect([code, error]).toEqual([0, expect.stringMatching(/^more.yaml:1:1 {2}Left out: /)]);
  });

  test('that the API server refuses are told', () => {
    put('refused.yaml', SHOP.replace('timeout: 5s', 'timeout: 5s\n      retires: {attempts: 2}'));
    const { error, code } = test_([at('passing.test.yaml'), at('refused.yaml')]);
    expect([code, error]).toEqual([
      0,
      expect.stringMatching(
        /^refused.yaml:27 {2}VirtualService shop\/front is refused as it is, and the tests take the rest of it: API\d+ spec.http\[2\].retires: .*\n$/,
      ),
    ]);
  });

  test('in the externals count, without coverage', () => {
    const [pods, rules] = [SHOP.split('---\n').slice(-3), SHOP.split('---\n').slice(0, -3)];
    put('rules.yaml', rules.join('---\n'));
    put('pods.yaml', pods.join('---\n'));
    const args = [at('passing.test.yaml'), at('rules.yaml'), '--externals', at('pods.yaml')];
    expect(test_(args).code).toBe(0);
  });
});

test('the report is written to a file', () => {
  const { out, error, code } = test_([at('failing.test.yaml'), at('shop.yaml'), '-o', at('report.txt')]);
  expect([out, error, code]).toEqual(['', '1 test with 1 request: 1 failed. The report is in report.txt.\n', 1]);
  expect(readFileSync(at('report.txt'), 'utf8')).toMatch(/failed {2}the old path/);
});

test('help', () => {
  expect(test_(['--help'])).toEqual({ code: 0, out: expect.stringMatching(/--coverage lcov=FILE/), error: '' });
});

describe('refuses', () => {
  test.each([
    [['--fromat', 'json'], 'There is no option --fromat. Did you mean --format?\n'],
    [['--format', 'sarif', 'a.test.yaml'], '--format "sarif" is not known. Write one of: text, json, junit.\n'],
    [['--coverage'], '--coverage needs a value: --coverage text\n'],
    [
      ['a.test.yaml', '--coverage', 'html'],
      '--coverage "html" is not known. Write --coverage text, or --coverage lcov=FILE.\n',
    ],
    [
      ['a.test.yaml', '--coverage', 'lcov='],
      '--coverage "lcov=" is not known. Write --coverage text, or --coverage lcov=FILE.\n',
    ],
    [
      ['a.test.yaml', '--coverage', 'text', '-f', 'junit'],
      'A JUnit report has no coverage. Write --coverage lcov=FILE, or another --format.\n',
    ],
    [
      ['--no-color'],
      'Say which tests are run, and on which manifests. For example: cdk8s-istio test routes.test.yaml manifests\n',
    ],
    [
      ['a.test.yaml', ''],
      'A path is empty. Say which tests are run, and on which manifests. For example: cdk8s-istio test routes.test.yaml manifests\n',
    ],
    [['a.test.yaml', '-', '-'], 'Standard input can be read only once. Write - for one of the paths or externals.\n'],
  ])('%j', (args, message) => {
    expect(test_(args)).toEqual({ code: 2, out: '', error: message });
  });
});
