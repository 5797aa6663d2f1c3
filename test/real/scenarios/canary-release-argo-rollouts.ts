import { ApiObject, Chart } from 'cdk8s';
import { CanaryRelease, ReleaseController, RolloutStep } from 'cdk8s-istio';
import { client, deployment, meshedNamespace } from '../base';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { rollout } from '../rollout';
import { charts } from '../setting';

const HASH = 'rollouts-pod-template-hash';
const [OWN, A, B] = ['shop/web', 'shop/web-a', 'shop/web-b'] as const;

/** The application as the app writes it: with a release that Argo Rollouts moves, or without. */
function written(released: boolean): Manifest[] {
  const [web] = podsOf('web');
  const manifests = charts((app) => {
    const chart = new Chart(app, 'shop', { namespace: 'shop' });
    const service = new ApiObject(chart, 'Service', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 8080 }] },
    });
    const workload = new ApiObject(chart, 'Deployment', web);
    if (released) {
      new CanaryRelease(chart, 'Web', {
        service,
        controller: ReleaseController.argoRollouts({
          workload,
          steps: [RolloutStep.weight(20), RolloutStep.pause()],
        }),
      });
    }
  });
  return [...client('shop', 'frontend'), meshedNamespace('shop'), ...manifests];
}

/** Pods of the Deployment itself, or of a ReplicaSet of the controller. */
function podsOf(...names: string[]): Manifest[] {
  return names.map((name) =>
    deployment('shop', name, { app: 'web', ...(name !== 'web' && { [HASH]: name.replace('web-', '') }) }, 'web', [
      { name: 'app', image: 'example.com/web:1', ports: [{ name: 'http', containerPort: 8080 }] },
    ]),
  );
}

interface Moved {
  /** Pods that run. */
  readonly pods: string[];
  /** Hashes in the selectors of the two Services; none at first. */
  readonly stable?: string;
  readonly canary?: string;
  readonly weight: number;
}

/** The same after the controller, which does not run here, has written into it what its documentation says. */
function moved({ pods, stable, canary, weight }: Moved): Manifest[] {
  const manifests = written(true).filter(({ kind, metadata }) => kind !== 'Deployment' || metadata.name !== 'web');
  for (const [name, hash] of [
    ['web-stable', stable],
    ['web-canary', canary],
  ] as const) {
    if (hash !== undefined) {
      find(manifests, 'Service', name).spec.selector[HASH] = hash;
    }
  }
  const [first, second] = find(manifests, 'VirtualService').spec.http[0].route;
  [first.weight, second.weight] = [100 - weight, weight];
  return [...manifests, ...podsOf(...pods)];
}

rollout({
  title:
    'Handed over to Argo Rollouts, everything goes to the stable version at first; what the controller then writes into the manifests is followed',
  request: { from: 'shop/frontend', url: 'http://web:8080/' },
  commits: [
    { name: 'before', manifests: written(false), share: { [OWN]: 1 } },
    { name: 'the hand-over', manifests: written(true), share: { [OWN]: 1 } },
    { name: 'pods of the controller', manifests: moved({ pods: ['web', 'web-a'], weight: 0 }) },
    {
      name: 'the Services take them',
      manifests: moved({ pods: ['web', 'web-a'], stable: 'a', canary: 'a', weight: 0 }),
      share: { [A]: 1 },
    },
    {
      name: 'the Deployment is scaled down',
      manifests: moved({ pods: ['web-a'], stable: 'a', canary: 'a', weight: 0 }),
      share: { [A]: 1 },
    },
    {
      name: 'new pods',
      manifests: moved({ pods: ['web-a', 'web-b'], stable: 'a', canary: 'a', weight: 0 }),
      share: { [A]: 1, [B]: 0 },
    },
    {
      name: 'the Service of the canary takes them',
      manifests: moved({ pods: ['web-a', 'web-b'], stable: 'a', canary: 'b', weight: 0 }),
      share: { [A]: 1, [B]: 0 },
    },
    {
      name: 'weight 20',
      manifests: moved({ pods: ['web-a', 'web-b'], stable: 'a', canary: 'b', weight: 20 }),
      share: { [A]: 0.8, [B]: 0.2 },
    },
    {
      name: 'weight 100',
      manifests: moved({ pods: ['web-a', 'web-b'], stable: 'a', canary: 'b', weight: 100 }),
      share: { [A]: 0, [B]: 1 },
    },
    {
      name: 'the stable Service takes them too',
      manifests: moved({ pods: ['web-a', 'web-b'], stable: 'b', canary: 'b', weight: 0 }),
      share: { [A]: 0, [B]: 1 },
    },
    {
      name: 'the old pods go',
      manifests: moved({ pods: ['web-b'], stable: 'b', canary: 'b', weight: 0 }),
      share: { [B]: 1 },
    },
  ],
  negatives: [
    {
      change: 'the canary gets requests before it has pods',
      commits: [
        { name: 'before', manifests: moved({ pods: ['web-a'], stable: 'a', canary: 'a', weight: 0 }) },
        { name: 'weight 20', manifests: moved({ pods: ['web-a'], stable: 'a', canary: 'b', weight: 20 }) },
      ],
      because: { status: 503 },
    },
    {
      change: 'the route comes before the Services that it leads to',
      commits: [
        { name: 'before', manifests: written(false) },
        { name: 'the hand-over', manifests: written(true) },
      ],
      order: (changed) => [...changed].reverse(),
      because: { status: 503 },
    },
  ],
});
