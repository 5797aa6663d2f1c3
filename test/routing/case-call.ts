import { isIP } from 'node:net';
import type { Mesh } from '../../lib/mesh/reading/mesh';
import { proxies } from '../../lib/mesh/proxies';
import type { Call, Caller, Dialled, Header, Request } from '../../lib/routing/call';
import type { SentRequest } from './case';
import { pathOf } from './case';

/** The clients of test/real come from there, unless they say otherwise. */
const HARNESS = '127.0.0.1';
const INGRESS = 'istio-ingressgateway.istio-system';

/**
 * The call that a request of a case is.
 *
 * @param addressOf gives the addresses that the case was loaded with
 */
export function callOf(mesh: Mesh, request: SentRequest, addressOf: (thing: string) => string): Call {
  const { protocol = 'http', sni } = request;
  const name = sni === undefined ? hostOf(request).replace(/:\d+$/, '') : sni;
  return {
    from: callerOf(mesh, request),
    to: dialledOf(mesh, request, addressOf),
    tls:
      protocol === 'https' || protocol === 'tls'
        ? {
            sni: name === null || isIP(name) > 0 ? undefined : name,
            alpn: [request.version === '2' ? 'h2' : 'http/1.1'],
            certificate: request.certificate === true ? {} : undefined,
          }
        : undefined,
    request: protocol === 'http' || protocol === 'https' ? requestOf(request) : written(request.text),
  };
}

function hostOf({ host, to }: SentRequest): string {
  return host ?? to;
}

function callerOf(mesh: Mesh, { from, address }: SentRequest): Caller {
  if (from === undefined) {
    return { kind: 'outside', address: address ?? HARNESS };
  }
  const workload = mesh.workloads.find((each) => `${each.namespace}/${each.name}` === from);
  if (workload === undefined) {
    throw new Error(`no workload ${from}`);
  }
  return { kind: 'workload', workload };
}

function dialledOf(mesh: Mesh, { to }: SentRequest, addressOf: (thing: string) => string): Dialled {
  const [, host, port] = /^(.*):(\d+)$/.exec(to)!;
  const gateway = proxies(mesh).gateways.find(({ labels }) => labels.istio === 'ingressgateway');
  return gateway !== undefined && [INGRESS, addressOf(`${gateway.namespace}/${gateway.name}`)].includes(host)
    ? { kind: 'gateway', gateway, port: Number(port) }
    : { kind: 'address', host, port: Number(port) };
}

function requestOf(request: SentRequest): Request {
  const { protocol = 'http', version = '1.1', method = 'GET', headers = {} } = request;
  return {
    version,
    method,
    scheme: protocol === 'https' ? 'https' : 'http',
    authority: hostOf(request),
    path: pathOf(request),
    headers: Object.entries(headers).map(([name, value]): Header => [name.toLowerCase(), value]),
  };
}

/** HTTP by the letter; undefined for anything else. */
function written(text = ''): Request | undefined {
  const [line, ...rest] = text.split('\r\n');
  const [, method, target, version] = /^(\S+) (\S+) HTTP\/(1\.[01])$/.exec(line) ?? [];
  if (method === undefined) {
    return undefined;
  }
  const headers = rest.filter((each) => each !== '').map((each) => each.split(/: */) as [string, string]);
  const [, authority, path] = /^http:\/\/([^/]*)(.*)$/.exec(target) ?? [];
  return {
    version: version as '1.0' | '1.1',
    method,
    scheme: 'http',
    authority: authority ?? headers.find(([name]) => name.toLowerCase() === 'host')?.[1],
    path: path ?? target,
    headers: headers
      .filter(([name]) => name.toLowerCase() !== 'host')
      .map(([name, value]): Header => [name.toLowerCase(), value]),
  };
}
