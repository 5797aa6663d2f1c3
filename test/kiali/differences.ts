import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { selects } from '../../lib/mesh/workload';
import type { Case } from './case';
import type { Verdict } from './verdict';

/** A line of a verdict that only one of the two has, and rightly so. */
export interface Difference {
  readonly name: string;
  /** Why Kiali is not followed. */
  readonly reason: string;
  /** Whose line it is. */
  readonly side: 'ours' | 'theirs';
  readonly codes: readonly string[];
  readonly applies: (line: Line, given: Case, theirs: Verdict) => boolean;
}

interface Line {
  readonly code: string;
  readonly key: string;
  /** The object that it is about. */
  readonly object: Given;
}

/** As much of a manifest as is read here. */
interface Given {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly hosts?: readonly string[];
    readonly exportTo?: readonly string[];
    readonly selector?: { readonly matchLabels?: Record<string, string> };
    readonly workloadSelector?: { readonly labels?: Record<string, string> };
    readonly template?: { readonly metadata?: { readonly labels?: Record<string, string> } };
    readonly gatewayClassName?: string;
    readonly host?: string;
    readonly trafficPolicy?: { readonly tls?: { readonly mode?: string } };
    readonly replicas?: number;
    readonly parentRefs?: readonly { readonly kind?: string }[];
  };
}

export const DIFFERENCES: readonly Difference[] = [
  {
    name: 'a VirtualService is no rival of itself',
    reason:
      'Kiali counts hosts and not objects: one VirtualService for a namespace wildcard and for a host of that namespace gets KIA1106 alone.',
    side: 'theirs',
    codes: ['KIA1106'],
    applies: ({ object }) => {
      const hosts = object.spec.hosts ?? [];
      return hosts.length > 1 && hosts.some((host) => host === '*' || host.startsWith('*.'));
    },
  },
  {
    name: 'selectors reach no further than their namespace',
    reason:
      'Kiali looks for pods that two PeerAuthentications or Sidecars both select in all namespaces. Both kinds only apply to pods of their own.',
    side: 'theirs',
    codes: ['KIA0003'],
    applies: ({ object }, given) => !matching(object, given).some((each) => each === object.metadata.namespace),
  },
  {
    name: 'policies of the root namespace are for all namespaces',
    reason:
      'Kiali looks for the pods of an AuthorizationPolicy or RequestAuthentication in its own namespace. One of the root namespace selects pods everywhere.',
    side: 'theirs',
    codes: ['KIA0004'],
    applies: ({ object }, given) =>
      object.metadata.namespace === 'istio-system' &&
      ['AuthorizationPolicy', 'RequestAuthentication'].includes(object.kind) &&
      matching(object, given).length > 0,
  },
  {
    name: 'all gateways are looked at',
    reason: 'Kiali stops at the first match with a missing Gateway; whoever puts that right gets the next one.',
    side: 'ours',
    codes: ['KIA1102', 'KIA1108'],
    applies: ({ key }, _, theirs) => theirs.some((line) => line.startsWith(`KIA1102 error VirtualService ${key} `)),
  },
  {
    name: '~ is no namespace',
    reason: 'In exportTo, "~" is for nobody. Kiali takes it for the name of a namespace.',
    side: 'theirs',
    codes: ['KIA0005'],
    applies: ({ object }) => (object.spec.exportTo ?? []).includes('~'),
  },
  {
    name: 'a GatewayClass that is declared exists',
    reason: 'Kiali only knows the classes of Istio. A class of another controller is not missing.',
    side: 'theirs',
    codes: ['KIA1504'],
    applies: ({ object }, { manifests }) =>
      object.spec.gatewayClassName === 'istio-east-west' ||
      manifests.some(
        ({ kind, metadata }) =>
          kind === 'GatewayClass' && (metadata as { name: string }).name === object.spec.gatewayClassName,
      ),
  },
  {
    name: 'a policy of the root namespace covers',
    reason:
      'Kiali looks at the AuthorizationPolicies of the namespace of a workload only. One of the root namespace is for all workloads.',
    side: 'theirs',
    codes: ['KIA1301'],
    applies: (_, { manifests }) =>
      manifests.some(
        ({ kind, metadata }) =>
          kind === 'AuthorizationPolicy' && (metadata as { namespace: string }).namespace === 'istio-system',
      ),
  },
  {
    name: 'a rule that turns mutual TLS on for the mesh stands beside others',
    reason:
      'Kiali knows a mesh-wide rule by its host `*.local` alone. One for `*`, `*.cluster.local` or `*.svc.cluster.local` with ISTIO_MUTUAL is for the same hosts, and is the usual way to say it.',
    side: 'theirs',
    codes: ['KIA0201'],
    applies: (_, { manifests }) => manifests.some((each) => isForMesh(each as Manifest & Given)),
  },
  {
    name: 'an account of pods that do not run now is known',
    reason:
      'Kiali asks for pods. A CronJob between its runs, and what is scaled to nothing, have a service account all the same.',
    side: 'theirs',
    codes: ['KIA0106'],
    applies: (_, { manifests }) =>
      manifests.some((each) => each.kind === 'CronJob' || (each as Manifest & Given).spec?.replicas === 0),
  },
  {
    name: 'routes of the mesh need no ReferenceGrant',
    reason: 'Kiali asks for one for every backend of another namespace. istiod does so for parents that are Gateways.',
    side: 'theirs',
    codes: ['KIA1402'],
    applies: ({ object }) => (object.spec.parentRefs ?? []).every(({ kind }) => kind === 'Service'),
  },
];

function isForMesh({ kind, spec }: Manifest & Given): boolean {
  return (
    kind === 'DestinationRule' &&
    ['*', '*.cluster.local', '*.svc.cluster.local'].includes(spec.host ?? '') &&
    spec.trafficPolicy?.tls?.mode === 'ISTIO_MUTUAL'
  );
}

/** What the two say differently, and no difference explains. */
export function disagreements(given: Case, ours: Verdict, theirs: Verdict): string[] {
  const only = (a: Verdict, b: Verdict, side: Difference['side']): string[] => {
    const known = new Set(b);
    return a
      .filter((line) => !known.has(line) && !isExplained(line, side, given, theirs))
      .map((line) => `${side}: ${line}`);
  };
  return [...only(ours, theirs, 'ours'), ...only(theirs, ours, 'theirs')];
}

function isExplained(text: string, side: Difference['side'], given: Case, theirs: Verdict): boolean {
  const [code, , kind, key] = text.split(' ');
  const object = (given.manifests as readonly (Manifest & Given)[]).find(
    (each) =>
      [kind.replace('K8s', ''), kind.replace('workload', 'Deployment')].includes(each.kind) &&
      `${each.metadata.namespace}/${each.metadata.name}` === key,
  );
  return (
    object !== undefined &&
    DIFFERENCES.some(
      (each) => each.side === side && each.codes.includes(code) && each.applies({ code, key, object }, given, theirs),
    )
  );
}

/** The namespaces of the pods that a selector fits. */
function matching({ spec }: Given, { manifests }: Case): string[] {
  const labels = spec.workloadSelector?.labels ?? spec.selector?.matchLabels;
  return (manifests as readonly (Manifest & Given)[])
    .filter((each) => each.kind === 'Deployment' && selects(labels, each.spec.template?.metadata?.labels ?? {}))
    .map(({ metadata }) => metadata.namespace);
}
