import { Chart, Duration, Testing } from 'cdk8s';
import { Service, ServiceType } from 'cdk8s-plus-28';
import {
  CanaryRelease,
  DestinationRule,
  EgressSniPassthrough,
  EgressStrategy,
  EgressTlsOrigination,
  OriginTls,
  EnvoyFilter,
  Gateway,
  GatewayServer,
  GatewayWorkload,
  IngressedService,
  IngressTls,
  ReleaseController,
  ServiceEntry,
  ServiceRef,
} from 'cdk8s-istio';

/*
 * What only JavaScript lets through, and names that a pattern can't use: one error with a field, never a TypeError of ours or an error of
 * another library.
 */

const chart = (): Chart => new Chart(Testing.app(), 'shop', { namespace: 'shop' });
const hosts = ['shop.example.com'];
const ingress = (props: object, id = 'Web') =>
  new IngressedService(chart(), id, {
    service: ServiceRef.fromName('web', { ports: [{ port: 80 }] }),
    hosts,
    ...props,
  });
const edge = (served: unknown) => Gateway.fromName('edge', { namespace: 'edge', hosts: served as never });
const entry = (props: object) =>
  new ServiceEntry(chart(), 'Web', { hosts, ports: [{ number: 443, protocol: 'TLS' }], ...props });
const externalName = (port?: number) => {
  const scope = chart();
  const service = new Service(scope, 'Service', {
    metadata: { name: 'web' },
    type: ServiceType.EXTERNAL_NAME,
    externalName: 'www.example.com',
  });
  return new IngressedService(scope, 'Web', { service, port, hosts });
};
const LABEL = '(lower-case letters, digits and "-", a letter or digit at both ends)';

