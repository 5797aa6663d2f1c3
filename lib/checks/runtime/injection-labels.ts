import { DATAPLANE_MODE, INJECT, INJECTION, injectionValue, REVISION } from '../../istio/data-plane-labels';
import { isIgnored } from '../../istio/ignored-namespaces';
import { INJECTED_IMAGE, PROXY_CONTAINER } from '../../istio/injection';
import { isInjected } from '../../mesh/injection';
import { at } from '../../mesh/reading/free-spec';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Workload } from '../../mesh/workload';
import type { Check, Reporter } from '../check';
import { areLabelsUnknown } from '../external-manifests';

/** Labels that were meant to put pods into the mesh, or to keep them out of it, and do not. */
export const injectionLabels: Check = {
  name: 'injection-labels',
  mirrors: [
    'pkg/kube/inject/inject.go: injectRequired',
    'manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml',
  ],
  codes: {
    CDI0310: {
      name: 'InjectionValueUnknown',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'A label for injection or ambient mode has a value that Istio does not know.',
      explanation:
        'The webhook of the injector is called for namespaces with the label `istio-injection: enabled`. Any other value means no injection, `"true"` included, and such a namespace is also left out by the webhooks of revisions. Of pods, `sidecar.istio.io/inject` is `"true"` or `"false"`; with any other value, such as `enabled` or `"yes"`, the namespace decides. `istio.io/dataplane-mode` is `ambient` or `none`. The API server accepts any value, and the pods run without a proxy: no mutual TLS, no policies, no routing rules.',
      remedy:
        'Write `istio-injection: enabled` or `disabled` on a namespace, and `sidecar.istio.io/inject: "true"` or `"false"` on pods.',
      references: [
        'https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/',
        'https://istio.io/latest/docs/reference/config/labels/',
      ],
    },
    CDI0311: {
      name: 'InjectionLabelMisplaced',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'A label for injection is in a place where the injector does not read it.',
      explanation:
        'The injector reads `istio-injection` and `istio.io/rev` as labels of the Namespace, and `sidecar.istio.io/inject` as a label of the pod template. The same key as an annotation of the Namespace, on the Deployment instead of its pod template, or `istio-injection` on pods has no effect. The annotation `sidecar.istio.io/inject` of a pod is read only after the webhook was called, so `"true"` puts no pod of an unlabelled namespace into the mesh. Nothing reports it, and the pods run without a proxy, or with one that they should not have.',
      remedy:
        'Write `istio-injection` as a label of the Namespace, and `sidecar.istio.io/inject` as a label of the pod template.',
      references: [
        'https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/',
        'https://istio.io/latest/docs/ops/common-problems/injection/',
      ],
    },
    CDI0312: {
      name: 'InjectionOverruled',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'Pods ask for a sidecar or refuse it, and something else decides otherwise.',
      explanation:
        'A namespace with `istio-injection: disabled` gets no sidecars, even for pods with `sidecar.istio.io/inject: "true"`: the webhook is not called for it. The same applies to one that has `istio.io/rev` beside it. Pods with `hostNetwork: true` never get a sidecar, because its rules would apply to the whole node. If a pod template has both the label and the annotation `sidecar.istio.io/inject`, the label decides.',
      remedy:
        'Remove what overrules the wish: the label of the namespace, hostNetwork, or the label or annotation that is not meant.',
      references: [
        'https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy',
      ],
    },
  },
  run(mesh, report) {
    mesh.all('core/Namespace').forEach((object) => ofNamespace(object, report));
    mesh.workloads.forEach((workload) => ofPods(mesh, workload, report));
  },
};

type Namespace = MeshObject<'core/Namespace'>;

const ON = /^(?:true|yes|y|on|1|enable|enabled|inject|injected|sidecar|auto|always)$/i;
const OFF = /^(?:false|no|n|off|0|disable|disabled|none|never)$/i;

