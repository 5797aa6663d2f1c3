/** Manifests of one sort, as many or as large as wanted. */
export interface Shape {
  /** What the results call it. */
  readonly name: string;
  /** The largest size that is measured. */
  readonly most: number;
  /**
   * @param size how many of what the name says
   * @param isWrong whether each of them names something that does not exist, or contradicts another
   */
  readonly manifests: (size: number, isWrong: boolean) => object[];
}

const NAMESPACE = 'shop';

/** Large documents whose parts refer to other objects, and many objects that refer to one. */
export const SHAPES: readonly Shape[] = [
  {
    name: 'routes of one VirtualService',
    most: 10_000,
    manifests: (size, isWrong) => [
      ...numbered(size, service),
      virtualService('routes', ['app.example.com'], {
        http: numbered(size, (i) => ({
          match: [{ uri: { prefix: isWrong && i % 2 === 1 ? '/same' : `/part-${i}/` } }],
          route: [{ destination: { host: isWrong ? `missing-${i}` : `app-${i}`, port: { number: 80 } } }],
        })),
      }),
    ],
  },
  {
    name: 'servers of one Gateway',
    most: 10_000,
    manifests: (size, isWrong) => [
      ...ingress(),
      ...numbered(isWrong ? 0 : size, (i) => certificate(`cert-${i}`)),
      gateway(
        'public',
        numbered(size, (i) => ({
          port: { number: 443, name: isWrong ? 'https' : `https-${i}`, protocol: 'HTTPS' },
          hosts: [`host-${isWrong ? i >> 1 : i}.example.com`],
          tls: { mode: 'SIMPLE', credentialName: `cert-${i}` },
        })),
      ),
      service(0),
      virtualService('public', ['*.example.com'], {
        gateways: ['public'],
        http: [{ route: [{ destination: { host: 'app-0' } }] }],
      }),
    ],
  },
  {
    name: 'servers of one Gateway, each with a VirtualService',
    most: 10_000,
    manifests: (size, isWrong) => [
      ...ingress(),
      service(0),
      gateway(
        'public',
        numbered(size, (i) => ({
          port: { number: 80, name: `http-${i}`, protocol: 'HTTP' },
          hosts: [`host-${i}.example.com`],
        })),
      ),
      ...numbered(size, (i) =>
        virtualService(`host-${i}`, [`host-${isWrong ? `missing-${i}` : i}.example.com`], {
          gateways: ['public'],
          http: [{ route: [{ destination: { host: 'app-0' } }] }],
        }),
      ),
    ],
  },
  {
    name: 'hosts of one ServiceEntry',
    most: 10_000,
    manifests: (size, isWrong) => [
      istio('ServiceEntry', 'partners', {
        hosts: numbered(size, (i) => `partner-${i}.example.com`),
        ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
        resolution: 'DNS',
      }),
      ...numbered(size, (i) => {
        const host = `partner-${i}.example.${isWrong ? 'org' : 'com'}`;
        return istio('DestinationRule', `partner-${i}`, { host, trafficPolicy: { tls: { mode: 'DISABLE' } } });
      }),
    ],
  },
  {
    name: 'subsets of one DestinationRule',
    most: 2000,
    manifests: (size, isWrong) => [
      service(0),
      ...numbered(isWrong ? 1 : size, (i) => deployment('app-0', `v${i}`)),
      istio('DestinationRule', 'app-0', {
        host: 'app-0',
        subsets: numbered(size, (i) => ({ name: `v${i}`, labels: { version: `v${i}` } })),
      }),
      virtualService('app-0', ['app-0'], {
        http: numbered(size, (i) => ({
          match: [{ headers: { 'x-version': { exact: `v${i}` } } }],
          route: [{ destination: { host: 'app-0', subset: isWrong ? `version${i}` : `v${i}` } }],
        })),
      }),
    ],
  },
  {
    name: 'rules of one AuthorizationPolicy',
    most: 5000,
    manifests: (size, isWrong) => [
      ...numbered(size, (i) => namespace(`team-${i}`)),
      ...numbered(size, service),
      deployment('app-0', 'v1'),
      {
        apiVersion: 'security.istio.io/v1',
        kind: 'AuthorizationPolicy',
        metadata: { name: 'app-0', namespace: NAMESPACE },
        spec: {
          selector: { matchLabels: { app: 'app-0' } },
          rules: numbered(size, (i) => ({
            from: [
              { source: { namespaces: [isWrong ? `tem-${i}` : `team-${i}`] } },
              { source: { principals: [`cluster.local/ns/${NAMESPACE}/sa/${isWrong ? `missing-${i}` : 'default'}`] } },
            ],
            to: [{ operation: { hosts: [isWrong ? `missing-${i}.shop` : `app-${i}.shop.svc.cluster.local`] } }],
          })),
        },
      },
    ],
  },
  {
    name: 'hosts of one Sidecar',
    most: 10_000,
    manifests: (size, isWrong) => [
      ...numbered(size, service),
      deployment('app-0', 'v1'),
      istio('Sidecar', 'default', {
        egress: [
          {
            hosts: numbered(size, (i) => `./${isWrong ? 'missing' : 'app'}-${i}.${NAMESPACE}.svc.cluster.local`),
          },
        ],
      }),
      ...numbered(size, (i) =>
        virtualService(`app-${i}`, [`app-${i}`], { http: [{ route: [{ destination: { host: `app-${i}` } }] }] }),
      ),
    ],
  },
  {
    name: 'VirtualServices for one host',
    most: 10_000,
    manifests: (size, isWrong) => [
      service(0),
      ...numbered(size, (i) =>
        virtualService(`part-${i}`, [isWrong ? 'missing' : 'app-0'], {
          http: [{ match: [{ uri: { prefix: `/part-${i}/` } }], route: [{ destination: { host: 'app-0' } }] }],
        }),
      ),
    ],
  },
  {
    name: 'VirtualServices for one host of one Gateway',
    most: 10_000,
    manifests: (size, isWrong) => [
      ...ingress(),
      service(0),
      gateway('public', [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*.example.com'] }]),
      ...numbered(size, (i) =>
        virtualService(`part-${i}`, [isWrong ? 'app.example.org' : 'app.example.com'], {
          gateways: ['public'],
          http: [{ match: [{ uri: { prefix: `/part-${i}/` } }], route: [{ destination: { host: 'app-0' } }] }],
        }),
      ),
    ],
  },
  {
    name: 'VirtualServices of one Gateway',
    most: 10_000,
    manifests: (size, isWrong) => [
      ...ingress(),
      ...numbered(size, service),
      gateway('public', [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*.example.com'] }]),
      ...numbered(size, (i) =>
        virtualService(`host-${i}`, [`host-${i}.example.${isWrong ? 'org' : 'com'}`], {
          gateways: ['public'],
          http: [{ route: [{ destination: { host: `app-${i}` } }] }],
        }),
      ),
    ],
  },
  {
    name: 'VirtualServices, each with a host, a subset and a Gateway of its own',
    most: 10_000,
    manifests: (size, isWrong) => [
      ...ingress(),
      ...numbered(size, service),
      ...numbered(size, (i) => deployment(`app-${i}`, `v${i}`)),
      ...numbered(size, (i) =>
        gateway(`gateway-${i}`, [
          { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: [`host-${i}.example.com`] },
        ]),
      ),
      ...numbered(size, (i) =>
        istio('DestinationRule', `app-${i}`, {
          host: `app-${i}`,
          subsets: [{ name: `v${i}`, labels: { version: `v${i}` } }],
        }),
      ),
      ...numbered(size, (i) =>
        virtualService(`host-${i}`, [`host-${i}.example.com`], {
          gateways: [isWrong ? `gatway-${i}` : `gateway-${i}`],
          http: [
            {
              match: [{ uri: { prefix: '/a' } }],
              route: [{ destination: { host: isWrong ? `ap-${i}` : `app-${i}` } }],
            },
            { route: [{ destination: { host: `app-${i}`, subset: isWrong ? `vv${i}` : `v${i}` } }] },
          ],
        }),
      ),
    ],
  },
];

function numbered<T>(size: number, make: (i: number) => T): T[] {
  return Array.from({ length: size }, (_, i) => make(i));
}

function istio(kind: string, name: string, spec: object): object {
  return { apiVersion: 'networking.istio.io/v1', kind, metadata: { name, namespace: NAMESPACE }, spec };
}

function virtualService(name: string, hosts: string[], rest: object): object {
  return istio('VirtualService', name, { hosts, ...rest });
}

function gateway(name: string, servers: object[]): object {
  return istio('Gateway', name, { selector: { app: 'ingress' }, servers });
}

function namespace(name: string): object {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'istio-injection': 'enabled' } } };
}

function service(i: number): object {
  return serviceOf(`app-${i}`, [80]);
}

function serviceOf(name: string, ports: number[]): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: NAMESPACE },
    spec: { selector: { app: name }, ports: ports.map((port) => ({ name: `http-${port}`, port })) },
  };
}

function certificate(name: string): object {
  const spec = { secretName: name, issuerRef: { name: 'ca' } };
  return { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', metadata: { name, namespace: NAMESPACE }, spec };
}

function ingress(): object[] {
  return [deployment('ingress', 'v1'), serviceOf('ingress', [80, 443])];
}

function deployment(app: string, version: string): object {
  const labels = { app, version };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `${app}-${version}`, namespace: NAMESPACE },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'app', image: 'registry.example.com/app:1' }] } },
    },
  };
}
