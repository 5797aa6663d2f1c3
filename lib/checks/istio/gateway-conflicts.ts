import { relatedOthers } from './listed-others';
import type { Server } from '../../../imports/networking';
import type { Gateway } from '../../mesh/gateways';
import { gatewayIndex, serverPort } from './shared/gateway-index';
import { selectorKey } from '../../mesh/selector-key';
import { push } from '../../mesh/reading/group-by';
import type { Mesh } from '../../mesh/reading/mesh';
import { analyzedPods } from './shared/analyzed-pods';
import type { Check, Wording } from '../check';
import { referencedResourceNotFound } from './codes/referenced-resource-not-found';
import { listed, SHOWN } from './unmatched-selector';

/** Gateways whose servers have port and host in common with those of other Gateways on the same pods. */
export const gatewayConflicts: Check = {
  name: 'gateway-conflicts',
  mirrors: ['gateway.ConflictingGatewayAnalyzer'],
  codes: {
    ...referencedResourceNotFound,
    IST0145: {
      name: 'ConflictingGateways',
      severity: 'error',
      source: 'istio',
      summary: 'Gateways on the same pods have port and host in common.',
      explanation:
        'All Gateways that select a pod share its ports. Of two TLS servers with the same port and host, istiod ' +
        'keeps the one of the older Gateway and drops the other, with a line in its log and nothing more: a ' +
        'certificate, client validation or minimum version in the dropped one never applies, and VirtualServices ' +
        'that name only that Gateway are not reached. Plain HTTP servers are merged, so routes of both teams answer ' +
        'for the host.',
      remedy:
        'Let one Gateway have the host, and name it in all VirtualServices; or give the Gateways different hosts, ' +
        'ports or pods.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/',
        'https://istio.io/latest/docs/reference/config/networking/gateway/',
      ],
      twin: 'KIA0301',
      mutual: true,
    },
  },
  run(mesh, report) {
    const listeners = mesh.derive(listenersOfGateways);
    const related = mesh.derive(relatedSelectors);
    for (const object of mesh.derive(gatewayIndex).all) {
      const { servers = [], selector } = object.spec;
      const key = selectorKey(selector);
      const selectors = [key, ...(related.get(key) ?? [])];
      if (key !== '' && !selectors.some((each) => listeners.has(each))) {
        if (mesh.derive(analyzedPods).select(selector).length > 0) {
          report({ code: 'IST0101', object, path: 'spec.servers', ...noServers() });
        }
        continue;
      }
      const own = new Map<number, Map<string, string>>();
      servers.forEach((server, i) => {
        const port = serverPort(server);
        const there = selectors.flatMap((each) => listeners.get(each)?.get(port) ?? []);
        const earlier = own.get(port) ?? new Map<string, string>();
        own.set(port, earlier);
        const told = conflict(object, server, there, earlier, mesh);
        if (told !== undefined) {
          report({ code: 'IST0145', object, path: `spec.servers[${i}].hosts`, ...told });
        }
      });
    }
  },
};

/** What all Gateways with one selector have on one port. */
interface Listener {
  readonly gateways: Set<string>;
  /** Gateways by bind and host. Istio compares with the last server of a Gateway that has the port. */
  readonly byBind: Map<string, Map<string, string[]>>;
}

/** By selector and port. */
type Listeners = ReadonlyMap<string, ReadonlyMap<number, Listener>>;

function listenersOfGateways(mesh: Mesh): Listeners {
  const bySelector = new Map<string, Map<number, Listener>>();
  for (const { key: gateway, spec } of mesh.derive(gatewayIndex).all) {
    const selector = selectorKey(spec.selector);
    const last = new Map((spec.servers ?? []).map((server) => [serverPort(server), server]));
    for (const [port, { hosts = [], bind = '' }] of last) {
      const byPort = bySelector.get(selector) ?? new Map<number, Listener>();
      bySelector.set(selector, byPort);
      const listener: Listener = byPort.get(port) ?? { gateways: new Set(), byBind: new Map() };
      byPort.set(port, listener);
      listener.gateways.add(gateway);
      const byHost = listener.byBind.get(bind) ?? new Map<string, string[]>();
      listener.byBind.set(bind, byHost);
      new Set(hosts).forEach((host) => push(byHost, host, gateway));
    }
  }
  return bySelector;
}

