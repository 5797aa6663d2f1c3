import { App, Chart, Testing } from 'cdk8s';
import type { ServiceEntryProps } from 'cdk8s-istio';
import {
  Destination,
  DestinationRule,
  IstioVersion,
  MeshSettings,
  networking,
  ServiceEntry,
  VirtualService,
} from 'cdk8s-istio';

const { ServiceEntryLocation, ServiceEntryResolution } = networking;

function chartFor(istioVersion?: IstioVersion): Chart {
  const app = new App();
  MeshSettings.set(app, { istioVersion });
  return new Chart(app, 'egress', { namespace: 'egress' });
}

function specOf(props: ServiceEntryProps, istioVersion?: IstioVersion): unknown {
  const chart = chartFor(istioVersion);
  new ServiceEntry(chart, 'Entry', props);
  return Testing.synth(chart)[0].spec;
}

function errorOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was thrown';
}

const tls = { number: 443, protocol: 'TLS' };

describe('a ServiceEntry', () => {
  test('is outside the mesh and keeps the address of the client, unless told otherwise', () => {
    expect(specOf({ hosts: ['*.wikipedia.org', 'example.com'], ports: [tls] })).toEqual({
      hosts: ['*.wikipedia.org', 'example.com'],
      ports: [{ number: 443, name: 'tls-443', protocol: 'TLS' }],
      location: 'MESH_EXTERNAL',
      resolution: 'NONE',
    });
  });

  test('writes every field', () => {
    const spec: ServiceEntryProps = {
      hosts: ['db.example.com'],
      addresses: ['10.0.0.0/16', '10.1.0.7', '2001:db8::7', '2001:db8::/32'],
      ports: [{ number: 5432, name: 'postgres', targetPort: 15432 }],
      location: ServiceEntryLocation.MESH_INTERNAL,
      resolution: ServiceEntryResolution.STATIC,
      endpoints: [{ address: '10.0.0.7', ports: { postgres: 15433 }, labels: { version: 'v1' }, weight: 2 }],
      subjectAltNames: ['spiffe://cluster.local/ns/db/sa/db'],
      exportTo: ['.', 'shop'],
    };
    expect(specOf(spec)).toEqual({
      ...spec,
      ports: [{ number: 5432, name: 'postgres', protocol: 'TCP', targetPort: 15432 }],
    });
  });

  test('is served by workloads of its namespace', () => {
    expect(
      specOf({
        hosts: ['legacy.example.com'],
        ports: [{ number: 80, protocol: 'HTTP' }],
        resolution: ServiceEntryResolution.STATIC,
        workloadSelector: { labels: { app: 'legacy' } },
      }),
    ).toMatchObject({ resolution: 'STATIC', workloadSelector: { labels: { app: 'legacy' } } });
  });

  test('is looked up under other names', () => {
    expect(
      specOf({
        hosts: ['*.example.com'],
        ports: [tls],
        resolution: ServiceEntryResolution.DNS,
        endpoints: [{ address: 'edge.example.net' }, { address: '192.0.2.7' }],
      }),
    ).toMatchObject({ endpoints: [{ address: 'edge.example.net' }, { address: '192.0.2.7' }] });
  });

  test('may be visible to nobody', () => {
    expect(specOf({ hosts: ['a.example.com'], ports: [tls], exportTo: ['~'] })).toMatchObject({ exportTo: ['~'] });
  });

  test.each(['HTTP', 'HTTP2', 'GRPC', 'TLS'])('looks up the name in each connection of %s', (protocol) => {
    expect(
      specOf({
        hosts: ['*.example.com'],
        ports: [{ number: 443, protocol }],
        resolution: ServiceEntryResolution.DYNAMIC_DNS,
      }),
    ).toMatchObject({ resolution: 'DYNAMIC_DNS' });
  });

  test('takes metadata', () => {
    const chart = chartFor();
    const entry = new ServiceEntry(chart, 'Entry', {
      metadata: { name: 'wikipedia', namespace: 'istio-system' },
      hosts: ['www.wikipedia.org'],
      ports: [tls],
    });
    expect([entry.name, entry.namespace, entry.kind, entry.apiVersion]).toEqual([
      'wikipedia',
      'istio-system',
      'ServiceEntry',
      'networking.istio.io/v1',
    ]);
    expect(entry.hosts).toEqual(['www.wikipedia.org']);
  });
});

