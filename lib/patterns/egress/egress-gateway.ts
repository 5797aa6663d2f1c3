import type { IConstruct } from 'constructs';
import { expectPort } from '../../core/expect';
import type { Problems } from '../../core/problems';
import { show } from '../../core/problems';
import { GatewayWorkload } from '../../networking/gateway-workload';
import { MeshSettings } from '../../networking/mesh-settings';
import type { EgressGateway } from './egress';
import { HopSecurity } from './hop-security';

/** The options that say which gateway, and how it is reached. */
export interface GatewayOptions {
  readonly workload?: GatewayWorkload;
  readonly gatewayPort?: number;
  readonly hopSecurity?: HopSecurity;
}

/** What holds without an option. */
export interface GatewayDefaults {
  readonly hop: HopSecurity;
  /** Port number, and the option that it comes from. */
  readonly port: (mutual: boolean) => { readonly number: number; readonly field: string };
}

/** Reports a hop security that is none. */
export function checkHopSecurity(hopSecurity: HopSecurity | undefined, problems: Problems): void {
  if (hopSecurity !== undefined && !(hopSecurity instanceof HopSecurity)) {
    problems.add(
      'hopSecurity',
      `${show(hopSecurity)} is not a HopSecurity. Write HopSecurity.none() or HopSecurity.istioMutual().`,
    );
  }
}

/** The gateway of an egress pattern; undefined where it is reported. */
export function checkGateway(
  scope: IConstruct,
  { workload: given, gatewayPort, hopSecurity }: GatewayOptions,
  defaults: GatewayDefaults,
  problems: Problems,
): EgressGateway | undefined {
  const workload = given ?? MeshSettings.of(scope).egress;
  if (!(workload instanceof GatewayWorkload)) {
    problems.add(
      'workload',
      `${show(workload)} is not a GatewayWorkload. Write GatewayWorkload.istioEgress(), or GatewayWorkload.of({ ... }) for one of your own.`,
    );
    return undefined;
  }
  const mutual = (hopSecurity ?? defaults.hop)._mutual === true;
  const before = problems.count;
  workload._check(problems.in('workload'));
  const byDefault = defaults.port(mutual);
  const port = expectPort(gatewayPort, problems, 'gatewayPort') ?? byDefault.number;
  const ports = workload.ports.map((known) => known.port);
  if (problems.count === before && !ports.includes(port)) {
    problems.add(
      gatewayPort === undefined ? byDefault.field : 'gatewayPort',
      `${port} is not a port of Service "${workload.service}" (${ports.join(', ')}), so the gateway would be unreachable there. ` +
        workload._addPort(
          port,
          `Write gatewayPort: ${ports.at(-1) ?? 443}, or list all ports of the Service: GatewayWorkload.istioEgress({ ports: [...] }).`,
        ),
    );
  }
  return { workload, port, mutual };
}

/** Where connections leave that no gateway takes, in words. */
export const FROM_SIDECAR = 'from the sidecar, without a gateway';

/**
 * Reports the options of a gateway where connections leave without one.
 *
 * @param without what says that they do, where they leave in words, and what to write for a gateway
 */
export function refuseGateway(
  options: GatewayOptions,
  without: { readonly exit: string; readonly leaves: string; readonly gateway: string },
  problems: Problems,
): void {
  const { exit, leaves, gateway } = without;
  for (const field of ['workload', 'gatewayPort', 'hopSecurity'] as const) {
    if (options[field] !== undefined) {
      problems.add(field, `${exit} leaves the cluster ${leaves}. Omit it; for a gateway write ${gateway}.`);
    }
  }
}
