import type { WrittenSettings } from '../../../lib/checks/read-settings';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { deployment, gateway, manifest, server, service, to } from '../../manifests';

/** Manifests, and which of our own codes are found where. */
export interface RuntimeCase {
  readonly name: string;
  readonly manifests: Manifest[];
  readonly settings?: WrittenSettings;
  /** `CDI0101 error DestinationRule shop/reviews spec.host` */
  readonly finds: string[];
}

const FULL = 'reviews.shop.svc.cluster.local';
const rule = (key: string, host: string, more: object = {}): Manifest =>
  manifest('DestinationRule', key, { host, ...more });
const subsets = (...names: string[]): object => ({
  subsets: names.map((name) => ({ name, labels: { version: name } })),
});
const hash = { loadBalancer: { consistentHash: { useSourceIp: true } } };
const split = to([FULL, 'v1', 80], [FULL, 'v2', 20]);
const mesh = (key: string, hosts: string[], ...http: object[]): Manifest =>
  manifest('VirtualService', key, { hosts, http });
const bound = (key: string, hosts: string[], gateways: string[], more: object): Manifest =>
  manifest('VirtualService', key, { hosts, gateways, ...more });
const web = ['shop.example.com'];
const ingressPods = (namespace: string): Manifest =>
  deployment(`${namespace}/istio-ingressgateway`, { app: 'gw', istio: 'ingressgateway' });
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
const HEALTH = { 'alb.ingress.kubernetes.io/healthcheck-path': '/healthz/ready' };
const CERTIFICATE = { 'alb.ingress.kubernetes.io/certificate-arn': 'arn:aws:acm:x' };
const redirecting = gateway('shop/shop', server(80, 'HTTP', web, { httpsRedirect: true }));
const redirectingToHttps = gateway(
  'shop/shop',
  server(80, 'HTTP', web, { httpsRedirect: true }),
  server(443, 'HTTPS', web, { mode: 'PASSTHROUGH' }),
);
const redirectingBesideHttp = gateway(
  'shop/shop',
  server(80, 'HTTP', web, { httpsRedirect: true }),
  server(443, 'HTTP', web),
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
const entry = (hosts: string[], resolution: string = 'DNS', namespace: string = 'shop'): Manifest =>
  manifest('ServiceEntry', `${namespace}/external`, {
    hosts,
    resolution,
    ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
  });
const HOST = 'api.example.org';
const EGRESS = 'istio-egressgateway.istio-system.svc.cluster.local';
const hop = (gateways: string[], sni: string, host: string, port?: number): object => ({
  match: [{ gateways, port: 443, sniHosts: [sni] }],
  route: [{ destination: { host, ...(port && { port: { number: port } }) } }],
});
const egressGateway = (...hosts: string[]): Manifest =>
  manifest('Gateway', 'istio-system/out', {
    selector: { istio: 'egressgateway' },
    servers: [server(443, 'TLS', hosts, { mode: 'PASSTHROUGH' })],
  });
const REGISTRY_ONLY: WrittenSettings = { meshConfig: { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } } };
const enforced = manifest('NetworkPolicy', 'shop/egress', { policyTypes: ['Egress'], egress: [] });
/** An egress gateway for one host, with rules for the sidecars of the namespaces that see them. */
const wayOut = (more: object = {}, key: string = 'istio-system/out', entries: string = 'shop'): Manifest[] => [
  enforced,
  entry([HOST], 'DNS', entries),
  egressGateway(HOST),
  bound(key, [HOST], ['mesh', 'istio-system/out'], {
    tls: [{ ...hop(['mesh'], HOST, EGRESS, 443), ...more }, hop(['istio-system/out'], HOST, HOST, 443)],
  }),
];
const exportedTo = (manifests: Manifest[], ...exportTo: string[]): Manifest[] =>
  manifests.map((each) =>
    each.kind === 'VirtualService' ? { ...each, spec: { ...(each.spec as object), exportTo } } : each,
  );
const importing = (key: string, hosts: string[], more: object = {}): Manifest =>
  manifest('Sidecar', key, { egress: [{ hosts }], ...more });
const HIDES = (severity: string, key: string = 'shop/default'): string =>
  `CDI0119 ${severity} Sidecar ${key} spec.egress`;
const matching = (source: object): object => ({
  match: [{ gateways: ['mesh'], port: 443, sniHosts: [HOST], ...source }],
});
const proxy = (env: string[], volumes: string[], more: object = {}): Manifest =>
  deployment(
    'egress/partners',
    { app: 'partners' },
    {
      containers: [
        {
          name: 'istio-proxy',
          image: 'docker.io/istio/proxyv2:1.31.1',
          args: ['proxy', 'router'],
          env: env.map((name) => ({ name, value: 'x' })),
          ...more,
        },
      ],
      volumes: volumes.map((name) => ({ name })),
    },
  );
const kiali = bound('istio-system/kiali', ['kiali.example.com'], ['kiali'], { http: [to('kiali')] });
const kialiGateway = gateway('istio-system/kiali', server(80, 'HTTP', ['kiali.example.com']));
const guard = (namespace: string, matchLabels: Record<string, string>): Manifest =>
  manifest('AuthorizationPolicy', `${namespace}/login`, { selector: { matchLabels }, action: 'CUSTOM' });

