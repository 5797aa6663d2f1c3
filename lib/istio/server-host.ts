/** A host of a server of a Gateway, and whose VirtualServices may have rules for it. */
export interface ServerHost {
  /** `*` for those of all namespaces. */
  readonly namespace: string;
  readonly host: string;
}

/** The hosts of a server of a Gateway in a namespace. pilot/pkg/model/gateway.go: sanitizeServerHostNamespace. */
export function serverHosts(hosts: readonly string[], namespace: string): ServerHost[] {
  // A host that takes everything leaves no room for the others of its server.
  return hosts.includes('*/*') ? [{ namespace: '*', host: '*' }] : hosts.map((host) => serverHost(host, namespace));
}

/** One host of a server: `host` and `*`/`host` are for all namespaces, `./host` is for that of the Gateway. */
export function serverHost(written: string, namespace: string): ServerHost {
  const slash = written.indexOf('/');
  const scope = slash < 0 ? '*' : written.slice(0, slash);
  return { namespace: scope === '.' ? namespace : scope, host: written.slice(slash + 1) };
}
