import { Chart } from 'cdk8s';
import { CanaryRelease, IngressedService, ReleasePhase, ServiceRef, Split, Version } from 'cdk8s-istio';
import type { CanaryReleaseProps } from 'cdk8s-istio';
import { application, ingressGateway } from '../base';
import type { Manifest } from '../manifest';
import { OUTSIDE } from '../mesh';
import { rollout } from '../rollout';
import { charts } from '../setting';

const [V1, V2] = ['shop/web-v1', 'shop/web-v2'] as const;

/** The versions that run, behind the gateway, and a release between the two. */
function commit(running: string[], release?: Partial<CanaryReleaseProps>): Manifest[] {
  const manifests = charts((app) => {
    const chart = new Chart(app, 'shop', { namespace: 'shop' });
    const service = ServiceRef.fromName('web', { ports: [{ port: 8080 }] });
    const web =
      release &&
      new CanaryRelease(chart, 'Web', {
        service,
        stable: Version.labelled('v1', { version: 'v1' }),
        canary: Version.labelled('v2', { version: 'v2' }),
        mesh: false,
        ...release,
      });
    new IngressedService(chart, 'Shop', { service: web?.release ?? service, hosts: ['shop.example.com'] });
  });
  return [...ingressGateway(), ...application('shop', 'web', 8080, running), ...manifests];
}

const BEFORE = { name: 'before', manifests: commit(['v1']), share: { [V1]: 1 } };
const HALF_WAY = {
  name: '80 to 20',
  manifests: commit(['v1', 'v2'], { split: Split.percent(20) }),
  share: { [V1]: 0.8, [V2]: 0.2 },
};
const COMPLETE = commit(['v2'], { split: Split.percent(100) });

rollout({
  title: 'A release behind the gateway alone goes through all of its commits without a failed request',
  request: { from: OUTSIDE, url: 'http://shop.example.com/' },
  verdict: [
    {
      text: 'IST0173 DestinationRule shop/web: The Subset v2',
      reason: 'its pods come with a later commit, and no route leads to it yet',
    },
    {
      text: 'IST0173 DestinationRule shop/web: The Subset v1',
      reason: 'its pods went, and no route leads to it any more',
    },
  ],
  commits: [
    BEFORE,
    { name: 'the rule', manifests: commit(['v1'], { phase: ReleasePhase.SUBSETS_DECLARED }), share: { [V1]: 1 } },
    { name: 'the route', manifests: commit(['v1'], { split: Split.allStable() }) },
    {
      name: 'the pods of v2',
      manifests: commit(['v1', 'v2'], { split: Split.allStable() }),
      share: { [V1]: 1, [V2]: 0 },
    },
    HALF_WAY,
    { name: '0 to 100', manifests: commit(['v1', 'v2'], { split: Split.percent(100) }), share: { [V1]: 0, [V2]: 1 } },
    { name: 'the promotion', manifests: commit(['v1', 'v2'], { phase: ReleasePhase.ALL_CANARY }), share: { [V2]: 1 } },
    { name: 'the old pods go', manifests: commit(['v2'], { phase: ReleasePhase.ALL_CANARY }) },
    { name: 'the route goes', manifests: commit(['v2'], { phase: ReleasePhase.ROUTES_REMOVED }), share: { [V2]: 1 } },
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
      change: 'the rule goes before the route',
      commits: [
        { name: '0 to 100', manifests: COMPLETE },
        { name: 'cleaned up', manifests: COMPLETE.filter(({ kind }) => kind !== 'DestinationRule') },
      ],
      because: { status: 503 },
    },
  ],
});
