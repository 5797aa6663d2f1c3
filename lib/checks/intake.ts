import { isObject } from '../core/is-object';
import { MAX_DEPTH } from '../core/max-depth';
import { show } from '../core/problems';
import type { Severity, SeverityName } from '../core/severity';
import type { Manifest } from '../mesh/reading/mesh-object';
import type { Codes } from './check';
import type { Finding, FindingSource } from './finding';

/** What is said of values that are no objects of a cluster. */
export const INTAKE_CODES: Codes = {
  CDI0001: {
    name: 'NotAnObject',
    severity: 'error',
    source: 'cdk8s-istio',
    summary: 'A document is not a Kubernetes object.',
    explanation:
      'Every Kubernetes object is a map with `apiVersion` and `kind`. `kubectl apply` fails at a document without them, after it has applied the documents before it, so the cluster is left with half of a change. The usual causes are wrong indentation, and a missing or an extra `---`. A document without either of them and without `metadata` is only a warning: files such as `values.yaml` are often next to manifests, and another tool reads them.',
    remedy: 'Write apiVersion and kind, or move the document out of the folder if another tool reads it.',
    references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/'],
  },
  CDI0002: {
    name: 'NameMissing',
    severity: 'error',
    source: 'cdk8s-istio',
    summary: 'An object has no name.',
    explanation:
      'Kind, namespace and name identify an object. The API server rejects an object without `metadata.name` (or `metadata.generateName`, to which it adds a suffix), and nothing can refer to it.',
    remedy: 'Write metadata.name.',
    references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/names/'],
  },
};

/** A finding, with the manifest that it is about. */
export interface Located {
  readonly finding: Finding;
  /** As it was given; anything at all where it is no Kubernetes object. */
  readonly given: unknown;
  /** The same for its related objects, in their order. */
  readonly related: readonly unknown[];
}

/** Values, sorted into Kubernetes objects that can be checked and findings about all others. */
interface Intake {
  /** With those of lists (`kind: List`) one by one. */
  readonly manifests: Manifest[];
  /** What manifests were given as, where it was something else. */
  readonly origins: ReadonlyMap<Manifest, unknown>;
  readonly findings: Located[];
}

/**
 * What stands beside manifests and is read by a tool: kustomize, istioctl install, kubectl, kind, kubeadm, k3d, eksctl, Skaffold, kpt, tests
 * of Kyverno; the programs of Kubernetes (`kubelet.config.k8s.io`, `audit.k8s.io`) and controllers, as their own configuration.
 */
const NOT_FOR_THE_CLUSTER = new RegExp(
  [
    'v1 Config',
    String.raw`install\.istio\.io/\S+ IstioOperator`,
    String.raw`(?:[a-z]+\.)?config\.k8s\.io/.*`,
    String.raw`(?:kind\.x-k8s|kubeadm\.k8s|audit\.k8s|controller-runtime\.sigs\.k8s|k3d|eksctl)\.io/.*`,
    String.raw`(?:skaffold|kpt\.dev|cli\.kyverno\.io|chainsaw\.kyverno\.io|kuttl\.dev)/.*`,
  ]
    .map((each) => `^${each}$`)
    .join('|'),
);

/** Takes whatever was given for manifests. Documents that are empty are left out. */
export function takeIn(values: readonly unknown[]): Intake {
  const manifests: Manifest[] = [];
  const origins = new Map<Manifest, unknown>();
  const findings: Located[] = [];
  const takeAll = (given: readonly unknown[], list: Manifest | undefined, depth: number): void => {
    for (const value of given) {
      const manifest = inferred(value, list);
      const found = manifestProblem(manifest, list !== undefined);
      if (found !== undefined) {
        findings.push(refusal(value, found));
      }
      if (!isManifest(manifest)) {
        continue;
      }
      const items = itemsOf(manifest);
      if (items !== undefined && depth < MAX_DEPTH) {
        takeAll(items, manifest, depth + 1);
      } else if (items !== undefined) {
        findings.push(refusal(value, { path: 'items', code: 'CDI0001', message: TOO_DEEP }));
      } else {
        manifests.push(manifest);
        if (manifest !== value) {
          origins.set(manifest, value);
        }
      }
    }
  };
  takeAll(values, undefined, 0);
  return { manifests, origins, findings };
}

