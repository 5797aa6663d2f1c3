import type { Endpoint } from '../../mesh/endpoints';
import { endpointsOf } from '../../mesh/endpoints';
import { apiServerPorts } from '../../mesh/api-server-ports';
import { isOutsideMesh } from '../../mesh/injection';
import type { MutualTls } from '../../mesh/mutual-tls';
import { strictOn } from '../../mesh/mutual-tls';
import { gatewayWorkloads } from '../../mesh/proxies';
import { push } from '../../mesh/reading/group-by';
import { at, list } from '../../mesh/reading/free-spec';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { RegistryService } from '../../mesh/registry';
import { registry } from '../../mesh/registry';
import type { Workload } from '../../mesh/workload';
import type { Check, RelatedPlace, Reporter } from '../check';
import type { Ingress } from './load-balancer-fronts/front';
import { backends } from './load-balancer-fronts/front';

/** Clients without mutual TLS of pods that take nothing else. */
export const outsideClients: Check = {
  name: 'outside-clients',
  mirrors: ['pilot/pkg/security/authn/policy_applier.go: ComposePeerAuthentication'],
  codes: {
    CDI0422: {
      name: 'OutsideClientOfStrictPods',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'Something outside the mesh calls pods that take mutual TLS only.',
      explanation:
        'With a PeerAuthentication in mode STRICT the proxy of a pod resets every connection without a certificate of the mesh. Pods without a sidecar or ztunnel, load balancers, the API server and the ingress controllers of others have none. Reported are Services of type LoadBalancer and NodePort, backends of an Ingress, webhooks, and pods without a proxy that name the host of such a Service in their environment or arguments. Only a gateway of Istio, or another proxy in the mesh, can hand such calls on.',
      remedy:
        'Send the calls through a gateway of Istio, give the client a sidecar, or set the port to PERMISSIVE in `portLevelMtls`.',
      references: [
        'https://istio.io/latest/docs/tasks/security/authentication/mtls-migration/',
        'https://istio.io/latest/docs/concepts/security/#peer-authentication',
        'https://istio.io/latest/docs/ops/common-problems/network-issues/',
      ],
    },
  },
  run(mesh, report) {
    const strict = mesh.derive(strictServices);
    if (strict.size === 0) {
      return;
    }
    for (const [service, ports] of strict) {
      exposedService(mesh, service, ports, report);
    }
    for (const object of [...mesh.all('networking.k8s.io/Ingress'), ...mesh.all('extensions/Ingress')]) {
      ingressBackends(mesh, object, strict, report);
    }
    const names = mesh.derive(strictNames);
    const gateways = gatewayWorkloads(mesh);
    for (const workload of mesh.workloads) {
      if (!gateways.has(workload) && isOutsideMesh(workload, mesh)) {
        namedHosts(workload, names, report);
      }
    }
  },
};

/** A port of a Service all of whose pods take mutual TLS only. */
interface StrictPort {
  readonly number: number;
  readonly name: string;
  readonly target: number;
  readonly tls: MutualTls;
}

function strictServices(mesh: Mesh): ReadonlyMap<RegistryService, readonly StrictPort[]> {
  const found = new Map<RegistryService, StrictPort[]>();
  for (const service of registry(mesh).all.filter(({ external }) => !external)) {
    for (const { number, name, protocol } of service.ports.filter(({ protocol }) => protocol !== 'UDP')) {
      const endpoints = endpointsOf(mesh, service, number);
      const modes = endpoints.map((endpoint: Endpoint) => strictOn(mesh, endpoint));
      const [tls] = modes;
      if (protocol !== 'UDP' && tls !== undefined && modes.every((each) => each !== undefined)) {
        const known = found.get(service) ?? [];
        found.set(service, [...known, { number, name, target: endpoints[0].port, tls }]);
      }
    }
  }
  return found;
}

function because({ tls, target }: StrictPort): { readonly why: string; readonly fix: string } {
  const policy = tls.from?.key ?? '';
  return {
    why: `PeerAuthentication ${policy} is STRICT for the pods, which reset connections without mutual TLS`,
    fix: `add a PeerAuthentication for these pods with portLevelMtls: {"${target}": {mode: PERMISSIVE}}`,
  };
}

function policyOf({ tls: { from } }: StrictPort): RelatedPlace[] | undefined {
  return from && [{ object: from }];
}

function namedWith({ object }: RegistryService, port: StrictPort): RelatedPlace[] {
  return [{ object }, ...(policyOf(port) ?? [])];
}

