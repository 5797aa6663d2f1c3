import { Chart, Testing } from 'cdk8s';
import {
  AzureProbe,
  DisruptionBudget,
  ExternalTrafficPolicy,
  GatewayDeployment,
  GatewayDirection,
  LoadBalancer,
  NlbTargetType,
  Replicas,
} from 'cdk8s-istio';

/* What a GatewayDeployment refuses where it is made, each with the whole text. */

const ARN = 'arn:aws:acm:eu-west-1:123456789012:certificate/a';

const make = (props: unknown) => () =>
  new GatewayDeployment(new Chart(Testing.app(), 'edge', { namespace: 'edge' }), 'Door', props as never);

function refusal(props: unknown): string[] {
  try {
    make(props)();
  } catch (error) {
    return (error as Error).message.split('\n').slice(1);
  }
  return [];
}

test.each<[string, unknown, string[]]>([
  ['no options', 5, ['5 does not fit here. Write { ports: [{ port: 443 }] }.']],
  [
    'a name with capitals',
    { name: 'Door' },
    ['name: "Door" is not the name of an object (lower-case letters, digits and "-", a letter or digit at both ends).'],
  ],
  [
    'the name of an installed gateway',
    { name: 'istio-ingressgateway' },
    [
      'name: "istio-ingressgateway" is the name of a gateway that istioctl install makes: objects of one name would be merged, and Gateways of one would be opened by the pods of the other. Write another.',
    ],
  ],
  [
    'the label of an installed gateway',
    { name: 'egressgateway' },
    [
      'name: "egressgateway" is the name of a gateway that istioctl install makes: objects of one name would be merged, and Gateways of one would be opened by the pods of the other. Write another.',
    ],
  ],
  [
    'another direction',
    { direction: 'out' },
    ['direction: "out" is not a direction. Write GatewayDirection.INGRESS or GatewayDirection.EGRESS.'],
  ],
  [
    'a way out that is open to the world',
    { direction: GatewayDirection.EGRESS, loadBalancer: LoadBalancer.plain() },
    [
      'loadBalancer: LoadBalancer.plain opens the way out to clients outside the cluster, who could use it as an open proxy. Omit it, or write direction: GatewayDirection.INGRESS.',
    ],
  ],
  [
    'ports of the nodes on the way out',
    { direction: GatewayDirection.EGRESS, loadBalancer: LoadBalancer.nodePort() },
    [
      'loadBalancer: LoadBalancer.nodePort opens the way out to clients outside the cluster, who could use it as an open proxy. Omit it, or write direction: GatewayDirection.INGRESS.',
    ],
  ],
  [
    'a text as a load balancer',
    { loadBalancer: 'nlb' },
    [
      'loadBalancer: "nlb" is not a LoadBalancer. Write LoadBalancer.plain(), or awsNlb, azure, gcp, metalLb, nodePort or clusterIp of the same class.',
    ],
  ],
  [
    'a text as a number of pods',
    { replicas: 'many' },
    ['replicas: "many" is not a number of pods. Write Replicas.autoscaled({ min: 2, max: 5 }) or Replicas.exactly(3).'],
  ],
  ['no pods', { replicas: 0 }, ['replicas: 0 is not a number of pods (a whole number, 1 or more).']],
  [
    'half a pod',
    { replicas: Replicas.exactly(1.5) },
    ['replicas: 1.5 is not a number of pods (a whole number, 1 or more).'],
  ],
  [
    'limits of autoscaling in the wrong order',
    { replicas: Replicas.autoscaled({ min: 3, max: 2 }) },
    ['replicas.max: 2 is less than min (3). Write 4 or more.'],
  ],
  [
    'autoscaling between one number',
    { replicas: Replicas.autoscaled({ min: 3, max: 3 }) },
    ['replicas.max: 3 is min as well, so there is nothing to scale. Write Replicas.exactly(3), or a larger one.'],
  ],
  [
    'autoscaling by something else than numbers',
    { replicas: Replicas.autoscaled({ min: '2', cpuPercent: 0, memoryPercent: 'a' } as never) },
    [
      'replicas.min: "2" is not a number of pods (a whole number, 1 or more). Write 2 without quotes.',
      'replicas.cpuPercent: 0 is not a percentage (a whole number, 1 or more).',
      'replicas.memoryPercent: "a" is not a percentage (a whole number, 1 or more).',
    ],
  ],
  [
    'autoscaling without options',
    { replicas: Replicas.autoscaled(5 as never) },
    ['replicas: 5 does not fit here. Write { min: 2, max: 5 }.'],
  ],
  [
    'a number as a disruption budget',
    { disruptionBudget: 1 },
    ['disruptionBudget: 1 is not a DisruptionBudget. Write DisruptionBudget.maxUnavailable(1).'],
  ],
  [
    'a disruption budget under which nothing may go',
    { disruptionBudget: DisruptionBudget.maxUnavailable(0) },
    ['disruptionBudget: 0 is not a number of pods (a whole number, 1 or more).'],
  ],
  [
    'a disruption budget under which all must stay',
    { disruptionBudget: DisruptionBudget.minAvailable(2) },
    [
      'disruptionBudget: 2 pods are to stay, and there may be no more than 2, so no node with one of them could be drained. Write DisruptionBudget.maxUnavailable(1), or more replicas.',
    ],
  ],
  [
    'a text as resources',
    { resources: 'big' },
    ["resources: \"big\" does not fit here. Write { requests: { cpu: '500m', memory: '256Mi' } }."],
  ],
  [
    'amounts that are none',
    { resources: { requests: { cpu: 1 }, limits: { memory: '128m' } } },
    [
      'resources.requests.cpu: 1 is not an amount of CPU. Write it as a string: "500m" or "2".',
      'resources.limits.memory: "128m" is not an amount of memory. Write it as a string: "128Mi" or "1Gi".',
    ],
  ],
  [
    'no amount',
    { resources: { requests: { cpu: '0' } } },
    ['resources.requests.cpu: "0" is not an amount of CPU. Write it as a string: "500m" or "2".'],
  ],
  [
    'requests above the limits',
    { resources: { requests: { cpu: '2', memory: '1Gi' }, limits: { cpu: '1500m', memory: '512Mi' } } },
    [
      'resources.requests.cpu: "2" is more than the limit, "1500m", and Kubernetes rejects that. Write a limit of "2" or more.',
      'resources.requests.memory: "1Gi" is more than the limit, "512Mi", and Kubernetes rejects that. Write a limit of "1Gi" or more.',
    ],
  ],
  [
    'autoscaling by what is not requested',
    { resources: { limits: { cpu: '2' } }, replicas: Replicas.autoscaled({ memoryPercent: 80 }) },
    [
      'resources.requests.cpu: is needed, because the pods are scaled in percent of it. Write it, or replicas: Replicas.exactly(2).',
      'resources.requests.memory: is needed, because the pods are scaled in percent of it. Write it, or replicas: Replicas.exactly(2).',
    ],
  ],
  [
    'a revision with a dot',
    { revision: '1.31' },
    [
      'revision: "1.31" is not the name of a revision (lower-case letters, digits and "-", a letter or digit at both ends).',
    ],
  ],
  [
    'a negative number of proxies',
    { trustedProxies: -1 },
    ['trustedProxies: -1 is not a number of proxies (a whole number, 0 or more).'],
  ],
  [
    'two ways to know the client',
    { trustedProxies: 1, loadBalancer: LoadBalancer.awsNlb({ proxyProtocol: true }) },
    [
      'trustedProxies: says that x-forwarded-for has the address of the client, and then Istio ignores the one of the PROXY protocol. Omit it, or proxyProtocol of the load balancer.',
    ],
  ],
  [
    'a number as a label of nodes',
    { nodeSelector: { zone: 1 } },
    ['nodeSelector.zone: 1 is not a string. Labels are strings: write "1".'],
  ],
  [
    'tolerations that are none',
    { tolerations: [{ key: 'a b', value: 1, effect: 'No' }, 'x', { key: 1 }] },
    [
      'tolerations[0].key: "a b" is not the key of a label (at most 63 letters, digits, "-", "_" and ".", a letter or digit at both ends; before them, where wanted, a DNS name and "/").',
      'tolerations[0].value: 1 is not a string. Write "1".',
      'tolerations[0].effect: "No" is not the effect of a taint. Write TaintEffect.NO_SCHEDULE.',
      "tolerations[1]: \"x\" does not fit here. Write { key: 'dedicated', value: 'edge' }.",
      "tolerations[2].key: 1 is not the key of a taint. Write 'dedicated'.",
    ],
  ],
  [
    'a text as tolerations',
    { tolerations: 'x' },
    ["tolerations: \"x\" is not a list. Write [{ key: 'dedicated', value: 'edge' }]."],
  ],
  [
    'spreads that are none',
    { topologySpread: [{ topologyKey: 'zone a', maxSkew: 0, required: 'yes' }, 5] },
    [
      "topologySpread[0].topologyKey: \"zone a\" is not a label of nodes. Write 'topology.kubernetes.io/zone' or 'kubernetes.io/hostname'.",
      'topologySpread[0].maxSkew: 0 is not a number of pods (a whole number, 1 or more).',
      'topologySpread[0].required: "yes" is neither true nor false. Write true or false.',
      "topologySpread[1]: 5 does not fit here. Write { topologyKey: 'topology.kubernetes.io/zone' }.",
    ],
  ],
])('options: %s', (_, props, problems) => {
  expect(refusal(props).map((line) => line.trim())).toEqual(problems);
});