describe('a destination', () => {
  test('is the only host and the only port', () => {
    const chart = chartFor();
    const entry = new ServiceEntry(chart, 'Entry', { hosts: ['www.wikipedia.org'], ports: [tls] });
    new VirtualService(chart, 'Routes', {
      hosts: ['www.wikipedia.org'],
      tls: [{ match: [{ sniHosts: ['www.wikipedia.org'] }], route: [entry.destination()] }],
    });
    expect(Testing.synth(chart)[1].spec.tls[0].route).toEqual([
      { destination: { host: 'www.wikipedia.org', port: { number: 443 } } },
    ]);
  });

  test('is one of several, with port, subset and weight', () => {
    const chart = chartFor();
    const entry = new ServiceEntry(chart, 'Entry', {
      hosts: ['a.example.com', 'b.example.com'],
      ports: [tls, { number: 80, protocol: 'HTTP' }],
    });
    const subset = new DestinationRule(chart, 'Rule', { host: 'b.example.com' }).addSubset('all');
    new VirtualService(chart, 'Routes', {
      hosts: ['a.example.com'],
      http: [
        {
          route: [
            entry.destination('a.example.com', { port: 80, weight: 90 }),
            entry.destination('b.example.com', { port: 80, subset, weight: 10 }),
          ],
        },
      ],
    });
    expect(Testing.synth(chart)[2].spec.http[0].route).toEqual([
      { destination: { host: 'a.example.com', port: { number: 80 } }, weight: 90 },
      { destination: { host: 'b.example.com', port: { number: 80 }, subset: 'all' }, weight: 10 },
    ]);
    expect(entry.destination('a.example.com', { port: 80 })).toBeInstanceOf(Destination);
  });

  test.each<[string, (entry: ServiceEntry) => unknown, string]>([
    [
      'no host of several',
      (entry) => entry.destination(undefined, { port: 443 }),
      'destination.host: is required, because this ServiceEntry has several: "a.example.com", "*.example.org". Write destination("a.example.com").',
    ],
    [
      'another host',
      (entry) => entry.destination('c.example.com', { port: 443 }),
      'destination.host: "c.example.com" is not a host of this ServiceEntry. It has: "a.example.com", "*.example.org".',
    ],
    [
      'a wildcard',
      (entry) => entry.destination('*.example.org', { port: 443 }),
      'destination.host: "*.example.org" is a wildcard, but a destination is a single host. Write a separate ServiceEntry for that host.',
    ],
    [
      'no port of several',
      (entry) => entry.destination('a.example.com'),
      'destination.port: is needed, because this ServiceEntry has several: 443, 80.',
    ],
    [
      'another port',
      (entry) => entry.destination('a.example.com', { port: 8080 }),
      'destination.port: 8080 is not a port of this ServiceEntry. It has: 443, 80.',
    ],
  ])('rejects %s', (_, action, message) => {
    const entry = new ServiceEntry(chartFor(), 'Entry', {
      hosts: ['a.example.com', '*.example.org'],
      ports: [tls, { number: 80, protocol: 'HTTP' }],
    });
    expect(errorOf(() => action(entry))).toBe(`egress/Entry (ServiceEntry): 1 problem\n  ${message}`);
  });
});

