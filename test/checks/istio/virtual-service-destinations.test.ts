import { external, service, virtualService } from '../../manifests';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { said } from './findings';

const HTTP = ' Envoy has no such cluster: requests that take this route get 503 with the response flag NC.';
const to = (host: string, more: object = {}, key = 'shop/web'): Manifest =>
  virtualService(key, { hosts: ['www.example.com'], http: [{ route: [{ destination: { host, ...more } }] }] });
const reviews = service('shop/reviews', [9080]);
const unplaced = (manifest: Manifest): Manifest => ({ ...manifest, metadata: { name: 'web' } });

test('a VirtualService whose namespace is not said', () => {
  expect(said('IST0101', [service('bank/reviews'), unplaced(to('reviews'))])).toMatchObject([
    {
      where: 'warning VirtualService default/web spec.http[0].route[0].destination.host',
      message: expect.stringContaining(
        'A Service reviews is in bank, and the VirtualService names no namespace itself.',
      ),
      fix: 'Write metadata.namespace in the VirtualService if it is applied to bank. Otherwise write host: reviews.bank.svc.cluster.local.',
    },
  ]);
});

const AT = 'VirtualService shop/web spec.http[0].route[0].destination';

test.each<[string, Manifest[], string, string, string]>([
  [
    'a Service of another namespace',
    [service('bank/reviews'), to('reviews')],
    'error',
    '"reviews" is short for "reviews.shop.svc.cluster.local", as the VirtualService is in shop, and there is no such Service. ' +
      'A Service reviews is in bank.',
    'Write host: reviews.bank.svc.cluster.local.',
  ],
  [
    'a Service whose namespace is not said',
    [{ ...service('default/reviews'), metadata: { name: 'reviews' } }, to('reviews')],
    'warning',
    '"reviews" is short for "reviews.shop.svc.cluster.local", as the VirtualService is in shop, and there is no such Service. ' +
      'The Service reviews of the manifests names no namespace, so the checks assume default.',
    'Write metadata.namespace: shop in the Service if it is applied there (kubectl apply -n shop). Otherwise write host: reviews.default.svc.cluster.local.',
  ],
  [
    'a misspelled Service',
    [reviews, to('review')],
    'error',
    '"review" is short for "review.shop.svc.cluster.local", as the VirtualService is in shop, and there is no such Service. ' +
      'There is one named reviews.',
    'Write host: reviews.',
  ],
  [
    'a Service with a longer name',
    [reviews, to('reviews-v2')],
    'warning',
    '"reviews-v2" is short for "reviews-v2.shop.svc.cluster.local", as the VirtualService is in shop, and there is no such Service. ' +
      'There is one named reviews.',
    'Write host: reviews.',
  ],
  [
    'a misspelled Service in full',
    [reviews, to('review.shop.svc.cluster.local', {}, 'bank/web')],
    'error',
    'There is no Service review in the namespace shop. There is one named reviews.',
    'Write host: reviews.shop.svc.cluster.local.',
  ],
  [
    'a Service that is nowhere, in a namespace that has others',
    [reviews, to('payments')],
    'warning',
    '"payments" is short for "payments.shop.svc.cluster.local", as the VirtualService is in shop, and there is no such Service.',
    'The namespace shop has: reviews. Write one of them, add the Service, or list it in the externals of the settings if it is created elsewhere.',
  ],
  [
    'a namespace that nothing is known of',
    [to('reviews.bank.svc.cluster.local')],
    'warning',
    'There is no Service reviews in the namespace bank.',
    'Correct the name or its namespace, or list the Service in the externals of the settings if it is created elsewhere.',
  ],
  [
    'a name with one dot',
    [reviews, to('reviews.shop')],
    'error',
    '"reviews.shop" is not a host of the mesh: Istio only completes names without a dot, so it looks for a host of exactly this name.',
    'Write host: reviews.shop.svc.cluster.local.',
  ],
  [
    'a host outside the cluster',
    [to('api.example.com')],
    'warning',
    'No Service or ServiceEntry that is visible here has the host "api.example.com".',
    'Add a ServiceEntry with the host api.example.com, or list it in the externals of the settings if it is created elsewhere.',
  ],
  [
    'a misspelled host of a ServiceEntry',
    [external('shop/ext', ['api.example.com']), to('ap1.example.com')],
    'error',
    'No Service or ServiceEntry that is visible here has the host "ap1.example.com". ServiceEntries have: api.example.com.',
    'Write host: api.example.com.',
  ],
  [
    'a host next to those of a ServiceEntry',
    [external('shop/ext', ['api.example.com']), to('warehouse.example.com')],
    'warning',
    'No Service or ServiceEntry that is visible here has the host "warehouse.example.com". ServiceEntries have: api.example.com.',
    'Write one of them, or add warehouse.example.com to a ServiceEntry.',
  ],
  [
    'a ServiceEntry for another namespace',
    [external('bank/ext', ['api.example.com'], { exportTo: ['.'] }), to('api.example.com')],
    'error',
    '"api.example.com" is ServiceEntry bank/ext, which the namespace shop does not see: it is exported to bank.',
    'Add shop to spec.exportTo of ServiceEntry bank/ext, or move the VirtualService to a namespace that sees it.',
  ],
])('%s', (_, manifests, severity, message, fix) => {
  const found = said('IST0101', manifests);
  expect(found).toEqual([
    { where: expect.stringMatching(`^${severity} VirtualService .*host$`), message: message + HTTP, fix },
  ]);
});

