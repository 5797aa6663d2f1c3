import { Problems } from '../../lib/core/problems';
import { GatewayWorkload } from '../../lib/networking/gateway-workload';

const PROFILE_PORTS = [
  { port: 80, targetPort: 8080 },
  { port: 443, targetPort: 8443 },
];

test.each([
  [
    GatewayWorkload.istioIngress(),
    {
      selector: { istio: 'ingressgateway' },
      namespace: 'istio-system',
      service: 'istio-ingressgateway',
      ports: PROFILE_PORTS,
    },
  ],
  [
    GatewayWorkload.istioEgress({ namespace: 'egress', ports: [{ port: 443 }] }),
    {
      selector: { istio: 'egressgateway' },
      namespace: 'egress',
      service: 'istio-egressgateway',
      ports: [{ port: 443 }],
    },
  ],
  [
    GatewayWorkload.helmRelease('istio-ingress', { namespace: 'istio-ingress' }),
    {
      selector: { istio: 'ingress' },
      namespace: 'istio-ingress',
      service: 'istio-ingress',
      ports: [{ port: 80 }, { port: 443 }],
    },
  ],
  [
    GatewayWorkload.helmRelease('edge', { namespace: 'infra', ports: [{ port: 8443 }] }),
    { selector: { istio: 'edge' }, namespace: 'infra', service: 'edge', ports: [{ port: 8443 }] },
  ],
  [
    GatewayWorkload.of({
      selector: { app: 'gw' },
      namespace: 'infra',
      service: 'gw',
      ports: [{ port: 1, targetPort: 2 }],
    }),
    { selector: { app: 'gw' }, namespace: 'infra', service: 'gw', ports: [{ port: 1, targetPort: 2 }] },
  ],
])('%#: what is known of the pods', (workload, expected) => {
  const { selector, namespace, service, ports } = workload;
  expect({ selector, namespace, service, ports }).toEqual(expected);
  const problems = new Problems();
  workload._check(problems);
  expect(problems.list).toEqual([]);
});

test('the port of the pods behind a port of the Service', () => {
  expect(GatewayWorkload.istioIngress()._targetPort(443)).toBe(8443);
  expect(GatewayWorkload.helmRelease('edge', { namespace: 'infra' })._targetPort(443)).toBe(443);
  expect(GatewayWorkload.istioIngress()._targetPort(15443)).toBe(15443);
});

const of = (options: object): GatewayWorkload =>
  GatewayWorkload.of({ selector: { app: 'gw' }, namespace: 'infra', service: 'gw', ...options });
const PORTS = 'Write { port: 443, targetPort: 8443 }.';

test.each([
  [
    of({ selector: {} }),
    "selector: {} selects no pods. Write the labels of the gateway's pods, for example { istio: 'ingressgateway' }.",
  ],
  [
    of({ selector: undefined }),
    "selector: undefined selects no pods. Write the labels of the gateway's pods, for example { istio: 'ingressgateway' }.",
  ],
  [of({ selector: 'gw' }), 'selector: "gw" does not fit here. Write { version: \'v1\' }.'],
  [of({ selector: { app: 1 } }), 'selector.app: 1 is not a string. Labels are strings: write "1".'],
  [
    of({ namespace: 'In fra' }),
    'namespace: "In fra" is not the name of a namespace (lower-case letters, digits and "-", a letter or digit at both ends).',
  ],
  [of({ namespace: undefined }), 'namespace: undefined is not a name. Write the name of a namespace as a string.'],
  [of({ service: 5 }), 'service: 5 is not a name. Write the name of a Service as a string.'],
  [of({ ports: [{ port: 0 }] }), 'ports[0].port: 0 is not a port number (a whole number, 1 to 65535).'],
  [
    of({ ports: [{ port: 80, targetPort: 70000 }] }),
    'ports[0].targetPort: 70000 is not a port number (a whole number, 1 to 65535).',
  ],
  [
    of({ ports: [{ port: 80, name: 'Web' }] }),
    'ports[0].name: "Web" is not the name of a port (lower-case letters, digits and "-", a letter or digit at both ends).',
  ],
  [of({ ports: [443] }), 'ports[0]: 443 does not fit here. Write { port: 443 }.'],
  [of({ ports: [] }), 'ports: is empty, so nothing would reach the gateway. Write [{ port: 443, targetPort: 8443 }].'],
  [of({ ports: [null] }), `ports[0]: null does not fit here. ${PORTS}`],
  [of({ ports: 443 }), 'ports: 443 is not a list. Write [{ port: 443, targetPort: 8443 }].'],
  [of({ ports: [{}] }), 'ports[0].port: undefined is not a port number (a whole number, 1 to 65535).'],
])('%#: a wrong value is reported', (workload, message) => {
  const problems = new Problems();
  workload._check(problems);
  expect(problems.list.map((problem) => `${problem.field}: ${problem.message}`)).toEqual([message]);
});

test('no factory breaks on options that are missing', () => {
  const count = (workload: GatewayWorkload): number => {
    const problems = new Problems();
    workload._check(problems);
    return problems.list.length;
  };
  expect(count(GatewayWorkload.istioIngress(null as never))).toBe(1);
  expect(count(GatewayWorkload.helmRelease('edge', undefined as never))).toBe(1);
  expect(count(GatewayWorkload.of(undefined as never))).toBe(1);
});
