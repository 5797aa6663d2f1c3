import { isIP } from 'node:net';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { isObject } from '../core/is-object';
import type { Proxy } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import type { Call, Caller, Claims, ClientHello, Dialled, Header, HttpVersion, Request } from '../routing/call';
import { callerNamed, gatewayNamed } from './callers';
import { readClientAddress, withAddress } from './client-address';
import type { RequestUrl } from './request-url';
import { readUrl, splitAddress } from './request-url';

/** A question as a user writes it: nothing of it is sure to be right. */
export interface Question {
  readonly url: unknown;
  /** `outside`, `namespace/name`, or who was found otherwise. */
  readonly from?: unknown;
  readonly caller?: Caller;
  /** Of a client outside the mesh. */
  readonly clientAddress?: unknown;
  readonly method?: unknown;
  /** Names and values, in their order. */
  readonly headers?: readonly (readonly [name: unknown, value: unknown])[];
  readonly httpVersion?: unknown;
  /** `host:port` that the client dials, whatever the URL says. */
  readonly connectTo?: unknown;
  /** `namespace/name` of the gateway that the client dials. */
  readonly at?: unknown;
  /** `''` for none. */
  readonly sni?: unknown;
  readonly alpn?: unknown;
  readonly certificateUris?: unknown;
  readonly claims?: unknown;
}

/** A question that was understood. */
export interface ReadQuestion {
  readonly call: Call;
  readonly url: RequestUrl;
}

const VERSIONS: readonly HttpVersion[] = ['1.0', '1.1', '2'];
/** What names of headers and methods are made of (RFC 9110, 5.6.2). */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/**
 * Makes the call that is meant. Problems are told by the member of the question.
 *
 * @param word how whoever asks writes a member that the message of another one names
 */
export function readQuestion(
  mesh: Mesh,
  question: Question,
  problems: Problems,
  word: (member: string) => string = (member) => member,
): ReadQuestion | undefined {
  const before = problems.count;
  const url = readUrl(question.url, problems);
  const caller = question.caller ?? callerNamed(mesh, question.from ?? 'outside', problems, 'from');
  const from = withAddress(caller, readClientAddress(question.clientAddress, problems), problems);
  const headers = readHeaders(question.headers ?? [], problems);
  const method = readMethod(question.method, problems);
  const version = oneOf(VERSIONS, question.httpVersion, 'httpVersion', problems);
  const alpn = readTexts(question.alpn, 'alpn', 'h2', problems);
  const sni = readText(question.sni, 'sni', 'shop.example.com', problems);
  const uris = readTexts(
    question.certificateUris,
    'certificateUris',
    'spiffe://cluster.local/ns/shop/sa/web',
    problems,
  );
  const claims = readClaims(question.claims, problems);
  if (url !== undefined) {
    refuseUseless(question, url, problems);
  }
  if (question.at !== undefined && question.connectTo !== undefined) {
    problems.add('at', `write either this or ${word('connectTo')}, not both.`);
  }
  const place = readPlace(mesh, question, problems);
  if (url === undefined || from === undefined || problems.count > before) {
    return undefined;
  }
  const to = dialled(place, url, from);
  const isGrpc = url.request === 'grpc';
  const spoken = version ?? (isGrpc || (url.tls && (alpn ?? ['h2']).includes('h2')) ? '2' : '1.1');
  const hello: ClientHello = {
    sni: (sni ?? (isIP(url.host) === 0 ? url.host : '')) || undefined,
    alpn: alpn ?? (url.request === undefined ? undefined : spoken === '2' ? ['h2', 'http/1.1'] : ['http/1.1']),
    ...(uris !== undefined && { certificate: { uris } }),
  };
  const host = headers.find(([name]) => name === 'host');
  const request: Request = {
    version: spoken,
    method: method ?? (isGrpc ? 'POST' : 'GET'),
    scheme: url.tls ? 'https' : 'http',
    authority: host?.[1] ?? url.authority,
    path: url.path,
    headers: [...(isGrpc ? grpcHeaders(headers) : []), ...headers.filter(([name]) => name !== 'host')],
    ...(claims !== undefined && { token: { claims } }),
  };
  return {
    url,
    call: { from, to, ...(url.tls && { tls: hello }), ...(url.request !== undefined && { request }) },
  };
}

/** What the client dials, where that is not what the URL says; the port is that of the URL where none is given. */
type DialledPlace =
  | { readonly kind: 'gateway'; readonly gateway: Proxy }
  | { readonly kind: 'address'; readonly host: string; readonly port?: number };