test('a Service for another namespace', () => {
  const hidden = service('bank/api', [80], {}, { annotations: { 'networking.istio.io/exportTo': '.' } });
  expect(said('IST0101', [hidden, to('api.bank.svc.cluster.local')])[0].fix).toBe(
    'Add shop to the annotation networking.istio.io/exportTo of Service bank/api, or move the VirtualService to a namespace that sees it.',
  );
});

test('a VirtualService that is exported to where the host is not seen', () => {
  const hidden = service('shop/api', [80], {}, { annotations: { 'networking.istio.io/exportTo': '.' } });
  const rule = virtualService('shop/web', {
    hosts: ['api'],
    exportTo: ['bank'],
    http: [{ route: [{ destination: { host: 'api' } }] }],
  });
  const [{ message, fix }] = said('IST0101', [hidden, rule]);
  expect(message).toContain('"api" is Service shop/api, which only these namespaces see: shop.');
  expect(fix).toBe(
    'Export the VirtualService to the namespaces that see the host, or the host to those of the VirtualService.',
  );
});

test('no host at all', () => {
  expect(said('IST0101', [virtualService('shop/web', { hosts: ['a'], http: [{ route: [{}] }] })])).toMatchObject([
    { where: `error ${AT}.host`, fix: 'Write the host of a Service or a ServiceEntry.' },
  ]);
});

test('what becomes of connections and of copies', () => {
  const rule = virtualService('shop/web', {
    hosts: ['a'],
    tcp: [{ route: [{ destination: { host: 'db' } }] }],
    http: [{ route: [{ destination: { host: 'reviews' } }], mirror: { host: 'copy' } }],
  });
  expect(
    said('IST0101', [reviews, rule]).map(({ where, message }) => [
      where.split(' ')[3],
      message.split(' cluster: ')[1] ?? message.slice(-20),
    ]),
  ).toEqual([
    ['spec.http[0].mirror.host', ', without any error.'],
    ['spec.tcp[0].route[0].destination.host', 'connections that take this route are closed at once.'],
  ]);
});

describe('what is known from the settings only', () => {
  test('says nothing of the rest of a namespace or a domain', () => {
    expect(said('IST0101', [to('review')], {}, [reviews])[0]).toMatchObject({
      where: expect.stringContaining('warning'),
      fix: 'Write host: reviews.',
    });
    expect(said('IST0101', [to('db.example.com')], {}, [external('a/x', ['api.example.com'])])[0].where).toContain(
      'warning',
    );
  });

  test('a gateway that Istio installs is named among them', () => {
    expect(said('IST0101', [to('istio-egressgateway.istio-system.svc.cluster.local')])).toMatchObject([
      {
        where: `warning ${AT}.host`,
        fix: 'List istioEgressGateway in the externals of the settings if it is installed.',
      },
    ]);
  });
});

