import { apiServerPorts } from '../../mesh/api-server-ports';
import { clientTls } from '../../mesh/client-tls';
import type { ClosedPort } from '../../mesh/closed-ports';
import { closedPorts } from '../../mesh/closed-ports';
import { isOutsideMesh } from '../../mesh/injection';
import { gatewayWorkloads } from '../../mesh/proxies';
import { DataSet } from '../../mesh/reading/data-map';
import type { Mesh } from '../../mesh/reading/mesh';
import type { RegistryService } from '../../mesh/registry';
import { registry } from '../../mesh/registry';
import type { Workload } from '../../mesh/workload';
import type { Check, RelatedPlace, Reporter } from '../check';
import type { Ingress } from './load-balancer-fronts/front';
import { backends } from './load-balancer-fronts/front';
import { closedServicesNamedBy } from './named-services';

/** Clients without mutual TLS of pods that take nothing else, or ask who calls. */
export const outsideClients: Check = {
  name: 'outside-clients',
  mirrors: [
    'pilot/pkg/security/authn/policy_applier.go: ComposePeerAuthentication',
    'pilot/pkg/security/authz/model/generator.go: srcPrincipalGenerator',
  ],
  codes: {
    CDI0422: {
      name: 'OutsideClientOfStrictPods',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'Something outside the mesh calls pods that take mutual TLS only.',
      explanation:
        'With a PeerAuthentication in mode STRICT the proxy of a pod resets every connection without a certificate of the mesh. Pods without a sidecar or ztunnel, load balancers, the API server and the ingress controllers of others have none. Reported are Services of type LoadBalancer and NodePort, backends of an Ingress, webhooks, and pods without a proxy that name the host of such a Service in their arguments or their environment, also that of a ConfigMap. Only a gateway of Istio, or another proxy in the mesh, can hand such calls on.',
      remedy:
        'Send the calls through a gateway of Istio, give the client a sidecar, or set the port to PERMISSIVE in `portLevelMtls`.',
      references: [
        'https://istio.io/latest/docs/tasks/security/authentication/mtls-migration/',
        'https://istio.io/latest/docs/concepts/security/#peer-authentication',
        'https://istio.io/latest/docs/ops/common-problems/network-issues/',
      ],
    },
    CDI0423: {
      name: 'AnonymousClientRefused',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'Callers without an identity call pods whose policies ask for one.',
      explanation:
        'Callers have an identity only in mutual TLS. Where every rule that allows something asks for principals, namespaces or service accounts, or a rule denies all others, the pods answer 403 to callers without one, although they take plain text. Reported are the same callers as in CDI0422: load balancers, the controllers of an Ingress, the API server, and pods without a proxy that name the host; and DestinationRules with `tls` other than ISTIO_MUTUAL, with which callers in the mesh give up their identity.',
      remedy:
        'Send the calls through a gateway of Istio and allow its identity, give the client a sidecar, or allow it by its address.',
      references: [
        'https://istio.io/latest/docs/concepts/security/#dependency-on-mutual-tls',
        'https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source',
      ],
    },
  },
  run(mesh, report) {
    const closed = mesh.derive(closedPorts);
    if (closed.size === 0) {
      return;
    }
    for (const [service, ports] of closed) {
      exposedService(mesh, service, ports, report);
    }
    plainCallers(mesh, closed, report);
    for (const object of [...mesh.all('networking.k8s.io/Ingress'), ...mesh.all('extensions/Ingress')]) {
      ingressBackends(mesh, object, closed, report);
    }
    const gateways = gatewayWorkloads(mesh);
    for (const workload of mesh.workloads) {
      if (!gateways.has(workload) && isOutsideMesh(workload, mesh)) {
        namedHosts(mesh, workload, report);
      }
    }
  },
};

/** DestinationRules that make proxies call without mutual TLS, where the pods ask who calls. Of STRICT ones CDI0304 tells. */
function plainCallers(mesh: Mesh, closed: ReturnType<typeof closedPorts>, report: Reporter): void {
  const told = new DataSet<[string, string]>();
  for (const { object, path, mode, service, port } of mesh.derive(clientTls)) {
    const known = closed.get(service)?.find(({ number }) => number === port);
    if (mode === 'ISTIO_MUTUAL' || known?.closing.kind !== 'identity' || !told.add([object.key, path])) {
      continue;
    }
    const { code, why, related } = reasonOf(known);
    report({
      code,
      object,
      path,
      severity: 'error',
      related: [{ object: service.object }, ...related],
      message: `With mode ${mode} proxies do not use Istio's mutual TLS to Service ${service.object.key}, and so their pods have no identity there. ${why}.`,
      fix: 'Remove tls, so that Istio uses what both sides support, or write mode: ISTIO_MUTUAL.',
    });
  }
}

/** What is said of a port: its code, what happens, and how it is opened. */
interface Reason {
  readonly code: 'CDI0422' | 'CDI0423';
  readonly why: string;
  readonly fix: string;
  readonly related: readonly RelatedPlace[];
}

