import {
  gatewayManifests,
  listOf,
  mentionedNamespace,
  namespaceManifest,
  workloadManifest,
} from '../checks/external-manifests';
import { expectList, expectPort, expectString, needObject, needPort, writeLabels } from '../core/expect';
import { inCallersLanguage } from '../core/language/in-language';
import { Problems, show } from '../core/problems';
import { dnsLabelProblem } from '../kubernetes/names';
import type { ServicePort } from '../kubernetes/service-port';
import type { InstalledGatewayOptions } from '../networking/gateway-workload';
import { GatewayWorkload } from '../networking/gateway-workload';
import type { Manifest } from '../mesh/reading/mesh-object';
import { analysis } from './analysis';
import { refuse as refuseAs } from './given-settings';

/** A Service that someone else made. */
export interface ExternalServiceOptions {
  /** The namespace that it lives in. */
  readonly namespace: string;

  /** Its ports. */
  readonly ports: ServicePort[];

  /**
   * The labels of the pods behind it, one entry for each version of them. They make its selector (what all have in common).
   *
   * @default - not known
   */
  readonly pods?: Record<string, string>[];

  /**
   * Name of the service account that its pods run as; policies name callers by it.
   *
   * @default - not known
   */
  readonly serviceAccount?: string;
}

/** A Secret that someone else made. */
export interface ExternalSecretOptions {
  /** The namespace that it lives in. */
  readonly namespace: string;
}

/**
 * What is in the cluster besides the manifests, told to the checks: gateways that are installed, Services of another team. They are
 * read, and nothing is reported of them.
 *
 * Anything else can be told as the plain manifest that it is.
 *
 * @example
 * IstioChecks.on(app, {
 *   world: World.CLOSED,
 *   externals: [
 *     Externals.istioIngressGateway(),
 *     Externals.service('payments', { namespace: 'billing', ports: [{ port: 8443, name: 'grpc' }] }),
 *   ],
 * });
 */
export class Externals {
  /**
   * The ingress gateway of `istioctl install`: pods with the label `istio: ingressgateway` and the Service `istio-ingressgateway`.
   *
   * @param options where it differs from what `istioctl` makes
   */
  public static istioIngressGateway(options: InstalledGatewayOptions = {}): unknown {
    return gateway('istioIngressGateway', GatewayWorkload.istioIngress(options));
  }

  /**
   * The egress gateway of `istioctl install`: pods with the label `istio: egressgateway` and the Service `istio-egressgateway`.
   *
   * @param options where it differs from what `istioctl` makes
   */
  public static istioEgressGateway(options: InstalledGatewayOptions = {}): unknown {
    return gateway('istioEgressGateway', GatewayWorkload.istioEgress(options));
  }

  /**
   * Any gateway that is installed.
   *
   * @param workload the same value that constructs take
   */
  public static gatewayWorkload(workload: GatewayWorkload): unknown {
    return gateway('gatewayWorkload', workload);
  }

  /**
   * A Service and the pods behind it.
   *
   * @param name `metadata.name` of the Service
   * @param options where it lives, its ports and its pods
   */
  public static service(name: string, options: ExternalServiceOptions): unknown {
    const problems = new Problems();
    needName(name, 'name', problems);
    const example = "{ namespace: 'billing', ports: [{ port: 80, name: 'http' }] }";
    const given = needObject(options, 'ExternalServiceOptions', problems, '', example);
    needName(given?.namespace, 'namespace', problems);
    expectString(given?.serviceAccount, problems, 'serviceAccount', '"payments"');
    expectList(given?.ports, problems, 'ports', "[{ port: 80, name: 'http' }]").forEach((port, i) => {
      const known = needObject(port, 'ServicePort', problems, `ports[${i}]`, "{ port: 80, name: 'http' }");
      if (known !== undefined) {
        needPort(known.port, problems, `ports[${i}].port`);
        expectString(known.name, problems, `ports[${i}].name`, '"http"');
        expectString(known.appProtocol, problems, `ports[${i}].appProtocol`, '"http"');
        expectString(known.protocol, problems, `ports[${i}].protocol`, '"TCP"');
        expectPort(known.targetPort, problems, `ports[${i}].targetPort`);
      }
    });
    const pods = expectList(given?.pods, problems, 'pods', "[{ app: 'payments' }]");
    pods.forEach((labels, i) => writeLabels(labels, problems, `pods[${i}]`));
    refuse('service', problems);

    const { namespace, ports, serviceAccount } = options;
    const [first = {}, ...rest] = pods;
    const selector = Object.entries(first).filter(([key, value]) => rest.every((labels) => labels[key] === value));
    return listOf([
      mentionedNamespace(namespace, { inMesh: true }),
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name, namespace },
        spec: { selector: pods.length === 0 ? undefined : Object.fromEntries(selector), ports },
      },
      ...(pods.length === 0 ? [{}] : pods).map((labels, i) =>
        workloadManifest(pods.length < 2 ? name : `${name}-${i + 1}`, namespace, labels, {
          serviceAccountName: serviceAccount,
          containers: [],
        }),
      ),
    ]);
  }

  /**
   * A Secret with a certificate, such as the `credentialName` of a Gateway server names. It counts as a right one.
   *
   * @param name `metadata.name` of the Secret
   * @param options where it lives: in the namespace of the gateway's pods
   */
  public static secret(name: string, options: ExternalSecretOptions): unknown {
    const problems = new Problems();
    needName(name, 'name', problems);
    const given = needObject(options, 'ExternalSecretOptions', problems, '', "{ namespace: 'istio-system' }");
    needName(given?.namespace, 'namespace', problems);
    refuse('secret', problems);
    const { namespace } = options;
    return listOf([
      mentionedNamespace(namespace, { inMesh: true }),
      { apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/tls', metadata: { name, namespace } },
    ]);
  }

  /**
   * A namespace.
   *
   * @param name its name
   * @param labels those that decide about injection, ambient mode and which routes a gateway takes
   */
  public static namespace(name: string, labels: Record<string, string> = {}): unknown {
    const problems = new Problems();
    needName(name, 'name', problems);
    writeLabels(labels, problems, 'labels');
    refuse('namespace', problems);
    return namespaceManifest(name, labels);
  }

  /**
   * Whatever stands in a YAML or JSON file, for example what `kubectl get services,deployments -A -o yaml` prints.
   *
   * Rejects a file that cannot be read, with the line.
   *
   * @param path path of the file, from the working directory
   */
  public static fromFile(path: string): unknown {
    if (typeof path !== 'string') {
      throw new Error(
        inCallersLanguage(`Externals.fromFile: ${show(path)} is not the path of a file. Write "services.yaml".`),
      );
    }
    try {
      return listOf(analysis().loader().loadManifests(path));
    } catch (error) {
      throw new Error(`${inCallersLanguage('Externals.fromFile')}: ${(error as Error).message}`, { cause: error });
    }
  }
}

function gateway(method: string, workload: GatewayWorkload): Manifest {
  const problems = new Problems();
  if (workload instanceof GatewayWorkload) {
    workload._check(problems);
  } else {
    problems.add('', 'Write a GatewayWorkload, for example GatewayWorkload.istioIngress().');
  }
  refuse(method, problems);
  return gatewayManifests({ ...workload._installed, namespace: workload.namespace });
}

function needName(name: unknown, field: string, problems: Problems): void {
  const problem = dnsLabelProblem(name, field === 'name' ? 'a name' : 'the name of a namespace');
  if (problem !== undefined) {
    problems.add(field, problem);
  }
}

function refuse(method: string, problems: Problems): void {
  refuseAs(`Externals.${method}`, problems);
}
