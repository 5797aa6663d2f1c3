import { misspeltFor } from '../../core/misspelt';
import { STANDING_NAMESPACES } from '../../istio/standing-namespaces';
import { NameIndex } from '../../core/name-index';
import { hostCovers, isWildcard, serviceOfHost } from '../../istio/host';
import { ImportedHosts } from '../../istio/imported-hosts';
import { parseProtocol } from '../../istio/protocol';
import { groupBy } from '../../mesh/reading/group-by';
import type { Mesh } from '../../mesh/reading/mesh';
import type { RegistryService } from '../../mesh/registry';
import { registry } from '../../mesh/registry';
import type { EgressListener, Sidecar } from '../../mesh/sidecar-scope';
import { sidecarScope } from '../../mesh/sidecar-scope';
import type { VirtualService } from '../../mesh/virtual-services';
import { hostsOf } from '../../mesh/virtual-services';
import { list } from '../../schema/words';
import type { Check, Report, Wording } from '../check';

/** Egress hosts of Sidecars in a namespace that is none, or not theirs, and listeners for a port that nothing has. */
export const sidecarImports: Check = {
  name: 'sidecar-imports',
  mirrors: ['pilot/pkg/model/sidecar.go: convertIstioListenerToWrapper, servicesForExactHosts, needsPortMatch'],
  codes: {
    CDI0212: {
      name: 'EgressNamespaceUnknown',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A Sidecar imports hosts of a namespace that does not exist, such as the name of a Service.',
      explanation:
        'An egress host is `namespace/host`. What stands before the slash is a namespace, never a Service: `reviews/*` imports all hosts of a namespace `reviews`. If there is no such namespace, the entry imports nothing, and Istio does not report it. The pods do not know the hosts that were meant: their requests bypass all rules with `ALLOW_ANY`, or are rejected with `REGISTRY_ONLY`; a call to a ClusterIP in another namespace with STRICT mutual TLS is reset.',
      remedy:
        'Write the namespace before the slash, and the full name of the Service after it: `./reviews.shop.svc.cluster.local`.',
      references: [
        'https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener-hosts',
        'https://github.com/istio/istio/issues/30798',
      ],
    },
    CDI0213: {
      name: 'EgressHostOfAnotherNamespace',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A Sidecar imports a host from a namespace that does not have it.',
      explanation:
        'An egress host imports a Service or a ServiceEntry only from the namespace before the slash. `shop/reviews.books.svc.cluster.local` imports nothing, because that Service is in `books`; a ServiceEntry is in the namespace of the object, whatever its hosts are. The pods do not know the host: their requests bypass all rules with `ALLOW_ANY`, or are rejected with `REGISTRY_ONLY`. Istio does not report it.',
      remedy: 'Write the namespace of the Service or ServiceEntry before the slash, or `*` for any.',
      references: ['https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener-hosts'],
    },
    CDI0214: {
      name: 'EgressPortUnused',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'An egress listener of a Sidecar is for a port that none of its hosts has.',
      explanation:
        'An egress listener with a port is for this port of its hosts only. The port is that of the Service, not that of its pods. If no imported Service has it, the listener serves nothing, and the real ports of these hosts have no listener, unless another listener of the Sidecar imports them: the pods do not know the hosts, and their requests bypass all rules with `ALLOW_ANY`, or are rejected with `REGISTRY_ONLY`.',
      remedy:
        'Write a port that the imported Services have, or remove the port, so that the listener is for all of them.',
      references: ['https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener'],
    },
  },
  run(mesh, report) {
    for (const object of mesh.all('networking.istio.io/Sidecar')) {
      (object.spec.egress ?? []).forEach(({ hosts = [] }, i) =>
        hosts.forEach((given, j) => {
          const told = hostProblem(mesh, object, given);
          if (told !== undefined) {
            report({ object, path: `spec.egress[${i}].hosts[${j}]`, ...told });
          }
        }),
      );
      portProblems(mesh, object).forEach((each) => report(each));
    }
  },
};

