import { Chart, Duration, Testing } from 'cdk8s';
import type { AlbIngressProps } from 'cdk8s-istio';
import {
  AlbBackend,
  AlbIngress,
  AlbProtocolVersion,
  AlbScheme,
  AlbTargetType,
  ExternalDns,
  Gateway,
  GatewayServer,
  GatewayWorkload,
  IngressedService,
  LoadBalancer,
  ServerTls,
} from 'cdk8s-istio';
import { DOCUMENTED } from './alb-documented-annotations';
import { ALB, Edge, service } from './alb-ingress-fixture';

/* What an AlbIngress writes. What it rejects is in alb-ingress-refusals.test.ts. */

/** The annotations of an AlbIngress in front of the gateway of istioctl, without the note on trust. */
function annotations(props: Partial<AlbIngressProps>, workload?: GatewayWorkload): Record<string, string> {
  const edge = new Edge();
  const { ingress } = edge.alb({ services: [edge.ingressed({ workload })], ...props });
  const { 'cdk8s-istio/trusted-proxies': _, ...written } = ingress.toJson().metadata.annotations;
  return written;
}

const USUAL = {
  [`${ALB}scheme`]: 'internal',
  [`${ALB}target-type`]: 'ip',
  [`${ALB}healthcheck-protocol`]: 'HTTP',
  [`${ALB}healthcheck-port`]: '15021',
  [`${ALB}healthcheck-path`]: '/healthz/ready',
  [`${ALB}listen-ports`]: '[{"HTTP":80},{"HTTPS":443}]',
  [`${ALB}ssl-redirect`]: '443',
  [`${ALB}ssl-policy`]: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
};
const { [`${ALB}ssl-redirect`]: _, ...WITHOUT_REDIRECT } = USUAL;

test('the whole manifest', () => {
  const edge = new Edge();
  const workload = edge.door();
  edge.alb({
    services: [edge.ingressed({ workload }, 'Api'), edge.ingressed({ workload, hosts: ['*.shop.example.com'] }, 'Any')],
    scheme: AlbScheme.INTERNET_FACING,
    certificateArns: ['arn:aws:acm:eu-west-1:123456789012:certificate/a'],
  });
  const manifests = Testing.synth(edge.edge) as { kind: string }[];
  expect(manifests.filter(({ kind }) => kind === 'Ingress')).toMatchSnapshot();
  expect(Testing.synth(edge.edge)).toEqual(manifests);
});

test('its members', () => {
  const edge = new Edge();
  const workload = edge.door();
  const services = [
    new IngressedService(edge.shop, 'Api', { service, hosts: ['b.example.com', 'a.example.com'], workload }),
    edge.ingressed({ workload }, 'C'),
  ];
  const alb = edge.alb({ services, name: 'front', ingressClassName: 'public-alb' });
  expect(alb.hosts).toEqual(['b.example.com', 'a.example.com', 'c.example.com']);
  expect(alb.workload).toBe(workload);
  const { metadata, spec } = alb.ingress.toJson();
  expect([metadata.name, metadata.namespace, spec.ingressClassName]).toEqual(['front', 'edge', 'public-alb']);
});

