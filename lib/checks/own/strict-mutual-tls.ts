import type { TrafficPolicy } from '../../../imports/networking';
import { fullHost, serviceOfHost } from '../../istio/host';
import type { Mesh } from '../../mesh/reading/mesh';
import { analyzedPods } from '../istio/shared/analyzed-pods';
import type { Workload } from '../../mesh/workload';
import { selects } from '../../mesh/workload';
import type { Check } from '../check';

/** DestinationRules that switch mutual TLS off towards pods that take nothing else. */
export const strictMutualTls: Check = {
  codes: ['CDI0304'],
  run(mesh, report) {
    const modes = mesh.derive(mutualTlsModes);
    for (const object of mesh.all('networking.istio.io/DestinationRule')) {
      const { spec, namespace } = object;
      const plain = plainSettings(spec.trafficPolicy, 'spec.trafficPolicy').concat(
        (spec.subsets ?? []).flatMap(({ trafficPolicy }, i) =>
          plainSettings(trafficPolicy, `spec.subsets[${i}].trafficPolicy`),
        ),
      );
      const host = fullHost(spec.host ?? '', namespace, mesh.context.clusterDomain);
      const name = serviceOfHost(host, mesh.context.clusterDomain);
      const service = name === undefined ? undefined : mesh.find('core/Service', name.namespace, name.name);
      if (plain.length === 0 || service?.spec.selector === undefined) {
        continue;
      }
      const pods = mesh
        .derive(analyzedPods)
        .select(service.spec.selector)
        .filter((pod) => pod.namespace === service.namespace);
      const strict = pods.map((pod) => modes.of(pod)).find(({ mode }) => mode === 'STRICT');
      for (const { path, mode } of strict === undefined ? [] : plain) {
        report({
          code: 'CDI0304',
          object,
          path,
          message:
            `With mode ${mode} proxies send no mutual TLS of Istio to ${host}, and PeerAuthentication ${strict?.policy} is STRICT for its pods: ` +
            'they reset every connection, and callers get 503 with the response flag UC or UF.',
          fix: 'Remove tls, so that Istio chooses what both sides can, or write mode: ISTIO_MUTUAL.',
        });
      }
    }
  },
};

/** TLS settings for all ports of a host that are not Istio's own. */
function plainSettings(policy: TrafficPolicy | undefined, path: string): { path: string; mode: string }[] {
  const mode: string | undefined = policy?.tls === undefined ? undefined : (policy.tls.mode ?? 'DISABLE');
  return mode === undefined || mode === 'ISTIO_MUTUAL' ? [] : [{ path: `${path}.tls.mode`, mode }];
}

interface Mode {
  readonly mode: string;
  /** The PeerAuthentication that says so: `shop/default`. */
  readonly policy?: string;
}

/** What PeerAuthentications demand of callers: the one for the pods counts, then that of the namespace, then that of the mesh. */
function mutualTlsModes(mesh: Mesh): { of(pod: Pick<Workload, 'namespace' | 'labels'>): Mode } {
  const wide = new Map<string, Mode>();
  const selecting = new Map<string, { readonly labels: Record<string, string>; readonly mode: Mode }[]>();
  for (const { spec, namespace, key } of mesh.all('security.istio.io/PeerAuthentication')) {
    const labels = spec.selector?.matchLabels ?? {};
    const mode = { mode: spec.mtls?.mode ?? 'UNSET', policy: key };
    if (Object.keys(labels).length > 0) {
      selecting.set(namespace, [...(selecting.get(namespace) ?? []), { labels, mode }]);
    } else if (!wide.has(namespace)) {
      wide.set(namespace, mode);
    }
  }
  const known = (mode: Mode | undefined): Mode | undefined => (mode?.mode === 'UNSET' ? undefined : mode);
  return {
    of: ({ namespace, labels }) =>
      known(selecting.get(namespace)?.find((each) => selects(each.labels, labels))?.mode) ??
      known(wide.get(namespace)) ??
      known(wide.get(mesh.context.rootNamespace)) ?? { mode: 'PERMISSIVE' },
  };
}
