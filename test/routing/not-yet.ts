const SERVERS =
  'What a server does with a request, and how long it takes, stands in no file; the trace says what is tried again.';
/** Known where the manifests are those of a cluster, with the pods that run. */
export const PODS = 'No file shows the address of a pod that a Deployment makes.';
const DNS = 'No file shows what DNS says of the host of a ServiceEntry; the trace says both.';
const DOWN = 'No file shows that nothing listens in a pod.';

/** What the tracer does not know yet: by case and request, why. A request that it has learned must go from here. */
export const NOT_YET: { readonly [name: string]: { readonly [request: string]: string } } = {
  'addresses-of-clients': {
    'server: ipBlocks sees the gateway': PODS,
  },
  'certificate-at-a-dialled-address': {
    'a pod of the Service': PODS,
    'another pod of the account': PODS,
  },
  'endpoint-that-refuses': {
    'connect failure is retried on another host': DOWN,
    'nobody left': DOWN,
  },
  'entry-whose-address-is-not-that-of-dns': {
    'to the name, for which DNS has another address': DNS,
  },
  'filters-of-http-routes': {
    'a timeout': SERVERS,
    'that of one try is the whole one': SERVERS,
  },
  'pods-by-their-address': {
    'STRICT refuses it': PODS,
    'policy applies there too (HTTP is sniffed)': PODS,
    'STRICT also on ports of no Service': PODS,
  },
  'pods-that-call-themselves': {
    'another pod': PODS,
  },
  'retries-and-timeouts': {
    'default policy does not retry a 503 of the application': SERVERS,
    'attempts without retryOn: same conditions': SERVERS,
    'retryOn 5xx': SERVERS,
    'retryOn with a code': SERVERS,
    timeout: SERVERS,
    perTryTimeout: SERVERS,
  },
  'tls-of-a-foreign-client': {
    'plain TLS to an HTTP port: no filter chain': PODS,
  },
  'what-ztunnel-enforces': {
    'and past it': PODS,
  },
};
