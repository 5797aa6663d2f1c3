import { nearest } from '../../core/unknown-field';
import { analyzed } from './shared/analyzed';
import { isIgnored } from '../../istio/ignored-namespaces';
import { INJECT } from '../../istio/data-plane-labels';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Check, Reporter } from '../check';
import type { KnownAnnotation } from '../../../imports/known-annotations';
import { KNOWN_ANNOTATIONS } from '../../../imports/known-annotations';
import { LABELS, REPLACEMENTS } from './annotations/replacements';
import { VALUE_FORMATS } from './annotations/value-formats';

type Texts = Readonly<Record<string, string>>;

/** Annotations of one place. */
interface Place {
  readonly object: MeshObject;
  /** What Istio would see there: `Pod` for a pod template. */
  readonly kind: string;
  readonly labels: Texts;
  readonly annotations: Texts;
  /** `spec.template.metadata` */
  readonly path: string;
}

/** Annotations of Istio that have no effect where they are, or not the one that was meant. */
export const istioAnnotations: Check = {
  name: 'istio-annotations',
  mirrors: ['annotations.K8sAnalyzer'],
  codes: {
    IST0107: {
      name: 'MisplacedAnnotation',
      severity: 'warning',
      source: 'istio',
      summary: 'An Istio annotation is on a kind on which Istio does not read it.',
      explanation:
        'Annotations for the proxy, such as `proxy.istio.io/config` or ' +
        '`traffic.sidecar.istio.io/excludeOutboundPorts`, are read by the injector when a pod is created, so they belong in the pod template. On the Deployment, Service or Namespace itself they have no effect, and the pods start with the defaults, without any error.',
      remedy:
        'Move the annotation to the kind that it belongs to; for those of the proxy that is `spec.template.metadata.annotations`.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/ist0107/',
        'https://istio.io/latest/docs/reference/config/annotations/',
      ],
    },
    IST0108: {
      name: 'UnknownAnnotation',
      severity: 'warning',
      source: 'istio',
      summary: "An annotation has a name in Istio's domain that Istio does not know.",
      explanation:
        'Kubernetes accepts any annotation, so a typo in its name causes no error: the setting just has no effect. The same happens when a label of Istio, such as `istio.io/dataplane-mode` or ' +
        '`istio.io/use-waypoint`, is written as an annotation, and with annotations that a release of Istio has ' +
        'dropped.',
      remedy: 'Correct the name, or move it to the labels if it is one.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/ist0108/',
        'https://istio.io/latest/docs/reference/config/annotations/',
      ],
    },
    IST0125: {
      name: 'InvalidAnnotation',
      severity: 'warning',
      source: 'istio',
      summary: 'An Istio annotation has a value that the injector rejects.',
      explanation:
        'The injector reads these annotations when a pod is created. A value that it cannot read makes the webhook ' +
        'reject the pod, so the Deployment shows no new pods and its ReplicaSet has an event with the reason. A ' +
        'frequent case is a number, `true` or `false` without quotes in `proxyMetadata` of ' +
        '`proxy.istio.io/config`, where all values are strings.',
      remedy: 'Write a value in the format of the annotation.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/ist0125/',
        'https://istio.io/latest/docs/reference/config/annotations/',
      ],
    },
    IST0135: {
      name: 'DeprecatedAnnotation',
      severity: 'info',
      source: 'istio',
      summary: 'A deprecated Istio annotation is used.',
      explanation:
        'The annotation still works in this release. When a later one drops it, the setting is silently gone after an upgrade. `sidecar.istio.io/inject` already works differently: labels decide whether the injection webhook is called, so the annotation cannot bring a pod of an unlabeled namespace into ' +
        'the mesh.',
      remedy: 'Write what replaced it.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/ist0135/',
        'https://istio.io/latest/docs/reference/config/annotations/',
      ],
    },
  },
  run(mesh, report) {
    for (const place of places(mesh)) {
      for (const [name, value] of Object.entries(place.annotations)) {
        if (isOfIstio(name) && !WRITTEN_BY_ISTIO.includes(name)) {
          annotation(place, name, value, report);
        }
      }
    }
  },
};

