import { readSettings } from '../../lib/checks/read-settings';
import { diffMarkdown } from '../../lib/report/diff-markdown';
import type { DiffReport, PlacedMesh } from '../../lib/report/diff-report';
import { diffReport } from '../../lib/report/diff-report';
import { diffText } from '../../lib/report/diff-text';
import { meshToAsk } from '../../lib/tracing/mesh-to-ask';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import {
  deployment,
  destinationRule,
  INGRESS,
  ingressPods,
  INJECTED,
  manifest,
  namespace,
  service,
  serviceEntry,
  server,
  SHOP,
  sidecar,
  virtualService,
  workload,
} from '../manifests';

/* What a change does to requests, in words: nothing that differs is left out, and nothing is told twice. */

const placed = (manifests: readonly Manifest[]): PlacedMesh => ({
  asked: meshToAsk(manifests, readSettings({})),
  locate: () => ({}),
});
const report = (before: readonly Manifest[], after: readonly Manifest[]): DiffReport =>
  diffReport({ before: placed(before), after: placed(after) });
/** The lines below the first heading. */
const lines = (before: readonly Manifest[], after: readonly Manifest[]): string[] =>
  diffText(report(before, after)).trimEnd().split('\n');

const pods = (name: string): Manifest[] => [service(`shop/${name}`), deployment(`shop/${name}`, { app: name })];
const WEB: readonly Manifest[] = [SHOP, ...pods('web')];
const rule = (more: object, host = 'web'): Manifest =>
  virtualService(`shop/${host}`, { hosts: [host], http: [{ route: [{ destination: { host } }], ...more }] });
const http = (...rules: object[]): Manifest => virtualService('shop/web', { hosts: ['web'], http: rules });
const entry = (more: object): Manifest =>
  serviceEntry('shop/stripe', {
    hosts: ['api.stripe.com'],
    ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
    ...more,
  });

describe('terms', () => {
  test('each has a line, and what Istio retries by default goes without saying', () => {
    const retries = { attempts: 3, perTryTimeout: '1s' };
    expect(lines([...WEB, rule({})], [...WEB, rule({ timeout: '3s', retries })])).toEqual([
      '1 kind of requests arrives as before, on other terms:',
      '  http://web.shop/*  from shop/web  timeout none → 3s       by VirtualService shop/web http[0]',
      '                                    retries 2 → 3, 1s each',
    ]);
  });

  test.each<[string, object, object, string[]]>([
    ['other ones are told', {}, { attempts: 2, retryOn: '5xx' }, [`retried on ${DEFAULT()} → 5xx`]],
    ['new ones', { attempts: 0 }, { attempts: 1, retryOn: '5xx' }, ['retries none → 1', 'retried on none → 5xx']],
    ['the default ones are gone', {}, { attempts: 0 }, ['retries 2 → none']],
    [
      'others are gone',
      { attempts: 2, retryOn: '5xx' },
      { attempts: 0 },
      ['retries 2 → none', 'retried on 5xx → none'],
    ],
  ])('what is retried: %s', (_, old, own, expected) => {
    const [before, after] = [old, own].map((retries) => [
      ...WEB,
      rule(Object.keys(retries).length === 0 ? {} : { retries }),
    ]);
    const texts = lines(before, after).slice(1);
    expect(texts.map((text) => text.slice(36).split('  ')[0].trim())).toEqual(expected);
  });

  test.each<[string, object, object, string]>([
    ['a delay of some', {}, delayed('3s', 50), 'delay none → 3s (50 %)'],
    ['a delay of more', delayed('3s', 50), delayed('3s', 100), 'delay 3s (50 %) → 3s'],
    ['copies of fewer', copied(100), copied(5), 'copies shop/web → shop/web (5 %)'],
  ])('%s', (_, old, own, expected) => {
    expect(lines([...WEB, rule(old)], [...WEB, rule(own)])).toEqual([
      '1 kind of requests arrives as before, on other terms:',
      `  http://web.shop/*  from shop/web  ${expected}  by VirtualService shop/web http[0]`,
    ]);
  });

  test('an egress gateway on the way', () => {
    const out: readonly Manifest[] = [
      namespace('egress'),
      service('egress/out', [{ name: 'tls', port: 443 }]),
      workload('egress/out', {
        labels: { app: 'out', istio: 'egress' },
        annotations: { 'inject.istio.io/templates': 'gateway' },
      }),
    ];
    const through = [
      manifest('Gateway', 'egress/out', {
        selector: { istio: 'egress' },
        servers: [server(443, 'TLS', ['api.stripe.com'], { mode: 'PASSTHROUGH' })],
      }),
      virtualService('shop/stripe', {
        hosts: ['api.stripe.com'],
        gateways: ['mesh', 'egress/out'],
        tls: [
          toStripe('mesh', { host: 'out.egress.svc.cluster.local', port: { number: 443 } }),
          toStripe('egress/out', { host: 'api.stripe.com', port: { number: 443 } }),
        ],
      }),
    ];
    const before = [...WEB, ...out, entry({ resolution: 'DNS' })];
    expect(lines(before, [...before, ...through])).toEqual([
      '1 host is new:',
      '  tls://api.stripe.com  from outside  → api.stripe.com  new VirtualService shop/stripe',
      '                                                        new Gateway egress/out',
      '1 kind of requests arrives as before, on other terms:',
      '  tls://api.stripe.com  from shop/web  through none → gateway egress/out  new VirtualService shop/stripe',
      '                                                                          new Gateway egress/out',
    ]);
  });

  test('what only makes a line long is not cut', () => {
    const value = 'x'.repeat(300);
    const headers = { request: { set: { 'x-long': value } } };
    expect(lines([...WEB, rule({})], [...WEB, rule({ headers })]).join('\n')).toContain(
      `header x-long none → ${value}  by VirtualService shop/web http[0]`,
    );
  });
});

