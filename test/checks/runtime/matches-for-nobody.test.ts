import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { deployment, gateway, ingressPods, manifest, server, service, virtualService } from '../../manifests';
import { placesOf, textsOf } from '../found';

const to = { route: [{ destination: { host: 'web' } }] };
const front = gateway('istio-system/front', server(80, 'HTTP', ['*.example.com']));
const other = gateway('istio-system/other', server(80, 'HTTP', ['other.org']));
const pods = ingressPods('istio-system');
const atGateway = (match: object, more: object = {}): Manifest =>
  virtualService('shop/web', {
    hosts: ['web.example.com'],
    gateways: ['istio-system/front'],
    http: [{ match: [match], ...to }, to],
    ...more,
  });
const inMesh = (match: object, more: object = {}): Manifest =>
  virtualService('shop/web', { hosts: ['web'], http: [{ match: [match], ...to }, to], ...more });
const MATCH = 'VirtualService shop/web spec.http[0].match[0]';

describe('CDI0124', () => {
  const places = (...manifests: Manifest[]): string[] =>
    placesOf('CDI012', [pods, front, other, service('shop/web'), ...manifests]);

  test.each<[string, Manifest]>([
    ['mesh, at a gateway', atGateway({ gateways: ['mesh'] })],
    ['another gateway', atGateway({ gateways: ['istio-system/other'] })],
    ['a gateway, in the mesh', inMesh({ gateways: ['istio-system/front'] })],
  ])('%s', (_, object) => {
    expect(places(object)).toEqual([`warning ${MATCH}.gateways[0]`]);
  });

  test.each<[string, Manifest]>([
    ['its own gateway', atGateway({ gateways: ['istio-system/front'] })],
    ['mesh, in the mesh', inMesh({ gateways: ['mesh'] })],
    ['one of two', atGateway({ gateways: ['mesh'] }, { gateways: ['mesh', 'istio-system/front'], hosts: ['web'] })],
    ['one that KIA1102 does not find', atGateway({ gateways: ['istio-system/nosuch'] })],
  ])('not %s', (_, object) => {
    expect(places(object)).toEqual([]);
  });

  test('tls and tcp rules too, and one of several gateways', () => {
    const more = {
      http: undefined,
      tls: [{ match: [{ sniHosts: ['web.example.com'], gateways: ['istio-system/front', 'mesh'] }], ...to }],
      tcp: [{ match: [{ gateways: ['mesh'] }], ...to }],
    };
    const tls = gateway('istio-system/front', server(443, 'TLS', ['*.example.com'], { mode: 'PASSTHROUGH' }));
    expect(placesOf('CDI0124', [pods, tls, atGateway({}, more)])).toEqual([
      'warning VirtualService shop/web spec.tcp[0].match[0].gateways[0]',
      'warning VirtualService shop/web spec.tls[0].match[0].gateways[1]',
    ]);
  });

  test('a gateway that does not exist, in a match of a tcp rule', () => {
    const pass = gateway('istio-system/front', server(5432, 'TCP', ['*']));
    const tcp = { hosts: ['web.example.com'], http: undefined, tcp: [{ match: [{ gateways: ['postgres'] }], ...to }] };
    expect(textsOf('CDI0124', [pods, pass, atGateway({}, tcp)])).toEqual([
      [
        'The VirtualService is bound to istio-system/front, not to shop/postgres. No proxy has a route for this match.',
        'There is no Gateway shop/postgres. Write istio-system/front, or remove gateways here.',
      ],
    ]);
  });

  test('a delegate whose gateways are none of the root', () => {
    const root = virtualService('shop/web', {
      hosts: ['web.example.com'],
      gateways: ['istio-system/front'],
      http: [{ delegate: { name: 'part' } }],
    });
    const part = virtualService('shop/part', { http: [{ match: [{ gateways: ['mesh'] }], ...to }] });
    expect(placesOf('CDI0124', [pods, front, root, part])).toEqual([
      'warning VirtualService shop/part spec.http[0].match[0].gateways[0]',
    ]);
  });

  test('what it says and offers', () => {
    expect(textsOf('CDI0124', [pods, front, atGateway({ gateways: ['mesh'] })])).toEqual([
      [
        'The VirtualService is bound to istio-system/front, not to mesh. No proxy has a route for this match.',
        'Write gateways: [istio-system/front, mesh] in spec, or remove "mesh" here.',
      ],
    ]);
    expect(textsOf('CDI0124', [pods, front, inMesh({ gateways: ['mesh', 'istio-system/front'] })])).toEqual([
      [
        'The VirtualService is bound to the mesh only, not to istio-system/front. That gateway has no route for this match.',
        'Write gateways: [mesh, istio-system/front] in spec, or remove "istio-system/front" here.',
      ],
    ]);
    const namesake = gateway('shop/front', server(80, 'HTTP', ['web.shop.org']));
    expect(textsOf('CDI0124', [pods, front, namesake, atGateway({ gateways: ['front'] })])).toEqual([
      [
        'The VirtualService is bound to istio-system/front, not to shop/front. No proxy has a route for this match.',
        'Write istio-system/front here, as in spec.gateways: a name without a namespace is one of the namespace of the VirtualService.',
      ],
    ]);
  });
});

