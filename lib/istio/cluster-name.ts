/** What istiod calls the cluster of a host, port and subset for proxies that send requests there (pilot/pkg/model/push_context.go: BuildSubsetKey). */
export function outboundCluster(port: number, subset: string, host: string): string {
  return `outbound|${port}|${subset}|${host}`;
}