function delayed(fixedDelay: string, value: number): object {
  return { fault: { delay: { fixedDelay, percentage: { value } } } };
}

function copied(value: number): object {
  return { mirror: { host: 'web' }, mirrorPercentage: { value } };
}

function toStripe(gateway: string, destination: object): object {
  return {
    match: [{ gateways: [gateway], port: 443, sniHosts: ['api.stripe.com'] }],
    route: [{ destination }],
  };
}

function DEFAULT(): string {
  return 'connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes';
}

describe('hosts that are told together', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const all = [SHOP, ...names.flatMap(pods)];
  const rules = (make: (name: string, i: number) => object): Manifest[] => [
    ...all,
    ...names.map((name, i) => rule(make(name, i), name)),
  ];
  const timeouts = (...list: string[]): Manifest[] => rules((_, i) => ({ timeout: list[i] }));

  test('have the same terms', () => {
    expect(
      lines(timeouts('1s', '1s', '1s', '1s', '30s', '60s'), timeouts('2s', '2s', '2s', '2s', '0.001s', '0.001s')).map(
        (line) => line.replace(/ {2}from all 6 workloads/, '').replace(/ +by .*/, ''),
      ),
    ).toEqual([
      '6 kinds of requests arrive as before, on other terms:',
      '  http://a.shop/*  timeout 1s → 2s',
      '  http://b.shop/*  timeout 1s → 2s',
      '  http://c.shop/*  timeout 1s → 2s',
      '  http://d.shop/*  timeout 1s → 2s',
      '  http://e.shop/*  timeout 30s → 0.001s',
      '  http://f.shop/*  timeout 60s → 0.001s',
    ]);
    const six = [timeouts('1s', '1s', '1s', '1s', '1s', '1s'), timeouts('2s', '2s', '2s', '2s', '2s', '2s')] as const;
    expect(lines(...six).at(-1)).toBe('  and the same at 3 more hosts');
    expect(lines(...six)).toHaveLength(5);
  });

  test('in Markdown are named in a fold', () => {
    const found = report(timeouts('1s', '1s', '1s', '1s', '1s', '1s'), timeouts('2s', '2s', '2s', '2s', '2s', '2s'));
    expect(diffMarkdown(found)).toContain(
      '\n| <details><summary>and the same at 3 more hosts</summary>`http://d.shop`<br>`http://e.shop`<br>`http://f.shop`</details> |  |  |  |\n',
    );
  });

  test('in Markdown are not named where they are very many', () => {
    const found = report([...WEB, rule({})], [...WEB, rule({ timeout: '1s' })]);
    const hosts = Array.from({ length: 200 }, (_, i) => ({ ...found.changes[0], host: `host-${i}.example.com` }));
    const text = diffMarkdown({ ...found, changes: hosts });
    expect(text).toContain('`http://host-102.example.com`<br>and 97 more</details>');
    expect(text).not.toContain('host-103');
  });

  test.each<[string, (name: string, i: number) => object, number]>([
    ['statuses of proxies', (_, i) => ({ route: undefined, directResponse: { status: i < 3 ? 503 : 404 } }), 6],
    ['the same status', () => ({ route: undefined, directResponse: { status: 503 } }), 4],
    ['other places of redirects', (_, i) => ({ route: undefined, redirect: { uri: `/${i}` } }), 6],
    ['places that are named for the host', (name) => ({ route: undefined, redirect: { authority: `new.${name}` } }), 4],
    ['one other server', () => ({ route: [{ destination: { host: 'a' } }] }), 4],
    ['servers that follow no name', (_, i) => ({ route: [{ destination: { host: names[(i + 1) % 6] } }] }), 6],
  ])('%s', (_, make, count) => {
    expect(
      lines(
        rules(() => ({})),
        rules(make),
      ).filter((line) => line.startsWith('  ') && !/^ {20}/.test(line)),
    ).toHaveLength(count);
  });

  test('servers that are named for the host', () => {
    const versions = names.flatMap((name) => [
      deployment(`shop/${name}-v2`, { app: name, version: 'v2' }),
      destinationRule(`shop/${name}`, { host: name, subsets: [{ name: 'v2', labels: { version: 'v2' } }] }),
    ]);
    const to = (make: (name: string) => object): Manifest[] => [
      ...rules((name) => ({ route: [{ destination: make(name) }] })),
      ...versions,
    ];
    const found = lines(
      to((host) => ({ host })),
      to((host) => ({ host, subset: 'v2' })),
    );
    expect([found.length, found.at(-1)]).toEqual([5, '  and the same at 3 more hosts']);
  });
});

