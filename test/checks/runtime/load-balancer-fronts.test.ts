import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { apiGateway, deployment, gateway, ingressPods, manifest, server } from '../../manifests';
import { testCases, textsOf } from '../found';

const WEB = ['shop.example.com'];
const alb = (annotations: Record<string, string>, spec: object = {}): Manifest =>
  manifest(
    'Ingress',
    'istio-system/front',
    {
      ingressClassName: 'alb',
      rules: [{ http: { paths: [{ backend: { service: { name: 'istio-ingressgateway', port: { number: 80 } } } }] } }],
      ...spec,
    },
    { annotations },
  );
const HEALTH = {
  'alb.ingress.kubernetes.io/healthcheck-path': '/healthz/ready',
  'alb.ingress.kubernetes.io/healthcheck-port': '15021',
  'alb.ingress.kubernetes.io/healthcheck-protocol': 'HTTP',
};
const CERTIFICATE = { 'alb.ingress.kubernetes.io/certificate-arn': 'arn:aws:acm:x' };
const redirecting = gateway('shop/shop', server(80, 'HTTP', WEB, { httpsRedirect: true }));
const redirectingToHttps = gateway(
  'shop/shop',
  server(80, 'HTTP', WEB, { httpsRedirect: true }),
  server(443, 'HTTPS', WEB, { mode: 'PASSTHROUGH' }),
);
const redirectingBesideHttp = gateway(
  'shop/shop',
  server(80, 'HTTP', WEB, { httpsRedirect: true }),
  server(443, 'HTTP', WEB),
);
const PORTS = [
  { name: 'http2', port: 80, targetPort: 8080 },
  { name: 'https', port: 443, targetPort: 8443 },
];
const namedPorts = deployment(
  'edge/gateway',
  { app: 'gw', istio: 'ingressgateway' },
  { containers: [{ name: 'istio-proxy', image: 'auto', ports: [{ name: 'plain', containerPort: 8080 }] }] },
);
const nlb = (annotations: Record<string, string>, ports: object[]): Manifest =>
  manifest(
    'Service',
    'edge/gw',
    { type: 'LoadBalancer', selector: { app: 'gw' }, ports },
    {
      annotations: Object.fromEntries(
        Object.entries({ type: 'nlb', 'ssl-cert': 'arn', ...annotations }).map(([key, value]) => [
          `service.beta.kubernetes.io/aws-load-balancer-${key}`,
          value,
        ]),
      ),
    },
  );

