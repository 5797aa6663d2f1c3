import { application, client } from '../base';
import { putRight, rules } from '../fixture';
import { find, ofKind } from '../manifest';
import type { Manifest } from '../manifest';
import { scenario } from '../scenario';

const CALLER = 'frontend/web';
const DISABLE = 'with DISABLE requests fail';
const SIMPLE = 'with SIMPLE they fail, although they are in TLS';
const WILDCARD = 'a rule for all hosts of a namespace does the same';
const WITHOUT_PROXY = 'pods without a proxy take plain text, and nothing else';

const simple: Manifest = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  metadata: { name: 'ratings', namespace: 'shop' },
  spec: {
    host: 'ratings.shop.svc.cluster.local',
    trafficPolicy: { tls: { mode: 'SIMPLE', insecureSkipVerify: true } },
  },
};

/** A database without a proxy, in a mesh in which mutual TLS is spoken to everybody else. */
const database = application('shop', 'db', 9080, ['v1']).map((manifest) => {
  const copy = structuredClone(manifest);
  if (copy.kind === 'Deployment') {
    copy.spec!.template.metadata.labels['sidecar.istio.io/inject'] = 'false';
  }
  return copy;
});

const rule = (namespace: string, name: string, host: string, mode: string): Manifest => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  metadata: { name, namespace },
  spec: { host, trafficPolicy: { tls: { mode } } },
});

scenario({
  title: 'Pods that demand the mutual TLS of the mesh reset whatever else a DestinationRule makes callers send',
  manifests: [
    ...client('frontend', 'web'),
    ...application('shop', 'reviews', 9080, ['v1']),
    ...application('shop', 'ratings', 9080, ['v1']),
    ...rules('CDI0304', 'wrong'),
    simple,
    ...application('books', 'novels', 9080, ['v1']),
    rule('books', 'all', '*.books.svc.cluster.local', 'DISABLE'),
    {
      apiVersion: 'security.istio.io/v1',
      kind: 'PeerAuthentication',
      metadata: { name: 'books', namespace: 'books' },
      spec: { mtls: { mode: 'STRICT' } },
    },
    ...database,
    rule('istio-system', 'default', '*.local', 'ISTIO_MUTUAL'),
    rule('shop', 'db', 'db.shop.svc.cluster.local', 'DISABLE'),
  ],
  verdict: [
    { text: 'IST0128 DestinationRule shop/ratings', reason: 'it trusts any certificate here' },
    {
      text: 'IST0174 DestinationRule istio-system/default',
      reason: 'the analyzer looks for no service under a wildcard',
    },
    { text: 'IST0174 DestinationRule books/all', reason: 'the analyzer looks for no service under a wildcard' },
  ],
  check: {
    code: 'CDI0304',
    reported: ['DestinationRule shop/reviews', 'DestinationRule shop/ratings', 'DestinationRule books/all'],
  },
  requests: [
    {
      name: DISABLE,
      from: CALLER,
      url: 'http://reviews.shop:9080/',
      expect: { status: 503, accessLog: [{ proxy: CALLER, flags: 'UC' }] },
    },
    {
      name: SIMPLE,
      from: CALLER,
      url: 'http://ratings.shop:9080/',
      expect: { status: 503, attempts: 0 },
    },
    {
      name: WILDCARD,
      from: CALLER,
      url: 'http://novels.books:9080/',
      expect: { status: 503, accessLog: [{ proxy: CALLER, flags: 'UC' }] },
    },
    {
      name: WITHOUT_PROXY,
      from: CALLER,
      url: 'http://db.shop:9080/',
      expect: { status: 200, backend: 'shop/db-v1' },
    },
  ],
  negatives: [
    {
      change: 'the database has no rule of its own',
      mutate: (manifests) => {
        find(manifests, 'DestinationRule', 'db').spec.trafficPolicy.tls.mode = 'ISTIO_MUTUAL';
      },
      because: { [WITHOUT_PROXY]: { status: 503 } },
    },
    {
      change: 'Istio chooses what both sides can',
      mutate: (manifests) => {
        putRight('CDI0304')(manifests);
        delete find(manifests, 'DestinationRule', 'ratings').spec.trafficPolicy;
        delete find(manifests, 'DestinationRule', 'all').spec.trafficPolicy;
      },
      because: {
        [DISABLE]: { status: 200, backend: 'shop/reviews-v1' },
        [SIMPLE]: { status: 200, backend: 'shop/ratings-v1' },
        [WILDCARD]: { status: 200, backend: 'books/novels-v1' },
      },
      reported: [],
    },
    {
      change: 'the pods take plaintext as well',
      mutate: (manifests) => {
        ofKind(manifests, 'PeerAuthentication').forEach(({ spec }) => (spec!.mtls.mode = 'PERMISSIVE'));
      },
      because: {
        [DISABLE]: { status: 200, backend: 'shop/reviews-v1' },
        [WILDCARD]: { status: 200, backend: 'books/novels-v1' },
      },
      reported: [],
    },
  ],
});