test.each([
  ['endpoints: null', () => entry({ endpoints: null }), 'endpoints: null does not fit here. Omit it.'],
  [
    'workloadSelector: null',
    () => entry({ workloadSelector: null }),
    'workloadSelector: null does not fit here. Omit it.',
  ],
  ['addresses: null', () => entry({ addresses: null }), "addresses: null is not a list. Write ['10.0.0.7']."],
  [
    'subjectAltNames: null',
    () => entry({ subjectAltNames: null }),
    "subjectAltNames: null is not a list. Write ['www.example.com'].",
  ],
  [
    'targetRefs: null',
    () => new EnvoyFilter(chart(), 'Web', { targetRefs: null as never, configPatches: [] }),
    'workloadSelector: is missing, so the filter would change every proxy of its namespace, and in the root namespace every proxy of the mesh. ' +
      "Write { labels: { app: 'shop' } }; to patch all of them, write appliesToWholeNamespace: true.",
  ],
  [
    'hosts of a Gateway: null',
    () => ingress({ gateway: edge(null) }),
    "gateway.hosts: null is not a list. Write ['shop.example.com'].",
  ],
  [
    'hosts of a Gateway: [null]',
    () => ingress({ gateway: edge([null]) }),
    "gateway.hosts[0]: null is not a non-empty string. Write ['shop.example.com'].",
  ],
  [
    'hosts of a Gateway: [{}]',
    () => ingress({ gateway: edge([{}]) }),
    "gateway.hosts[0]: {} is not a non-empty string. Write ['shop.example.com'].",
  ],
  [
    'a Gateway without namespace',
    () => ingress({ gateway: Gateway.fromName('edge', undefined as never) }),
    "gateway: undefined does not fit here. Write Gateway.fromName('name', { namespace: '...' }).",
  ],
  [
    'a Symbol as name of a Gateway',
    () => ingress({ gateway: Gateway.fromName(Symbol('a') as never, { namespace: 'edge' }) }),
    "gateway: \"edge/Symbol(a)\" is not a Gateway. Write a Gateway of this app, or Gateway.fromName('name', { namespace: '...' }).",
  ],
  [
    'options of TLS: null',
    () => ingress({ tls: IngressTls.credential('cert', null as never) }),
    'tls: null does not fit here. Write { hsts: Duration.days(365) }.',
  ],
  [
    'settings of TLS: null',
    () => ingress({ tls: IngressTls.credential('cert', { settings: null as never }) }),
    'tls.settings: null does not fit here. Write { minProtocolVersion: networking.ServerTlsSettingsTlsProtocol.TLSV1_3 }.',
  ],
  [
    'half a second of HSTS',
    () => ingress({ tls: IngressTls.elsewhere({ hsts: Duration.millis(500) }) }),
    'tls.hsts: 0.5 seconds is not a time for browsers (whole seconds). Write Duration.days(365).',
  ],
  [
    'a port of TLS in quotes',
    () => ingress({ tls: IngressTls.credential('cert', { port: '443' as never }) }),
    'tls.port: "443" is not a port of Service "istio-ingressgateway" (80, 443), so nothing would reach it. Write 443 without quotes.',
  ],
  [
    'ports of a workload as numbers',
    () => ingress({ workload: GatewayWorkload.istioIngress({ ports: [80] as never }) }),
    'workload.ports[0]: 80 does not fit here. Write { port: 80 }.',
  ],
  [
    'no ports of a workload',
    () =>
      new Gateway(chart(), 'Web', {
        workload: GatewayWorkload.istioIngress({ ports: [] }),
        servers: [GatewayServer.http({ hosts })],
      }),
    'workload.ports: is empty, so nothing would reach the gateway. Write [{ port: 443, targetPort: 8443 }].',
  ],
  [
    'a Symbol as name',
    () => ingress({ name: Symbol('a') }),
    'name: Symbol(a) is not a name. Write the name of an object as a string.',
  ],
  [
    'a Symbol as common server',
    () =>
      new EgressSniPassthrough(chart(), 'Web', {
        hosts: ['*.example.com'],
        strategy: EgressStrategy.commonServer(Symbol('a') as never),
      }),
    'strategy: commonServer: Symbol(a) is not a host. Write a DNS name such as "shop.example.com".',
  ],
  [
    'null as a Secret',
    () => new EgressTlsOrigination(chart(), 'Web', { hosts: ['a.example'], tls: OriginTls.mutual(null as never) }),
    'tls.credentialName: null is not a name. Write it as a string.',
  ],
  [
    'no settings of TLS',
    () => new EgressTlsOrigination(chart(), 'Web', { hosts: ['a.example'], tls: OriginTls.of(undefined as never) }),
    'tls: undefined does not fit here. Write { mode: networking.ClientTlsSettingsTlsMode.SIMPLE }.',
  ],
  [
    'null as settings of TLS',
    () => new EgressTlsOrigination(chart(), 'Web', { hosts: ['a.example'], tls: OriginTls.of(null as never) }),
    'tls: null does not fit here. Write { mode: networking.ClientTlsSettingsTlsMode.SIMPLE }.',
  ],
  [
    'a Date as port of Flagger',
    () =>
      new CanaryRelease(chart(), 'Web', {
        service: ServiceRef.fromName('web', { ports: [{ port: 80 }] }),
        controller: ReleaseController.flagger({
          workload: { name: 'web' },
          interval: Duration.minutes(1),
          threshold: 5,
          stepWeight: 10,
          targetPort: new Date(0) as never,
        }),
      }),
    'controller.targetPort: an object of class Date is not a port number (a whole number, 1 to 65535).',
  ],
  [
    'an id without letters of a name',
    () => ingress({}, '상품'),
    'name: the id "상품" has nothing that could be in a name (letters a to z, digits). Give one: name: \'...\'.',
  ],
  [
    'an id that is too long for a name',
    () => ingress({}, 'w'.repeat(64)),
    `name: the id of the construct makes the name "${'w'.repeat(64)}", which has 64 characters, and Kubernetes takes at most 63. Give a shorter one: name: '...'.`,
  ],
  ['a name that is none', () => ingress({ name: 'We b' }), `name: "We b" is not the name of an object ${LABEL}.`],
  [
    'a host with an umlaut',
    () => ingress({ hosts: ['münchen.example.com'] }),
    'hosts[0]: "münchen.example.com" has non-ASCII letters. Write them as browsers send them: "xn--mnchen-3ya.example.com".',
  ],
  [
    'a Service of type ExternalName without a port',
    () => externalName(),
    'port: the ports of Service "web" are not known. Write which one is meant: port: 80.',
  ],
])('%s', (_, make, message) => {
  expect(make).toThrow(new RegExp(`: 1 problem\n  ${escape(message)}$`));
});

test('a null in plain Istio data is nothing', () => {
  const scope = chart();
  const trafficPolicy = { connectionPool: null, loadBalancer: null, tls: null, outlierDetection: {} } as never;
  new DestinationRule(scope, 'Web', { service: 'web', trafficPolicy });
  expect(JSON.stringify(Testing.synth(scope))).toContain('"trafficPolicy":{"outlierDetection":{}}');
});

test('HSTS can be taken back', () => {
  const { virtualService } = ingress({ tls: IngressTls.elsewhere({ hsts: Duration.seconds(0) }) });
  expect(JSON.stringify(Testing.synth(Chart.of(virtualService)))).toContain('"max-age=0"');
});

test('a Service of type ExternalName is called at the port that is said', () => {
  const { virtualService } = externalName(443);
  expect(JSON.stringify(Testing.synth(Chart.of(virtualService)))).toContain('"port":{"number":443}');
});

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
