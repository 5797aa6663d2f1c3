import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { apiGateway, gateway, manifest, server, service, workload } from '../../manifests';
import { testCases } from '../found';

const AWS = 'service.beta.kubernetes.io/aws-load-balancer-proxy-protocol';
const front = (annotations: Record<string, string>, type = 'LoadBalancer'): Manifest =>
  service('edge/gateway', [80], { type, selector: { istio: 'ingressgateway' } }, { annotations });
const pods = (config?: string): Manifest =>
  workload('edge/gateway', {
    labels: { istio: 'ingressgateway', 'sidecar.istio.io/inject': 'true' },
    annotations: { 'inject.istio.io/templates': 'gateway', ...(config && { 'proxy.istio.io/config': config }) },
    spec: { containers: [{ name: 'istio-proxy', image: 'auto' }] },
  });
const GATEWAY = gateway('edge/shop', server(80, 'HTTP', ['shop.a.test']));
const JSON_TOLD = '{"gatewayTopology":{"proxyProtocol":{}}}';
const YAML_TOLD = 'gatewayTopology:\n  proxyProtocol: {}\n';
const TOPOLOGY = { gatewayTopology: { proxyProtocol: {} } };
const sent = (annotation: string, severity = 'warning'): string =>
  `CDI0153 ${severity} Service edge/gateway metadata.annotations.${annotation}`;
const CONFIG = 'spec.template.metadata.annotations.proxy.istio.io/config';

const managed = (infrastructure: object | undefined, annotations: object = {}): Manifest =>
  apiGateway(
    'edge/web',
    { gatewayClassName: 'istio', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }], infrastructure },
    { annotations },
  );
const alb = (className = 'alb'): Manifest =>
  manifest('Ingress', 'edge/front', {
    ingressClassName: className,
    defaultBackend: { service: { name: 'gateway', port: { number: 80 } } },
  });