function ofNamespace(object: Namespace, report: Reporter): void {
  const { labels, annotations, name } = object;
  const injection = labels[INJECTION];
  if (injection !== undefined && injection !== 'enabled' && injection !== 'disabled') {
    const meant = injectionValue(!OFF.test(injection));
    report({
      code: 'CDI0310',
      object,
      path: `metadata.labels.${INJECTION}`,
      severity: meant === 'disabled' ? 'info' : 'warning',
      message: `${INJECTION} is "${injection}", and the injector only reads "enabled": pods of namespace ${name} get no sidecar${labels[REVISION] === undefined ? '' : `, and ${REVISION} is ignored beside it`}.`,
      fix: `Write ${INJECTION}: ${meant}.`,
    });
  }
  const revision = labels[REVISION] ?? '';
  if (injection === 'disabled' && revision !== '') {
    report({
      code: 'CDI0312',
      object,
      path: `metadata.labels.${REVISION}`,
      message: `The Namespace asks for sidecars of revision ${revision}, but also has ${INJECTION}: disabled, which comes first: pods of namespace ${name} get none.`,
      fix: `Remove ${INJECTION}, or ${REVISION} if no sidecars are meant.`,
    });
  }
  const mode = labels[DATAPLANE_MODE];
  if (mode !== undefined && mode !== 'ambient' && mode !== 'none') {
    report({
      code: 'CDI0310',
      object,
      path: `metadata.labels.${DATAPLANE_MODE}`,
      message: `${DATAPLANE_MODE} is "${mode}", and Istio only reads "ambient" and "none": the label has no effect.`,
      fix: `Write ${DATAPLANE_MODE}: ${OFF.test(mode) ? 'none' : 'ambient'}${/sidecar|inject/i.test(mode) ? `; for sidecars write ${INJECTION}: enabled instead` : ''}.`,
    });
  }
  for (const key of [INJECTION, REVISION, DATAPLANE_MODE]) {
    if (annotations[key] !== undefined && labels[key] === undefined && !isMeshed(labels)) {
      report({
        code: 'CDI0311',
        object,
        path: `metadata.annotations.${key}`,
        message: `${key} is an annotation here, and Istio reads it as a label: it has no effect on the pods of namespace ${name}.`,
        fix: `Write it in metadata.labels: ${key}: ${annotations[key]}.`,
      });
    }
  }
  const wish = labels[INJECT];
  if (wish !== undefined && !(wish === 'false' ? !isMeshed(labels) : isMeshed(labels))) {
    report({
      code: 'CDI0311',
      object,
      path: `metadata.labels.${INJECT}`,
      message: `${INJECT} is a label of pods. On a Namespace it has no effect: pods of namespace ${name} ${wish === 'false' ? 'still' : 'do not'} get a sidecar.`,
      fix: `Write ${INJECTION}: ${injectionValue(wish !== 'false')} on the Namespace instead.`,
    });
  }
}

/** A namespace whose labels are known. */
function knownNamespace(mesh: Mesh, name: string): Namespace | undefined {
  const found = mesh.find('core/Namespace', '', name);
  return found === undefined || areLabelsUnknown(found.annotations) ? undefined : found;
}

function isMeshed(labels: Readonly<Record<string, string>>): boolean {
  return labels[INJECTION] === 'enabled' || labels[DATAPLANE_MODE] === 'ambient' || (labels[REVISION] ?? '') !== '';
}

