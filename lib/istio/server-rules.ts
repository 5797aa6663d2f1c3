import type { Server } from '../../imports/networking';
import { isHttp, isTls, parseProtocol } from './protocol';

/** The rules of a VirtualService that choose the destination. */
export type RuleKind = 'http' | 'tls' | 'tcp';

/**
 * Whether a server passes TLS through, as it does unless it has another mode. pkg/config/gateway/gateway.go:
 * IsPassThroughServer.
 */
export function isPassThrough({ mode }: { readonly mode?: string }): boolean {
  return mode === undefined || mode === 'PASSTHROUGH' || mode === 'AUTO_PASSTHROUGH';
}

/**
 * Which rules the server of a Gateway uses; undefined where it uses none (AUTO_PASSTHROUGH takes the destination from the server
 * name) and where Istio rejects the server: an unknown protocol, TLS settings without TLS, and TLS without settings.
 *
 * pkg/config/gateway/gateway.go: IsHTTPServer; pilot/pkg/networking/core/gateway.go: createGatewayTCPFilterChainOpts;
 * pkg/config/validation/validation.go: validateServer.
 */
export function rulesOfServer({ port, tls }: Pick<Server, 'port' | 'tls'>): RuleKind | undefined {
  const protocol = parseProtocol(port?.protocol);
  if (isHttp(protocol)) {
    return 'http';
  }
  if (!isTls(protocol)) {
    return protocol === 'Unsupported' || tls !== undefined ? undefined : 'tcp';
  }
  if (tls === undefined || tls.mode === 'AUTO_PASSTHROUGH') {
    return undefined;
  }
  return isPassThrough(tls) ? 'tls' : protocol === 'HTTPS' ? 'http' : 'tcp';
}
