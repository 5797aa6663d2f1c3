import { HTTP_METHODS } from '../../istio/http-methods';
import type { Protocol } from '../../istio/protocol';
import { familyOf } from '../../istio/protocol';
import type { Proxy } from '../../mesh/proxies';
import type { RegistryService } from '../../mesh/registry';
import type { Call, ClientHello, Dialled, Request } from '../call';
import { Requests } from '../partition/requests';

/** What clients ask: a host and port, by one protocol. */
export interface Way {
  /** As it is written in the mesh; may begin with `*`. */
  readonly host: string;
  readonly port: number;
  readonly form: Form;
  readonly to: Dialled;
  readonly tls?: ClientHello;
  /** Undefined where no proxy reads requests. */
  readonly requests?: Requests;
  /** The services with the host; none where only VirtualServices have it. */
  readonly services: readonly RegistryService[];
  /** The gateway that clients outside come to. */
  readonly gateway?: Proxy;
}

/** `https` and `tls`: the client opens TLS, and a gateway reads requests in it, or nobody does. */
export type Form = 'http' | 'grpc' | 'https' | 'tls' | 'tcp';

/** How clients speak to a port; of one whose protocol is detected, requests and bytes are told apart. */
export function formsOf(protocol: Protocol): readonly Form[] {
  switch (familyOf(protocol)) {
    case 'http':
      return [protocol === 'GRPC' ? 'grpc' : 'http'];
    case 'tls':
      return ['tls'];
    case 'tcp':
      return ['tcp'];
    case 'udp':
      return [];
    case undefined:
      return ['http', 'tcp'];
  }
}

/** A way to a host that clients in the mesh dial by its name. */
export function meshWay(host: string, port: number, form: Form, services: readonly RegistryService[]): Way {
  const name = exampleOf(host);
  return {
    ...{ host, port, form, services },
    to: { kind: 'address', host: name, port },
    tls: form === 'tls' ? { sni: name } : undefined,
    requests: form === 'http' || form === 'grpc' ? requestsTo(name, port, form, namesOf(name, services)) : undefined,
  };
}

/** A way to what no manifest names: hosts of the internet, for the most part. */
export function otherHostWay(example: string, port: number, form: Form): Way {
  return { ...meshWay(example, port, form, []), host: OTHER_HOSTS };
}

/** Stands for the hosts that no manifest names. */
export const OTHER_HOSTS = '*';

/** A way to a host of a gateway, for clients outside. */
export function gatewayWay(
  gateway: Proxy,
  host: string,
  port: number,
  form: Exclude<Form, 'grpc'>,
  needsCertificate: boolean,
): Way {
  const name = exampleOf(host);
  const hello: ClientHello = {
    sni: name,
    ...(form === 'https' && { alpn: ['h2', 'http/1.1'] }),
    ...(needsCertificate && { certificate: {} }),
  };
  return {
    ...{ host, port, form, gateway, services: [] },
    to: { kind: 'gateway', gateway, port },
    tls: form === 'https' || form === 'tls' ? hello : undefined,
    requests: form === 'http' || form === 'https' ? requestsTo(name, port, form, [], endOf(host)) : undefined,
  };
}

/** The call of a client, with a request if there is one. */
export function callOn({ to, tls }: Way, from: Call['from'], request: Request | undefined): Call {
  return { from, to, ...(tls !== undefined && { tls }), ...(request !== undefined && { request }) };
}

/** A host that a pattern covers. */
export function exampleOf(host: string): string {
  return host.startsWith('*') ? `any${host === '*' ? '.example.com' : host.slice(1)}` : host;
}

/** With what all names end that a pattern covers; undefined for a name. */
function endOf(host: string): string | undefined {
  return host.startsWith('*') ? host.slice(1) : undefined;
}

function requestsTo(host: string, port: number, form: Form, names: readonly string[], nameEnd?: string): Requests {
  const isTls = form === 'https';
  const isGrpc = form === 'grpc';
  const isDefault = port === (isTls ? 443 : 80);
  const base: Request = {
    version: isTls || isGrpc ? '2' : '1.1',
    method: isGrpc ? 'POST' : 'GET',
    scheme: isTls ? 'https' : 'http',
    authority: isDefault ? host : `${host}:${port}`,
    path: '/',
    headers: isGrpc
      ? [
          ['content-type', 'application/grpc'],
          ['te', 'trailers'],
        ]
      : [],
  };
  const authorities = [base.authority!, host, ...names, ...[host, ...names].map((each) => `${each}:${port}`)];
  return new Requests(base, [...new Set(authorities)], isGrpc ? ['POST'] : [base.method, ...METHODS], nameEnd);
}

const METHODS = HTTP_METHODS.filter((each) => each !== 'CONNECT' && each !== 'TRACE' && each !== 'GET');

/** The other names of a Service that clients of any namespace may write. */
function namesOf(host: string, services: readonly RegistryService[]): readonly string[] {
  const end = host.indexOf('.svc.');
  return services.some(({ external }) => !external) && end > 0 ? [host.slice(0, end), host.slice(0, end + 4)] : [];
}