export const runtimeCases: RuntimeCase[] = [
  {
    name: 'a rule of a client hides the subset that a route asks for',
    manifests: [
      rule('front/a', FULL),
      rule('shop/b', 'reviews', subsets('v1')),
      mesh('shop/c', [FULL], to([FULL, 'v1', 100])),
    ],
    finds: ['CDI0115 error DestinationRule front/a spec.subsets'],
  },
  {
    name: 'a rule of a client hides nothing from others',
    manifests: [
      rule('front/a', FULL, { exportTo: ['.'] }),
      rule('shop/b', 'reviews', subsets('v1')),
      manifest('VirtualService', 'shop/c', { hosts: [FULL], exportTo: ['.'], http: [to([FULL, 'v1', 100])] }),
    ],
    finds: [],
  },
  ...['edge/edge', 'edge.edge.svc.cluster.local', 'edge.edge'].map((name) => ({
    name: `a Gateway is bound as istiod reads it: ${name}`,
    manifests: [
      ingressPods('edge'),
      gateway('edge/edge', server(80, 'HTTP', web)),
      rule('shop/a', 'reviews'),
      rule('istio-system/b', FULL, subsets('v1')),
      bound('shop/c', web, [name], { http: [to([FULL, 'v1', 100])] }),
    ],
    finds: ['CDI0115 error DestinationRule shop/a spec.subsets'],
  })),
  {
    name: 'a rule for some pods hides nothing from the others',
    manifests: [
      rule('shop/a', 'reviews', { workloadSelector: { matchLabels: { app: 'web' } } }),
      rule('istio-system/b', FULL, subsets('v1')),
      mesh('shop/c', [FULL], to([FULL, 'v1', 100])),
    ],
    finds: [],
  },
  {
    name: 'a gateway in the root namespace finds the rule beside the Service before one of the root namespace',
    manifests: [
      deployment('istio-system/edge', { app: 'gw', istio: 'ingressgateway' }),
      service('shop/reviews', [9080]),
      rule('front/a', FULL, subsets('v1')),
      rule('shop/b', FULL, subsets('v1')),
      rule('istio-system/c', FULL, { trafficPolicy: { connectionPool: { tcp: { maxConnections: 10 } } } }),
      gateway('istio-system/public', server(80, 'HTTP', web)),
      bound('shop/web', web, ['istio-system/public'], { http: [to([FULL, 'v1', 100])] }),
    ],
    finds: [],
  },
  {
    name: 'a default that hides rules hides that of the root namespace',
    manifests: [
      service('shop/reviews', [9080]),
      rule('front/a', FULL, subsets('v1')),
      rule('istio-system/b', FULL, subsets('v1')),
      mesh('shop/reviews', [FULL], to([FULL, 'v1', 100])),
    ],
    settings: { meshConfig: { defaultDestinationRuleExportTo: ['.'] } },
    finds: ['CDI0101 error DestinationRule front/a metadata.namespace'],
  },
  {
    name: 'names in that default hide nothing',
    manifests: [
      service('shop/reviews', [9080]),
      rule('front/a', FULL, subsets('v1')),
      rule('istio-system/b', FULL, subsets('v1')),
      mesh('shop/reviews', [FULL], to([FULL, 'v1', 100])),
    ],
    settings: { meshConfig: { defaultDestinationRuleExportTo: ['istio-system'] } },
    finds: [],
  },
  {
    name: 'a wildcard rule beside clients hides the subset of the rule beside the Service',
    manifests: [
      service('shop/reviews', [9080]),
      rule('front/wide', '*.shop.svc.cluster.local', { trafficPolicy: {} }),
      rule('shop/b', FULL, subsets('v1')),
      mesh('shop/reviews', [FULL], to([FULL, 'v1', 100])),
    ],
    finds: ['CDI0115 error DestinationRule front/wide spec.subsets'],
  },
  {
    name: 'a wildcard rule beside clients that have a closer one with the subset hides nothing',
    manifests: [
      service('shop/reviews', [9080]),
      rule('front/wide', '*.shop.svc.cluster.local'),
      rule('front/own', FULL, subsets('v1')),
      rule('shop/b', FULL, subsets('v1')),
      mesh('shop/reviews', [FULL], to([FULL, 'v1', 100])),
    ],
    finds: [],
  },
  {
    name: 'a wildcard rule hides a subset of each Service, and one of them is told',
    manifests: [
      rule('front/wide', '*.local'),
      ...['reviews', 'ratings', 'details'].flatMap((name) => [
        rule(`shop/${name}`, name, subsets('v1')),
        mesh(`shop/${name}`, [name], to([name, 'v1', 100])),
      ]),
    ],
    finds: ['CDI0115 error DestinationRule front/wide spec.subsets'],
  },
  {
    name: 'a rule for some pods keeps the others beside them from what is behind it',
    manifests: [
      deployment('shop/web', { app: 'web' }),
      deployment('shop/other', { app: 'other' }),
      rule('shop/a', 'reviews', { workloadSelector: { matchLabels: { app: 'web' } } }),
      rule('istio-system/b', FULL, subsets('v1')),
      mesh('shop/c', [FULL], to([FULL, 'v1', 100])),
    ],
    finds: ['CDI0115 error DestinationRule shop/a spec.subsets'],
  },
  {
    name: 'a rule that is exported to others keeps a client from the wildcard behind it',
    manifests: [
      rule('shop/a', 'reviews', { exportTo: ['third'], ...subsets('v1') }),
      rule('shop/b', '*.shop.svc.cluster.local', subsets('v1')),
      mesh('shop/c', [FULL], to([FULL, 'v1', 100])),
    ],
    finds: ['CDI0115 error DestinationRule shop/a spec.subsets'],
  },
  {
    name: 'a rule beside its Service, or in the root namespace, is found by all',
    manifests: [service('shop/reviews', [80]), rule('shop/a', 'reviews'), rule('istio-system/b', FULL)],
    finds: [],
  },
  {
    name: 'a rule elsewhere is found by its neighbors only',
    manifests: [service('shop/reviews', [80]), rule('front/a', FULL)],
    finds: ['CDI0101 info DestinationRule front/a metadata.namespace'],
  },
  {
    name: 'a route of another namespace without a subset loses the policy',
    manifests: [service('shop/reviews', [80]), rule('front/a', FULL), mesh('shop/reviews', [FULL], to(FULL))],
    finds: ['CDI0101 warning DestinationRule front/a metadata.namespace'],
  },
  {
    name: 'a route at a gateway with a subset breaks',
    manifests: [
      ingressPods('edge'),
      service('shop/reviews', [80]),
      rule('front/a', FULL, subsets('v1')),
      gateway('front/web', server(80, 'HTTP', web)),
      bound('front/web', web, ['web'], { http: [to([FULL, 'v1', 100])] }),
    ],
    finds: ['CDI0101 error DestinationRule front/a metadata.namespace'],
  },
  {
    name: 'the namespace of a ServiceEntry is the one of its host',
    manifests: [entry([HOST], 'DNS', 'egress'), rule('front/a', HOST)],
    finds: ['CDI0101 info DestinationRule front/a metadata.namespace'],
  },
  {
    name: 'a rule beside the client may replace the one beside the Service, which the others find',
    manifests: [entry([HOST], 'DNS', 'egress'), rule('front/a', HOST), rule('egress/b', HOST)],
    finds: [],
  },
  {
    name: 'the others find a rule beside the Service that knows fewer subsets',
    manifests: [
      service('shop/reviews', [80]),
      rule('front/a', FULL, subsets('v1', 'v2')),
      rule('shop/b', FULL, subsets('v1')),
      mesh('shop/reviews', [FULL], to([FULL, 'v2', 100])),
    ],
    finds: ['CDI0101 error DestinationRule front/a metadata.namespace'],
  },
  {
    name: 'the others do not find a rule beside the Service that is private',
    manifests: [
      service('shop/reviews', [80]),
      rule('front/a', FULL, subsets('v1')),
      rule('shop/b', FULL, { ...subsets('v1'), exportTo: ['.'] }),
      mesh('edge/reviews', [FULL], to([FULL, 'v1', 100])),
    ],
    finds: ['CDI0101 error DestinationRule front/a metadata.namespace'],
  },
  {
    name: 'rules of the kind that the server asks',
    manifests: [
      gateway(
        'shop/g',
        server(80, 'HTTP', ['a.example.com']),
        server(443, 'TLS', ['b.example.com'], { mode: 'PASSTHROUGH' }),
        server(9000, 'TLS', ['c.example.com'], { mode: 'ISTIO_MUTUAL' }),
        server(9001, 'TCP', ['d.example.com']),
        server(8443, 'HTTPS', ['e.example.com'], { mode: 'SIMPLE', credentialName: 'e' }),
        server(15443, 'TLS', ['*.local'], { mode: 'AUTO_PASSTHROUGH' }),
      ),
      bound('shop/a', ['a.example.com'], ['g'], { http: [to('a')] }),
      bound('shop/b', ['b.example.com'], ['g'], { tls: [hop(['g'], 'b.example.com', 'b')] }),
      bound('shop/c', ['c.example.com'], ['g'], { tcp: [to('c')] }),
      bound('shop/d', ['d.example.com'], ['g'], { tcp: [to('d')] }),
      bound('shop/e', ['e.example.com'], ['g'], { http: [to('e')] }),
    ],
    finds: [],
  },
  {
    name: 'rules of another kind',
    manifests: [
      gateway(
        'shop/g',
        server(443, 'TLS', ['b.example.com'], { mode: 'PASSTHROUGH' }),
        server(8443, 'HTTPS', ['e.example.com'], { mode: 'SIMPLE', credentialName: 'e' }),
        server(9000, 'TLS', ['c.example.com'], { mode: 'ISTIO_MUTUAL' }),
      ),
      bound('shop/b', ['b.example.com'], ['g'], { http: [to('b')] }),
      bound('shop/c', ['c.example.com'], ['shop/g'], { tls: [hop(['shop/g'], 'c.example.com', 'c')] }),
      bound('shop/e', ['e.example.com'], ['g'], { tcp: [to('e')] }),
    ],
    finds: [
      'CDI0102 error VirtualService shop/b spec.http',
      'CDI0102 error VirtualService shop/c spec.tls',
      'CDI0102 error VirtualService shop/e spec.tcp',
    ],
  },
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
    finds: [],
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
    finds: [],
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
        server(8080, 'HTTP', web, { httpsRedirect: true }),
        server(8443, 'HTTPS', web, { mode: 'PASSTHROUGH' }),
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
    finds: [],
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
    name: 'a Secret beside the Gateway and not beside its pods',
    manifests: [
      ingressPods('edge'),
      gateway('shop/g', server(443, 'HTTPS', web, { mode: 'SIMPLE', credentialName: 'shop' })),
      manifest('Secret', 'shop/shop'),
    ],
    finds: ['CDI0104 error Gateway shop/g spec.servers[0].tls.credentialName'],
  },
  {
    name: 'a Secret that nobody knows of is not ours to judge',
    manifests: [
      ingressPods('edge'),
      gateway('shop/g', server(443, 'HTTPS', web, { mode: 'SIMPLE', credentialName: 'shop' })),
      manifest('Certificate', 'edge/x', { secretName: 'other' }),
    ],
    finds: [],
  },
  {
    name: 'a hash in the policy of a port or a subset counts, one version alone does not',
    manifests: [
      service('shop/reviews', [80]),
      rule('shop/a', FULL, { trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, ...hash }] } }),
      mesh('shop/b', [FULL], to([FULL, 'v1', 100], [FULL, 'v2', 0])),
      mesh('shop/c', ['other.example.com'], split),
      entry(['other.example.com']),
    ],
    finds: ['CDI0105 warning VirtualService shop/c spec.http[0].route'],
  },
  {
    name: 'a rule that hashes and that callers do not find',
    manifests: [
      rule('shop/a', 'reviews', subsets('v1', 'v2')),
      rule('istio-system/b', FULL, { trafficPolicy: hash, ...subsets('v1', 'v2') }),
      rule('third/c', FULL, { trafficPolicy: hash, exportTo: ['.'], ...subsets('v1', 'v2') }),
      mesh('shop/c', [FULL], split),
    ],
    finds: [],
  },
  {
    name: 'a wildcard rule that hashes',
    manifests: [
      rule('istio-system/b', '*.local', { trafficPolicy: hash }),
      mesh('shop/c', ['web'], to(['web', 'v1', 80], ['web', '', 20])),
    ],
    finds: ['CDI0105 warning VirtualService shop/c spec.http[0].route'],
  },
  {
    name: 'faults with a timeout of zero or no retries',
    manifests: [
      service('shop/reviews', [80]),
      mesh('shop/a', [FULL], {
        fault: { delay: { fixedDelay: '5s' } },
        timeout: '0s',
        retries: { attempts: 0 },
        ...to(FULL),
      }),
    ],
    finds: [],
  },
  {
    name: 'a delay with a timeout',
    manifests: [
      service('shop/reviews', [80]),
      mesh('shop/a', [FULL], { fault: { delay: { fixedDelay: '5s' } }, timeout: '1s', ...to(FULL) }),
    ],
    finds: ['CDI0106 warning VirtualService shop/a spec.http[0].fault'],
  },
  {
    name: 'an HTTPRoute for a Gateway has nothing to do with rules of the mesh',
    manifests: [
      service('shop/reviews', [80]),
      mesh('shop/a', [FULL], to(FULL)),
      manifest('HTTPRoute', 'shop/reviews', { parentRefs: [{ name: 'reviews' }] }),
    ],
    finds: [],
  },
  {
    name: 'two VirtualServices of the mesh, private to two namespaces',
    manifests: [
      service('shop/reviews', [80]),
      manifest('VirtualService', 'shop/a', { hosts: [FULL], http: [to(FULL)], exportTo: ['.'] }),
      manifest('VirtualService', 'front/a', { hosts: [FULL], http: [to(FULL)], exportTo: ['.'] }),
    ],
    finds: [],
  },
  {
    name: 'two VirtualServices of the mesh, each for its own clients, ports, server names or kinds of requests',
    manifests: [
      service('shop/reviews', [80]),
      mesh('shop/a', [FULL], { match: [{ sourceLabels: { app: 'a' } }], ...to(FULL) }),
      mesh('shop/b', [FULL], { match: [{ sourceLabels: { app: 'b' } }], ...to(FULL) }),
      mesh('shop/c', [FULL], { match: [{ port: 8080 }], ...to(FULL) }),
      manifest('VirtualService', 'shop/d', { hosts: [FULL], tls: [{ match: [{ port: 443, sniHosts: [FULL] }] }] }),
      manifest('VirtualService', 'shop/e', { hosts: [FULL], tcp: [to(FULL)] }),
    ],
    finds: [],
  },
  {
    name: 'rules for all clients take from rules for some',
    manifests: [
      service('shop/reviews', [80]),
      mesh('shop/a', [FULL], { match: [{ sourceLabels: { app: 'a' } }], ...to(FULL) }),
      mesh('shop/b', [FULL], to(FULL)),
      mesh('shop/c', [FULL], { match: [{ sourceNamespace: 'front' }], ...to(FULL) }),
      manifest('VirtualService', 'shop/d', { hosts: [FULL], tcp: [to(FULL)] }),
      manifest('VirtualService', 'shop/e', { hosts: [FULL], tcp: [{ match: [{ port: 80 }], ...to(FULL) }] }),
    ],
    finds: [
      'CDI0108 warning VirtualService shop/b spec.hosts[0]',
      'CDI0108 warning VirtualService shop/c spec.hosts[0]',
      'CDI0108 warning VirtualService shop/e spec.hosts[0]',
    ],
  },
  {
    name: 'what fewer namespaces see goes before what all see, whatever its age',
    manifests: [
      service('shop/reviews', [80]),
      mesh('shop/a', [FULL], to(FULL)),
      manifest('VirtualService', 'shop/b', { hosts: [FULL], http: [to(FULL)], exportTo: ['.'] }),
      manifest('VirtualService', 'shop/c', { hosts: [FULL], http: [to(FULL)], exportTo: ['front'] }),
      manifest('VirtualService', 'shop/d', { hosts: [FULL], http: [to(FULL)], exportTo: ['shop', 'front'] }),
    ],
    finds: ['CDI0108 warning VirtualService shop/d spec.hosts[0]'],
  },
  {
    name: 'a VirtualService without exportTo is exported as the mesh says',
    manifests: [
      service('shop/reviews', [80]),
      manifest('VirtualService', 'shop/a', { hosts: [FULL], http: [to(FULL)] }),
      manifest('VirtualService', 'front/a', { hosts: [FULL], http: [to(FULL)] }),
    ],
    settings: { meshConfig: { defaultVirtualServiceExportTo: ['.'] } },
    finds: [],
  },
  {
    name: 'two DestinationRules with different exportTo that some namespace sees both of',
    manifests: [
      service('shop/reviews', [80]),
      rule('shop/a', FULL, subsets('v1')),
      rule('shop/b', FULL, { ...subsets('v2'), exportTo: ['*'] }),
    ],
    finds: ['CDI0109 warning DestinationRule shop/b spec.exportTo'],
  },
  {
    name: 'a private DestinationRule beside one that selects pods',
    manifests: [
      service('shop/reviews', [80]),
      rule('shop/a', FULL, { workloadSelector: { matchLabels: { app: 'a' } } }),
      rule('shop/b', FULL, { exportTo: ['.'] }),
      rule('front/b', FULL, { exportTo: ['.'] }),
      rule('shop/c', 'ratings', { exportTo: ['.'] }),
    ],
    finds: ['CDI0109 warning DestinationRule shop/b spec.exportTo'],
  },
  {
    name: 'two DestinationRules for different namespaces',
    manifests: [
      service('shop/reviews', [80]),
      rule('shop/a', FULL, { ...subsets('v1'), exportTo: ['.'] }),
      rule('shop/b', FULL, { ...subsets('v1'), exportTo: ['front'] }),
    ],
    finds: [],
  },
  {
    name: 'a DestinationRule that is exported to more namespaces than the one that it is merged into',
    manifests: [
      service('shop/reviews', [80]),
      rule('shop/a', FULL, { ...subsets('v1'), exportTo: ['front'] }),
      rule('shop/b', FULL, { ...subsets('v1'), exportTo: ['front', 'back'] }),
    ],
    finds: [
      'CDI0109 warning DestinationRule shop/b spec.exportTo',
      'CDI0109 warning DestinationRule shop/b spec.subsets[0].name',
    ],
  },
  {
    name: 'one server name in the same list, and in another one: in the mesh and at a gateway',
    manifests: [
      entry(['*.example.org'], 'NONE', 'shop'),
      gateway('shop/g', server(443, 'TLS', ['*.example.org'], { mode: 'PASSTHROUGH' })),
      ...['mesh', 'g'].flatMap((name) =>
        [
          ['a', ['a.example.org', 'b.example.org']],
          ['b', ['a.example.org', 'b.example.org']],
          ['c', ['b.example.org']],
          ['d', ['d.example.org']],
        ].map(([id, sniHosts]) =>
          bound(`shop/${name}-${String(id)}`, ['*.example.org'], [name], {
            tls: [{ match: [{ port: 443, sniHosts }], ...to(HOST) }],
          }),
        ),
      ),
    ],
    finds: [
      'CDI0108 warning VirtualService shop/mesh-b spec.hosts[0]',
      'CDI0108 error VirtualService shop/mesh-c spec.hosts[0]',
      'CDI0108 warning VirtualService shop/g-b spec.hosts[0]',
      'CDI0108 warning VirtualService shop/g-c spec.hosts[0]',
    ],
  },
  {
    name: 'two VirtualServices for one host at a gateway: paths may be shared out, everything may not',
    manifests: [
      gateway('shop/g', server(80, 'HTTP', web)),
      bound('shop/a', web, ['g'], { http: [{ match: [{ uri: { prefix: '/a' } }], ...to('a') }] }),
      bound('shop/b', web, ['g'], { http: [to('b')] }),
      bound('shop/c', web, ['g'], { http: [{ match: [{ uri: { prefix: '/' } }], ...to('c') }] }),
    ],
    finds: ['CDI0108 warning VirtualService shop/c spec.hosts[0]'],
  },
  {
    name: 'two DestinationRules that complete each other, and two that do not',
    manifests: [
      service('shop/reviews', [80]),
      rule('shop/a', 'reviews', subsets('v1')),
      rule('shop/b', FULL, { ...subsets('v2'), trafficPolicy: hash }),
      rule('shop/c', FULL, subsets('v3', 'v1')),
    ],
    finds: ['CDI0109 warning DestinationRule shop/c spec.subsets[1].name'],
  },
  {
    name: 'what Flagger writes itself',
    manifests: [
      service('shop/reviews', [80]),
      manifest('Canary', 'shop/reviews', { targetRef: { name: 'reviews' }, service: { port: 80 } }),
      mesh('shop/reviews', [FULL], to(FULL)),
      rule('shop/reviews-canary', FULL),
    ],
    finds: [
      'CDI0110 warning VirtualService shop/reviews metadata.name',
      'CDI0110 warning DestinationRule shop/reviews-canary metadata.name',
    ],
  },
  {
    name: 'routes that a Rollout does not manage are free',
    manifests: [
      service('shop/reviews', [80]),
      manifest('Rollout', 'shop/reviews', {
        strategy: {
          canary: { trafficRouting: { istio: { virtualServices: [{ name: 'reviews', routes: ['main'] }] } } },
        },
      }),
      rule('shop/reviews', FULL, subsets('v1', 'v2')),
      mesh('shop/reviews', [FULL], { name: 'other', ...split }),
    ],
    finds: [],
  },
  {
    name: 'the two destinations of a Rollout, told by its Services',
    manifests: [
      service('shop/reviews', [80]),
      service('shop/reviews-canary', [80]),
      manifest('Rollout', 'shop/reviews', {
        strategy: {
          canary: {
            stableService: 'reviews',
            canaryService: 'reviews-canary',
            trafficRouting: { istio: { virtualService: { name: 'reviews' } } },
          },
        },
      }),
      mesh(
        'shop/reviews',
        [FULL],
        to(['reviews', undefined, 100], ['reviews-canary.shop.svc.cluster.local', undefined, 0]),
      ),
    ],
    finds: [],
  },
  {
    name: 'the root path alone, shared out between two VirtualServices',
    manifests: [
      gateway('shop/g', server(80, 'HTTP', web)),
      bound('shop/a', web, ['g'], { http: [{ match: [{ uri: { exact: '/' } }], ...to('a') }] }),
      bound('shop/b', web, ['g'], { http: [{ match: [{ uri: { prefix: '/static' } }], ...to('b') }] }),
    ],
    finds: [],
  },
  {
    name: 'a load balancer beside the gateway',
    manifests: [
      gateway('shop/g', server(80, 'HTTP', web)),
      bound('shop/a', web, ['g'], { http: [to('web')] }),
      manifest('Service', 'shop/web', { type: 'LoadBalancer', ports: [{ name: 'http', port: 80 }] }),
      manifest('Service', 'shop/other', { type: 'NodePort', ports: [{ name: 'http', port: 80 }] }),
    ],
    finds: ['CDI0114 warning Service shop/web spec.type'],
  },
  {
    name: 'names with a dot that are no full names, everywhere',
    manifests: [
      service('shop/reviews', [80]),
      mesh('front/a', ['reviews.shop'], to('reviews.shop.svc', 'reviews.shop.svc.cluster.local')),
      rule('shop/reviews', 'reviews.shop'),
    ],
    finds: [
      'CDI0113 error VirtualService front/a spec.hosts[0]',
      'CDI0113 error VirtualService front/a spec.http[0].route[0].destination.host',
      'CDI0113 error DestinationRule shop/reviews spec.host',
    ],
  },
  {
    name: 'a host of the Internet that has the form of a Service',
    manifests: [entry(['example.com']), mesh('front/a', ['example.com'], to('example.com'))],
    finds: [],
  },
  {
    name: 'egress as it should be',
    settings: REGISTRY_ONLY,
    manifests: [
      enforced,
      entry([HOST]),
      egressGateway(HOST),
      bound('istio-system/out', [HOST], ['mesh', 'out'], {
        tls: [hop(['mesh'], HOST, EGRESS, 443), hop(['out'], HOST, HOST, 443)],
      }),
    ],
    finds: [],
  },
  {
    name: 'egress without ServiceEntry, port, second hop or anything that enforces it',
    manifests: [
      egressGateway(HOST),
      bound('istio-system/out', [HOST], ['mesh', 'out'], { tls: [hop(['mesh'], HOST, EGRESS)] }),
    ],
    finds: [
      'CDI0201 warning VirtualService istio-system/out spec.hosts[0]',
      'CDI0202 error VirtualService istio-system/out spec.tls',
      'CDI0204 info VirtualService istio-system/out spec.tls[0].route[0].destination',
      'CDI0205 info VirtualService istio-system/out spec.tls[0].route[0].destination',
      'CDI0208 warning VirtualService istio-system/out spec.tls[0].route[0].destination.port',
    ],
  },
  {
    name: 'in a closed world a missing ServiceEntry is an error',
    settings: { world: 'closed' },
    manifests: [bound('shop/a', [HOST], ['mesh'], { tls: [hop(['mesh'], HOST, HOST)] })],
    finds: ['CDI0201 error VirtualService shop/a spec.hosts[0]'],
  },
  {
    name: 'a gateway does not ask the rules for the mesh, and needs no subsets of them',
    manifests: [
      entry([HOST]),
      gateway('shop/out', server(80, 'HTTP', [HOST])),
      rule('shop/out', EGRESS, subsets('v1')),
      bound('shop/out', [HOST], ['mesh', 'out'], {
        http: [
          {
            match: [{ gateways: ['mesh'], port: 80 }],
            route: [{ destination: { host: EGRESS, subset: 'v1', port: { number: 80 } } }],
          },
          { match: [{ gateways: ['out'], port: 80 }], ...to(HOST) },
        ],
      }),
    ],
    finds: [
      'CDI0101 info DestinationRule shop/out metadata.namespace',
      'CDI0204 info VirtualService shop/out spec.http[0].route[0].destination',
      'CDI0205 info VirtualService shop/out spec.http[0].route[0].destination',
    ],
  },
  {
    name: 'sidecars ask http rules for an unknown host on port 80',
    settings: { world: 'closed' },
    manifests: [mesh('shop/a', [HOST], to(HOST))],
    finds: ['CDI0201 info VirtualService shop/a spec.hosts[0]'],
  },
  {
    name: 'a VirtualService for one of two servers is no error, as another may have the rules for the other one',
    manifests: [
      gateway('shop/g', server(80, 'HTTP', web), server(443, 'TLS', web, { mode: 'PASSTHROUGH' })),
      bound('shop/a', web, ['g'], { http: [to('web')] }),
    ],
    finds: ['CDI0102 warning VirtualService shop/a spec.http'],
  },
  {
    name: 'servers of protocols that are bytes to a gateway ask tcp rules',
    manifests: ['REDIS', 'mysql', 'MONGO', 'UDP'].flatMap((protocol) => [
      gateway(`shop/${protocol.toLowerCase()}`, server(9000, protocol, ['*'])),
      bound(`shop/http-${protocol.toLowerCase()}`, ['*'], [protocol.toLowerCase()], { http: [to('web')] }),
    ]),
    finds: [
      'CDI0102 error VirtualService shop/http-mongo spec.http',
      'CDI0102 error VirtualService shop/http-mysql spec.http',
      'CDI0102 error VirtualService shop/http-redis spec.http',
      'CDI0102 error VirtualService shop/http-udp spec.http',
    ],
  },
  {
    name: 'a TCP server and one that passes TLS on are for all hosts rightly',
    manifests: [
      gateway('shop/tcp', server(9000, 'TCP', ['*'])),
      gateway('shop/tls', server(443, 'TLS', ['*'], { mode: 'PASSTHROUGH' })),
      bound('shop/a', ['*'], ['tcp'], { tcp: [to('echo')] }),
      bound('shop/b', ['*'], ['tls'], { tls: [{ match: [{ sniHosts: ['*'] }], ...to('echo') }] }),
    ],
    finds: [],
  },
  {
    name: 'a wildcard with one server for all, one with an EnvoyFilter, one with neither',
    settings: REGISTRY_ONLY,
    manifests: [
      enforced,
      egressGateway('*.example.org'),
      entry(['*.example.org'], 'NONE'),
      bound('istio-system/out', ['*.example.org'], ['mesh', 'out'], {
        tls: [hop(['mesh'], '*.example.org', EGRESS, 443), hop(['out'], '*.example.org', 'a.example.net', 443)],
      }),
    ],
    finds: ['CDI0203 warning Gateway istio-system/out spec.servers[0].hosts'],
  },
  {
    name: 'a gateway that has no upstream',
    settings: REGISTRY_ONLY,
    manifests: [
      enforced,
      entry([HOST], 'NONE'),
      egressGateway(HOST),
      bound('istio-system/out', [HOST], ['mesh', 'out'], {
        tls: [hop(['mesh'], HOST, EGRESS, 443), hop(['out'], HOST, HOST, 443)],
      }),
    ],
    finds: ['CDI0209 error VirtualService istio-system/out spec.tls[1].route[0].destination.host'],
  },
  {
    name: 'an installed gateway by its installer',
    manifests: [
      manifest(
        'Service',
        'istio-system/istio-ingressgateway',
        { ports: [{ name: 'http2', port: 80 }] },
        { labels: { 'app.kubernetes.io/managed-by': 'Helm' } },
      ),
    ],
    finds: [],
  },
  {
    name: 'a proxy with all that it needs, and one without a token',
    manifests: [
      proxy(['POD_NAME', 'POD_NAMESPACE', 'INSTANCE_IP'], ['istio-token', 'istiod-ca-cert']),
      manifest('Pod', 'egress/bare', {
        containers: [{ name: 'istio-proxy', image: 'istio/proxyv2:1.31.1', args: ['proxy', 'router'] }],
      }),
    ],
    finds: ['CDI0207 error Pod egress/bare spec.containers[0]'],
  },
  {
    name: 'a dashboard with a login before it: for the pods of the gateway, or by labels that it selects',
    manifests: [kiali, kialiGateway, guard('istio-system', { istio: 'ingressgateway' })],
    finds: [],
  },
  {
    name: 'a login for other pods does not count',
    manifests: [kiali, kialiGateway, ingressPods('edge'), guard('edge', { app: 'other' })],
    finds: ['CDI0301 warning VirtualService istio-system/kiali spec.http[0].route[0].destination.host'],
  },
  {
    name: 'a policy that changes nothing is no login',
    manifests: [
      kiali,
      kialiGateway,
      manifest('AuthorizationPolicy', 'istio-system/a', { action: 'AUDIT' }),
      manifest('AuthorizationPolicy', 'istio-system/b', {}, { annotations: { 'istio.io/dry-run': 'true' } }),
    ],
    finds: ['CDI0301 warning VirtualService istio-system/kiali spec.http[0].route[0].destination.host'],
  },
  {
    name: 'a login at the load balancer',
    manifests: [kiali, kialiGateway, alb({ ...HEALTH, 'alb.ingress.kubernetes.io/auth-type': 'oidc' })],
    finds: [],
  },
  {
    name: 'both data planes by revision, and on pods',
    manifests: [
      manifest('Namespace', 'shop', {}, { labels: { 'istio.io/rev': 'stable', 'istio.io/dataplane-mode': 'ambient' } }),
      deployment('shop/a', { 'sidecar.istio.io/inject': 'true', 'istio.io/dataplane-mode': 'ambient' }),
    ],
    finds: [
      'CDI0302 warning Deployment shop/a spec.template.metadata.labels.istio.io/dataplane-mode',
      'CDI0302 warning Namespace /shop metadata.labels.istio.io/dataplane-mode',
    ],
  },
  ...(
    [
      ['shop', ['GATEWAY'], 'CDI0305 warning EnvoyFilter shop/f metadata.namespace'],
      ['shop', ['GATEWAY', 'ANY'], 'CDI0303 warning EnvoyFilter shop/f spec.workloadSelector'],
      ['shop', ['SIDECAR_INBOUND'], 'CDI0303 warning EnvoyFilter shop/f spec.workloadSelector'],
      ['istio-system', ['GATEWAY'], 'CDI0303 warning EnvoyFilter istio-system/f spec.workloadSelector'],
      // Nothing is known of the pods there.
      ['ingress', ['GATEWAY'], 'CDI0303 warning EnvoyFilter ingress/f spec.workloadSelector'],
    ] as const
  ).map(([namespace, contexts, found]) => ({
    name: `a filter in ${namespace} for ${contexts.join(' and ')}`,
    manifests: [
      deployment('shop/web', {}),
      manifest('EnvoyFilter', `${namespace}/f`, {
        configPatches: contexts.map((context) => ({ applyTo: 'CLUSTER', match: { context } })),
      }),
    ],
    finds: [found],
  })),
  {
    name: 'a filter of the root namespace with targetRefs is limited',
    manifests: [
      manifest('EnvoyFilter', 'istio-system/a', {
        targetRefs: [{ kind: 'Gateway', group: 'gateway.networking.k8s.io', name: 'w' }],
        configPatches: [],
      }),
      manifest('EnvoyFilter', 'istio-system/b', { configPatches: [] }),
    ],
    finds: ['CDI0303 warning EnvoyFilter istio-system/b spec.workloadSelector'],
  },
  {
    name: 'the mode of the pods, of the namespace, of the mesh, in this order',
    manifests: [
      service('shop/a', [80]),
      service('shop/b', [80]),
      service('front/c', [80]),
      ...['shop/a', 'shop/b', 'front/c'].map((key) => deployment(key, { app: key.split('/')[1] })),
      manifest('PeerAuthentication', 'istio-system/default', { mtls: { mode: 'STRICT' } }),
      manifest('PeerAuthentication', 'shop/default', { mtls: { mode: 'UNSET' } }),
      manifest('PeerAuthentication', 'shop/b', {
        selector: { matchLabels: { app: 'b' } },
        mtls: { mode: 'PERMISSIVE' },
      }),
      manifest('PeerAuthentication', 'front/default', { mtls: { mode: 'DISABLE' } }),
      rule('shop/a', 'a', { subsets: [{ name: 'v1', trafficPolicy: { tls: { mode: 'SIMPLE' } } }] }),
      rule('shop/b', 'b', { trafficPolicy: { tls: { mode: 'DISABLE' } } }),
      rule('front/c', 'c', { trafficPolicy: { tls: { mode: 'DISABLE' } } }),
    ],
    finds: ['CDI0304 error DestinationRule shop/a spec.subsets[0].trafficPolicy.tls.mode'],
  },
  {
    name: 'pods without a proxy take plain text, whatever PeerAuthentications say',
    manifests: [
      service('shop/db', [3306]),
      deployment('shop/db', { app: 'db', 'sidecar.istio.io/inject': 'false' }),
      service('shop/blog', [80]),
      deployment('shop/blog', { app: 'blog' }),
      manifest('PeerAuthentication', 'istio-system/default', { mtls: { mode: 'STRICT' } }),
      rule('istio-system/default', '*.local', { trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } }),
      rule('shop/db', 'db', { trafficPolicy: { tls: { mode: 'DISABLE' } } }),
    ],
    finds: [],
  },
  {
    name: 'a port of the pods, and a port of the rule',
    manifests: [
      manifest('Service', 'shop/a', {
        selector: { app: 'a' },
        ports: [
          { name: 'http-a', port: 80, targetPort: 8080 },
          { name: 'http-b', port: 81, targetPort: 8081 },
        ],
      }),
      deployment('shop/a', { app: 'a' }),
      manifest('PeerAuthentication', 'shop/a', {
        selector: { matchLabels: { app: 'a' } },
        mtls: { mode: 'PERMISSIVE' },
        portLevelMtls: { 8080: { mode: 'STRICT' } },
      }),
      rule('shop/a', 'a', {
        trafficPolicy: { tls: { mode: 'DISABLE' }, portLevelSettings: [{ port: { number: 80 } }] },
        subsets: [
          {
            name: 'v1',
            labels: { app: 'a' },
            trafficPolicy: {
              portLevelSettings: [80, 81].map((number) => ({ port: { number }, tls: { mode: 'DISABLE' } })),
            },
          },
          { name: 'v2', labels: { version: 'v2' }, trafficPolicy: { tls: { mode: 'DISABLE' } } },
        ],
      }),
    ],
    finds: ['CDI0304 error DestinationRule shop/a spec.subsets[0].trafficPolicy.portLevelSettings[0].tls.mode'],
  },
  {
    name: 'a PeerAuthentication of the root namespace that selects pods applies nowhere',
    manifests: [
      service('shop/a', [80]),
      deployment('shop/a', { app: 'a' }),
      manifest('PeerAuthentication', 'istio-system/a', {
        selector: { matchLabels: { app: 'a' } },
        mtls: { mode: 'STRICT' },
      }),
      rule('shop/a', 'a', { trafficPolicy: { tls: { mode: 'DISABLE' } } }),
    ],
    finds: [],
  },
  {
    name: 'subsets that no DestinationRule has are no business of ours',
    manifests: [mesh('shop/reviews', [FULL], to([FULL, 'v1', 100]))],
    finds: [],
  },
  {
    name: 'an Ingress in front of something else needs no health check of ours',
    manifests: [alb({}, { rules: [], defaultBackend: { service: { name: 'nginx' } } })],
    finds: [],
  },
  {
    name: 'a Sidecar that imports the ServiceEntry beside it, and not the rules for the egress gateway',
    settings: REGISTRY_ONLY,
    manifests: [...wayOut(), importing('shop/default', ['./*'])],
    finds: [HIDES('warning')],
  },
  ...[
    ['the rules by their host', ['./*', `istio-system/${HOST}`]],
    ['the rules with their namespace', ['./*', 'istio-system/*']],
    ['the rules by a wildcard', ['./*', '*/*.example.org']],
    ['everything', ['*/*']],
    ['nothing at all', ['~/*']],
    ['another host', ['istio-system/other.example.org']],
  ].map(([what, hosts]) => ({
    name: `a Sidecar that imports ${what as string}`,
    settings: REGISTRY_ONLY,
    manifests: [...wayOut(), importing('shop/default', hosts as string[])],
    finds: [],
  })),
  {
    name: 'a Sidecar that leaves the rules out again',
    settings: REGISTRY_ONLY,
    manifests: [...wayOut(), importing('shop/default', ['*/*', '~istio-system/*'])],
    finds: [HIDES('warning')],
  },
  {
    name: 'a Sidecar that imports the host by its name from another namespace',
    settings: REGISTRY_ONLY,
    manifests: [...wayOut(), importing('front/default', [`shop/${HOST}`])],
    finds: [HIDES('warning', 'front/default')],
  },
  {
    name: 'the Sidecar of some pods that imports the host and not the rules',
    settings: REGISTRY_ONLY,
    manifests: [...wayOut(), importing('shop/web', ['./*'], { workloadSelector: { labels: { app: 'web' } } })],
    finds: [HIDES('warning', 'shop/web')],
  },
  {
    name: 'a Sidecar that nobody has, as an older one is for all pods',
    settings: REGISTRY_ONLY,
    manifests: [...wayOut(), importing('shop/a', ['*/*']), importing('shop/b', ['./*'])],
    finds: [],
  },
  {
    name: 'rules of the namespace of the clients are meant for them alone, where another one imports the host',
    settings: REGISTRY_ONLY,
    manifests: [
      ...wayOut({}, 'team/out', 'shared'),
      manifest('Namespace', 'team', {}, { labels: { 'istio-injection': 'enabled' } }),
      deployment('team/web', { app: 'web' }),
      importing('shop/default', ['./*', 'shared/*']),
    ],
    finds: [HIDES('info')],
  },
  {
    name: 'clients with rules of their own for the host',
    settings: REGISTRY_ONLY,
    manifests: [
      ...wayOut(),
      bound('shop/own', [HOST], ['mesh'], { tls: [hop(['mesh'], HOST, HOST, 443)] }),
      importing('shop/default', ['./*']),
    ],
    finds: ['CDI0108 warning VirtualService shop/own spec.hosts[0]'],
  },
  ...[
    ['their namespace', matching({ sourceNamespace: 'shop' }), [HIDES('warning')]],
    ['another namespace', matching({ sourceNamespace: 'front' }), []],
    ['pods that are not there', matching({ sourceLabels: { app: 'front' } }), []],
    ['some of their pods', matching({ sourceLabels: { app: 'web' } }), [HIDES('warning')]],
  ].map(([who, more, finds]) => ({
    name: `rules for ${who as string}`,
    settings: REGISTRY_ONLY,
    manifests: [...wayOut(more as object), deployment('shop/web', { app: 'web' }), importing('shop/default', ['./*'])],
    finds: finds as string[],
  })),
  {
    name: 'rules that send nothing to the gateway yet',
    settings: REGISTRY_ONLY,
    manifests: [
      ...wayOut({
        route: [
          { destination: { host: HOST }, weight: 100 },
          { destination: { host: EGRESS, port: { number: 443 } }, weight: 0 },
        ],
      }),
      importing('shop/default', ['./*']),
    ],
    finds: [],
  },
  {
    name: 'rules that are not exported to the clients',
    settings: REGISTRY_ONLY,
    manifests: [...exportedTo(wayOut(), '.'), importing('shop/default', ['./*'])],
    finds: [],
  },
  {
    name: 'neither host nor rules, where the Sidecar imports the usual: it may not call the host',
    settings: REGISTRY_ONLY,
    manifests: [...wayOut({}, 'istio-system/out', 'istio-system'), importing('shop/default', ['./*'])],
    finds: [HIDES('info')],
  },
  {
    name: 'neither host nor rules, where the Sidecar chooses what it imports',
    settings: REGISTRY_ONLY,
    manifests: [...wayOut({}, 'istio-system/out', 'istio-system'), importing('shop/default', ['./*', 'pay/*'])],
    finds: [],
  },
  {
    name: 'neither host nor rules, where unknown hosts go to a proxy',
    settings: REGISTRY_ONLY,
    manifests: [
      ...wayOut({}, 'istio-system/out', 'istio-system'),
      importing('shop/default', ['./*'], { outboundTrafficPolicy: { egressProxy: { host: EGRESS } } }),
    ],
    finds: [],
  },
  {
    name: 'neither host nor rules, which name the clients: for all pods, and for some',
    settings: REGISTRY_ONLY,
    manifests: [
      ...exportedTo(wayOut({}, 'istio-system/out', 'istio-system'), '.', 'shop'),
      importing('shop/default', ['./*', 'pay/*']),
      importing('shop/web', ['./*', 'pay/*'], { workloadSelector: { labels: { app: 'web' } } }),
    ],
    finds: [HIDES('warning'), HIDES('info', 'shop/web')],
  },
  {
    name: 'rules without the host are never used',
    settings: REGISTRY_ONLY,
    manifests: [...wayOut({}, 'istio-system/out', 'egress'), importing('shop/default', ['./*', 'istio-system/*'])],
    finds: [HIDES('info')],
  },
  {
    name: 'a listener for the port counts, and not the one without port',
    settings: REGISTRY_ONLY,
    manifests: [
      ...wayOut(),
      manifest('Sidecar', 'shop/default', {
        egress: [
          { port: { number: 443, name: 'tls', protocol: 'TLS' }, bind: '0.0.0.0', hosts: ['./*'] },
          { hosts: ['./*', 'istio-system/*'] },
        ],
      }),
    ],
    finds: [HIDES('warning')],
  },
  {
    name: 'the Sidecar of the root namespace, in a namespace without one',
    settings: REGISTRY_ONLY,
    manifests: [
      ...exportedTo(wayOut({}, 'egress/out', 'egress'), 'shop', 'front', 'istio-system'),
      importing('istio-system/default', ['./*']),
      importing('shop/default', ['*/*']),
    ],
    finds: [HIDES('warning', 'istio-system/default')],
  },
  {
    name: 'a Sidecar beside the gateway, for its pods or others',
    settings: REGISTRY_ONLY,
    manifests: [
      ...wayOut({}, 'shop/out', 'shop'),
      importing('istio-system/default', ['./*', `shop/${HOST}`]),
      importing('istio-system/gateway', ['./*'], { workloadSelector: { labels: { istio: 'egressgateway' } } }),
    ],
    finds: [],
  },
  {
    name: 'requests that a delegate sends to the gateway',
    settings: REGISTRY_ONLY,
    manifests: [
      enforced,
      manifest('ServiceEntry', 'shop/external', {
        hosts: [HOST],
        resolution: 'DNS',
        ports: [{ number: 8080, name: 'http', protocol: 'HTTP' }],
      }),
      mesh('istio-system/out', [HOST], { delegate: { name: 'hop' } }),
      manifest('VirtualService', 'istio-system/hop', {
        http: [{ route: [{ destination: { host: 'istio-egressgateway', port: { number: 80 } } }] }],
      }),
      importing('shop/default', ['./*']),
    ],
    finds: [HIDES('warning')],
  },
  {
    name: 'connections without a server name that go to the gateway',
    settings: REGISTRY_ONLY,
    manifests: [
      enforced,
      manifest('ServiceEntry', 'shop/external', {
        hosts: ['db.example.org'],
        addresses: ['192.0.2.7'],
        resolution: 'DNS',
        ports: [{ number: 5432, name: 'tcp', protocol: 'TCP' }],
      }),
      manifest('VirtualService', 'istio-system/out', {
        hosts: ['db.example.org'],
        tcp: [{ match: [{ port: 5432 }], route: [{ destination: { host: EGRESS, port: { number: 5432 } } }] }],
      }),
      importing('shop/default', ['./*']),
    ],
    finds: [HIDES('warning')],
  },
];