testCases('CDI', [
  {
    name: 'a redirect behind an ALB, an ALB that is not in front of this gateway, one that speaks HTTPS to it',
    manifests: [redirecting, alb({ ...HEALTH, ...CERTIFICATE })],
    finds: ['CDI0103 error Gateway shop/shop spec.servers[0].tls.httpsRedirect'],
  },
  {
    name: 'an Ingress for another Service is no front',
    manifests: [
      redirecting,
      alb({ ...HEALTH, ...CERTIFICATE }, { rules: [], defaultBackend: { service: { name: 'other' } } }),
    ],
    finds: ['CDI0130 warning Gateway shop/shop spec.servers[0].tls.httpsRedirect'],
  },
  {
    name: 'HTTPS to the gateway is no loop, and nothing that a server for plain HTTP reads',
    manifests: [redirecting, alb({ ...HEALTH, ...CERTIFICATE, 'alb.ingress.kubernetes.io/backend-protocol': 'HTTPS' })],
    finds: ['CDI0118 error Gateway shop/shop spec.servers[0].port.protocol'],
  },
  {
    name: 'HTTPS to the server for HTTPS is right beside a redirect of plain HTTP',
    manifests: [
      redirectingToHttps,
      alb(
        { ...HEALTH, ...CERTIFICATE, 'alb.ingress.kubernetes.io/backend-protocol': 'HTTPS' },
        { rules: [], defaultBackend: { service: { name: 'istio-ingressgateway', port: { number: 443 } } } },
      ),
    ],
    // Right, but for the server name.
    finds: ['CDI0152 error Gateway shop/shop spec.servers[1].hosts'],
  },
  {
    name: 'plain HTTP of an ALB to the server for HTTPS, by the name of the port',
    manifests: [
      redirectingToHttps,
      alb(HEALTH, {
        rules: [{ http: { paths: [{ backend: { serviceName: 'istio-ingressgateway', servicePort: 'https' } }] } }],
      }),
    ],
    finds: ['CDI0118 error Gateway shop/shop spec.servers[1].port.protocol'],
  },
  {
    name: 'a network load balancer: a Service that leaves ports as they are written',
    manifests: [
      gateway(
        'shop/shop',
        server(8080, 'HTTP', WEB, { httpsRedirect: true }),
        server(8443, 'HTTPS', WEB, { mode: 'PASSTHROUGH' }),
      ),
      namedPorts,
      manifest(
        'Service',
        'edge/gw',
        { selector: { app: 'gw' }, ports: [{ port: 8443, targetPort: 8080 }] },
        {
          labels: { 'experimental.istio.io/disable-gateway-port-translation': 'true' },
          annotations: { 'service.beta.kubernetes.io/aws-load-balancer-ssl-cert': 'arn' },
        },
      ),
    ],
    finds: ['CDI0103 error Gateway shop/shop spec.servers[0].tls.httpsRedirect'],
  },
  {
    name: 'an ALB that listens to plain HTTP alone makes no loop',
    manifests: [
      redirecting,
      alb({ ...HEALTH, ...CERTIFICATE, 'alb.ingress.kubernetes.io/listen-ports': '[{"HTTP": 80}]' }),
    ],
    finds: ['CDI0130 warning Gateway shop/shop spec.servers[0].tls.httpsRedirect'],
  },
  {
    name: 'what a Service says of itself counts before what its Ingress says',
    manifests: [
      redirecting,
      ingressPods('istio-system'),
      manifest(
        'Service',
        'istio-system/istio-ingressgateway',
        { selector: { app: 'gw' }, ports: [{ name: 'http2', port: 80 }] },
        { annotations: { 'alb.ingress.kubernetes.io/backend-protocol': 'HTTP' } },
      ),
      alb({ ...HEALTH, ...CERTIFICATE, 'alb.ingress.kubernetes.io/backend-protocol': 'HTTPS' }),
    ],
    settings: { suppress: [{ code: 'CDI0206', reason: 'it is about something else' }] },
    finds: ['CDI0103 error Gateway shop/shop spec.servers[0].tls.httpsRedirect'],
  },
  {
    name: 'another Ingress that encrypts makes no loop',
    manifests: [
      redirecting,
      alb(
        { 'nginx.ingress.kubernetes.io/backend-protocol': 'HTTPS' },
        { ingressClassName: 'nginx', tls: [{ secretName: 'shop' }] },
      ),
    ],
    finds: [],
  },
  ...(
    [
      ['TLS ends on one port, which has its own server', redirectingBesideHttp, { 'ssl-ports': 'https' }, PORTS, []],
      ['by its number', redirectingBesideHttp, { 'ssl-ports': '443,8443' }, PORTS, []],
      [
        'TLS ends on all ports',
        redirectingBesideHttp,
        {},
        PORTS,
        ['CDI0103 error Gateway shop/shop spec.servers[0].tls.httpsRedirect'],
      ],
      [
        'both ports of the Service lead to the redirect',
        redirecting,
        { 'ssl-ports': '443' },
        [
          { port: 80, targetPort: 8080 },
          { port: 443, targetPort: 8080 },
        ],
        ['CDI0103 error Gateway shop/shop spec.servers[0].tls.httpsRedirect'],
      ],
      [
        'by the name of a port of the pods',
        redirecting,
        { 'ssl-ports': '443' },
        [
          { port: 80, targetPort: 8080 },
          { port: 443, targetPort: 'plain' },
        ],
        ['CDI0103 error Gateway shop/shop spec.servers[0].tls.httpsRedirect'],
      ],
      ['the Service has no port of the server', redirecting, {}, [{ port: 443, targetPort: 8443 }], []],
      [
        'TLS ends before a server for HTTPS',
        redirectingToHttps,
        { 'ssl-ports': 'https' },
        PORTS,
        ['CDI0118 error Gateway shop/shop spec.servers[1].port.protocol'],
      ],
      ['TLS is made anew for it', redirectingToHttps, { 'ssl-ports': 'https', 'backend-protocol': 'ssl' }, PORTS, []],
      [
        'TLS is made anew for a server that does not expect it',
        redirectingBesideHttp,
        { 'ssl-ports': '443', 'backend-protocol': 'ssl' },
        PORTS,
        ['CDI0118 error Gateway shop/shop spec.servers[1].port.protocol'],
      ],
    ] as [string, Manifest, Record<string, string>, object[], string[]][]
  ).map(([name, ofGateway, annotations, ports, finds]) => ({
    name: `a network load balancer: ${name}`,
    manifests: [ofGateway, namedPorts, nlb(annotations, ports)],
    finds,
  })),
  {
    name: 'a redirect behind a network load balancer that ends TLS',
    manifests: [
      redirecting,
      ingressPods('edge'),
      manifest(
        'Service',
        'edge/gw',
        { type: 'LoadBalancer', selector: { app: 'gw' }, ports: [{ port: 443, targetPort: 80 }] },
        { annotations: { 'service.beta.kubernetes.io/aws-load-balancer-ssl-cert': 'arn' } },
      ),
    ],
    finds: ['CDI0103 error Gateway shop/shop spec.servers[0].tls.httpsRedirect'],
  },
  {
    name: 'an Ingress in front of something else needs no health check of ours',
    manifests: [alb({}, { rules: [], defaultBackend: { service: { name: 'nginx' } } })],
    finds: [],
  },
]);

