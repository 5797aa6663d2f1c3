import type { CodeInfo } from '../check';

export const OWN_CODES: Readonly<Record<string, CodeInfo>> = {
  CDI0001: {
    name: 'NotAnObject',
    severity: 'error',
    source: 'cdk8s-istio',
    summary: 'A document is not a Kubernetes object.',
    explanation:
      'Every Kubernetes object is a map with `apiVersion` and `kind`. `kubectl apply` stops at a document without them, ' +
      'after the documents before it were applied, so the cluster is left with half of a change. The usual causes are a ' +
      'list or a text that was indented as a document of its own, and a missing `---` or one too many.',
    remedy: 'Write apiVersion and kind, or take the document out of the folder.',
    references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/'],
  },
  CDI0002: {
    name: 'NameMissing',
    severity: 'error',
    source: 'cdk8s-istio',
    summary: 'An object has no name.',
    explanation:
      'Objects are known by kind, namespace and name. Without `metadata.name` (or `metadata.generateName`, where the API server ' +
      'makes up the end of the name) an object is refused, and nothing can refer to it.',
    remedy: 'Write metadata.name.',
    references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/names/'],
  },
  CDI0003: {
    name: 'DuplicateObject',
    severity: 'error',
    source: 'cdk8s-istio',
    summary: 'Two manifests are for one object.',
    explanation:
      'When two manifests have the same kind, namespace and name, the one that is applied last replaces the other without a word: ' +
      'half of what was written is not in the cluster, and which half depends on the order of files. Two charts that are made for ' +
      'one cluster with the same names are the usual cause.',
    remedy: 'Give one of the two another name or namespace, or merge them.',
    references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/names/'],
  },
};
