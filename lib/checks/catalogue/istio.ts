import type { CodeInfo } from '../check';

export const ISTIO_CODES: Readonly<Record<string, CodeInfo>> = {
  IST0002: {
    name: 'Deprecated',
    severity: 'warning',
    source: 'istio',
    summary: 'A field or kind is used that Istio gave up.',
    explanation:
      'Deprecated fields go on working until a release no longer reads them; then they are silently without ' +
      'effect, as protobuf fields are. `fault.delay.percent` already loses against `percentage` when both are ' +
      'given. The kinds of `rbac.istio.io` are past that point: nothing has read them since Istio 1.6, so an ' +
      'access rule written with them lets everything through.',
    remedy: 'Write what the message names instead, before the release that drops the field.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0002/',
      'https://istio.io/latest/docs/reference/config/networking/virtual-service/',
    ],
  },
  IST0101: {
    name: 'ReferencedResourceNotFound',
    severity: 'error',
    source: 'istio',
    summary: 'An object refers to something that is not there.',
    explanation:
      'Proxies do not complain when a name leads nowhere: they leave out what depends on it. A route to a host, ' +
      'subset or gateway that does not exist answers 503 or is never used; a certificate that is not there ' +
      'closes the port; a policy, Sidecar or Telemetry whose selector finds no pod applies to nobody; a ' +
      'namespace that is misspelled in an AuthorizationPolicy lets nobody in, or keeps nobody out. Everything ' +
      'looks applied, and `kubectl get` shows no error.',
    remedy: 'Correct the name, add the object, or name it among the externals when somebody else makes it.',
    references: ['https://istio.io/latest/docs/reference/config/analysis/ist0101/'],
    twin: 'KIA0004',
  },
  IST0102: {
    name: 'NamespaceNotInjected',
    severity: 'info',
    source: 'istio',
    summary: 'A namespace does not say whether it is in the mesh.',
    explanation:
      'The injector adds proxies to the pods of namespaces with the label `istio-injection` or `istio.io/rev`, ' +
      'and ambient mode takes those with `istio.io/dataplane-mode`. Pods of all other namespaces run without a ' +
      'proxy: they do not take part in mTLS, no routing rule and no AuthorizationPolicy holds for what they ' +
      'receive, and with `STRICT` mTLS elsewhere their calls are refused. That may be meant; the label ' +
      '`istio-injection: disabled` says so.',
    remedy:
      'Write the label `istio-injection: enabled`, `istio.io/rev` or `istio.io/dataplane-mode: ambient`, or `istio-injection: disabled` where no proxy is wanted.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0102/',
      'https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/',
    ],
  },
  IST0106: {
    name: 'SchemaValidationError',
    severity: 'error',
    source: 'webhook',
    summary: 'istiod refuses an object of Istio.',
    explanation:
      'The CRDs only know the types of fields. What they mean together is checked by istiod, which the API server asks through a ' +
      'validating webhook before it stores an object of Istio: a route without a destination, a weight below 0, an expression that ' +
      'RE2 does not read, a certificate in a mode that has none. `kubectl apply` then fails with this message and the object stays as ' +
      'it was, while those that were applied before it have changed already. Where istiod cannot be reached or the webhook is off ' +
      '(`failurePolicy: Ignore`, which is how it begins), the object is stored all the same, and proxies may refuse what istiod makes of it.',
    remedy: 'Change the field as the finding says.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0106/',
      'https://istio.io/latest/docs/ops/common-problems/validation/',
    ],
  },
  IST0107: {
    name: 'MisplacedAnnotation',
    severity: 'warning',
    source: 'istio',
    summary: 'An annotation of Istio is on a kind that Istio does not read it on.',
    explanation:
      'Annotations for the proxy, such as `proxy.istio.io/config` or ' +
      '`traffic.sidecar.istio.io/excludeOutboundPorts`, are read by the injector when a pod is made, so they ' +
      'belong to the pod template. On the Deployment, Service or Namespace itself nobody reads them, and the ' +
      'pods start with the defaults. Nothing tells of it but the behavior that is missing.',
    remedy:
      'Move the annotation to the kind that it belongs to; for those of the proxy that is `spec.template.metadata.annotations`.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0107/',
      'https://istio.io/latest/docs/reference/config/annotations/',
    ],
  },
  IST0108: {
    name: 'UnknownAnnotation',
    severity: 'warning',
    source: 'istio',
    summary: "An annotation has a name in Istio's domain that Istio does not know.",
    explanation:
      'Kubernetes takes any annotation, so a typing error in its name is not an error to anybody: the setting is ' +
      'not made. The same happens when a label of Istio, such as `istio.io/dataplane-mode` or ' +
      '`istio.io/use-waypoint`, is written as an annotation, and with annotations that a release of Istio has ' +
      'dropped.',
    remedy: 'Correct the name, or move it to the labels if it is one.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0108/',
      'https://istio.io/latest/docs/reference/config/annotations/',
    ],
  },
  IST0109: {
    name: 'ConflictingMeshGatewayVirtualServiceHosts',
    severity: 'error',
    source: 'istio',
    summary: 'Several VirtualServices have one host for sidecars.',
    explanation:
      'A gateway merges the routes of all VirtualServices that have a host; a sidecar does not. It takes the ' +
      'routes of one VirtualService for the host, as a rule the oldest, and leaves out the others. So the routes ' +
      'of a second file work at the gateway and never inside the mesh, and after both were deleted and made again ' +
      'in another order it may be the other way round.',
    remedy:
      'Write all routes of a host into one VirtualService, or let one have the host and delegate paths to others.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0109/',
      'https://istio.io/latest/docs/ops/best-practices/traffic-management/#split-virtual-services',
    ],
    twin: 'CDI0108',
  },
  IST0110: {
    name: 'ConflictingSidecarWorkloadSelectors',
    severity: 'error',
    source: 'istio',
    summary: 'Two Sidecars select the same pods.',
    explanation:
      'A proxy is configured by one Sidecar. When the selectors of two take the same pods, istiod uses the one ' +
      'that was created first and does not read the other: its egress hosts and listeners are not there. The ' +
      'order of creation differs between clusters and changes when an object is deleted and made again, so a ' +
      'mesh that works can break by a redeployment.',
    remedy: 'Merge the Sidecars into one, or change their selectors so that no pod has the labels of both.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0110/',
      'https://istio.io/latest/docs/reference/config/networking/sidecar/',
    ],
  },
  IST0111: {
    name: 'MultipleSidecarsWithoutWorkloadSelectors',
    severity: 'error',
    source: 'istio',
    summary: 'A namespace has more than one Sidecar without a workload selector.',
    explanation:
      'A Sidecar without a selector is the default of its namespace, and there can be one. Of several, istiod ' +
      'uses the one that was created first; the others have no effect. Which one that is differs between ' +
      'clusters that were built in another order.',
    remedy: 'Merge them into one, or give all but one a `workloadSelector`.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0111/',
      'https://istio.io/latest/docs/reference/config/networking/sidecar/',
    ],
  },
  IST0112: {
    name: 'VirtualServiceDestinationPortSelectorRequired',
    severity: 'error',
    source: 'istio',
    summary: 'A destination names no port of a host that has several.',
    explanation:
      'Where a host has one port, istiod fills it in. Where it has several, Envoy sends to the port that the ' +
      'request came in on. Inside the mesh that happens to be right as long as callers use the ports of that very ' +
      'Service; a gateway listens on 80 or 443 (and the pods on 8080 or 8443), so there the cluster mostly does ' +
      'not exist and requests get 503 with the response flag NC.',
    remedy: 'Write `port.number` in the destination.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0112/',
      'https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination',
    ],
  },
  IST0116: {
    name: 'DeploymentAssociatedToMultipleServices',
    severity: 'warning',
    source: 'istio',
    summary: 'Services that select the same pods name one port with different transport protocols.',
    explanation:
      'A sidecar takes TCP only. What reaches the same pods by UDP or SCTP goes past it: without mTLS, without ' +
      'AuthorizationPolicies, and without telemetry. When one Service says TCP and another UDP for the same ' +
      'port, one of the two is often a mistake, and the callers of that Service get no answer.',
    remedy: 'Write the same protocol in all Services of the pods, or use another port.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/',
      'https://istio.io/latest/docs/ops/deployment/application-requirements/',
    ],
  },
  IST0118: {
    name: 'PortNameIsNotUnderNamingConvention',
    severity: 'info',
    source: 'istio',
    summary: 'A Service port does not say what protocol it speaks.',
    explanation:
      'Istio reads the protocol of a port from `appProtocol`, or from its name up to the first `-`. Without it ' +
      'proxies look at the first bytes that a client sends. That costs time at the start of a connection, fails ' +
      'with servers that speak first (databases, mail), and a port that turns out not to be HTTP gets no HTTP ' +
      'routing, retries or metrics.',
    remedy: 'Write `appProtocol`, or a name that begins with the protocol: `http`, `grpc-api`, `tcp-metrics`.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0118/',
      'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/',
    ],
  },
  IST0123: {
    name: 'NamespaceMultipleInjectionLabels',
    severity: 'warning',
    source: 'istio',
    summary: 'A namespace has labels for more than one way into the mesh.',
    explanation:
      '`istio-injection`, `istio.io/rev` and `istio.io/dataplane-mode` each choose how pods get into the mesh. ' +
      'The webhooks of a revision leave out a namespace that also has `istio-injection`, so an upgrade by ' +
      'revision labels silently does nothing; with ambient mode, pods may get a sidecar and be left out by ' +
      'ztunnel, or the other way round.',
    remedy: 'Keep one of the labels, and restart the pods after the change.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/',
      'https://istio.io/latest/docs/setup/upgrade/canary/',
    ],
  },
  IST0125: {
    name: 'InvalidAnnotation',
    severity: 'warning',
    source: 'istio',
    summary: 'An annotation of Istio has a value that the injector does not take.',
    explanation:
      'The injector reads these annotations when a pod is made. A value that it cannot read makes the webhook ' +
      'refuse the pod, so the Deployment shows no new pods and its ReplicaSet has an event with the reason. A ' +
      'frequent case is a number, `true` or `false` without quotes in `proxyMetadata` of ' +
      '`proxy.istio.io/config`, where all values are texts.',
    remedy: 'Write a value of the form that the annotation asks for.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0125/',
      'https://istio.io/latest/docs/reference/config/annotations/',
    ],
  },
  IST0126: {
    name: 'UnknownMeshNetworksServiceRegistry',
    severity: 'error',
    source: 'istio',
    summary: 'A network of the mesh names a cluster that Istio does not know.',
    explanation:
      'In `meshNetworks`, `fromRegistry` puts all workloads of a cluster into a network. istiod compares it with the ' +
      'name of the cluster that it runs in (`global.multiCluster.clusterName`, `Kubernetes` by default) and the names ' +
      'in the remote secrets. Where none is equal, nothing is reported at run time: those workloads have no network, ' +
      'proxies of other networks take their pod addresses for reachable, and requests time out.',
    remedy: 'Write the name that the remote secret of the cluster has, or make the Secret.',
    references: [
      'https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshNetworks',
      'https://istio.io/latest/docs/reference/commands/istioctl/#istioctl-create-remote-secret',
    ],
  },
  IST0127: {
    name: 'NoMatchingWorkloadsFound',
    severity: 'warning',
    source: 'istio',
    summary: 'An AuthorizationPolicy applies to no workload.',
    explanation:
      'A policy is enforced by the proxies of the pods that it selects, in its own namespace, or in the whole ' +
      'mesh when it is in the root namespace. If no pod has the labels, or the pods have no proxy, nobody ' +
      'enforces it. For a policy that denies, that means that everything goes through, without any error. In ambient mode ' +
      'ztunnel enforces policies; istioctl sees that of running pods only, and not of a pod template.',
    remedy: 'Write labels that the pods have, in the namespace that they are in, and see that the pods have a proxy.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0127/',
      'https://istio.io/latest/docs/reference/config/security/authorization-policy/',
    ],
  },
  IST0128: {
    name: 'NoServerCertificateVerificationDestinationLevel',
    severity: 'warning',
    source: 'istio',
    summary: 'TLS to a host has no certificates of authorities to check the server against.',
    explanation:
      'Without `caCertificates` the proxy checks the server against the authorities that its own image trusts; older ' +
      'releases did not check at all, which is what the warning is from. For a public server that is right. For one with a ' +
      'certificate of a private authority the handshake fails, and requests get 503 with the response flag UF. ' +
      '`credentialName` counts only with a `workloadSelector`: without one, sidecars do not get the Secret and send plain text.',
    remedy: 'Write `caCertificates` for a private authority; for public servers accept the warning.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0128/',
      'https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings',
    ],
  },
  IST0129: {
    name: 'NoServerCertificateVerificationPortLevel',
    severity: 'warning',
    source: 'istio',
    summary: 'TLS to a port has no certificates of authorities to check the server against.',
    explanation:
      'The settings of a port replace those of the whole host, `caCertificates` among them: nothing is inherited. ' +
      'The proxy then checks the server against the authorities that its own image trusts, which suits public ' +
      'servers only. One with a certificate of a private authority is refused: 503 with the response flag UF.',
    remedy: 'Write `caCertificates` in the settings of the port too; for public servers accept the warning.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0129/',
      'https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings',
    ],
  },
  IST0130: {
    name: 'VirtualServiceUnreachableRule',
    severity: 'warning',
    source: 'webhook',
    summary: 'A rule of a VirtualService is never used, because the rules before it take all its requests.',
    explanation:
      'A proxy goes through the rules of a VirtualService from the first to the last and uses the first one that matches. A rule ' +
      'without a match takes everything, so nothing gets to the rules after it; and a rule all of whose matches stand in earlier ' +
      'rules gets nothing either. The usual way to it is a new rule, for a canary or for a header, that was added below the default. ' +
      'The object is taken, with a warning that `kubectl` prints once, and the traffic goes on as before.',
    remedy: 'Put narrow rules first and the one without a match last, and remove those that are there twice.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0130/',
      'https://istio.io/latest/docs/concepts/traffic-management/#routing-rule-precedence',
    ],
  },
  IST0131: {
    name: 'VirtualServiceIneffectiveMatch',
    severity: 'warning',
    source: 'webhook',
    summary: 'A match in a VirtualService is never used, because an earlier one takes its requests.',
    explanation:
      'Rules are tried in their order, and the first match wins. A match that is the same as an earlier one never gets a request; ' +
      'neither does one for the prefix `/api/v2` after one for `/api`, if both look at the same port, headers and parameters. ' +
      'Istio compares prefixes only, not regular expressions, and takes a match without a method for one of GET; so it does not find ' +
      'everything that is hidden. Requests that were meant for the later rule are answered by the earlier one, with its destination, ' +
      'timeout and rewrite.',
    remedy: 'Put the longer prefix first, and remove a match that is there twice.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0131/',
      'https://istio.io/latest/docs/concepts/traffic-management/#routing-rule-precedence',
    ],
  },
  IST0132: {
    name: 'VirtualServiceHostNotFoundInGateway',
    severity: 'warning',
    source: 'istio',
    summary: 'A VirtualService has no host in common with a Gateway that it names.',
    explanation:
      'Naming a Gateway is only half of the binding: one of its servers has to be for a host of the ' +
      'VirtualService, and for its namespace where the host is written `namespace/host`. Without that the gateway ' +
      'has no route for the host. It answers 404 with the response flag NR, or, where no other server has the ' +
      'host either, breaks off the TLS handshake. A Gateway in the form of old, `shop.istio-system.svc.cluster.local`, is ' +
      'found by istiod and not by istioctl.',
    remedy: 'Add the host to a server of the Gateway, or correct the hosts of the VirtualService.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0132/',
      'https://istio.io/latest/docs/reference/config/networking/gateway/#Server',
    ],
  },
  IST0133: {
    name: 'SchemaWarning',
    severity: 'warning',
    source: 'webhook',
    summary: 'istiod takes an object of Istio, and warns of a part of it.',
    explanation:
      'The webhook lets the object through and answers with a warning, which `kubectl` prints and which pipelines mostly lose. What it ' +
      'is about has no effect, or not the one that was meant: certificates in a mode that does not use them, cipher suites that Envoy ' +
      'does not have, a selector without labels that takes every workload, a field that a later version drops.',
    remedy: 'Change or remove the field as the finding says.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/',
      'https://istio.io/latest/docs/ops/common-problems/validation/',
    ],
  },
  IST0134: {
    name: 'ServiceEntryAddressesRequired',
    severity: 'warning',
    source: 'istio',
    summary: 'A TCP port of a ServiceEntry has no address that tells it from other hosts.',
    explanation:
      'TCP carries no host name. A proxy can tell two hosts on the same port apart only by the IP address that ' +
      'the client calls. Without `addresses` the ServiceEntry becomes a listener for its port on all addresses: ' +
      'it takes the traffic of every other host on that port, and two such ServiceEntries with the same port ' +
      "take each other's. With DNS proxying, proxies answer the lookup with an address that istiod made up, and " +
      'the traffic can be told apart.',
    remedy: 'Write `addresses`, use protocol `TLS` where clients send SNI, or turn DNS proxying on.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0134/',
      'https://istio.io/latest/docs/ops/configuration/traffic-management/dns-proxy/',
    ],
  },
  IST0135: {
    name: 'DeprecatedAnnotation',
    severity: 'info',
    source: 'istio',
    summary: 'A deprecated annotation of Istio is used.',
    explanation:
      'The annotation still works in this release. When a later one drops it, nothing will say so: the setting ' +
      'is gone after an upgrade. For `sidecar.istio.io/inject` there is a difference already now: the injection ' +
      'webhook is called because of labels, so the annotation cannot bring a pod of an unlabeled namespace into ' +
      'the mesh.',
    remedy: 'Write what replaced it.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0135/',
      'https://istio.io/latest/docs/reference/config/annotations/',
    ],
  },
  IST0137: {
    name: 'DeploymentConflictingPorts',
    severity: 'warning',
    source: 'istio',
    summary: 'Services that select the same pods reach one of their ports by different Service ports.',
    explanation:
      'For a port that a container listens on, its proxy builds one inbound listener, and takes protocol and ' +
      'policies for it from one of the Service ports that lead there. What the other Service says of its port, ' +
      'its name and so its protocol, is not in force on the side of the server, and telemetry counts its ' +
      'requests for the first one.',
    remedy:
      'Use the same Service port wherever `targetPort` is the same, or let the container listen on a port for each.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0137/',
      'https://istio.io/latest/docs/ops/deployment/application-requirements/',
    ],
  },
  IST0138: {
    name: 'GatewayDuplicateCertificate',
    severity: 'warning',
    source: 'istio',
    summary: 'Several Gateways on the same pods have one certificate.',
    explanation:
      'A browser that has an HTTP/2 connection to one host uses it for every other host that the certificate is ' +
      'for and that has the same address. The connection was made for one Gateway, whose routes know nothing of ' +
      'the hosts of the other: the requests get 404. It comes and goes with the order in which pages are opened, ' +
      'which makes it hard to find.',
    remedy:
      'Put all hosts of one certificate on one server of one Gateway, or give each host a certificate of its own.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/',
      'https://istio.io/latest/docs/ops/common-problems/network-issues/#404-errors-occur-when-multiple-gateways-configured-with-same-tls-certificate',
    ],
  },
  IST0140: {
    name: 'IngressRouteRulesNotAffected',
    severity: 'warning',
    source: 'istio',
    summary: 'Requests from a gateway go past the subsets that another VirtualService sets for the mesh.',
    explanation:
      'A request is routed once, where it enters the mesh. If the VirtualService of the gateway sends to the ' +
      'plain host, the gateway picks any pod of it: weights, header matches and subsets of the VirtualService ' +
      'that has the same host for sidecars are not asked, since gateways do not read it. A canary release then ' +
      'gets its share inside the mesh and any share from outside.',
    remedy:
      'Name the subsets in the route of the gateway as well, or bind the VirtualService with the subsets to the ' +
      'gateway.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/',
      'https://istio.io/latest/docs/ops/common-problems/network-issues/#route-rules-have-no-effect-on-ingress-gateway-requests',
    ],
  },
  IST0144: {
    name: 'InvalidApplicationUID',
    severity: 'warning',
    source: 'istio',
    summary: 'A container of the application runs as user 1337.',
    explanation:
      '1337 is the user of the Istio proxy. The rules that redirect outgoing traffic into the proxy make an ' +
      "exception for this user, since the proxy's own traffic would run in circles otherwise. An application " +
      'with the same user is excepted with it: its calls leave the pod directly, without mTLS, routing and ' +
      'telemetry, and servers with `STRICT` mTLS refuse them.',
    remedy: 'Write another `runAsUser`.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0144/',
      'https://istio.io/latest/docs/ops/deployment/application-requirements/',
    ],
  },
  IST0145: {
    name: 'ConflictingGateways',
    severity: 'error',
    source: 'istio',
    summary: 'Gateways on the same pods have port and host in common.',
    explanation:
      'All Gateways that select a pod share its ports. Of two TLS servers with the same port and host, istiod ' +
      'keeps the one of the older Gateway and drops the other, with a line in its log and nothing more: a ' +
      'certificate, client validation or minimum version in the dropped one never applies, and VirtualServices ' +
      'that name only that Gateway are not reached. Plain HTTP servers are merged, so routes of both teams answer ' +
      'for the host.',
    remedy:
      'Let one Gateway have the host, and name it in all VirtualServices; or give the Gateways different hosts, ' +
      'ports or pods.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/',
      'https://istio.io/latest/docs/reference/config/networking/gateway/',
    ],
    twin: 'KIA0301',
  },
  IST0146: {
    name: 'ImageAutoWithoutInjectionWarning',
    severity: 'warning',
    source: 'istio',
    summary: 'A Deployment leaves the image of the proxy to the injector, and the injector does not see its pods.',
    explanation:
      '`image: auto` is a placeholder for the injection webhook, which writes the image of its own release. The ' +
      'webhook is called for pods whose namespace and labels it selects. When it is not called, the kubelet ' +
      'tries to pull an image of the name `auto`, and the pods stay in `ErrImagePull`. Gateways that are ' +
      'installed by injection are the usual case.',
    remedy:
      'Write the label `sidecar.istio.io/inject: "true"` on the pod template, or label the namespace for injection.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/',
      'https://istio.io/latest/docs/setup/additional-setup/gateway/',
    ],
  },
  IST0147: {
    name: 'ImageAutoWithoutInjectionError',
    severity: 'error',
    source: 'istio',
    summary: 'A pod leaves the image of the proxy to the injector, and the injector does not see it.',
    explanation:
      '`image: auto` is a placeholder for the injection webhook. When the webhook is not called for the pod, the ' +
      'kubelet tries to pull an image of the name `auto`, and the pod stays in `ErrImagePull`. On a running ' +
      'cluster Istio reports every pod that still has the placeholder, because it was made without the webhook.',
    remedy:
      'Write the label `sidecar.istio.io/inject: "true"` on the pod, or label the namespace for injection, and make the pod again.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/',
      'https://istio.io/latest/docs/setup/additional-setup/gateway/',
    ],
  },
  IST0149: {
    name: 'JwtClaimBasedRoutingWithoutRequestAuthN',
    severity: 'error',
    source: 'istio',
    summary: 'Routes depend on claims of a token at a gateway that reads no tokens.',
    explanation:
      'A match on `@request.auth.claims` looks at what a RequestAuthentication left behind when it read the ' +
      'token. Without one for the pods of the gateway there are no claims at all: the match never holds, ' +
      '`withoutHeaders` always does, and requests fall through to the next route without any error.',
    remedy: 'Add a RequestAuthentication for the pods of the gateway, in their namespace or in the root namespace.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/',
      'https://istio.io/latest/docs/tasks/security/authentication/jwt-route/',
    ],
  },
  IST0150: {
    name: 'ExternalNameServiceTypeInvalidPortName',
    severity: 'warning',
    source: 'istio',
    summary: 'A port of an ExternalName Service is TCP, or does not say its protocol.',
    explanation:
      'An ExternalName Service has no address of its own. For HTTP and TLS, proxies recognize it by the host ' +
      'name in the request; TCP has none. A TCP port of such a Service can become a listener for that port on ' +
      'all addresses, which takes traffic that was meant for other hosts, or rules for the Service have no ' +
      'effect.',
    remedy: 'Name the port `http`, `https` or `tls`, whichever it speaks, or write a ServiceEntry with addresses.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0150/',
      'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/',
    ],
  },
  IST0151: {
    name: 'EnvoyFilterUsesRelativeOperation',
    severity: 'warning',
    source: 'istio',
    summary: 'A patch of an EnvoyFilter refers to something that another one may put there, and no order is set.',
    explanation:
      '`INSERT_BEFORE`, `INSERT_AFTER`, `REPLACE` and `REMOVE` work on what the configuration holds at that moment. istiod applies ' +
      'the EnvoyFilters of the root namespace first, then those of the workload, and among them those of a lower `priority`, then ' +
      'the older ones. If the filter that a patch refers to is put there by an EnvoyFilter that comes later, the patch finds nothing ' +
      'and does nothing, without an error. After a restore or a new cluster the ages are different, and what worked stops working.',
    remedy: 'Set `spec.priority`, or use `INSERT_FIRST` or `ADD`, which refer to nothing.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0151/',
      'https://istio.io/latest/docs/reference/config/networking/envoy-filter/',
    ],
  },
  IST0152: {
    name: 'EnvoyFilterUsesReplaceOperationIncorrectly',
    severity: 'error',
    source: 'istio',
    summary: 'A patch of an EnvoyFilter replaces something that cannot be replaced.',
    explanation:
      '`REPLACE` is there for HTTP filters, network filters and virtual hosts. For clusters, listeners, filter chains and routes istiod ' +
      'takes no notice of the patch: proxies go on with the configuration that they had, and nothing is logged. Listener filters are ' +
      'replaced by the current istiod, although the analyzers and the documentation say that they are not.',
    remedy: 'Use `MERGE` with the fields that change, or `REMOVE` and `ADD` in two patches.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0152/',
      'https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch-Operation',
    ],
  },
  IST0153: {
    name: 'EnvoyFilterUsesAddOperationIncorrectly',
    severity: 'error',
    source: 'istio',
    summary: 'A patch of an EnvoyFilter adds a route or a route configuration, which ADD is not for.',
    explanation:
      '`ADD` puts something at the end of a list. A route configuration belongs to a listener and is in no list, so istiod takes no ' +
      'notice of the patch. For routes the documentation says the same; the current istiod does put the route at the end of the ' +
      'virtual host, but there it stands behind the routes that take everything and mostly never gets a request.',
    remedy: 'Use `INSERT_FIRST`, `INSERT_BEFORE` or `INSERT_AFTER` for a route, and `MERGE` for a route configuration.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0153/',
      'https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch-Operation',
    ],
  },
  IST0154: {
    name: 'EnvoyFilterUsesRemoveOperationIncorrectly',
    severity: 'error',
    source: 'istio',
    summary: 'A patch of an EnvoyFilter removes a route or a route configuration, which REMOVE is not for.',
    explanation:
      'A listener cannot do without its route configuration, so istiod does not remove it, and the proxy goes on with the routes ' +
      'that it had. For routes the documentation and the analyzers say the same; the current istiod does remove them, but nobody ' +
      'promises that the next one will. A path that was closed in this way may be open again after an upgrade.',
    remedy:
      'Change the route with `MERGE`, such as into a direct response, or change the VirtualService that it is made from.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0154/',
      'https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch-Operation',
    ],
  },
  IST0155: {
    name: 'EnvoyFilterUsesRelativeOperationWithProxyVersion',
    severity: 'warning',
    source: 'istio',
    summary:
      'A patch of an EnvoyFilter refers to something that another one puts there for some versions of the proxy only.',
    explanation:
      'A match with `proxyVersion` makes a patch hold for some proxies only. During an upgrade old and new proxies run side by side: a ' +
      'patch that refers to the same name with `INSERT_BEFORE`, `INSERT_AFTER`, `REPLACE` or `REMOVE` finds it in one of them and not in ' +
      'the other, where it does nothing. Without a `priority` it is also open which of the two is applied first.',
    remedy: 'Set `spec.priority`, and give both patches the same `proxyVersion`; or use `INSERT_FIRST` or `ADD`.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0155/',
      'https://istio.io/latest/docs/reference/config/networking/envoy-filter/',
    ],
  },
  IST0157: {
    name: 'InvalidTelemetryProvider',
    severity: 'warning',
    source: 'istio',
    summary: 'A Telemetry turns access logs on and names no provider, and the mesh has no default.',
    explanation:
      'An entry of `accessLogging` without `providers` uses those of ' +
      '`meshConfig.defaultProviders.accessLogging`. Where MeshConfig names none there, the entry has no effect: ' +
      'no log is written, even though the Telemetry looks as if it turned logs on.',
    remedy: 'Name a provider, such as `envoy`, or set `meshConfig.defaultProviders.accessLogging`.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0157/',
      'https://istio.io/latest/docs/tasks/observability/logs/access-log/',
    ],
  },
  IST0159: {
    name: 'ConflictingTelemetryWorkloadSelectors',
    severity: 'error',
    source: 'istio',
    summary: 'Two Telemetries select the same pods.',
    explanation:
      'For a workload there should be one Telemetry. When several select the same pods, istiod strings their ' +
      'entries together in the order in which the objects were created, and where they say different things of ' +
      'the same provider the order decides. Tracing settings, filters and metric overrides of the two get mixed, ' +
      'and another order of deployment gives another result.',
    remedy: 'Write tracing, metrics and access logs of a workload into one Telemetry.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0159/',
      'https://istio.io/latest/docs/reference/config/telemetry/',
    ],
  },
  IST0160: {
    name: 'MultipleTelemetriesWithoutWorkloadSelectors',
    severity: 'error',
    source: 'istio',
    summary: 'A namespace has more than one Telemetry for all its workloads.',
    explanation:
      'A Telemetry without a selector and without targetRefs is the default of its namespace (of the mesh, in ' +
      'the root namespace). Of several, istiod uses the one that was created first and does not read the others: ' +
      'a second one for tracing beside one for access logs has no effect at all.',
    remedy: 'Merge them into one Telemetry, or give all but one a selector.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0160/',
      'https://istio.io/latest/docs/reference/config/telemetry/',
    ],
  },
  IST0161: {
    name: 'InvalidGatewayCredential',
    severity: 'error',
    source: 'istio',
    summary: 'The Secret of a Gateway holds no certificate that can be used.',
    explanation:
      'istiod reads the Secret and sends it to the gateway only if it has a certificate in PEM that is valid now, ' +
      'and a private key. Otherwise the listener has no certificate: every TLS handshake on it fails, and clients ' +
      'see the connection reset. Whether key and certificate belong together is first seen by Envoy.',
    remedy: 'Make the Secret with `kubectl create secret tls`, or let cert-manager make and renew it.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0161/',
      'https://istio.io/latest/docs/tasks/traffic-management/ingress/secure-ingress/',
    ],
  },
  IST0162: {
    name: 'GatewayPortNotDefinedOnService',
    severity: 'warning',
    source: 'istio',
    summary: 'A gateway listens on a port that its Service does not have.',
    explanation:
      'A server of a Gateway opens its port on the pods. Callers come by the Service of the gateway, and by the ' +
      'load balancer before it; if neither has the port (or leads to it by `targetPort`), the connection is ' +
      'refused before any proxy sees it. The server is right and out of reach. Of the ports 8080 and 8443 of the ' +
      'gateway that istioctl installs it is information only: its ports 80 and 443 lead there.',
    remedy: 'Add the port to the Service of the gateway, or listen on one that it has.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0162/',
      'https://istio.io/latest/docs/reference/config/networking/gateway/#Port',
    ],
  },
  IST0163: {
    name: 'InvalidExternalControlPlaneConfig',
    severity: 'warning',
    source: 'istio',
    summary: 'A webhook of Istio has no usable address of its control plane.',
    explanation:
      'With an external control plane, the API server of the remote cluster calls istiod through the URL in its ' +
      'webhook configurations. If the URL cannot be read, or there is neither URL nor Service, the call fails: ' +
      'pods start without a proxy or not at all, and with `failurePolicy: Fail` objects of Istio are refused.',
    remedy: 'Write a URL with a host name, such as `https://istiod.example.com:15017/inject`.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0163/',
      'https://istio.io/latest/docs/setup/install/external-controlplane/',
    ],
  },
  IST0164: {
    name: 'ExternalControlPlaneAddressIsNotAHostname',
    severity: 'info',
    source: 'istio',
    summary: 'A webhook of Istio calls its control plane at an IP address.',
    explanation:
      'The address is that of the ingress gateway in front of an external istiod. Load balancers of clouds ' +
      'change their addresses; from then on the API server of the remote cluster reaches nobody, and injection ' +
      'and validation stop. Certificates for IP addresses are an obstacle of their own.',
    remedy: 'Write a host name.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0164/',
      'https://istio.io/latest/docs/setup/install/external-controlplane/',
    ],
  },
  IST0165: {
    name: 'ReferencedInternalGateway',
    severity: 'warning',
    source: 'istio',
    summary: 'A VirtualService names a Gateway that istiod makes for its own use.',
    explanation:
      'For each Gateway of the Gateway API istiod makes one of its own kind, in memory, with a name that contains ' +
      '`~istio-autogenerated-k8s-gateway~`. Naming it binds a VirtualService to something that is no interface: ' +
      'names and hosts follow the implementation and the listeners, and a new release may change them, after ' +
      'which the gateway answers 404.',
    remedy: 'Write an HTTPRoute for the Gateway, or use a Gateway of `networking.istio.io`.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/',
      'https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/',
    ],
  },
  IST0166: {
    name: 'IneffectiveSelector',
    severity: 'warning',
    source: 'istio',
    summary: 'A policy selects the pods of a Gateway of the Gateway API by labels.',
    explanation:
      'Policies are attached to a `gateway.networking.k8s.io` Gateway with `targetRefs`. On a waypoint a policy ' +
      'with a `selector` has no effect, even when the labels fit: it neither authenticates nor authorizes ' +
      'requests. On other Gateways istiod still applies it, although `istioctl analyze` says that it does not; this is ' +
      'only a note here. With `ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY=false` istiod no longer applies it.',
    remedy: 'Write `targetRefs` with the name of the Gateway instead of `selector`.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0166/',
      'https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/',
    ],
  },
  IST0167: {
    name: 'IneffectivePolicy',
    severity: 'warning',
    source: 'istio',
    summary: 'A Sidecar is for pods that have no sidecar.',
    explanation:
      'In ambient mode ztunnel carries the traffic of pods, and it does not read Sidecar objects. Limits to what ' +
      'a workload can reach, and listeners of its own, that were written for sidecars are gone when a namespace ' +
      'moves to ambient mode.',
    remedy: 'Delete the Sidecar; use AuthorizationPolicies, and a waypoint for routing.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0167/',
      'https://istio.io/latest/docs/ambient/overview/',
    ],
  },
  IST0170: {
    name: 'MultiClusterInconsistentService',
    severity: 'warning',
    source: 'istio',
    summary: 'A Service is not the same in all clusters of the mesh.',
    explanation:
      'Services with one name and namespace are one Service of the mesh, whatever their cluster. istiod takes the ports ' +
      'of one of them, that of its own cluster if there is one, and adds the pods of all. Pods are found by the name of ' +
      'the port: those of a cluster where it has another name get no requests. A Service that is headless in one cluster ' +
      'only is resolved to pods by some clients and to one address by others.',
    remedy: 'Write the same type, clusterIP and ports in all clusters, best from one source.',
    references: [
      'https://istio.io/latest/docs/ops/configuration/traffic-management/multicluster/',
      'https://istio.io/latest/docs/ops/deployment/deployment-models/#multiple-clusters',
    ],
  },
  IST0173: {
    name: 'DestinationRuleSubsetNotSelectPods',
    severity: 'error',
    source: 'istio',
    summary: 'A subset selects no pods.',
    explanation:
      'Each subset is a cluster of its own in Envoy, with the endpoints of the host that have its labels. When ' +
      'none has them, the cluster is there and empty: requests to it get 503 with the response flag UH (no ' +
      'healthy upstream), for the share that the weights give it. The usual causes are a label that stands on the ' +
      'Deployment and not on its pod template, and a version that was renamed. As long as no VirtualService among ' +
      'the manifests sends requests to the subset, nothing fails, and it is a warning or only information.',
    remedy: 'Write labels that pods behind the host have, or add the labels to the pod template.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/',
      'https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset',
    ],
    twin: 'KIA0203',
  },
  IST0174: {
    name: 'UnknownDestinationRuleHost',
    severity: 'warning',
    source: 'istio',
    summary: 'A DestinationRule is for a host that is not there.',
    explanation:
      'A DestinationRule changes the cluster of its host. Without a Service or ServiceEntry that is seen where ' +
      'the rule is, there is no such cluster, so TLS settings, subsets, connection limits and outlier detection ' +
      'in it apply to nothing. Short names are completed with the namespace of the rule, which is the usual cause ' +
      'when the rule lives apart from the Service. A wildcard such as `*.shop.svc.cluster.local` is for every host that it ' +
      'covers: there the rule works, and istioctl reports it all the same, as no host has exactly this name.',
    remedy: 'Write the full name of the host, or add the Service or ServiceEntry.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/',
      'https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule',
    ],
    twin: 'KIA0202',
  },
  IST0175: {
    name: 'JwksUriFetchUnrestricted',
    severity: 'warning',
    source: 'istio',
    summary: 'istiod fetches keys from any address that a RequestAuthentication names.',
    explanation:
      'istiod itself fetches `jwksUri`, with its own network access. Who may write a RequestAuthentication can ' +
      'let it call addresses that they cannot reach themselves, such as services of other teams or the metadata ' +
      'server of the cloud (server-side request forgery). `BLOCKED_CIDRS_IN_JWKS_URIS` forbids ranges.',
    remedy: 'Set the environment variable on istiod to the ranges that keys never come from.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/',
      'https://istio.io/latest/docs/reference/commands/pilot-discovery/',
    ],
  },
  IST0176: {
    name: 'GatewayAPICRDVersionBelowMinimum',
    severity: 'warning',
    source: 'istio',
    summary: 'A CRD of the Gateway API is older than what this release of Istio reads.',
    explanation:
      'istiod looks at the version of each CRD of the Gateway API and does not watch kinds whose CRD is too old. ' +
      'Objects of the kind can be created and look right, and no proxy gets anything of them: no routes, and no ' +
      'status that says why.',
    remedy: 'Install newer CRDs of the Gateway API before the upgrade of Istio.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/',
      'https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/',
    ],
  },
  IST0177: {
    name: 'ConflictingServiceEntryProtocol',
    severity: 'warning',
    source: 'istio',
    summary: 'Two ServiceEntries give one port of one host different protocols.',
    explanation:
      'A proxy has one listener for a host and port, and it speaks one protocol. Of several ServiceEntries that ' +
      'were written for the same host, the one that was created first decides. If that is TCP, HTTP routes, ' +
      'retries and telemetry of the others do nothing; if it is HTTP, clients that speak something else are ' +
      'refused.',
    remedy: 'Write one ServiceEntry for the host, or the same protocol in all of them.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/',
      'https://istio.io/latest/docs/reference/config/networking/service-entry/',
    ],
  },
};