describe('rejects', () => {
  const { NONE, STATIC, DNS, DNS_ROUND_ROBIN, DYNAMIC_DNS } = ServiceEntryResolution;
  const base: ServiceEntryProps = { hosts: ['www.example.com'], ports: [tls] };

  test.each<[string, object, string]>([
    [
      'no hosts',
      { ...base, hosts: [] },
      "hosts: is empty, so the ServiceEntry would have no effect. Write ['www.example.com'].",
    ],
    ['hosts that are no list', { ...base, hosts: 'a.com' }, 'hosts: "a.com" is not a list. Write [\'a.com\'].'],
    [
      'every host',
      { ...base, hosts: ['*'] },
      'hosts[0]: "*" would match the requests for every host. Name the hosts, for example "shop.example.com" or "*.example.com".',
    ],
    [
      'a scheme',
      { ...base, hosts: ['https://www.example.com'] },
      'hosts[0]: "https://www.example.com" has a scheme, but a host is only a name. Write "www.example.com".',
    ],
    [
      'a host without a dot',
      { ...base, hosts: ['legacy'] },
      'hosts[0]: "legacy" has no dot, so routes would read it as a Service of their namespace. Write a full DNS name, for example "legacy.example.com".',
    ],
    [
      'no ports',
      { ...base, ports: [] },
      "ports: is empty, so no connection would reach these hosts. Write [{ number: 443, protocol: 'TLS' }].",
    ],
    [
      'a port without a number',
      { ...base, ports: [{ protocol: 'TLS' }] },
      'ports[0].number: is needed. Write the port number that clients connect to.',
    ],
    [
      'a port number that is none',
      { ...base, ports: [{ number: 70000, protocol: 'TLS' }] },
      'ports[0].number: 70000 is not a port number (a whole number, 1 to 65535).',
    ],
    [
      'a target port that is none',
      { ...base, ports: [{ ...tls, targetPort: 0 }] },
      'ports[0].targetPort: 0 is not a port number (a whole number, 1 to 65535).',
    ],
    [
      'an unknown protocol',
      { ...base, ports: [{ number: 443, protocol: 'QUIC' }] },
      'ports[0].protocol: "QUIC" is not a protocol of Istio. Write one of: HTTP, HTTPS, HTTP2, GRPC, GRPC-WEB, MONGO, REDIS, MYSQL, TCP, TLS.',
    ],
    ['a port twice', { ...base, ports: [tls, { ...tls, name: 'other' }] }, 'ports[1].number: 443 is given twice.'],
    [
      'a port name twice',
      {
        ...base,
        ports: [
          { ...tls, name: 'x' },
          { number: 8443, protocol: 'TLS', name: 'x' },
        ],
      },
      'ports[1].name: "x" is the name of another port. Write another one.',
    ],
    [
      'a port name that is none',
      { ...base, ports: [{ ...tls, name: 'TLS' }] },
      'ports[0].name: "TLS" is not the name of a port (lower-case letters, digits and "-", a letter or digit at both ends).',
    ],
    [
      'a resolution that is none',
      { ...base, resolution: 'dns' },
      'resolution: "dns" is not one of its values. Write one of: NONE, STATIC, DNS, DNS_ROUND_ROBIN, DYNAMIC_DNS.',
    ],
    [
      'an address that is none',
      { ...base, addresses: ['10.0.0'] },
      'addresses[0]: "10.0.0" is neither an IP address nor a CIDR block. Write "10.0.0.7" or "10.0.0.0/16".',
    ],
    [
      'colons that make no address',
      { ...base, addresses: ['1:2'] },
      'addresses[0]: "1:2" is neither an IP address nor a CIDR block. Write "10.0.0.7" or "10.0.0.0/16".',
    ],
    [
      'a prefix that is too long',
      { ...base, addresses: ['10.0.0.0/33'] },
      'addresses[0]: "10.0.0.0/33" is neither an IP address nor a CIDR block. Write "10.0.0.7" or "10.0.0.0/16".',
    ],
    [
      'a CIDR block that is looked up',
      { ...base, addresses: ['10.0.0.0/16'], resolution: DNS },
      'addresses[0]: "10.0.0.0/16" is a CIDR block, which needs resolution NONE or STATIC. Write one of these, or an IP address.',
    ],
    [
      'a wildcard that is looked up',
      { ...base, hosts: ['*.example.com'], resolution: DNS },
      'hosts[0]: "*.example.com" is a wildcard, which DNS (resolution DNS) cannot resolve. Name the hosts, write endpoints, or write resolution DYNAMIC_DNS or NONE.',
    ],
    [
      'endpoints that are not used',
      { ...base, resolution: NONE, endpoints: [{ address: '10.0.0.7' }] },
      'endpoints: is ignored with resolution NONE, which keeps the original address of the client. Write resolution STATIC for IP addresses or DNS for names.',
    ],
    [
      'a name where nothing is looked up',
      { ...base, resolution: STATIC, endpoints: [{ address: 'edge.example.net' }] },
      'endpoints[0].address: "edge.example.net" is not an IP address, but resolution STATIC does not look up names. Write an IP address, or resolution DNS.',
    ],
    [
      'an endpoint that cannot be looked up',
      { ...base, resolution: DNS, endpoints: [{ address: '*.example.net' }] },
      'endpoints[0].address: "*.example.net" is not a name that DNS can resolve. Write "www.example.com".',
    ],
    [
      'an endpoint without address',
      { ...base, resolution: STATIC, endpoints: [{}] },
      'endpoints[0].address: is needed: an IP address with resolution STATIC, a DNS name with resolution DNS.',
    ],
    [
      'an endpoint port without a name',
      { ...base, resolution: STATIC, endpoints: [{ address: '10.0.0.7', ports: { https: 8443 } }] },
      'endpoints[0].ports: "https" is not the name of a port. There are: tls-443.',
    ],
    [
      'two endpoints for round robin',
      { ...base, resolution: DNS_ROUND_ROBIN, endpoints: [{ address: 'a.example.net' }, { address: 'b.example.net' }] },
      'endpoints: has 2 entries, but resolution DNS_ROUND_ROBIN allows one. Write resolution DNS.',
    ],
    [
      'endpoints and a selector',
      { ...base, resolution: STATIC, endpoints: [{ address: '10.0.0.7' }], workloadSelector: { labels: { app: 'x' } } },
      'workloadSelector, endpoints: only one of workloadSelector, endpoints can be set.',
    ],
    [
      'a selector that has no effect',
      { ...base, workloadSelector: { labels: { app: 'x' } } },
      'workloadSelector: has no effect with resolution NONE. Write resolution STATIC, or omit it.',
    ],
    [
      'a selector of everything',
      { ...base, resolution: STATIC, workloadSelector: {} },
      "workloadSelector.labels: is empty, so it would select every workload of the namespace. Write { app: 'legacy' }.",
    ],
    [
      'several hosts on a TCP port',
      { hosts: ['a.example.com', 'b.example.com'], ports: [{ number: 5432 }], resolution: DNS },
      'hosts: has 2 hosts on TCP port 5432, whose connections carry no host to distinguish them by. Write a ServiceEntry for each host.',
    ],
    [
      'a plain host with DYNAMIC_DNS',
      { ...base, resolution: DYNAMIC_DNS },
      'hosts[0]: "www.example.com" is not a wildcard, but resolution DYNAMIC_DNS only allows wildcards. Write a separate ServiceEntry with resolution DNS for it.',
    ],
    [
      'HTTPS with DYNAMIC_DNS',
      { hosts: ['*.example.com'], ports: [{ number: 443, protocol: 'HTTPS' }], resolution: DYNAMIC_DNS },
      'ports[0].protocol: HTTPS is not allowed with resolution DYNAMIC_DNS in Istio 1.31. Write one of: HTTP, HTTP2, GRPC, TLS.',
    ],
    [
      'addresses with DYNAMIC_DNS',
      { hosts: ['*.example.com'], ports: [tls], resolution: DYNAMIC_DNS, addresses: ['10.0.0.7'] },
      'addresses: is not allowed with resolution DYNAMIC_DNS, which looks up the name of each connection. Omit it.',
    ],
    [
      'nobody together with someone',
      { ...base, exportTo: ['~', 'shop'] },
      'exportTo[0]: "~" is not a namespace. Write a name, "." for the object\'s own namespace or "*" for all.',
    ],
    [
      'identities that are no list',
      { ...base, subjectAltNames: 'www.example.com' },
      'subjectAltNames: "www.example.com" is not a list. Write [\'www.example.com\'].',
    ],
  ])('%s', (_, props, message) => {
    expect(errorOf(() => specOf(props as ServiceEntryProps))).toBe(
      `egress/Entry (ServiceEntry): 1 problem\n  ${message}`,
    );
  });

  test('what Istio 1.29 does not do with DYNAMIC_DNS', () => {
    const props = {
      hosts: ['*.example.com'],
      ports: [{ number: 443, protocol: 'GRPC' }],
      resolution: DYNAMIC_DNS,
      location: ServiceEntryLocation.MESH_INTERNAL,
    };
    expect(errorOf(() => specOf(props, IstioVersion.V1_29))).toBe(
      [
        'egress/Entry (ServiceEntry): 2 problems',
        '  ports[0].protocol: GRPC is not allowed with resolution DYNAMIC_DNS in Istio 1.29. Write one of: HTTP, TLS.',
        '  location: MESH_INTERNAL is not allowed with resolution DYNAMIC_DNS before Istio 1.30. Write MESH_EXTERNAL.',
      ].join('\n'),
    );
  });

  test('no props at all', () => {
    expect(errorOf(() => specOf(undefined as unknown as ServiceEntryProps))).toBe(
      [
        'egress/Entry (ServiceEntry): 2 problems',
        "  hosts: is empty, so the ServiceEntry would have no effect. Write ['www.example.com'].",
        "  ports: is empty, so no connection would reach these hosts. Write [{ number: 443, protocol: 'TLS' }].",
      ].join('\n'),
    );
  });
});

describe('two entries for one host', () => {
  const props: ServiceEntryProps = { hosts: ['www.example.com'], ports: [{ number: 443, protocol: 'TLS' }] };
  const second = (other: Partial<ServiceEntryProps>): string => {
    const scope = new Chart(new App(), 'egress', { namespace: 'egress' });
    new ServiceEntry(scope, 'One', props);
    return errorOf(() => new ServiceEntry(scope, 'Entry', { ...props, ...other }));
  };

  test('are rejected on one port', () => {
    expect(second({ hosts: ['a.example.com', 'www.example.com'] })).toBe(
      'egress/Entry (ServiceEntry): 1 problem\n' +
        '  hosts[1]: "www.example.com" already has port 443 in egress/One, and of two entries Istio only uses the older. Remove it from one of them.',
    );
  });

  test.each<[string, Partial<ServiceEntryProps>]>([
    ['another port', { ports: [{ number: 80, protocol: 'HTTP' }] }],
    ['other namespaces that see it', { exportTo: ['.'] }],
    ['another namespace', { metadata: { namespace: 'other' } }],
  ])('pass with %s', (_, other) => {
    expect(second(other)).toBe('nothing was thrown');
  });
});