const TOO_DEEP = `Lists are nested here for more than ${MAX_DEPTH} levels, perhaps in a cycle. The rest was not checked.`;

/** Undefined for what is not a list. */
function itemsOf({ kind, items }: Manifest): readonly unknown[] | undefined {
  return String(kind).endsWith('List') && (Array.isArray(items) || items === null) ? (items ?? []) : undefined;
}

/** As kubectl does it: what a list of one kind has is of that kind. */
function inferred(value: unknown, list: Manifest | undefined): unknown {
  const isBare = isObject(value) && value.kind === undefined && value.apiVersion === undefined;
  const kind = String(list?.kind).slice(0, -'List'.length);
  return isBare && list !== undefined && kind !== '' ? { ...value, apiVersion: list.apiVersion, kind } : value;
}

interface TypedManifest extends Manifest {
  readonly apiVersion: string;
  readonly kind: string;
}

/** Whether something is meant for a cluster, as far as its type says. */
function isManifest(value: unknown): value is TypedManifest {
  return (
    isObject(value) &&
    isText(value.apiVersion) &&
    isText(value.kind) &&
    !NOT_FOR_THE_CLUSTER.test(`${value.apiVersion} ${value.kind}`)
  );
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

interface Refusal {
  readonly path: string;
  readonly code: string;
  readonly message: string;
  /** Where it differs from that of the code. */
  readonly severity?: SeverityName;
}

/** What keeps something from being an object of a cluster. */
function manifestProblem(value: unknown, listed: boolean): Refusal | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }
  if (!isObject(value)) {
    return { path: '', code: 'CDI0001', message: `This is ${describe(value)}, not a Kubernetes object.` };
  }
  const untold = (['apiVersion', 'kind'] as const).filter((field) => !isText(value[field]));
  if (untold.length > 0) {
    const texts = untold.map((field) => told(field, value[field])).join(' and ');
    // Something else may read what has nothing of an object: values.yaml.
    const isOther = !listed && [value.apiVersion, value.kind, value.metadata].every((part) => part === undefined);
    const severity = isOther ? 'warning' : undefined;
    return { path: untold[0], code: 'CDI0001', severity, message: `${texts}, so the object cannot be identified.` };
  }
  const { name, generateName } = isObject(value.metadata) ? value.metadata : {};
  // The API server makes up the rest of a generated name. A name that is not a string is reported with the rest of the metadata.
  const known = name ?? generateName ?? '';
  const isNamed = known !== '' || !isManifest(value) || itemsOf(value) !== undefined;
  const message = `${told('metadata.name', name)}, so the object cannot be applied.`;
  return isNamed ? undefined : { path: 'metadata.name', code: 'CDI0002', message };
}

/** `kind is missing` */
function told(field: string, value: unknown): string {
  return value === undefined ? `${field} is missing` : `${field} is ${describe(value)}`;
}

/** A finding about something that is not checked any further. */
export function refusal(given: unknown, { path, code, message, severity }: Refusal): Located {
  const { severity: usual, source, remedy } = INTAKE_CODES[code];
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const { apiVersion, kind, metadata } = isObject(given) ? given : {};
  const { name, namespace } = isObject(metadata) ? metadata : {};
  const object = {
    apiVersion: text(apiVersion),
    kind: text(kind),
    namespace: text(namespace) || 'default',
    name: text(name),
  };
  return {
    given,
    related: [],
    finding: {
      code,
      severity: (severity ?? usual) as Severity,
      source: source as FindingSource,
      message,
      fix: remedy,
      object,
      path,
    },
  };
}

function describe(value: unknown): string {
  if (value === null) {
    return 'null';
  }
  if (Array.isArray(value)) {
    return 'a list';
  }
  if (value === '') {
    return 'empty';
  }
  if (typeof value === 'function') {
    return 'a function';
  }
  return typeof value === 'object' ? 'an object' : show(value);
}
