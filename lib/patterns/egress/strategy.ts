import type { Construct } from 'constructs';
import type { Problems } from '../../core/problems';
import type { DestinationRule } from '../../networking/destination-rule';
import type { EnvoyFilter } from '../../networking/envoy-filter';
import type { Gateway } from '../../networking/gateway';
import type { ServiceEntry } from '../../networking/service-entry';
import type { VirtualService } from '../../networking/virtual-service';
import type { AuthorizationPolicy } from '../../security/authorization-policy';
import type { Egress, EgressGateway, EgressHome } from './egress';

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

/** A strategy that leaves the cluster without a gateway. */
export interface DirectStrategy extends BaseStrategy {
  readonly exit: 'sidecar' | 'waypoint';
  /** Where from, in words. */
  readonly leaves: string;
  /** Undefined where it is reported that it is not known. */
  home(scope: Construct, problems: Problems): EgressHome | undefined;
  make(egress: Egress): EgressParts;
}

export type Strategy = GatewayStrategy | DirectStrategy;
