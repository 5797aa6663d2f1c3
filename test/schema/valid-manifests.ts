import { manifest } from '../manifests';

const networking = (kind: string, spec: object): object => ({
  ...manifest(`networking.istio.io/v1/${kind}`, 'reviews'),
  spec,
});
const security = (kind: string, spec: object): object => ({
  ...manifest(`security.istio.io/v1/${kind}`, 'reviews'),
  spec,
});

/** One manifest of each kind that people write most, with most of what they write in it. */
export const VALID_MANIFESTS: readonly object[] = [
  networking('VirtualService', {
    hosts: ['reviews.example.com'],
    gateways: ['istio-system/public'],
    exportTo: ['.'],
    http: [
      {
        name: 'testers',
        match: [
          { uri: { prefix: '/reviews' }, headers: { 'x-user': { exact: 'tester' } }, ignoreUriCase: true },
          { uri: { exact: '/' }, method: { exact: 'GET' }, port: 8080, gateways: ['mesh'] },
        ],
        rewrite: { uri: '/' },
        route: [
          { destination: { host: 'reviews', subset: 'v1', port: { number: 9080 } }, weight: 90 },
          {
            destination: { host: 'reviews', subset: 'v2' },
            weight: 10,
            headers: { request: { set: { a: 'b' }, remove: ['x-old'] }, response: { add: { c: 'd' } } },
          },
        ],
        timeout: '5s',
        retries: { attempts: 3, perTryTimeout: '2s', retryOn: '5xx' },
        fault: {
          delay: { percentage: { value: 10 }, fixedDelay: '1s' },
          abort: { httpStatus: 503, percentage: { value: 1 } },
        },
        mirror: { host: 'reviews', subset: 'v3' },
        mirrorPercentage: { value: 50 },
        corsPolicy: { allowOrigins: [{ exact: 'https://example.com' }], allowMethods: ['GET'], maxAge: '24h' },
      },
      { match: [{ uri: { prefix: '/old' } }], redirect: { uri: '/new', redirectCode: 302 } },
    ],
    tls: [
      {
        match: [{ port: 443, sniHosts: ['reviews.example.com'] }],
        route: [{ destination: { host: 'reviews', port: { number: 443 } } }],
      },
    ],
  }),
  networking('DestinationRule', {
    host: 'reviews',
    trafficPolicy: {
      connectionPool: {
        tcp: { maxConnections: 10, connectTimeout: '1s' },
        http: { http1MaxPendingRequests: 5, maxRetries: 2 },
      },
      loadBalancer: {
        localityLbSetting: { enabled: true, failover: [{ from: 'a', to: 'b' }] },
        simple: 'LEAST_REQUEST',
      },
      outlierDetection: { consecutive5xxErrors: 5, interval: '10s', baseEjectionTime: '30s', maxEjectionPercent: 50 },
      tls: { mode: 'ISTIO_MUTUAL', sni: 'reviews' },
      portLevelSettings: [
        { port: { number: 9080 }, loadBalancer: { consistentHash: { httpCookie: { name: 'user', ttl: '0s' } } } },
      ],
    },
    subsets: [
      { name: 'v1', labels: { version: 'v1' } },
      { name: 'v2', labels: { version: 'v2' }, trafficPolicy: { loadBalancer: { simple: 'RANDOM' } } },
    ],
    exportTo: ['*'],
  }),
  networking('Gateway', {
    selector: { istio: 'ingressgateway' },
    servers: [
      {
        port: { number: 80, name: 'http', protocol: 'HTTP' },
        hosts: ['reviews.example.com'],
        tls: { httpsRedirect: true },
      },
      {
        name: 'secure',
        port: { number: 443, name: 'https', protocol: 'HTTPS' },
        hosts: ['reviews.example.com'],
        tls: { mode: 'SIMPLE', credentialName: 'reviews', minProtocolVersion: 'TLSV1_2' },
      },
    ],
  }),
  security('AuthorizationPolicy', {
    selector: { matchLabels: { app: 'reviews' } },
    action: 'ALLOW',
    rules: [
      {
        from: [
          { source: { principals: ['cluster.local/ns/web/sa/web'], notNamespaces: ['old'] } },
          { source: { ipBlocks: ['192.0.2.0/24'] } },
        ],
        to: [{ operation: { methods: ['GET'], paths: ['/reviews'], ports: ['9080'], hosts: ['reviews'] } }],
        when: [{ key: 'request.headers[x-user]', values: ['a'], notValues: ['b'] }],
      },
    ],
  }),
  networking('ServiceEntry', {
    hosts: ['api.example.com'],
    addresses: ['192.0.2.1'],
    ports: [
      { number: 80, name: 'http', protocol: 'HTTP', targetPort: 8080 },
      { number: 443, name: 'tls', protocol: 'TLS' },
    ],
    location: 'MESH_EXTERNAL',
    resolution: 'STATIC',
    endpoints: [{ address: '192.0.2.2', ports: { http: 8080 }, labels: { app: 'api' }, locality: 'a/b', weight: 1 }],
    exportTo: ['.'],
    subjectAltNames: ['api.example.com'],
  }),
  security('PeerAuthentication', {
    selector: { matchLabels: { app: 'reviews' } },
    mtls: { mode: 'STRICT' },
    portLevelMtls: { '9080': { mode: 'PERMISSIVE' } },
  }),
  networking('Sidecar', {
    workloadSelector: { labels: { app: 'reviews' } },
    ingress: [
      {
        port: { number: 9080, protocol: 'HTTP', name: 'http' },
        defaultEndpoint: '127.0.0.1:8080',
        tls: { mode: 'SIMPLE', privateKey: '/k', serverCertificate: '/c' },
      },
    ],
    egress: [
      {
        port: { number: 9081, protocol: 'HTTP', name: 'egress' },
        bind: '127.0.0.1',
        captureMode: 'NONE',
        hosts: ['./*'],
      },
      { hosts: ['./*', 'istio-system/*'] },
    ],
    outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
  }),
  {
    ...manifest('gateway.networking.k8s.io/v1/HTTPRoute', 'reviews'),
    spec: {
      parentRefs: [{ name: 'public', namespace: 'istio-system', sectionName: 'https' }],
      hostnames: ['reviews.example.com'],
      rules: [
        {
          name: 'testers',
          matches: [
            {
              path: { type: 'PathPrefix', value: '/reviews' },
              headers: [{ name: 'x-user', value: 'tester', type: 'Exact' }],
              method: 'GET',
            },
            { queryParams: [{ name: 'a', value: 'b' }] },
          ],
          filters: [
            {
              type: 'URLRewrite',
              urlRewrite: { hostname: 'reviews', path: { type: 'ReplaceFullPath', replaceFullPath: '/' } },
            },
            {
              type: 'RequestHeaderModifier',
              requestHeaderModifier: { set: [{ name: 'a', value: 'b' }], remove: ['c'] },
            },
          ],
          backendRefs: [
            { name: 'reviews-v1', port: 9080, weight: 90 },
            { name: 'reviews-v2', port: 9080, weight: 10 },
          ],
          timeouts: { request: '5s', backendRequest: '2s' },
        },
      ],
    },
  },
];