/** Istio writes them itself, so they are on objects that were read from a cluster. */
const WRITTEN_BY_ISTIO = ['sidecar.istio.io/status', 'gateway.istio.io/controller-version', 'istio.io/rev'];

function places(mesh: Mesh): Place[] {
  const own = (['core/Namespace', 'core/Service', 'apps/Deployment'] as const).flatMap((kind) =>
    (analyzed(mesh, kind) as MeshObject[]).map((object): Place => {
      const { labels, annotations } = object;
      return { object, kind: object.kind, labels, annotations, path: 'metadata' };
    }),
  );
  const pods = mesh.workloads
    .filter(({ namespace }) => !isIgnored(namespace))
    .map(({ object, labels, annotations, path }): Place => {
      return { object, kind: 'Pod', labels, annotations, path: path === '' ? 'metadata' : `${path}.metadata` };
    });
  return [...own, ...pods];
}

function isOfIstio(name: string): boolean {
  return name === 'kubernetes.io/ingress.class' || name.split('/', 1)[0].endsWith('istio.io');
}

function annotation(place: Place, name: string, value: string, report: Reporter): void {
  const at = { object: place.object, path: `${place.path}.annotations["${name}"]` };
  const known = KNOWN_ANNOTATIONS.get(name);
  if (known === undefined) {
    report({
      ...at,
      code: 'IST0108',
      message: `Istio knows no annotation ${name}, so it has no effect.`,
      fix: unknown(name, place),
    });
    return;
  }
  if (known.deprecated && !(name === INJECT && place.labels[INJECT] !== undefined)) {
    report({
      ...at,
      code: 'IST0135',
      message: `The annotation ${name} is deprecated: a later release of Istio may ignore it.`,
      fix: REPLACEMENTS.get(name) ?? 'Remove it.',
    });
  }
  if (known.kinds.includes('Any')) {
    return;
  }
  if (!known.kinds.includes(place.kind)) {
    report({
      ...at,
      code: 'IST0107',
      message: `Istio reads ${name} on ${kinds(known)} only, so it has no effect on this ${place.kind}.`,
      fix: misplaced(name, known, place),
    });
    return;
  }
  const problem = VALUE_FORMATS.get(name)?.(value);
  if (problem !== undefined) {
    report({
      ...at,
      code: 'IST0125',
      message: `The value of ${name} is not valid. ${problem.message} The injector rejects the pod because of it.`,
      fix: problem.fix,
    });
  }
}

function unknown(name: string, { kind }: Place): string {
  if (LABELS.includes(name)) {
    return `${name} is a label: move it to the labels.`;
  }
  const close = nearest(name, [...KNOWN_ANNOTATIONS.keys()]);
  if (close === undefined) {
    return 'Remove it, or correct its name: https://istio.io/latest/docs/reference/config/annotations/ has them all.';
  }
  const known = KNOWN_ANNOTATIONS.get(close)!;
  return known.kinds.includes(kind) || known.kinds.includes('Any')
    ? `Write ${close}.`
    : `${close} has a similar name; Istio reads it on ${kinds(known)}.`;
}

function misplaced(name: string, known: KnownAnnotation, { object, kind }: Place): string {
  if (known.kinds.includes('Pod') && kind === 'Deployment') {
    return 'Move it to spec.template.metadata.annotations.';
  }
  if (known.kinds.includes('Pod')) {
    return name === INJECT && object.kind === 'Namespace'
      ? 'For a whole namespace, write the label istio-injection: enabled or disabled.'
      : 'Move it to the pod template of the workload, spec.template.metadata.annotations of its Deployment.';
  }
  return `Move it to the metadata.annotations of the ${known.kinds.join(' or ')}, or remove it.`;
}

function kinds({ kinds: names }: KnownAnnotation): string {
  return names.map((kind) => (kind === 'Pod' ? 'pods' : kind)).join(', ');
}
