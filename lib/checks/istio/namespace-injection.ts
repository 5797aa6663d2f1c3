import { analyzed } from './shared/analyzed';
import { DATAPLANE_MODE, INJECTION, REVISION } from '../../istio/data-plane-labels';
import { isObject } from '../../core/is-object';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Check } from '../check';

/** Namespaces that do not say whether they are in the mesh, or say it twice. */
export const namespaceInjection: Check = {
  name: 'namespace-injection',
  mirrors: ['injection.Analyzer'],
  codes: {
    IST0102: {
      name: 'NamespaceNotInjected',
      severity: 'info',
      source: 'istio',
      summary: 'A namespace has no label that says whether it is in the mesh.',
      explanation:
        'The injector adds proxies to the pods of namespaces with the label `istio-injection` or `istio.io/rev`, ' +
        'and ambient mode takes those with `istio.io/dataplane-mode`. Pods of all other namespaces run without a proxy: they do not use mTLS, no AuthorizationPolicy protects them, no routing rule applies to their calls, and pods with `STRICT` mTLS reject these calls. If that is intended, the label `istio-injection: disabled` makes it explicit.',
      remedy:
        'Write the label `istio-injection: enabled`, `istio.io/rev` or `istio.io/dataplane-mode: ambient`, or `istio-injection: disabled` where no proxy is wanted.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/ist0102/',
        'https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/',
      ],
    },
    IST0123: {
      name: 'NamespaceMultipleInjectionLabels',
      severity: 'warning',
      source: 'istio',
      summary: 'A namespace has labels for more than one data plane or revision.',
      explanation:
        '`istio-injection`, `istio.io/rev` and `istio.io/dataplane-mode` each choose how pods get into the mesh. ' +
        'The webhooks of a revision leave out a namespace that also has `istio-injection`, so an upgrade by ' +
        'revision labels silently does nothing; with ambient mode, pods may get a sidecar and be left out by ' +
        'ztunnel, or the other way round.',
      remedy: 'Keep one of the labels, and restart the pods after the change.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/',
        'https://istio.io/latest/docs/setup/upgrade/canary/',
      ],
    },
  },
  run(mesh, report) {
    const byDefault = enabledByDefault(mesh);
    for (const object of analyzed(mesh, 'core/Namespace')) {
      const { name, labels } = object;
      if (name === 'istio-system') {
        continue;
      }
      const said = modes(object);
      if (said.length > 1) {
        report({
          code: 'IST0123',
          object,
          path: 'metadata.labels',
          message:
            `The namespace is put into the mesh in ${said.length} ways: ${said.join(', ')}. Which one wins depends on the ` +
            `version of Istio and on its webhooks${hint(object)}.`,
          fix: `Keep one of them: ${said.join(' or ')}.`,
        });
      }
      if (
        (labels[INJECTION] ?? '') === '' &&
        labels[REVISION] === undefined &&
        labels[DATAPLANE_MODE] !== 'ambient' &&
        !byDefault
      ) {
        report({
          code: 'IST0102',
          object,
          path: 'metadata.labels',
          message: `${name} has no label for the mesh, so its pods get no proxy: no mTLS, no routing rules, no policies.`,
          fix: 'Write the label istio-injection: enabled, or istio.io/dataplane-mode: ambient; istio-injection: disabled states that this is intended.',
        });
      }
    }
  },
};

function modes({ labels }: MeshObject): string[] {
  const injection = labels[INJECTION];
  const others = injection === undefined || injection === 'enabled' ? [REVISION, DATAPLANE_MODE] : [];
  return [INJECTION, ...others].flatMap((key) => (labels[key] === undefined ? [] : [`${key}: ${labels[key]}`]));
}

function hint({ labels }: MeshObject): string {
  return labels[INJECTION] !== undefined && labels[REVISION] !== undefined
    ? `; the webhooks of revisions leave out a namespace that has ${INJECTION}`
    : '';
}

/** Whether the injector was installed so that it takes all namespaces. */
function enabledByDefault(mesh: Mesh): boolean {
  return mesh
    .all('core/ConfigMap')
    .some(
      ({ name, manifest }) =>
        name === 'istio-sidecar-injector' &&
        isObject(manifest.data) &&
        /"enableNamespacesByDefault"\s*:\s*true/.test(String(manifest.data.values)),
    );
}
