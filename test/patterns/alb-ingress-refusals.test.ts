import { Chart, Duration } from 'cdk8s';
import {
  AlbBackend,
  AlbIngress,
  AlbScheme,
  AlbTargetType,
  ExternalDns,
  Gateway,
  GatewayDeployment,
  GatewayServer,
  GatewayWorkload,
  HttpMatch,
  IngressedService,
  IngressRoute,
  IngressTls,
  LoadBalancer,
  ServerTls,
} from 'cdk8s-istio';
import { ALB, Edge, service } from './alb-ingress-fixture';

/* What an AlbIngress rejects, at once or when the App is synthesized. */

/** The lines of an error after its heading. */
function refused(make: (edge: Edge) => unknown, id = 'Alb'): string[] {
  try {
    make(new Edge());
  } catch (error) {
    const [heading, ...problems] = (error as Error).message.split('\n');
    expect(heading).toBe(
      `edge/${id} (AlbIngress): ${problems.length === 1 ? '1 problem' : `${problems.length} problems`}`,
    );
    return problems.map((line) => line.replace(/^ {2}/, ''));
  }
  return [];
}

const cert = ServerTls.credential('edge-cert');
const any = 'the load balancer ends TLS, and redirects.';
const loop =
  'to HTTPS, and what comes to the load balancer by HTTPS arrives there as plain HTTP: browsers would be redirected without end wherever the gateway does not believe x-forwarded-proto.';

