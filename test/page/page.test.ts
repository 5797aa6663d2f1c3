import type { Browser, Page } from 'playwright-core';
import {
  authorizationPolicy,
  deployment,
  destinationRule,
  INJECTED,
  manifest,
  namespace,
  peerAuthentication,
  service,
  SHOP,
  virtualService,
} from '../manifests';
import { launch, open } from './browser';
import { Pages, traced } from './pages';

let browser: Browser;
const pages = new Pages();
beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => {
  pages.remove();
  // There is none where it could not be started.
  await (browser as Browser | undefined)?.close();
});

const pods = (key: string, labels: Record<string, string>, containers = [{ name: 'app', image: 'app:1' }]): object =>
  manifest('Deployment', key, {
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers } },
  });

const MANIFESTS: readonly object[] = [
  SHOP,
  namespace('front', INJECTED),
  manifest('Gateway', 'shop/front', {
    selector: { istio: 'ingressgateway' },
    servers: [{ hosts: ['shop.example.com'], port: { number: 80, name: 'http', protocol: 'HTTP' } }],
  }),
  virtualService('shop/front', {
    hosts: ['shop.example.com'],
    gateways: ['front'],
    http: [
      { match: [{ uri: { prefix: '/broken' } }], route: [{ destination: { host: 'nowhere' } }] },
      {
        route: [
          { destination: { host: 'web', subset: 'v1' }, weight: 80 },
          { destination: { host: 'web', subset: 'v2' }, weight: 20 },
        ],
      },
    ],
  }),
  destinationRule('shop/web', {
    host: 'web',
    subsets: ['v1', 'v2'].map((version) => ({ name: version, labels: { version } })),
  }),
  service('shop/web'),
  pods('shop/web-v1', { app: 'web', version: 'v1' }),
  pods('shop/web-v2', { app: 'web', version: 'v2' }),
  pods('front/caller', { app: 'caller' }),
];

const shop = (): string => pages.write('shop', MANIFESTS);
const nodeOf = (id: string): string => `.node[data-node="${id}"]`;

/** Types a question into the form, and reads the answer as text. */
async function ask(page: Page, fields: Readonly<Record<string, string>>): Promise<string> {
  await page.getByRole('tab', { name: 'Trace' }).click();
  for (const [label, value] of Object.entries(fields)) {
    await page.getByLabel(label, { exact: true }).fill(value);
  }
  await page.getByRole('button', { name: 'Trace', exact: true }).click();
  return (await page.locator('.result pre').textContent())!;
}

test('it opens without a word in the console, and asks for nothing', async () => {
  const { page, told } = await open(browser, shop());
  expect(await page.locator('.node').count()).toBe(8);
  expect(await page.locator('header p').textContent()).toBe('1 gateway, 1 host, 1 service, 3 workloads, 1 broken');
  await page.waitForTimeout(300);
  expect(told).toEqual([]);
  await page.close();
});

test('a request is traced as the command does it, and its way is lit', async () => {
  const { page, told } = await open(browser, shop());
  const url = 'http://shop.example.com/cart';
  expect(await ask(page, { URL: url })).toBe(traced(MANIFESTS, { url }));
  expect(await page.locator('.outcome strong').allTextContents()).toEqual([
    expect.stringContaining('80 %'),
    expect.stringContaining('20 %'),
  ]);
  const lit = await page
    .locator('.node.lit')
    .evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-node')));
  expect([...lit].sort()).toEqual([
    'gateway/istio-system/istio-ingressgateway',
    'host/istio-system/istio-ingressgateway/shop.example.com',
    'outside',
    'service/shop/web',
    'workload/shop/web-v1',
    'workload/shop/web-v2',
  ]);
  // A step leads to the field that decided.
  await page.locator('.hops button', { hasText: 'VirtualService shop/front' }).first().click();
  expect(await page.locator('.details .yaml').textContent()).toContain('kind: VirtualService');
  expect(await page.locator('.meant').count()).toBeGreaterThan(0);
  expect(told).toEqual([]);
  await page.close();
});

test('pods call, with headers and a method', async () => {
  const { page } = await open(browser, shop());
  const question = {
    url: 'http://web.shop/',
    from: 'front/caller',
    method: 'POST',
    headers: [['x-canary', 'always']] as const,
  };
  const fields = { URL: question.url, From: question.from, Method: 'POST', Headers: 'x-canary: always' };
  expect(await ask(page, fields)).toBe(traced(MANIFESTS, question));
  await page.close();
});

