import type { Construct } from 'constructs';
import type { GatewayWorkload } from '../../networking/gateway-workload';

/** The gateway between the clients and the sites. */
export interface EgressGateway {
  readonly workload: GatewayWorkload;
  /** Port number of its Service. */
  readonly port: number;
  /** Whether the connections to it are wrapped in Istio's mutual TLS. */
  readonly mutual: boolean;
}

/** Where connections leave the mesh. */
export type EgressPlace = 'gateway' | 'sidecar' | 'waypoint';

/** Where the objects of an egress pattern are. */
export interface EgressHome {
  readonly namespace: string | undefined;
  /** The name of the waypoint, if there is one. */
  readonly waypoint?: string;
  /** The command that shows the access log. */
  readonly log: string;
}

/** What an egress pattern was told, checked. */
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
