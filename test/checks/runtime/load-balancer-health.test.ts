import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { apiGateway, gateway, manifest, server, service, to, virtualService } from '../../manifests';
import { testCases, textsOf } from '../found';

const ALB = 'alb.ingress.kubernetes.io/';
const NLB = 'service.beta.kubernetes.io/aws-load-balancer-';
const keyed = (prefix: string, values: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [`${prefix}${key}`, value]));

const alb = (values: Record<string, string>, name = 'istio-ingressgateway'): Manifest =>
  manifest(
    'Ingress',
    'istio-system/front',
    {
      ingressClassName: 'alb',
      rules: [{ http: { paths: [{ path: '/', backend: { service: { name, port: { number: 80 } } } }] } }],
    },
    { annotations: keyed(ALB, values) },
  );
const nlb = (values: Record<string, string>): Manifest =>
  service(
    'istio-system/istio-ingressgateway',
    [80],
    { type: 'LoadBalancer', selector: { istio: 'ingressgateway' } },
    { annotations: keyed(NLB, values) },
  );
const BAD = ['CDI0402 error Ingress istio-system/front metadata.annotations'];
const BAD_NLB = ['CDI0402 error Service istio-system/istio-ingressgateway metadata.annotations'];
const READY = { 'healthcheck-path': '/healthz/ready', 'healthcheck-port': '15021' };

const managed = (annotations: Record<string, string> = {}): Manifest =>
  apiGateway('istio-system/web', {
    gatewayClassName: 'istio',
    listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }],
    infrastructure: { annotations: keyed(NLB, annotations) },
  });
const BAD_MANAGED = ['CDI0402 error Gateway istio-system/web spec.infrastructure.annotations'];

testCases('CDI0402', [
  { name: 'the Service of a Gateway of the Gateway API', manifests: [managed(), alb({}, 'web-istio')], finds: BAD },
  {
    name: 'the same with path and port',
    manifests: [managed(), alb({ ...READY, 'target-type': 'ip' }, 'web-istio')],
    finds: [],
  },
  { name: 'a Service that is no gateway', manifests: [managed(), alb({}, 'web')], finds: [] },
  {
    name: 'an NLB of a Gateway of the Gateway API',
    manifests: [managed({ 'healthcheck-protocol': 'http' })],
    finds: BAD_MANAGED,
  },
  {
    name: 'the same with path and port',
    manifests: [managed({ 'healthcheck-protocol': 'http', ...READY, 'nlb-target-type': 'ip' })],
    finds: [],
  },
  { name: 'without a health check of its own', manifests: [managed()], finds: [] },
  { name: 'the protocol of the requests', manifests: [alb({ ...READY, 'backend-protocol': 'HTTPS' })], finds: BAD },
  {
    name: 'another protocol than that of the requests',
    manifests: [alb({ ...READY, 'backend-protocol': 'HTTPS', 'healthcheck-protocol': 'HTTP' })],
    finds: [],
  },
  { name: 'nothing said', manifests: [alb({})], finds: BAD },
  { name: 'the path alone', manifests: [alb({ 'healthcheck-path': '/healthz/ready' })], finds: BAD },
  {
    name: 'the path on the port of the requests',
    manifests: [alb({ 'healthcheck-path': '/healthz/ready', 'healthcheck-port': 'traffic-port' })],
    finds: BAD,
  },
  { name: 'the port alone', manifests: [alb({ 'healthcheck-port': '15021' })], finds: BAD },
  { name: 'another path on the port', manifests: [alb({ ...READY, 'healthcheck-path': '/ready' })], finds: BAD },
  { name: 'TLS to the port', manifests: [alb({ ...READY, 'healthcheck-protocol': 'HTTPS' })], finds: BAD },
  { name: 'the port of the pods at nodes', manifests: [alb({ ...READY, 'target-type': 'instance' })], finds: BAD },
  { name: 'path and port', manifests: [alb(READY)], finds: [] },
  { name: 'path and port of pods', manifests: [alb({ ...READY, 'target-type': 'ip' })], finds: [] },
  {
    name: 'a node port',
    manifests: [alb({ ...READY, 'healthcheck-port': '30021', 'target-type': 'instance' })],
    finds: [],
  },
  { name: '404 as healthy', manifests: [alb({ 'success-codes': '200,404' })], finds: [] },
  { name: '404 as one of the healthy ones', manifests: [alb({ 'success-codes': '200-499' })], finds: [] },
  { name: 'other codes', manifests: [alb({ 'success-codes': '200-399' })], finds: BAD },
  {
    name: 'rules for every host',
    manifests: [
      alb({}),
      gateway('istio-system/all', server(80, 'HTTP', ['*'])),
      virtualService('istio-system/all', { hosts: ['*'], gateways: ['all'], http: [to('web')] }),
    ],
    finds: [],
  },
  { name: 'in front of something else', manifests: [alb({}, 'web')], finds: [] },
  {
    name: 'said at the Service',
    manifests: [
      alb({}),
      service(
        'istio-system/istio-ingressgateway',
        [80],
        { selector: { istio: 'ingressgateway' } },
        { annotations: keyed(ALB, READY) },
      ),
    ],
    finds: [],
  },
  { name: 'an NLB that connects', manifests: [nlb({ type: 'external' })], finds: [] },
  { name: 'an NLB that requests /', manifests: [nlb({ 'healthcheck-protocol': 'http' })], finds: BAD_NLB },
  {
    name: 'an NLB that requests the path on the port of the requests',
    manifests: [nlb({ 'healthcheck-protocol': 'HTTP', 'healthcheck-path': '/healthz/ready' })],
    finds: BAD_NLB,
  },
  {
    name: 'an NLB that requests what is there',
    manifests: [nlb({ 'healthcheck-protocol': 'HTTP', ...READY, 'nlb-target-type': 'ip' })],
    finds: [],
  },
  {
    name: 'an NLB that requests the port of the pods at nodes',
    manifests: [nlb({ 'healthcheck-protocol': 'HTTP', ...READY, 'nlb-target-type': 'instance' })],
    finds: BAD_NLB,
  },
]);

