/** What decides which routes a listener of a Gateway or ListenerSet takes. */
interface Listener {
  readonly protocol: string;
  readonly tls?: { readonly mode?: string };
  readonly allowedRoutes?: { readonly kinds?: readonly { readonly group?: string; readonly kind: string }[] };
}

const GROUP = 'gateway.networking.k8s.io';

const BY_PROTOCOL: ReadonlyMap<string, readonly string[]> = new Map([
  ['HTTP', ['HTTPRoute', 'GRPCRoute']],
  ['HTTPS', ['HTTPRoute', 'GRPCRoute']],
  ['TLS', ['TLSRoute']],
  ['TCP', ['TCPRoute']],
]);

/** The kinds of routes that fit the protocol of a listener (gatewaycommon/conversion.go: GenerateGatewaySupportedKinds). */
export function kindsOfProtocol({ protocol, tls }: Listener): readonly string[] {
  const kinds = BY_PROTOCOL.get(protocol) ?? [];
  return protocol === 'TLS' && tls?.mode === 'Terminate' ? [...kinds, 'TCPRoute'] : kinds;
}

/** The kinds of routes that a listener takes: of those that fit its protocol, the ones that it allows. */
export function routeKinds(listener: Listener): readonly string[] {
  const allowed = listener.allowedRoutes?.kinds ?? [];
  const kinds = kindsOfProtocol(listener);
  return allowed.length === 0
    ? kinds
    : kinds.filter((each) => allowed.some(({ group = GROUP, kind }) => kind === each && group === GROUP));
}