describe('a question that is wrong is told, and what it was about', () => {
  test.each([
    [
      { URL: 'shop.example.com' },
      'URL: "shop.example.com" has no scheme. Write "http://shop.example.com" or "https://shop.example.com".',
    ],
    [
      { URL: 'http://web.shop/', From: 'front/calle' },
      'From: there is no workload "front/calle". Did you mean front/caller?',
    ],
    [
      { URL: 'http://web.shop/', Headers: 'x-canary' },
      'Headers: "x-canary" has no colon. Write for example x-canary: always.',
    ],
    [
      { URL: 'http://web.shop/', Headers: 'authorization: Bearer eyJhbGciOiJub25lIn0.eyJpc3MiOiJ4In0.c2ln' },
      'The page does not check the signatures of tokens. Write what the token says as claims, or ask cdk8s-istio trace.',
    ],
  ])('%j', async (fields, message) => {
    const { page } = await open(browser, shop());
    for (const [label, value] of Object.entries(fields)) {
      await page.getByLabel(label, { exact: true }).fill(value);
    }
    await page.getByRole('button', { name: 'Trace', exact: true }).click();
    expect(await page.locator('.result .error').allTextContents()).toEqual([message]);
    await page.close();
  });

  test('of all fields at once', async () => {
    const { page } = await open(browser, shop());
    await page.getByText('More', { exact: true }).click();
    const fields = { URL: 'http://web.shop/', 'Client address': 'here', Claims: '{' };
    for (const [label, value] of Object.entries(fields)) {
      await page.getByLabel(label, { exact: true }).fill(value);
    }
    await page.getByRole('button', { name: 'Trace', exact: true }).click();
    expect(await page.locator('.result .error').allTextContents()).toEqual([
      expect.stringMatching(/^Client address: /),
      expect.stringMatching(/^Claims: it is not JSON/),
    ]);
    await page.close();
  });
});

test('a click opens the object with its findings; a click on an arrow, the field that makes it', async () => {
  const { page } = await open(browser, shop());
  await page.locator(nodeOf('service/shop/web')).click();
  expect(await page.locator('.details h2').textContent()).toBe('service shop/web');
  expect(await page.locator('.details .yaml').textContent()).toContain('kind: Service\nmetadata:\n  name: web\n');
  await page.locator('.note.broken').first().click();
  expect(await page.locator('.details > .error').first().textContent()).toBe(
    'No request arrives this way: no host nowhere.shop.svc.cluster.local',
  );
  expect((await page.locator('.meant').allTextContents()).join('')).toBe('    - destination:\n        host: nowhere\n');
  expect(await page.locator('.finding.error').count()).toBeGreaterThan(0);
  await page.close();
});

test('a search makes the others pale, and Enter opens what it has found', async () => {
  const { page } = await open(browser, shop());
  await page.keyboard.press('/');
  await page.keyboard.type('web-v2');
  expect(await page.locator('.node.found').count()).toBe(1);
  expect(await page.locator('.search [role=status]').textContent()).toBe('1 found');
  await page.keyboard.press('Enter');
  expect(await page.locator('.details h2').textContent()).toBe('workload shop/web-v2');
  await page.close();
});

test('a namespace is folded and unfolded; what is chosen in it unfolds it', async () => {
  const { page } = await open(browser, shop());
  await page.locator('.frame[data-group="shop"] text').first().click();
  expect(await page.locator(nodeOf('service/shop/web')).count()).toBe(0);
  expect(await page.locator('.frame[data-group="shop"]').getAttribute('aria-expanded')).toBe('false');
  await page.getByRole('button', { name: 'Fold all namespaces', exact: true }).click();
  expect(await page.locator('.frame.folded').count()).toBe(3);
  await page.getByLabel('Search nodes by name or host').fill('web-v1');
  await page.keyboard.press('Enter');
  expect(await page.locator(nodeOf('workload/shop/web-v1')).count()).toBe(1);
  await page.close();
});

