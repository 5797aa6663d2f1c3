/**
 * Ports of a gateway's pods on which the proxy and its agent listen themselves, so that no server of a Gateway can.
 *
 * pilot/cmd/pilot-agent/status/server.go: istioReservedPorts, without those that only sidecars open.
 */
export const PROXY_PORTS: ReadonlyMap<number, string> = new Map([
  [15000, "Envoy's administration"],
  [15004, "the agent's debug interface"],
  [15020, 'the metrics of the agent'],
  [15021, 'the health check'],
  [15090, 'the metrics of Envoy'],
]);
