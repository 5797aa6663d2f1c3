import { App, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import type { EgressTlsOriginationProps } from 'cdk8s-istio';
import {
  EgressExit,
  EgressHost,
  EgressListener,
  EgressSniPassthrough,
  EgressTlsOrigination,
  GatewayDeployment,
  GatewayDirection,
  GatewayWorkload,
  HopSecurity,
  MeshSettings,
  networking,
  OriginTls,
  Sidecar,
} from 'cdk8s-istio';
import fc from 'fast-check';

interface Destination {
  readonly host: string;
  readonly subset?: string;
  readonly port: { readonly number: number };
}

interface Manifest {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly annotations?: Record<string, string>;
  };
  readonly spec: {
    readonly host: string;
    readonly hosts: string[];
    readonly exportTo?: string[];
    readonly ports: object[];
    readonly resolution: string;
    readonly selector: object;
    readonly servers: { readonly hosts: string[]; readonly port: object; readonly tls?: object }[];
    readonly subsets?: { readonly name: string; readonly trafficPolicy?: object }[];
    readonly trafficPolicy?: { readonly tls: networking.ClientTlsSettings };
    readonly http: {
      readonly match: { readonly gateways: string[]; readonly port: number }[];
      readonly route: { readonly destination: Destination }[];
    }[];
  };
}

const EGRESS = 'istio-egressgateway.istio-system.svc.cluster.local';
const hosts = ['api.payments.example'];
const { SIMPLE, MUTUAL, ISTIO_MUTUAL } = networking.ClientTlsSettingsTlsMode;

const shop = (): Chart => new Chart(new App(), 'shop', { namespace: 'shop' });

function make(props: Partial<EgressTlsOriginationProps> = {}, chart = shop()): EgressTlsOrigination {
  return new EgressTlsOrigination(chart, 'Payments', { hosts, clients: ['shop'], ...props });
}

function synth(props: Partial<EgressTlsOriginationProps> = {}, chart = shop()): Manifest[] {
  make(props, chart);
  return Testing.synth(chart) as Manifest[];
}

const ofKind = (objects: Manifest[], kind: string): Manifest[] => objects.filter((object) => object.kind === kind);

/** The rules for hosts outside, as opposed to that of the gateway's Service. */
const originRules = (objects: Manifest[]): Manifest[] =>
  ofKind(objects, 'DestinationRule').filter(({ spec }) => spec.subsets === undefined);

const tlsOf = (tls: OriginTls): networking.ClientTlsSettings => originRules(synth({ tls }))[0].spec.trafficPolicy!.tls;

describe('the manifests', () => {
  test.each<[string, Partial<EgressTlsOriginationProps>]>([
    ['through the gateway', {}],
    ['through the gateway, two hosts', { hosts: [...hosts, 'files.my-payments.example'] }],
    ['through the gateway, nothing around the hop', { hopSecurity: HopSecurity.none() }],
    ['through the gateway, with a certificate', { tls: OriginTls.mutual('payments-client') }],
    ['from sidecars', { exit: EgressExit.sidecar(), clients: ['shop', 'web'] }],
  ])('%s', (_, props) => {
    expect(synth(props)).toMatchSnapshot();
  });
});

