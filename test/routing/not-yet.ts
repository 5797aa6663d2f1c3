const POLICIES = 'Authentication and authorization are not asked yet.';
const SERVERS =
  'What a server does with a request, and how long it takes, stands in no file; the trace says what is tried again.';
const PODS = 'No file shows the address of a pod that a Deployment makes.';
const DOWN = 'No file shows that nothing listens in a pod.';
const TLS = 'What a sidecar makes of TLS that is not of the mesh is not asked yet.';
const FRAGMENT = "Istio's own bootstrap lets fragments pass (http_reject_path_with_fragment).";

/** What the tracer does not know yet: by case and request, why. A request that it has learned must go from here. */
export const NOT_YET: { readonly [name: string]: { readonly [request: string]: string } } = {
  'addresses-behind-a-trusted-proxy': {
    'no XFF: the peer': POLICIES,
    'first entry is not taken': POLICIES,
  },
  'addresses-of-clients': {
    'gateway: other peer': POLICIES,
    'gateway: remoteIpBlocks without trusted proxies = TCP peer, XFF does not help': POLICIES,
    'server: ipBlocks sees the gateway': POLICIES,
    'server: last XFF entry counts': POLICIES,
  },
  'audit-custom-and-dry-run': {
    'CUSTOM with an unknown provider denies what it matches': POLICIES,
    neither: POLICIES,
  },
  'authorization-policies-of-the-root-namespace': {
    'root without selector: every namespace': POLICIES,
    'root with selector: pods of every namespace': POLICIES,
    'namespace policy': POLICIES,
  },
  'client-tls-against-the-server': {
    'SIMPLE to a PERMISSIVE sidecar': TLS,
  },
  'endpoint-that-refuses': {
    'connect failure is retried on another host': DOWN,
    'nobody left': DOWN,
  },
  'forms-of-authorization-policies': {
    'exact path, other case': POLICIES,
    'template not two segments': POLICIES,
    'template ** needs something': POLICIES,
    'hosts compares with port': POLICIES,
    'ports is the container port: 80 is nobody': POLICIES,
    'no rule': POLICIES,
    'DENY before ALLOW': POLICIES,
    'path is normalized before the check': POLICIES,
    'ALLOW without rules denies all': POLICIES,
    'DENY with an empty rule denies all': POLICIES,
    'TCP: ALLOW rule with HTTP field is dropped -> nobody': POLICIES,
    'TCP: DENY rule with only HTTP fields denies everything': POLICIES,
  },
  'identities-in-authorization-policies': {
    'principal other': POLICIES,
    'principal plaintext': POLICIES,
    'namespace plaintext from that namespace': POLICIES,
    notPrincipals: POLICIES,
    'DENY notNamespaces denies plaintext': POLICIES,
    'principals * needs mTLS': POLICIES,
  },
  'pods-by-their-address': {
    'STRICT refuses it': PODS,
    'policy applies there too (HTTP is sniffed)': PODS,
    'STRICT also on ports of no Service': PODS,
  },
  'policies-of-gateway-and-server': {
    'host with port reaches the server': POLICIES,
    'gateway checks before routing: 403, not 404': POLICIES,
    'also for unknown hosts': POLICIES,
  },
  'retries-and-timeouts': {
    'default policy does not retry a 503 of the application': SERVERS,
    'attempts without retryOn: same conditions': SERVERS,
    'retryOn 5xx': SERVERS,
    'retryOn with a code': SERVERS,
    timeout: SERVERS,
    perTryTimeout: SERVERS,
  },
  'routes-by-claims': {
    'claim routes': POLICIES,
    'bad token': POLICIES,
  },
  'tls-of-a-foreign-client': {
    'plain TLS to an HTTP port: no filter chain': PODS,
  },
  'tokens-at-a-server': {
    'good token passes, is not forwarded': POLICIES,
    'wrong key': POLICIES,
    expired: POLICIES,
    'unknown issuer': POLICIES,
    'not a token': POLICIES,
    'required token missing': POLICIES,
    'token without sub has no request principal': POLICIES,
    'without claim': POLICIES,
  },
  'two-services-for-one-container-port': {
    'inbound is TCP (service a-tcp first by name): the HTTP-only DENY denies all': POLICIES,
  },
  'unusual-http': {
    'a fragment is cut off': FRAGMENT,
  },
};
