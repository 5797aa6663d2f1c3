import { show } from '../../../core/problems';
import { nearest } from '../../../core/unknown-field';
import { isHttp, isTcp, isTls, parseProtocol, PROTOCOL_NAMES } from '../../../istio/protocol';
import { isDnsLabel } from '../../../istio/domain-name';

/** What to write; the others are rare. */
export const COMMON_PROTOCOLS = 'HTTP, HTTP2, GRPC, HTTPS, TLS, TCP, MONGO, MYSQL or REDIS';

/** What is wrong with the number of a port, in a sentence without its subject: `is missing.` */
export function portProblem(n: number | undefined): string | undefined {
  if (n === undefined) {
    return 'is missing.';
  }
  return n >= 1 && n <= 65535 ? undefined : `is ${n}, and ports are from 1 to 65535.`;
}

/** Whether a protocol is known, in upper or lower case. */
export function isProtocol(text: string | undefined): boolean {
  return parseProtocol(text) !== 'Unsupported';
}

/**
 * What is wrong with a protocol, in a sentence without its subject. None at all is right: Istio then looks at the traffic.
 */
export function protocolProblem(text: string | undefined): string | undefined {
  return text === undefined || text === '' || isProtocol(text)
    ? undefined
    : `is ${show(text)}, which Istio does not know.`;
}

/** A protocol as it is in a message. */
export function protocolName(text: string | undefined): string {
  return text === undefined || text === '' ? 'not given' : text;
}

/** What to write instead of a protocol that is not known. */
export function protocolFix(text: string | undefined): string {
  const meant = nearest(text ?? '', [...PROTOCOL_NAMES]);
  return `Write ${meant === undefined ? COMMON_PROTOCOLS : meant.toUpperCase()}.`;
}

/** Whether the protocol has HTTP requests that a proxy can read. */
export function isHttpProtocol(text: string | undefined): boolean {
  return isHttp(parseProtocol(text));
}

/** Whether the protocol is TLS, which a proxy can tell apart by the name of the server. */
export function isTlsProtocol(text: string | undefined): boolean {
  return isTls(parseProtocol(text));
}

/** Whether the protocol is a stream of bytes for a proxy; TLS is one. */
export function isTcpProtocol(text: string | undefined): boolean {
  return isTcp(parseProtocol(text));
}

/** What is wrong with the name of a port, in a sentence without its subject. */
export function portNameProblem(text: string | undefined): string | undefined {
  if (text === undefined || text === '') {
    return 'is missing.';
  }
  return isDnsLabel(text)
    ? undefined
    : `is ${show(text)}, and a name is at most 63 letters, digits and "-", with a letter or digit at both ends.`;
}