testCases('CDI015', [
  {
    name: 'sent to a gateway of the Gateway API',
    manifests: [managed({ annotations: { [AWS]: '*' } })],
    finds: [`CDI0153 warning Gateway edge/web spec.infrastructure.annotations.${AWS}`],
  },
  {
    name: 'sent by an annotation that istiod copies from the Gateway',
    manifests: [managed(undefined, { [AWS]: '*' })],
    finds: [`CDI0153 warning Gateway edge/web metadata.annotations.${AWS}`],
  },
  {
    name: 'not copied from a Gateway with annotations for its infrastructure',
    manifests: [managed({ annotations: {} }, { [AWS]: '*' })],
    finds: [],
  },
  {
    name: 'sent to a gateway of the Gateway API that expects it',
    manifests: [managed({ annotations: { [AWS]: '*', 'proxy.istio.io/config': JSON_TOLD } })],
    finds: [],
  },
  {
    name: 'expected by a gateway of the Gateway API and not sent',
    manifests: [managed({ annotations: { 'proxy.istio.io/config': JSON_TOLD } })],
    finds: ['CDI0154 warning Gateway edge/web spec.infrastructure.annotations.proxy.istio.io/config'],
  },
  {
    name: 'expected by a gateway of the Gateway API without a load balancer of its own',
    manifests: [
      managed(
        { annotations: { 'proxy.istio.io/config': JSON_TOLD } },
        { 'networking.istio.io/service-type': 'ClusterIP' },
      ),
    ],
    finds: [],
  },
  { name: 'a gateway of the Gateway API with neither', manifests: [managed(undefined)], finds: [] },
  {
    name: 'expected behind an ALB',
    manifests: [GATEWAY, pods(JSON_TOLD), front({}, 'ClusterIP'), alb()],
    finds: [`CDI0154 error Deployment edge/gateway ${CONFIG}`],
  },
  {
    name: 'expected behind another Ingress',
    manifests: [GATEWAY, pods(JSON_TOLD), front({}, 'ClusterIP'), alb('nginx')],
    finds: [],
  },
  { name: 'behind an ALB', manifests: [GATEWAY, pods(), front({}, 'ClusterIP'), alb()], finds: [] },
  ...Object.entries({
    [AWS]: '*',
    'service.beta.kubernetes.io/aws-load-balancer-target-group-attributes':
      'preserve_client_ip.enabled=false,proxy_protocol_v2.enabled=true',
    'service.beta.kubernetes.io/do-loadbalancer-enable-proxy-protocol': 'true',
    'load-balancer.hetzner.cloud/uses-proxyprotocol': 'true',
    'loadbalancer.openstack.org/proxy-protocol': 'v2',
    'service.beta.kubernetes.io/scw-loadbalancer-proxy-protocol-v2': '80,443',
    'service.beta.kubernetes.io/linode-loadbalancer-default-proxy-protocol': 'v1',
    'kubernetes.civo.com/loadbalancer-enable-proxy-protocol': 'send-proxy-v2',
  }).map(([annotation, value]) => ({
    name: `sent by ${annotation}`,
    manifests: [GATEWAY, pods(), front({ [annotation]: value })],
    finds: [sent(annotation)],
  })),
  ...Object.entries({
    'service.beta.kubernetes.io/aws-load-balancer-target-group-attributes': 'proxy_protocol_v2.enabled=false',
    'service.beta.kubernetes.io/do-loadbalancer-enable-proxy-protocol': 'false',
    'service.beta.kubernetes.io/linode-loadbalancer-default-proxy-protocol': 'none',
  }).map(([annotation, value]) => ({
    name: `not sent by ${annotation}`,
    manifests: [GATEWAY, pods(), front({ [annotation]: value })],
    finds: [],
  })),
  ...[JSON_TOLD, YAML_TOLD].map((config) => ({
    name: `sent and expected by ${config}`,
    manifests: [GATEWAY, pods(config), front({ [AWS]: '*' })],
    finds: [],
  })),
  {
    name: 'sent, and the mesh expects it',
    manifests: [GATEWAY, pods(), front({ [AWS]: '*' })],
    settings: { meshConfig: { defaultConfig: TOPOLOGY } },
    finds: [],
  },
  {
    name: 'sent, and the mesh is known not to expect it',
    manifests: [GATEWAY, pods(), front({ [AWS]: '*' })],
    settings: { meshConfig: { defaultConfig: {} } },
    finds: [sent(AWS, 'error')],
  },
  {
    name: 'sent, and an EnvoyFilter reads it',
    manifests: [
      GATEWAY,
      pods(),
      front({ [AWS]: '*' }),
      manifest('EnvoyFilter', 'edge/proxy', {
        workloadSelector: { labels: { istio: 'ingressgateway' } },
        configPatches: [
          {
            applyTo: 'LISTENER',
            patch: { value: { listener_filters: [{ name: 'envoy.filters.listener.proxy_protocol' }] } },
          },
        ],
      }),
    ],
    finds: [],
  },
  {
    name: 'sent to other settings',
    manifests: [GATEWAY, pods('{"gatewayTopology":{"numTrustedProxies":1}}'), front({ [AWS]: '*' })],
    finds: [sent(AWS)],
  },
  {
    name: 'sent to pods that nobody shows',
    manifests: [
      gateway('istio-system/shop', server(80, 'HTTP', ['shop.a.test'])),
      service(
        'istio-system/istio-ingressgateway',
        [80],
        { type: 'LoadBalancer', selector: { istio: 'ingressgateway' } },
        { annotations: { [AWS]: '*' } },
      ),
    ],
    finds: [`CDI0153 info Service istio-system/istio-ingressgateway metadata.annotations.${AWS}`],
  },
  {
    name: 'expected and not sent',
    manifests: [GATEWAY, pods(JSON_TOLD), front({})],
    finds: [`CDI0154 warning Deployment edge/gateway ${CONFIG}`],
  },
  {
    name: 'expected and not sent by an NLB',
    manifests: [GATEWAY, pods(JSON_TOLD), front({ 'service.beta.kubernetes.io/aws-load-balancer-type': 'external' })],
    finds: [`CDI0154 error Deployment edge/gateway ${CONFIG}`],
  },
  {
    name: 'expected, behind something that no manifest shows',
    manifests: [GATEWAY, pods(JSON_TOLD), front({}, 'NodePort')],
    finds: [],
  },
  { name: 'expected, without a Service', manifests: [GATEWAY, pods(JSON_TOLD)], finds: [] },
  ...([{ [AWS]: '*' }, { [AWS]: '*', 'proxy.istio.io/config': JSON_TOLD }, {}] as const).flatMap((annotations, i) => [
    {
      name: `by the annotations of a Gateway of the Gateway API: ${Object.keys(annotations).join(', ')}`,
      manifests: [apiGateway('edge/public', { gatewayClassName: 'istio', listeners: [] }, { annotations })],
      finds: i === 0 ? [`CDI0153 warning Gateway edge/public metadata.annotations.${AWS}`] : [],
    },
    {
      name: `by the annotations of its infrastructure: ${Object.keys(annotations).join(', ')}`,
      manifests: [
        apiGateway('edge/public', { gatewayClassName: 'istio', infrastructure: { annotations }, listeners: [] }),
      ],
      finds: i === 0 ? [`CDI0153 warning Gateway edge/public spec.infrastructure.annotations.${AWS}`] : [],
    },
  ]),
  { name: 'neither sent nor expected', manifests: [GATEWAY, pods(), front({})], finds: [] },
  {
    name: 'sent to something that is no gateway',
    manifests: [
      workload('edge/web', { labels: { app: 'web' } }),
      service('edge/web', [80], { type: 'LoadBalancer' }, { annotations: { [AWS]: '*' } }),
    ],
    finds: [],
  },
]);
