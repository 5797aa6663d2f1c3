import type { Server } from '../../imports/networking';
import { isHttp, isTls, parseProtocol } from './protocol';

/** The rules of a VirtualService that choose the destination. */
export type RuleKind = 'http' | 'tls' | 'tcp';

/**
 * Which rules the server of a Gateway asks; undefined where it asks none (AUTO_PASSTHROUGH takes the destination from the server
 * name) and where Istio refuses the server: an unknown protocol, TLS settings without TLS, and TLS without settings.
 *
 * pkg/config/gateway/gateway.go: IsHTTPServer, IsPassThroughServer; pilot/pkg/networking/core/gateway.go:
 * createGatewayTCPFilterChainOpts; pkg/config/validation/validation.go: validateServer.
 */
export function rulesOfServer({ port, tls }: Pick<Server, 'port' | 'tls'>): RuleKind | undefined {
  const protocol = parseProtocol(port?.protocol);
  if (isHttp(protocol)) {
    return 'http';
  }
  if (!isTls(protocol)) {
    return protocol === 'Unsupported' || tls !== undefined ? undefined : 'tcp';
  }
  switch (tls === undefined ? undefined : (tls.mode ?? 'PASSTHROUGH')) {
    case undefined:
    case 'AUTO_PASSTHROUGH':
      return undefined;
    case 'PASSTHROUGH':
      return 'tls';
    default:
      return protocol === 'HTTPS' ? 'http' : 'tcp';
  }
}