test('the keyboard comes to everything, and the focus is seen', async () => {
  const { page } = await open(browser, shop());
  await page.locator('svg [tabindex="0"]').focus();
  for (let i = 0; i < 4; i++) {
    await page.keyboard.press('ArrowRight');
  }
  const id = await page.evaluate('document.activeElement.getAttribute("data-node")');
  expect(id).toEqual(expect.stringContaining('/'));
  await page.keyboard.press('Enter');
  expect(await page.locator('.details h2').textContent()).not.toBe('');
  expect(await page.getByRole('tab', { name: 'Details' }).getAttribute('aria-selected')).toBe('true');
  await page.getByRole('tab', { name: 'Details' }).focus();
  await page.keyboard.press('ArrowRight');
  expect(await page.getByRole('tab', { name: 'List' }).getAttribute('aria-selected')).toBe('true');
  // Tab by Tab, each stop can be seen.
  const stops = new Set<unknown>();
  for (let i = 0; i < 25; i++) {
    await page.keyboard.press('Tab');
    stops.add(
      await page.evaluate(`(() => {
        const { outlineStyle } = getComputedStyle(document.activeElement);
        const shape = document.activeElement.querySelector('.shape, rect');
        const isSeen = outlineStyle !== 'none' || (shape !== null && getComputedStyle(shape).strokeWidth === '3px');
        return document.activeElement === document.body || isSeen;
      })()`),
    );
  }
  expect([...stops]).toEqual([true]);
  await page.close();
});

test('for readers who do not see the picture: names, roles and a list', async () => {
  const { page } = await open(browser, shop());
  expect(await page.getByRole('button', { name: 'service shop/web', exact: true }).count()).toBe(1);
  expect(await page.getByRole('button', { name: 'namespace shop', exact: true }).getAttribute('aria-expanded')).toBe(
    'true',
  );
  await page.getByRole('tab', { name: 'List' }).click();
  await page.getByText('shop (3)').click();
  await page.getByRole('button', { name: 'workload shop/web-v1' }).last().click();
  expect(await page.locator('.details h2').textContent()).toBe('workload shop/web-v1');
  const unnamed = await page
    .locator('button, input, textarea, [role=button]')
    .evaluateAll(
      (all) =>
        all.filter(
          (each) => !each.textContent && !each.getAttribute('aria-label') && !(each as HTMLInputElement).labels?.length,
        ).length,
    );
  expect(unnamed).toBe(0);
  await page.close();
});

test.each([
  ['light', 'rgb(255, 255, 255)'],
  ['dark', 'rgb(18, 23, 29)'],
] as const)('it is %s where the reader likes it so', async (colorScheme, paper) => {
  const { page } = await open(browser, shop(), { colorScheme });
  expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(paper);
  await page.close();
});

test('it is moved and enlarged', async () => {
  const { page } = await open(browser, shop());
  const content = page.locator('.content');
  const before = await content.getAttribute('transform');
  await page.getByRole('button', { name: 'Enlarge' }).click();
  const larger = await content.getAttribute('transform');
  expect(larger).not.toBe(before);
  await page.mouse.move(200, 700);
  await page.mouse.down();
  await page.mouse.move(260, 740, { steps: 4 });
  await page.mouse.up();
  expect(await content.getAttribute('transform')).not.toBe(larger);
  await page.getByRole('button', { name: 'Show all' }).click();
  expect(await content.getAttribute('transform')).toBe(before);
  await page.close();
});

describe('nothing from a manifest is run or loaded', () => {
  const MARKUP = [
    '<script>alert(1)</script>',
    '</script><script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '"><svg onload=alert(1)>',
    'javascript:alert(1)',
    '<!--<script>',
    "'-alert(1)-'",
    '<a href="http://evil.example.com">x</a>',
  ];

  test.each(MARKUP)('%s', async (text) => {
    const manifests = [
      namespace('shop', { ...INJECTED, note: text }, { note: text, 'http://evil.example.com/x.js': text }),
      manifest('Gateway', 'shop/front', {
        selector: { istio: 'ingressgateway' },
        servers: [{ hosts: ['*'], port: { number: 80, name: text, protocol: 'HTTP' } }],
      }),
      virtualService('shop/front', {
        hosts: ['*'],
        gateways: ['front'],
        http: [{ name: text, match: [{ uri: { prefix: `/${text}` } }], route: [{ destination: { host: text } }] }],
      }),
      manifest(
        'Service',
        'shop/web',
        { selector: { app: text }, ports: [{ name: text, port: 80 }] },
        { annotations: { note: text } },
      ),
      pods(`shop/${text}`, { app: text }, [{ name: text, image: text }]),
    ];
    const { page, told } = await open(browser, pages.write('markup', manifests));
    await page.locator(nodeOf('service/shop/web')).click();
    expect(await page.locator('.details .yaml').textContent()).toContain(JSON.stringify(text).slice(1, -1));
    await page.getByRole('tab', { name: 'List' }).click();
    await page.getByLabel('Search nodes by name or host').fill(text);
    await ask(page, { URL: 'http://a.example.com/', From: 'outside', Headers: `x: ${text}` });
    expect(await page.locator('script').count()).toBe(2);
    expect(await page.locator('img, a, iframe, object, embed, link').count()).toBe(0);
    expect(told).toEqual([]);
    await page.close();
  });
});