describe('names that are the same before and after', () => {
  test('have their ports', () => {
    const moved = WEB.map((each) =>
      each.kind === 'Service' ? service('shop/web', [{ name: 'http', port: 80, targetPort: 9090 }]) : each,
    );
    expect(lines(WEB, moved)).toEqual([
      '1 kind of requests goes elsewhere:',
      '  http://web.shop/*  from shop/web  shop/web:80 → shop/web:9090  changed Service shop/web',
    ]);
  });

  test('have their addresses', () => {
    expect(
      lines(
        [...WEB, entry({ resolution: 'DNS' })],
        [...WEB, entry({ resolution: 'STATIC', endpoints: [{ address: '10.0.0.1' }] })],
      )[1],
    ).toBe(
      '  tls://api.stripe.com  from shop/web  api.stripe.com (looked up by a proxy) → api.stripe.com (at 10.0.0.1)  changed ServiceEntry shop/stripe',
    );
  });

  test('or only what a proxy answers besides', () => {
    const answer = (string: string): Manifest => http({ directResponse: { status: 200, body: { string } } });
    expect(lines([...WEB, answer('a')], [...WEB, answer('b')])[1]).toBe(
      '  http://web.shop/*  from shop/web  body a → b  by VirtualService shop/web http[0].directResponse',
    );
  });

  test('one is told of many servers', () => {
    const versions = ['v1', 'v2', 'v3', 'v4', 'v5'];
    const all = [
      SHOP,
      service('shop/web'),
      ...versions.map((version) => deployment(`shop/web-${version}`, { app: 'web', version })),
      destinationRule('shop/web', {
        host: 'web',
        subsets: versions.map((name) => ({ name, labels: { version: name } })),
      }),
    ];
    const to = (...weights: number[]): Manifest =>
      http({ route: weights.map((weight, i) => ({ destination: { host: 'web', subset: versions[i] }, weight })) });
    expect(lines([...all, to(20, 20, 20, 30, 10)], [...all, to(20, 20, 20, 10, 30)])[1]).toContain(
      'shop/web-v4 30 %, shop/web-v5 10 % → ',
    );
  });
});

