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

describe('a load balancer of the Gateway API', () => {
  const listening = (annotations: Record<string, string>, protocol = 'HTTPS', gatewayClassName = 'istio'): Manifest =>
    apiGateway('edge/public', {
      gatewayClassName,
      infrastructure: {
        annotations: Object.fromEntries(
          Object.entries(annotations).map(([key, value]) => [
            `service.beta.kubernetes.io/aws-load-balancer-${key}`,
            value,
          ]),
        ),
      },
      listeners: [
        { name: 'http', port: 80, protocol: 'HTTP' },
        { name: 'https', port: 443, protocol, tls: { certificateRefs: [{ name: 'cert' }] } },
      ],
    });
  const FOUND = ['CDI0118 error Gateway edge/public spec.listeners[1].protocol'];

  testCases('CDI0118', [
    { name: 'ends TLS on all ports', manifests: [listening({ 'ssl-cert': 'arn' })], finds: FOUND },
    { name: 'ends TLS on the port', manifests: [listening({ 'ssl-cert': 'arn', 'ssl-ports': '443' })], finds: FOUND },
    {
      name: 'ends TLS on the port by its name',
      manifests: [listening({ 'ssl-cert': 'arn', 'ssl-ports': 'https' })],
      finds: FOUND,
    },
    { name: 'ends TLS on another port', manifests: [listening({ 'ssl-cert': 'arn', 'ssl-ports': '8443' })], finds: [] },
    {
      name: 'encrypts again',
      manifests: [listening({ 'ssl-cert': 'arn', 'backend-protocol': 'ssl' })],
      finds: [],
    },
    { name: 'ends TLS for plain HTTP', manifests: [listening({ 'ssl-cert': 'arn' }, 'HTTP')], finds: [] },
    { name: 'passes TLS on', manifests: [listening({ type: 'external' })], finds: [] },
    { name: 'of another controller', manifests: [listening({ 'ssl-cert': 'arn' }, 'HTTPS', 'other')], finds: [] },
  ]);
});