test.each<[string, (edge: Edge) => unknown, string[]]>([
  [
    'no services',
    (edge) => edge.alb({ services: [] }),
    [
      'services: is empty, so the load balancer would answer every request with 404. Write [shop], where shop is an IngressedService.',
    ],
  ],
  [
    'something else than services',
    (edge) => edge.alb({ services: [service, edge.ingressed(), edge.edge] as never }),
    [0, 2].map(
      (i) =>
        `services[${i}]: an object of class ${['ServiceRef', '', 'Chart'][i]} is not an IngressedService. Write new IngressedService(chart, 'Shop', { service, hosts: ['shop.example.com'], tls: IngressTls.elsewhere() }).`,
    ),
  ],
  [
    'a service twice',
    (edge) => {
      const shop = edge.ingressed();
      edge.alb({ services: [shop, shop] });
    },
    ['services[1]: shop/Shop is given twice. Omit one of them.'],
  ],
  [
    'a service that redirects',
    (edge) => edge.alb({ services: [edge.ingressed({ tls: IngressTls.credential('shop-cert') })] }),
    [
      `services[0]: Gateway shop/Shop/Gateway on port 80 redirects shop.example.com ${loop} Write tls: IngressTls.elsewhere() in shop/Shop (IngressedService): ${any}`,
    ],
  ],
  [
    'a service that redirects by a rule',
    (edge) => {
      const workload = GatewayWorkload.istioIngress({ ports: [{ port: 8080 }, { port: 8443 }] });
      const tls = IngressTls.credential('shop-cert', { port: 8443 });
      edge.alb({
        services: [edge.ingressed({ workload, tls, httpPort: 8080 })],
        backend: AlbBackend.http({ port: 8080 }),
      });
    },
    [
      'services[0]: http[0] of VirtualService shop/Shop/VirtualService redirects to HTTPS, and what comes to the load balancer by HTTPS arrives there again: browsers would be redirected without end. Omit that rule: the load balancer redirects.',
    ],
  ],
  [
    'a service that expects TLS on the port',
    (edge) =>
      edge.alb({
        services: [edge.ingressed({ tls: IngressTls.credential('shop-cert') })],
        backend: AlbBackend.http({ port: 443 }),
      }),
    [
      `services[0]: Gateway shop/Shop/Gateway on port 443 expects TLS for shop.example.com, and the load balancer sends plain HTTP: clients would get 502. Write tls: IngressTls.elsewhere() in shop/Shop (IngressedService): ${any}`,
    ],
  ],
  [
    'a service on another port',
    (edge) => edge.alb({ services: [edge.ingressed({ httpPort: 443 })] }),
    [
      'services[0]: Gateway shop/Shop/Gateway on port 80 has no server for shop.example.com: clients would get 404 or 502. Write backend: AlbBackend.http({ port: 443 }), where it serves plain HTTP.',
    ],
  ],
  [
    'a service with HTTPS alone',
    (edge) =>
      edge.alb({ services: [edge.ingressed({ tls: IngressTls.credential('shop-cert', { plainHttp: false }) })] }),
    [
      `services[0]: Gateway shop/Shop/Gateway on port 80 has no server for shop.example.com: clients would get 404 or 502. Write tls: IngressTls.elsewhere() in shop/Shop (IngressedService): ${any}`,
    ],
  ],
  [
    'a shared Gateway that redirects',
    (edge) => {
      const gateway = edge.gateway(
        GatewayServer.http({ hosts: ['*.example.com'], httpsRedirect: true }),
        GatewayServer.https({ hosts: ['*.example.com'], tls: cert }),
      );
      edge.alb({ services: [edge.ingressed({ gateway })] });
    },
    [
      `services[0]: Gateway edge/Gateway on port 80 redirects shop.example.com ${loop} Omit httpsRedirect there: the load balancer redirects.`,
    ],
  ],
  [
    'a shared Gateway without a server on the port',
    (edge) => {
      const gateway = edge.gateway(GatewayServer.https({ hosts: ['*'], tls: cert }));
      edge.alb({ services: [edge.ingressed({ gateway })], backend: AlbBackend.http({ port: 443 }) });
    },
    [
      "services[0]: Gateway edge/Gateway on port 443 expects TLS for shop.example.com, and the load balancer sends plain HTTP: clients would get 502. Give it GatewayServer.http({ hosts: ['shop.example.com'] }).",
    ],
  ],
  [
    'a shared Gateway of another port, and of other hosts',
    (edge) => {
      const gateway = edge.gateway(
        GatewayServer.http({ hosts: ['shop.example.com'], port: 443 }),
        GatewayServer.http({ hosts: ['other.example.com'] }),
      );
      edge.alb({ services: [edge.ingressed({ gateway })] });
    },
    [
      'services[0]: Gateway edge/Gateway on port 80 has no server for shop.example.com: clients would get 404 or 502. Write backend: AlbBackend.http({ port: 443 }), where it serves plain HTTP.',
    ],
  ],
  [
    'a shared Gateway with TLS alone',
    (edge) =>
      edge.alb({
        services: [edge.ingressed({ gateway: edge.gateway(GatewayServer.https({ hosts: ['*'], tls: cert })) })],
      }),
    [
      "services[0]: Gateway edge/Gateway on port 80 has no server for shop.example.com: clients would get 404 or 502. Give it GatewayServer.http({ hosts: ['shop.example.com'] }).",
    ],
  ],
  [
    'services behind different pods',
    (edge) => {
      const services = [
        edge.ingressed({ workload: edge.door() }),
        edge.ingressed({ workload: edge.door({}, 'Other') }, 'Admin'),
      ];
      edge.alb({ services });
    },
    [
      'services[1]: is behind Service edge/other, and services[0] behind edge/door. An Ingress sends to one of them: make another AlbIngress for it.',
    ],
  ],
  [
    'other pods than those of the services',
    (edge) => edge.alb({ workload: edge.door() }),
    [
      'services[0]: is behind Service istio-system/istio-ingressgateway, and workload is edge/door. An Ingress sends to one of them: make another AlbIngress for it.',
    ],
  ],
  [
    'a Gateway that is declared elsewhere, without pods',
    (edge) => edge.alb({ services: [edge.ingressed({ gateway: Gateway.fromName('edge', { namespace: 'edge' }) })] }),
    [
      'workload: is needed, because the services share a Gateway that is declared elsewhere, and its pods are not known. Write workload: GatewayWorkload.istioIngress().',
    ],
  ],
  [
    'pods that trust nobody, and can be reached past it',
    (edge) => edge.alb({ services: [edge.ingressed({ workload: new GatewayDeployment(edge.edge, 'Door').workload })] }),
    [
      'workload: the pods of edge/Door (GatewayDeployment) trust no proxy: applications would read "x-forwarded-proto: http", and policies would take the load balancer for the client. Write trustedProxies: 1 there.',
      'workload: edge/Door (GatewayDeployment) has a load balancer of its own: its clients come past this one, and the gateway would believe the address and protocol that they tell in x-forwarded-for and x-forwarded-proto. Write loadBalancer: LoadBalancer.clusterIp() there.',
    ],
  ],
  [
    'the same, for nodes',
    (edge) =>
      edge.alb({
        services: [edge.ingressed({ workload: edge.door({ loadBalancer: LoadBalancer.awsNlb() }) })],
        targetType: AlbTargetType.INSTANCE,
        healthCheckPort: 'http-status',
      }),
    [
      'workload: edge/Door (GatewayDeployment) has a load balancer of its own: its clients come past this one, and the gateway would believe the address and protocol that they tell in x-forwarded-for and x-forwarded-proto. Write loadBalancer: LoadBalancer.nodePort() there.',
    ],
  ],
  [
    'nodes for a Service without node ports',
    (edge) => edge.alb({ services: [edge.ingressed({ workload: edge.door() })], targetType: AlbTargetType.INSTANCE }),
    [
      'targetType: AlbTargetType.INSTANCE sends to ports of the nodes, and Service "door" is of type ClusterIP and has none. Write AlbTargetType.IP, or loadBalancer: LoadBalancer.nodePort() in edge/Door.',
    ],
  ],
  [
    'nodes, and a status port that is not known',
    (edge) => {
      const workload = GatewayWorkload.of({ namespace: 'edge', service: 'gate', selector: { istio: 'gate' } });
      edge.alb({ services: [edge.ingressed({ workload })], targetType: AlbTargetType.INSTANCE });
    },
    [
      'healthCheckPort: is needed with AlbTargetType.INSTANCE: it is not known which port of Service "gate" leads to the status port of the pods (15021). Write its name, for example \'status-port\', or its node port.',
    ],
  ],
  [
    'a port of nodes for pods',
    (edge) => edge.alb({ healthCheckPort: 31021 }),
    [
      'healthCheckPort: is a port of nodes, and IP targets are pods, which answer at 15021. Omit it, or write targetType: AlbTargetType.INSTANCE.',
    ],
  ],
  ...(
    [
      [70000, '70000 is not a port number (a whole number, 1 to 65535).'],
      ['31021', '"31021" is a number in quotes. Write 31021 without quotes.'],
      [
        'traffic-port',
        '"traffic-port" is the port that serves, where /healthz/ready is answered with 404. Write the one of the status port: \'status-port\'.',
      ],
      [
        'Status',
        '"Status" is not the name of a port (lower-case letters, digits and "-", a letter or digit at both ends).',
      ],
    ] as const
  ).map(([healthCheckPort, message]): [string, (edge: Edge) => unknown, string[]] => [
    `the port ${healthCheckPort}`,
    (edge) => edge.alb({ targetType: AlbTargetType.INSTANCE, healthCheckPort }),
    [`healthCheckPort: ${message}`],
  ]),
  [
    'a port that the Service lacks',
    (edge) => edge.alb({ backend: AlbBackend.http({ port: 8080 }) }),
    [
      'backend.port: 8080 is not a port of Service "istio-ingressgateway" (80, 443). Write one of them, or all ports of the Service in workload.',
      'services[0]: Gateway shop/Shop/Gateway on port 8080 has no server for shop.example.com: clients would get 404 or 502. Write backend: AlbBackend.http({ port: 80 }), where it serves plain HTTP.',
    ],
  ],
  [
    'TLS to a server that needs a name',
    (edge) =>
      edge.alb({
        services: [edge.ingressed({ tls: IngressTls.credential('shop-cert') })],
        backend: AlbBackend.https(),
      }),
    [
      "services[0]: the load balancer sends no server name (SNI), and Gateway shop/Shop/Gateway has no server for the host \"*\" on port 443: it would close every connection. Write gateway: new Gateway(chart, 'Edge', { servers: [GatewayServer.https({ hosts: ['*'], tls: ServerTls.credential('edge-cert') })] }) in the IngressedServices, or backend: AlbBackend.http().",
    ],
  ],
  [
    'TLS to a server for any host of another namespace',
    (edge) => {
      const gateway = edge.gateway(
        GatewayServer.https({ hosts: ['tools/*'], tls: cert }),
        GatewayServer.https({ hosts: ['shop/shop.example.com'], tls: ServerTls.credential('shop-cert') }),
      );
      edge.alb({ services: [edge.ingressed({ gateway })], backend: AlbBackend.https() });
    },
    [
      "services[0]: the load balancer sends no server name (SNI), and Gateway edge/Gateway has no server for the host \"*\" on port 443: it would close every connection. Write gateway: new Gateway(chart, 'Edge', { servers: [GatewayServer.https({ hosts: ['*'], tls: ServerTls.credential('edge-cert') })] }) in the IngressedServices, or backend: AlbBackend.http().",
    ],
  ],
  [
    'TLS to a server that asks for a client certificate',
    (edge) => {
      const gateway = edge.gateway(GatewayServer.https({ hosts: ['*'], tls: ServerTls.mutual('edge-cert') }));
      edge.alb({ services: [edge.ingressed({ gateway })], backend: AlbBackend.https() });
    },
    [
      "services[0]: the server of Gateway edge/Gateway on port 443 asks for a client certificate, and the load balancer has none. Write ServerTls.credential('edge-cert') there.",
    ],
  ],
  [
    'TLS to a server that leaves it closed',
    (edge) => {
      const gateway = edge.gateway(
        GatewayServer.http({ hosts: ['*'] }),
        GatewayServer.tls({ hosts: ['*'], tls: ServerTls.passthrough() }),
      );
      edge.alb({ services: [edge.ingressed({ gateway })], backend: AlbBackend.https() });
    },
    [
      "services[0]: the server of Gateway edge/Gateway on port 443 does not end TLS. Write ServerTls.credential('edge-cert') there.",
    ],
  ],
  [
    'TLS to a server for plain HTTP',
    (edge) => {
      const gateway = edge.gateway(GatewayServer.http({ hosts: ['*'] }));
      edge.alb({ services: [edge.ingressed({ gateway })], backend: AlbBackend.https({ port: 80 }) });
    },
    [
      'services[0]: Gateway edge/Gateway on port 80 expects plain HTTP, and the load balancer sends TLS: clients would get 502. Write backend: AlbBackend.http({ port: 80 }).',
    ],
  ],
  [
    'TLS to a Gateway of which nothing is known',
    (edge) =>
      edge.alb({
        services: [edge.ingressed({ gateway: Gateway.fromName('edge', { namespace: 'edge' }) })],
        workload: GatewayWorkload.istioIngress(),
        backend: AlbBackend.https(),
      }),
    [
      "services[0]: the load balancer sends no server name (SNI), and whether Gateway edge/edge has a server for the host \"*\" is not known. Write Gateway.fromName('edge', { namespace: 'edge', hosts: ['*'] }) if it has, or backend: AlbBackend.http().",
    ],
  ],
  [
    'a redirect without plain HTTP',
    (edge) => edge.alb({ redirect: true, plainHttp: false }),
    ['redirect: applies to plain HTTP, which plainHttp: false disables. Omit one of them.'],
  ],
  [
    'no certificate, and what is none',
    (edge) => edge.alb({ certificateArns: ['shop-cert'], inboundCidrs: [] }),
    [
      'certificateArns[0]: "shop-cert" is not the ARN of a certificate. Write the one of AWS Certificate Manager: \'arn:aws:acm:REGION:ACCOUNT:certificate/ID\'.',
      "inboundCidrs: is empty, and the controller takes that for any address. Omit it, or write ['203.0.113.0/24'].",
    ],
  ],
  [
    'an empty list of certificates, a policy that is none, and an address',
    (edge) => edge.alb({ certificateArns: [], sslPolicy: 'TLS13', inboundCidrs: ['203.0.113.7'] }),
    [
      "certificateArns: is empty. Omit it, so that the controller finds them by the hosts, or write ['arn:aws:acm:...'].",
      'sslPolicy: "TLS13" is not the name of a security policy. Write \'ELBSecurityPolicy-TLS13-1-2-2021-06\'.',
      'inboundCidrs[0]: "203.0.113.7" is not a CIDR block. Write \'203.0.113.7/32\'.',
    ],
  ],
  [
    'a prefix and a TTL that are none',
    (edge) => edge.alb({ externalDns: ExternalDns.hostnames({ prefix: 'example.com', ttl: Duration.millis(1500) }) }),
    [
      'externalDns.prefix: "example.com" is not what annotations begin with: a DNS name and a slash. Write \'example.com/\'.',
      'externalDns.ttl: 1.5 seconds is not a TTL (whole seconds, 1 or more). Write Duration.minutes(5).',
    ],
  ],
  [
    'the name of a group that is none, and a place out of it',
    (edge) => edge.alb({ group: { name: 'Edge', order: 2000 } }),
    [
      'group.name: "Edge" is not the name of an IngressGroup: lower case letters, digits, "-" and ".", at most 63, a letter or digit at both ends. Write \'edge\'.',
      'group.order: 2000 is not a place in the group (a whole number, -1000 to 1000).',
    ],
  ],
  [
    'annotations that are written already, or take the trust away',
    (edge) =>
      edge.alb({
        annotations: {
          [`${ALB}scheme`]: 'internet-facing',
          [`${ALB}load-balancer-attributes`]:
            'idle_timeout.timeout_seconds=600,routing.http.xff_header_processing.mode=preserve',
        },
      }),
    [
      `annotations.${ALB}scheme: is written already, as "internal", by the other options. Omit it.`,
      `annotations.${ALB}load-balancer-attributes: "routing.http.xff_header_processing.mode=preserve" leaves out the address that the load balancer sees, so the gateway can't know the client, or believes what clients tell. Omit it: "append" is the default.`,
    ],
  ],
  [
    'values of wrong types',
    (edge) =>
      edge.alb({
        scheme: 'internet-facing',
        targetType: 'pods',
        backend: 'http',
        externalDns: 'example.com',
        workload: 'istio',
        ingressClassName: 'ALB',
        redirect: 'true',
        inboundCidrs: '203.0.113.0/24',
      } as never),
    [
      'workload: "istio" is not a GatewayWorkload. Write GatewayWorkload.istioIngress().',
      'backend: "http" is not an AlbBackend. Write AlbBackend.http() or AlbBackend.https().',
      'ingressClassName: "ALB" is not a name for a Kubernetes object (lower-case letters, digits, "-" and ".", a letter or digit at both ends).',
      'targetType: "pods" is not a value of AlbTargetType. Write one of: AlbTargetType.IP, AlbTargetType.INSTANCE.',
      'redirect: "true" is neither true nor false. Write true without quotes.',
      'inboundCidrs: "203.0.113.0/24" is not a list. Write [\'203.0.113.0/24\'].',
      'externalDns: "example.com" is not an ExternalDns. Omit it: external-dns reads the hosts of the rules. Or write ExternalDns.hostnames().',
    ],
  ],
  [
    'a version of HTTP that is none, and a TTL that is none',
    (edge) =>
      edge.alb({
        backend: AlbBackend.http({ protocolVersion: 'GRPC' as never }),
        externalDns: ExternalDns.hostnames({ ttl: 300 as never }),
      }),
    [
      'backend.protocolVersion: "GRPC" is not a value of AlbProtocolVersion. Write one of: AlbProtocolVersion.HTTP1, AlbProtocolVersion.HTTP2.',
      'externalDns.ttl: 300 is not a Duration. Write Duration.minutes(5), with Duration from cdk8s.',
    ],
  ],
])('%s', (_name, make, problems) => {
  expect(refused(make)).toEqual(problems);
});

