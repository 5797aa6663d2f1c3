import { application, client } from '../base';
import type { Expectation } from '../expectation';
import { putRight, rules } from '../fixture';
import type { Fields, Manifest } from '../manifest';
import { created, find } from '../manifest';
import { scenario } from '../scenario';

const CLIENT = 'frontend/web';
const OTHER_CLIENT = 'shop/job';

const host = (service: string): string => `${service}.shop.svc.cluster.local`;

/** A Service of the same pods, for a case of its own. */
const service = (name: string, app = 'reviews'): Manifest => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'shop' },
  spec: { selector: { app }, ports: [{ name: 'http', port: 9080 }] },
});

const rule = (minute: number, name: string, to: string, spec: Fields): Manifest =>
  created(minute, {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name, namespace: 'shop' },
    spec: { host: to, ...spec },
  });

/** A route to subsets of a Service. */
const route = (name: string, ...subsets: string[]): Manifest => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name, namespace: 'shop' },
  spec: {
    hosts: [host(name)],
    http: [
      {
        route: subsets.map((subset) => ({
          destination: { host: host(name), subset, port: { number: 9080 } },
          weight: 100 / subsets.length,
        })),
      },
    ],
  },
});

/** Where this policy is in force the sidecar of the backend sees this server name. */
const policy: Fields = { trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL', sni: 'in-force' } } };
const balance: Fields = { trafficPolicy: { loadBalancer: { simple: 'RANDOM' } } };
const subset = (name: string, version: string): Fields => ({ subsets: [{ name, labels: { version } }] });

const IN_FORCE = { status: 200, accessLog: [{ proxy: 'shop/reviews-v1', sni: 'in-force' }] };
const notInForce = (name: string): Expectation => ({
  status: 200,
  accessLog: [{ proxy: 'shop/reviews-v1', sni: `outbound_.9080_._.${host(name)}` }],
});

const [pool, ejection] = rules('CDI0109', 'wrong');

const EJECTION = 'a pod that fails is asked again and again: the policy of the younger rule is not in force';
const OLDER_FIRST = 'the policy of the older rule is in force, whose name comes first';
const OLDER_LAST = 'the policy of the older rule is in force, whose name comes last';
const YOUNGER = 'that of the younger one is not, although the older one says nothing of the field';
const SAME_SECOND = 'of two that were created in one second the one whose name comes first is in force';
const ONLY_ONE = 'a policy that the older one does not have is taken from the younger one';
const BOTH_SUBSETS = 'the subsets of both are there';
const SAME_SUBSET = 'of two subsets with one name that of the older rule is there';
const OTHER_EXPORT = 'where exportTo differs rules are not merged: the subset of the older one is missing';
const PRIVATE = 'of one for all and a younger one for its own namespace the younger one is in force there';
const PRIVATE_FIRST = 'of one for its own namespace and a younger one for all the younger one is in force there too';
const OUTSIDE = 'and it is in other namespaces';
const MORE_READERS = 'a younger rule for more namespaces is merged into one for fewer';
const LOST = 'and is not there for the namespaces that only the younger one names';
const ABSORBED =
  'a rule with exportTo ["."] beside one that selects pods is in force for nobody whom that does not select';
const EXACT = 'a rule for the host itself replaces an older one for a wildcard, whose policy is not in force';

const REPORTED = [
  'DestinationRule shop/reviews-ejection',
  'DestinationRule shop/z-younger',
  'DestinationRule shop/a-younger',
  'DestinationRule shop/younger-policy',
  'DestinationRule shop/z-second',
  'DestinationRule shop/same-subset-younger',
  'DestinationRule shop/exported-to-all',
  'DestinationRule shop/private',
  'DestinationRule shop/after-private',
  'DestinationRule shop/more-readers',
  'DestinationRule shop/absorbed',
];

scenario({
  title: 'Of two DestinationRules for one host istiod takes the policy of the older one, and the subsets of both',
  manifests: [
    ...client('frontend', 'web'),
    ...client('shop', 'job'),
    ...client('platform', 'cron'),
    ...application('shop', 'reviews', 9080, ['v1']),
    ...application('shop', 'items', 9080, ['v1', 'v2']),
    created(0, pool),
    created(1, ejection),
    service('older-first'),
    rule(0, 'a-older', host('older-first'), policy),
    rule(1, 'z-younger', host('older-first'), balance),
    service('older-last'),
    rule(1, 'a-younger', host('older-last'), balance),
    rule(0, 'z-older', host('older-last'), policy),
    service('younger'),
    rule(0, 'older-balances', host('younger'), balance),
    rule(1, 'younger-policy', host('younger'), policy),
    service('same-second'),
    rule(0, 'z-second', host('same-second'), balance),
    rule(0, 'a-second', host('same-second'), policy),
    service('only-one'),
    rule(0, 'without-policy', host('only-one'), subset('v1', 'v1')),
    rule(1, 'with-policy', host('only-one'), policy),
    service('both-subsets', 'items'),
    rule(0, 'first-subset', host('both-subsets'), subset('v1', 'v1')),
    rule(1, 'second-subset', host('both-subsets'), subset('v2', 'v2')),
    route('both-subsets', 'v1', 'v2'),
    service('same-subset', 'items'),
    rule(0, 'same-subset-older', host('same-subset'), subset('stable', 'v1')),
    rule(1, 'same-subset-younger', host('same-subset'), subset('stable', 'v2')),
    route('same-subset', 'stable'),
    service('other-export', 'items'),
    rule(0, 'exported-by-default', host('other-export'), subset('v1', 'v1')),
    rule(1, 'exported-to-all', host('other-export'), { ...subset('v2', 'v2'), exportTo: ['*'] }),
    route('other-export', 'v1'),
    service('private'),
    rule(0, 'for-all', host('private'), balance),
    rule(1, 'private', host('private'), { ...policy, exportTo: ['.'] }),
    service('private-first'),
    rule(0, 'before-all', host('private-first'), { ...balance, exportTo: ['.'] }),
    rule(1, 'after-private', host('private-first'), policy),
    service('more-readers', 'items'),
    rule(0, 'fewer-readers', host('more-readers'), { ...subset('v1', 'v1'), exportTo: ['frontend'] }),
    rule(1, 'more-readers', host('more-readers'), { ...subset('v2', 'v2'), exportTo: ['frontend', 'platform'] }),
    route('more-readers', 'v1', 'v2'),
    service('absorbed'),
    rule(0, 'selecting', host('absorbed'), { workloadSelector: { matchLabels: { app: 'other' } } }),
    rule(1, 'absorbed', host('absorbed'), { ...policy, exportTo: ['.'] }),
    service('exact'),
    rule(0, 'wildcard', '*.shop.svc.cluster.local', { ...policy, exportTo: ['frontend'] }),
    rule(1, 'exact', host('exact'), balance),
  ],
  check: { code: 'CDI0109', reported: REPORTED },
  verdict: [
    { text: 'IST0174 DestinationRule shop/wildcard', reason: 'it is exported to another namespace than its own' },
  ],
  requests: [
    {
      name: EJECTION,
      from: CLIENT,
      url: `http://${host('reviews')}:9080/`,
      headers: { 'x-behave': 'status=500' },
      count: 40,
      expect: { status: 500, share: { 'shop/reviews-v1': 1 } },
    },
    { name: OLDER_FIRST, from: CLIENT, url: `http://${host('older-first')}:9080/`, expect: IN_FORCE },
    { name: OLDER_LAST, from: CLIENT, url: `http://${host('older-last')}:9080/`, expect: IN_FORCE },
    { name: YOUNGER, from: CLIENT, url: `http://${host('younger')}:9080/`, expect: notInForce('younger') },
    { name: SAME_SECOND, from: CLIENT, url: `http://${host('same-second')}:9080/`, expect: IN_FORCE },
    { name: ONLY_ONE, from: CLIENT, url: `http://${host('only-one')}:9080/`, expect: IN_FORCE },
    {
      name: BOTH_SUBSETS,
      from: CLIENT,
      url: `http://${host('both-subsets')}:9080/`,
      count: 40,
      expect: { status: 200, share: { 'shop/items-v1': 0.5, 'shop/items-v2': 0.5 } },
    },
    {
      name: SAME_SUBSET,
      from: CLIENT,
      url: `http://${host('same-subset')}:9080/`,
      count: 10,
      expect: { status: 200, share: { 'shop/items-v1': 1 } },
    },
    {
      name: OTHER_EXPORT,
      from: CLIENT,
      url: `http://${host('other-export')}:9080/`,
      expect: { status: 503, accessLog: [{ proxy: CLIENT, flags: 'NC' }] },
    },
    { name: PRIVATE, from: OTHER_CLIENT, url: `http://${host('private')}:9080/`, expect: IN_FORCE },
    {
      name: PRIVATE_FIRST,
      from: OTHER_CLIENT,
      url: `http://${host('private-first')}:9080/`,
      expect: IN_FORCE,
    },
    { name: OUTSIDE, from: CLIENT, url: `http://${host('private-first')}:9080/`, expect: IN_FORCE },
    {
      name: MORE_READERS,
      from: CLIENT,
      url: `http://${host('more-readers')}:9080/`,
      count: 40,
      expect: { status: 200, share: { 'shop/items-v1': 0.5, 'shop/items-v2': 0.5 } },
    },
    {
      name: LOST,
      from: 'platform/cron',
      url: `http://${host('more-readers')}:9080/`,
      expect: { status: 503, accessLog: [{ proxy: 'platform/cron', flags: 'NC' }] },
    },
    { name: ABSORBED, from: OTHER_CLIENT, url: `http://${host('absorbed')}:9080/`, expect: notInForce('absorbed') },
    { name: EXACT, from: CLIENT, url: `http://${host('exact')}:9080/`, expect: notInForce('exact') },
  ],
  negatives: [
    {
      change: 'all rules for a host have the same exportTo, and a private one the name of its namespace',
      mutate: (manifests) => {
        for (const name of ['exported-to-all', 'private', 'before-all', 'fewer-readers', 'more-readers']) {
          delete find(manifests, 'DestinationRule', name).spec.exportTo;
        }
        find(manifests, 'DestinationRule', 'absorbed').spec.exportTo = ['shop'];
      },
      because: {
        [ABSORBED]: IN_FORCE,
        [OTHER_EXPORT]: { status: 200, backend: 'shop/items-v1' },
        [PRIVATE]: notInForce('private'),
        [PRIVATE_FIRST]: notInForce('private-first'),
        [LOST]: { status: 200 },
      },
      reported: [...REPORTED.slice(0, 6), 'DestinationRule shop/private', 'DestinationRule shop/after-private'],
    },
    {
      change: 'the other rule of the two is the older one',
      mutate: (manifests) => {
        for (const [older, younger] of [
          ['a-older', 'z-younger'],
          ['z-older', 'a-younger'],
          ['older-balances', 'younger-policy'],
          ['same-subset-older', 'same-subset-younger'],
        ]) {
          const [a, b] = [older, younger].map((name) => find(manifests, 'DestinationRule', name));
          [a.spec, b.spec] = [b.spec, a.spec];
        }
      },
      because: {
        [OLDER_FIRST]: notInForce('older-first'),
        [OLDER_LAST]: notInForce('older-last'),
        [YOUNGER]: IN_FORCE,
        [SAME_SUBSET]: { status: 200, share: { 'shop/items-v2': 1 } },
      },
    },
    {
      change: 'there is one rule with both policies',
      mutate: putRight('CDI0109'),
      because: { [EJECTION]: { accessLog: [{ proxy: CLIENT, status: 503, flags: 'UH' }] } },
      reported: REPORTED.slice(1),
    },
  ],
});
