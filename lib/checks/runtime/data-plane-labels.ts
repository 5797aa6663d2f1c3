import { DATAPLANE_MODE as AMBIENT, INJECT, INJECTION, REVISION } from '../../istio/data-plane-labels';
import type { Check } from '../check';

/** Namespaces and pods that have the labels of both data planes. */
export const dataPlaneLabels: Check = {
  name: 'data-plane-labels',
  mirrors: ['pkg/kube/inject/inject.go: injectRequired'],
  codes: {
    CDI0302: {
      name: 'SidecarAndAmbient',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'A namespace or pod has the labels for sidecars and for ambient mode.',
      explanation:
        'Ambient mode ignores pods with a sidecar. With both labels, pods get sidecars, ztunnel does not take their traffic, and policies for a waypoint do not apply to them. Pods that opt out of injection are in ambient mode. Some pods of the namespace are then in one data plane, and some in the other.',
      remedy: 'Keep one of the two labels.',
      references: ['https://istio.io/latest/docs/ambient/usage/add-workloads/'],
      twin: 'KIA1311',
    },
  },
  run(mesh, report) {
    for (const object of mesh.all('core/Namespace')) {
      const { labels } = object;
      const sidecar = labels[INJECTION] === 'enabled' ? 'istio-injection: enabled' : labels[REVISION] && 'istio.io/rev';
      if (sidecar && labels[AMBIENT] === 'ambient') {
        report({
          code: 'CDI0302',
          object,
          path: `metadata.labels.${AMBIENT}`,
          message: `The namespace has ${sidecar} as well: its pods get sidecars and bypass ztunnel, so the ambient label has no effect. Policies with targetRefs for a waypoint do not apply to them.`,
          fix: `Keep one of the two labels: ${AMBIENT}: ambient, or the one for sidecars.`,
        });
      }
    }
    for (const { object, labels, path } of mesh.workloads) {
      if (labels[INJECT] === 'true' && labels[AMBIENT] === 'ambient') {
        report({
          code: 'CDI0302',
          object,
          path: `${path === '' ? '' : `${path}.`}metadata.labels.${AMBIENT}`,
          message:
            'The pods have sidecar.istio.io/inject: "true" as well: they get sidecars and bypass ztunnel, so the ambient label has no effect.',
          fix: `Keep one of the two labels: ${AMBIENT}: ambient, or sidecar.istio.io/inject: "true".`,
        });
      }
    }
  },
};
