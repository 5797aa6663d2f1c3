import type { Construct } from 'constructs';
import type { Problems } from '../../core/problems';
import type { DestinationRule } from '../../networking/destination-rule';
import type { EnvoyFilter } from '../../networking/envoy-filter';
import type { Gateway } from '../../networking/gateway';
import type { GatewayWorkload } from '../../networking/gateway-workload';
import type { ServiceEntry } from '../../networking/service-entry';
import type { VirtualService } from '../../networking/virtual-service';
import type { AuthorizationPolicy } from '../../security/authorization-policy';

/** The gateway between the clients and the sites. */
export interface EgressGateway {
  readonly workload: GatewayWorkload;
  /** Port number of its Service. */
  readonly port: number;
  /** Whether the connections to it are wrapped in Istio's mutual TLS. */
  readonly mutual: boolean;
}

/** What an EgressSniPassthrough was told, checked. */
export interface Egress {
  /** The construct that the objects belong to. */
  readonly scope: Construct;
  /** The name from which all other names are made. */
  readonly name: string;
  /** Where the objects live: in the namespace of the gateway or waypoint, if there is one. */
  readonly namespace: string | undefined;
  readonly hosts: string[];
  /** Port number of the sites. */
  readonly port: number;
  /** Who sees the objects; undefined for everyone. */
  readonly exportTo: string[] | undefined;
  /** Notes for whoever reads the objects. */
  readonly annotations: Record<string, string>;
  /** The name of the waypoint, if there is one. */
  readonly waypoint?: string;
}

/** The resources of an EgressSniPassthrough. */
export interface EgressParts {
  readonly serviceEntry: ServiceEntry;
  readonly gateway?: Gateway;
  readonly destinationRule?: DestinationRule;
  readonly virtualServices: VirtualService[];
  readonly envoyFilter?: EnvoyFilter;
  readonly authorizationPolicy?: AuthorizationPolicy;
}

/** How the second hop finds a site. */
interface BaseStrategy {
  /** How the user writes it. */
  readonly label: string;
  /** Reports hosts that it can't serve. */
  check(hosts: string[], scope: Construct, problems: Problems): void;
  /** The hosts that it makes known to the mesh. */
  knownHosts(hosts: string[]): string[];
  /** Those of them that its ServiceEntry names. */
  serviceHosts(hosts: string[]): string[];
}

/** A strategy that leaves the cluster through a gateway. */
export interface GatewayStrategy extends BaseStrategy {
  readonly exit: 'gateway';
  /** What the first hop must be; undefined where both are possible. */
  readonly hop?: 'mutual';
  make(egress: Egress, gateway: EgressGateway): EgressParts;
}

/** Where connections leave the cluster. */
export interface Place {
  /** The namespace of the objects. */
  readonly namespace: string | undefined;
  readonly waypoint?: string;
  /** The command that shows the access log. */
  readonly log: string;
}

/** A strategy that leaves the cluster without a gateway. */
export interface DirectStrategy extends BaseStrategy {
  readonly exit: 'sidecar' | 'waypoint';
  /** Where from, in words. */
  readonly leaves: string;
  /** Undefined where it is reported that it is not known. */
  place(scope: Construct, problems: Problems): Place | undefined;
  make(egress: Egress): EgressParts;
}

export type Strategy = GatewayStrategy | DirectStrategy;
