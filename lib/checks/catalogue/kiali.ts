import type { CodeInfo } from '../check';

const VALIDATIONS = 'https://kiali.io/docs/features/validations/';

export const KIALI_CODES: Readonly<Record<string, CodeInfo>> = {
  KIA0002: {
    name: 'SeveralObjectsForNamespace',
    severity: 'error',
    source: 'kiali',
    summary: 'Two objects without a selector want to be for all workloads of a namespace.',
    explanation:
      'A workload has one PeerAuthentication for its namespace, and one Sidecar. When two of them have no selector, ' +
      'istiod takes the one that was created first and leaves the other out without a word. After a restore from a ' +
      'backup or a move to a new cluster the order can be the other way round, and the settings change although no ' +
      'manifest did.',
    remedy: 'Merge the two, or give one of them a selector.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/reference/config/security/peer_authentication/',
      'https://istio.io/latest/docs/reference/config/networking/sidecar/',
    ],
    twin: 'IST0111',
  },
  KIA0003: {
    name: 'SeveralObjectsForWorkload',
    severity: 'error',
    source: 'kiali',
    summary: 'Two objects of a kind select the same workload, and only one of them applies.',
    explanation:
      'For PeerAuthentication and Sidecar istiod does not merge what several objects say of one workload: the one that ' +
      'was created first counts. The workload then runs with half of what was written, and deleting the object that was ' +
      'in force brings the other one to life.',
    remedy: 'Merge the objects, or select with labels that no workload has both of.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/reference/config/security/peer_authentication/',
      'https://istio.io/latest/docs/reference/config/networking/sidecar/',
    ],
    twin: 'IST0110',
  },
  KIA0004: {
    name: 'SelectorWithoutWorkload',
    severity: 'warning',
    source: 'kiali',
    summary: 'No workload has the labels that a selector asks for.',
    explanation:
      'A selector is compared with the labels of pods, which come from the pod template and not from the labels of the ' +
      'Deployment. When no pod fits, nothing is refused and nothing happens: an AuthorizationPolicy protects nothing, a ' +
      'PeerAuthentication leaves plain text allowed, and a Sidecar limits nobody. That is hard to see, because the ' +
      'object itself is there.',
    remedy: 'Write the labels that the pod template has, or remove the object.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/reference/config/security/authorization-policy/',
      'https://istio.io/latest/docs/reference/config/security/peer_authentication/',
    ],
    twin: 'IST0127',
  },
  KIA0005: {
    name: 'ExportToUnknownNamespace',
    severity: 'error',
    source: 'kiali',
    summary: 'An object is exported to a namespace that does not exist.',
    explanation:
      'exportTo lists the namespaces whose proxies get to know of an object. A name that is misspelled gives it to ' +
      'nobody, and the namespace that was meant goes on as if the object were not there: without the route, without the ' +
      'TLS settings, or without the external host.',
    remedy: 'Write the name of a namespace that exists, "." for the own one or "*" for all.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/reference/config/networking/virtual-service/',
      'https://istio.io/latest/docs/reference/config/networking/destination-rule/',
      'https://istio.io/latest/docs/reference/config/networking/service-entry/',
    ],
  },
  KIA0101: {
    name: 'SourceNamespaceUnknown',
    severity: 'warning',
    source: 'kiali',
    summary: 'An AuthorizationPolicy names a calling namespace that does not exist.',
    explanation:
      'The namespace of a caller is read from its certificate. A namespace that does not exist has no workloads and so ' +
      'no certificates, and the source matches nobody: an ALLOW rule lets in fewer than was meant, and a DENY rule ' +
      'keeps nobody out.',
    remedy: 'Write the name of the namespace that the calls come from.',
    references: [VALIDATIONS, 'https://istio.io/latest/docs/reference/config/security/authorization-policy/'],
    twin: 'IST0101',
  },
  KIA0102: {
    name: 'UnknownMethod',
    severity: 'warning',
    source: 'kiali',
    summary: 'An AuthorizationPolicy names a method that HTTP does not have.',
    explanation:
      'methods is compared with the method of a request as it is. Names of functions, misspelled methods, and methods ' +
      'of gRPC match no request; gRPC always uses POST, with the function in the path. Under ALLOW the requests are ' +
      'refused, and under DENY they get through.',
    remedy: 'Write a method of HTTP, or "GE*", "*ET" and "*"; put functions of gRPC into paths.',
    references: [VALIDATIONS, 'https://istio.io/latest/docs/reference/config/security/authorization-policy/'],
  },
  KIA0104: {
    name: 'OperationHostUnknown',
    severity: 'error',
    source: 'kiali',
    summary: 'An AuthorizationPolicy names a host that no Service, ServiceEntry or VirtualService has.',
    explanation:
      'hosts of an operation is compared with the Host header, as clients send it. A name that nothing in the mesh ' +
      'answers to is most likely misspelled, and the operation then matches no request. Kiali only judges names without ' +
      'a domain and those of a namespace that exists, because any other name may well be sent. It is a warning where ' +
      'proxies let requests to unknown hosts through (ALLOW_ANY).',
    remedy: 'Write the host as clients write it, with all forms that they use.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/reference/config/security/authorization-policy/',
      'https://istio.io/latest/docs/ops/best-practices/security/#understand-traffic-capture-limitations',
    ],
  },
  KIA0105: {
    name: 'IdentityWithoutMutualTls',
    severity: 'error',
    source: 'kiali',
    summary: 'A rule asks who the caller is, where connections are plain text.',
    explanation:
      'Principals, namespaces and SNI are read from an mTLS connection. When a PeerAuthentication or DestinationRule ' +
      'turns mTLS off for the workload, connections carry no identity: ALLOW rules that ask for one refuse everybody, ' +
      'and DENY rules that name one refuse nobody.',
    remedy: 'Turn mTLS on for the workload, best with a PeerAuthentication in STRICT.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/reference/config/security/authorization-policy/',
      'https://istio.io/latest/docs/concepts/security/#mutual-tls-authentication',
    ],
  },
  KIA0106: {
    name: 'PrincipalUnknown',
    severity: 'error',
    source: 'kiali',
    summary: 'No workload runs with the identity that a rule names.',
    explanation:
      'A principal is `TRUSTDOMAIN/ns/NAMESPACE/sa/SERVICEACCOUNT`, and is compared as a text with the identity in the ' +
      'certificate of the caller. Pods whose template names no service account run as `default`, so a rule for an ' +
      'account that only exists on paper matches nobody. Other ways to it are `spiffe://` in front, which does not ' +
      'belong there, and a namespace that was renamed.',
    remedy: 'Write the account that the pods of the caller use, or give the pods that account.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/reference/config/security/authorization-policy/',
      'https://istio.io/latest/docs/concepts/security/#istio-identity',
    ],
  },
  KIA0107: {
    name: 'PrincipalOfOtherCluster',
    severity: 'warning',
    source: 'kiali',
    summary: 'A rule names an identity that only workloads of other clusters have.',
    explanation:
      'Clusters of one mesh share their trust domain, so a workload of another cluster does call with this identity, and ' +
      'the rule can be right. It matches nothing if the two clusters do not trust one root certificate, and it is wrong ' +
      'if a workload of this cluster was meant: that one has another identity.',
    remedy: 'Keep it if callers of the other cluster are meant; else write the identity of the workload in this one.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/reference/config/security/authorization-policy/',
      'https://istio.io/latest/docs/ops/deployment/deployment-models/#multiple-clusters',
    ],
  },
  KIA0108: {
    name: 'PrincipalOfOtherTrustDomain',
    severity: 'warning',
    source: 'kiali',
    summary: 'A rule names an identity of a trust domain that this mesh does not have.',
    explanation:
      'Certificates of this mesh carry its trust domain or, while it is being renamed, one of its aliases. Only a ' +
      'federated mesh brings identities of another one, and no manifest tells whether there is one. Where there is ' +
      'none, the trust domain is misspelled and the rule matches nobody.',
    remedy: 'Write the trust domain of the mesh, or add the other one to trustDomainAliases.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/reference/config/security/authorization-policy/',
      'https://istio.io/latest/docs/tasks/security/authorization/authz-td-migration/',
    ],
  },
  KIA0109: {
    name: 'AuthorizationPolicyWithoutWaypoint',
    severity: 'warning',
    source: 'kiali',
    summary: 'What an AuthorizationPolicy for HTTP is for has no waypoint.',
    explanation:
      'Traffic of an ambient namespace goes through ztunnel, which knows connections and identities and nothing of ' +
      'HTTP; what looks into requests is done by a waypoint. A rule with methods, paths, hosts or claims is not ' +
      'checked: ztunnel refuses what such an ALLOW rule was to allow, and leaves such a DENY rule out. Traffic goes ' +
      'through a waypoint when the label istio.io/use-waypoint of the Service, the pods or the namespace names one; ' +
      'that a waypoint runs is not enough.',
    remedy: 'Set the label istio.io/use-waypoint on the namespace or on the Service.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/ambient/usage/waypoint/',
      'https://istio.io/latest/docs/reference/config/security/authorization-policy/',
    ],
  },
  KIA0110: {
    name: 'AuthorizationPolicyNotAttached',
    severity: 'warning',
    source: 'kiali',
    summary: 'An AuthorizationPolicy for HTTP in an ambient namespace is not attached with targetRefs.',
    explanation:
      'Traffic of an ambient namespace goes through ztunnel, which knows connections and identities and nothing of ' +
      'HTTP; what looks into requests is done by a waypoint. A waypoint takes a policy when targetRefs names the ' +
      'Service or the waypoint itself. A selector selects pods, and the waypoint is another pod, so it leaves such a ' +
      'policy alone. The object looks right, and worked with sidecars; in ambient mode nothing applies it.',
    remedy: 'Write targetRefs with the Service or the waypoint in place of the selector.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/ambient/usage/l7-features/',
      'https://istio.io/latest/docs/reference/config/security/authorization-policy/',
    ],
  },
  KIA0201: {
    name: 'SeveralDestinationRules',
    severity: 'warning',
    source: 'kiali',
    summary: 'Two DestinationRules are for the same subset of the same host.',
    explanation:
      'A proxy uses one DestinationRule for a host. istiod merges those of one namespace for the very same host and ' +
      'takes the settings that came first; a rule for a wildcard is not merged with one for a host, so the more exact ' +
      'one is used alone. Settings such as TLS or outlier detection are then not in force although they are written ' +
      'somewhere.',
    remedy: 'Write what is for a host into one DestinationRule.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/reference/config/networking/destination-rule/',
      'https://istio.io/latest/docs/ops/best-practices/traffic-management/#split-virtual-services',
    ],
  },
  KIA0202: {
    name: 'DestinationRuleHostUnknown',
    severity: 'error',
    source: 'kiali',
    summary: 'Nothing is behind the host of a DestinationRule.',
    explanation:
      'A DestinationRule adds settings to a host that the mesh knows from a Service or a ServiceEntry. For any other ' +
      'host it has no effect, so load balancing, TLS and subsets are those without it. Short names are completed with ' +
      'the namespace of the DestinationRule and not with that of the Service, which is the usual reason. It is a ' +
      'warning where proxies let requests to unknown hosts through (ALLOW_ANY).',
    remedy: 'Write the full name of the Service, or declare the host with a ServiceEntry.',
    references: [VALIDATIONS, 'https://istio.io/latest/docs/reference/config/networking/destination-rule/'],
    twin: 'IST0174',
  },
  KIA0203: {
    name: 'SubsetWithoutPods',
    severity: 'error',
    source: 'kiali',
    summary: 'No pod of a host has the labels of a subset.',
    explanation:
      'A subset is the pods of a Service that have its labels. When no pod has them, the subset is empty, and every ' +
      'request that a VirtualService sends there is answered with 503 (`no healthy upstream`). It is only a note as ' +
      'long as no VirtualService uses the subset, for example while a canary is being prepared.',
    remedy: 'Write the labels of the pod template, or deploy the pods before the route.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/reference/config/networking/destination-rule/',
      'https://istio.io/latest/docs/ops/common-problems/network-issues/',
    ],
    twin: 'IST0173',
  },
  KIA0204: {
    name: 'TlsSettingsReplaced',
    severity: 'warning',
    source: 'kiali',
    summary: 'A DestinationRule for a host says nothing of TLS and takes the place of one that turns mTLS on.',
    explanation:
      'A proxy uses the most exact DestinationRule for a host and nothing of the wider ones. One for a single host ' +
      'without trafficPolicy.tls therefore undoes the ISTIO_MUTUAL of a rule for `*.local` or for the whole namespace. ' +
      'Automatic mTLS covers that up; with automatic mTLS off, requests go out as plain text and are refused where mTLS ' +
      'is STRICT.',
    remedy: 'Repeat tls in the DestinationRule for the host, or drop the wide rule and rely on automatic mTLS.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/reference/config/networking/destination-rule/',
      'https://istio.io/latest/docs/ops/common-problems/network-issues/',
    ],
  },
  KIA0205: {
    name: 'MeshPolicyMissing',
    severity: 'error',
    source: 'kiali',
    summary: 'A DestinationRule turns mTLS on for the mesh, and no PeerAuthentication says that pods accept it.',
    explanation:
      'With automatic mTLS off, both sides have to be told: the DestinationRule tells clients to use mTLS, and a ' +
      'PeerAuthentication tells servers to accept it. Where the second is missing in the root namespace, nobody has ' +
      'decided what the servers do, and a later change of one side alone breaks every connection.',
    remedy: 'Add a PeerAuthentication in PERMISSIVE or STRICT, or turn automatic mTLS on.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/reference/config/security/peer_authentication/',
      'https://istio.io/latest/docs/tasks/security/authentication/mtls-migration/',
    ],
  },
  KIA0206: {
    name: 'NamespacePolicyMissing',
    severity: 'error',
    source: 'kiali',
    summary: 'A DestinationRule turns mTLS on for a namespace, and no PeerAuthentication says that pods accept it.',
    explanation:
      'With automatic mTLS off, both sides have to be told: the DestinationRule tells clients to use mTLS, and a ' +
      'PeerAuthentication tells servers to accept it. Where the second is missing in the namespace or the root ' +
      'namespace, nobody has decided what the servers do, and a later change of one side alone breaks every connection.',
    remedy: 'Add a PeerAuthentication in PERMISSIVE or STRICT, or turn automatic mTLS on.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/reference/config/security/peer_authentication/',
      'https://istio.io/latest/docs/tasks/security/authentication/mtls-migration/',
    ],
  },
  KIA0207: {
    name: 'PlainTextToStrictNamespace',
    severity: 'error',
    source: 'kiali',
    summary: 'A DestinationRule turns mTLS off for a namespace whose pods accept nothing else.',
    explanation:
      'The DestinationRule makes all clients send plain text to the Services of the namespace, and the ' +
      'PeerAuthentication of that namespace is STRICT. The proxies of the servers reset every connection, and clients ' +
      'see 503 with `upstream connect error`.',
    remedy: 'Use ISTIO_MUTUAL or leave tls out, or set the PeerAuthentication to PERMISSIVE.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/reference/config/security/peer_authentication/',
      'https://istio.io/latest/docs/ops/common-problems/network-issues/',
    ],
  },
  KIA0208: {
    name: 'PlainTextToStrictMesh',
    severity: 'error',
    source: 'kiali',
    summary: 'A DestinationRule turns mTLS off, and the PeerAuthentication of the mesh accepts nothing else.',
    explanation:
      'The PeerAuthentication of the root namespace is STRICT and holds for every namespace that has none of its own. ' +
      'Clients that a DestinationRule makes send plain text are refused there, with 503 and `upstream connect error`.',
    remedy:
      'Use ISTIO_MUTUAL or leave tls out, or set the namespace to PERMISSIVE with a PeerAuthentication of its own.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/reference/config/security/peer_authentication/',
      'https://istio.io/latest/docs/ops/common-problems/network-issues/',
    ],
  },
  KIA0209: {
    name: 'SubsetWithoutLabels',
    severity: 'warning',
    source: 'kiali',
    summary: 'A subset has no labels, so it is all pods of the host.',
    explanation:
      'A subset selects pods of a Service by labels. Without any it is the same as the host, so a route with weights ' +
      'between such subsets splits nothing. It can be intended, for a subset that only needs a name or a traffic policy of its own, as in ' +
      "Istio's egress tasks. So it is a warning only where a VirtualService splits requests between such subsets, and a note elsewhere.",
    remedy: 'Write the labels that tell its pods from the others.',
    references: [VALIDATIONS, 'https://istio.io/latest/docs/reference/config/networking/destination-rule/'],
  },
  KIA0210: {
    name: 'DestinationRuleInNamespaceWithoutWaypoint',
    severity: 'warning',
    source: 'kiali',
    summary: 'A DestinationRule for HTTP is in an ambient namespace that has no waypoint.',
    explanation:
      'Traffic of an ambient namespace goes through ztunnel, which knows connections and identities and nothing of ' +
      'HTTP; what looks into requests is done by a waypoint. Here outlier detection, HTTP connection pools and hashing ' +
      'by header or cookie are done by nobody, because the namespace has no label istio.io/use-waypoint. The object is ' +
      'taken without a warning, and the traffic goes on as if it were not there.',
    remedy: 'Set the label istio.io/use-waypoint on the namespace.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/ambient/usage/waypoint/',
      'https://istio.io/latest/docs/reference/config/networking/destination-rule/',
    ],
  },
  KIA0211: {
    name: 'DestinationRuleServiceWithoutWaypoint',
    severity: 'warning',
    source: 'kiali',
    summary: 'A DestinationRule for HTTP is for a Service in ambient mode that has no waypoint.',
    explanation:
      'Traffic of an ambient namespace goes through ztunnel, which knows connections and identities and nothing of ' +
      'HTTP; what looks into requests is done by a waypoint. The Service is not enrolled: neither it nor its namespace ' +
      'has the label istio.io/use-waypoint, or the Service opts out with "none". So outlier detection, HTTP connection ' +
      'pools and hashing by header or cookie have no effect for it.',
    remedy: 'Set the label istio.io/use-waypoint on the Service or on its namespace.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/ambient/usage/waypoint/',
      'https://istio.io/latest/docs/reference/config/networking/destination-rule/',
    ],
  },
  KIA0212: {
    name: 'DestinationRuleOutsideOfServiceNamespace',
    severity: 'warning',
    source: 'kiali',
    summary: 'A DestinationRule for HTTP is in another namespace than the ambient Service that it is for.',
    explanation:
      'With sidecars the proxies of clients apply a DestinationRule, and it can be in the namespace of the clients. In ' +
      'ambient mode the waypoint of the Service applies it, and it takes only those of the namespace of the Service. ' +
      'From anywhere else outlier detection, HTTP connection pools and hashing by header or cookie have no effect.',
    remedy: 'Move the DestinationRule into the namespace of the Service.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/ambient/usage/l7-features/',
      'https://istio.io/latest/docs/reference/config/networking/destination-rule/',
    ],
  },
  KIA0301: {
    name: 'SeveralServersForHost',
    severity: 'warning',
    source: 'kiali',
    summary: 'Two servers of the same gateway pods are for the same host and port.',
    explanation:
      'Gateways that select the same pods share their ports. For one host and port a proxy has one set of certificates ' +
      'and routes, so of two servers one decides, by the order of creation, and VirtualServices that are bound to the ' +
      'other one alone may get no requests. A wildcard in one Gateway beside a host in another is the same conflict for ' +
      'that host.',
    remedy: 'Leave each host and port to one Gateway.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/reference/config/networking/gateway/',
      'https://istio.io/latest/docs/ops/common-problems/network-issues/#404-errors-occur-when-multiple-gateways-configured-with-same-tls-certificate',
    ],
    twin: 'IST0145',
  },
  KIA0302: {
    name: 'GatewayWithoutPods',
    severity: 'warning',
    source: 'kiali',
    summary: 'No workload has the labels that a Gateway selects.',
    explanation:
      'A Gateway configures the proxies that its selector finds; it makes no pods. When there are none, no port is ' +
      "opened, and whoever connects gets no answer or a load balancer's own error. The label `istio: ingressgateway` is " +
      'that of the profiles of istioctl, while the chart `gateway` takes it from the name of the release.',
    remedy: 'Write the labels of the gateway pods.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/reference/config/networking/gateway/',
      'https://istio.io/latest/docs/setup/additional-setup/gateway/',
    ],
    twin: 'IST0101',
  },
  KIA0401: {
    name: 'MeshRuleMissing',
    severity: 'error',
    source: 'kiali',
    summary: 'mTLS is STRICT for the mesh, and nothing makes clients use it.',
    explanation:
      'With automatic mTLS off, clients send plain text unless a DestinationRule says otherwise. A STRICT ' +
      'PeerAuthentication in the root namespace without a DestinationRule for `*.local` makes every connection of the ' +
      'mesh fail.',
    remedy: 'Turn automatic mTLS on, or add a DestinationRule for *.local with ISTIO_MUTUAL.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/reference/config/security/peer_authentication/',
      'https://istio.io/latest/docs/tasks/security/authentication/mtls-migration/',
    ],
  },
  KIA0501: {
    name: 'NamespaceRuleMissing',
    severity: 'error',
    source: 'kiali',
    summary: 'mTLS is STRICT for a namespace, and nothing makes clients use it.',
    explanation:
      'With automatic mTLS off, clients send plain text unless a DestinationRule says otherwise. The pods of the ' +
      'namespace refuse that, so all calls to them fail until a DestinationRule for the namespace or the mesh turns ' +
      'mTLS on.',
    remedy: 'Turn automatic mTLS on, or add a DestinationRule for the namespace with ISTIO_MUTUAL.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/reference/config/security/peer_authentication/',
      'https://istio.io/latest/docs/tasks/security/authentication/mtls-migration/',
    ],
  },
  KIA0505: {
    name: 'NamespaceRuleStillMutual',
    severity: 'error',
    source: 'kiali',
    summary: 'mTLS is off for the pods of a namespace, and a DestinationRule makes clients use it.',
    explanation:
      'DISABLE in a PeerAuthentication makes the proxies of servers take connections as they come, without TLS. Clients ' +
      'that a DestinationRule tells to use mTLS send a handshake that nobody answers, and every request fails with 503.',
    remedy: 'Take mTLS out of the DestinationRule, or add one for the namespace with DISABLE.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/reference/config/security/peer_authentication/',
      'https://istio.io/latest/docs/reference/config/networking/destination-rule/',
    ],
  },
  KIA0506: {
    name: 'MeshRuleStillMutual',
    severity: 'error',
    source: 'kiali',
    summary: 'mTLS is off for the pods of the mesh, and a DestinationRule makes clients use it.',
    explanation:
      'DISABLE in the PeerAuthentication of the root namespace holds for all namespaces without one of their own. A ' +
      'DestinationRule for `*.local` with mTLS makes clients send handshakes that no server answers, so calls fail all ' +
      'over the mesh.',
    remedy: 'Take mTLS out of the DestinationRule, or set the PeerAuthentication to PERMISSIVE.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/reference/config/security/peer_authentication/',
      'https://istio.io/latest/docs/reference/config/networking/destination-rule/',
    ],
  },
  KIA0601: {
    name: 'PortNameWithoutProtocol',
    severity: 'error',
    source: 'kiali',
    summary: 'The name of a port of a Service tells no protocol.',
    explanation:
      'Istio takes the protocol of a port from appProtocol, or from the beginning of its name. Without either, proxies ' +
      'look at the first bytes of each connection. That works for HTTP, and fails for protocols where the server speaks ' +
      'first, such as MySQL, unless the port has their usual number (25, 53, 3306, 27017). Where it is taken for TCP ' +
      'there are no routes, retries, timeouts and metrics of HTTP. In an open world it is a warning, as what the pods ' +
      'speak is not in the manifests.',
    remedy: 'Set appProtocol, or name the port http, http-web, grpc-api, tcp-db and so on.',
    references: [VALIDATIONS, 'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/'],
    twin: 'IST0118',
  },
  KIA0602: {
    name: 'AppProtocolUnknown',
    severity: 'error',
    source: 'kiali',
    summary: 'Istio does not know the appProtocol of a port.',
    explanation:
      'appProtocol takes precedence over the name of a port. A value that Istio does not know, such as `amqp` or one ' +
      'with a blank at the end, is the same as none: the protocol is found out from the traffic, or taken for TCP, ' +
      'although the name of the port may say it correctly.',
    remedy: 'Write a protocol that Istio knows; tcp for those that it does not.',
    references: [VALIDATIONS, 'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/'],
    twin: 'IST0118',
  },
  KIA0701: {
    name: 'TargetPortNotExposed',
    severity: 'warning',
    source: 'kiali',
    summary: 'A Service leads to a port that no container of its Deployment has.',
    explanation:
      'A targetPort given by name leads nowhere if no container has a port of that name: the Service has no endpoints ' +
      'for it, and requests get 503. Given by number it works if the server listens there although the manifest does ' +
      'not say so; mostly it is a port that was changed on one side only.',
    remedy: 'Write the same port in the container and in targetPort.',
    references: [VALIDATIONS, 'https://kubernetes.io/docs/concepts/services-networking/service/'],
  },
  KIA1004: {
    name: 'EgressHostUnknown',
    severity: 'warning',
    source: 'kiali',
    summary: 'A Sidecar imports a host that does not exist.',
    explanation:
      'egress.hosts of a Sidecar is a list of what its workloads get to know; everything else is unknown to their ' +
      'proxies. An entry that nothing stands for imports nothing, and calls to the host that was meant end in the ' +
      'passthrough, or in 502 with REGISTRY_ONLY.',
    remedy: 'Write namespace/full-name, with the full name of the Service.',
    references: [VALIDATIONS, 'https://istio.io/latest/docs/reference/config/networking/sidecar/'],
  },
  KIA1006: {
    name: 'GlobalSidecarWithSelector',
    severity: 'warning',
    source: 'kiali',
    summary: 'A Sidecar in the root namespace has a selector.',
    explanation:
      'A Sidecar in the root namespace is the default for all namespaces that have none of their own, as long as it has ' +
      'no selector. With one it is for pods of the root namespace only, so the default that was meant is not there, and ' +
      'proxies go on getting the configuration of the whole mesh.',
    remedy: 'Remove workloadSelector.',
    references: [VALIDATIONS, 'https://istio.io/latest/docs/reference/config/networking/sidecar/'],
  },
  KIA1101: {
    name: 'DestinationUnknown',
    severity: 'error',
    source: 'kiali',
    summary: 'A route leads to a host that no Service and no ServiceEntry is for.',
    explanation:
      'Proxies know the Services of Kubernetes and the hosts of ServiceEntries. A route to anything else has no cluster ' +
      'in Envoy, and its requests are answered with 503, also where the mesh lets unknown hosts through, because the ' +
      'route has already been chosen. Short names are completed with the namespace of the VirtualService. Kiali makes ' +
      'it a warning with ALLOW_ANY.',
    remedy: 'Write the full name of a Service, or declare the host with a ServiceEntry.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/reference/config/networking/virtual-service/',
      'https://istio.io/latest/docs/ops/common-problems/network-issues/',
    ],
    twin: 'IST0101',
  },
  KIA1102: {
    name: 'GatewayUnknown',
    severity: 'error',
    source: 'kiali',
    summary: 'A VirtualService is bound to a Gateway that does not exist.',
    explanation:
      'A VirtualService with gateways is for those gateways only. A name that no Gateway has binds it to nothing, and ' +
      'the requests that come in are answered with 404. Names without a namespace mean a Gateway beside the ' +
      'VirtualService, while most gateways are in a namespace of their own. A match on a Gateway that is missing makes ' +
      'its rule match nothing.',
    remedy: 'Write namespace/name of a Gateway that exists.',
    references: [VALIDATIONS, 'https://istio.io/latest/docs/reference/config/networking/virtual-service/'],
    twin: 'IST0101',
  },
  KIA1104: {
    name: 'WeightOfSingleDestination',
    severity: 'warning',
    source: 'kiali',
    summary: 'The only destination of a route has a weight below 100.',
    explanation:
      'Weights are shares of the sum. With one destination it gets everything whatever its weight is: a route with ' +
      'weight 20 sends all of the traffic there. Mostly the second destination was forgotten, or removed at the end of ' +
      'a canary.',
    remedy: 'Remove the weight, or add the other destination.',
    references: [VALIDATIONS, 'https://istio.io/latest/docs/reference/config/networking/virtual-service/'],
  },
  KIA1105: {
    name: 'DestinationTwice',
    severity: 'warning',
    source: 'kiali',
    summary: 'A route names the same host and subset twice.',
    explanation:
      'Two destinations that are the same get the sum of their weights. A canary where both lines say v1 sends ' +
      'everything to v1, and v2 gets nothing although the route looks split.',
    remedy: 'Name the other subset, or merge the two.',
    references: [VALIDATIONS, 'https://istio.io/latest/docs/reference/config/networking/virtual-service/'],
  },
  KIA1106: {
    name: 'SeveralVirtualServicesForHost',
    severity: 'warning',
    source: 'kiali',
    summary: 'Two VirtualServices are for the same host at the same gateway.',
    explanation:
      'A sidecar uses one VirtualService for a host, the one that was created first; the rules of the other are never ' +
      'asked. A gateway joins the rules of both, the older VirtualService first, and moves rules that match every ' +
      'request to the end. With delegation, or with all rules in one VirtualService, the order is written ' +
      'down.',
    remedy: 'Move the rules into one VirtualService, or let one delegate to the others.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/reference/config/networking/virtual-service/',
      'https://istio.io/latest/docs/ops/best-practices/traffic-management/#split-virtual-services',
    ],
    twin: 'IST0109',
  },
  KIA1107: {
    name: 'SubsetUnknown',
    severity: 'warning',
    source: 'kiali',
    summary: 'A route names a subset that no DestinationRule has.',
    explanation:
      'A subset is declared in a DestinationRule for the host. A route to one that is not declared, or that the ' +
      'namespace does not see because of exportTo or a Sidecar, has no cluster in Envoy, and its requests are answered ' +
      'with 503. It also happens for a moment when a route is applied before its DestinationRule.',
    remedy: 'Declare the subset in the DestinationRule of the host, and apply that first.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/reference/config/networking/virtual-service/',
      'https://istio.io/latest/docs/reference/config/networking/destination-rule/',
      'https://istio.io/latest/docs/ops/best-practices/traffic-management/#avoid-503-errors-while-reconfiguring-service-routes',
    ],
    twin: 'IST0101',
  },
  KIA1108: {
    name: 'GatewayNamedAsHost',
    severity: 'info',
    source: 'kiali',
    summary: 'A Gateway is named as a host and not as namespace/name.',
    explanation:
      'Long ago Gateways were named like Services, as `edge.istio-system.svc.cluster.local`. istiod still reads that, ' +
      'with a warning, and it hides which namespace is meant.',
    remedy: 'Write namespace/name.',
    references: [VALIDATIONS, 'https://istio.io/latest/docs/reference/config/networking/virtual-service/'],
    twin: 'IST0133',
  },
  KIA1109: {
    name: 'VirtualServiceInNamespaceWithoutWaypoint',
    severity: 'warning',
    source: 'kiali',
    summary: 'A VirtualService for HTTP is in an ambient namespace that has no waypoint.',
    explanation:
      'Traffic of an ambient namespace goes through ztunnel, which knows connections and identities and nothing of ' +
      'HTTP; what looks into requests is done by a waypoint. Here matches, rewrites, retries, faults and weights are ' +
      'done by nobody, because the namespace has no label istio.io/use-waypoint. The object is taken without a warning, ' +
      'and the traffic goes on as if it were not there.',
    remedy: 'Set the label istio.io/use-waypoint on the namespace.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/ambient/usage/waypoint/',
      'https://istio.io/latest/docs/reference/config/networking/virtual-service/',
    ],
  },
  KIA1110: {
    name: 'RequestAuthenticationWithoutWaypoint',
    severity: 'warning',
    source: 'kiali',
    summary: 'What a RequestAuthentication is for has no waypoint.',
    explanation:
      'Traffic of an ambient namespace goes through ztunnel, which knows connections and identities and nothing of ' +
      'HTTP; what looks into requests is done by a waypoint. Tokens are not looked at, so rules that ask for request ' +
      'principals match nobody. Traffic goes through a waypoint when the label istio.io/use-waypoint of the Service, ' +
      'the pods or the namespace names one; that a waypoint runs is not enough.',
    remedy: 'Set the label istio.io/use-waypoint on the namespace or on the Service.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/ambient/usage/waypoint/',
      'https://istio.io/latest/docs/reference/config/security/request_authentication/',
    ],
  },
  KIA1111: {
    name: 'WasmPluginWithoutWaypoint',
    severity: 'warning',
    source: 'kiali',
    summary: 'What a WasmPlugin is for has no waypoint.',
    explanation:
      'Traffic of an ambient namespace goes through ztunnel, which knows connections and identities and nothing of ' +
      'HTTP; what looks into requests is done by a waypoint. The module is loaded by no proxy, and requests go past ' +
      'what it was to do. Traffic goes through a waypoint when the label istio.io/use-waypoint of the Service, the pods ' +
      'or the namespace names one; that a waypoint runs is not enough.',
    remedy: 'Set the label istio.io/use-waypoint on the namespace or on the Service.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/ambient/usage/waypoint/',
      'https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/',
    ],
  },
  KIA1112: {
    name: 'TelemetryWithoutWaypoint',
    severity: 'warning',
    source: 'kiali',
    summary: 'What a Telemetry for HTTP is for has no waypoint.',
    explanation:
      'Traffic of an ambient namespace goes through ztunnel, which knows connections and identities and nothing of ' +
      'HTTP; what looks into requests is done by a waypoint. There are no spans, access logs and metrics of requests, ' +
      'only those of connections. Traffic goes through a waypoint when the label istio.io/use-waypoint of the Service, ' +
      'the pods or the namespace names one; that a waypoint runs is not enough.',
    remedy: 'Set the label istio.io/use-waypoint on the namespace or on the Service.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/ambient/usage/waypoint/',
      'https://istio.io/latest/docs/reference/config/telemetry/',
    ],
  },
  KIA1113: {
    name: 'VirtualServiceServiceWithoutWaypoint',
    severity: 'warning',
    source: 'kiali',
    summary: 'A VirtualService for HTTP is for a Service in ambient mode that has no waypoint.',
    explanation:
      'Traffic of an ambient namespace goes through ztunnel, which knows connections and identities and nothing of ' +
      'HTTP; what looks into requests is done by a waypoint. The Service is not enrolled: neither it nor its namespace ' +
      'has the label istio.io/use-waypoint, or the Service opts out with "none". So matches, rewrites, retries, faults ' +
      'and weights have no effect for it.',
    remedy: 'Set the label istio.io/use-waypoint on the Service or on its namespace.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/ambient/usage/waypoint/',
      'https://istio.io/latest/docs/reference/config/networking/virtual-service/',
    ],
  },
  KIA1114: {
    name: 'VirtualServiceOutsideOfServiceNamespace',
    severity: 'warning',
    source: 'kiali',
    summary: 'A VirtualService for HTTP is in another namespace than the ambient Service that it is for.',
    explanation:
      'With sidecars the proxies of clients apply a VirtualService, and it can be in the namespace of the clients. In ' +
      'ambient mode the waypoint of the Service applies it, and it takes only those of the namespace of the Service. ' +
      'From anywhere else matches, rewrites, retries, faults and weights have no effect.',
    remedy: 'Move the VirtualService into the namespace of the Service.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/ambient/usage/l7-features/',
      'https://istio.io/latest/docs/reference/config/networking/virtual-service/',
    ],
  },
  KIA1115: {
    name: 'RequestAuthenticationNotAttached',
    severity: 'warning',
    source: 'kiali',
    summary: 'A RequestAuthentication in an ambient namespace is not attached with targetRefs.',
    explanation:
      'Traffic of an ambient namespace goes through ztunnel, which knows connections and identities and nothing of ' +
      'HTTP; what looks into requests is done by a waypoint. A waypoint takes a policy when targetRefs names the ' +
      'Service or the waypoint itself. A selector selects pods, and the waypoint is another pod, so it leaves such a ' +
      'policy alone. The object looks right, and worked with sidecars; in ambient mode nothing applies it.',
    remedy: 'Write targetRefs with the Service or the waypoint in place of the selector.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/ambient/usage/l7-features/',
      'https://istio.io/latest/docs/reference/config/security/request_authentication/',
    ],
  },
  KIA1116: {
    name: 'WasmPluginNotAttached',
    severity: 'warning',
    source: 'kiali',
    summary: 'A WasmPlugin in an ambient namespace is not attached with targetRefs.',
    explanation:
      'Traffic of an ambient namespace goes through ztunnel, which knows connections and identities and nothing of ' +
      'HTTP; what looks into requests is done by a waypoint. A waypoint takes a policy when targetRefs names the ' +
      'Service or the waypoint itself. A selector selects pods, and the waypoint is another pod, so it leaves such a ' +
      'policy alone. The object looks right, and worked with sidecars; in ambient mode nothing applies it.',
    remedy: 'Write targetRefs with the Service or the waypoint in place of the selector.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/ambient/usage/l7-features/',
      'https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/',
    ],
  },
  KIA1117: {
    name: 'TelemetryNotAttached',
    severity: 'warning',
    source: 'kiali',
    summary: 'A Telemetry for HTTP in an ambient namespace is not attached with targetRefs.',
    explanation:
      'Traffic of an ambient namespace goes through ztunnel, which knows connections and identities and nothing of ' +
      'HTTP; what looks into requests is done by a waypoint. A waypoint takes a policy when targetRefs names the ' +
      'Service or the waypoint itself. A selector selects pods, and the waypoint is another pod, so it leaves such a ' +
      'policy alone. The object looks right, and worked with sidecars; in ambient mode nothing applies it.',
    remedy: 'Write targetRefs with the Service or the waypoint in place of the selector.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/ambient/usage/l7-features/',
      'https://istio.io/latest/docs/reference/config/telemetry/',
    ],
  },
  KIA1211: {
    name: 'SeveralServiceEntries',
    severity: 'warning',
    source: 'kiali',
    summary: 'Two ServiceEntries are for the same port of the same host.',
    explanation:
      'istiod builds one listener and one cluster for a host and port. What two ServiceEntries say of endpoints, ' +
      'resolution and location is merged or one of them is left out, by the order of creation and by namespace. A team ' +
      'that declares a host that another team has exported already changes the traffic of both.',
    remedy: 'Declare a host once and export it to those who need it.',
    references: [VALIDATIONS, 'https://istio.io/latest/docs/reference/config/networking/service-entry/'],
  },
  KIA1212: {
    name: 'ServiceEntryProtocolsDiffer',
    severity: 'warning',
    source: 'kiali',
    summary: 'Two ServiceEntries name different protocols for the same port of a host.',
    explanation:
      'A proxy treats a port as one protocol. When one ServiceEntry says HTTP and another TLS or TCP, the listeners are ' +
      'in conflict: one of the two is used, and connections of the other kind fail or lose their routes and metrics.',
    remedy: 'Write the protocol that the server speaks in both, or keep one ServiceEntry.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/reference/config/networking/service-entry/',
      'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/',
    ],
    twin: 'IST0177',
  },
  KIA1301: {
    name: 'WorkloadNotCovered',
    severity: 'warning',
    source: 'kiali',
    summary: 'No AuthorizationPolicy is for a workload.',
    explanation:
      'Without any AuthorizationPolicy a workload lets in everybody who reaches it. Kiali does not look for this unless ' +
      'it is told to, and neither does this check: write `include: [KIA1301]` into the settings. A policy of the root ' +
      'namespace counts.',
    onRequest: true,
    remedy: 'Add an AuthorizationPolicy for the workload, or one without rules for the namespace.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/reference/config/security/authorization-policy/',
      'https://istio.io/latest/docs/ops/best-practices/security/#use-default-deny-patterns',
    ],
  },
  KIA1311: {
    name: 'SidecarAndAmbient',
    severity: 'error',
    source: 'kiali',
    summary: 'Labels ask for a sidecar and for ambient mode at once.',
    explanation:
      'A pod is served by a sidecar or by ztunnel. When both are asked for, the sidecar is injected and ztunnel leaves ' +
      'the pod alone, so the workload is not in ambient mode although its namespace says so. Waypoints do not get the ' +
      'traffic that the sidecar sends.',
    remedy: 'Keep one of the labels.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/ambient/usage/add-workloads/',
      'https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/',
    ],
  },
  KIA1312: {
    name: 'WaypointOutsideOfAmbient',
    severity: 'warning',
    source: 'kiali',
    summary: 'A workload is to use a waypoint, and its pods are not in ambient mode.',
    explanation:
      'The label istio.io/use-waypoint is read by ztunnel, which sends the traffic of ambient pods through the ' +
      'waypoint. Pods with a sidecar, or with nothing, do not have ztunnel in the way, so the waypoint and its policies ' +
      'are bypassed.',
    remedy: 'Put the namespace into ambient mode, or take the label away.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/ambient/usage/waypoint/',
      'https://istio.io/latest/docs/ambient/usage/add-workloads/',
    ],
  },
  KIA1313: {
    name: 'WaypointUnknown',
    severity: 'error',
    source: 'kiali',
    summary: 'A workload is to use a waypoint that does not exist or does not get its traffic.',
    explanation:
      'The label istio.io/use-waypoint names a Gateway of the class istio-waypoint, in the same namespace unless ' +
      'istio.io/use-waypoint-namespace says otherwise. Where it is missing, is for nothing (`istio.io/waypoint-for: ' +
      'none`), or the pods are not in ambient mode, no policy and no route for HTTP is applied.',
    remedy: 'Deploy the waypoint, or write the name of one that exists.',
    references: [VALIDATIONS, 'https://istio.io/latest/docs/ambient/usage/waypoint/'],
  },
  KIA1316: {
    name: 'SidecarInAmbientNamespace',
    severity: 'warning',
    source: 'kiali',
    summary: 'Pods get a sidecar in an ambient namespace.',
    explanation:
      'The namespace is in ambient mode, and the pods ask for a sidecar themselves. They keep working, as sidecars can ' +
      'talk to ztunnel, but they do not use the waypoints of Services that they call, so policies and routes there are ' +
      'not applied to their requests.',
    remedy: 'Take the label for injection away, or say istio.io/dataplane-mode: none on purpose.',
    references: [VALIDATIONS, 'https://istio.io/latest/docs/ambient/usage/add-workloads/'],
  },
  KIA1317: {
    name: 'PolicyForHttpWithoutWaypoint',
    severity: 'warning',
    source: 'kiali',
    summary: 'An AuthorizationPolicy for HTTP applies to a workload that has no waypoint.',
    explanation:
      'Traffic of an ambient namespace goes through ztunnel, which knows connections and identities and nothing of ' +
      'HTTP; what looks into requests is done by a waypoint. Of a policy that looks into requests ztunnel can check ' +
      'nothing: DENY rules for HTTP are left out, and ALLOW rules for HTTP match nothing, so the requests that they ' +
      'were for are refused.',
    remedy: 'Give the workload a waypoint, and attach the policy with targetRefs.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/ambient/usage/waypoint/',
      'https://istio.io/latest/docs/reference/config/security/authorization-policy/',
    ],
  },
  KIA1401: {
    name: 'RouteWithoutGateway',
    severity: 'error',
    source: 'kiali',
    summary: 'A route is for a Gateway that does not exist or does not take it.',
    explanation:
      'A route names the Gateways that it is for in parentRefs, and a Gateway says in allowedRoutes which namespaces ' +
      'may. By default that is its own only. A route that is not accepted stays without requests, and only its status ' +
      'tells so.',
    remedy: 'Name a Gateway that exists, and let its listeners take routes from the namespace.',
    references: [
      VALIDATIONS,
      'https://gateway-api.sigs.k8s.io/reference/spec/',
      'https://github.com/kiali/kiali/issues/9937',
    ],
  },
  KIA1402: {
    name: 'RouteServiceUnknown',
    severity: 'error',
    source: 'kiali',
    summary: 'A route names a Service that does not exist, or that it may not use.',
    explanation:
      'Backends of a route are Services by their plain name, in the namespace of the route or, with the field ' +
      'namespace, in another one that has a ReferenceGrant for it. Where the Service or the grant is missing, requests ' +
      'are answered with 500.',
    remedy: 'Write the name of a Service that exists, and add a ReferenceGrant for another namespace.',
    references: [
      VALIDATIONS,
      'https://gateway-api.sigs.k8s.io/reference/spec/',
      'https://gateway-api.sigs.k8s.io/api-types/referencegrant/',
    ],
  },
  KIA1501: {
    name: 'SeveralGatewaysForListener',
    severity: 'warning',
    source: 'kiali',
    summary: 'Two Gateways of the Gateway API listen for the same hostname, port and protocol.',
    explanation:
      'istiod runs pods and a load balancer for each Gateway. Two that listen for the same hostname are two addresses ' +
      'for it, and DNS names one: routes that are attached to the other alone get nothing.',
    remedy: 'Leave the hostname to one Gateway.',
    references: [
      VALIDATIONS,
      'https://gateway-api.sigs.k8s.io/reference/spec/',
      'https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/',
    ],
  },
  KIA1502: {
    name: 'SeveralGatewaysForAddress',
    severity: 'warning',
    source: 'kiali',
    summary: 'Two Gateways of the Gateway API ask for the same address.',
    explanation:
      'An address goes to one load balancer. The second Gateway that asks for it stays without an address, with the ' +
      'condition Programmed at False, until the first one is gone.',
    remedy: 'Give each Gateway an address of its own, or put the listeners into one.',
    references: [VALIDATIONS, 'https://gateway-api.sigs.k8s.io/reference/spec/'],
  },
  KIA1503: {
    name: 'ListenersNotDistinct',
    severity: 'error',
    source: 'kiali',
    summary: 'Two listeners of a Gateway have the same hostname, port and protocol.',
    explanation:
      'Routes are attached to listeners, and a request must belong to exactly one. The Gateway API therefore asks for a ' +
      'different combination of port, protocol and hostname in each, and the API server refuses a Gateway where two are ' +
      'the same.',
    remedy: 'Merge the two, or give one another hostname or port.',
    references: [VALIDATIONS, 'https://gateway-api.sigs.k8s.io/reference/spec/'],
  },
  KIA1504: {
    name: 'GatewayClassUnknown',
    severity: 'error',
    source: 'kiali',
    summary: 'A Gateway is of a class that does not exist.',
    explanation:
      'The class tells which controller takes care of a Gateway. For a class that nobody has declared no controller ' +
      'does: there are no pods and no address, and the status of the Gateway stays at "Waiting for controller".',
    remedy: 'Write istio, or another class that exists.',
    references: [
      VALIDATIONS,
      'https://gateway-api.sigs.k8s.io/reference/spec/',
      'https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/',
    ],
  },
  KIA1601: {
    name: 'GrantForUnknownNamespace',
    severity: 'error',
    source: 'kiali',
    summary: 'A ReferenceGrant is for a namespace that does not exist.',
    explanation:
      'A ReferenceGrant lets routes of another namespace use Services or Secrets of its own. A namespace that does not ' +
      'exist has no routes, and those that the grant was meant for are still refused, with 500.',
    remedy: 'Write the namespace of the routes.',
    references: [VALIDATIONS, 'https://gateway-api.sigs.k8s.io/api-types/referencegrant/'],
  },
  KIA1701: {
    name: 'GroupAccountUnknown',
    severity: 'warning',
    source: 'kiali',
    summary: 'No workload uses the service account of a WorkloadGroup.',
    explanation:
      'Machines of a group get certificates for the service account of its template. If that account is not in the ' +
      'namespace, they cannot get a token and do not join the mesh. Kiali looks for accounts that pods use, so an ' +
      'account for machines alone is reported as well; then nothing is wrong if the account exists.',
    remedy: 'Write an account of the namespace, or add it.',
    references: [
      VALIDATIONS,
      'https://istio.io/latest/docs/reference/config/networking/workload-group/',
      'https://istio.io/latest/docs/setup/install/virtual-machine/',
    ],
  },
  KIA1702: {
    name: 'SeveralGroupsWithLabels',
    severity: 'warning',
    source: 'kiali',
    summary: 'Two WorkloadGroups of a namespace have the same labels.',
    explanation:
      'Services and policies find machines by labels. Two groups with the same ones cannot be told apart, so a Service ' +
      'selects the machines of both and a policy for one applies to the other.',
    remedy: 'Give each group labels of its own.',
    references: [VALIDATIONS, 'https://istio.io/latest/docs/reference/config/networking/workload-group/'],
  },
};