type Problem = Wording & Pick<Report, 'code'>;

function hostProblem(mesh: Mesh, object: Sidecar, given: string): Problem | undefined {
  const [scope, host, ...more] = given.split('/');
  if (host === undefined || more.length > 0 || scope === '' || scope === '*' || scope.startsWith('~')) {
    return undefined;
  }
  const place = scope === '.' ? object.namespace : scope;
  const found = host === '*' ? undefined : otherNamespace(mesh, object, place, host);
  if (found !== undefined) {
    return found;
  }
  return scope === '.' || mesh.derive(namespaces).has(place) ? undefined : unknownNamespace(mesh, object, scope, host);
}

function unknownNamespace(mesh: Mesh, { namespace }: Sidecar, scope: string, host: string): Problem | undefined {
  const code = 'CDI0212';
  const { clusterDomain, world } = mesh.context;
  const message = `There is no namespace ${scope}, so ${scope}/${host} imports nothing.`;
  const named = mesh.derive(servicesByName).get(scope) ?? [];
  const service = named.find((each) => each.namespace === namespace) ?? named.at(0);
  if (service !== undefined) {
    const place = service.namespace === namespace ? '.' : service.namespace;
    return {
      code,
      message: `${message} ${scope} is a Service of namespace ${service.namespace}, and before the slash stands a namespace.`,
      fix: `Write ${place}/${scope}.${service.namespace}.svc.${clusterDomain}.`,
      related: [{ object: service.object }],
      absence: true,
    };
  }
  const close = misspeltFor(scope, mesh.derive(namespaces));
  if (close !== undefined) {
    return {
      code,
      message: `${message} There is a namespace ${close}.`,
      fix: `Write ${close}/${host}.`,
      absence: true,
    };
  }
  return world === 'open'
    ? undefined
    : {
        code,
        message,
        fix: 'Write a namespace that exists, or add the Namespace to the externals in the settings.',
        absence: true,
      };
}

/** What is said of a host that is known, and only in other namespaces. */
function otherNamespace(mesh: Mesh, object: Sidecar, place: string, host: string): Problem | undefined {
  const meant = registry(mesh)
    .overlapping(host)
    .filter((each) => hostCovers(host, each.host) || hostCovers(each.host, host));
  const named = isWildcard(host) ? undefined : serviceOfHost(host, mesh.context.clusterDomain)?.namespace;
  const homes = [...new Set([...meant.map(({ namespace }) => namespace), ...(named === undefined ? [] : [named])])];
  if (homes.length === 0 || homes.includes(place) || hasRules(mesh, place, host)) {
    return undefined;
  }
  const owners = meant.slice(0, 8).map((each) => ({ object: each.object }));
  const [{ object: owner }] = meant.length > 0 ? meant : [{ object: undefined }];
  const what = owner === undefined ? `a Service of namespace ${named}` : `${owner.kind} ${owner.key}`;
  return {
    code: 'CDI0213',
    message: `${host} is ${what}${homes.length > 1 ? ` (and of ${list(homes.slice(1))})` : ''}, not of namespace ${place}: this entry imports nothing.`,
    fix: `Write ${homes[0] === object.namespace ? '.' : homes[0]}/${host}.`,
    related: owners,
    // A ServiceEntry with this host may be there too.
    absence: named === undefined,
  };
}

/** Whether the host may be there to import rules, which have the namespace of their VirtualService. */
function hasRules(mesh: Mesh, place: string, host: string): boolean {
  return (mesh.derive(virtualServicesByNamespace).get(place) ?? []).some((each) =>
    hostsOf(each, mesh).some((other) => hostCovers(host, other) || hostCovers(other, host)),
  );
}

