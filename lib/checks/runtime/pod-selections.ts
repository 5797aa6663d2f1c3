import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';

type Labels = Readonly<Record<string, string>>;

/** What selects pods, of kinds that neither istioctl nor Kiali looks at. */
export interface PodSelection {
  readonly object: MeshObject;
  readonly path: string;
  readonly labels: Labels | undefined;
  /** Whether it selects pods of all namespaces in the root namespace. */
  readonly meshWide: boolean;
  /** What becomes of the object if it selects nothing. */
  readonly outcome: string;
}

export function podSelections(mesh: Mesh): PodSelection[] {
  return [
    ...mesh.all('networking.istio.io/EnvoyFilter').map((object) => ({
      object,
      path: 'spec.workloadSelector.labels',
      labels: object.spec.workloadSelector?.labels,
      meshWide: true,
      outcome: 'Its patches change nothing.',
    })),
    ...[...mesh.all('extensions.istio.io/WasmPlugin'), ...mesh.all('extensions.istio.io/TrafficExtension')].map(
      (object) => ({
        object,
        path: 'spec.selector.matchLabels',
        labels: object.spec.selector?.matchLabels,
        meshWide: true,
        outcome: 'No proxy runs it.',
      }),
    ),
    ...mesh.all('networking.istio.io/ProxyConfig').map((object) => ({
      object,
      path: 'spec.selector.matchLabels',
      labels: object.spec.selector?.matchLabels,
      meshWide: false,
      outcome: 'No proxy starts with these settings.',
    })),
    ...mesh.all('networking.istio.io/DestinationRule').map((object) => ({
      object,
      path: 'spec.workloadSelector.matchLabels',
      labels: object.spec.workloadSelector?.matchLabels,
      meshWide: false,
      outcome: 'It selects the clients that use the rule, so none does.',
    })),
    ...mesh.all('networking.istio.io/ServiceEntry').map((object) => ({
      object,
      path: 'spec.workloadSelector.labels',
      labels: object.spec.workloadSelector?.labels,
      meshWide: false,
      outcome: 'Its hosts have no endpoints, and requests to them get 503.',
    })),
  ];
}