test('it says what comes back, and what the load balancer has to do instead', () => {
  expect(textsOf('CDI0103', [redirecting, alb({ ...HEALTH, ...CERTIFICATE })])).toEqual([
    [
      'Ingress istio-system/front terminates TLS and sends plain HTTP to the gateway. The gateway redirects to HTTPS, and the next request arrives as plain HTTP again: browsers give up with "too many redirects".',
      'Remove httpsRedirect from the server of port 80, and let the load balancer redirect: alb.ingress.kubernetes.io/ssl-redirect: "443" on an ALB.',
    ],
  ]);
  const encrypting = alb({ ...HEALTH, ...CERTIFICATE, 'alb.ingress.kubernetes.io/backend-protocol': 'HTTPS' });
  expect(textsOf('CDI0118', [redirecting, encrypting])).toEqual([
    [
      'Ingress istio-system/front sends TLS to port 80 of the gateway, where this server expects plain HTTP: all requests fail.',
      'Send it to the port of a server with protocol HTTPS, or remove the annotation alb.ingress.kubernetes.io/backend-protocol.',
    ],
  ]);
  expect(textsOf('CDI0402', [alb({})])).toEqual([
    [
      'The health check of the load balancer requests "/", but istio-ingressgateway, an Istio gateway, answers 404 for hosts and paths without a route. All targets are unhealthy, and clients get 503 or 504.',
      'Write the annotations alb.ingress.kubernetes.io/healthcheck-path: /healthz/ready and alb.ingress.kubernetes.io/healthcheck-port: "15021" (with target-type: instance the node port of status-port).',
    ],
  ]);
});

describe('a load balancer that encrypts', () => {
  const tls = { mode: 'SIMPLE', credentialName: 'cert' };
  const encrypting = alb(
    { ...HEALTH, ...CERTIFICATE, 'alb.ingress.kubernetes.io/backend-protocol': 'HTTPS' },
    {
      rules: [{ http: { paths: [{ backend: { service: { name: 'istio-ingressgateway', port: { number: 443 } } } }] } }],
    },
  );
  const nginx = (annotations: Record<string, string>): Manifest =>
    manifest(
      'Ingress',
      'istio-system/front',
      {
        ingressClassName: 'nginx',
        rules: [
          { http: { paths: [{ backend: { service: { name: 'istio-ingressgateway', port: { number: 443 } } } }] } },
        ],
      },
      {
        annotations: Object.fromEntries(
          Object.entries(annotations).map(([key, value]) => [`nginx.ingress.kubernetes.io/${key}`, value]),
        ),
      },
    );
  const shop = (hosts: string[], settings: object = tls, protocol = 'HTTPS'): Manifest =>
    gateway('shop/shop', server(443, protocol, hosts, settings));
  const FOUND = ['CDI0152 error Gateway shop/shop spec.servers[0].hosts'];

  testCases('CDI0152', [
    { name: 'named hosts', manifests: [encrypting, shop(WEB)], finds: FOUND },
    { name: 'a wildcard', manifests: [encrypting, shop(['*.example.com'])], finds: FOUND },
    { name: 'hosts of one namespace', manifests: [encrypting, shop(['./shop.example.com'])], finds: FOUND },
    { name: 'TLS that is passed on', manifests: [encrypting, shop(WEB, { mode: 'PASSTHROUGH' }, 'TLS')], finds: FOUND },
    { name: 'client certificates', manifests: [encrypting, shop(WEB, { ...tls, mode: 'MUTUAL' })], finds: FOUND },
    { name: 'every host', manifests: [encrypting, shop(['*'])], finds: [] },
    { name: 'every host of one namespace', manifests: [encrypting, shop(['./*'])], finds: [] },
    {
      name: 'another server for every host',
      manifests: [encrypting, shop(WEB), gateway('shop/all', server(443, 'HTTPS', ['*'], tls))],
      finds: [],
    },
    { name: 'plain HTTP', manifests: [alb({ ...HEALTH, ...CERTIFICATE }), shop(WEB, {}, 'HTTP')], finds: [] },
    { name: 'nginx', manifests: [nginx({ 'backend-protocol': 'HTTPS' }), shop(WEB)], finds: FOUND },
    {
      name: 'nginx that sends the name',
      manifests: [nginx({ 'backend-protocol': 'HTTPS', 'proxy-ssl-server-name': 'on' }), shop(WEB)],
      finds: [],
    },
    { name: 'nginx without TLS', manifests: [nginx({}), shop(WEB)], finds: [] },
  ]);

  test('is told what to write', () => {
    expect(textsOf('CDI0152', [encrypting, shop(WEB)])).toEqual([
      [
        'Ingress istio-system/front opens TLS connections to port 443 of the gateway without a server name (SNI), and this server takes only those for shop.example.com: the gateway closes every connection, and clients get 502.',
        'Write hosts: ["*"] here; VirtualServices bound to the Gateway keep their hosts. Or send plain HTTP to a server with protocol HTTP: remove the annotation backend-protocol.',
      ],
    ]);
  });
});

