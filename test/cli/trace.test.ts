import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { run } from '../../lib/cli/command';
import type { Ran } from './ran';
import { ran } from './ran';

const MANIFESTS = `apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
---
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
    - match: [{headers: {x-canary: {exact: always}}}]
      route: [{destination: {host: nowhere}}]
    - match: [{uri: {prefix: /shop}}]
      route: [{destination: {host: web}}]
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web-v1, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: web:1, ports: [{containerPort: 8080}]}]}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: client, namespace: shop}
spec:
  selector: {matchLabels: {app: client}}
  template: {metadata: {labels: {app: client}}, spec: {containers: [{name: client, image: client:1}]}}
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'trace-'));
  writeFileSync(at('shop.yaml'), MANIFESTS);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function at(name: string): string {
  return path.join(folder, name);
}

const trace = (args: string[], stdin?: string): Ran => ran(folder, ['trace', ...args], stdin);

describe('ends with', () => {
  test.each([
    [0, 'reached', ['http://shop.example.com/shop/cart']],
    [0, 'answered as configured', ['http://shop.example.com/old']],
    [1, 'no rule', ['http://shop.example.com/other']],
    [1, 'no cluster', ['http://shop.example.com/shop', '-H', 'x-canary: always']],
    [0, 'from a workload', ['http://web/', '--from', 'shop/client']],
    [0, 'a name without its namespace', ['http://web/', '--from', 'client']],
    [0, 'any pod with a sidecar', ['http://web.shop/', '--from', 'default/*']],
    [0, 'at a gateway that is named', ['http://shop.example.com/shop', '--at', 'istio-system/istio-ingressgateway']],
    [0, 'at the gateway of a Gateway', ['http://shop.example.com/shop', '--at', 'shop/front']],
    [0, 'with the host in a header', ['http://10.0.0.7/shop', '--at', 'shop/front', '-H', 'Host: shop.example.com']],
  ])('%d: %s', (code, _, args) => {
    const ran = trace([...args, at('shop.yaml')]);
    expect([ran.error, ran.code]).toEqual(['', code]);
  });
});

test('text names the object that decides, with file and line', () => {
  const { out } = trace(['http://shop.example.com/shop/cart', at('shop.yaml')]);
  expect(out).toMatch(/route .*VirtualService shop\/front spec\.http\[2\].* shop\.yaml:25\n/);
  expect(out).toMatch(/^200 from shop\/web-v1$/m);
});

test('where no gateway serves a host, those of the Gateway API are named too', () => {
  const listeners = `[{name: http, port: 80, protocol: HTTP, hostname: api.example.com}]`;
  const api = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: api, namespace: shop}
spec: {gatewayClassName: istio, listeners: ${listeners}}
`;
  writeFileSync(at('api.yaml'), api);
  const hint = (...files: string[]): string | undefined =>
    trace(['http://other.example.com/', ...files.map(at)])
      .out.split('\n')
      .at(-2);
  expect(hint('api.yaml')).toBe(
    'No gateway has a server for other.example.com on port 80. Gateways have: api.example.com:80 (shop/api-istio).',
  );
  expect(hint('api.yaml', 'shop.yaml')).toBe(
    'No gateway has a server for other.example.com on port 80. Gateways have: api.example.com:80 (shop/api-istio), shop.example.com:80 (istio-system/istio-ingressgateway).',
  );
});

test('JSON has outcomes, hops and what is unknown', () => {
  const { out } = trace(['http://shop.example.com/old', at('shop.yaml'), '--format', 'json']);
  expect(JSON.parse(out)).toMatchObject({
    outcomes: [{ share: 1, kind: 'response', status: 301, location: 'http://shop.example.com/new' }],
    hops: [{ proxy: 'istio-system/istio-ingressgateway', steps: expect.any(Array) }],
    unknown: [],
  });
});

test('a flowchart', () => {
  expect(trace(['http://shop.example.com/shop', at('shop.yaml'), '-f', 'mermaid']).out).toMatch(/^flowchart LR\n/);
});

test('manifests from standard input, and the trace into a file', () => {
  const { code, out, error } = trace(['http://shop.example.com/shop', '-', '-o', at('trace.txt')], MANIFESTS);
  expect({ code, out, error }).toEqual({ code: 0, out: '', error: 'The trace is in trace.txt.\n' });
});

