import type { Check } from '../check';

const AMBIENT = 'istio.io/dataplane-mode';

/** Namespaces and pods that are told to be in the mesh in both ways at once. */
export const dataPlaneLabels: Check = {
  codes: ['CDI0302'],
  run(mesh, report) {
    for (const object of mesh.all('core/Namespace')) {
      const { labels } = object;
      const sidecar =
        labels['istio-injection'] === 'enabled' ? 'istio-injection: enabled' : labels['istio.io/rev'] && 'istio.io/rev';
      if (sidecar && labels[AMBIENT] === 'ambient') {
        report({
          code: 'CDI0302',
          object,
          path: `metadata.labels.${AMBIENT}`,
          message: `The namespace has ${sidecar} as well: its pods get sidecars, and those take part without ztunnel, so the ambient label does nothing. Policies with targetRefs for a waypoint do not hold for them.`,
          fix: `Write one of the two labels: ${AMBIENT}: ambient, or the one for sidecars.`,
        });
      }
    }
    for (const { object, labels, path } of mesh.workloads) {
      if (labels['sidecar.istio.io/inject'] === 'true' && labels[AMBIENT] === 'ambient') {
        report({
          code: 'CDI0302',
          object,
          path: `${path === '' ? '' : `${path}.`}metadata.labels.${AMBIENT}`,
          message:
            'The pods have sidecar.istio.io/inject: "true" as well: they get sidecars and take part without ztunnel, so the ambient label does nothing.',
          fix: `Write one of the two labels: ${AMBIENT}: ambient, or sidecar.istio.io/inject: "true".`,
        });
      }
    }
  },
};
