import { Chart } from 'cdk8s';
import { CanaryRelease, ReleasePhase, ServiceRef, Split, Version } from 'cdk8s-istio';
import type { CanaryReleaseProps } from 'cdk8s-istio';
import { application, client } from '../base';
import type { Manifest } from '../manifest';
import { rollout } from '../rollout';
import { charts } from '../setting';

const [V1, V2, V3] = ['shop/web-v1', 'shop/web-v2', 'shop/web-v3'] as const;

/** The versions that run, and the release between two of them. */
function commit(running: string[], [from, to]: [string, string], release: Partial<CanaryReleaseProps>): Manifest[] {
  const manifests = charts((app) => {
    const chart = new Chart(app, 'shop', { namespace: 'shop' });
    new CanaryRelease(chart, 'Web', {
      service: ServiceRef.fromName('web', { ports: [{ port: 8080 }] }),
      stable: Version.labelled(from, { version: from }),
      canary: Version.labelled(to, { version: to }),
      ...release,
    });
  });
  return [...client('shop', 'frontend'), ...application('shop', 'web', 8080, running), ...manifests];
}

const FIRST: [string, string] = ['v1', 'v2'];
const NEXT: [string, string] = ['v2', 'v3'];

const HALF_WAY = {
  name: 'the first release, 80 to 20',
  manifests: commit(['v1', 'v2'], FIRST, { split: Split.percent(20) }),
  share: { [V1]: 0.8, [V2]: 0.2 },
};

rollout({
  title: 'The next release follows on the last one, without an end between them and without a failed request',
  request: { from: 'shop/frontend', url: 'http://web:8080/' },
  verdict: [
    {
      text: 'IST0173 DestinationRule shop/web: The Subset v1',
      reason: 'its pods went, and no route leads to it any more',
    },
    {
      text: 'IST0173 DestinationRule shop/web: The Subset v3',
      reason: 'its pods come with a later commit, and no route leads to it yet',
    },
  ],
  commits: [
    HALF_WAY,
    {
      name: 'its promotion',
      manifests: commit(['v1', 'v2'], FIRST, { phase: ReleasePhase.ALL_CANARY }),
      share: { [V1]: 0, [V2]: 1 },
    },
    { name: 'the pods of v1 go', manifests: commit(['v2'], FIRST, { phase: ReleasePhase.ALL_CANARY }) },
    {
      name: 'the next release, its rule',
      manifests: commit(['v2'], NEXT, { phase: ReleasePhase.ALL_STABLE }),
      share: { [V2]: 1 },
    },
    { name: 'its route', manifests: commit(['v2'], NEXT, { split: Split.allStable() }) },
    {
      name: 'the pods of v3',
      manifests: commit(['v2', 'v3'], NEXT, { split: Split.allStable() }),
      share: { [V2]: 1, [V3]: 0 },
    },
    {
      name: 'the next release, 80 to 20',
      manifests: commit(['v2', 'v3'], NEXT, { split: Split.percent(20) }),
      share: { [V2]: 0.8, [V3]: 0.2 },
    },
    {
      name: 'the next release, 0 to 100',
      manifests: commit(['v2', 'v3'], NEXT, { split: Split.percent(100) }),
      share: { [V2]: 0, [V3]: 1 },
    },
    {
      name: 'its promotion too',
      manifests: commit(['v2', 'v3'], NEXT, { phase: ReleasePhase.ALL_CANARY }),
      share: { [V2]: 0, [V3]: 1 },
    },
  ],
  negatives: [
    {
      change:
        'the next release begins before the promotion of the last one, so its rule drops a subset that the route names',
      commits: [
        HALF_WAY,
        {
          name: 'the next release, its rule',
          manifests: commit(['v1', 'v2'], NEXT, { phase: ReleasePhase.ALL_STABLE }),
        },
      ],
      because: { status: 503 },
    },
  ],
});