describe('CDI0125', () => {
  const places = (...manifests: Manifest[]): string[] => placesOf('CDI0125', manifests);
  const tls = gateway(
    'istio-system/front',
    server(443, 'HTTPS', ['*.example.com'], { mode: 'SIMPLE', credentialName: 'c' }),
  );

  test.each<[string, Manifest[], string]>([
    ['a port without a server', [front, atGateway({ port: 8080 })], 'port'],
    ['a port of a server for other hosts', [other, front, atGateway({ port: 81 })], 'port'],
    ['a port that the Service lacks', [service('shop/web', [80]), inMesh({ port: 8080 })], 'port'],
    ['labels of clients', [front, atGateway({ sourceLabels: { app: 'job' } })], 'sourceLabels'],
    ['the namespace of clients', [front, atGateway({ sourceNamespace: 'shop' })], 'sourceNamespace'],
    ['another host', [front, atGateway({ authority: { exact: 'api.example.com' } })], 'authority.exact'],
    ['a wildcard for hosts', [front, atGateway({ authority: { exact: '*.example.com' } })], 'authority.exact'],
    ['another host in the mesh', [service('shop/web'), inMesh({ authority: { exact: 'api' } })], 'authority.exact'],
    ['TLS at a plain server', [front, atGateway({ scheme: { exact: 'https' } })], 'scheme.exact'],
    ['plain HTTP at a server with TLS', [tls, atGateway({ scheme: { exact: 'http' } })], 'scheme.exact'],
    ['TLS at a sidecar', [service('shop/web'), inMesh({ scheme: { exact: 'https' } })], 'scheme.exact'],
  ])('%s', (_, manifests, field) => {
    expect(places(pods, ...manifests)).toEqual([`warning ${MATCH}.${field}`]);
  });

  test.each<[string, Manifest[]]>([
    ['the port of the server', [front, atGateway({ port: 80 })]],
    ['the port of the Service', [service('shop/web', [80, 8080]), inMesh({ port: 8080 })]],
    ['a Service that is not there', [inMesh({ port: 8080 })]],
    ['a Gateway that is not there', [atGateway({ port: 8080 })]],
    ['labels of the gateway pods', [front, atGateway({ sourceLabels: { istio: 'ingressgateway' } })]],
    ['labels of clients in the mesh', [service('shop/web'), inMesh({ sourceLabels: { app: 'job' } })]],
    ['its host with a port', [front, atGateway({ authority: { exact: 'web.example.com:80' } })]],
    [
      'one of the hosts of a wildcard',
      [front, atGateway({ authority: { exact: 'a.example.com' } }, { hosts: ['*.example.com'] })],
    ],
    ['a beginning', [front, atGateway({ authority: { prefix: 'api.' } })]],
    ['a short name of the Service', [service('shop/web'), inMesh({ authority: { exact: 'web.shop' } })]],
    [
      'any host at a port of unknown protocol',
      [service('shop/web', [{ port: 80, name: 'web' }]), inMesh({ authority: { exact: 'api' } })],
    ],
    ['the scheme that is spoken', [front, atGateway({ scheme: { exact: 'http' } })]],
    [
      'what one of two places has',
      [
        front,
        service('shop/web', [8080]),
        inMesh({ port: 8080 }, { gateways: ['mesh', 'istio-system/front'], hosts: ['web', 'web.example.com'] }),
      ],
    ],
  ])('not %s', (_, manifests) => {
    expect(places(pods, ...manifests)).toEqual([]);
  });

  test.each<[string, Manifest[], string[]]>([
    ['a method in lower case', [service('shop/web'), inMesh({ method: { exact: 'post' } })], ['method.exact']],
    ['at a Gateway that is not there', [atGateway({ method: { exact: 'Get' } })], ['method.exact']],
    ['its beginning is no method', [inMesh({ method: { prefix: 'p' } })], []],
    ['in capitals', [inMesh({ method: { exact: 'POST' } })], []],
    ['a method of WebDAV', [inMesh({ method: { exact: 'propfind' } })], []],
    ['any case', [inMesh({ method: { regex: '(?i)post' } })], []],
  ])('methods: %s', (_, manifests, fields) => {
    expect(places(...manifests)).toEqual(fields.map((field) => `warning ${MATCH}.${field}`));
  });

  describe('labels that no client has', () => {
    const front2 = deployment('shop/front', { 'app.kubernetes.io/name': 'front', version: 'v1' });
    const of = (world: 'open' | 'closed', match: object, ...more: Manifest[]): string[] =>
      placesOf('CDI0125', [service('shop/web'), front2, inMesh(match), ...more], { world });

    test.each<[string, object, string | undefined, string | undefined]>([
      ['labels that a pod has', { 'app.kubernetes.io/name': 'front' }, undefined, undefined],
      ['the name under another key', { app: 'front' }, 'info', 'warning'],
      ['a name that is misspelt', { 'app.kubernetes.io/name': 'fronl' }, 'info', 'warning'],
      ['another version', { version: 'v2' }, undefined, 'warning'],
      ['another name', { app: 'batch' }, undefined, 'warning'],
      ['a label of a controller', { 'pod-template-hash': '5d9c' }, undefined, undefined],
      ['a label of the injector', { 'service.istio.io/canonical-name': 'front' }, undefined, undefined],
    ])('%s', (_, sourceLabels, open, closed) => {
      const found = (severity: string | undefined): string[] =>
        severity === undefined ? [] : [`${severity} ${MATCH}.sourceLabels`];
      expect(of('open', { sourceLabels })).toEqual(found(open));
      expect(of('closed', { sourceLabels })).toEqual(found(closed));
    });

    test('labels of pods of another namespace, and of machines', () => {
      const sourceLabels = { version: 'v1' };
      expect(of('closed', { sourceLabels, sourceNamespace: 'shop' })).toEqual([]);
      expect(of('closed', { sourceLabels, sourceNamespace: 'jobs' })).toEqual([`warning ${MATCH}.sourceLabels`]);
      const machine = manifest('WorkloadEntry', 'shop/vm', { address: '10.0.0.1', labels: { app: 'vm' } });
      expect(of('closed', { sourceLabels: { app: 'vm' } }, machine)).toEqual([]);
    });

    test('what it says and offers', () => {
      const texts = (world: 'open' | 'closed', app: string): unknown =>
        textsOf('CDI0125', [service('shop/web'), front2, inMesh({ sourceLabels: { app } })], { world });
      expect(texts('open', 'front')).toEqual([
        [
          "No pod of the manifests has the labels app=front, which are compared with those of the client's pod. If none elsewhere has them, no request fits this match.",
          'Write app.kubernetes.io/name: front, which pods have; or add the client to the externals of the settings if it is created elsewhere.',
        ],
      ]);
      expect(texts('closed', 'batch')).toEqual([
        [
          "No pod has the labels app=batch, which are compared with those of the client's pod. No request fits this match.",
          'Write labels that the pod template of the client has.',
        ],
      ]);
    });
  });

  test('tls and tcp rules', () => {
    const server443 = gateway('istio-system/front', server(443, 'TLS', ['*.example.com'], { mode: 'PASSTHROUGH' }));
    const rule = (port: number): object => ({
      http: undefined,
      tls: [{ match: [{ sniHosts: ['web.example.com'], port }], ...to }],
    });
    expect(places(pods, server443, atGateway({}, rule(8443)))).toEqual([
      'warning VirtualService shop/web spec.tls[0].match[0].port',
    ]);
    expect(places(pods, server443, atGateway({}, rule(443)))).toEqual([]);
  });

  test('what it says and offers', () => {
    const texts = (...manifests: Manifest[]): unknown => textsOf('CDI0125', [pods, ...manifests]);
    expect(texts(front, atGateway({ port: 8080 }))).toEqual([
      [
        'Gateway istio-system/front has no server with port 8080 for the hosts, but 80. No request fits this match.',
        'Write port: 80, or remove port.',
      ],
    ]);
    expect(texts(service('shop/web', [80, 443]), inMesh({ port: 8080 }))).toEqual([
      [
        'No client calls the host on port 8080: its ports are 80, 443. No request fits this match.',
        'Write port: 80, or remove port.',
      ],
    ]);
    expect(texts(front, atGateway({ sourceLabels: { app: 'job' } }))).toEqual([
      [
        'A gateway compares sourceLabels with its own pods, not with its clients, and the pods of Gateway istio-system/front do not have these labels. No request fits this match.',
        'Remove sourceLabels; to tell clients apart at a gateway, match a header, or a claim of their token.',
      ],
    ]);
    expect(texts(front, atGateway({ authority: { exact: 'api.example.com' } }))).toEqual([
      [
        'The VirtualService is for web.example.com, and Envoy asks its rules only for requests to this host. No request to api.example.com comes here.',
        'Add api.example.com to hosts, or remove authority.',
      ],
    ]);
    expect(texts(front, atGateway({ scheme: { exact: 'https' } }))).toEqual([
      [
        'Requests come to Gateway istio-system/front without TLS, so their scheme is always http. No request fits this match.',
        'Write scheme: { exact: http }, or remove scheme.',
      ],
    ]);
  });
});

