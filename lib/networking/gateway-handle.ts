import { NAMESPACED_NAME } from '../core/dns-name';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { MESH_GATEWAY } from '../istio/names';
import type { RuleKind } from '../istio/server-rules';
import { serverHost } from '../istio/server-host';
import type { CheckedHandle } from './checked-handle';
import { checkHandle } from './checked-handle';

/**
 * A Gateway that routes can be bound to: a `Gateway` of this app, `Gateway.fromName(...)` or `Gateway.mesh()`.
 */
export interface IGateway {
  /**
   * How a VirtualService names it: "namespace/name", or the word "mesh" for all sidecars.
   */
  readonly gatewayName: string;
}

/** What a server of a gateway serves. */
export interface ServedHosts {
  /** As written in the server, with the namespace whose VirtualServices may be bound. */
  readonly hosts: string[];
  /** Undefined where the protocol is not known. */
  readonly rules?: RuleKind;
  /** Undefined where it is not known. */
  readonly port?: number;
}

/** What a gateway knows beyond its name. */
export interface ServingGateway extends IGateway {
  /** What each of its servers serves. */
  _serves(): ServedHosts[];
}

export function writeGateways(gateways: IGateway[], problems: Problems, field: string): string[] {
  if (!Array.isArray(gateways)) {
    problems.add(field, `${show(gateways)} is not a list. Write [gateway] or [Gateway.mesh()].`);
    return [];
  }
  return gateways.flatMap((gateway, i) => writeGateway(gateway, problems.in(`${field}[${i}]`)) ?? []);
}

const ANY = "a Gateway of this app, Gateway.fromName('name', { namespace: '...' }) or Gateway.mesh()";

/**
 * The name of one gateway, if it is one.
 *
 * @param instead what to write for one that is not
 */
export function writeGateway(gateway: IGateway & CheckedHandle, problems: Problems, instead = ANY): string | undefined {
  const before = problems.count;
  checkHandle(gateway, problems);
  const name: unknown = (gateway as IGateway | undefined)?.gatewayName;
  if (typeof name === 'string' && (name === MESH_GATEWAY || NAMESPACED_NAME.test(name))) {
    return name;
  }
  if (problems.count === before) {
    problems.add('', `${show(name ?? gateway)} is not a Gateway. Write ${instead}.`);
  }
  return undefined;
}

/** A host of a server without its namespace. */
export function withoutNamespace(host: string): string {
  return serverHost(host, '').host;
}

/** Whether a host of a server of a gateway is for VirtualServices of a namespace. */
export function admits(gateway: IGateway, host: string, namespace: string | undefined): boolean {
  const only = serverHost(host, gateway.gatewayName.split('/')[0]).namespace;
  return only === '*' || namespace === undefined || only === namespace;
}

export function isServing(gateway: IGateway): gateway is ServingGateway {
  return typeof (gateway as Partial<ServingGateway>)._serves === 'function';
}
