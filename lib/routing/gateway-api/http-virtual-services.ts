import type { HttpRoute } from '../../../imports/networking';
import { MESH_GATEWAY } from '../../istio/names';
import { compareAge } from '../../mesh/age';
import type { Mesh } from '../../mesh/reading/mesh';
import { isolates } from '../../mesh/route-parents';
import type { VirtualService } from '../../mesh/virtual-services';
import type { Attachment } from './attachments';
import { attachmentsOf, commonHost, hostnamesOf, parentHosts } from './attachments';
import type { ConvertedRule, HttpLikeRoute } from './http-rules';
import { forPort, httpRules } from './http-rules';
import { LeftOut } from './left-out';
import { compareRules } from './rule-order';
import { madeVirtualService } from './virtual-service';

/** All rules for one host at one Gateway, or for one Service in the routes of one namespace. */
interface Merged {
  /** The oldest route, whose namespace counts. */
  readonly base: HttpLikeRoute;
  readonly host: string;
  readonly gateway: string;
  readonly rules: ConvertedRule[];
}

/**
 * The VirtualServices that istiod makes of HTTPRoutes and GRPCRoutes: the routes of one host are one, with their rules in an order of their own
 * (route_collections.go: HTTPRouteCollection, mergeHTTPRoutes).
 */
export function httpVirtualServices(mesh: Mesh, routes: readonly HttpLikeRoute[]): VirtualService[] {
  const merged = new Map<string, Merged>();
  for (const route of [...routes].sort((a, b) => compareAge(mesh, a, b))) {
    for (const attachment of attachmentsOf(mesh, route)) {
      const rules = rulesFor(mesh, route, attachment);
      for (const host of rules.length === 0 ? [] : hostsOf(mesh, route, attachment)) {
        const key = `${keyOf(route, attachment)}/${host}`;
        const known = merged.get(key) ?? { base: route, host, gateway: attachment.gateway, rules: [] };
        merged.set(key, known);
        known.rules.push(...rules);
      }
    }
  }
  return [...merged].map(([key, { base, host, gateway, rules }]) => {
    const inOrder = [...rules].sort((a, b) => compareRules(a.rule, b.rule));
    const http = inOrder.map(({ rule }): HttpRoute => rule);
    const spec = { hosts: [host], gateways: [gateway], http };
    return madeVirtualService(
      base,
      key.replaceAll('/', '~'),
      spec,
      inOrder.map(({ origin }) => origin),
    );
  });
}

function rulesFor(mesh: Mesh, route: HttpLikeRoute, { gateway, parent }: Attachment): readonly ConvertedRule[] {
  const isMesh = gateway === MESH_GATEWAY;
  const rules = httpRules(mesh, route, isMesh);
  const { port } = parent.ref;
  return rules instanceof LeftOut
    ? []
    : isMesh && port !== undefined
      ? rules.map((rule) => forPort(rule, port))
      : rules;
}

function hostsOf(mesh: Mesh, route: HttpLikeRoute, { parent, listener }: Attachment): readonly string[] {
  return listener === undefined
    ? parentHosts(mesh, parent)
    : hostnamesOf(route).filter(
        (host) => commonHost(listener, host) !== undefined && isolates(parent.listeners, listener, host) === undefined,
      );
}

function keyOf({ namespace }: HttpLikeRoute, { gateway, parent: { ref } }: Attachment): string {
  return gateway !== MESH_GATEWAY ? gateway : ref.port === undefined ? namespace : `${namespace}/${ref.port}`;
}
