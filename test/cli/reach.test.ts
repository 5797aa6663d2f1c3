import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Ran } from './ran';
import { ran } from './ran';

const NAMESPACES = `apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
---
apiVersion: v1
kind: Namespace
metadata: {name: payments, labels: {istio-injection: enabled}}
`;
const pods = (namespace: string, name: string): string => `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template: {metadata: {labels: {app: ${name}}}, spec: {serviceAccountName: ${name}, containers: [{name: app, image: app:1}]}}
`;
const POLICIES = `---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: default-deny, namespace: payments}
spec: {}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: checkout, namespace: payments}
spec:
  selector: {matchLabels: {app: api}}
  rules:
    - from: [{source: {principals: [cluster.local/ns/shop/sa/checkout]}}]
      to: [{operation: {methods: [POST], paths: [/charge]}}]
`;
const FRONT = `---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: front, namespace: shop}
spec:
  selector: {istio: ingressgateway}
  servers:
    - hosts: ["shop.example.com"]
      port: {number: 80, name: http, protocol: HTTP}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: front, namespace: shop}
spec:
  hosts: ["shop.example.com"]
  gateways: [front]
  http:
    - match: [{uri: {exact: /old}}]
      redirect: {uri: /new}
    - match: [{uri: {prefix: /web}}]
      route: [{destination: {host: web}}]
`;
const service = (namespace: string, name: string): string => `---
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: ${namespace}}
spec: {selector: {app: ${name}}, ports: [{name: http, port: 80, targetPort: 8080}]}
`;
const MANIFESTS = [
  NAMESPACES,
  service('payments', 'api'),
  service('shop', 'web'),
  pods('payments', 'api'),
  pods('shop', 'checkout'),
  pods('shop', 'web'),
  pods('shop', 'worker'),
  POLICIES,
  FRONT,
].join('');

/** The pods of a gateway. */
const EDGE = `apiVersion: apps/v1
kind: Deployment
metadata: {name: edge, namespace: shop}
spec:
  template:
    metadata: {labels: {app: edge}, annotations: {inject.istio.io/templates: gateway}}
    spec: {containers: [{name: istio-proxy, image: auto}]}
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'reach-'));
  writeFileSync(at('shop.yaml'), MANIFESTS);
  writeFileSync(at('edge.yaml'), EDGE);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function at(name: string): string {
  return path.join(folder, name);
}

const reach = (args: string[], stdin?: string): Ran => ran(folder, ['reach', ...args], stdin);

test('who can reach a Service, and by which rule', () => {
  expect(reach(['--to', 'payments/api', at('shop.yaml')])).toEqual({
    code: 0,
    error: '',
    out: `payments/api  http://api.payments.svc.cluster.local:80
  shop/checkout  POST /charge  allowed by AuthorizationPolicy payments/checkout rules[0]  shop.yaml:58
  (nobody else; payments/api, shop/web, shop/worker denied by AuthorizationPolicy payments/default-deny)
`,
  });
});

test('all of it, hosts of gateways too', () => {
  expect(reach([at('shop.yaml')]).out).toBe(`payments/api  http://api.payments.svc.cluster.local:80
  shop/checkout  POST /charge  allowed by AuthorizationPolicy payments/checkout rules[0]  shop.yaml:58
  (nobody else; payments/api, shop/web, shop/worker denied by AuthorizationPolicy payments/default-deny)
shop/web  http://web.shop.svc.cluster.local:80
  all 4 workloads  any request  no policy
http://shop.example.com:80  at gateway istio-system/istio-ingressgateway
  outside  /old   301 by the proxy, to http://shop.example.com/new, by VirtualService shop/front http[0].redirect  shop.yaml:78
           /web*  no policy, by VirtualService shop/front http[1] → shop/web  shop.yaml:79
`);
});

test('with what is refused', () => {
  expect(reach(['--verbose', '--to', 'payments/api', '--from', 'shop/checkout', at('shop.yaml')]).out).toBe(
    `payments/api  http://api.payments.svc.cluster.local:80
  shop/checkout  POST /charge       allowed by AuthorizationPolicy payments/checkout rules[0]  shop.yaml:58
                 any other request  denied by AuthorizationPolicy payments/default-deny        shop.yaml:50