test.each<[Record<string, string>, string, string]>([
  [
    { 'healthcheck-path': '/healthz/ready' },
    'The health check of the load balancer requests "/healthz/ready" on the port of the requests, but istio-ingressgateway, an Istio gateway, answers 404 there: its readiness is on another port. All targets are unhealthy, and clients get 503 or 504.',
    'Write the annotations alb.ingress.kubernetes.io/healthcheck-path: /healthz/ready and alb.ingress.kubernetes.io/healthcheck-port: "15021" (with target-type: instance the node port of status-port).',
  ],
  [
    { 'healthcheck-port': '15021' },
    'The health check of the load balancer requests / on port 15021 of istio-ingressgateway, an Istio gateway, which serves only /healthz/ready there and answers 404. All targets are unhealthy, and clients get 503 or 504.',
    'Write alb.ingress.kubernetes.io/healthcheck-path: /healthz/ready.',
  ],
  [
    { ...READY, 'healthcheck-protocol': 'HTTPS' },
    'The health check of the load balancer speaks HTTPS to port 15021 of istio-ingressgateway, an Istio gateway, where it expects plain HTTP. All targets are unhealthy, and clients get 503 or 504.',
    'Write alb.ingress.kubernetes.io/healthcheck-protocol: HTTP.',
  ],
  [
    { ...READY, 'target-type': 'instance' },
    'The targets are nodes (target-type: instance), and port 15021 is one of the pods: no node listens on it. All targets are unhealthy, and clients get 503 or 504.',
    'Write alb.ingress.kubernetes.io/healthcheck-port: the node port of status-port of Service istio-ingressgateway; or target-type: ip.',
  ],
])('it says what the gateway answers: %j', (values, message, fix) => {
  expect(textsOf('CDI0402', [alb(values)])).toEqual([[message, fix]]);
});