describe('listeners of the Gateway API', () => {
  const NLB = 'service.beta.kubernetes.io/aws-load-balancer-';
  const TLS = { certificateRefs: [{ name: 'web' }] };
  const listener = (protocol: string, port: number, hostname?: string): object => ({
    name: `on-${port}`,
    port,
    protocol,
    hostname,
    ...(protocol === 'HTTP' ? {} : { tls: TLS }),
  });
  const managed = (listeners: object[], annotations?: Record<string, string>): Manifest =>
    apiGateway('istio-system/web', {
      gatewayClassName: 'istio',
      listeners,
      infrastructure: annotations && { annotations },
    });
  const before = (port: number, annotations: Record<string, string> = {}): Manifest =>
    alb(
      { ...HEALTH, ...annotations },
      { rules: undefined, defaultBackend: { service: { name: 'web-istio', port: { number: port } } } },
    );
  const ENCRYPTS = { 'alb.ingress.kubernetes.io/backend-protocol': 'HTTPS' };
  const CERT = { [`${NLB}ssl-cert`]: 'arn' };
  const at = (code: string, field: string): string =>
    `${code} error Gateway istio-system/web spec.listeners[0].${field}`;

  testCases('CDI01', [
    {
      name: 'plain HTTP to TLS',
      manifests: [managed([listener('HTTPS', 443, WEB[0])]), before(443)],
      finds: [at('CDI0118', 'protocol')],
    },
    {
      name: 'TLS to plain HTTP',
      manifests: [managed([listener('HTTP', 80)]), before(80, ENCRYPTS)],
      finds: [at('CDI0118', 'protocol')],
    },
    {
      name: 'TLS without a name',
      manifests: [managed([listener('HTTPS', 443, WEB[0])]), before(443, ENCRYPTS)],
      finds: [at('CDI0152', 'hostname')],
    },
    {
      name: 'TLS without a name where any is taken',
      manifests: [managed([listener('HTTPS', 443)]), before(443, ENCRYPTS)],
      finds: [],
    },
    {
      name: 'TLS without a name where another listener takes any',
      manifests: [managed([listener('HTTPS', 443, WEB[0]), listener('HTTPS', 443)]), before(443, ENCRYPTS)],
      finds: [],
    },
    { name: 'plain HTTP', manifests: [managed([listener('HTTP', 80)]), before(80)], finds: [] },
    { name: 'another port', manifests: [managed([listener('HTTPS', 443, WEB[0])]), before(80)], finds: [] },
    {
      name: 'an NLB that terminates TLS',
      manifests: [managed([listener('HTTPS', 443)], { ...CERT, [`${NLB}ssl-ports`]: '443' })],
      finds: [at('CDI0118', 'protocol')],
    },
    {
      name: 'an NLB that terminates TLS on another port, or encrypts again',
      manifests: [managed([listener('HTTPS', 443)], { ...CERT, [`${NLB}ssl-ports`]: '8443' })],
      finds: [],
    },
    {
      name: 'an NLB that encrypts again',
      manifests: [managed([listener('HTTPS', 443)], { ...CERT, [`${NLB}backend-protocol`]: 'ssl' })],
      finds: [],
    },
    { name: 'an NLB without a certificate', manifests: [managed([listener('HTTPS', 443)], {})], finds: [] },
  ]);

  test('are told what to write', () => {
    const own = managed([listener('HTTPS', 443, WEB[0])]);
    expect(textsOf('CDI0152', [own, before(443, ENCRYPTS)])).toEqual([
      [
        'Ingress istio-system/front opens TLS connections to port 443 of the gateway without a server name (SNI), and this listener takes only those for shop.example.com: the gateway closes every connection, and clients get 502.',
        'Remove hostname here; routes attached to the listener keep their hostnames. Or send plain HTTP to a listener with protocol HTTP: remove the annotation backend-protocol.',
      ],
    ]);
    expect(textsOf('CDI0118', [managed([listener('HTTPS', 443)], CERT)])[0][0]).toBe(
      'The load balancer of Gateway istio-system/web terminates TLS and sends plain bytes to port 443 of the gateway, where this listener expects TLS (protocol HTTPS): the gateway closes every connection.',
    );
  });
});