describe('through the gateway', () => {
  test('requests are plain HTTP until the gateway sends them on', () => {
    const objects = synth();
    expect(ofKind(objects, 'ServiceEntry')[0].spec).toEqual({
      hosts,
      ports: [{ number: 80, name: 'http-80', protocol: 'HTTP', targetPort: 443 }],
      resolution: 'DNS',
      location: 'MESH_EXTERNAL',
      exportTo: ['.', 'shop'],
    });
    const { http } = ofKind(objects, 'VirtualService')[0].spec;
    expect(http.map(({ match, route }) => [match[0], route[0].destination])).toEqual([
      [
        { gateways: ['mesh'], port: 80 },
        { host: EGRESS, subset: 'shop-payments-api-payments-example', port: { number: 443 } },
      ],
      [
        { gateways: ['istio-system/shop-payments'], port: 443 },
        { host: 'api.payments.example', port: { number: 80 } },
      ],
    ]);
  });

  test('the rule with TLS is private to the gateway, whoever the clients are', () => {
    for (const clients of [undefined, ['shop'], ['shop', 'istio-system']]) {
      const [rule] = originRules(synth({ clients }));
      expect([rule.metadata.namespace, rule.spec]).toEqual([
        'istio-system',
        { host: 'api.payments.example', trafficPolicy: { tls: { mode: 'SIMPLE' } }, exportTo: ['.'] },
      ]);
    }
  });

  test('each host has a server, a subset and a VirtualService that its name tells apart', () => {
    const objects = synth({ hosts: ['a-b.example', 'a.b-example.com'] });
    expect(ofKind(objects, 'Gateway')[0].spec.servers).toEqual([
      {
        hosts: ['a-b.example'],
        port: { number: 443, name: 'https-443', protocol: 'HTTPS' },
        tls: { mode: 'ISTIO_MUTUAL' },
      },
      {
        hosts: ['a.b-example.com'],
        port: { number: 443, name: 'https-443-2', protocol: 'HTTPS' },
        tls: { mode: 'ISTIO_MUTUAL' },
      },
    ]);
    const names = ['shop-payments-a--b-example', 'shop-payments-a-b--example-com'];
    expect(ofKind(objects, 'VirtualService').map(({ metadata }) => metadata.name)).toEqual(names);
    expect(originRules(objects).map(({ metadata }) => metadata.name)).toEqual(names);
    const [{ spec }] = ofKind(objects, 'DestinationRule').filter((each) => each.spec.subsets !== undefined);
    expect(spec).toEqual({
      host: EGRESS,
      subsets: names.map((name, i) => ({
        name,
        trafficPolicy: {
          portLevelSettings: [
            { port: { number: 443 }, tls: { mode: 'ISTIO_MUTUAL', sni: ['a-b.example', 'a.b-example.com'][i] } },
          ],
        },
      })),
    });
  });

  test('without mutual TLS the hosts share a server for plain HTTP', () => {
    const objects = synth({ hosts: ['a.example', 'b.example'], hopSecurity: HopSecurity.none() });
    expect(ofKind(objects, 'Gateway')[0].spec.servers).toEqual([
      { hosts: ['a.example', 'b.example'], port: { number: 80, name: 'http-80', protocol: 'HTTP' } },
    ]);
    expect(ofKind(objects, 'VirtualService').map(({ spec }) => spec.http[0].route[0].destination)).toEqual([
      { host: EGRESS, subset: 'shop-payments', port: { number: 80 } },
      { host: EGRESS, subset: 'shop-payments', port: { number: 80 } },
    ]);
  });

  test('HTTP/2 is said to sidecars, to the gateway and of the hop between them', () => {
    const connectionPool = { http: { h2UpgradePolicy: 'UPGRADE' } };
    const written = (hopSecurity: HopSecurity): unknown[] => {
      const objects = synth({ http2: true, hopSecurity });
      const [hop] = ofKind(objects, 'DestinationRule').filter(({ spec }) => spec.subsets !== undefined);
      return [ofKind(objects, 'ServiceEntry')[0].spec.ports, hop.spec.subsets![0].trafficPolicy];
    };
    const ports = [{ number: 80, name: 'http2-80', protocol: 'HTTP2', targetPort: 443 }];
    expect(written(HopSecurity.none())).toEqual([ports, { connectionPool }]);
    expect(written(HopSecurity.istioMutual())).toEqual([
      ports,
      {
        portLevelSettings: [
          { port: { number: 443 }, tls: { mode: ISTIO_MUTUAL, sni: 'api.payments.example' }, connectionPool },
        ],
      },
    ]);
    expect(synth({ http2: false })).toEqual(synth());
  });

  test('ports, workload and name are those that were given', () => {
    const workload = GatewayWorkload.helmRelease('istio-egress', { namespace: 'exit', ports: [{ port: 15443 }] });
    const objects = synth({ workload, gatewayPort: 15443, port: 8080, targetPort: 8443, name: 'pay' });
    expect(new Set(objects.map(({ metadata }) => metadata.namespace))).toEqual(new Set(['exit']));
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'ServiceEntry pay',
      'Gateway pay',
      'DestinationRule pay',
      'VirtualService pay-api-payments-example',
      'DestinationRule pay-api-payments-example',
    ]);
    expect(ofKind(objects, 'ServiceEntry')[0].spec.ports).toEqual([
      { number: 8080, name: 'http-8080', protocol: 'HTTP', targetPort: 8443 },
    ]);
    expect(
      ofKind(objects, 'VirtualService')[0].spec.http.map(({ match, route }) => [
        match[0].port,
        route[0].destination.port.number,
      ]),
    ).toEqual([
      [8080, 15443],
      [15443, 8080],
    ]);
  });

  test('the gateway is that of the mesh, or of a GatewayDeployment', () => {
    const app = new App();
    MeshSettings.set(app, { egress: GatewayWorkload.helmRelease('out', { namespace: 'exit' }) });
    expect(make({}, new Chart(app, 'shop', { namespace: 'shop' })).serviceEntry.namespace).toBe('exit');

    const edge = new Chart(app, 'edge', { namespace: 'edge' });
    const { workload } = new GatewayDeployment(edge, 'Out', { direction: GatewayDirection.EGRESS });
    const made = new EgressTlsOrigination(edge, 'Payments', { hosts, workload });
    expect([made.gateway!.name, made.gateway!.namespace]).toEqual(['payments', 'edge']);
  });

  test('clients may be Namespaces', () => {
    const chart = shop();
    const namespace = new kplus.Namespace(chart, 'Web', { metadata: { name: 'web' } });
    expect(ofKind(synth({ clients: [namespace, 'shop'] }, chart), 'VirtualService')[0].spec.exportTo).toEqual([
      '.',
      'web',
      'shop',
    ]);
  });

  test('it shares a chart and a gateway with TLS that is passed through', () => {
    const chart = shop();
    new EgressSniPassthrough(chart, 'News', { hosts: ['www.news.example'], clients: ['shop'] });
    const objects = synth({}, chart);
    expect(ofKind(objects, 'Gateway').map(({ spec }) => spec.servers[0].port)).toEqual([
      { number: 443, name: 'tls-443', protocol: 'TLS' },
      { number: 443, name: 'https-443', protocol: 'HTTPS' },
    ]);
  });

  test('it is said how to see it work', () => {
    expect(synth()[0].metadata.annotations).toEqual({
      'cdk8s-istio/verify':
        'kubectl -n istio-system logs --tail=100 -l istio=egressgateway | grep api.payments.example',
      'cdk8s-istio/not-a-firewall': 'pods can still leave directly; only a NetworkPolicy keeps them from it',
    });
  });

  test('the resources can be reached', () => {
    const { serviceEntry, gateway, destinationRule, originRules, virtualServices } = make();
    expect(
      [serviceEntry, gateway, destinationRule, ...originRules, ...virtualServices].map((each) => each?.kind),
    ).toEqual(['ServiceEntry', 'Gateway', 'DestinationRule', 'DestinationRule', 'VirtualService']);
  });
});

