import { application, client } from '../base';
import { putRight, rules } from '../fixture';
import { find } from '../manifest';
import type { Manifest } from '../manifest';
import { scenario } from '../scenario';

const CALLER = 'shop/checkout';
const ABORT = 'half of the requests fail, as injected, and none is tried again';
const DELAY = 'a delay that is longer than the timeout passes, and the request is answered';
const SLOW = 'a slow answer of the application itself is cut off';

const slow: Manifest = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'slow', namespace: 'shop' },
  spec: {
    hosts: ['slow.shop.svc.cluster.local'],
    http: [
      {
        match: [{ uri: { exact: '/delayed' } }],
        fault: { delay: { fixedDelay: '1s', percentage: { value: 100 } } },
        timeout: '0.5s',
        route: [{ destination: { host: 'slow.shop.svc.cluster.local', port: { number: 9080 } } }],
      },
      {
        timeout: '0.5s',
        route: [{ destination: { host: 'slow.shop.svc.cluster.local', port: { number: 9080 } } }],
      },
    ],
  },
};

scenario({
  title: 'Faults are injected before retries and timeout begin, so these never see them',
  manifests: [
    ...client('shop', 'checkout'),
    ...application('shop', 'reviews', 9080, ['v1']),
    ...application('shop', 'slow', 9080, ['v1']),
    ...rules('CDI0106', 'wrong'),
    slow,
  ],
  check: { code: 'CDI0106', reported: ['VirtualService shop/reviews', 'VirtualService shop/slow'] },
  requests: [
    {
      name: ABORT,
      from: CALLER,
      url: 'http://reviews:9080/',
      count: 100,
      expect: { share: { 'shop/reviews-v1': 0.5 }, accessLog: [{ proxy: CALLER, status: 503, flags: 'FI' }] },
    },
    {
      name: DELAY,
      from: CALLER,
      url: 'http://slow:9080/delayed',
      expect: { status: 200, accessLog: [{ proxy: CALLER, flags: 'DI' }] },
    },
    {
      name: SLOW,
      from: CALLER,
      url: 'http://slow:9080/',
      headers: { 'x-behave': 'delay=1000' },
      expect: { status: 504 },
    },
  ],
  negatives: [
    {
      change: 'the fault is for every request, and there are no retries',
      mutate: (manifests) => {
        putRight('CDI0106')(manifests);
        find(manifests, 'VirtualService', 'reviews').spec.http[0].fault.abort.percentage.value = 100;
      },
      because: { [ABORT]: { status: 503, attempts: 0 } },
      reported: ['VirtualService shop/slow'],
    },
    {
      change: 'there are no faults',
      mutate: (manifests) => {
        delete find(manifests, 'VirtualService', 'reviews').spec.http[0].fault;
        delete find(manifests, 'VirtualService', 'slow').spec.http[0].fault;
      },
      because: { [ABORT]: { status: 200 } },
      reported: [],
    },
  ],
});