function ofPods(mesh: Mesh, workload: Workload, report: Reporter): void {
  const { object, labels, annotations, namespace, path, containers, pod } = workload;
  // The placeholder of the proxy's image is asked of other checks.
  const isGateway = containers.some(({ name, image }) => name === PROXY_CONTAINER && image === INJECTED_IMAGE);
  if (path === '' || isGateway || isIgnored(namespace)) {
    return;
  }
  const around = knownNamespace(mesh, namespace);
  const written = at(object.manifest, ...path.split('.'), 'metadata', 'labels', INJECT);
  const injected = isInjected(workload, mesh);
  const place = `${path}.metadata`;
  if (typeof written === 'boolean') {
    report({
      code: 'CDI0310',
      object,
      path: `${place}.labels.${INJECT}`,
      severity: 'error',
      message: `${INJECT} is ${written} without quotes, which is not a string: the API server rejects the ${object.kind}.`,
      fix: `Write ${INJECT}: "${written}", in quotes.`,
    });
    return;
  }
  const wish = labels[INJECT];
  if (wish !== undefined && wish !== 'true' && wish !== 'false') {
    const wanted = !OFF.test(wish);
    if (ON.test(wish) || OFF.test(wish) ? wanted !== injected || around === undefined : true) {
      report({
        code: 'CDI0310',
        object,
        path: `${place}.labels.${INJECT}`,
        message: `${INJECT} is "${wish}", and the injector only reads "true" and "false": the namespace decides, and the pods ${injected && around !== undefined ? 'get a sidecar' : around === undefined ? 'get a sidecar only if their namespace is labelled for injection' : 'get no sidecar'}.`,
        fix: `Write ${INJECT}: "${wanted}", in quotes.`,
      });
    }
    return;
  }
  if (wish === undefined) {
    misplaced(workload, around, injected, report);
    return;
  }
  const other = annotations[INJECT];
  if (other !== undefined && other !== wish && (other === 'true' || other === 'false')) {
    report({
      code: 'CDI0312',
      object,
      path: `${place}.annotations.${INJECT}`,
      message: `The annotation says "${other}" and the label "${wish}". The label decides: the pods ${wish === 'true' ? 'get a' : 'get no'} sidecar.`,
      fix: `Remove the annotation, and write the label ${INJECT}: "${other}" if that is meant.`,
    });
  }
  if (wish === 'true' && pod.hostNetwork === true) {
    report({
      code: 'CDI0312',
      object,
      path: `${place}.labels.${INJECT}`,
      message: 'The pods have hostNetwork: true, and such pods never get a sidecar, whatever their labels say.',
      fix: `Remove hostNetwork, or write ${INJECT}: "false".`,
    });
  } else if (wish === 'true' && around?.labels[INJECTION] !== undefined && around.labels[INJECTION] !== 'enabled') {
    report({
      code: 'CDI0312',
      object,
      path: `${place}.labels.${INJECT}`,
      related: [{ object: around }],
      message: `The pods ask for a sidecar, but namespace ${namespace} has ${INJECTION}: ${around.labels[INJECTION]}, so the injector is not asked about its pods: they get none.`,
      fix: `Remove ${INJECTION} from the Namespace; then pods with this label get a sidecar, and no others do.`,
    });
  }
}

/** The keys that {@link misplaced} looks for: nearly all pods have none of them. */
const NAMES = [INJECT, INJECTION] as const;

/** What pods without the label were meant to have. */
function misplaced(workload: Workload, around: Namespace | undefined, injected: boolean, report: Reporter): void {
  const { object, labels, annotations, namespace, path } = workload;
  if (
    object.labels[INJECT] === undefined &&
    NAMES.every((name) => labels[name] === undefined && annotations[name] === undefined)
  ) {
    return;
  }
  const place = `${path}.metadata`;
  const places: readonly (readonly [said: string | undefined, key: string, within: string, where: string])[] = [
    [object.labels[INJECT], INJECT, 'metadata.labels', `in the labels of the ${object.kind} itself`],
    [labels[INJECTION], INJECTION, `${place}.labels`, 'in the labels of pods'],
    [annotations[INJECTION], INJECTION, `${place}.annotations`, 'in the annotations of pods'],
  ];
  for (const [said, key, within, where] of places) {
    const wanted = !OFF.test(said ?? '');
    if (said !== undefined && wanted !== injected && around !== undefined) {
      report({
        code: 'CDI0311',
        object,
        path: `${within}.${key}`,
        message: `The injector does not read ${key} ${where}: the pods ${injected ? 'get a' : 'get no'} sidecar.`,
        fix: `Write the label ${INJECT}: "${wanted}" in ${place}.labels.`,
      });
    }
  }
  const other = annotations[INJECT];
  if (other !== undefined && OFF.test(other) && other !== 'false' && injected && around !== undefined) {
    report({
      code: 'CDI0310',
      object,
      path: `${place}.annotations.${INJECT}`,
      message: `${INJECT} is "${other}", and the injector only reads "true" and "false": the namespace decides, and the pods get a sidecar.`,
      fix: `Write the label ${INJECT}: "false", in quotes, in ${place}.labels.`,
    });
  }
  if (annotations[INJECT] === 'true' && !(injected && around !== undefined)) {
    report({
      code: 'CDI0311',
      object,
      path: `${place}.annotations.${INJECT}`,
      note: around === undefined,
      message:
        around === undefined
          ? `As an annotation, ${INJECT}: "true" puts pods into the mesh only if their namespace is labelled for injection. Namespace ${namespace} is not among the manifests.`
          : `As an annotation, ${INJECT}: "true" does not put pods into the mesh: the injector is asked only about pods with the label, or in a labelled namespace. The pods get no sidecar.`,
      fix: `Write it as a label: ${INJECT}: "true" in ${place}.labels.`,
    });
  }
}