/** Services whose type opens them to clients outside the cluster, and those that the API server calls. */
function exposedService(mesh: Mesh, { object }: RegistryService, ports: readonly StrictPort[], report: Reporter): void {
  const { type } = object.spec as { readonly type?: string };
  const [first] = ports;
  const { why, fix } = because(first);
  if (type === 'LoadBalancer' || type === 'NodePort') {
    report({
      code: 'CDI0422',
      object,
      path: 'spec.type',
      severity: type === 'LoadBalancer' ? 'error' : undefined,
      related: policyOf(first),
      message: `A ${type} lets clients outside the cluster connect to the pods, and they have no certificate of the mesh. ${why}.`,
      fix: `Write type: ClusterIP and let clients in through a gateway; or, if they may stay without mutual TLS, ${fix}.`,
    });
  }
  for (const port of ports) {
    if (mesh.derive(apiServerPorts).has([object.namespace, object.name, port.number])) {
      const i = ((object.spec as { ports?: { port?: number }[] }).ports ?? []).findIndex(
        (each) => each.port === port.number,
      );
      const said = because(port);
      report({
        code: 'CDI0422',
        object,
        path: `spec.ports[${i}]`,
        severity: 'error',
        related: policyOf(port),
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
  strict: ReadonlyMap<RegistryService, readonly StrictPort[]>,
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
    const port = service && strict.get(service)?.find((each) => isPort(each, backend.port));
    if (service === undefined || port === undefined || told.has(service.host)) {
      continue;
    }
    told.add(service.host);
    const { why, fix } = because(port);
    report({
      code: 'CDI0422',
      object,
      path: 'spec',
      severity: isCloud ? 'error' : undefined,
      related: namedWith(service, port),
      message: `The controller of this Ingress${ofController} connects to the pods of Service ${service.object.key}${isCloud ? '' : ', without mutual TLS unless its own pods have a sidecar'}. ${why}.`,
      fix: `Let the Ingress lead to a gateway of Istio${isCloud ? '' : ', give the controller a sidecar'}, or ${fix}.`,
    });
  }
}

function isPort({ number, name }: StrictPort, asked: number | string | undefined): boolean {
  return asked === undefined || asked === number || asked === name;
}

/** The Services with strict ports, by the names that pods give them in other namespaces; with `namespace/` before it in their own. */
function strictNames(mesh: Mesh): ReadonlyMap<string, readonly (readonly [RegistryService, readonly StrictPort[]])[]> {
  const names = new Map<string, (readonly [RegistryService, readonly StrictPort[]])[]>();
  for (const entry of mesh.derive(strictServices)) {
    const [{ object, host, namespace }] = entry;
    const short = `${object.name}.${namespace}`;
    [`${namespace}/${object.name}`, short, `${short}.svc`, host].forEach((name) => push(names, name, entry));
  }
  return names;
}

/** A host in an address, or one that stands alone: `http://web.shop:8080/`, `web:8080`, `user@web`. */
const HOST = /(^|:\/\/|@|[\s=,'"])([a-z0-9](?:[-a-z0-9.]*[a-z0-9])?)(?::(\d+))?(?=$|[/?#\s,'"])/gi;

/** Places of pods without a proxy that name a host of such a Service. */
function namedHosts(
  { object, namespace, path }: Workload,
  names: ReturnType<typeof strictNames>,
  report: Reporter,
): void {
  const told = new Set<string>();
  for (const { where, text } of textsOf(object, path)) {
    for (const [, before, written, number] of text.matchAll(HOST)) {
      const host = written.toLowerCase();
      // A single word is a host only in an address, or with a port.
      const isHost = before === '://' || before === '@' || number !== undefined;
      const own = isHost ? names.get(`${namespace}/${host}`) : undefined;
      const [service, ports = []] = (names.get(host) ?? own)?.[0] ?? [];
      const port = ports.find((each) => number === undefined || each.number === Number(number));
      if (service === undefined || port === undefined || told.has(service.host)) {
        continue;
      }
      told.add(service.host);
      const { why, fix } = because(port);
      report({
        code: 'CDI0422',
        object,
        path: where,
        related: namedWith(service, port),
        message: `These pods have no proxy, and ${JSON.stringify(text)} names Service ${service.object.key}. ${why}: calls of these pods fail with "connection reset by peer".`,
        fix: `Give these pods a sidecar, or ${fix}.`,
      });
    }
  }
}

/** What the containers of pods are started with: values of their environment, arguments and commands. */
function textsOf(object: MeshObject, template: string): { readonly where: string; readonly text: string }[] {
  const spec = template === '' ? 'spec' : `${template}.spec`;
  const pod = at(object.manifest, ...spec.split('.'));
  return ['containers', 'initContainers']
    .flatMap((kind) =>
      list(at(pod, kind)).flatMap((container, i) => [
        ...list(at(container, 'env')).map((entry, j) => ({
          where: `${spec}.${kind}[${i}].env[${j}].value`,
          text: at(entry, 'value'),
        })),
        ...['command', 'args'].flatMap((field) =>
          list(at(container, field)).map((text, j) => ({ where: `${spec}.${kind}[${i}].${field}[${j}]`, text })),
        ),
      ]),
    )
    .flatMap(({ where, text }) => (typeof text === 'string' ? { where, text } : []));
}
