import { application, client } from '../base';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';

const CALLER = 'shop/job';
const BESIDE_RULE = 'frontend/web';
const URL = 'http://reviews.shop.svc.cluster.local:9080/';

const HIDDEN = 'a default that hides rules hides that of the root namespace: clients do not know its subset';
const OWN = 'clients beside a rule find it';

const rule = (namespace: string, name: string): Manifest => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  metadata: { name, namespace },
  spec: {
    host: 'reviews.shop.svc.cluster.local',
    subsets: [{ name: 'v1', labels: { version: 'v1' } }],
  },
});

scenario({
  title: 'The default of MeshConfig hides rules that do not say themselves whom they are for',
  meshConfig: 'defaultDestinationRuleExportTo: ["."]',
  manifests: [
    ...client('frontend', 'web'),
    ...client('shop', 'job'),
    ...application('shop', 'reviews', 9080, ['v1']),
    rule('frontend', 'beside-clients'),
    rule('istio-system', 'for-all'),
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'reviews', namespace: 'shop' },
      spec: {
        hosts: ['reviews.shop.svc.cluster.local'],
        http: [
          {
            route: [{ destination: { host: 'reviews.shop.svc.cluster.local', subset: 'v1', port: { number: 9080 } } }],
          },
        ],
      },
    },
  ],
  check: {
    code: 'CDI0101',
    reported: ['DestinationRule frontend/beside-clients'],
    settings: { meshConfig: { defaultDestinationRuleExportTo: ['.'] } },
  },
  requests: [
    {
      name: HIDDEN,
      from: CALLER,
      url: URL,
      expect: { status: 503, accessLog: [{ proxy: CALLER, flags: 'NC' }] },
    },
    { name: OWN, from: BESIDE_RULE, url: URL, expect: { status: 200, backend: 'shop/reviews-v1' } },
  ],
  negatives: [
    {
      change: 'the rule of the root namespace says that it is for all',
      mutate: (manifests) => {
        find(manifests, 'DestinationRule', 'for-all').spec.exportTo = ['*'];
      },
      because: { [HIDDEN]: { status: 200, backend: 'shop/reviews-v1' } },
      reported: [],
    },
    {
      change: 'there is no rule beside the clients',
      mutate: (manifests) => {
        manifests.splice(manifests.indexOf(find(manifests, 'DestinationRule', 'beside-clients')), 1);
      },
      because: { [OWN]: { status: 503 } },
      reported: [],
    },
  ],
});