describe('the object that explains a change', () => {
  const route = (...paths: string[]): Manifest =>
    manifest('HTTPRoute', 'shop/web', {
      parentRefs: [{ group: '', kind: 'Service', name: 'web', port: 80 }],
      rules: paths.map((value) => ({
        matches: [{ path: { type: 'PathPrefix', value } }],
        backendRefs: [{ name: 'web', port: 80 }],
      })),
    });
  const rules = (mode?: string): Manifest =>
    destinationRule('shop/tls', { host: 'web', ...(mode && { trafficPolicy: { tls: { mode } } }) });
  const other = [namespace('other', INJECTED), deployment('other/client', { app: 'client' })];

  test.each<[string, readonly Manifest[], readonly Manifest[], string]>([
    [
      'a DestinationRule, and not the rule',
      [rule({}), rules()],
      [rule({}), rules('SIMPLE')],
      'changed DestinationRule shop/tls',
    ],
    ['a new one that ends mutual TLS', [rule({})], [rule({}), rules('DISABLE')], 'new DestinationRule shop/tls'],
    ['one that is gone', [rule({}), rules('DISABLE')], [rule({})], 'gone DestinationRule shop/tls'],
    [
      'a Sidecar',
      pods('cart'),
      [...pods('cart'), sidecar('shop/one', { egress: [{ hosts: ['./cart.shop.svc.cluster.local'] }] })],
      'new Sidecar shop/one',
    ],
    ['an HTTPRoute without a rule for the rest', [], [route('/a')], 'new HTTPRoute shop/web'],
    [
      'an EnvoyFilter',
      [],
      [
        manifest('EnvoyFilter', 'shop/lua', {
          configPatches: [
            {
              applyTo: 'HTTP_FILTER',
              match: { context: 'SIDECAR_INBOUND' },
              patch: { operation: 'INSERT_BEFORE', value: { name: 'lua' } },
            },
          ],
        }),
      ],
      'new EnvoyFilter shop/lua',
    ],
  ])('%s', (_, before, after, expected) => {
    const texts = lines([...WEB, ...before], [...WEB, ...after]);
    expect([
      ...new Set(texts.flatMap((text) => /(?:was|now|by|new|gone|changed) [A-Z][A-Za-z]+ .*$/.exec(text) ?? [])),
    ]).toEqual([expected]);
  });

  test('labels of a namespace', () => {
    expect(lines(WEB, [namespace('shop'), ...WEB.slice(1)])).toEqual([
      '1 kind of requests arrives as before, on other terms:',
      '  http://web.shop/*  from shop/web  retries 2 → none                  changed Namespace shop',
      '                                    mutual TLS → plain text',
      "                                    identity the client's own → none",
    ]);
  });

  test('who sees a Service', () => {
    const shut = service('shop/web', [80], {}, { annotations: { 'networking.istio.io/exportTo': '.' } });
    const texts = lines([...WEB, ...other], [SHOP, shut, WEB[2], ...other]);
    expect(texts[1]).toMatch(/ {2}from other\/client {2}retries 2 → none {2,}changed Service shop\/web$/);
  });

  test('is not named where what decides is changed itself', () => {
    const texts = lines([...WEB, rule({}), rules()], [...WEB, rule({ timeout: '1s' }), rules('DISABLE')]);
    expect(texts[1]).toMatch(/ {2}by VirtualService shop\/web http\[0\]$/);
  });

  test('many of them', () => {
    const lua = (name: string): Manifest =>
      manifest('EnvoyFilter', `shop/${name}`, {
        configPatches: [
          {
            applyTo: 'HTTP_FILTER',
            match: { context: 'SIDECAR_INBOUND' },
            patch: { operation: 'INSERT_BEFORE', value: { name } },
          },
        ],
      });
    const found = report(WEB, [...WEB, ...['a', 'b', 'c', 'd', 'e'].map(lua)]);
    expect(diffText(found)).toBe(`1 kind of requests may be treated otherwise:
  http://web.shop/*  from shop/web  depends now on what an EnvoyFilter or a plugin does, which is not followed  new EnvoyFilter shop/a
                                                                                                                new EnvoyFilter shop/b
                                                                                                                new EnvoyFilter shop/c
                                                                                                                and 2 more
`);
    expect(diffText(found, { verbose: true })).toMatch(/\n +new EnvoyFilter shop\/e\n$/);
  });
});

