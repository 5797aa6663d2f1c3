import { isObject } from '../../core/is-object';
import { isIgnored } from '../../istio/ignored-namespaces';
import { INJECT, INJECTION } from '../../istio/data-plane-labels';
import { INJECTED_IMAGE, isSeenByInjector, PROXY_CONTAINER } from '../../istio/injection';
import { isInjected } from '../../mesh/injection';
import { labelSelectorMatches } from '../../mesh/reading/label-selector';
import type { Mesh } from '../../mesh/reading/mesh';
import type { Workload } from '../../mesh/workload';
import type { Check } from '../check';

/** Proxies whose image the injector was to fill in, in pods that it does not see. */
export const proxyImage: Check = {
  name: 'proxy-image',
  mirrors: ['injection.ImageAutoAnalyzer'],
  codes: {
    IST0146: {
      name: 'ImageAutoWithoutInjectionWarning',
      severity: 'warning',
      source: 'istio',
      summary: 'A Deployment has the proxy image "auto", but the injector does not see its pods.',
      explanation:
        '`image: auto` is a placeholder for the injection webhook, which writes the image of its own release. The ' +
        'webhook is called for pods whose namespace and labels it selects. When it is not called, the kubelet ' +
        'tries to pull an image of the name `auto`, and the pods stay in `ErrImagePull`. Gateways that are ' +
        'installed by injection are the usual case.',
      remedy:
        'Write the label `sidecar.istio.io/inject: "true"` on the pod template, or label the namespace for injection.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/',
        'https://istio.io/latest/docs/setup/additional-setup/gateway/',
      ],
    },
    IST0147: {
      name: 'ImageAutoWithoutInjectionError',
      severity: 'error',
      source: 'istio',
      summary: 'A pod has the proxy image "auto", but the injector does not see it.',
      explanation:
        '`image: auto` is a placeholder for the injection webhook. When the webhook is not called for the pod, the ' +
        'kubelet tries to pull an image of the name `auto`, and the pod stays in `ErrImagePull`. On a running ' +
        'cluster Istio reports every pod that still has the placeholder, because it was made without the webhook.',
      remedy:
        'Write the label `sidecar.istio.io/inject: "true"` on the pod, or label the namespace for injection, and make the pod again.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/',
        'https://istio.io/latest/docs/setup/additional-setup/gateway/',
      ],
    },
  },
  run(mesh, report) {
    const isSeen = mesh.derive(injectors);
    for (const workload of mesh.workloads) {
      const index = workload.containers.findIndex(
        ({ name, image }) => name === PROXY_CONTAINER && image === INJECTED_IMAGE,
      );
      if (index < 0 || isIgnored(workload.namespace)) {
        continue;
      }
      const { object, path, namespace } = workload;
      const seen = object.kind === 'Deployment' ? isSeen(workload) : isInjected(workload, mesh);
      const place = {
        object,
        path: `${path === '' ? 'spec' : `${path}.spec`}.containers[${index}].image`,
      };
      if (!seen) {
        report({
          ...place,
          code: object.kind === 'Deployment' ? 'IST0146' : 'IST0147',
          message: `The image is "auto", which the injector should replace, but no injection webhook sees the pods of ${object.kind} ${object.name}: they wait for an image that does not exist (ErrImagePull).`,
          fix: `${isDisabled(mesh, namespace) ? `Remove the label ${INJECTION}: disabled from the namespace ${namespace}, and put` : 'Put'} the label ${INJECT}: "true" on the ${path === '' ? 'Pod' : 'pod template'}; or name the image.`,
        });
      } else if (object.kind === 'Pod') {
        report({
          ...place,
          code: 'IST0147',
          severity: 'info',
          message:
            'The injector replaces the image "auto" when this Pod is created. istioctl analyze reports an error, because it expects Pods that already exist.',
          fix: 'Nothing needs to change. You can also let a Deployment create the Pod.',
        });
      }
    }
  },
};

function isDisabled(mesh: Mesh, namespace: string): boolean {
  return mesh.find('core/Namespace', '', namespace)?.labels[INJECTION] === 'disabled';
}

/** Whether a webhook that injects proxies is asked about pods. */
function injectors(mesh: Mesh): (workload: Workload) => boolean {
  const webhooks = mesh
    .all('admissionregistration.k8s.io/MutatingWebhookConfiguration')
    .flatMap(({ manifest }) => (Array.isArray(manifest.webhooks) ? (manifest.webhooks as unknown[]) : []))
    .filter(isObject)
    .filter(({ name }) => typeof name === 'string' && name.endsWith('istio.io'));
  return ({ namespace, labels }) => {
    const known = mesh.find('core/Namespace', '', namespace);
    return webhooks.length === 0
      ? isSeenByInjector(known?.labels, labels)
      : webhooks.some(
          ({ namespaceSelector, objectSelector }) =>
            labelSelectorMatches(namespaceSelector, known?.labels ?? {}) &&
            labelSelectorMatches(objectSelector, labels),
        );
  };
}