describe('from sidecars', () => {
  const sidecar = { exit: EgressExit.sidecar() };

  test('a ServiceEntry and a rule are enough, and both are where their clients find them', () => {
    const objects = synth({ ...sidecar, clients: ['shop', 'web'] });
    expect(objects.map(({ kind, metadata }) => [kind, metadata.namespace, metadata.name])).toEqual([
      ['ServiceEntry', 'shop', 'payments'],
      ['DestinationRule', 'shop', 'payments-api-payments-example'],
    ]);
    expect(objects.map(({ spec }) => spec.exportTo)).toEqual([
      ['.', 'web'],
      ['.', 'web'],
    ]);
    expect(objects[1].spec.trafficPolicy).toEqual({ tls: { mode: 'SIMPLE' } });
  });

  test('everybody finds them without clients', () => {
    expect(synth({ ...sidecar, clients: undefined }).map(({ spec }) => spec.exportTo)).toEqual([undefined, undefined]);
  });

  test('only the rules and the hosts can be reached', () => {
    const { gateway, destinationRule, originRules, virtualServices } = make(sidecar);
    expect([gateway, destinationRule, virtualServices]).toEqual([undefined, undefined, []]);
    expect(originRules.map(({ host }) => host)).toEqual(hosts);
  });

  test('a chart without a namespace has no place for them', () => {
    expect(() => make(sidecar, new Chart(new App(), 'bare'))).toThrow(
      "bare/Payments (EgressTlsOrigination): 1 problem\n  metadata.namespace: is not known, so the object would go to the namespace in which it is applied. Give the chart a namespace: new Chart(app, 'id', { namespace: '...' }).",
    );
  });
});