describe('a second one', () => {
  test('of one name', () => {
    const twice = (edge: Edge): void => {
      edge.alb({ name: 'alb' });
      edge.alb({ name: 'alb', services: [edge.ingressed({}, 'Admin')] }, 'Other');
    };
    expect(refused(twice, 'Other')).toEqual([
      'name: Ingress "alb" in namespace "istio-system" is made by edge/Alb already. Give this one another: name: \'...\'.',
    ]);
  });

  test('that contradicts its group, and has a host of it', () => {
    const contradicting = (edge: Edge): void => {
      const shop = edge.ingressed();
      const group = { name: 'public' };
      edge.alb({ services: [shop], group, redirect: false });
      const annotations = { [`${ALB}subnets`]: 'subnet-1' };
      edge.alb({ services: [edge.ingressed({}, 'Admin')], group, redirect: false, annotations }, 'Second');
      edge.alb(
        {
          services: [shop],
          group,
          scheme: AlbScheme.INTERNET_FACING,
          annotations: { [`${ALB}subnets`]: 'subnet-2' },
        },
        'Other',
      );
    };
    const end =
      'and a group takes one value: the controller would update none of its Ingresses. Write the same in both.';
    expect(refused(contradicting, 'Other')).toEqual([
      `group: ${ALB}scheme is "internet-facing" here and "internal" in edge/Alb, ${end}`,
      `group: ${ALB}subnets is "subnet-2" here and "subnet-1" in edge/Second, ${end}`,
      `group: ${ALB}ssl-redirect is "443" here and not written in edge/Alb, and the redirect of one holds for the whole group. Write the same in both.`,
      'services: "shop.example.com" is a host of edge/Alb already, and of two rules of a group the first takes all requests. Omit it here.',
    ]);
  });

  test('in a chart for another cluster, by a service that only one can have', () => {
    const edge = new Edge();
    edge.ingressed({ workload: edge.door() });
    const far = new Chart(edge.app, 'far', { namespace: 'far' });
    new IngressedService(far, 'Shop', { service, hosts: ['far.example.com'] });
    const other = new IngressedService(edge.shop, 'Far', { service, hosts: ['far.example.com'] });
    expect(() => new AlbIngress(far, 'Alb', { services: [other] })).toThrow(
      new Error(
        'far/Alb (AlbIngress): 1 problem\n' +
          '  services[0]: is of another chart, so both charts are for one cluster, and there far/Shop and shop/Far both have host far.example.com at istio-system/istio-ingressgateway:80. Leave it to one of them.',
      ),
    );
  });
});

