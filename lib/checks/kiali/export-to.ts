import type { Check } from '../check';
import { VALIDATIONS } from './shared/validations-page';
import { checkedObjects, meshNamespaces } from './shared/namespaces';
import { isVisible } from './shared/visibility';
import { nearestName } from './shared/suggestion';

const KINDS = [
  'networking.istio.io/DestinationRule',
  'networking.istio.io/ServiceEntry',
  'networking.istio.io/VirtualService',
] as const;

/** Namespaces that objects are exported to and that do not exist. */
export const exportTo: Check = {
  name: 'export-to',
  mirrors: ['business/checkers/common/export_to_namespace'],
  codes: {
    KIA0005: {
      name: 'ExportToUnknownNamespace',
      severity: 'error',
      source: 'kiali',
      summary: 'An object is exported to a namespace that does not exist.',
      explanation:
        'exportTo lists the namespaces whose proxies see an object. A misspelled name exports it to nobody, and the intended namespace does not get the route, the TLS settings or the external host.',
      remedy: 'Write the name of a namespace that exists, "." for the object\'s own or "*" for all.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/reference/config/networking/virtual-service/',
        'https://istio.io/latest/docs/reference/config/networking/destination-rule/',
        'https://istio.io/latest/docs/reference/config/networking/service-entry/',
      ],
    },
  },
  run(mesh, report) {
    const namespaces = mesh.derive(meshNamespaces);
    for (const object of KINDS.flatMap((kind) => checkedObjects(mesh, kind))) {
      if (namespaces.isAmbient(object.namespace) || !isVisible(mesh, object)) {
        continue;
      }
      for (const [i, name] of (object.spec.exportTo ?? []).entries()) {
        if (['.', '*', '~'].includes(name) || namespaces.has(name)) {
          continue;
        }
        const close = nearestName(name, namespaces.list);
        report({
          code: 'KIA0005',
          object,
          path: `spec.exportTo[${i}]`,
          absence: true,
          message: `There is no namespace ${name}. This entry exports the ${object.kind} to nobody, and the intended namespace does not see it.`,
          fix:
            close === undefined ? 'Name a namespace that exists, "." for its own or "*" for all.' : `Write ${close}.`,
        });
      }
    }
  },
};