function portProblems(mesh: Mesh, object: Sidecar): Report[] {
  const { namespace, spec } = object;
  const scope = sidecarScope(mesh, { kind: 'sidecar', namespace, labels: spec.workloadSelector?.labels ?? {} });
  return scope.sidecar !== object
    ? []
    : scope.listeners.flatMap((listener, i) => {
        const told = portProblem(mesh, object, listener, scope.listeners);
        return told === undefined ? [] : { code: 'CDI0214', object, path: `spec.egress[${i}].port.number`, ...told };
      });
}

function portProblem(
  mesh: Mesh,
  { namespace, spec: { workloadSelector } }: Sidecar,
  listener: EgressListener,
  all: readonly EgressListener[],
): Wording | undefined {
  const { port, spec } = listener;
  const { hosts = [] } = spec ?? {};
  const isProxy = parseProtocol(spec?.port?.protocol) === 'HTTP_PROXY';
  // In the root namespace the Sidecar is for the pods of others, whose own namespace is another one.
  const isForOthers = namespace === mesh.context.rootNamespace && workloadSelector === undefined;
  if (
    port === undefined ||
    port === 0 ||
    isProxy ||
    (port === 80 && listener.virtualServices.length > 0) ||
    (isForOthers && hosts.some((host) => host.startsWith('./')))
  ) {
    return undefined;
  }
  const imported = new ImportedHosts(hosts, namespace);
  const known = servicesOf(mesh, hosts, namespace).filter(
    (service) => service.visibility.includes(namespace) && imported.hasService(service.host, service.namespace),
  );
  if (known.length === 0 || known.some(({ ports: own }) => own.some(({ number }) => number === port))) {
    return undefined;
  }
  const ports = [...new Set(known.flatMap((service) => service.ports.map(({ number }) => number)))].sort(
    (a, b) => a - b,
  );
  const meant = known.flatMap((service) => service.ports.filter(({ targetPort }) => targetPort === port));
  const rest = all.find((other) => other.port === undefined || ports.includes(other.port));
  return {
    severity: rest === undefined ? 'warning' : 'info',
    related: known.slice(0, 8).map((service) => ({ object: service.object })),
    message: `None of the imported hosts has port ${port}${meant.length === 0 ? '' : ', which is a port of the pods behind them'}; they have ${ports.slice(0, 8).join(', ')}. This listener serves nothing${
      rest === undefined ? ', and no other one of the Sidecar has these ports: the pods do not know the hosts' : ''
    }.`,
    fix: `${meant.length > 0 ? `Write number: ${meant[0].number}` : ports.length === 1 ? `Write number: ${ports[0]}` : 'Write one of these ports'}, or remove port, so that the listener is for all ports of the hosts.`,
  };
}

/** The services of the namespaces that egress hosts name. */
function servicesOf(mesh: Mesh, hosts: readonly string[], own: string): readonly RegistryService[] {
  const scopes = new Set(hosts.map((host) => host.split('/')[0]).map((scope) => (scope === '.' ? own : scope)));
  return scopes.has('*') ? registry(mesh).all : [...scopes].flatMap((scope) => registry(mesh).in(scope));
}

/** The names of all namespaces that the manifests show, and of those that every cluster of the mesh has. */
function namespaces(mesh: Mesh): NameIndex {
  const { rootNamespace } = mesh.context;
  const shown = mesh.objects.flatMap(({ id, name, namespace }) => (id === 'core/Namespace' ? name : namespace));
  return new NameIndex(
    [...new Set([...shown, ...STANDING_NAMESPACES, 'istio-system', rootNamespace])].filter((name) => name !== ''),
  );
}

function servicesByName(mesh: Mesh): ReadonlyMap<string, readonly RegistryService[]> {
  const services = registry(mesh).all.filter(({ external }) => !external);
  return groupBy(services, ({ object }) => object.name);
}

function virtualServicesByNamespace(mesh: Mesh): ReadonlyMap<string, readonly VirtualService[]> {
  return groupBy(mesh.all('networking.istio.io/VirtualService'), ({ namespace }) => namespace);
}