describe('a host at a gateway names what takes it away', () => {
  const front = (hosts: string[], namespaceOfIt = 'edge'): Manifest =>
    manifest('Gateway', `${namespaceOfIt}/front`, {
      selector: { istio: 'ingressgateway' },
      servers: [server(80, 'HTTP', hosts)],
    });
  const out = (more: object = {}): Manifest =>
    virtualService('shop/web', {
      hosts: ['shop.example.com'],
      gateways: ['edge/front'],
      http: [{ route: [{ destination: { host: 'web' } }] }],
      ...more,
    });
  const all = [...WEB, namespace('edge'), ingressPods('edge')];

  test.each<[string, Manifest[], string[]]>([
    [
      'a rule that the gateway sees no longer',
      [front(['*.example.com']), out({ exportTo: ['.'] })],
      ['changed VirtualService shop/web'],
    ],
    [
      'a rule for another gateway',
      [front(['*.example.com']), out({ gateways: ['front'] })],
      ['changed VirtualService shop/web'],
    ],
    ['a server for another namespace', [front(['other/*.example.com']), out()], ['changed Gateway edge/front']],
    [
      'a Gateway that has moved',
      [front(['*.example.com'], 'shop'), out()],
      ['gone Gateway edge/front', 'new Gateway shop/front'],
    ],
  ])('%s', (_, after, objects) => {
    const before = [...all, front(['*.example.com']), out()];
    const [first, ...more] = lines(before, [...all, ...after]);
    expect(first).toBe('1 host is gone:');
    const begin = '  http://shop.example.com  from outside  shop/web → no host  ';
    expect(more.map((line, i) => line.replace(i === 0 ? begin : ' '.repeat(begin.length), ''))).toEqual(objects);
  });
});