test.each<[string, unknown, string[]]>([
  [
    'none',
    { ports: [] },
    ['ports: is empty, so nothing would reach the gateway. Write [{ port: 443 }], or omit it for 80 and 443.'],
  ],
  ['a number', { ports: 443 }, ['ports: 443 is not a list. Write [{ port: 443 }].']],
  ['a number in the list', { ports: [443] }, ['ports[0]: 443 does not fit here. Write { port: 443 }.']],
  [
    'a text',
    { ports: [{ port: '443' }] },
    ['ports[0].port: "443" is not a port number (a whole number, 1 to 65535). Write 443 without quotes.'],
  ],
  ['one twice', { ports: [{ port: 80 }, { port: 80 }] }, ['ports[1].port: 80 is given twice. Omit one of them.']],
  [
    'two that lead to one',
    {
      ports: [
        { port: 80, targetPort: 8080 },
        { port: 81, targetPort: 8080 },
      ],
    },
    [
      "ports[1].targetPort: 8080 is the port of the pods behind 80 too, and one listener can't tell them apart. Write another.",
    ],
  ],
  [
    'a name without a protocol',
    { ports: [{ port: 80, name: 'web' }] },
    [
      "ports[0].name: \"web\" does not begin with a protocol, by which Istio knows what comes. Write 'http-web' or 'tcp-web'.",
    ],
  ],
  [
    'a name in capitals',
    { ports: [{ port: 80, name: 'HTTP' }] },
    [
      'ports[0].name: "HTTP" is not the name of a port (lower-case letters, digits and "-", a letter or digit at both ends).',
    ],
  ],
  [
    'one name twice',
    {
      ports: [
        { port: 80, name: 'http' },
        { port: 81, name: 'http' },
      ],
    },
    ['ports[1].name: "http" is the name of another port. Write another.'],
  ],
  [
    'that of the health check',
    { ports: [{ port: 15021 }] },
    [
      'ports[0].port: 15021 of the pods is taken by the health check, so no server can listen there. Write another, or a targetPort.',
    ],
  ],
  [
    'that of the health check, to another port of the pods',
    { ports: [{ port: 15021, targetPort: 8080 }] },
    ['ports[0].port: 15021 is the port of the health check. Write another.'],
  ],
  [
    'a port of the pods that the proxy opens',
    { ports: [{ port: 9090, targetPort: 15090 }] },
    [
      'ports[0].targetPort: 15090 of the pods is taken by the metrics of Envoy, so no server can listen there. Write another.',
    ],
  ],
  [
    'a port of the pods that is none',
    { ports: [{ port: 80, targetPort: 70000 }] },
    ['ports[0].targetPort: 70000 is not a port number (a whole number, 1 to 65535).'],
  ],
])('ports: %s', (_, props, problems) => {
  expect(refusal(props).map((line) => line.trim())).toEqual(problems);
});