describe('TLS to the host', () => {
  const files = {
    clientCertificate: '/etc/tls/tls.crt',
    privateKey: '/etc/tls/tls.key',
    caCertificates: '/etc/tls/ca.crt',
  };

  test.each<[string, OriginTls, networking.ClientTlsSettings]>([
    ['takes public authorities and the name of the host', OriginTls.simple(), { mode: SIMPLE }],
    [
      'takes the authorities of a Secret',
      OriginTls.simple({ caCredential: 'payments-ca' }),
      { mode: SIMPLE, credentialName: 'payments-ca' },
    ],
    [
      'shows the certificate of a Secret',
      OriginTls.mutual('payments-client'),
      { mode: MUTUAL, credentialName: 'payments-client' },
    ],
    [
      'asks for another name, which the certificate must have then',
      OriginTls.simple({ sni: 'edge.example' }),
      { mode: SIMPLE, sni: 'edge.example', subjectAltNames: ['edge.example'] },
    ],
    [
      'takes other names in the certificate',
      OriginTls.mutual('client', { subjectAltNames: ['edge.example', 'spiffe://partner/pay'] }),
      { mode: MUTUAL, credentialName: 'client', subjectAltNames: ['edge.example', 'spiffe://partner/pay'] },
    ],
    [
      'takes both',
      OriginTls.simple({ sni: 'a.example', subjectAltNames: ['b.example'] }),
      {
        mode: SIMPLE,
        sni: 'a.example',
        subjectAltNames: ['b.example'],
      },
    ],
    ['takes files', OriginTls.of({ mode: MUTUAL, ...files }), { mode: MUTUAL, ...files }],
    [
      'verifies nothing where that is said',
      OriginTls.of({ mode: SIMPLE, sni: 'a.example', insecureSkipVerify: true }),
      { mode: SIMPLE, sni: 'a.example', insecureSkipVerify: true },
    ],
  ])('%s', (_, tls, written) => {
    expect(tlsOf(tls)).toEqual(written);
  });

  test('files are for sidecars, too', () => {
    const [, rule] = synth({ exit: EgressExit.sidecar(), tls: OriginTls.of({ mode: MUTUAL, ...files }) });
    expect(rule.spec.trafficPolicy!.tls).toEqual({ mode: MUTUAL, ...files });
  });

  test.each<[string, OriginTls, string | undefined]>([
    [
      'public authorities',
      OriginTls.simple(),
      'the certificate of the host is verified with the authorities that the image of the proxy trusts',
    ],
    [
      'a Secret',
      OriginTls.mutual('client'),
      'only the gateway uses this rule, and it takes the authorities from the Secret',
    ],
    ['files', OriginTls.of({ mode: SIMPLE, caCertificates: '/etc/tls/ca.crt' }), undefined],
    ['no verification', OriginTls.of({ mode: SIMPLE, insecureSkipVerify: true }), undefined],
  ])('why the analyzer need not ask for files is said of %s', (_, tls, reason) => {
    const [{ metadata }] = originRules(synth({ tls }));
    expect(metadata.annotations).toEqual(
      reason && { 'galley.istio.io/analyze-suppress': 'IST0128', 'cdk8s-istio/accepted': reason },
    );
  });
});

