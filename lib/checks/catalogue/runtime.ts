import type { CodeInfo } from '../check';

export const RUNTIME_CODES: Readonly<Record<string, CodeInfo>> = {
  CDI0001: {
    name: 'NotAnObject',
    severity: 'error',
    source: 'cdk8s-istio',
    summary: 'A document is not a Kubernetes object.',
    explanation:
      'Every Kubernetes object is a map with `apiVersion` and `kind`. `kubectl apply` stops at a document without them, ' +
      'after the documents before it were applied, so the cluster is left with half of a change. The usual causes are a ' +
      'list or a text that was indented as a document of its own, and a missing `---` or one too many. A document with neither of the two and ' +
      'without `metadata` is a warning: files such as `values.yaml` stand beside manifests, and something else reads them.',
    remedy: 'Write apiVersion and kind, or take the document out of the folder if something else reads it.',
    references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/'],
  },
  CDI0002: {
    name: 'NameMissing',
    severity: 'error',
    source: 'cdk8s-istio',
    summary: 'An object has no name.',
    explanation:
      'Objects are known by kind, namespace and name. Without `metadata.name` (or `metadata.generateName`, where the API server ' +
      'makes up the end of the name) an object is refused, and nothing can refer to it.',
    remedy: 'Write metadata.name.',
    references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/names/'],
  },
  CDI0003: {
    name: 'DuplicateObject',
    severity: 'error',
    source: 'cdk8s-istio',
    summary: 'Two manifests are for one object.',
    explanation:
      'When two manifests have the same kind, namespace and name, the one that is applied last replaces the other without a word: ' +
      'half of what was written is not in the cluster, and which half depends on the order of files. Two charts that are made for ' +
      'one cluster with the same names are the usual cause; in a folder of examples or overlays it is alternatives that are never applied together. ' +
      'Findings about other objects are reported only if they hold with either of the two.',
    remedy:
      'Remove one of the two, merge them, or give one another name or namespace. Check alternatives one at a time.',
    references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/names/'],
  },
  CDI0101: {
    name: 'DestinationRuleOffLookupPath',
    severity: 'info',
    source: 'cdk8s-istio',
    summary: 'A DestinationRule is in a namespace where not every client of its host finds it.',
    explanation:
      'A proxy looks for the DestinationRule of a host in three namespaces: its own, that of the Service, and the root namespace. It takes what it finds in the first of them as a whole and merges nothing. A rule anywhere else counts only for the proxies beside it. Clients in other namespaces, gateways among them, call the host without its policy, and where a route names one of its subsets they have no cluster for it and answer 503 (flag NC). It is an error when a route of another namespace uses a subset of the rule, a warning when a route calls the host, and a note otherwise.',
    remedy: 'Put the rule into the namespace of the Service.',
    references: [
      'https://istio.io/latest/docs/ops/best-practices/traffic-management/#cross-namespace-configuration',
      'https://github.com/istio/istio/issues/15556',
      'https://github.com/istio/istio/issues/42570',
    ],
  },
  CDI0102: {
    name: 'RouteKindUnfitForServer',
    severity: 'error',
    source: 'cdk8s-istio',
    summary: "The rules of a VirtualService are of a kind that the gateway's server does not ask.",
    explanation:
      'The protocol and the TLS mode of a server decide what the gateway can read. A server that ends TLS for HTTPS reads HTTP requests and asks `http` rules; one with PASSTHROUGH sees only the server name and asks `tls` rules; one that ends TLS for protocol TLS, or speaks TCP, asks `tcp` rules. Rules of another kind are left out without a word: HTTP clients get 404. Other servers are left out themselves: where no other one shares the port nothing listens, and connections are refused; where one does, they are closed.',
    remedy: "Write rules of the kind that the server asks, or change the server's protocol and TLS mode.",
    references: [
      'https://istio.io/latest/docs/ops/common-problems/network-issues/',
      'https://github.com/istio/istio/issues/34612',
      'https://github.com/istio/istio/issues/13578',
      'https://github.com/istio/istio/issues/37293',
    ],
  },
  CDI0103: {
    name: 'RedirectLoop',
    severity: 'error',
    source: 'cdk8s-istio',
    summary: 'A gateway redirects to HTTPS behind a load balancer that has ended TLS already.',
    explanation:
      'A load balancer with a certificate sends plain HTTP to the gateway. The gateway sees HTTP and redirects to HTTPS; the client obeys, the load balancer ends TLS again, and the gateway sees HTTP again. Browsers give up after twenty rounds. `x-forwarded-proto: https` of the load balancer changes nothing: a gateway overwrites it, unless `gatewayTopology.numTrustedProxies` of its ProxyConfig says that there are proxies before it. Then only plain HTTP of the client is redirected.',
    remedy:
      'Redirect at the load balancer, and serve plain HTTP at the gateway; or let the gateway count the proxies before it.',
    references: [
      'https://istio.io/latest/docs/ops/configuration/traffic-management/network-topologies/',
      'https://github.com/istio/istio/issues/16778',
      'https://github.com/istio/istio/issues/17980',
    ],
  },
  CDI0104: {
    name: 'CredentialInAnotherNamespace',
    severity: 'error',
    source: 'cdk8s-istio',
    summary: "The Secret of a server is not in the namespace of the gateway's pods.",
    explanation:
      '`credentialName` has no namespace: the pods of the gateway ask for the Secret in the namespace that they run in, whatever the namespace of the Gateway object is. A Secret beside the Gateway or the application is not found: the server has no certificate, and every TLS handshake for its hosts is cut off, while other servers of the port work.',
    remedy: "Make the Secret, or cert-manager's Certificate, in the namespace of the gateway's pods.",
    references: [
      'https://istio.io/latest/docs/tasks/traffic-management/ingress/secure-ingress/',
      'https://github.com/istio/istio/issues/27740',
      'https://github.com/istio/istio/issues/14598',
    ],
  },
  CDI0105: {
    name: 'WeightedConsistentHash',
    severity: 'warning',
    source: 'cdk8s-istio',
    summary: 'A host has stickiness by consistent hash, and its requests are split by weight between subsets.',
    explanation:
      'Envoy first chooses the subset by weight, anew for each request, and then the pod within the subset by the hash. So the hash keeps a client with a pod of whichever version chance has chosen; between versions the client changes all the time. Sessions that live in one version break.',
    remedy: 'Keep clients with their version by a cookie route.',
    references: [
      'https://github.com/istio/istio/issues/9764',
      'https://github.com/istio/istio/issues/33343',
      'https://github.com/envoyproxy/envoy/issues/8167',
    ],
  },
  CDI0106: {
    name: 'FaultWithRetries',
    severity: 'warning',
    source: 'cdk8s-istio',
    summary: 'A route injects a fault and has retries or a timeout of its own.',
    explanation:
      'Faults are injected by a filter that comes before the router, and retries and timeouts belong to the router. An injected abort is answered at once and never tried again; an injected delay passes before the timeout begins. A test that is meant to show that retries help shows the opposite.',
    remedy: 'Inject the fault further down the call chain, and keep retries and timeout where they are to be tried.',
    references: [
      'https://istio.io/latest/docs/concepts/traffic-management/#network-resilience-and-testing',
      'https://github.com/istio/istio/issues/13705',
    ],
  },
  CDI0107: {
    name: 'VirtualServiceAndHttpRoute',
    severity: 'warning',
    source: 'cdk8s-istio',
    summary: 'A Service has rules in a VirtualService and in an HTTPRoute.',
    explanation:
      'An HTTPRoute with a Service as parent becomes a set of rules for that host in the mesh, as a VirtualService is. Sidecars use one set for a host and never ask the other. In the namespace of the HTTPRoute its rules hold, whatever the age of the two. In other namespaces the older one holds, which differs between clusters; an HTTPRoute outside of the namespace of the Service holds for nobody there. A VirtualService whose `exportTo` names namespaces goes before the HTTPRoute in these.',
    remedy: 'Write all rules of a Service in one of the two APIs.',
    references: [
      'https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/#mesh-traffic',
      'https://github.com/istio/istio/issues/22997',
    ],
  },
  CDI0108: {
    name: 'OverlappingVirtualServices',
    severity: 'warning',
    source: 'cdk8s-istio',
    summary: 'Two VirtualServices want the same requests.',
    explanation:
      'Sidecars ask one VirtualService for the HTTP requests to a host: the oldest one, and what it does not match gets 404 instead of going on to the next. So it is with `tcp` rules, and with `tls` rules for one server name; where two of these have it in different lists of `sniHosts`, Envoy refuses the listener of the port as a whole, which is an error. At a gateway the rules of all VirtualServices for a host are merged, oldest first, and rules that take everything come last; so of two rules with the same match the older one wins, and a `tls` match is left out if an older one has any of its server names. Age is the time of creation in the cluster, which no file shows: after a restore, or in another cluster, the other one may win. Only `exportTo` goes before age: what is exported to its own namespace alone is asked before what others see too, so such a pair is not reported.',
    remedy: 'Write the rules for a host in one VirtualService, or use delegates.',
    references: [
      'https://istio.io/latest/docs/ops/best-practices/traffic-management/#split-virtual-services',
      'https://github.com/istio/istio/issues/36621',
      'https://github.com/istio/istio/issues/58453',
    ],
    twin: 'KIA1106',
  },
  CDI0109: {
    name: 'OverlappingDestinationRules',
    severity: 'warning',
    source: 'cdk8s-istio',
    summary: 'Two DestinationRules for one host say the same thing differently.',
    explanation:
      'Of several DestinationRules for one host in one namespace istiod takes the subsets of all, but a subset that two of them declare only from the oldest, and `trafficPolicy` only from the oldest that has one, as a whole. Connection limits or TLS settings that stand in the other file are not in force, and nothing says so. Rules with different `exportTo` are not merged at all: a proxy that sees several takes one of them, usually the youngest, and requests to subsets that only another one has get 503 (flag NC). A rule with `exportTo: ["."]` beside one with a `workloadSelector` is merged into that, and pods that it does not select get nothing of either.',
    remedy: 'Write one DestinationRule for a host.',
    references: [
      'https://istio.io/latest/docs/ops/best-practices/traffic-management/#split-virtual-services',
      'https://github.com/istio/istio/issues/51545',
    ],
    twin: 'KIA0201',
  },
  CDI0110: {
    name: 'ControllerOwnedFields',
    severity: 'warning',
    source: 'cdk8s-istio',
    summary: 'Manifests write what Argo Rollouts or Flagger writes too.',
    explanation:
      'A progressive delivery controller changes the routes of a release while it goes on: Argo Rollouts the weights of the routes that it manages, Flagger the whole VirtualService and DestinationRules. Manifests that hold other values undo a step whenever they are applied, and the controller and the GitOps tool take turns. In a route that it manages, Argo Rollouts keeps only the stable and the canary destination: a third one is gone after the first step.',
    remedy:
      'Leave the fields to the controller: weights 100 and 0 for Argo Rollouts with ignored differences, no objects at all for Flagger.',
    references: [
      'https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/istio/',
      'https://docs.flagger.app/tutorials/istio-progressive-delivery',
      'https://github.com/argoproj/argo-rollouts/issues/3125',
    ],
  },
  CDI0111: {
    name: 'OnlyTheRootPath',
    severity: 'warning',
    source: 'cdk8s-istio',
    summary: 'Only the path "/" is served for a host.',
    explanation:
      '`exact: /` matches the start page and nothing else. Its style sheets, scripts and pictures have paths of their own, and the gateway answers 404 to them: the page appears, without its looks and functions.',
    remedy: 'Write prefix: / for the whole site.',
    references: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest'],
  },
  CDI0112: {
    name: 'CatchAllHost',
    severity: 'info',
    source: 'cdk8s-istio',
    summary: 'A gateway and a VirtualService take the requests for every host.',
    explanation:
      "Gateways that select the same pods share their ports. A server for `*` takes every host that no other server names, typing errors and other people's domains included, and a second team that copies the example collides with it: IST0145, and routes whose order nobody has decided.",
    remedy: 'Name the hosts.',
    references: ['https://istio.io/latest/docs/reference/config/networking/gateway/#Server'],
  },
  CDI0113: {
    name: 'DottedShortHost',
    severity: 'error',
    source: 'cdk8s-istio',
    summary: 'A host has a dot and is no full name, so Istio does not complete it.',
    explanation:
      "Kubernetes' DNS completes `reviews.shop` to the Service `reviews` of namespace `shop`. Istio completes only names without any dot, with the namespace of the rule. It takes `reviews.shop` for a host outside of the cluster: as a destination it has no cluster and requests get 503 (flag NC), and a DestinationRule for it applies to nothing. In `hosts` the rules are never asked, except on port 80, where istiod also serves hosts that are not in the registry: there requests that say `reviews.shop` get the rules, and those that say the full name do not.",
    remedy: 'Write the full name of the Service.',
    references: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination'],
    twin: 'IST0101',
  },
  CDI0114: {
    name: 'ServiceOpenBesideGateway',
    severity: 'warning',
    source: 'cdk8s-istio',
    summary: 'A Service behind a gateway can be reached past it.',
    explanation:
      'A Service of type NodePort or LoadBalancer has a door of its own to the outside. Requests through it do not see the gateway: no TLS of the gateway, no host or path rules, no policies for its pods. Rules for the mesh do not hold for them either, since the client has no sidecar.',
    remedy: 'Make the Service a ClusterIP.',
    references: ['https://istio.io/latest/docs/tasks/traffic-management/ingress/ingress-control/'],
  },
  CDI0115: {
    name: 'DestinationRuleHidesSubset',
    severity: 'error',
    source: 'cdk8s-istio',
    summary: 'A DestinationRule hides another one that has the subset a route asks for.',
    explanation:
      'A proxy takes the DestinationRules for a host from one namespace: its own, else that of the Service, else the root namespace. What it finds first replaces the others whole; subsets and policies are not merged across namespaces. A rule that was only meant to add a setting for one team, such as a connection pool or TLS, takes the subsets of the owner away from its proxies. Where a route sends their requests to such a subset, there is no cluster for it: 503 with the response flag NC, for these clients alone.',
    remedy: 'Repeat the subsets in the nearer rule, or keep one rule for the host, in the namespace of the Service.',
    references: [
      'https://istio.io/latest/docs/ops/best-practices/traffic-management/#cross-namespace-configuration',
      'https://istio.io/latest/docs/reference/config/networking/destination-rule/',
    ],
  },
  CDI0116: {
    name: 'ServerNameInTwoLists',
    severity: 'error',
    source: 'cdk8s-istio',
    summary: 'A server name stands in two lists of sniHosts of one VirtualService, or twice in one.',
    explanation:
      'Rules for TLS become filter chains of Envoy, one for each list of `sniHosts`, and Envoy allows a server name in one chain of a port only. For the mesh istiod sends the chains as they are written: sidecars refuse the whole listener of the port (`multiple filter chains with overlapping matching rules`), keep the one that they had, and those that start later have none, so that all connections to the port go wrong. A gateway leaves out the match that comes second, with all of its server names; of a name that stands twice in one list its proxies refuse the listener as well. Nothing of this is seen when the VirtualService is applied. Two matches with exactly the same list are one to istiod; names for different ports or different destinationSubnets do not meet.',
    remedy: 'Write each server name into one list.',
    references: [
      'https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSMatchAttributes',
      'https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/listener/v3/listener_components.proto#config-listener-v3-filterchainmatch',
    ],
  },
  CDI0117: {
    name: 'RuleNeverReached',
    severity: 'warning',
    source: 'cdk8s-istio',
    summary: 'No request reaches an http rule of a VirtualService, because rules before it take all of them.',
    explanation:
      'Envoy tries the routes of a host in order and uses the first that matches. A rule for `/api` after one for the prefix `/`, or for `GET` after one for all methods of the same path, is never reached: nothing fails, and requests go where the first rule sends them. After a rule that matches every request istiod leaves out the rest of the VirtualService. At a gateway it joins the rules of all VirtualServices for a host, the oldest first, and moves rules that match every request to the end, so `/a` in an older VirtualService takes the requests for `/a/b` in a newer one. IST0130 and IST0131 already report a match that is repeated, a rule after one without matches, and two prefixes in one VirtualService; these are not reported again. Nothing is reported if a request may reach the rule at any gateway of the VirtualService, from any client, or if it is uncertain whether other rules take all of its requests.',
    remedy: 'Put narrower rules before wider ones.',
    references: [
      'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute',
      'https://istio.io/latest/docs/ops/best-practices/traffic-management/#split-virtual-services',
      'https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/http/http_routing',
    ],
  },
  CDI0118: {
    name: 'LoadBalancerSpeaksOtherwise',
    severity: 'error',
    source: 'cdk8s-istio',
    summary: 'A load balancer sends plain HTTP to a server that expects TLS, or TLS to one that expects plain HTTP.',
    explanation:
      'Behind a load balancer with a certificate, the server of the gateway must expect what the load balancer sends, not what the client sends. A network load balancer ends TLS on the ports in `aws-load-balancer-ssl-ports` (all ports without this annotation) and sends plain bytes to the gateway, unless `aws-load-balancer-backend-protocol` is `ssl`; an ALB sends plain HTTP, unless `backend-protocol` is `HTTPS`. A server with protocol HTTPS or TLS closes such a connection, because its first bytes are not a TLS handshake. The Service says which server it is: its port has a `targetPort`, and all servers whose own port has the same `targetPort` listen there.',
    remedy:
      'Give the server the protocol that arrives (HTTP behind a port where the load balancer ends TLS), or let the load balancer pass TLS through or encrypt again.',
    references: [
      'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/',
      'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/',
      'https://github.com/istio/istio/issues/35420',
    ],
  },
  CDI0119: {
    name: 'SidecarHidesWayOut',
    severity: 'warning',
    source: 'cdk8s-istio',
    summary: 'A Sidecar hides the rules by which its pods would leave through an egress gateway.',
    explanation:
      'A Sidecar lists what its pods know of the mesh. To use an egress gateway they must know the ServiceEntry of the external host, which gives them a listener, and the VirtualService that sends its requests to the gateway; the Service of the gateway comes with the VirtualService. A VirtualService is imported by its own namespace and one of its hosts, so one in `istio-system` is not among `./*`. Pods that know the host and not the rules connect to the host directly, past the gateway, whatever `outboundTrafficPolicy` says. Pods that do not know the host connect directly with `ALLOW_ANY`, and are refused with `REGISTRY_ONLY`. No object is wrong by itself, and with `ALLOW_ANY` every request succeeds. It is only information where nothing shows that the pods call the host: where the Sidecar imports its own namespace and the root namespace as a whole, and where it is for some pods.',
    remedy: 'Import the namespace of the VirtualService and of the ServiceEntry, or their hosts by name.',
    references: [
      'https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener',
      'https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/',
    ],
  },
  CDI0201: {
    name: 'EgressWithoutServiceEntry',
    severity: 'error',
    source: 'cdk8s-istio',
    summary: 'Rules for an external host have no ServiceEntry that makes sidecars ask them.',
    explanation:
      'A sidecar has listeners and routes for the hosts of the registry: Services and ServiceEntries. Rules of `tls` and `tcp` for a host that is in neither change nothing; those of `http` are asked on port 80 alone, which is then only information. With `outboundTrafficPolicy: ALLOW_ANY`, the default, the connection leaves the pod directly (PassthroughCluster in the access log) and the page loads, so the mistake looks like success; with REGISTRY_ONLY it is closed.',
    remedy: 'Add a ServiceEntry for the host.',
    references: [
      'https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/',
      'https://istio.io/latest/docs/tasks/traffic-management/egress/wildcard-egress-hosts/',
    ],
  },
  CDI0202: {
    name: 'SecondHopMissing',
    severity: 'error',
    source: 'cdk8s-istio',
    summary: 'Sidecars send requests to a gateway that has no rule for where they go next.',
    explanation:
      'Egress through a gateway is two hops: a rule for the mesh leads from the sidecar to the gateway, and a rule for the gateway leads on to the external host. Without the second istiod has no filter chain for the server and leaves its listener out: connections to the gateway are refused.',
    remedy: 'Add the second rule.',
    references: [
      'https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/',
      'https://github.com/istio/istio/issues/17517',
      'https://github.com/istio/istio/issues/50403',
    ],
  },
  CDI0203: {
    name: 'WildcardWithoutUpstream',
    severity: 'error',
    source: 'cdk8s-istio',
    summary: 'An egress gateway passes on TLS for a wildcard and has nothing to connect to.',
    explanation:
      'A wildcard is no address. A gateway can send all hosts below it to one server that serves them all (a ServiceEntry with resolution DNS for that server), or it can look up the server name of each connection itself, which takes an EnvoyFilter with the SNI dynamic forward proxy. Everything between the two designs ends in a gateway without an upstream, which closes connections; one for the wildcard with resolution NONE does too. Without any ServiceEntry sidecars do not even ask the gateway, and connections leave past it.',
    remedy: 'Choose one of the two designs and write all of its objects.',
    references: [
      'https://istio.io/latest/docs/tasks/traffic-management/egress/wildcard-egress-hosts/',
      'https://istio.io/latest/blog/2023/egress-sni/',
    ],
  },
  CDI0204: {
    name: 'EgressSuccessProvesNothing',
    severity: 'info',
    source: 'cdk8s-istio',
    summary: 'Requests that are to leave through a gateway would also succeed without it.',
    explanation:
      'With `outboundTrafficPolicy: ALLOW_ANY` a sidecar lets connections to unknown hosts out. If any part of the egress design is wrong, the connection just leaves the pod directly, and the answer looks the same.',
    remedy: "Look at the gateway's access log, or switch to REGISTRY_ONLY.",
    references: [
      'https://istio.io/latest/docs/tasks/traffic-management/egress/egress-control/',
      'https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-OutboundTrafficPolicy',
    ],
  },
  CDI0205: {
    name: 'EgressGatewayCanBeBypassed',
    severity: 'info',
    source: 'cdk8s-istio',
    summary: 'Nothing makes pods use the egress gateway.',
    explanation:
      "Istio sends through the gateway what its sidecars see. A process that runs as the user of the proxy, a pod without a sidecar or a protocol that is not intercepted goes around it. Istio's documentation says of REGISTRY_ONLY itself that it is no security boundary; only the network can enforce the way.",
    remedy: 'Add a NetworkPolicy for egress.',
    references: [
      'https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/#additional-security-considerations',
    ],
  },
  CDI0206: {
    name: 'InstalledObjectRedeclared',
    severity: 'warning',
    source: 'cdk8s-istio',
    summary: 'A manifest is for an object that the installation of Istio owns.',
    explanation:
      'Kubernetes merges what two owners apply. The installed gateway Service has ports 80 and 443 that lead to 8080 and 8443 of pods that may not bind low ports; a copy with `targetPort: 443` changes that, and the gateway stops answering. The next upgrade changes it back.',
    remedy: 'Leave the object out, or run a gateway of your own under another name.',
    references: ['https://istio.io/latest/docs/setup/additional-setup/gateway/'],
  },
  CDI0207: {
    name: 'HandWrittenProxy',
    severity: 'error',
    source: 'cdk8s-istio',
    summary: "A container runs Istio's proxy without what the proxy needs.",
    explanation:
      'The agent in the proxy image needs to know its pod, namespace and address, a projected token by which istiod knows it, and the root certificate of istiod. A container that was copied without them starts, gets no certificate and no configuration, and never becomes ready. The list changes with each release, so a copy ages badly.',
    remedy: 'Let the injector write the container from its gateway template.',
    references: ['https://istio.io/latest/docs/setup/additional-setup/gateway/'],
  },
  CDI0208: {
    name: 'GatewayPortMissing',
    severity: 'warning',
    source: 'cdk8s-istio',
    summary: "A route leads to a gateway's Service without a port.",
    explanation:
      'A destination may leave out the port of a Service that has a single one. The Service of an installed gateway has several. istiod then takes ' +
      'the port that the client asked for, whether the Service has it or not; `istioctl analyze` with a cluster calls it an error (IST0112).',
    remedy: 'Write the port into the destination.',
    references: [
      'https://istio.io/latest/docs/reference/config/analysis/ist0112/',
      'https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/',
    ],
    twin: 'IST0112',
  },
  CDI0209: {
    name: 'GatewayUpstreamUnresolved',
    severity: 'error',
    source: 'cdk8s-istio',
    summary: 'A gateway sends requests to a ServiceEntry without resolution.',
    explanation:
      'With resolution NONE Envoy connects to the address that the client asked for. A sidecar knows it, because connections are redirected to it. A gateway is asked by its own address, so there is none that it could use: it has no healthy upstream (flag UH), TLS connections are closed, and HTTP requests get 503.',
    remedy: 'Write resolution: DNS.',
    references: ['https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/'],
  },
  CDI0301: {
    name: 'DashboardOpenToAnyone',
    severity: 'warning',
    source: 'cdk8s-istio',
    summary: 'A dashboard is behind a gateway that asks nobody who they are.',
    explanation:
      "Istio's sample addons are made for a laptop: Kiali runs with the strategy `anonymous`, Grafana gives anonymous visitors the role of an administrator, Prometheus and Jaeger know no users at all. Behind a gateway they are open to everybody who can reach it.",
    remedy: 'Demand a login at the gateway, or use istioctl dashboard.',
    references: [
      'https://istio.io/latest/docs/tasks/observability/gateways/',
      'https://kiali.io/docs/configuration/authentication/',
    ],
  },
  CDI0302: {
    name: 'SidecarAndAmbient',
    severity: 'warning',
    source: 'cdk8s-istio',
    summary: 'A namespace or pod is told to use sidecars and ambient mode at once.',
    explanation:
      'A pod with a sidecar is left out of ambient mode. With both labels pods get sidecars, ztunnel does not take their traffic, and policies for a waypoint do not hold for them; pods that opt out of injection are in ambient mode after all. Half of the namespace is then in each data plane.',
    remedy: 'Write one of the two labels.',
    references: ['https://istio.io/latest/docs/ambient/usage/add-workloads/'],
    twin: 'KIA1311',
  },
  CDI0303: {
    name: 'EnvoyFilterWithoutSelector',
    severity: 'warning',
    source: 'cdk8s-istio',
    summary: 'An EnvoyFilter patches every proxy of its namespace, or of the mesh.',
    explanation:
      "EnvoyFilters depend on names and order inside of Envoy's configuration. One without a selector patches gateways and sidecars alike, those of other teams and those that do not exist yet included; in the root namespace it reaches the whole mesh. A proxy that cannot take a patch refuses the listeners, routes or clusters that it touches: they stay as they were, whatever else changes, and new ones do not come, so requests for them get 503 or their connections are closed.",
    remedy: 'Select the pods that are meant.',
    references: [
      'https://istio.io/latest/docs/reference/config/networking/envoy-filter/',
      'https://github.com/istio/istio/issues/21271',
      'https://github.com/istio/istio/issues/23111',
    ],
  },
  CDI0304: {
    name: 'PlaintextToStrictPods',
    severity: 'error',
    source: 'cdk8s-istio',
    summary: 'A DestinationRule switches mutual TLS off towards pods that demand it.',
    explanation:
      'Istio agrees on mutual TLS by itself where both sides can. A DestinationRule with `tls` overrides that for the callers. With DISABLE they send ' +
      'plaintext, with SIMPLE or MUTUAL a TLS of their own, and a PeerAuthentication in mode STRICT makes the other side reset whatever is not the mutual ' +
      'TLS of the mesh. Kiali reports this only for rules that are for a whole namespace or mesh.',
    remedy: 'Remove tls from the DestinationRule, or relax the PeerAuthentication for those pods.',
    references: [
      'https://istio.io/latest/docs/ops/common-problems/network-issues/#503-errors-after-setting-destination-rule',
      'https://github.com/istio/istio/issues/6279',
    ],
  },
  CDI0305: {
    name: 'EnvoyFilterWithoutGateways',
    severity: 'warning',
    source: 'cdk8s-istio',
    summary: 'An EnvoyFilter patches gateways only, in a namespace without gateways.',
    explanation:
      'Outside the root namespace an EnvoyFilter patches only the proxies of its own namespace. The pods of a gateway usually run in a namespace of their own, which need not be that of the Gateway or of the application, so patches with `context: GATEWAY` beside the application change nothing. Istio accepts the object, and nothing reports that no proxy takes it.',
    remedy: 'Move it to the namespace in which the pods of the gateway run, and select them.',
    references: [
      'https://istio.io/latest/docs/reference/config/networking/envoy-filter/',
      'https://github.com/istio/istio/issues/17414',
      'https://github.com/istio/istio/issues/26912',
    ],
  },
  CDI0401: {
    name: 'RemovedKubernetesApi',
    severity: 'error',
    source: 'cdk8s-istio',
    summary: 'A workload or an Ingress uses a version of the API that Kubernetes has removed.',
    explanation:
      'Kubernetes serves Deployments, StatefulSets, DaemonSets and ReplicaSets of `extensions/v1beta1`, `apps/v1beta1` and `apps/v1beta2` no more since 1.16, Ingresses of `extensions/v1beta1` and `networking.k8s.io/v1beta1` since 1.22, and CronJobs of `batch/v1beta1` since 1.25. `kubectl apply` fails for this object, after the objects before it were applied. Workloads of `extensions/v1beta1` are not read here either, so what selects their pods finds none.',
    remedy: 'Write apps/v1, batch/v1 or networking.k8s.io/v1.',
    references: ['https://kubernetes.io/docs/reference/using-api/deprecation-guide/'],
  },
  CDI0402: {
    name: 'LoadBalancerHealthCheckMissing',
    severity: 'error',
    source: 'cdk8s-istio',
    summary: 'A load balancer in front of a gateway asks a path that the gateway does not serve.',
    explanation:
      "An application load balancer asks each target for `/` and takes only 200 for healthy. An Istio gateway has no page of its own: for a host that no route names it answers 404. All targets count as unhealthy. The gateway's readiness is served on its status port 15021 under /healthz/ready.",
    remedy: 'Point the health check at port 15021 and /healthz/ready.',
    references: ['https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/'],
  },
};