describe('the Service of a gateway', () => {
  const ingress = (spec: object): Manifest => manifest('Service', 'edge/ingress', { selector: INGRESS, ...spec });
  const ports = (...list: [port: number, targetPort: number | string][]): object => ({
    ports: list.map(([port, targetPort]) => ({ name: `http-${port}`, port, targetPort })),
  });
  const listening = (number: number): Manifest[] => [
    ...WEB,
    namespace('edge'),
    ingressPods('edge'),
    manifest('Gateway', 'edge/front', { selector: INGRESS, servers: [server(number, 'HTTP', ['shop.example.com'])] }),
    virtualService('shop/web', {
      hosts: ['shop.example.com'],
      gateways: ['edge/front'],
      http: [{ route: [{ destination: { host: 'web' } }] }],
    }),
  ];
  const of = (spec: object, number = 80): Manifest[] => [...listening(number), ingress(spec)];
  const lost = (word: string, more = ''): string[] => [
    '1 kind of requests breaks:',
    `  http://shop.example.com/*  from outside  shop/web → nothing listens  ${word} Service edge/ingress${more}`,
  ];
  const NOTHING = ['Nothing changes for any request.'];

  test.each<[string, Manifest[], Manifest[], string[]]>([
    ['is gone', of(ports([80, 8080])), listening(80), lost('gone')],
    [
      'lacks the port',
      of(ports([80, 8080])),
      of(ports([81, 8081])),
      [
        '1 kind of requests breaks:',
        '  http://shop.example.com/*  from outside  shop/web → nothing listens  was VirtualService shop/web http[0]',
        '                                                                       now Service edge/ingress ports',
      ],
    ],
    ['leads to another port of the pods', of(ports([80, 8080])), of(ports([80, 8081])), NOTHING],
    ['leads to the port of a server by another number', of(ports([80, 8080])), of(ports([80, 8080]), 8080), NOTHING],
    ['never led there: clients outside have another way', of(ports([81, 8081])), of(ports([82, 8081])), NOTHING],
  ])('%s', (_, before, after, expected) => {
    expect(lines(before, after)).toEqual(expected);
  });
});

describe('ports of hosts that both sides have', () => {
  const at = (...ports: number[]): Manifest[] => [SHOP, service('shop/web', ports), WEB[2]];

  test('one in place of another', () => {
    expect(lines(at(80), at(8080))).toEqual([
      '1 port of a host is gone:',
      '  http://web.shop:80  from shop/web  shop/web → nothing listens; the host is still there, on port 8080  changed Service shop/web',
      '1 port of a host is new:',
      '  http://web.shop:8080  from shop/web  → shop/web; before, the host had only port 80  changed Service shop/web',
    ]);
  });

  test('beside hosts that are gone', () => {
    expect(
      lines([...at(80, 81, 82), ...pods('cart')], [...at(80, 82), deployment('shop/cart', { app: 'cart' })]),
    ).toEqual([
      '1 host is gone:',
      '  http://cart.shop  from all 2 workloads  shop/cart → unknown host  gone Service shop/cart',
      '1 port of a host is gone:',
      '  http://web.shop:81  from all 2 workloads  shop/web → nothing listens; the host is still there, on ports 80, 82  changed Service shop/web',
    ]);
  });
});

test('an error that a proxy answers in place of pods breaks', () => {
  expect(lines([...WEB, rule({})], [...WEB, http({ directResponse: { status: 503 } })])).toEqual([
    '1 kind of requests breaks:',
    '  http://web.shop/*  from shop/web  shop/web → 503 by the proxy  was VirtualService shop/web http[0]',
    '                                                                 now VirtualService shop/web http[0].directResponse',
  ]);
  const fault = { abort: { httpStatus: 503, percentage: { value: 100 } } };
  expect(lines([...WEB, rule({})], [...WEB, rule({ fault })])[0]).toBe('1 kind of requests breaks:');
});

test('what no file shows', () => {
  const [plain, client] = [namespace('plain', INJECTED), deployment('plain/one', { app: 'one' })];
  const texts = lines([...WEB, plain, client], [...WEB, client]);
  expect(texts.at(-1)).toBe(
    '  http://web.shop/*        from plain/one  depends now on whether pods get a sidecar, which no file shows  gone Namespace plain',
  );
  expect(lines([...WEB, client], [...WEB, plain, client]).at(-1)).toContain(
    '  depends no longer on whether pods get a sidecar, ',
  );
});