describe('laws', () => {
  const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
  const host = fc.tuple(label, label, fc.constantFrom('com', 'org')).map((labels) => labels.join('.'));
  const some = fc.record({
    hosts: fc.uniqueArray(host, { minLength: 1, maxLength: 5 }),
    hopSecurity: fc.constantFrom(undefined, HopSecurity.none(), HopSecurity.istioMutual()),
    port: fc.constantFrom(undefined, 8080),
  });

  test('each host has both hops and one rule with TLS, and each subset of a route is declared', () => {
    fc.assert(
      fc.property(some, (props) => {
        const objects = synth(props);
        const routes = ofKind(objects, 'VirtualService').map(({ spec }) => spec);
        const declared = ofKind(objects, 'DestinationRule').flatMap(({ spec }) => spec.subsets ?? []);
        expect(routes.map((spec) => spec.hosts)).toEqual(props.hosts.map((each) => [each]));
        expect(originRules(objects).map(({ spec }) => spec.host)).toEqual(props.hosts);
        for (const [i, { http }] of routes.entries()) {
          expect(declared.map(({ name }) => name)).toContain(http[0].route[0].destination.subset);
          expect(http[1].route[0].destination.host).toBe(props.hosts[i]);
        }
        expect(new Set(objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`)).size).toBe(objects.length);
      }),
      { numRuns: 50 },
    );
  });

  test('the same input makes the same bytes', () => {
    expect(JSON.stringify(synth())).toBe(JSON.stringify(synth()));
  });
});

describe('rejects', () => {
  const { clients, ...withoutClients } = { clients: ['shop'], hosts };
  test.each<[string, object, string]>([
    ['no hosts', { hosts: [] }, "hosts: is empty, so there is nothing to reach. Write ['www.wikipedia.org']."],
    [
      'a wildcard',
      { hosts: ['*.payments.example'] },
      'hosts[0]: "*.payments.example" is a wildcard, which DNS cannot resolve. List its hosts, for example "www.payments.example"; for clients that speak TLS themselves write EgressSniPassthrough.',
    ],
    [
      'a scheme',
      { hosts: ['https://api.payments.example/'] },
      'hosts[0]: "https://api.payments.example/" has a scheme, but a host is only a name. Write "api.payments.example".',
    ],
    ['a host twice', { hosts: ['a.com', 'a.com'] }, 'hosts[1]: "a.com" is given twice.'],
    [
      'a Service of the cluster',
      { hosts: ['web.shop.svc.cluster.local'] },
      'hosts[0]: "web.shop.svc.cluster.local" is a host of the cluster, which the mesh already knows. Omit it, and write a VirtualService for it.',
    ],
    [
      'an exit that is none',
      { exit: 'sidecar' },
      'exit: "sidecar" is not an EgressExit. Write EgressExit.gateway() or EgressExit.sidecar().',
    ],
    [
      'the port of clients that speak TLS',
      { port: 443 },
      'port: 443 is where clients speak TLS themselves, and it would begin twice. Omit it, and call http:// with port 80; for clients that speak TLS write EgressSniPassthrough.',
    ],
    [
      'the port of servers without TLS',
      { targetPort: 80 },
      'targetPort: 80 is where servers speak plain HTTP, so each handshake would fail. Omit it for 443, or write the port on which they speak TLS.',
    ],
    [
      'a port that is none',
      { port: '80' },
      'port: "80" is not a port number (a whole number, 1 to 65535). Write 80 without quotes.',
    ],
    [
      'a target port that is none',
      { targetPort: 0 },
      'targetPort: 0 is not a port number (a whole number, 1 to 65535).',
    ],
    ['HTTP/2 as a text', { http2: 'true' }, 'http2: "true" is neither true nor false. Write true without quotes.'],
    [
      'a gateway that is none',
      { workload: 'istio-egressgateway' },
      'workload: "istio-egressgateway" is not a GatewayWorkload. Write GatewayWorkload.istioEgress(), or GatewayWorkload.of({ ... }) for one of your own.',
    ],
    [
      'a gateway without the port',
      { workload: GatewayWorkload.istioEgress({ ports: [{ port: 80 }] }) },
      'gatewayPort: 443 is not a port of Service "istio-egressgateway" (80), so the gateway would be unreachable there. Write gatewayPort: 80, or list all ports of the Service: GatewayWorkload.istioEgress({ ports: [...] }).',
    ],
    [
      'a port that the gateway does not have',
      { gatewayPort: 8443 },
      'gatewayPort: 8443 is not a port of Service "istio-egressgateway" (80, 443), so the gateway would be unreachable there. Write gatewayPort: 443, or list all ports of the Service: GatewayWorkload.istioEgress({ ports: [...] }).',
    ],
    [
      'a hop security that is none',
      { hopSecurity: 'mutual' },
      'hopSecurity: "mutual" is not a HopSecurity. Write HopSecurity.none() or HopSecurity.istioMutual().',
    ],
    [
      'a gateway where there is none',
      { exit: EgressExit.sidecar(), hopSecurity: HopSecurity.none() },
      'hopSecurity: EgressExit.sidecar() leaves the cluster from the sidecar, without a gateway. Omit it; for a gateway write EgressExit.gateway().',
    ],
    [
      'no clients',
      { clients: [] },
      "clients: is empty, so no client could use it. Write ['default'], or omit it for all namespaces.",
    ],
    [
      'a name that is none',
      { name: 'My Bank' },
      'name: "My Bank" is not the name of an object (lower-case letters, digits and "-", a letter or digit at both ends).',
    ],
    [
      'TLS that is none',
      { tls: { mode: 'SIMPLE' } },
      'tls: {"mode":"SIMPLE"} is not an OriginTls. Write OriginTls.simple(), or OriginTls.mutual(\'name-of-the-secret\').',
    ],
    [
      'a Secret with a namespace',
      { tls: OriginTls.mutual('istio-system/client') },
      'tls.credentialName: "istio-system/client" names a namespace, but the gateway looks for the Secret in the namespace of its pods. Write only its name: "client".',
    ],
    [
      'a Secret without a name',
      { tls: OriginTls.mutual(undefined as never) },
      'tls.credentialName: undefined is not a name. Write it as a string.',
    ],
    [
      'a Secret with authorities that no Secret is',
      { tls: OriginTls.simple({ caCredential: 'My CA' }) },
      'tls.caCredential: "My CA" is not a name for a Kubernetes object (lower-case letters, digits, "-" and ".", a letter or digit at both ends).',
    ],
    [
      'a certificate of a Secret in sidecars',
      { exit: EgressExit.sidecar(), tls: OriginTls.mutual('client') },
      "tls.credentialName: the gateway gets the Secret \"client\" from Istio, but sidecars do not, and would send plain HTTP. Omit exit to let TLS begin at the gateway, or mount files into the sidecars and write OriginTls.of({ mode: networking.ClientTlsSettingsTlsMode.MUTUAL, clientCertificate: '/etc/tls/tls.crt', privateKey: '/etc/tls/tls.key', caCertificates: '/etc/tls/ca.crt' }).",
    ],
    [
      'the authorities of a Secret in sidecars',
      { exit: EgressExit.sidecar(), tls: OriginTls.simple({ caCredential: 'ca' }) },
      'tls.caCredential: the gateway gets the Secret "ca" from Istio, but sidecars do not, and would send plain HTTP. Omit exit to let TLS begin at the gateway, or mount files into the sidecars and write OriginTls.of({ mode: networking.ClientTlsSettingsTlsMode.SIMPLE, caCertificates: \'/etc/tls/ca.crt\' }).',
    ],
    [
      'one server name for two hosts',
      { hosts: ['a.example', 'b.example'], tls: OriginTls.simple({ sni: 'edge.example' }) },
      'tls.sni: "edge.example" would be the server name of 2 hosts (a.example, b.example). Give this host an EgressTlsOrigination of its own, or omit sni: the server name is then the host.',
    ],
    [
      'a server name that is none',
      { tls: OriginTls.simple({ sni: '*.example.com' }) },
      'tls.sni: "*.example.com" is a wildcard, but must be a single host. Write its name, for example "www.example.com".',
    ],
    [
      'no names of the certificate',
      { tls: OriginTls.simple({ subjectAltNames: [] }) },
      "tls.subjectAltNames: is empty. Write ['api.payments.example'], or leave subjectAltNames out.",
    ],
    [
      'names of the certificate that are none',
      { tls: OriginTls.simple({ subjectAltNames: [7] as never }) },
      "tls.subjectAltNames[0]: 7 is not a non-empty string. Write ['api.payments.example'].",
    ],
    [
      "Istio's own TLS to a host outside",
      { tls: OriginTls.of({ mode: ISTIO_MUTUAL }) },
      'tls.mode: "ISTIO_MUTUAL" is no TLS that a host outside the mesh takes. Write networking.ClientTlsSettingsTlsMode.SIMPLE or .MUTUAL.',
    ],
    [
      'settings without a mode',
      { tls: OriginTls.of({}) },
      'tls.mode: undefined is no TLS that a host outside the mesh takes. Write networking.ClientTlsSettingsTlsMode.SIMPLE or .MUTUAL.',
    ],
    [
      'a server name that nothing is compared with',
      { tls: OriginTls.of({ mode: SIMPLE, sni: 'edge.example' }) },
      "tls.subjectAltNames: is needed with sni: without it Istio takes any certificate of a trusted authority. Write ['edge.example'].",
    ],
    [
      'mutual TLS without a certificate',
      { tls: OriginTls.of({ mode: MUTUAL, clientCertificate: '/etc/tls/tls.crt' }) },
      'tls.privateKey: is needed for mode MUTUAL. Write the path of a file, or credentialName for both.',
    ],
  ])('%s', (_, props, message) => {
    expect(() => make(props)).toThrow(`shop/Payments (EgressTlsOrigination): 1 problem\n  ${message}`);
  });

  test('no props at all', () => {
    expect(() => new EgressTlsOrigination(shop(), 'Payments', undefined as never)).toThrow(
      "shop/Payments (EgressTlsOrigination): 1 problem\n  hosts: is empty, so there is nothing to reach. Write ['www.wikipedia.org'].",
    );
  });

  test('a host whose TLS another pattern passes through', () => {
    const chart = shop();
    new EgressSniPassthrough(chart, 'Through', { hosts });
    expect(() => make({}, chart)).toThrow(
      'shop/Payments (EgressTlsOrigination): 1 problem\n' +
        '  hosts[0]: "api.payments.example" already belongs to shop/Through, and of two rules for one host only one applies. Remove it from one of them; a host with several ports needs a ServiceEntry with all of them, and its own routes.',
    );
  });

  test('a host twice, also the other way round and by another exit', () => {
    const chart = shop();
    make({}, chart);
    expect(() => new EgressSniPassthrough(chart, 'Through', { hosts })).toThrow(
      'hosts[0]: "api.payments.example" already belongs to shop/Payments, and of two rules',
    );
    expect(() => new EgressTlsOrigination(chart, 'Again', { hosts, exit: EgressExit.sidecar() })).toThrow(
      'hosts[0]: "api.payments.example" already belongs to shop/Payments, and of two rules',
    );
  });

  test('a name that is taken', () => {
    const chart = shop();
    make({}, chart);
    expect(() => new EgressTlsOrigination(chart, 'Other', { hosts: ['files.example'], name: 'shop-payments' })).toThrow(
      'shop/Other (EgressTlsOrigination): 1 problem\n' +
        '  name: ServiceEntry "shop-payments" in namespace "istio-system" is made by shop/Payments already. Give this one another: name: \'...\'.',
    );
  });

  test('everything at once', () => {
    const props = {
      ...withoutClients,
      exit: EgressExit.sidecar(),
      port: 443,
      targetPort: 80,
      gatewayPort: 443,
      tls: OriginTls.mutual('client'),
      clients: [...clients, 'shop'],
    };
    expect(() => make(props)).toThrow(
      /^shop\/Payments \(EgressTlsOrigination\): 5 problems\n {2}port: .*\n {2}targetPort: .*\n {2}tls\.credentialName: .*\n {2}gatewayPort: .*\n {2}clients\[1\]: "shop" is given twice\.$/,
    );
  });
});

describe('a Sidecar that hides the hosts from clients', () => {
  const hiding = (chart: Chart): Sidecar =>
    new Sidecar(chart, 'Default', { egress: [EgressListener.anyPort([EgressHost.sameNamespace()])] });

  test('makes them bypass the gateway', () => {
    const chart = shop();
    make({}, chart);
    hiding(chart);
    expect(() => App.of(chart).synthYaml()).toThrow(
      "shop/Payments (EgressTlsOrigination): 1 problem\n  clients: Sidecar shop/Default (all pods of namespace shop) does not import api.payments.example of namespace istio-system, so their connections would bypass the gateway or be refused. Add EgressHost.namespace('istio-system') to its listener for port 80, or to the one for any port.",
    );
  });

  test('makes sidecars send plain HTTP, or nothing', () => {
    const chart = new Chart(new App(), 'pay', { namespace: 'pay' });
    make({ exit: EgressExit.sidecar() }, chart);
    hiding(new Chart(App.of(chart), 'shop', { namespace: 'shop' }));
    expect(() => App.of(chart).synthYaml()).toThrow(
      "clients: Sidecar shop/Default (all pods of namespace shop) does not import api.payments.example of namespace pay, so their sidecars would not know where to send the requests. Add EgressHost.namespace('pay') to its listener for port 80, or to the one for any port.",
    );
  });

  test('is none where TLS begins in sidecars of its own namespace', () => {
    const chart = shop();
    make({ exit: EgressExit.sidecar() }, chart);
    hiding(chart);
    expect(() => App.of(chart).synthYaml()).not.toThrow();
  });
});
