import { Chart } from 'cdk8s';
import type * as kplus from 'cdk8s-plus-28';
import { CanaryRelease, ReleasePhase, Split, Version } from 'cdk8s-istio';
import type { CanaryReleaseProps } from 'cdk8s-istio';
import { MeshedApp } from '../../../examples/meshed-app';
import { client, meshedNamespace } from '../base';
import type { Manifest } from '../manifest';
import { rollout } from '../rollout';
import { charts } from '../setting';

const [V1, V2] = ['bookinfo/reviews-v1', 'bookinfo/reviews-v2'] as const;

type Versions = { [version: string]: kplus.Deployment };

/** The application with the versions that run, and a release on top. */
function commit(running: string[], release?: (versions: Versions) => Omit<CanaryReleaseProps, 'service'>): Manifest[] {
  const manifests = charts((app) => {
    const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });
    const reviews = new MeshedApp(chart, 'App', {
      app: 'reviews',
      portName: 'http',
      port: 9080,
      health: { httpGet: '/health' },
    });
    const versions = Object.fromEntries(
      running.map((version) => [
        version,
        reviews.addVersion(version, {
          image: `example.com/reviews:${version}`,
          cpu: { request: 100, limit: 200 },
          memory: { request: 64, limit: 128 },
        }),
      ]),
    );
    if (release !== undefined) {
      new CanaryRelease(chart, 'Reviews', { service: reviews.service, ...release(versions) });
    }
  });
  return [...client('bookinfo', 'productpage'), meshedNamespace('bookinfo'), ...manifests];
}

const V2_COMES = Version.labelled('v2', { version: 'v2' });
const V1_GONE = Version.labelled('v1', { version: 'v1' });
const both = (props: Partial<CanaryReleaseProps>) => (versions: Versions) => ({
  stable: Version.of(versions.v1),
  canary: Version.of(versions.v2),
  ...props,
});

const BEFORE = { name: 'before', manifests: commit(['v1']), share: { [V1]: 1 } };
const HALF_WAY = {
  name: '80 to 20',
  manifests: commit(['v1', 'v2'], both({ split: Split.percent(20) })),
  share: { [V1]: 0.8, [V2]: 0.2 },
};

rollout({
  title: 'A release goes from one version to the other in the order of its commits, without a failed request',
  request: { from: 'bookinfo/productpage', url: 'http://reviews:9080/reviews/0' },
  verdict: [
    {
      text: 'IST0173 DestinationRule bookinfo/reviews: The Subset v2',
      reason: 'its pods come with a later commit, and no route leads to it yet',
    },
    {
      text: 'IST0173 DestinationRule bookinfo/reviews: The Subset v1',
      reason: 'its pods went, and no route leads to it any more',
    },
  ],
  commits: [
    BEFORE,
    {
      name: 'the rule',
      manifests: commit(['v1'], ({ v1 }) => ({
        stable: Version.of(v1),
        canary: V2_COMES,
        phase: ReleasePhase.SUBSETS_DECLARED,
      })),
    },
    {
      name: 'the route',
      manifests: commit(['v1'], ({ v1 }) => ({
        stable: Version.of(v1),
        canary: V2_COMES,
        phase: ReleasePhase.ALL_STABLE,
      })),
    },
    {
      name: 'the pods of v2',
      manifests: commit(['v1', 'v2'], both({ phase: ReleasePhase.ALL_STABLE })),
      share: { [V1]: 1, [V2]: 0 },
    },
    HALF_WAY,
    {
      name: '0 to 100',
      manifests: commit(['v1', 'v2'], both({ split: Split.percent(100) })),
      share: { [V1]: 0, [V2]: 1 },
    },
    { name: 'the promotion', manifests: commit(['v1', 'v2'], both({ phase: ReleasePhase.ALL_CANARY })) },
    {
      name: 'the old pods go',
      manifests: commit(['v2'], ({ v2 }) => ({
        stable: V1_GONE,
        canary: Version.of(v2),
        phase: ReleasePhase.ALL_CANARY,
      })),
    },
    {
      name: 'the route goes',
      manifests: commit(['v2'], ({ v2 }) => ({
        stable: V1_GONE,
        canary: Version.of(v2),
        phase: ReleasePhase.ROUTES_REMOVED,
      })),
    },
    { name: 'cleaned up', manifests: commit(['v2']), share: { [V2]: 1 } },
  ],
  negatives: [
    {
      change: 'the route is applied before the rule',
      commits: [{ ...BEFORE, manifests: commit(['v1', 'v2']) }, HALF_WAY],
      order: (changed) => [...changed].reverse(),
      because: { status: 503 },
    },
    {
      change: 'the old pods go while the route still names them',
      commits: [
        HALF_WAY,
        {
          name: 'the old pods go',
          manifests: commit(['v2'], ({ v2 }) => ({
            stable: V1_GONE,
            canary: Version.of(v2),
            split: Split.percent(20),
          })),
        },
      ],
      because: { status: 503 },
    },
  ],
});
