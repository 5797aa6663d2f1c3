import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { IstioVersion } from '../core/istio-version';
import { TargetMesh } from '../core/target-mesh';
import { Problems, show } from '../core/problems';
import { dnsLabelProblem } from '../kubernetes/names';
import type { INamespaceLike } from '../kubernetes/namespace-like';
import { namespaceName, otherKindProblem } from '../kubernetes/namespace-name';
import { resolveService } from '../kubernetes/service-ref';
import type { IServiceLike } from '../kubernetes/service-like';
import { hostProblem } from './host';
import { serviceOfHost } from '../istio/host';

const ALL = '*';
const OWN = '.';
const NOT = '~';

/**
 * Hosts that a sidecar imports, and so can call by Istio's rules: those of a namespace, of a Service, or one by name. Written as
 * "namespace/host".
 *
 * Rejected where it is used: names that are not a namespace or not a full DNS name, and exclusions if the App targets an Istio release
 * without them.
 *
 * @example
 * [EgressHost.sameNamespace(), EgressHost.namespace('istio-system'), EgressHost.service(ratings)];
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener-hosts
 */
export class EgressHost {
  /** Every host that is visible from the namespace of the Sidecar; it cannot be combined with others. */
  public static any(): EgressHost {
    return new EgressHost({ namespace: ALL, host: ALL });
  }

  /** No host, for workloads that make no calls; it cannot be combined with others. Written as "~/*". */
  public static none(): EgressHost {
    return new EgressHost({ namespace: NOT, host: ALL });
  }

  /**
   * All hosts of a namespace. Written as "name/*".
   *
   * @param namespace its name, or the construct that makes it
   */
  public static namespace(namespace: string | INamespaceLike | IConstruct): EgressHost {
    return new EgressHost({ namespace: namespaceName(namespace), host: ALL, made: namespace });
  }

  /** All hosts of the namespace of the Sidecar. Written as "./*". */
  public static sameNamespace(): EgressHost {
    return new EgressHost({ namespace: OWN, host: ALL });
  }

  /**
   * One Service, written with its namespace and its full name.
   *
   * @param service a Service of any cdk8s-plus release, a `ServiceRef`, or a name in the namespace of the chart
   */
  public static service(service: IServiceLike | IConstruct | string): EgressHost {
    return new EgressHost({ service });
  }

  /**
   * A host of a ServiceEntry or VirtualService.
   *
   * @param namespace where that object lives: a name, "." for the namespace of the Sidecar or "*" for any
   * @param host a full DNS name; the first label may be a wildcard ("*.example.com")
   */
  public static host(namespace: string, host: string): EgressHost {
    return new EgressHost({ namespace, host });
  }

  /**
   * Leaves hosts out that other entries of the list cover. Written with a "~" in front; since Istio 1.31.
   *
   * @param host what is left out
   */
  public static except(host: EgressHost): EgressHost {
    return new EgressHost({ except: host });
  }

  private constructor(
    private readonly target: {
      namespace?: string;
      host?: string;
      service?: IServiceLike | IConstruct | string;
      except?: EgressHost;
      /** What may be the construct of the namespace. */
      made?: unknown;
    },
  ) {}

  /** @internal */
  public _toJson(problems: Problems, scope: IConstruct): string {
    if ('except' in this.target) {
      return this.writeExclusion(this.target.except, problems, scope);
    }
    if ('service' in this.target) {
      const service = resolveService(this.target.service, scope, problems, 'service');
      return `${service?.namespace}/${service?.fqdn}`;
    }
    const { namespace, host, made } = this.target;
    const otherKind = otherKindProblem(made);
    if (otherKind !== undefined) {
      problems.add('namespace', otherKind);
    } else if (!(namespace === NOT && host === ALL)) {
      checkNamespace(namespace, problems);
      checkHost(host, problems);
    }
    return `${namespace}/${host}`;
  }

  /** @internal The ports of the Service that it names, as far as they are known. */
  public _ports(scope: IConstruct): readonly number[] | undefined {
    const { service } = this.target;
    return service === undefined
      ? undefined
      : resolveService(service, scope, new Problems(), 'service')?.ports?.map(({ port }) => port);
  }