`,
  );
});

test('what a workload can reach', () => {
  expect(reach(['--from', 'shop/worker', at('shop.yaml')]).out)
    .toBe(`payments/api  http://api.payments.svc.cluster.local:80
  shop/worker  any request  denied by AuthorizationPolicy payments/default-deny  shop.yaml:50
shop/web  http://web.shop.svc.cluster.local:80
  shop/worker  any request  no policy
`);
});

describe('names', () => {
  test.each([
    ['a workload by a Service', ['--to', 'shop/web'], /^shop\/web {2}http/],
    ['a name without its namespace', ['--to', 'web'], /^shop\/web {2}http/],
    ['a host', ['--to', 'web.shop.svc.cluster.local'], /^shop\/web {2}http/],
    ['a namespace', ['--to', 'payments/*'], /^payments\/api {2}http/],
    ['clients outside', ['--from', 'outside'], /^http:\/\/shop.example.com:80/],
    [
      'clients outside who reach a workload',
      ['--from', 'outside', '--to', 'shop/web'],
      /^http:\/\/shop.example.com:80/,
    ],
    ['the callers of a namespace', ['--from', 'shop/*', '--to', 'shop/web'], /all of shop {2}any request/],
    [
      'pods that no host leads to',
      ['--to', 'shop/worker'],
      /^Nobody: no host of the manifests leads to shop\/worker\.$/m,
    ],
  ])('%s', (_, args, expected) => {
    const { code, out, error } = reach([...args, at('shop.yaml')]);
    expect([code, error]).toEqual([0, '']);
    expect(out).toMatch(expected);
  });
});

test('JSON', () => {
  const { out } = reach(['--to', 'payments/api', '--from', 'shop/checkout', '-f', 'json', at('shop.yaml')]);
  const denied = {
    layer: 'authorization',
    decision: 'denied: no rule allows it',
    object: {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      namespace: 'payments',
      name: 'default-deny',
    },
    path: 'spec',
    file: 'shop.yaml',
    line: 50,
  };
  expect(JSON.parse(out)).toEqual({
    accesses: [
      {
        callers: ['shop/checkout'],
        host: 'api.payments.svc.cluster.local',
        port: 80,
        protocol: 'http',
        service: {
          object: { apiVersion: 'v1', kind: 'Service', namespace: 'payments', name: 'api' },
          file: 'shop.yaml',
          line: 9,
        },
        kinds: [
          {
            requests: ['POST /charge'],
            verdict: 'reached',
            targets: [{ workload: 'payments/api', port: 8080, share: 1 }],
            decidedBy: [
              {
                layer: 'authorization',
                decision: 'allowed by ns[payments]-policy[checkout]-rule[0]',
                object: { ...denied.object, name: 'checkout' },
                path: 'spec.rules[0]',
                file: 'shop.yaml',
                line: 58,
              },
            ],
            example: { method: 'POST', host: 'api.payments.svc.cluster.local', path: '/charge' },
          },
          {
            requests: ['any other request'],
            verdict: 'refused',
            status: 403,
            failure: 'Denied',
            decidedBy: [denied],
            example: { method: 'GET', host: 'api.payments.svc.cluster.local', path: '/' },
          },
        ],
      },
    ],
    unknown: [],
  });
});

test('manifests from standard input, and the answer into a file', () => {
  expect(reach(['-', '-o', at('reach.txt')], MANIFESTS)).toEqual({
    code: 0,
    out: '',
    error: 'The answer is in reach.txt.\n',
  });
});

test('settings are those of check', () => {
  writeFileSync(at('settings.yaml'), 'meshConfig: {outboundTrafficPolicy: {mode: REGISTRY_ONLY}}\n');
  writeFileSync(
    at('made-up.yaml'),
    'apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata: {name: x, namespace: shop}\nspec: {hosts: ["*.x.example.com"], exportTo: ["."], ports: [{number: 443, name: tls, protocol: TLS}]}\n',
  );
  const args = ['--to', 'api.x.example.com', at('shop.yaml'), at('made-up.yaml')];
  expect(reach(args).out).toMatch(/all 4 workloads {2}TLS connections {2}leaves the mesh/);
  expect(reach([...args, '-s', at('settings.yaml')]).out).toMatch(
    /all of shop {2}TLS connections[^]*nobody else; payments\/api connection closed/,
  );
});

test('an object that is refused is told', () => {
  writeFileSync(
    at('wrong.yaml'),
    'apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: wrong, namespace: shop}\nspec: {action: MAYBE}\n',
  );
  expect(reach([at('shop.yaml'), at('wrong.yaml')]).out).toMatch(
    /^depends on AuthorizationPolicy shop\/wrong, which is refused as it is: API0004 spec\.action/m,
  );
});

test('help', () => {
  expect(reach(['--help']).out).toMatch(/^Tells who can call whom/);
});

describe('bad input', () => {
  const isWrong = (...lines: string[]): string =>
    `The command line: ${lines.length === 1 ? '1 problem' : `${lines.length} problems`}\n${lines.map((line) => `  ${line}\n`).join('')}`;
  test.each([
    [
      'no manifests',
      ['--to', 'payments/api'],
      'Say where the manifests are: files, folders, or - for standard input. For example: cdk8s-istio reach --to payments/api manifests\n',
    ],
    ['an empty path', [''], /^A path is empty/],
    [
      'a Service that is misspelt',
      ['--to', 'payments/ap', 'shop.yaml'],
      isWrong('--to: there is no workload "payments/ap", nor a Service or a host. Did you mean payments/api?'),
    ],
    [
      'a workload that is unknown',
      ['--from', 'billing/invoices', 'shop.yaml'],
      isWrong(
        '--from: there is no workload "billing/invoices", nor a Service. There are: payments/api, shop/checkout, shop/web, shop/worker.',
      ),
    ],
    [
      'a namespace without pods',
      ['--to', 'shops/*', 'shop.yaml'],
      isWrong('--to: the manifests show nothing of a namespace "shops". Did you mean shop?'),
    ],
    [
      'both at once',
      ['--to', 'payments/x', '--from', 'shop/webb', 'shop.yaml'],
      isWrong(
        '--from: there is no workload "shop/webb", nor a Service. Did you mean shop/web?',
        '--to: there is no workload "payments/x", nor a Service or a host. Did you mean payments/api?',
      ),
    ],
    [
      'outside as the target',
      ['--to', 'outside', 'shop.yaml'],
      /^The command line: 1 problem\n {2}--to: there is no workload "outside"/,
    ],
    [
      'a gateway',
      ['--to', 'shop/edge', 'shop.yaml', 'edge.yaml'],
      isWrong(
        '--to: shop/edge is a gateway, which passes on what it is asked. Write a Service behind it, or ask what outside can reach.',
      ),
    ],
    ['a format', ['-f', 'mermaid', 'shop.yaml'], '--format "mermaid" is not known. Write one of: text, json.\n'],
    ['an option', ['--too', 'payments/api', 'shop.yaml'], 'There is no option --too. Did you mean --to?\n'],
    ['a value that is missing', ['shop.yaml', '--to'], '--to needs a value: --to payments/api\n'],
    ['standard input twice', ['-', '--externals', '-'], /^Standard input can be read only once/],
    ['a file that is not there', ['missing.yaml'], /missing\.yaml/],
  ])('%s', (_, args, expected) => {
    const ran = reach(args.map((arg) => (arg.endsWith('.yaml') ? at(arg) : arg)));
    expect(ran.code).toBe(2);
    if (typeof expected === 'string') {
      expect(ran.error).toBe(expected);
    } else {
      expect(ran.error).toMatch(expected);
    }
  });

  test('an empty folder', () => {
    mkdirSync(at('empty'));
    expect(reach([at('empty')])).toEqual({
      code: 2,
      out: 'The manifests hold no host that can be called.\n',
      error: expect.stringMatching(/empty/),
    });
  });
});