test.each<[string, unknown, string[]]>([
  [
    'a plain one, with options that are none',
    {
      loadBalancer: LoadBalancer.plain({
        sourceRanges: ['10.0.0.1', 'x', '::1', '10.0.0.0/33'],
        externalTrafficPolicy: 'Near',
        loadBalancerClass: 5,
        annotations: { a: 1 },
      } as never),
    },
    [
      'loadBalancer.annotations.a: 1 is not a string. Write "1".',
      "loadBalancer.loadBalancerClass: 5 is not a non-empty string. Write 'example.com/public'.",
      'loadBalancer.externalTrafficPolicy: "Near" is not a policy. Write ExternalTrafficPolicy.LOCAL or ExternalTrafficPolicy.CLUSTER.',
      'loadBalancer.sourceRanges[0]: "10.0.0.1" is not a CIDR block. Write \'10.0.0.1/32\'.',
      'loadBalancer.sourceRanges[1]: "x" is not a CIDR block. Write \'203.0.113.0/24\'.',
      'loadBalancer.sourceRanges[2]: "::1" is not a CIDR block. Write \'::1/128\'.',
      'loadBalancer.sourceRanges[3]: "10.0.0.0/33" is not a CIDR block. Write \'203.0.113.0/24\'.',
    ],
  ],
  [
    'a plain one without source ranges',
    { loadBalancer: LoadBalancer.plain({ sourceRanges: [] }) },
    [
      "loadBalancer.sourceRanges: is empty, and Kubernetes takes that for any address. Omit it, or write ['203.0.113.0/24'].",
    ],
  ],
  [
    'an NLB with options that are none',
    { loadBalancer: LoadBalancer.awsNlb({ scheme: 'public', targetType: 'pod', proxyProtocol: 'yes' } as never) },
    [
      'loadBalancer.scheme: "public" is not a scheme. Write NlbScheme.INTERNET_FACING or NlbScheme.INTERNAL.',
      'loadBalancer.targetType: "pod" is not a type of target. Write NlbTargetType.IP or NlbTargetType.INSTANCE.',
      'loadBalancer.proxyProtocol: "yes" is neither true nor false. Write true or false.',
    ],
  ],
  [
    'an NLB with IP targets and a policy for nodes',
    { loadBalancer: LoadBalancer.awsNlb({ externalTrafficPolicy: ExternalTrafficPolicy.LOCAL }) },
    [
      'loadBalancer.externalTrafficPolicy: is about ports of nodes, and with IP targets connections go to the pods directly. Omit it, or write targetType: NlbTargetType.INSTANCE.',
    ],
  ],
  [
    'an NLB with the PROXY protocol before kube-proxy',
    {
      loadBalancer: LoadBalancer.awsNlb({
        targetType: NlbTargetType.INSTANCE,
        externalTrafficPolicy: ExternalTrafficPolicy.LOCAL,
        proxyProtocol: true,
      }),
    },
    [
      'loadBalancer.proxyProtocol: has no use with ExternalTrafficPolicy.LOCAL: the gateway sees the address of the client anyway, and the health check that kube-proxy answers there does not take it. Omit one of them.',
    ],
  ],
  [
    'an NLB without a certificate',
    { loadBalancer: LoadBalancer.awsNlb({ tls: { certificateArns: [] } }) },
    ["loadBalancer.tls.certificateArns: is empty, and TLS can't end without a certificate. Write ['arn:aws:acm:...']."],
  ],
  [
    'an NLB with options of TLS that are none',
    {
      loadBalancer: LoadBalancer.awsNlb({
        tls: { certificateArns: ['cert'], ports: [8443, 'a'], policy: 5, reencrypt: 1 },
      } as never),
    },
    [
      'loadBalancer.tls.certificateArns[0]: "cert" is not the ARN of a certificate. Write the one of AWS Certificate Manager: \'arn:aws:acm:REGION:ACCOUNT:certificate/ID\'.',
      'loadBalancer.tls.ports[0]: 8443 is not a port of the Service (80, 443). Write one of them.',
      'loadBalancer.tls.ports[1]: "a" is not a port number (a whole number, 1 to 65535).',
      'loadBalancer.tls.reencrypt: 1 is neither true nor false. Write true or false.',
      "loadBalancer.tls.policy: 5 is not a non-empty string. Write 'ELBSecurityPolicy-TLS13-1-2-2021-06'.",
    ],
  ],
  [
    'an NLB that ends TLS nowhere',
    { loadBalancer: LoadBalancer.awsNlb({ tls: { certificateArns: [ARN], ports: [] } }) },
    ['loadBalancer.tls.ports: is empty, so TLS would end nowhere. Omit tls, or write [443].'],
  ],
  [
    'an NLB that ends TLS on a port that the Service lacks',
    { ports: [{ port: 80 }], loadBalancer: LoadBalancer.awsNlb({ tls: { certificateArns: [ARN] } }) },
    ['loadBalancer.tls.ports: 443 is not a port of the Service (80). Write one of them.'],
  ],
  [
    'an NLB with true for TLS',
    { loadBalancer: LoadBalancer.awsNlb({ tls: true as never }) },
    ["loadBalancer.tls: true does not fit here. Write { certificateArns: ['arn:aws:acm:...'] }."],
  ],
  [
    'an annotation that an option writes',
    {
      loadBalancer: LoadBalancer.awsNlb({
        annotations: { 'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal' },
      }),
    },
    [
      'loadBalancer.annotations.service.beta.kubernetes.io/aws-load-balancer-scheme: is written already, as "internal", by the other options. Omit it.',
    ],
  ],
  [
    'one of Azure with options that are none',
    {
      loadBalancer: LoadBalancer.azure({
        internalOnly: 'yes',
        subnet: 'a',
        address: 'b',
        resourceGroup: 5,
        probe: 'x',
      } as never),
    },
    [
      'loadBalancer.internalOnly: "yes" is neither true nor false. Write true or false.',
      'loadBalancer.subnet: is that of an internal load balancer. Omit it, or write internalOnly: true.',
      'loadBalancer.address: "b" is not an IP address. Write \'10.0.0.10\'.',
      "loadBalancer.resourceGroup: 5 is not a non-empty string. Write 'shop-addresses'.",
      'loadBalancer.probe: "x" is not a probe. Write AzureProbe.READINESS or AzureProbe.CONNECTION.',
    ],
  ],
  [
    'one of Azure with a probe before kube-proxy',
    {
      loadBalancer: LoadBalancer.azure({
        probe: AzureProbe.CONNECTION,
        externalTrafficPolicy: ExternalTrafficPolicy.LOCAL,
      }),
    },
    [
      'loadBalancer.probe: has no place with ExternalTrafficPolicy.LOCAL, where kube-proxy says which nodes have a pod. Omit one of them.',
    ],
  ],
  [
    'an external one of Google Cloud with options of an internal one',
    { loadBalancer: LoadBalancer.gcp({ globalAccess: true, subnet: 'a' }) },
    [
      'loadBalancer.globalAccess: is for an internal load balancer. Omit it, or write internalOnly: true.',
      'loadBalancer.subnet: is for an internal load balancer. Omit it, or write internalOnly: true.',
    ],
  ],
  [
    'an internal one of Google Cloud with an option of an external one',
    { loadBalancer: LoadBalancer.gcp({ internalOnly: true, backendService: true }) },
    ['loadBalancer.backendService: is for an external load balancer; an internal one always has one. Omit it.'],
  ],
  [
    'MetalLB with addresses and a pool that are none',
    { loadBalancer: LoadBalancer.metalLb({ addresses: ['192.0.2.1', '192.0.2.2', 'a'], pool: 'Big Pool' }) },
    [
      'loadBalancer.addresses[1]: "192.0.2.2" is a second address of IPv4, and MetalLB gives a Service one. Omit it.',
      'loadBalancer.addresses[2]: "a" is not an IP address. Write \'192.0.2.10\'.',
      'loadBalancer.pool: "Big Pool" is not the name of an IPAddressPool (lower-case letters, digits and "-", a letter or digit at both ends).',
    ],
  ],
  [
    'ports of the nodes that do not fit',
    {
      loadBalancer: LoadBalancer.nodePort({
        ports: [
          { port: 81, nodePort: 30081 },
          { port: 80, nodePort: 30080 },
          { port: 80, nodePort: 30082 },
          { port: 443, nodePort: 30080 },
          { port: 15021, nodePort: 0 },
          5 as never,
        ],
      }),
    },
    [
      'loadBalancer.ports[0].port: 81 is not a port of the Service (15021, 80, 443). Write one of them.',
      'loadBalancer.ports[2].port: 80 is given twice. Omit one of them.',
      'loadBalancer.ports[3].nodePort: 30080 leads to another port of the Service already. Write another.',
      'loadBalancer.ports[4].nodePort: 0 is not a port number (a whole number, 1 to 65535).',
      'loadBalancer.ports[5]: 5 does not fit here. Write { port: 80, nodePort: 30080 }.',
    ],
  ],
])('load balancers: %s', (_, props, problems) => {
  expect(refusal(props).map((line) => line.trim())).toEqual(problems);
});