test('all clients, servers and exceptions are named where all is asked for', () => {
  const callers = ['a/1', 'b/2', 'c/3', 'd/4', 'e/5'];
  const found = report([...WEB, rule({})], [...WEB, rule({ timeout: '1s' })]);
  const [change] = found.changes;
  const many = {
    ...found,
    all: [...callers, 'f/6'],
    changes: [{ ...change, callers, requests: callers.map((name) => ({ path: `/${name}` })) }],
  };
  expect(diffText(many)).toContain('  http://web.shop/a/1  from 5 workloads  timeout');
  expect(diffText(many)).toContain('\n  and 2 more\n');
  expect(diffText(many, { verbose: true })).toContain('  http://web.shop/a/1  from a/1, b/2, c/3, d/4, e/5  timeout');
  expect(diffText(many, { verbose: true })).toContain('\n  http://web.shop/e/5\n');
});

test('clients outside have the gateway where they come to several', () => {
  const found = report([...WEB, rule({})], [...WEB, rule({ timeout: '1s' })]);
  const at = (gateway: string): DiffReport['changes'][number] => ({
    ...found.changes[0],
    callers: ['outside'],
    gateway,
  });
  const texts = (...gateways: string[]): string[] =>
    diffText({ ...found, changes: gateways.map(at), gateways })
      .split('\n')
      .flatMap((line) => / {2}(from .*?) {2}/.exec(line)?.[1] ?? []);
  expect(texts('a/front', 'b/front')).toEqual(['from outside at gateway a/front', 'from outside at gateway b/front']);
  expect(texts('a/front')).toEqual(['from outside']);
});

describe('what is not compared is told where nothing else is', () => {
  const configMap = (mesh: string): Manifest => ({ ...manifest('ConfigMap', 'istio-system/istio'), data: { mesh } });
  const unread = 'ConfigMap istio-system/istio';

  test.each<[string, Manifest[], Manifest[], string[]]>([
    [
      'CORS',
      [rule({})],
      [rule({ corsPolicy: { allowOrigins: [{ exact: 'https://a.example.com' }] } })],
      ['Changed, and not compared: corsPolicy of VirtualService shop/web.'],
    ],
    [
      'the rule of an HTTPRoute alone, and not what istiod makes of it',
      [route([])],
      [route([{ type: 'ResponseHeaderModifier', responseHeaderModifier: { remove: ['x-a'] } }])],
      ['Changed, and not compared: responseHeaderModifier of HTTPRoute shop/web.'],
    ],
    [
      'the configuration of the mesh',
      [configMap('a: 1')],
      [configMap('a: 2')],
      [
        `${unread} has changed and is not read: what it sets for the mesh is not compared. What counts, before and after, is meshConfig of the settings (--settings).`,
      ],
    ],
    [
      'that it is not read, where it is the same',
      [configMap('a: 1')],
      [configMap('a: 1')],
      [`${unread} is not read. What it sets for the mesh counts as meshConfig of the settings (--settings).`],
    ],
  ])('%s', (_, before, after, notes) => {
    expect(lines([...WEB, ...before], [...WEB, ...after])).toEqual(['Nothing changes for any request.', ...notes]);
  });
});

function route(filters: object[]): Manifest {
  return manifest('gateway.networking.k8s.io/v1/HTTPRoute', 'shop/web', {
    parentRefs: [{ group: '', kind: 'Service', name: 'web' }],
    rules: [{ filters, backendRefs: [{ name: 'web', port: 80 }] }],
  });
}

test('copies of what fails anyway', () => {
  const broken = { route: [{ destination: { host: 'web', subset: 'none' } }] };
  const mirrors = { mirror: { host: 'cart' } };
  const all = [...WEB, ...pods('cart')];
  expect(lines([...all, http(broken)], [...all, http({ ...broken, ...mirrors })])).toEqual([
    '1 kind of requests arrives as before, on other terms:',
    '  http://web.shop/*  from all 2 workloads  copies none → shop/cart  by VirtualService shop/web http[0].route[0].destination',
  ]);
});