describe('CDI0127', () => {
  test('the labels or the namespace of clients beside gateways', () => {
    const both = { gateways: ['mesh'], sourceLabels: { app: 'job' }, sourceNamespace: 'shop' };
    expect(placesOf('CDI0127', [service('shop/web'), inMesh(both)])).toEqual([`warning ${MATCH}.sourceLabels`]);
    expect(placesOf('CDI0127', [service('shop/web'), inMesh({ gateways: ['mesh'], sourceNamespace: 'shop' })])).toEqual(
      [`warning ${MATCH}.sourceNamespace`],
    );
    expect(placesOf('CDI0127', [service('shop/web'), inMesh({ gateways: ['mesh'], sourceLabels: {} })])).toEqual([]);
    expect(placesOf('CDI0127', [service('shop/web'), inMesh({ sourceLabels: { app: 'job' } })])).toEqual([]);
  });

  test('what it says and offers', () => {
    const match = { gateways: ['mesh'], sourceLabels: { app: 'job' } };
    expect(textsOf('CDI0127', [service('shop/web'), inMesh(match)])).toEqual([
      [
        'istiod does not compare sourceLabels in a match with gateways: the rule takes the requests of all clients that ask mesh.',
        'Remove gateways from the match: the VirtualService has only this one.',
      ],
    ]);
    expect(textsOf('CDI0127', [pods, front, atGateway({ ...match, gateways: ['istio-system/front'] })])).toEqual([
      [
        'istiod does not compare sourceLabels in a match with gateways: the rule takes the requests of all clients that ask istio-system/front.',
        "Remove sourceLabels: a gateway knows nothing of its clients' pods. To tell clients apart there, match a header, or a claim of their token.",
      ],
    ]);
    expect(
      textsOf('CDI0127', [
        pods,
        front,
        service('shop/web'),
        inMesh(match, { gateways: ['mesh', 'istio-system/front'] }),
      ])[0][1],
    ).toBe('Remove gateways from the match, and write a VirtualService of its own for mesh.');
  });
});
