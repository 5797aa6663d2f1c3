import { application, client } from '../base';
import { putRight, rules } from '../fixture';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';

const CALLER = 'shop/job';
const CONNECT = 'a slow try is not retried on conditions for failures to connect';
const SLOW = 'a slow try is not retried before the timeout ends the request';

const api: Manifest = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'api', namespace: 'shop' },
  spec: {
    hosts: ['api.shop.svc.cluster.local'],
    http: [
      {
        timeout: '3s',
        retries: { attempts: 2, perTryTimeout: '0.8s' },
        route: [{ destination: { host: 'api.shop.svc.cluster.local', port: { number: 8080 } } }],
      },
    ],
  },
};

scenario({
  title: 'Retries that the timeout of the whole request leaves no time for',
  manifests: [
    ...client('shop', 'job'),
    ...application('shop', 'web', 8080, ['v1']),
    ...application('shop', 'api', 8080, ['v1']),
    ...rules('CDI0126', 'wrong'),
    api,
  ],
  check: { code: 'CDI0126', reported: ['VirtualService shop/web'] },
  requests: [
    {
      name: SLOW,
      from: CALLER,
      url: 'http://web:8080/',
      headers: { 'x-behave': 'delay=4500' },
      expect: { status: 504, attempts: 1, accessLog: [{ proxy: CALLER, status: 504, flags: 'UT' }] },
    },
    {
      name: CONNECT,
      from: CALLER,
      url: 'http://api:8080/',
      headers: { 'x-behave': 'delay=4500' },
      expect: { status: 504, attempts: 1 },
    },
  ],
  negatives: [
    {
      change: 'the timeout is longer than all tries together',
      mutate: putRight('CDI0126'),
      because: { [SLOW]: { status: 504, attempts: 3, accessLog: [{ proxy: CALLER, flags: 'URX,UT' }] } },
      reported: [],
    },
    {
      change: 'the timeout is longer than two tries, and shorter than three',
      mutate: (manifests) => {
        putRight('CDI0126')(manifests);
        find(manifests, 'VirtualService', 'web').spec.http[0].timeout = '2s';
      },
      because: { [SLOW]: { status: 504, attempts: 3, accessLog: [{ proxy: CALLER, flags: 'UT' }] } },
    },
    {
      change: 'slow tries are retried there too, and the timeout is shorter than three',
      mutate: (manifests) => {
        const [rule] = find(manifests, 'VirtualService', 'api').spec.http;
        rule.timeout = '2s';
        rule.retries.retryOn = 'gateway-error';
      },
      because: { [CONNECT]: { status: 504, attempts: 3 } },
      reported: ['VirtualService shop/api', 'VirtualService shop/web'],
    },
  ],
});