  private writeExclusion(host: EgressHost | undefined, problems: Problems, scope: IConstruct): string {
    const { istioVersion } = TargetMesh.of(scope);
    if (!istioVersion.isAtLeast(IstioVersion.V1_31)) {
      problems.add(
        '',
        `EgressHost.except exists since Istio 1.31, and this App targets ${istioVersion.minor}. List the hosts instead.`,
      );
    }
    const written = host instanceof EgressHost ? host._toJson(problems, scope) : NOT;
    if (written.startsWith(NOT) || written === '*/*') {
      problems.add(
        '',
        `EgressHost.except cannot exclude ${written === NOT ? show(host) : written}. Write EgressHost.except(EgressHost.namespace('prod')).`,
      );
    }
    return `${NOT}${written}`;
  }
}

function checkNamespace(namespace: string | undefined, problems: Problems): void {
  if (namespace !== ALL && namespace !== OWN && dnsLabelProblem(namespace, 'a namespace') !== undefined) {
    problems.add(
      'namespace',
      `${show(namespace)} is not a namespace. Write a name, "." for that of the Sidecar or "*" for any.`,
    );
  }
}

function checkHost(host: string | undefined, problems: Problems): void {
  const problem = hostProblem(host, { wildcard: true, any: true });
  if (problem !== undefined) {
    problems.add('host', problem);
  } else if (host !== ALL && !host!.includes('.')) {
    problems.add(
      'host',
      `${show(host)} has no dot, but Istio needs the full name. For a Service write EgressHost.service(service).`,
    );
  }
}

/** Writes the hosts of one listener, and reports those that say nothing. */
export function writeEgressHosts(
  hosts: EgressHost[],
  namespace: string | undefined,
  scope: IConstruct,
  problems: Problems,
): string[] {
  const own = namespace ?? Chart.of(scope).namespace ?? OWN;
  const known: string[] = [];
  const list = hosts.map((host, i) => {
    const at = problems.in(`hosts[${i}]`);
    if (!(host instanceof EgressHost)) {
      at.add(
        '',
        `${show(host)} is not an EgressHost. Write EgressHost.namespace('shop'), EgressHost.service(service) or EgressHost.any().`,
      );
      return '';
    }
    const before = problems.count;
    const written = host._toJson(at, scope);
    const full = written.replace(/^(~?)\.\//, `$1${own}/`);
    const [inNamespace] = full.split('/');
    if (problems.count > before) {
      return written;
    }
    if (known.includes(full)) {
      at.add('', `${written} is given twice.`);
    } else if (!full.startsWith(NOT) && known.includes(`${inNamespace}/*`)) {
      at.add('', `${written} is covered by ${inNamespace}/* before it. Omit it.`);
    } else if (full.endsWith('/*') && known.some((other) => other.startsWith(`${inNamespace}/`))) {
      at.add(
        '',
        `${written} covers ${known.find((other) => other.startsWith(`${inNamespace}/`))} before it. Omit that.`,
      );
    }
    const problem = otherNamespaceProblem(full, written, TargetMesh.of(scope));
    if (problem !== undefined) {
      at.add('', problem);
    }
    known.push(full);
    return written;
  });
  checkTogether(list, problems);
  return list;
}

/** A Service is in the namespace of its host, whatever stands before the slash. */
function otherNamespaceProblem(full: string, written: string, { clusterDomain }: TargetMesh): string | undefined {
  const [namespace, host] = full.split('/');
  const service = serviceOfHost(host, clusterDomain);
  return service === undefined ||
    service.name.startsWith(ALL) ||
    service.namespace === namespace ||
    namespace === ALL ||
    namespace === OWN ||
    namespace.startsWith(NOT)
    ? undefined
    : `${written} imports nothing: ${host} is a Service of namespace ${service.namespace}. Write EgressHost.host(${show(service.namespace)}, ${show(host)}).`;
}

function checkTogether(hosts: string[], problems: Problems): void {
  const included = hosts.filter((host) => !host.startsWith(NOT));
  if (hosts.length === 0) {
    problems.add(
      'hosts',
      'is empty, but must list the hosts that the sidecar imports. Write [EgressHost.sameNamespace()], or [EgressHost.none()] for no host.',
    );
  } else if (hosts.includes('~/*') && hosts.length > 1) {
    problems.add('hosts', 'EgressHost.none() cannot be combined with others. Omit the others, or omit it.');
  } else if (included.includes('*/*') && included.length > 1) {
    problems.add('hosts', 'EgressHost.any() already covers every host. Omit the others, or omit it.');
  } else if (included.length === 0 && !hosts.includes('~/*')) {
    problems.add(
      'hosts',
      'only excludes hosts, so no host would be imported. Import hosts first, for example with EgressHost.any().',
    );
  }
}