test('settings are those of check', () => {
  writeFileSync(at('settings.yaml'), 'meshConfig: {outboundTrafficPolicy: {mode: REGISTRY_ONLY}}\n');
  const args = ['http://elsewhere.example.com/', '--from', 'shop/client', at('shop.yaml')];
  expect(trace(args).code).toBe(0);
  expect(trace([...args, '-s', at('settings.yaml')]).out).toMatch(/^502: UnknownHost/m);
  // As istiod reads the ConfigMap: by either name of a field, and without those that it does not know.
  writeFileSync(at('settings.yaml'), 'meshConfig: {outbound_traffic_policy: {mode: REGISTRY_ONLY}, nonsense: 1}\n');
  expect(trace([...args, '-s', at('settings.yaml')])).toMatchObject({
    out: expect.stringMatching(/^502: UnknownHost/m),
    error: 'settings: meshConfig.nonsense: MeshConfig has no such field, and istiod ignores it. Omit it.\n',
  });
  writeFileSync(at('settings.yaml'), 'meshConfig: {outboundTrafficPolicy: {mode: REGISTRY}}\n');
  expect(trace([...args, '-s', at('settings.yaml')]).error).toContain(
    '  meshConfig.outboundTrafficPolicy.mode: "REGISTRY" is not one of REGISTRY_ONLY, ALLOW_ANY, ALLOW_ANY_DYNAMIC_DNS. istiod refuses a MeshConfig with it.\n',
  );
});

test('policies by address are asked for a client that has one', () => {
  const policy = `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: office, namespace: istio-system}
spec:
  selector: {matchLabels: {istio: ingressgateway}}
  rules:
    - {from: [{source: {ipBlocks: [203.0.113.0/24]}}]}
`;
  writeFileSync(at('policy.yaml'), policy);
  const from = (...args: string[]): Ran =>
    trace(['http://shop.example.com/shop', at('shop.yaml'), at('policy.yaml'), ...args]);
  const office = from('--client-address', '203.0.113.7');
  expect(office.code).toBe(0);
  expect(office.out).toMatch(/^GET http:\/\/shop\.example\.com\/shop from outside \(203\.0\.113\.7\)\n/);
  expect(office.out).not.toMatch(/depends on/);
  const others = from('--client-address', '198.51.100.7', '-H', 'x-forwarded-for: 203.0.113.7');
  expect([others.code, others.out]).toEqual([1, expect.stringMatching(/^403: Denied/m)]);
  // Who says no address is told that it decides.
  expect(from().out).toMatch(/depends on the policy of AuthorizationPolicy istio-system\/office/);
});