describe('at synthesis', () => {
  const message = (edge: Edge): string[] => edge.edge.node.findAll().flatMap((each) => each.node.validate());

  test('what is right stays so', () => {
    const edge = new Edge();
    const workload = edge.door();
    edge.alb({ services: [edge.ingressed({ workload })] });
    new Gateway(edge.shop, 'Elsewhere', {
      workload,
      servers: [GatewayServer.http({ hosts: ['*.example.com'], httpsRedirect: true })],
    });
    expect(message(edge)).toEqual([]);
  });

  test('a server that is added later', () => {
    const edge = new Edge();
    const gateway = new Gateway(edge.edge, 'Gateway', {
      workload: edge.door(),
      servers: [GatewayServer.http({ hosts: ['*.example.com'] })],
    });
    edge.alb({ services: [edge.ingressed({ gateway })] });
    gateway.addServer(GatewayServer.http({ hosts: ['shop.example.com'], httpsRedirect: true }));
    expect(message(edge)).toEqual([
      'edge/Alb (AlbIngress): 1 problem\n' +
        `  services[0]: Gateway edge/Gateway on port 80 redirects shop.example.com ${loop} Omit httpsRedirect there: the load balancer redirects.`,
    ]);
  });

  test('another Gateway of the same pods that redirects a host of it', () => {
    const edge = new Edge();
    const workload = edge.door();
    edge.alb({ services: [edge.ingressed({ workload })] });
    new Gateway(edge.shop, 'Elsewhere', {
      workload,
      servers: [GatewayServer.http({ hosts: ['shop.example.com'], httpsRedirect: true })],
    });
    expect(message(edge)).toEqual([
      'edge/Alb (AlbIngress): 1 problem\n' +
        `  services: Gateway shop/Elsewhere redirects shop.example.com on port 80 ${loop} Omit httpsRedirect there.`,
    ]);
  });

  test('a route that is added later, but not one for what came by plain HTTP', () => {
    const edge = new Edge();
    const shop = edge.ingressed();
    edge.alb({ services: [shop], redirect: false });
    const redirect = { scheme: 'https' };
    shop.addRoute(IngressRoute.prefix('/secure', { redirect, match: [HttpMatch.header('x-forwarded-proto', 'http')] }));
    shop.addRoute(IngressRoute.prefix('/moved', { redirect: { ...redirect, authority: 'other.example.com' } }));
    shop.addRoute(IngressRoute.prefix('/home', { redirect: { ...redirect, uri: '/' } }));
    expect(message(edge)).toEqual([]);
    shop.addRoute(IngressRoute.prefix('/api', { redirect }));
    expect(message(edge)).toEqual([
      'edge/Alb (AlbIngress): 1 problem\n' +
        '  services[0]: http[3] of VirtualService shop/Shop/VirtualService redirects to HTTPS, and what comes to the load balancer by HTTPS arrives there again: browsers would be redirected without end. Omit that rule: the load balancer redirects.',
    ]);
  });
});
