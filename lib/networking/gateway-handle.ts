import type { Problems } from '../core/problems';
import { show } from '../core/problems';

/**
 * A Gateway that routes can be bound to: a `Gateway` of this app, `Gateway.fromName(...)` or `Gateway.mesh()`.
 */
export interface IGateway {
  /**
   * How a VirtualService names it: "namespace/name", or the word "mesh" for all sidecars.
   */
  readonly gatewayName: string;
}

/** What a gateway of this app knows beyond its name. */
export interface ServingGateway extends IGateway {
  /** The hosts of its servers, without namespace; undefined where they are not known. */
  _hosts(): string[] | undefined;
}

export const MESH = 'mesh';

const NAMESPACED = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?\/[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

export function writeGateways(gateways: IGateway[], problems: Problems, field: string): string[] {
  if (!Array.isArray(gateways)) {
    problems.add(field, `${show(gateways)} is not a list. Write [gateway] or [Gateway.mesh()].`);
    return [];
  }
  return gateways.flatMap((gateway, i) => {
    const name: unknown = (gateway as IGateway | undefined)?.gatewayName;
    if (typeof name !== 'string' || (name !== MESH && !NAMESPACED.test(name))) {
      problems.add(
        `${field}[${i}]`,
        `${show(name ?? gateway)} is not a Gateway. Write a Gateway of this app, Gateway.fromName('name', { namespace: '...' }) or Gateway.mesh().`,
      );
      return [];
    }
    if (isServing(gateway) && !Array.isArray(gateway._hosts() ?? [])) {
      problems.add(`${field}[${i}].hosts`, `${show(gateway._hosts())} is not a list. Write ['shop.example.com'].`);
    }
    return [name];
  });
}

export function isServing(gateway: IGateway): gateway is ServingGateway {
  return typeof (gateway as Partial<ServingGateway>)._hosts === 'function';
}
