import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Loaded } from '../../lib/load/load';
import { preparedTests } from '../../lib/routing-tests/prepared-tests';
import { readTestFile } from '../../lib/routing-tests/test-file';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { SHOP } from './shop';

/*
 * What people get wrong in test files. Each mistake is told by its line, with what to write instead, and all of them are told together.
 */

const HUNDRED = Array.from({ length: 101 }, (_, i) => `v${i}`).join(', ');

function requesting(members: string): string {
  return `tests:\n  - name: a\n    requests: { ${members} }\n    expect: { status: 200 }\n`;
}

function expecting(members: string): string {
  return `tests:\n  - name: a\n    requests: { url: http://shop.example.com/shop }\n    expect: { ${members} }\n`;
}

let folder: string;
let mesh: Mesh;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'bad-'));
  const manifests = new Loaded();
  manifests.add('shop.yaml', SHOP);
  mesh = new Mesh(manifests.values as Manifest[]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What is wrong with a text, as `line:column message`. */
function problemsOf(text: string): string[] {
  const file = path.join(folder, 'bad.test.yaml');
  writeFileSync(file, text);
  const { problems } = preparedTests(readTestFile(file), { mesh });
  return problems.map(({ line, column, message }) => {
    const place = [line, column].filter((part) => part !== undefined).join(':');
    return `${place}  ${message}`;
  });
}

test.each<[string, string, string[]]>([
  ['tests misspelt', 'test: []\n', ['1:1  test: unknown field of a test file. Did you mean tests?']],
  [
    'manifests misspelt',
    'manifets: a\ntests: [{name: a, requests: {url: "http://shop.example.com/"}, expect: {status: 404}}]\n',
    ['1:1  manifets: unknown field of a test file. Did you mean manifests?'],
  ],
  [
    'from misspelt',
    'tests:\n  - name: a\n    form: outside\n    requests: { url: http://shop.example.com/shop }\n    expect: { status: 200 }\n',
    ['3:5  tests[0].form: unknown field of a test. Did you mean from?'],
  ],
  [
    'headers misspelt',
    requesting('url: "http://a/", header: {a: b}'),
    ['3:35  tests[0].requests.header: unknown field of requests. Did you mean headers?'],
  ],
  [
    'workload misspelt',
    expecting('worklaod: shop/web-v1'),
    ['4:15  tests[0].expect.worklaod: unknown field of an expectation. Did you mean workload?'],
  ],
  [
    'neither requests nor an expectation',
    'tests:\n  - name: a\n',
    [
      '2:5  tests[0]: requests is missing. Write for example requests: { url: http://reviews/, method: [GET, HEAD] }',
      '2:5  tests[0]: expect is missing. Write for example expect: { workload: bookinfo/reviews-v2 }',
    ],
  ],
  [
    'headers that are no texts in YAML',
    requesting('url: "http://shop.example.com/", headers: { a: 1, b: yes }'),
    [
      '3:61  tests[0].requests.headers.a: 1 is a number, not a text. Write it in quotes: "1".',
      '3:67  tests[0].requests.headers.b: this is true in YAML, not a text. Write it in quotes.',
    ],
  ],
  [
    'names that are no texts in YAML',
    requesting(
      'url: "http://shop.example.com/", headers: { n: a, 1: b, "on": c, true: d, 0777: e }, claims: {a: {on: b}}',
    ),
    [
      '3:61  the name n is false in YAML, not a text. Write it in quotes: "n".',
      '3:91  the name 0777 is 511 in YAML, not a text. Write it in quotes: "0777".',
      '3:115  the name on is true in YAML, not a text. Write it in quotes: "on".',
    ],
  ],
  [
    'names that are no texts in YAML, in lines of their own',
    `tests:
  - name: a
    requests:
      url: http://shop.example.com/shop
      headers:
        n: "1" # no
        y: "2"
        &name x: "3"
        "n": "4"
    expect: { status: 200 }
`,
    [
      '6:9  the name n is false in YAML, not a text. Write it in quotes: "n".',
      '7:9  the name y is true in YAML, not a text. Write it in quotes: "y".',
    ],
  ],
  [
    'a name that is a number',
    'tests:\n  - name: 1\n    requests: { url: http://shop.example.com/shop }\n    expect: { status: 200 }\n',
    ['2:5  tests[0].name: 1 is not a name in one line. Write for example testers see the canary.'],
  ],
  [
    'a name of two lines',
    'tests:\n  - name: "a\\nb"\n    requests: { url: http://shop.example.com/shop }\n    expect: { status: 200 }\n',
    ['2:5  tests[0].name: "a\\nb" is not a name in one line. Write for example testers see the canary.'],
  ],
  [
    'a header without a value',
    requesting('url: "http://shop.example.com/", headers: { a: }'),
    ['3:61  tests[0].requests.headers.a: it has no value. Write for example always.'],
  ],
  [
    'headers without any',
    requesting('url: "http://shop.example.com/", headers:'),
    ['3:50  tests[0].requests.headers: it has no value. Write for example { x-canary: always }.'],
  ],
  [
    'headers in a list',
    requesting('url: "http://shop.example.com/", headers: [a]'),
    ['3:50  tests[0].requests.headers: ["a"] is not an object. Write for example { x-canary: always }.'],
  ],
  [
    'empty lists everywhere',
    'tests:\n  - name: a\n    from: []\n    requests: { url: [], headers: { a: [] }, alpn: [] }\n    expect: { mirrors: [] }\n',
    [
      '3:5  tests[0].from: the list is empty. Write for example [bookinfo/productpage].',
      '4:17  tests[0].requests.url: the list is empty. Write for example [https://shop.example.com/cart].',
      '4:37  tests[0].requests.headers.a: the list is empty. Write for example [always].',
      '4:46  tests[0].requests.alpn: the list is empty. Write for example [h2].',
      '5:15  tests[0].expect.mirrors: the list is empty. Write for example [bookinfo/reviews-v3].',
    ],
  ],
  [
    'no tests',
    'tests: []\n',
    [
      '1:1  tests: the list is empty. Write for example [{ name: ..., requests: { url: http://reviews/ }, expect: { workload: bookinfo/reviews-v2 } }].',
    ],
  ],
  [
    'tests that are no list',
    'tests: {a: b}\n',
    [
      '1:1  tests: {"a":"b"} is not a list. Write for example [{ name: ..., requests: { url: http://reviews/ }, expect: { workload: bookinfo/reviews-v2 } }].',
    ],
  ],
  [
    'tests that are no objects',
    'tests:\n  -\n  - a\n  - [b]\n',
    [
      '1:1  tests[0]: it has no value. Write for example { name: ..., requests: { url: http://reviews/ }, expect: { workload: bookinfo/reviews-v2 } }.',
      '1:1  tests[1]: "a" is not an object. Write for example { name: ..., requests: { url: http://reviews/ }, expect: { workload: bookinfo/reviews-v2 } }.',
      '4:5  tests[2]: ["b"] is not an object. Write for example { name: ..., requests: { url: http://reviews/ }, expect: { workload: bookinfo/reviews-v2 } }.',
    ],
  ],
  [
    'no requests',
    'tests:\n  - name: a\n    requests: []\n    expect: { status: 200 }\n',
    ['3:5  tests[0].requests: the list is empty. Write for example [{ url: http://reviews/, method: [GET, HEAD] }].'],
  ],
  [
    'an expectation with nothing in it',
    'tests:\n  - name: a\n    requests: { url: http://shop.example.com/shop }\n    expect: {}\n',
    ['4:5  tests[0].expect: it is empty. Write for example { workload: bookinfo/reviews-v2 }.'],
  ],
  [
    'an expectation without a value',
    'tests:\n  - name: a\n    requests: { url: http://shop.example.com/shop }\n    expect:\n',
    ['4:5  tests[0].expect: it has no value. Write for example { workload: bookinfo/reviews-v2 }.'],
  ],
  [
    'no headers to see',
    expecting('headers: {}'),
    ['4:15  tests[0].expect.headers: it is empty. Write for example { x-env: prod, x-debug: null }, or leave it out.'],
  ],
  [
    'a list in a list',
    requesting('url: [[a]]'),
    ['3:23  tests[0].requests.url[0]: ["a"] is not a text. Write for example https://shop.example.com/cart.'],
  ],
  [
    'requests that are a URL',
    'tests:\n  - name: a\n    requests: http://a/\n    expect: { status: 200 }\n',
    [
      '3:5  tests[0].requests: "http://a/" is not an object. Write for example { url: http://reviews/, method: [GET, HEAD] }.',
    ],
  ],
  [
    'an unknown caller',
    'tests:\n  - name: a\n    from: [shop/client, shop/cleint]\n    requests: { url: http://shop.example.com/shop }\n    expect: { status: 200 }\n',
    ['3:25  tests[0].from[1]: there is no workload "shop/cleint". Did you mean shop/client?'],
  ],
  [
    'an unknown workload',
    expecting('workload: shop/web-v3'),
    ['4:15  tests[0].expect.workload: there is no workload "shop/web-v3". Did you mean shop/web-v1?'],
  ],
  [
    'a Service for a workload',
    expecting('workload: web'),
    [
      '4:15  tests[0].expect.workload: there is no workload "web". It is a Service: write service: web, or what makes its pods: shop/web-v1, shop/web-v2.',
    ],
  ],
  [
    'an unknown Service',
    expecting('service: shop/wbe'),
    ['4:15  tests[0].expect.service: there is no Service "shop/wbe". Did you mean shop/web?'],
  ],
  [
    'an unknown subset',
    expecting('subset: v3'),
    ['4:15  tests[0].expect.subset: no DestinationRule has a subset "v3". Did you mean v1?'],
  ],
  [
    'an unknown part of a split',
    expecting('split: { v1: 50, nobody: 50 }'),
    [
      '4:32  tests[0].expect.split.nobody: there is neither a workload nor a subset "nobody". There are: shop/client, shop/web-v1, shop/web-v2, v1, v2.',
    ],
  ],
  [
    'an unknown mirror',
    expecting('mirrors: [shop/web-v1, shop/nobody]'),
    [
      '4:38  tests[0].expect.mirrors[1]: there is no workload "shop/nobody". There are: shop/client, shop/web-v1, shop/web-v2.',
    ],
  ],
  [
    'malformed URLs',
    requesting('url: [http://shop.example.com/, shop.example.com, "htp://a/", "http://a b/", "http://"]'),
    [
      '3:49  tests[0].requests.url[1]: "shop.example.com" has no scheme. Write "http://shop.example.com" or "https://shop.example.com".',
      '3:67  tests[0].requests.url[2]: "htp" is not a known scheme. Did you mean http?',
      '3:79  tests[0].requests.url[3]: "a b" is neither a host nor host:port. Write for example https://shop.example.com/cart, or tcp://db.shop:5432.',
      '3:94  tests[0].requests.url[4]: "" is neither a host nor host:port. Write for example https://shop.example.com/cart, or tcp://db.shop:5432.',
    ],
  ],
  [
    'names that no header has',
    requesting('url: "http://shop.example.com/", headers: { ":path": /, "a b": c }'),
    [
      '3:61  tests[0].requests.headers.:path: ":path" is not the name of a header. Method, path and scheme are not headers here: write the URL and the method.',
      '3:73  tests[0].requests.headers.a b: "a b" is not the name of a header. Write for example x-canary.',
    ],
  ],
  [
    'a header of two lines',
    requesting('url: "http://shop.example.com/", headers: { a: [b, "c\\nd"] }'),
    ['3:68  tests[0].requests.headers.a[1]: the value of a holds a line break: "c\\nd".'],
  ],
  [
    'a malformed method',
    requesting('url: "http://shop.example.com/", method: [GET, "GE T"]'),
    ['3:64  tests[0].requests.method[1]: "GE T" is not a method. Write for example POST.'],
  ],
  [
    'a server name without TLS',
    requesting('url: ["https://a/", "http://b/"], sni: a'),
    ['3:51  tests[0].requests.sni: http:// has no TLS. Omit it, or write https:// or tls://.'],
  ],
  [
    'a version without quotes',
    requesting('url: "http://shop.example.com/", httpVersion: 1.1'),
    ['3:50  tests[0].requests.httpVersion: 1.1 is not known. Write one of: "1.0", "1.1", "2".'],
  ],
  [
    'an unknown version',
    requesting('url: "http://shop.example.com/", httpVersion: ["3"]'),
    ['3:64  tests[0].requests.httpVersion[0]: "3" is not known. Did you mean 2?'],
  ],
  [
    'a share in text',
    expecting('workload: shop/web-v1, share: 20%'),
    ['4:38  tests[0].expect.share: "20%" is not a percentage (0 to 100). Write for example 20.'],
  ],
  [
    'a share of more than all',
    expecting('workload: shop/web-v1, share: 120'),
    ['4:38  tests[0].expect.share: 120 is not a percentage (0 to 100). Write for example 20.'],
  ],
  [
    'shares that make 101',
    expecting('split: { v1: 80, v2: 21 }'),
    ['4:15  tests[0].expect.split: the percents make 101, not 100.'],
  ],
  [
    'a failure misspelt',
    expecting('failure: NoRuote'),
    ['4:15  tests[0].expect.failure: "NoRuote" is not known. Did you mean NoRoute?'],
  ],
  [
    'no failure',
    expecting('failure: false'),
    [
      '4:15  tests[0].expect.failure: false is not known. Write one of: true, NoListener, NoFilterChain, NoVirtualHost, NoRoute, UnknownHost, UnknownAddress, NoCluster, NoEndpoint, InvalidBackend, TlsMismatch, CertificateRejected, Denied, Unauthenticated, BadRequest, UpgradeRequired, HeadersTooLarge, Timeout, Loop.',
    ],
  ],
  ['denied as text', expecting('denied: "yes"'), ['4:15  tests[0].expect.denied: "yes" is neither true nor false.']],
  [
    'a status in words',
    expecting('status: ok'),
    ['4:15  tests[0].expect.status: "ok" is not a status (100 to 599). Write for example 301.'],
  ],
  [
    'a status that is none',
    expecting('status: 99'),
    ['4:15  tests[0].expect.status: 99 is not a status (100 to 599). Write for example 301.'],
  ],
  [
    'a timeout without a unit',
    expecting('timeout: 5'),
    ['4:15  tests[0].expect.timeout: 5 is not a duration. Write for example 5s.'],
  ],
  [
    'a timeout in words',
    expecting('timeout: 5 seconds'),
    ['4:15  tests[0].expect.timeout: "5 seconds" is not a duration. Write for example 5s.'],
  ],
  [
    'two things that cannot both happen',
    expecting('workload: shop/web-v1, redirect: http://a/'),
    [
      '4:38  tests[0].expect.redirect: calls that are answered by a proxy cannot have workload as well. Write one of the two.',
    ],
  ],
  [
    'claims in a list',
    requesting('url: "http://shop.example.com/", claims: [a]'),
    [
      '3:50  tests[0].requests.claims: ["a"] is not an object. Write for example { iss: https://login.example.com, sub: alice }.',
    ],
  ],
  [
    'claims without a request',
    requesting('url: "tcp://shop.example.com:80", claims: {a: b}'),
    ['3:51  tests[0].requests.claims: there is no request in tcp://. Omit it, or write http:// or https://.'],
  ],
  [
    'an unknown gateway',
    requesting('url: "http://shop.example.com/", at: istio-system/nobody'),
    [
      '3:50  tests[0].requests.at: there is no gateway "istio-system/nobody". There are: istio-system/istio-ingressgateway, shop/front.',
    ],
  ],
  [
    'a malformed address',
    requesting('url: "http://shop.example.com/", connectTo: "a:b:c"'),
    ['3:50  tests[0].requests.connectTo: "a:b:c" is not host:port. Write for example 10.0.0.7:443.'],
  ],
  [
    'an address of a client that is none',
    requesting('url: "http://shop.example.com/", clientAddress: [10.0.0.0/8, 10.0.0.7]'),
    [
      '3:66  tests[0].requests.clientAddress[0]: "10.0.0.0/8" is a range of addresses. Write one of them, for example 203.0.113.7.',
    ],
  ],
  [
    'two tests of one name',
    'tests:\n  - name: a\n    requests: { url: http://shop.example.com/shop }\n    expect: { status: 200 }\n  - name: a\n    requests: { url: http://shop.example.com/shop }\n    expect: { status: 200 }\n',
    ['5:5  tests[1].name: tests[0] has this name too. Write another one.'],
  ],
  [
    'YAML that ends too soon',
    'tests: [\n',
    ['2:1  This is not YAML: unexpected end of the stream within a flow collection.'],
  ],
  ['a tab', 'tests:\n	- name: a\n', ['2:1  This is not YAML: the line is indented with a tab. Use spaces.']],
  [
    'a key that stands twice',
    'tests:\n  - name: a\n    requests: { url: http://shop.example.com/shop }\n    requests: { url: http://shop.example.com/shop }\n    expect: { status: 200 }\n',
    ['4:5  The key requests stands twice in one object. Remove one of the two.'],
  ],
  [
    'two documents',
    'tests:\n  - name: a\n    requests: { url: http://shop.example.com/shop }\n    expect: { status: 200 }\n---\ntests:\n  - name: a\n    requests: { url: http://shop.example.com/shop }\n    expect: { status: 200 }\n',
    [
      '6:1  A test file has one document, and here another one begins. Put its tests into the list of the first, or into a file of their own.',
    ],
  ],
  ['nothing', '', ['  This file is empty. Write: tests: [{ name: ..., requests: { url: ... }, expect: { ... } }]']],
  [
    'a comment alone',
    '# nothing\n',
    ['  This file is empty. Write: tests: [{ name: ..., requests: { url: ... }, expect: { ... } }]'],
  ],
  ['a text', 'hello\n', ['1:1  "hello" is not an object. Write for example tests: [...].']],
  ['a list', '- a\n', ['1:1  ["a"] is not an object. Write for example tests: [...].']],
  [
    'a manifest',
    'apiVersion: v1\nkind: Service\nmetadata: {name: a}\n',
    ['  This is a manifest. Test files come first: cdk8s-istio test routes.test.yaml manifests'],
  ],
  [
    'a template',
    'tests: {{ .Values.tests }}\n',
    ['1  This is a template ({{ ... }}) and no YAML yet. Write what it becomes; a text with {{ in it needs quotes.'],
  ],
  [
    'what is wrong with an anchor, wherever it is used',
    'tests:\n  - name: a\n    requests: &r { url: shop.example.com/shop }\n    expect: &e { status: 99 }\n  - name: b\n    requests: *r\n    expect: *e\n',
    [
      '3:20  tests[0].requests.url: "shop.example.com/shop" has no scheme. Write "http://shop.example.com/shop" or "https://shop.example.com/shop".',
      '4:18  tests[0].expect.status: 99 is not a status (100 to 599). Write for example 301.',
      '6:5  tests[1].requests.url: "shop.example.com/shop" has no scheme. Write "http://shop.example.com/shop" or "https://shop.example.com/shop".',
      '7:5  tests[1].expect.status: 99 is not a status (100 to 599). Write for example 301.',
    ],
  ],
  [
    'more requests than anybody waits for',
    requesting(`url: http://a/, headers: { a: [${HUNDRED}], b: [${HUNDRED}] }`),
    ['3:5  tests[0].requests: its lists make 10201 requests, and one test has 10000 at most. Write fewer values.'],
  ],
  ['bytes', 'a\0b', ['  This is a binary file, or text that is not in UTF-8.']],
  [
    'many mistakes at once',
    'manifests: []\ntests:\n  - name: a\n    requests: { url: nowhere }\n    expect: { worklaod: a }\n  - requests: { url: nowhere, methd: GET }\n    expect: { workload: shop/web-v9, split: { v1: 3 } }\n',
    [
      '1:1  manifests: the list is empty. Write for example [manifests/].',
      '4:17  tests[0].requests.url: "nowhere" has no scheme. Write "http://nowhere" or "https://nowhere".',
      '5:15  tests[0].expect.worklaod: unknown field of an expectation. Did you mean workload?',
      '6:5  tests[1]: name is missing. Write for example name: testers see the canary',
      '6:31  tests[1].requests.methd: unknown field of requests. Did you mean method?',
      '7:15  tests[1].expect.workload: there is no workload "shop/web-v9". Did you mean shop/web-v1?',
      '7:15  tests[1].expect.workload: split says it already. Omit it, or write another test.',
      '7:38  tests[1].expect.split: the percents make 3, not 100.',
    ],
  ],
])('%s', (_, text, problems) => {
  expect(problemsOf(text)).toEqual(problems);
});

test('anchors and merged keys are read', () => {
  const text = `tests:
  - name: a
    requests: &requests { url: http://shop.example.com/shop }
    expect: &expected { status: 200 }
  - name: b
    requests: { <<: *requests, method: HEAD }
    expect: *expected
`;
  expect(problemsOf(text)).toEqual([]);
});

test('a path of 1 MB is a path', () => {
  expect(problemsOf(requesting(`url: http://shop.example.com/${'a'.repeat(1e6)}`))).toEqual([]);
});

test('a file that does not exist, and a folder', () => {
  const told = (file: string): string[] => readTestFile(file).problems.map(({ message }) => message);
  expect(told(path.join(folder, 'missing.test.yaml'))).toEqual(['There is no such file or folder.']);
  expect(told(folder)).toEqual([
    'This is a folder. Name the test files, then the manifests: cdk8s-istio test routes.test.yaml manifests',
  ]);
});
