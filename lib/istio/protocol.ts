/** What Istio takes the traffic of a port for. `Unsupported` means that it detects the protocol from the first bytes of each connection. */
export type Protocol =
  | 'HTTP'
  | 'HTTP2'
  | 'HTTP_PROXY'
  | 'GRPC'
  | 'GRPC-Web'
  | 'HTTPS'
  | 'TLS'
  | 'TCP'
  | 'Mongo'
  | 'MySQL'
  | 'Redis'
  | 'UDP'
  | 'Unsupported';

/** What proxies read of a protocol: requests, the server name of TLS, bytes, or nothing. */
export type ProtocolFamily = 'http' | 'tls' | 'tcp' | 'udp';

/** pkg/config/protocol/instance.go: Parse, IsHTTP, IsTLS and IsTCP. */
const FAMILIES: ReadonlyMap<Protocol, ProtocolFamily> = new Map([
  ['HTTP', 'http'],
  ['HTTP2', 'http'],
  ['HTTP_PROXY', 'http'],
  ['GRPC', 'http'],
  ['GRPC-Web', 'http'],
  ['HTTPS', 'tls'],
  ['TLS', 'tls'],
  ['TCP', 'tcp'],
  ['Mongo', 'tcp'],
  ['MySQL', 'tcp'],
  ['Redis', 'tcp'],
  ['UDP', 'udp'],
]);

const BY_NAME: ReadonlyMap<string, Protocol> = new Map([...FAMILIES.keys()].map((each) => [each.toLowerCase(), each]));

/** All that Istio knows, in lower case as names of ports have them. */
export const PROTOCOL_NAMES: readonly string[] = [...BY_NAME.keys()];

/** The protocols that Istio documents for a port of a Gateway, a Sidecar or a ServiceEntry. */
export const PROTOCOLS = ['HTTP', 'HTTPS', 'HTTP2', 'GRPC', 'GRPC-WEB', 'MONGO', 'REDIS', 'MYSQL', 'TCP', 'TLS'];

/** Protocols in which resolution DYNAMIC_DNS finds the name to look up. pkg/config/validation/validation.go: validateServiceEntry. */
export const DYNAMIC_DNS_PROTOCOLS: readonly Protocol[] = ['HTTP', 'HTTP2', 'GRPC', 'TLS'];

/** pkg/config/kube/conversion.go: the names of Kubernetes that ConvertProtocol takes in `appProtocol`, written just so. */
const OF_KUBERNETES: ReadonlyMap<string, Protocol> = new Map([
  ['kubernetes.io/h2c', 'HTTP2'],
  ['kubernetes.io/ws', 'HTTP'],
  ['kubernetes.io/wss', 'HTTPS'],
]);

export const KUBERNETES_PROTOCOL_NAMES: readonly string[] = [...OF_KUBERNETES.keys()];

/** pkg/config/kube/conversion.go: wellKnownPorts. SMTP, DNS, MySQL and MongoDB: here Istio does not wait for the client to speak first. */
export const SERVER_FIRST_PORTS: readonly number[] = [25, 53, 3306, 27017];

/** A protocol by its name, in upper or lower case. pkg/config/protocol/instance.go: Parse. */
export function parseProtocol(name: string | undefined): Protocol {
  return (typeof name === 'string' ? BY_NAME.get(name.toLowerCase()) : undefined) ?? 'Unsupported';
}

/** Undefined for what Istio detects from the traffic. HTTP over TLS is TLS, until a gateway terminates it. */
export function familyOf(protocol: Protocol): ProtocolFamily | undefined {
  return FAMILIES.get(protocol);
}

/** Whether proxies read requests. pkg/config/protocol/instance.go: IsHTTP. */
export function isHttp(protocol: Protocol): boolean {
  return familyOf(protocol) === 'http';
}

/** Whether requests are in HTTP/2. pkg/config/protocol/instance.go: IsHTTP2. */
export function isHttp2(protocol: Protocol): boolean {
  return protocol === 'HTTP2' || protocol === 'GRPC' || protocol === 'GRPC-Web';
}

/** Whether proxies can tell connections apart by the name of the server. pkg/config/protocol/instance.go: IsTLS. */
export function isTls(protocol: Protocol): boolean {
  return familyOf(protocol) === 'tls';
}

/** Whether it is a stream of bytes for proxies; TLS is one. pkg/config/protocol/instance.go: IsTCP. */
export function isTcp(protocol: Protocol): boolean {
  return isTls(protocol) || familyOf(protocol) === 'tcp';
}

/** A port of a Service. */
export interface NamedPort {
  readonly appProtocol?: string;
  readonly name?: string;
  readonly port?: number;
  /** TCP, UDP or SCTP. */
  readonly protocol?: string;
}

/**
 * What Istio takes a port of a Service for: its `appProtocol`, else the part of its name before the first `-`, else its number.
 * pkg/config/kube/conversion.go: ConvertProtocol.
 */
export function protocolOfPort({ appProtocol, name, port, protocol }: NamedPort): Protocol {
  if (protocol === 'UDP') {
    return 'UDP';
  }
  const ofKubernetes = appProtocol === undefined ? undefined : OF_KUBERNETES.get(appProtocol);
  if (ofKubernetes !== undefined) {
    return ofKubernetes;
  }
  const said = (appProtocol ?? name ?? '').toLowerCase();
  // The only one with a "-" of its own; "grpc-webapp" is taken for it too.
  if (said.startsWith('grpc-web')) {
    return 'GRPC-Web';
  }
  const known = parseProtocol(said.split('-', 1)[0]);
  return known === 'Unsupported' && port !== undefined && SERVER_FIRST_PORTS.includes(port) ? 'TCP' : known;
}