test('of Secrets it has the names of the values only', async () => {
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'login', namespace: 'shop' },
    data: { password: 'aHVudGVyMg==' },
  };
  const { page } = await open(browser, pages.write('secret', [...MANIFESTS, secret]));
  const html = await page.content();
  expect(html).not.toContain('aHVudGVyMg');
  expect(html).toContain('"password"');
  await page.close();
});

test('a mesh without edges, and one without anything to draw', async () => {
  for (const [manifests, nodes] of [
    [[service('shop/web')], 1],
    [[manifest('ConfigMap', 'shop/a')], 0],
  ] as const) {
    const { page, told } = await open(browser, pages.write('bare', manifests));
    expect(await page.locator('.node').count()).toBe(nodes);
    expect(told).toEqual([]);
    await page.close();
  }
});

test('a mesh of 1,000 services opens folded, is searched, and traced', async () => {
  const names = Array.from({ length: 1000 }, (_, i) => [`team-${Math.floor(i / 20)}`, `app-${i}`]);
  const manifests = [
    ...Array.from({ length: 50 }, (_, i) => namespace(`team-${i}`, INJECTED)),
    ...names.flatMap(([team, app]) => [
      service(`${team}/${app}`),
      pods(`${team}/${app}`, { app }),
      virtualService(`${team}/${app}`, { hosts: [app], http: [{ route: [{ destination: { host: app } }] }] }),
    ]),
  ];
  const { page, told } = await open(browser, pages.write('large', manifests));
  expect(await page.locator('.frame.folded').count()).toBe(50);
  const question = { url: 'http://app-999.team-49/', from: 'team-0/app-0' };
  expect(await ask(page, { URL: question.url, From: question.from })).toBe(traced(manifests, question));
  expect(await page.locator(nodeOf('service/team-49/app-999')).count()).toBe(1);
  await page.getByLabel('Search nodes by name or host').fill('app-500');
  await page.keyboard.press('Enter');
  expect(await page.locator(nodeOf('host/team-25/mesh/app-500')).count()).toBe(1);
  expect(told).toEqual([]);
  await page.close();
});

test('before and after stand side by side, with what is new, gone and changed', async () => {
  const before = [...MANIFESTS.slice(0, -1), service('shop/old')];
  const after = [
    ...MANIFESTS.map((each) =>
      JSON.parse(JSON.stringify(each).replace('"weight":80', '"weight":50').replace('"weight":20', '"weight":50')),
    ),
    service('shop/cart'),
  ];
  const { page, told } = await open(browser, pages.compare('compared', before, after));
  expect(await page.locator('.caption').allTextContents()).toEqual(['Before', 'After']);
  const ids = (selector: string): Promise<(string | null)[]> =>
    page.locator(selector).evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-node')));
  expect(await ids('.node.gone')).toEqual(['service/shop/old']);
  expect(await ids('.node.new')).toEqual(['workload/front/caller', 'service/shop/cart']);
  expect(await page.locator('.note.changed').allTextContents()).toEqual([
    'all: v1 80 %',
    'all: v2 20 %',
    'all: v1 50 %',
    'all: v2 50 %',
  ]);
  // What is drawn stands below what becomes of requests.
  expect(await page.locator('.changes h2').allTextContents()).toEqual([
    '1 host is gone',
    '1 kind of requests goes elsewhere',
    '1 host is new',
    '1 caller is new',
    'In the picture',
  ]);
  expect(await page.locator('.change.gone').count()).toBe(1);
  await page.getByRole('button', { name: 'service shop/old' }).last().click();
  expect(await page.locator('.details h2').textContent()).toBe('service shop/old');
  await page.getByRole('tab', { name: 'Trace' }).click();
  await page.getByLabel('URL', { exact: true }).fill('http://shop.example.com/');
  await page.getByRole('button', { name: 'Trace', exact: true }).click();
  expect(await page.locator('.result h2').allTextContents()).toEqual(['After', 'Before']);
  const url = 'http://shop.example.com/';
  expect(await page.locator('.result pre').allTextContents()).toEqual([
    traced(after, { url }),
    traced(before, { url }),
  ]);
  expect(told).toEqual([]);
  await page.close();
});