test.each<[string, Partial<AlbIngressProps>, Record<string, string>]>([
  ['nothing', {}, USUAL],
  ['a scheme', { scheme: AlbScheme.INTERNET_FACING }, { ...USUAL, [`${ALB}scheme`]: 'internet-facing' }],
  [
    'certificates',
    { certificateArns: ['arn:aws:acm:eu-west-1:1:certificate/a', 'arn:aws-cn:iam::1:server-certificate/b'] },
    {
      ...USUAL,
      [`${ALB}certificate-arn`]: 'arn:aws:acm:eu-west-1:1:certificate/a,arn:aws-cn:iam::1:server-certificate/b',
    },
  ],
  [
    'a security policy',
    { sslPolicy: 'ELBSecurityPolicy-TLS13-1-3-2021-06' },
    { ...USUAL, [`${ALB}ssl-policy`]: 'ELBSecurityPolicy-TLS13-1-3-2021-06' },
  ],
  ['plain HTTP as well', { redirect: false }, WITHOUT_REDIRECT],
  ['HTTPS alone', { plainHttp: false }, { ...WITHOUT_REDIRECT, [`${ALB}listen-ports`]: '[{"HTTPS":443}]' }],
  [
    'some clients',
    { inboundCidrs: ['203.0.113.0/24', '2001:db8::/32'] },
    { ...USUAL, [`${ALB}inbound-cidrs`]: '203.0.113.0/24,2001:db8::/32' },
  ],
  [
    'HTTP/2',
    { backend: AlbBackend.http({ protocolVersion: AlbProtocolVersion.HTTP2 }) },
    { ...USUAL, [`${ALB}backend-protocol-version`]: 'HTTP2' },
  ],
  ['HTTP/1.1', { backend: AlbBackend.http({ protocolVersion: AlbProtocolVersion.HTTP1 }) }, USUAL],
  [
    'nodes, by the name that istioctl gives the status port',
    { targetType: AlbTargetType.INSTANCE },
    { ...USUAL, [`${ALB}target-type`]: 'instance', [`${ALB}healthcheck-port`]: 'status-port' },
  ],
  [
    'nodes, and their port',
    { targetType: AlbTargetType.INSTANCE, healthCheckPort: 31021 },
    { ...USUAL, [`${ALB}target-type`]: 'instance', [`${ALB}healthcheck-port`]: '31021' },
  ],
  [
    'nodes, and the name of the port',
    { targetType: AlbTargetType.INSTANCE, healthCheckPort: 'ready' },
    { ...USUAL, [`${ALB}target-type`]: 'instance', [`${ALB}healthcheck-port`]: 'ready' },
  ],
  [
    'a group',
    { group: { name: 'edge.public', order: -10 } },
    { ...USUAL, [`${ALB}group.name`]: 'edge.public', [`${ALB}group.order`]: '-10' },
  ],
  ['a group without order', { group: { name: 'edge' } }, { ...USUAL, [`${ALB}group.name`]: 'edge' }],
  [
    'the hosts, for external-dns',
    { externalDns: ExternalDns.hostnames() },
    { ...USUAL, 'external-dns.kubernetes.io/hostname': 'shop.example.com' },
  ],
  [
    'the hosts, for an older external-dns',
    {
      externalDns: ExternalDns.hostnames({ prefix: 'external-dns.alpha.kubernetes.io/', ttl: Duration.minutes(5) }),
    },
    {
      ...USUAL,
      'external-dns.alpha.kubernetes.io/hostname': 'shop.example.com',
      'external-dns.alpha.kubernetes.io/ttl': '300',
    },
  ],
  [
    'that external-dns makes no records',
    { externalDns: ExternalDns.none() },
    { ...USUAL, 'external-dns.kubernetes.io/controller': 'none' },
  ],
  [
    'other annotations',
    {
      annotations: {
        [`${ALB}subnets`]: 'subnet-1,subnet-2',
        [`${ALB}load-balancer-attributes`]:
          'routing.http.xff_header_processing.mode=append,idle_timeout.timeout_seconds=600',
      },
    },
    {
      ...USUAL,
      [`${ALB}subnets`]: 'subnet-1,subnet-2',
      [`${ALB}load-balancer-attributes`]:
        'routing.http.xff_header_processing.mode=append,idle_timeout.timeout_seconds=600',
    },
  ],
])('says %s', (_name, props, written) => {
  expect(annotations(props)).toEqual(written);
});

test('finds the status port of a GatewayDeployment by its name', () => {
  const edge = new Edge();
  const workload = edge.door({ loadBalancer: LoadBalancer.nodePort({ ports: [{ port: 15021, nodePort: 31021 }] }) });
  const { ingress } = edge.alb({
    services: [edge.ingressed({ workload })],
    targetType: AlbTargetType.INSTANCE,
  });
  const name = ingress.toJson().metadata.annotations[`${ALB}healthcheck-port`];
  const [door] = (Testing.synth(edge.edge) as Service[]).filter(({ kind }) => kind === 'Service');
  expect(door.spec.ports.filter((port) => port.name === name)).toEqual([
    { name, port: 15021, targetPort: 15021, protocol: 'TCP', nodePort: 31021 },
  ]);
});

interface Service {
  readonly kind: string;
  readonly spec: { readonly ports: { readonly name: string }[] };
}

test('says what pods must be told that are made elsewhere, and nothing of those of the App', () => {
  const edge = new Edge();
  const own = edge.alb({ services: [edge.ingressed({ workload: edge.door() }, 'Own')] });
  const other = edge.alb({ services: [edge.ingressed({}, 'Other')] }, 'Other');
  const noteOf = ({ ingress }: AlbIngress): string =>
    ingress.toJson().metadata.annotations['cdk8s-istio/trusted-proxies'];
  expect(noteOf(own)).toBeUndefined();
  expect(noteOf(other)).toBe(
    'the gateway must trust one proxy (gatewayTopology.numTrustedProxies: 1 in its proxy configuration), or applications see x-forwarded-proto: http, and policies the address of the load balancer',
  );
});

