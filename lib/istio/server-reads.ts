import type { Server } from '../../imports/networking';

/**
 * What a server of a Gateway takes connections for: TLS, or HTTP without it; undefined for plain TCP, which takes everything. What a load
 * balancer in front of it sends must be the same.
 */
export function serverReads({ port, tls }: Pick<Server, 'port' | 'tls'>): 'TLS' | 'plain HTTP' | undefined {
  const protocol = port?.protocol?.toUpperCase() ?? '';
  if (protocol === 'HTTPS' || protocol === 'TLS') {
    return 'TLS';
  }
  return /^(?:HTTP|HTTP2|GRPC|GRPC-WEB)$/.test(protocol) && tls?.mode === undefined ? 'plain HTTP' : undefined;
}