/** Pods and a Service each: a caller with a sidecar, one without, and what they call. */
const CALLED: readonly object[] = [
  SHOP,
  namespace('plain'),
  service('shop/cart'),
  deployment('shop/cart', { app: 'cart' }, { serviceAccountName: 'cart' }),
  deployment('shop/frontend', { app: 'frontend' }, { serviceAccountName: 'frontend' }),
  deployment('plain/job', { app: 'job' }, { serviceAccountName: 'job' }),
];

describe('what a change does to requests', () => {
  const policy = authorizationPolicy('shop/cart', {
    action: 'ALLOW',
    rules: [{ from: [{ source: { namespaces: ['shop'] } }], to: [{ operation: { paths: ['/cart'] } }] }],
  });
  const strict = peerAuthentication('shop/default', { mtls: { mode: 'STRICT' } });

  test('is told before what is drawn: who is denied, who is refused, and on which terms who arrives', async () => {
    const rule = (http: object): object =>
      virtualService('shop/cart', { hosts: ['cart'], http: [{ route: [{ destination: { host: 'cart' } }], ...http }] });
    const { page, told } = await open(
      browser,
      pages.compare(
        'told',
        [...CALLED, rule({})],
        [...CALLED, strict, rule({ timeout: '3s', retries: { attempts: 5 } })],
      ),
    );
    expect(await page.getByRole('tab').allTextContents()).toEqual(['Changes', 'Trace', 'Details', 'List']);
    expect(await page.getByRole('tab', { name: 'Changes' }).getAttribute('aria-selected')).toBe('true');
    expect(await page.locator('.changes h2').allTextContents()).toEqual([
      '1 kind of requests breaks',
      '1 kind of requests arrives as before, on other terms',
    ]);
    expect(await page.locator('.told .becomes').allTextContents()).toEqual([
      'shop/cart → TLS does not fit',
      'timeout none → 3s',
      'retries 2 → 5',
    ]);
    expect(await page.getByText('Nothing').count()).toBe(0);
    expect(told).toEqual([]);
    await page.close();
  });

  test('Enter asks one of the requests on both sides, and lights both ways; a click opens the field that decides', async () => {
    const { page, told } = await open(browser, pages.compare('asked', CALLED, [...CALLED, policy]));
    expect(await page.locator('.changes h2').allTextContents()).toEqual([
      '2 kinds of requests are denied now',
      'In the picture',
    ]);
    const asked = page.getByRole('button', { name: 'http://cart.shop/*, but not /cart' });
    await asked.focus();
    await page.keyboard.press('Enter');
    expect(await page.getByLabel('URL', { exact: true }).inputValue()).toBe('http://cart.shop.svc.cluster.local/');
    expect(await page.getByLabel('From', { exact: true }).inputValue()).toBe('shop/cart');
    const question = { url: 'http://cart.shop.svc.cluster.local/', from: 'shop/cart' };
    expect(await page.locator('.result pre').allTextContents()).toEqual([
      traced([...CALLED, policy], question),
      traced(CALLED, question),
    ]);
    // Both pictures: the way after the change, and before it.
    for (const side of ['After', 'Before']) {
      const view = page.locator('.view', { has: page.locator('.caption', { hasText: side }) });
      expect(await view.locator('.node.lit[data-node="workload/shop/cart"]').count()).toBe(1);
    }
    // The keyboard is where the answer is.
    expect(await page.evaluate('document.activeElement.className')).toBe('result');
    await page.getByRole('tab', { name: 'Changes' }).click();
    expect(await page.locator('.told[aria-current]').count()).toBe(1);
    await page.getByRole('button', { name: 'AuthorizationPolicy shop/cart rules' }).first().click();
    expect(await page.locator('.details .yaml').textContent()).toContain('kind: AuthorizationPolicy');
    expect(await page.locator('.details > p').first().textContent()).toBe('After');
    expect((await page.locator('.meant').allTextContents()).join('')).toContain('rules:\n');
    expect(await page.evaluate('document.activeElement.className')).toBe('details');
    expect(told).toEqual([]);
    await page.close();
  });

  test('a field that only the mesh before has is opened there', async () => {
    const { page } = await open(browser, pages.compare('was', [...CALLED, policy], CALLED));
    await page.getByRole('button', { name: 'http://cart.shop/*, but not /cart' }).press('Enter');
    const before = page.locator('.result > .hops').nth(1);
    await before.getByRole('button', { name: 'AuthorizationPolicy shop/cart' }).first().click();
    expect(await page.locator('.details > p').first().textContent()).toBe('Before');
    expect(await page.locator('.details .yaml').textContent()).toContain('kind: AuthorizationPolicy');
    await page.close();
  });

  test('nothing, where nothing changes for any request', async () => {
    const { page } = await open(browser, pages.compare('same', CALLED, [...CALLED, manifest('ConfigMap', 'shop/a')]));
    expect(await page.locator('.changes').textContent()).toBe('Nothing changes for any request.');
    await page.close();
  });

  test('many: the first of them, and the others when they are asked for', async () => {
    const names = Array.from({ length: 30 }, (_, i) => `app-${10 + i}`);
    const mesh = (more: object): readonly object[] => [
      ...CALLED,
      ...names.flatMap((name) => [
        service(`shop/${name}`),
        virtualService(`shop/${name}`, {
          hosts: [name],
          http: [{ route: [{ destination: { host: 'cart' } }], ...more }],
        }),
      ]),
    ];
    const { page } = await open(browser, pages.compare('many', mesh({}), mesh({ timeout: '3s' })));
    expect(await page.locator('.told').count()).toBe(10);
    await page.getByText('and 20 more').click();
    expect(await page.locator('.told').count()).toBe(30);
    await page.close();
  });
});