describe('sends', () => {
  test('to another port of the Service', () => {
    const edge = new Edge();
    const workload = edge.door({ ports: [{ port: 8080 }] });
    const { ingress } = edge.alb({
      services: [edge.ingressed({ workload, httpPort: 8080 })],
      backend: AlbBackend.http({ port: 8080 }),
    });
    const { spec } = ingress.toJson();
    expect(spec.rules).toEqual([
      {
        host: 'shop.example.com',
        http: {
          paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'door', port: { number: 8080 } } } }],
        },
      },
    ]);
  });

  test.each([
    ['with one certificate', ServerTls.credential('edge-cert')],
    ['with a certificate of the client if it has one', ServerTls.optionalMutual('edge-cert')],
  ])('TLS to a server for any host, %s', (_name, tls) => {
    const edge = new Edge();
    const gateway = new Gateway(edge.edge, 'Gateway', {
      workload: GatewayWorkload.istioIngress(),
      servers: [GatewayServer.https({ hosts: ['shop/*'], tls })],
    });
    const { ingress } = edge.alb({
      services: [edge.ingressed({ gateway })],
      backend: AlbBackend.https(),
    });
    const { metadata, spec } = ingress.toJson();
    expect(metadata.annotations).toMatchObject({ ...USUAL, [`${ALB}backend-protocol`]: 'HTTPS' });
    expect(spec.rules[0].http.paths[0].backend).toEqual({
      service: { name: 'istio-ingressgateway', port: { number: 443 } },
    });
  });

  test.each([
    ['plain HTTP', AlbBackend.http()],
    ['TLS', AlbBackend.https()],
  ])('%s to the pods that are named, where the Gateway is declared elsewhere', (_name, backend) => {
    const edge = new Edge();
    const gateway = Gateway.fromName('edge', { namespace: 'edge', hosts: ['*'] });
    const workload = GatewayWorkload.helmRelease('istio-ingress', { namespace: 'istio-ingress' });
    const { ingress } = edge.alb({ services: [edge.ingressed({ gateway })], workload, backend });
    expect(ingress.toJson().metadata.namespace).toBe('istio-ingress');
  });

  test('plain HTTP to a server beside the one for TLS', () => {
    const edge = new Edge();
    const gateway = new Gateway(edge.edge, 'Gateway', {
      servers: [
        GatewayServer.http({ hosts: ['*.example.com'] }),
        GatewayServer.https({ hosts: ['*.example.com'], tls: ServerTls.credential('edge-cert') }),
      ],
    });
    const alb = edge.alb({ services: [edge.ingressed({ gateway })] });
    expect(alb.hosts).toEqual(['shop.example.com']);
  });
});

describe('a group', () => {
  test('takes Ingresses that say the same, and others what is theirs alone', () => {
    const edge = new Edge();
    const group = { name: 'public' };
    edge.alb({
      services: [edge.ingressed({}, 'A')],
      group,
      certificateArns: ['arn:aws:acm:eu-west-1:1:certificate/a'],
      annotations: { [`${ALB}subnets`]: 'subnet-1' },
    });
    edge.alb({ services: [edge.ingressed({}, 'B')], group: { ...group, order: 1 } }, 'Other');
    edge.alb({ services: [edge.ingressed({}, 'C')], scheme: AlbScheme.INTERNET_FACING }, 'Alone');
    expect(Testing.synth(edge.edge)).toHaveLength(3);
  });

  test('of another cluster is another', () => {
    const edge = new Edge();
    edge.alb({ services: [edge.ingressed({}, 'A')], group: { name: 'public' } });
    const far = new Chart(edge.app, 'far', { namespace: 'far' });
    const shop = new IngressedService(far, 'Shop', { service, hosts: ['a.example.com'] });
    new AlbIngress(far, 'Alb', { services: [shop], group: { name: 'public' }, redirect: false });
    expect(Testing.synth(far)).toHaveLength(3);
  });
});

test('each annotation is one that the AWS Load Balancer Controller documents, with a value that it documents', () => {
  const all: Partial<AlbIngressProps>[] = [
    {},
    {
      scheme: AlbScheme.INTERNET_FACING,
      certificateArns: ['arn:aws:acm:eu-west-1:1:certificate/a'],
      inboundCidrs: ['203.0.113.0/24'],
      group: { name: 'edge', order: 1000 },
      backend: AlbBackend.http({ protocolVersion: AlbProtocolVersion.HTTP2 }),
      targetType: AlbTargetType.INSTANCE,
    },
    { redirect: false, targetType: AlbTargetType.INSTANCE, healthCheckPort: 31021 },
    { plainHttp: false },
  ];
  const written = all.flatMap((props) => Object.entries(annotations(props)));
  const edge = new Edge();
  const gateway = new Gateway(edge.edge, 'Gateway', {
    servers: [GatewayServer.https({ hosts: ['*'], tls: ServerTls.credential('edge-cert') })],
  });
  const encrypted = edge.alb({
    services: [edge.ingressed({ gateway })],
    backend: AlbBackend.https(),
  });
  const { 'cdk8s-istio/trusted-proxies': note, ...rest } = encrypted.ingress.toJson().metadata.annotations;
  expect(note).toBeDefined();
  const undocumented = [...written, ...Object.entries<string>(rest)].filter(
    ([key, value]) => DOCUMENTED.get(key)?.test(value) !== true,
  );
  expect(undocumented).toEqual([]);
  expect(new Set([...written.map(([key]) => key), ...Object.keys(rest)])).toEqual(new Set(DOCUMENTED.keys()));
});