function readPlace(mesh: Mesh, { connectTo, at }: Question, problems: Problems): DialledPlace | undefined {
  if (at !== undefined) {
    const gateway = gatewayNamed(mesh, at, problems, 'at');
    return gateway && { kind: 'gateway', gateway };
  }
  if (connectTo === undefined) {
    return undefined;
  }
  // curl also says for which host and port it is, which there is only one of here.
  const address =
    typeof connectTo === 'string' ? splitAddress(connectTo.replace(/^[^:[\]]*:\d*:(?=.)/, '')) : undefined;
  if (address === undefined || address.host === '') {
    problems.add('connectTo', `${show(connectTo)} is not host:port. Write for example 10.0.0.7:443.`);
    return undefined;
  }
  return { kind: 'address', host: address.host.toLowerCase(), port: address.port };
}

function dialled(place: DialledPlace | undefined, { host, port }: RequestUrl, from: Caller): Dialled {
  if (place !== undefined) {
    return { ...place, port: place.kind === 'address' ? (place.port ?? port) : port };
  }
  return from.kind === 'outside' ? { kind: 'anyGateway', port } : { kind: 'address', host, port };
}

/** What would change nothing is a mistake: the client would not say it. */
function refuseUseless(question: Question, url: RequestUrl, problems: Problems): void {
  const members = ['method', 'httpVersion', 'claims'] as const;
  if (url.request === undefined) {
    for (const name of members.filter((each) => question[each] !== undefined)) {
      problems.add(name, `there is no request in ${url.scheme}://. Omit it, or write http:// or https://.`);
    }
    if ((question.headers ?? []).length > 0) {
      problems.add('headers', `there is no request in ${url.scheme}://. Omit them, or write http:// or https://.`);
    }
  }
  if (!url.tls) {
    for (const name of (['sni', 'alpn', 'certificateUris'] as const).filter((each) => question[each] !== undefined)) {
      problems.add(name, `${url.scheme}:// has no TLS. Omit it, or write https:// or tls://.`);
    }
  }
}

function grpcHeaders(given: readonly Header[]): Header[] {
  const own: Header[] = [
    ['content-type', 'application/grpc'],
    ['te', 'trailers'],
  ];
  return own.filter(([name]) => !given.some(([each]) => each === name));
}

function readHeaders(given: Question['headers'] & object, problems: Problems): Header[] {
  return given.flatMap(([name, value], i): Header[] => {
    const field = `headers[${i}]`;
    if (typeof name !== 'string' || !TOKEN.test(name)) {
      const meant =
        typeof name === 'string' && name.startsWith(':') ? ` ${pseudoHint(name)}` : ' Write for example x-canary.';
      problems.add(field, `${show(name)} is not the name of a header.${meant}`);
      return [];
    }
    if (typeof value !== 'string' || /[\u0000\r\n]/.test(value)) {
      const why = typeof value === 'string' ? 'holds a line break' : 'is not a text';
      problems.add(field, `the value of ${name} ${why}: ${show(value)}.`);
      return [];
    }
    return [[name.toLowerCase(), value.trim()]];
  });
}

function pseudoHint(name: string): string {
  return name === ':authority'
    ? 'Write host.'
    : 'Method, path and scheme are not headers here: write the URL and the method.';
}

function readMethod(given: unknown, problems: Problems): string | undefined {
  if (given === undefined || (typeof given === 'string' && TOKEN.test(given))) {
    return given;
  }
  problems.add('method', `${show(given)} is not a method. Write for example POST.`);
  return undefined;
}

function readClaims(given: unknown, problems: Problems): Claims | undefined {
  if (given === undefined || isObject(given)) {
    return given;
  }
  problems.add('claims', `${show(given)} is not an object. Write for example {"iss": "https://login.example.com"}.`);
  return undefined;
}

function readText(given: unknown, field: string, example: string, problems: Problems): string | undefined {
  if (given === undefined || typeof given === 'string') {
    return given;
  }
  problems.add(field, `${show(given)} is not a text. Write for example ${show(example)}.`);
  return undefined;
}

function readTexts(given: unknown, field: string, example: string, problems: Problems): string[] | undefined {
  if (given === undefined) {
    return undefined;
  }
  if (Array.isArray(given) && given.every((each): each is string => typeof each === 'string' && each !== '')) {
    return given;
  }
  problems.add(field, `${show(given)} is not a list of texts. Write for example [${show(example)}].`);
  return undefined;
}

function oneOf<T extends string>(
  known: readonly T[],
  given: unknown,
  field: string,
  problems: Problems,
): T | undefined {
  if (given === undefined || known.includes(given as T)) {
    return given as T | undefined;
  }
  problems.add(field, `${show(given)} is not known. Write one of: ${known.join(', ')}.`);
  return undefined;
}