describe('the way of a request is seen to where it ends', () => {
  /** Which nodes are not wholly within their picture. */
  const outOfSight = (page: Page, selector: string): Promise<(string | null)[]> =>
    page.locator(selector).evaluateAll((nodes) =>
      nodes.flatMap((node) => {
        const [own, view] = [node, node.closest('.view')!].map((each) => each.getBoundingClientRect());
        const isSeen =
          own.left >= view.left && own.right <= view.right && own.top >= view.top && own.bottom <= view.bottom;
        return isSeen ? [] : [node.getAttribute('data-node')];
      }),
    );

  test('all of it, where there is room', async () => {
    const { page } = await open(browser, shop());
    await ask(page, { URL: 'http://shop.example.com/cart' });
    expect(await page.locator('.node.lit').count()).toBe(6);
    expect(await outOfSight(page, '.node.lit')).toEqual([]);
    await page.close();
  });

  test('of two that are compared, where they part', async () => {
    const routes = (host: string): object =>
      virtualService('shop/front', {
        hosts: ['shop.example.com'],
        gateways: ['front'],
        http: [
          { match: [{ uri: { prefix: '/api' } }], route: [{ destination: { host } }] },
          { route: [{ destination: { host: 'web', subset: 'v1' } }] },
        ],
      });
    const others = MANIFESTS.filter((each) => each !== MANIFESTS[3]);
    const { page } = await open(
      browser,
      pages.compare('parting', [...others, routes('web')], [...others, routes('nowhere')]),
    );
    await page.getByRole('tab', { name: 'Trace' }).click();
    await page.getByLabel('URL', { exact: true }).fill('http://shop.example.com/api/x');
    await page.getByRole('button', { name: 'Trace', exact: true }).click();
    const parts = ['service/shop/web', 'workload/shop/web-v1', 'workload/shop/web-v2'];
    expect(await page.locator(parts.map((id) => `${nodeOf(id)}.lit`).join()).count()).toBe(3);
    expect(await page.locator('.node.missing.lit').count()).toBe(1);
    expect(await outOfSight(page, [...parts.map((id) => `${nodeOf(id)}.lit`), '.node.missing.lit'].join())).toEqual([]);
    // Letters can be read.
    const scales = await page
      .locator('.content')
      .evaluateAll((all) => all.map((each) => Number(/scale\(([\d.]+)\)/.exec(each.getAttribute('transform')!)![1])));
    expect(Math.min(...scales)).toBeGreaterThanOrEqual(0.5);
    await page.close();
  });

  test('from who asks without a proxy, to where it is decided', async () => {
    const strict = peerAuthentication('shop/default', { mtls: { mode: 'STRICT' } });
    const { page } = await open(browser, pages.compare('decided', CALLED, [...CALLED, strict]));
    await page.getByRole('button', { name: 'http://cart.shop/*' }).first().press('Enter');
    expect(await page.locator(`${nodeOf('workload/plain/job')}.lit`).count()).toBe(2);
    expect(await page.locator('.extra .step').count()).toBeGreaterThan(1);
    expect(await outOfSight(page, `${nodeOf('workload/shop/cart')}.lit`)).toEqual([]);
    await page.close();
  });
});
