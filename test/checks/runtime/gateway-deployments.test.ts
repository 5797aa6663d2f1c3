import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { deployment, manifest, service } from '../../manifests';
import { testCases, textsOf } from '../found';

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

testCases('CDI', [
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
]);

test.each<[string[], string]>([
  [
    [],
    'the environment variables POD_NAME, POD_NAMESPACE and INSTANCE_IP and the volumes istio-token and istiod-ca-cert.',
  ],
  [
    ['POD_NAME', 'POD_NAMESPACE'],
    'the environment variable INSTANCE_IP and the volumes istio-token and istiod-ca-cert.',
  ],
  [['POD_NAME', 'POD_NAMESPACE', 'INSTANCE_IP'], 'the volumes istio-token and istiod-ca-cert.'],
])('CDI0207 lists what a proxy lacks beside %j', (names, lacks) => {
  const container = { name: 'istio-proxy', image: 'istio/proxyv2:1.31.1', args: ['proxy', 'router'] };
  const env = names.map((name) => ({ name, value: 'x' }));
  const pod = manifest('Pod', 'egress/bare', { containers: [{ ...container, env }] });
  expect(textsOf('CDI0207', [pod])).toEqual([
    [
      `This proxy container is handwritten and lacks ${lacks} Without them the agent cannot authenticate to istiod, ` +
        'gets no certificate and no configuration, and never becomes ready.',
      'Let Istio fill in the container: annotation inject.istio.io/templates: gateway and label sidecar.istio.io/inject: "true" ' +
        'on the pod template, and a container with name: istio-proxy and image: auto.',
    ],
  ]);
});

testCases('CDI', [
  {
    name: 'the gateway of an installer, written again, and one of another namespace or name',
    manifests: [
      service('istio-system/istio-ingressgateway'),
      service('edge/istio-ingressgateway'),
      service('istio-system/other-gateway'),
    ],
    finds: ['CDI0206 warning Service istio-system/istio-ingressgateway metadata.name'],
  },
]);

const INSTALLED_PORTS = [
  { name: 'http2', port: 80, targetPort: 8080 },
  { name: 'https', port: 443, targetPort: 8443 },
  { name: 'status-port', port: 15021, targetPort: 15021 },
];
const NLB = { annotations: { 'service.beta.kubernetes.io/aws-load-balancer-type': 'nlb' } };
const front = (ports: object[], selector: object = { istio: 'ingressgateway' }): Manifest =>
  service('istio-system/istio-ingressgateway', ports, { selector }, NLB);

testCases('CDI0206', [
  {
    name: 'a Service with the ports and the selector of the installed one changes nothing of them',
    manifests: [front(INSTALLED_PORTS.slice(0, 2))],
    finds: ['CDI0206 info Service istio-system/istio-ingressgateway metadata.name'],
  },
  {
    name: 'a Service with a port that leads elsewhere',
    manifests: [front([{ name: 'https', port: 443, targetPort: 443 }])],
    finds: ['CDI0206 warning Service istio-system/istio-ingressgateway metadata.name'],
  },
  {
    name: 'a Service with a port that the installed one has not',
    manifests: [front([...INSTALLED_PORTS, { name: 'tcp', port: 9000, targetPort: 9000 }])],
    finds: ['CDI0206 warning Service istio-system/istio-ingressgateway metadata.name'],
  },
  {
    name: 'a Service that selects other pods',
    manifests: [front(INSTALLED_PORTS, { istio: 'edge' })],
    finds: ['CDI0206 warning Service istio-system/istio-ingressgateway metadata.name'],
  },
]);

test('it says who makes the gateway, and what becomes of a second object', () => {
  const fix =
    'Refer to the installed gateway and omit its objects, or deploy your own gateway under another name in another namespace.';
  expect(textsOf('CDI0206', [service('istio-system/istio-ingressgateway')])).toEqual([
    [
      'istioctl install and Helm create Service istio-ingressgateway in istio-system themselves. Kubernetes merges this one with theirs: ports of both are mixed, and the next upgrade of Istio undoes part of it.',
      fix,
    ],
  ]);
  expect(textsOf('CDI0206', [deployment('istio-system/istio-ingressgateway', { istio: 'ingressgateway' })])).toEqual([
    [
      'istioctl install and Helm create Deployment istio-ingressgateway in istio-system themselves. Kubernetes merges this one with theirs: containers of both are mixed, and the next upgrade of Istio undoes part of it.',
      fix,
    ],
  ]);
  expect(textsOf('CDI0206', [front(INSTALLED_PORTS)])).toEqual([
    [
      'istioctl install and Helm create Service istio-ingressgateway in istio-system themselves. This one has the same ports and selector, so applying it changes only the rest, such as annotations.',
      'Nothing needs to change. To keep the Service in one place, move the rest to the values of the installation.',
    ],
  ]);
});