/**
 * The selectors that pods have in common, of those where one contains the other as text: that is how Istio finds Gateways with
 * overlapping selectors.
 */
function relatedSelectors(mesh: Mesh): ReadonlyMap<string, readonly string[]> {
  const bySelector = new Map(
    mesh.derive(gatewayIndex).all.map(({ spec }) => [selectorKey(spec.selector), spec.selector]),
  );
  const ofPod = new Map<object, string[]>();
  const pods = mesh.derive(analyzedPods);
  for (const [key, selector] of bySelector) {
    for (const pod of pods.select(selector)) {
      const keys = ofPod.get(pod);
      if (keys === undefined) {
        ofPod.set(pod, [key]);
      } else {
        keys.push(key);
      }
    }
  }
  const related = new Map<string, Set<string>>();
  for (const keys of ofPod.values()) {
    for (const key of keys) {
      const others = keys.filter((other) => other !== key && (other.includes(key) || key.includes(other)));
      if (others.length > 0) {
        related.set(key, new Set([...(related.get(key) ?? []), ...others]));
      }
    }
  }
  return new Map([...related].map(([key, others]) => [key, [...others]]));
}

function noServers(): Wording {
  return {
    message: 'The Gateway has no servers, so its pods do not listen on any port.',
    fix: 'Write spec.servers, each with a port and hosts.',
  };
}

/**
 * What a server has in common with other Gateways.
 *
 * @param earlier hosts of earlier servers with this port, with their bind; the server is added
 */
function conflict(
  { key }: Gateway,
  { hosts = [], bind = '', ...server }: Server,
  there: readonly Listener[],
  earlier: Map<string, string>,
  mesh: Mesh,
): Wording | undefined {
  const others = new Set<string>();
  const shared = new Set<string>();
  let twice = false;
  for (const host of hosts) {
    const known = earlier.get(host);
    if (known !== undefined) {
      twice ||= known === bind && there.some(({ gateways }) => gateways.size > (gateways.has(key) ? 1 : 0));
      continue;
    }
    for (const { byBind } of there) {
      // As many as are shown, and one more.
      for (const gateway of (byBind.get(bind)?.get(host) ?? []).slice(0, SHOWN + 2)) {
        if (gateway !== key) {
          others.add(gateway);
          shared.add(host);
        }
      }
    }
  }
  if (others.size === 0 && !twice) {
    hosts.forEach((host) => earlier.set(host, bind));
    return undefined;
  }
  return others.size === 0
    ? repeated(hosts)
    : {
        related: relatedOthers(mesh, 'networking.istio.io/Gateway', [...others], key),
        ...told([...others], [...shared], serverPort(server), server.tls !== undefined),
      };
}

function repeated(hosts: readonly string[]): Wording {
  return {
    message:
      `Another server of this Gateway has the same port and a host of ${listed(hosts)}. istiod keeps one of them where they speak TLS, so that the ` +
      'settings of the other, its certificate among them, never apply.',
    fix: 'Write each host on one server of a port only.',
  };
}

function told(others: readonly string[], shared: readonly string[], port: number, tls: boolean): Wording {
  return {
    message:
      `Gateway ${others.slice(0, SHOWN).join(', ')}${others.length > SHOWN ? ' and others' : ''} has ${listed(shared)} on port ${port} of the same pods. ` +
      (tls
        ? 'istiod keeps the server of the Gateway that was created first and drops the other: its certificate and its TLS settings never ' +
          'apply, and VirtualServices that name only the dropped Gateway are not reached.'
        : 'istiod merges the two, so that VirtualServices of either answer for the host, in the order in which they were created.'),
    fix: 'Keep the host on one Gateway and let all VirtualServices name that one, or give the Gateways different hosts, ports or selectors.',
  };
}