function reasonOf({ closing: { kind, policy }, target }: ClosedPort): Reason {
  const related = [{ object: policy }];
  return kind === 'strict'
    ? {
        code: 'CDI0422',
        why: `PeerAuthentication ${policy.key} is STRICT for the pods, which reset connections without mutual TLS`,
        fix: `add a PeerAuthentication for these pods with portLevelMtls: {"${target}": {mode: PERMISSIVE}}`,
        related,
      }
    : {
        code: 'CDI0423',
        why: `AuthorizationPolicy ${policy.key} asks the callers of the pods for an identity, and refuses who has none (403)`,
        fix: 'write a rule for these callers that asks for an address (ipBlocks)',
        related,
      };
}

/** Services whose type opens them to clients outside the cluster, and those that the API server calls. */
function exposedService(mesh: Mesh, { object }: RegistryService, ports: readonly ClosedPort[], report: Reporter): void {
  const { type } = object.spec as { readonly type?: string };
  const [first] = ports;
  const { code, why, fix, related } = reasonOf(first);
  if (type === 'LoadBalancer' || type === 'NodePort') {
    report({
      code,
      object,
      path: 'spec.type',
      severity: type === 'LoadBalancer' ? 'error' : undefined,
      related,
      message: `A ${type} lets clients outside the cluster connect to the pods, and they have no certificate of the mesh. ${why}.`,
      fix: `Write type: ClusterIP and let clients in through a gateway; or, if they may stay without mutual TLS, ${fix}.`,
    });
  }
  for (const port of ports) {
    if (mesh.derive(apiServerPorts).has([object.namespace, object.name, port.number])) {
      const i = ((object.spec as { ports?: { port?: number }[] }).ports ?? []).findIndex(
        (each) => each.port === port.number,
      );
      const said = reasonOf(port);
      report({
        code: said.code,
        object,
        path: `spec.ports[${i}]`,
        severity: 'error',
        related: said.related,
        message: `The API server calls this port (a webhook or an APIService names it), and it is outside the mesh. ${said.why}, so the calls fail.`,
        fix: `Write the annotation traffic.sidecar.istio.io/excludeInboundPorts: "${port.target}" on the pods, or ${said.fix}.`,
      });
    }
  }
}

/** Classes of load balancers of clouds, which no proxy is beside. */
const OF_CLOUDS = ['alb', 'gce', 'gce-internal', 'azure-application-gateway'];

/** Backends of an Ingress that another controller than Istio serves. */
function ingressBackends(
  mesh: Mesh,
  object: Ingress,
  closed: ReadonlyMap<RegistryService, readonly ClosedPort[]>,
  report: Reporter,
): void {
  const { annotations, spec, namespace } = object;
  const name = spec.ingressClassName ?? annotations['kubernetes.io/ingress.class'];
  if (name === 'istio' || annotations['nginx.ingress.kubernetes.io/service-upstream'] === 'true') {
    return;
  }
  const ofController = typeof name === 'string' ? ` (class ${name})` : '';
  const isCloud = OF_CLOUDS.includes(name as string);
  const told = new Set<string>();
  for (const backend of backends(object)) {
    const service = registry(mesh).at(`${backend.name}.${namespace}.svc.${mesh.context.clusterDomain}`, namespace);
    const port = service && closed.get(service)?.find((each) => isPort(each, backend.port));
    if (service === undefined || port === undefined || told.has(service.host)) {
      continue;
    }
    told.add(service.host);
    const { code, why, fix, related } = reasonOf(port);
    report({
      code,
      object,
      path: 'spec',
      severity: isCloud ? 'error' : undefined,
      related: [{ object: service.object }, ...related],
      message: `The controller of this Ingress${ofController} connects to the pods of Service ${service.object.key}${isCloud ? '' : ', without mutual TLS unless its own pods have a sidecar'}. ${why}.`,
      fix: `Let the Ingress lead to a gateway of Istio${isCloud ? '' : ', give the controller a sidecar'}, or ${fix}.`,
    });
  }
}

function isPort({ number, name }: ClosedPort, asked: number | string | undefined): boolean {
  return asked === undefined || asked === number || asked === name;
}

/** Places of pods without a proxy that name a host of such a Service. */
function namedHosts(mesh: Mesh, workload: Workload, report: Reporter): void {
  const told = new Set<RegistryService>();
  for (const { service, port, where, text } of closedServicesNamedBy(mesh, workload)) {
    if (told.size === told.add(service).size) {
      continue;
    }
    const { code, why, fix, related } = reasonOf(port);
    report({
      code,
      object: workload.object,
      path: where,
      related: [{ object: service.object }, ...related],
      message: `These pods have no proxy, and ${JSON.stringify(text)} names Service ${service.object.key}. ${why}.`,
      fix: `Give these pods a sidecar, or ${fix}.`,
    });
  }
}