test('a chart without a namespace', () => {
  expect(() => new GatewayDeployment(new Chart(Testing.app(), 'edge'), 'Door')).toThrow(
    "edge/Door (GatewayDeployment): 1 problem\n  namespace: is needed, because the chart has none, and the pods would land wherever they are applied to. Write namespace: '...'.",
  );
});

test('a namespace that is none', () => {
  expect(refusal({ namespace: 'Edge' })).toEqual([
    '  namespace: "Edge" is not the name of a namespace (lower-case letters, digits and "-", a letter or digit at both ends).',
  ]);
});

test('a namespace of Kubernetes itself', () => {
  expect(refusal({ namespace: 'kube-system' })).toEqual([
    '  namespace: "kube-system" is one of Kubernetes itself, where the injector leaves pods alone, and they would wait for an image "auto". Write another.',
  ]);
});

test('a name that another has in the namespace', () => {
  const chart = new Chart(Testing.app(), 'edge', { namespace: 'edge' });
  new GatewayDeployment(chart, 'Door');
  expect(() => new GatewayDeployment(chart, 'Second', { name: 'door' })).toThrow(
    'edge/Second (GatewayDeployment): 1 problem\n  name: Deployment "door" in namespace "edge" is made by edge/Door already. Give this one another: name: \'...\'.',
  );
  expect(() => new GatewayDeployment(chart, 'Third')).not.toThrow();
});

test('labels that another has in another namespace of the cluster', () => {
  const cluster = new Chart(Testing.app(), 'cluster');
  new GatewayDeployment(new Chart(cluster, 'edge', { namespace: 'edge' }), 'Door');
  expect(() => new GatewayDeployment(new Chart(cluster, 'inner', { namespace: 'inner' }), 'Door')).toThrow(
    "cluster/inner/Door (GatewayDeployment): 1 problem\n  name: the pods of cluster/edge/Door have the labels app=door and istio=door as well, and a Gateway selects pods of all namespaces by their labels. Give this one another name: name: '...'.",
  );
});