describe('ports', () => {
  const two = service('shop/reviews', [9080, 9090]);

  test('a port that is not there is an error, whatever the world', () => {
    expect(said('IST0101', [two, to('reviews', { port: { number: 80 } })])).toEqual([
      {
        where: `error ${AT}.port.number`,
        message: '"reviews" has no port 80: Service shop/reviews has 9080, 9090.' + HTTP,
        fix: 'Write one of 9080, 9090 as number. Destinations name the port of the Service, not that of the container.',
      },
    ]);
    expect(said('IST0101', [reviews, to('reviews', { port: { number: 80 } })])[0].fix).toContain(
      'Write number: 9080, or omit port',
    );
    expect(said('IST0101', [service('shop/reviews', []), to('reviews', { port: { number: 80 } })])[0].fix).toBe(
      'Give the Service its ports, or omit port here.',
    );
    expect(said('IST0101', [reviews, to('reviews', { port: {} })])[0]).toMatchObject({
      where: `error ${AT}.port`,
      message: 'The port for "reviews" has no number: Service shop/reviews has 9080.' + HTTP,
    });
  });

  test('a port that is left out', () => {
    expect(said('IST0112', [two, to('reviews')])).toMatchObject([
      { where: `error ${AT}`, fix: 'Write port: { number: 9080 }, or another of 9080, 9090, in the destination.' },
    ]);
  });

  test('where Istio takes any one of several, one that fits is enough', () => {
    const entries = [external('a/x', ['api.example.com'], {}, [443]), external('b/x', ['api.example.com'], {}, [80])];
    expect(said('IST0101', [...entries, to('api.example.com', { port: { number: 443 } })])).toEqual([]);
    expect(said('IST0101', [...entries, to('api.example.com', { port: { number: 8443 } })])).toHaveLength(1);
  });
});

test('what the settings say of the mesh is there, and is not reported', () => {
  expect(said('IST0101', [to('reviews')], {}, [reviews])).toEqual([]);
  expect(said('IST0101', [reviews], {}, [to('ratings')])).toEqual([]);
  expect(said('IST0101', [to('reviews.bank.svc.cluster.local')], { world: 'closed' })[0].where).toContain('error');
});

test('the ports of the ingress gateway that is taken for granted are not known', () => {
  const status = to('istio-ingressgateway.istio-system.svc.cluster.local', { port: { number: 15021 } });
  expect(said('IST0101', [status])).toMatchObject([{ where: `warning ${AT}.port.number` }]);
});

describe('sample addons of Istio', () => {
  test.each(['kiali', 'grafana', 'tracing', 'jaeger-collector', 'zipkin', 'prometheus', 'loki'])('%s', (name) => {
    expect(said('IST0101', [reviews, to(name)])).toMatchObject([
      {
        where: `warning ${AT}.host`,
        message: expect.stringContaining(`The sample addons of Istio have a Service ${name}, in istio-system.`),
        fix: `Write host: ${name}.istio-system.svc.cluster.local.`,
      },
    ]);
  });

  test('where they are installed already', () => {
    expect(said('IST0101', [to('grafana', {}, 'istio-system/web')])).toMatchObject([
      {
        message: expect.stringContaining('The sample addons of Istio have a Service grafana, in istio-system.'),
        fix: 'Install the addon, or list Service grafana of istio-system in the externals of the settings if it is there.',
      },
    ]);
  });

  test('one that is there is named as any other', () => {
    expect(said('IST0101', [service('tools/kiali'), to('kiali')])[0].fix).toBe(
      'Write host: kiali.tools.svc.cluster.local.',
    );
  });
});

describe('a port that is left out, in a rule for one port', () => {
  const two = service('shop/reviews', [9080, 9090]);
  const rule = (protocol: string, ...ports: (number | undefined)[]): Manifest =>
    virtualService('shop/web', {
      hosts: ['www.example.com'],
      [protocol]: [{ match: ports.map((port) => ({ port })), route: [{ destination: { host: 'reviews' } }] }],
    });

  test('is that port where the host has it', () => {
    const other = 'or another of 9080, 9090, in the destination.';
    expect(said('IST0112', [two, rule('http', 9090)])[0].fix).toBe(`Write port: { number: 9090 }, ${other}`);
    expect(said('IST0112', [two, rule('tls', 9090, 9090)])[0].fix).toBe(`Write port: { number: 9090 }, ${other}`);
    const gateway = service('shop/reviews', [15021, 80, 443]);
    expect(said('IST0112', [gateway, rule('http')])[0].fix).toMatch(/^Write port: { number: 80 }/);
    expect(said('IST0112', [gateway, rule('tls')])[0].fix).toMatch(/^Write port: { number: 443 }/);
    for (const ports of [[443], [9090, 9080], [9090, undefined], []]) {
      expect(said('IST0112', [two, rule('http', ...ports)])[0].fix).toBe(`Write port: { number: 9080 }, ${other}`);
    }
  });
});