describe('bad input', () => {
  const url = 'http://shop.example.com/shop';
  const isWrong = (what: string): string => `The command line: 1 problem\n  ${what}\n`;
  test.each([
    ['no URL', [], /Say which URL is asked/],
    [
      'no manifests',
      [url],
      'Say where the manifests are: files, folders, or - for standard input. For example: cdk8s-istio trace https://shop.example.com/cart manifests\n',
    ],
    [
      'a caller that is misspelt',
      [url, 'shop.yaml', '--from', 'shop/cleint'],
      isWrong('--from: there is no workload "shop/cleint". Did you mean shop/client?'),
    ],
    [
      'a caller that is unknown',
      [url, 'shop.yaml', '--from', 'billing/payments'],
      isWrong('--from: there is no workload "billing/payments". There are: shop/client, shop/web-v1.'),
    ],
    [
      'a gateway that is unknown',
      [url, 'shop.yaml', '--at', 'edge/public'],
      isWrong('--at: there is no gateway "edge/public". There are: istio-system/istio-ingressgateway, shop/front.'),
    ],
    [
      'a URL without a scheme',
      ['shop.example.com', 'shop.yaml'],
      isWrong('URL: "shop.example.com" has no scheme. Write "http://shop.example.com" or "https://shop.example.com".'),
    ],
    [
      'a malformed URL',
      ['http://shop.example.com:http/', 'shop.yaml'],
      isWrong(
        'URL: "shop.example.com:http" is neither a host nor host:port. Write for example https://shop.example.com/cart, or tcp://db.shop:5432.',
      ),
    ],
    [
      'a header without a colon',
      [url, 'shop.yaml', '-H', 'x-canary always'],
      `-H "x-canary always" is not a header. Write it like this: -H 'x-canary: always', or -H 'x-canary;' for an empty value.\n`,
    ],
    [
      'a header of a file',
      [url, 'shop.yaml', '-H', '@headers.txt'],
      `-H "@headers.txt" is not a header. Files are not read. Write it like this: -H 'x-canary: always', or -H 'x-canary;' for an empty value.\n`,
    ],
    [
      'a header without a value',
      [url, 'shop.yaml', '-H', 'x-canary:'],
      `-H "x-canary:" has no value. For an empty one, write -H 'x-canary;'.\n`,
    ],
    [
      'a pseudo header',
      [url, 'shop.yaml', '-H', ':authority: a'],
      isWrong('-H: ":authority" is not the name of a header. Write host.'),
    ],
    [
      'a header of no request',
      ['tcp://web:80', 'shop.yaml', '-H', 'a: b'],
      isWrong('-H: there is no request in tcp://. Omit them, or write http:// or https://.'),
    ],
    [
      'a server name without TLS',
      [url, 'shop.yaml', '--sni', 'a'],
      isWrong('--sni: http:// has no TLS. Omit it, or write https:// or tls://.'),
    ],
    [
      'an address that is none',
      [url, 'shop.yaml', '--connect-to', 'a:b:c'],
      isWrong('--connect-to: "a:b:c" is not host:port. Write for example 10.0.0.7:443.'),
    ],
    [
      'an address of a client that is none',
      [url, 'shop.yaml', '--client-address', 'localhost'],
      isWrong('--client-address: "localhost" is not an IP address. Write for example 203.0.113.7.'),
    ],
    [
      'an address of a client that is a workload',
      ['http://web/', 'shop.yaml', '--from', 'shop/client', '--client-address', '203.0.113.7'],
      isWrong('--client-address: pods call from an address of their own. Omit it, or ask from outside.'),
    ],
    [
      'two places to dial',
      [url, 'shop.yaml', '--connect-to', 'a:1', '--at', 'shop/front'],
      isWrong('--at: write either this or --connect-to, not both.'),
    ],
    [
      'claims that are no JSON',
      [url, 'shop.yaml', '--claims', '{iss'],
      `--claims "{iss" is not JSON. Write it like this: --claims '{"iss": "https://login.example.com"}'\n`,
    ],
    [
      'claims that are no object',
      [url, 'shop.yaml', '--claims', '[]'],
      isWrong('--claims: [] is not an object. Write for example {"iss": "https://login.example.com"}.'),
    ],
    [
      'an option that is misspelt',
      [url, 'shop.yaml', '--form', 'outside'],
      'There is no option --form. Did you mean --from?\n',
    ],
    ['an option without its value', [url, 'shop.yaml', '--from'], '--from needs a value: --from shop/checkout\n'],
    [
      'a format that does not exist',
      [url, 'shop.yaml', '-f', 'sarif'],
      '--format "sarif" is not known. Write one of: text, json, mermaid.\n',
    ],
    [
      'two versions of HTTP',
      [url, 'shop.yaml', '--http2', '--http1.1'],
      'Write one of --http1.1 and --http2, not both.\n',
    ],
    [
      'the URL after the manifests',
      ['shop.yaml', url],
      'shop.yaml is a file or folder: the URL comes first. For example: cdk8s-istio trace https://shop.example.com/cart manifests\n',
    ],
  ])('%s', (_, args, message) => {
    const ran = trace(args.map((each) => (each === 'shop.yaml' ? at(each) : each)));
    expect(ran.code).toBe(2);
    expect(ran.error).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
  });

  test('a host that no gateway has: which ones there are', () => {
    const { code, out } = trace(['http://nowhere.example.com/', at('shop.yaml')]);
    expect(code).toBe(1);
    expect(out).toContain(
      'No gateway has a server for nowhere.example.com on port 80. Gateways have: shop.example.com:80 (istio-system/istio-ingressgateway).\n',
    );
  });

  test('a port that no gateway has for the host: which one it is', () => {
    const { code, out } = trace(['https://shop.example.com/', at('shop.yaml')]);
    expect(code).toBe(1);
    expect(out).toContain(
      'No gateway has shop.example.com on port 443. It is served by shop.example.com:80 (istio-system/istio-ingressgateway).\n',
    );
  });

  test('a path of a megabyte', () => {
    const { code, out } = trace([`http://shop.example.com/shop/${'a'.repeat(1 << 20)}`, at('shop.yaml')]);
    expect(code).toBe(1);
    expect(out).toContain('431: HeadersTooLarge');
    expect(out.length).toBeLessThan(5000);
  });

  test('a file that is missing: the rest is asked', () => {
    const { code, out, error } = trace([url, at('shop.yaml'), at('missing.yaml')]);
    expect(code).toBe(2);
    expect(error).toBe('missing.yaml  There is no such file or folder.\n');
    expect(out).toMatch(/^200 from shop\/web-v1$/m);
  });

  test('a manifest that fails its schema: what fits is asked, and the finding is told', () => {
    writeFileSync(at('broken.yaml'), MANIFESTS.replace('redirect: {uri: /new}', 'redirect: {uri: 5}'));
    const { code, out } = trace([url, at('broken.yaml')]);
    expect(code).toBe(0);
    expect(out).toMatch(
      /^depends on VirtualService shop\/front broken\.yaml:22, which is refused as it is\n {2}API0001 spec\.http\[0\]\.redirect\.uri: /m,
    );
    expect(out).toMatch(/^200 from shop\/web-v1$/m);
  });

  test('a document that is no object of a cluster', () => {
    writeFileSync(at('values.yaml'), 'kind: Thing\n');
    const { code, error } = trace([url, at('shop.yaml'), at('values.yaml')]);
    expect(code).toBe(0);
    expect(error).toBe('values.yaml:1:1  Left out: apiVersion is missing, so the object cannot be identified.\n');
  });
});

test('--help, and the command at a wrong place', () => {
  expect(trace(['--help']).out).toContain('cdk8s-istio trace URL PATHS...');
  let error = '';
  const terminal = {
    out: () => undefined,
    error: (text: string) => (error += text),
    stdin: () => Buffer.from(''),
    environment: {},
    isTerminal: false,
  };
  expect(run(['-f', 'json', 'trace', 'http://a/'], terminal)).toBe(2);
  expect(error).toBe('Write the command first: cdk8s-istio trace URL PATHS...\n');
});
