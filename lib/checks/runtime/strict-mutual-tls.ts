import { isWildcard } from '../../istio/host';
import { clientTls } from '../../mesh/client-tls';
import type { Endpoint } from '../../mesh/endpoints';
import type { MutualTls } from '../../mesh/mutual-tls';
import { strictOn } from '../../mesh/mutual-tls';
import { DataSet } from '../../mesh/reading/data-map';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Check, Wording } from '../check';

/** DestinationRules that disable mutual TLS towards pods that require it. */
export const strictMutualTls: Check = {
  name: 'strict-mutual-tls',
  mirrors: ['pilot/pkg/networking/core/cluster_tls.go: buildUpstreamClusterTLSContext'],
  codes: {
    CDI0304: {
      name: 'PlaintextToStrictPods',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A DestinationRule disables mutual TLS towards pods that require it.',
      explanation:
        "Istio uses mutual TLS automatically if both sides support it. A DestinationRule with `tls` overrides that for the callers: with DISABLE they send plaintext, with SIMPLE or MUTUAL their own TLS. With a PeerAuthentication in mode STRICT the server resets every connection without Istio's mutual TLS. A rule counts for the hosts for which proxies find it: one that another rule hides from all clients is not reported. Pods without a proxy, and ports that go past it, take anything.",
      remedy: 'Remove tls from the DestinationRule, or relax the PeerAuthentication for those pods.',
      references: [
        'https://istio.io/latest/docs/ops/common-problems/network-issues/#503-errors-after-setting-destination-rule',
        'https://github.com/istio/istio/issues/6279',
      ],
    },
  },
  run(mesh, report) {
    const told = new DataSet<readonly [key: string, path: string]>();
    for (const { object, path, mode, service, endpoints } of mesh.derive(clientTls)) {
      const strict = mode === 'ISTIO_MUTUAL' ? undefined : strictOf(mesh, endpoints);
      if (strict !== undefined && told.add([object.key, path])) {
        const named = isWildcard(object.spec.host ?? '') ? service.object : undefined;
        report({ code: 'CDI0304', object, path, ...wording(mode, service.host, strict, named) });
      }
    }
  },
};

function wording(mode: string, host: string, { from }: MutualTls, service?: MeshObject): Wording {
  const named = [from, service].flatMap((object) => (object === undefined ? [] : { object }));
  return {
    related: named.length === 0 ? undefined : named,
    message: `With mode ${mode} proxies do not use Istio's mutual TLS to ${host}, but PeerAuthentication ${from?.key} is STRICT for its pods: they reset every connection, and callers get 503 with the response flag UC or UF.`,
    fix: 'Remove tls, so that Istio uses what both sides support, or write mode: ISTIO_MUTUAL.',
  };
}

/** The policy by which some of the endpoints require mutual TLS. Pods without a proxy accept anything. */
function strictOf(mesh: Mesh, endpoints: readonly Endpoint[]): MutualTls | undefined {
  for (const endpoint of endpoints) {
    const strict = strictOn(mesh, endpoint);
    if (strict !== undefined) {
      return strict;
    }
  }
  return undefined;
}
