import { Chart, Testing } from 'cdk8s';
import {
  AzureProbe,
  ExternalTrafficPolicy,
  GatewayDeployment,
  LoadBalancer,
  NlbScheme,
  NlbTargetType,
} from 'cdk8s-istio';

/* What each load balancer writes into the Service, and into the pods. */

interface Written {
  readonly annotations: Record<string, string> | undefined;
  readonly spec: Record<string, unknown>;
  readonly ports: string[];
  /** The annotation `proxy.istio.io/config` of the pods. */
  readonly proxyConfig: unknown;
}

function written(loadBalancer: LoadBalancer): Written {
  const chart = new Chart(Testing.app(), 'edge', { namespace: 'edge' });
  const door = new GatewayDeployment(chart, 'Door', { loadBalancer });
  const { metadata, spec } = door.service.toJson();
  const { selector: _, ports, ...rest } = spec;
  const config = door.deployment.toJson().spec.template.metadata.annotations['proxy.istio.io/config'];
  return {
    annotations: metadata.annotations,
    spec: rest,
    ports: ports.map(({ port, nodePort }: { port: number; nodePort?: number }) =>
      nodePort === undefined ? `${port}` : `${port}:${nodePort}`,
    ),
    proxyConfig: config === undefined ? undefined : JSON.parse(config),
  };
}

const NLB = 'service.beta.kubernetes.io/aws-load-balancer-';
const HEALTH = {
  [`${NLB}healthcheck-port`]: '15021',
  [`${NLB}healthcheck-protocol`]: 'HTTP',
  [`${NLB}healthcheck-path`]: '/healthz/ready',
};
const FIRST = 'arn:aws:acm:eu-west-1:123456789012:certificate/a';
const SECOND = 'arn:aws-cn:iam::123456789012:server-certificate/b';

describe('LoadBalancer.awsNlb', () => {
  const spec = { type: 'LoadBalancer', loadBalancerClass: 'service.k8s.aws/nlb' };

  test('by default is internal and sends to the pods', () => {
    expect(written(LoadBalancer.awsNlb())).toEqual({
      annotations: { [`${NLB}scheme`]: 'internal', [`${NLB}nlb-target-type`]: 'ip', ...HEALTH },
      spec,
      ports: ['80', '443'],
      proxyConfig: undefined,
    });
  });

  test('is for the Internet, and for some addresses of it', () => {
    const { annotations, spec: fields } = written(
      LoadBalancer.awsNlb({ scheme: NlbScheme.INTERNET_FACING, sourceRanges: ['203.0.113.0/24', '2001:db8::/32'] }),
    );
    expect(annotations![`${NLB}scheme`]).toBe('internet-facing');
    expect(fields).toEqual({ ...spec, loadBalancerSourceRanges: ['203.0.113.0/24', '2001:db8::/32'] });
  });

  test('tells the address of the client to pods that read it, with health checks too', () => {
    const { annotations, proxyConfig } = written(LoadBalancer.awsNlb({ proxyProtocol: true }));
    expect(annotations).toEqual({
      [`${NLB}scheme`]: 'internal',
      [`${NLB}nlb-target-type`]: 'ip',
      ...HEALTH,
      [`${NLB}proxy-protocol`]: '*',
    });
    expect(proxyConfig).toEqual({
      gatewayTopology: { proxyProtocol: {} },
      proxyMetadata: { ENVOY_STATUS_PORT_ENABLE_PROXY_PROTOCOL: 'true' },
    });
  });

  test.each([
    ['to nodes with a pod', {}, 'Local'],
    ['to any node', { externalTrafficPolicy: ExternalTrafficPolicy.CLUSTER }, 'Cluster'],
    ['to any node, with the PROXY protocol', { proxyProtocol: true }, 'Cluster'],
  ])('sends to nodes: %s', (_, options, externalTrafficPolicy) => {
    const { annotations, spec: fields } = written(
      LoadBalancer.awsNlb({ targetType: NlbTargetType.INSTANCE, ...options }),
    );
    expect(annotations).toEqual({
      [`${NLB}scheme`]: 'internal',
      [`${NLB}nlb-target-type`]: 'instance',
      ...('proxyProtocol' in options && { [`${NLB}proxy-protocol`]: '*' }),
    });
    expect(fields).toEqual({ ...spec, externalTrafficPolicy });
  });

  test('ends TLS', () => {
    const tls = { certificateArns: [FIRST, SECOND], policy: 'ELBSecurityPolicy-TLS13-1-2-2021-06' };
    expect(written(LoadBalancer.awsNlb({ tls })).annotations).toEqual({
      [`${NLB}scheme`]: 'internal',
      [`${NLB}nlb-target-type`]: 'ip',
      ...HEALTH,
      [`${NLB}ssl-cert`]: `${FIRST},${SECOND}`,
      [`${NLB}ssl-ports`]: '443',
      [`${NLB}ssl-negotiation-policy`]: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
    });
  });

  test('ends TLS on two ports, and encrypts again', () => {
    const tls = { certificateArns: [FIRST], ports: [80, 443], reencrypt: true };
    expect(written(LoadBalancer.awsNlb({ tls })).annotations).toMatchObject({
      [`${NLB}ssl-ports`]: '80,443',
      [`${NLB}backend-protocol`]: 'ssl',
    });
  });

  test('has other annotations besides', () => {
    const annotations = { [`${NLB}name`]: 'door' };
    expect(written(LoadBalancer.awsNlb({ annotations })).annotations).toMatchObject({ ...HEALTH, ...annotations });
  });
});

