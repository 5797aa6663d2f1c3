import { managedServices } from '../../../mesh/managed-gateways';
import type { GatewayApiGateway } from '../../../mesh/managed-gateways';
import { groupBy } from '../../../mesh/reading/group-by';
import type { Mesh } from '../../../mesh/reading/mesh';
import type { Front } from './front';
import { annotationFronts } from './front';

/** A listener of the Gateway API with what a load balancer in front of it needs to know. */
export interface FrontedListener {
  readonly gateway: GatewayApiGateway;
  readonly path: string;
  readonly port: number;
  readonly protocol: string;
  readonly reads: 'TLS' | 'plain HTTP' | undefined;
  /** The only host for which it takes TLS connections; undefined where it, or another listener of the port, takes them for any. */
  readonly onlyHost?: string;
  readonly fronts: readonly Front[];
}

/**
 * The listeners behind load balancers: those of Ingresses to the Service that istiod makes for the Gateway, and that of this Service, which has
 * the annotations of the Gateway. Its ports are those of the listeners (deploymentcontroller.go: extractServicePorts).
 */
export function frontedListeners(mesh: Mesh, ingresses: readonly Front[]): FrontedListener[] {
  const managed = mesh.derive(managedServices);
  const byService = managed.size === 0 ? undefined : groupBy(ingresses, ({ service }) => keyOf(service));
  return [...managed].flatMap(([key, { gateway, name, annotations }]) => {
    const own = annotationFronts(`The load balancer of Gateway ${gateway.key}`, gateway, annotations, name);
    const fronts = [...(byService?.get(key) ?? []), ...own];
    const { listeners = [] } = gateway.spec;
    return fronts.length === 0
      ? []
      : listeners.map(({ name: listener, port, protocol, hostname }, i) => ({
          gateway,
          path: `spec.listeners[${i}]`,
          port,
          protocol,
          reads: READS.get(protocol),
          onlyHost: listeners.some((other) => other.port === port && takesAll(other)) ? undefined : hostname,
          fronts: fronts.filter(
            ({ ports }) => ports?.some((each) => each === listener || Number(each) === port) ?? true,
          ),
        }));
  });
}

const READS: ReadonlyMap<string, 'TLS' | 'plain HTTP'> = new Map([
  ['HTTP', 'plain HTTP'],
  ['HTTPS', 'TLS'],
  ['TLS', 'TLS'],
]);

function takesAll({ hostname }: { readonly hostname?: string }): boolean {
  return hostname === undefined || hostname === '' || hostname === '*';
}

function keyOf({ namespace, name }: Front['service']): string {
  return `${namespace}/${name}`;
}