describe('LoadBalancer.azure', () => {
  const AZURE = 'service.beta.kubernetes.io/';
  const probes = (fields: Record<string, string>) =>
    Object.fromEntries(
      [80, 443].flatMap((port) =>
        Object.entries(fields).map(([key, value]) => [`${AZURE}port_${port}_health-probe_${key}`, value]),
      ),
    );
  const ready = probes({ protocol: 'http', port: '15021', 'request-path': '/healthz/ready' });

  test('by default is public and asks whether the gateway is ready', () => {
    expect(written(LoadBalancer.azure())).toEqual({
      annotations: ready,
      spec: { type: 'LoadBalancer' },
      ports: ['15021', '80', '443'],
      proxyConfig: undefined,
    });
  });

  test('is internal, with an address of a subnet', () => {
    const loadBalancer = LoadBalancer.azure({ internalOnly: true, subnet: 'edge', address: '10.0.0.10' });
    expect(written(loadBalancer).annotations).toEqual({
      ...ready,
      [`${AZURE}azure-load-balancer-internal`]: 'true',
      [`${AZURE}azure-load-balancer-internal-subnet`]: 'edge',
      [`${AZURE}azure-load-balancer-ipv4`]: '10.0.0.10',
    });
  });

  test('has an address of IPv6 and of another resource group', () => {
    const loadBalancer = LoadBalancer.azure({ address: '2001:db8::10', resourceGroup: 'addresses' });
    expect(written(loadBalancer).annotations).toEqual({
      ...ready,
      [`${AZURE}azure-load-balancer-ipv6`]: '2001:db8::10',
      [`${AZURE}azure-load-balancer-resource-group`]: 'addresses',
    });
  });

  test('tries connections only', () => {
    const { annotations } = written(LoadBalancer.azure({ probe: AzureProbe.CONNECTION }));
    expect(annotations).toEqual(probes({ protocol: 'tcp' }));
  });

  test('leaves it to kube-proxy which nodes have a pod', () => {
    const { annotations, spec } = written(
      LoadBalancer.azure({ externalTrafficPolicy: ExternalTrafficPolicy.LOCAL, sourceRanges: ['203.0.113.0/24'] }),
    );
    expect(annotations).toBeUndefined();
    expect(spec).toEqual({
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      loadBalancerSourceRanges: ['203.0.113.0/24'],
    });
  });
});

describe('LoadBalancer.gcp', () => {
  test.each([
    [{}, { 'cloud.google.com/l4-rbs': 'enabled' }],
    [{ backendService: false }, undefined],
    [{ internalOnly: true }, { 'networking.gke.io/load-balancer-type': 'Internal' }],
    [
      { internalOnly: true, globalAccess: true, subnet: 'edge' },
      {
        'networking.gke.io/load-balancer-type': 'Internal',
        'networking.gke.io/internal-load-balancer-allow-global-access': 'true',
        'networking.gke.io/internal-load-balancer-subnet': 'edge',
      },
    ],
  ])('%j', (options, annotations) => {
    expect(written(LoadBalancer.gcp(options))).toEqual({
      annotations,
      spec: { type: 'LoadBalancer' },
      ports: ['80', '443'],
      proxyConfig: undefined,
    });
  });

  test('sends to nodes with a pod', () => {
    const { spec } = written(LoadBalancer.gcp({ externalTrafficPolicy: ExternalTrafficPolicy.LOCAL }));
    expect(spec).toEqual({ type: 'LoadBalancer', externalTrafficPolicy: 'Local' });
  });
});

test('LoadBalancer.metalLb', () => {
  const addresses = ['192.0.2.10', '2001:db8::10'];
  expect(written(LoadBalancer.metalLb({ addresses, pool: 'public' }))).toEqual({
    annotations: { 'metallb.io/loadBalancerIPs': '192.0.2.10,2001:db8::10', 'metallb.io/address-pool': 'public' },
    spec: { type: 'LoadBalancer' },
    ports: ['80', '443'],
    proxyConfig: undefined,
  });
  expect(written(LoadBalancer.metalLb()).annotations).toBeUndefined();
});

test('LoadBalancer.nodePort', () => {
  const ports = [
    { port: 15021, nodePort: 30021 },
    { port: 443, nodePort: 30443 },
  ];
  const externalTrafficPolicy = ExternalTrafficPolicy.LOCAL;
  expect(written(LoadBalancer.nodePort({ ports, externalTrafficPolicy, annotations: { note: 'F5' } }))).toEqual({
    annotations: { note: 'F5' },
    spec: { type: 'NodePort', externalTrafficPolicy: 'Local' },
    ports: ['15021:30021', '80', '443:30443'],
    proxyConfig: undefined,
  });
});

test('LoadBalancer.plain', () => {
  const annotations = { 'external-dns.alpha.kubernetes.io/hostname': 'shop.example.com' };
  const loadBalancer = LoadBalancer.plain({
    annotations,
    loadBalancerClass: 'example.com/public',
    sourceRanges: ['203.0.113.0/24'],
    externalTrafficPolicy: ExternalTrafficPolicy.CLUSTER,
  });
  expect(written(loadBalancer)).toEqual({
    annotations,
    spec: {
      type: 'LoadBalancer',
      loadBalancerClass: 'example.com/public',
      loadBalancerSourceRanges: ['203.0.113.0/24'],
      externalTrafficPolicy: 'Cluster',
    },
    ports: ['15021', '80', '443'],
    proxyConfig: undefined,
  });
});

test('LoadBalancer.clusterIp', () => {
  expect(written(LoadBalancer.clusterIp())).toEqual({
    annotations: undefined,
    spec: { type: 'ClusterIP' },
    ports: ['80', '443'],
    proxyConfig: undefined,
  });
});
