import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { WorkloadEntrySpec } from '../../imports/networking';
import { WorkloadEntry as WorkloadEntryObject } from '../../imports/networking';
import { compact, expectObject } from '../core/expect';
import { Problems, show } from '../core/problems';
import { checkStructure } from '../core/structure';
import { dnsLabelProblem } from '../kubernetes/names';
import { hostProblem } from './host';
import type { ResourceProps } from './istio-resource';
import { checkMetadata, IstioResource } from './istio-resource';
import { UNIX, unixSocketProblem } from '../istio/unix-socket';

/** What is known of a workload outside Kubernetes, apart from its address. */
export interface WorkloadTemplate {
  /**
   * Port numbers on the workload, by the names of the ServiceEntry's ports. Istio field `ports`.
   *
   * Rejected together with a unix domain socket, which has no ports.
   *
   * @default - those of the ServiceEntry
   */
  readonly ports?: Record<string, number>;

  /**
   * The network in which the workload is; those of other networks reach it through a gateway. Istio field `network`.
   *
   * @default - the same network as everyone
   */
  readonly network?: string;

  /**
   * Region, zone and sub-zone, joined by "/". Istio field `locality`.
   *
   * @default - not known
   */
  readonly locality?: string;

  /**
   * Share of the calls against other endpoints: one with 2 gets twice as many as one with 1. Istio field `weight`.
   *
   * @default - the same as others
   */
  readonly weight?: number;

  /**
   * Name of the ServiceAccount, in the namespace of this object, whose identity the workload has. Callers then expect Istio's
   * mutual TLS, so the workload needs a sidecar. Istio field `serviceAccount`.
   *
   * @default - none; a WorkloadGroup's entries get "default"
   */
  readonly serviceAccount?: string;
}

/** Options of a WorkloadEntry. */
export interface WorkloadEntryProps extends ResourceProps, WorkloadTemplate {
  /**
   * Where the workload is: an IP address, a full DNS name (only for a ServiceEntry with resolution DNS), or a socket
   * ("unix:///run/app.sock"). Istio field `address`.
   *
   * Rejects schemes and ports.
   *
   * @default - the gateway of `network`
   */
  readonly address?: string;

  /**
   * Labels that the selector of a ServiceEntry or Service selects, and the subsets of a DestinationRule. Istio field `labels`.
   *
   * @default - none
   */
  readonly labels?: Record<string, string>;
}

/**
 * A workload that is no pod, such as a virtual machine: one endpoint of a ServiceEntry that selects its labels, or of a Service.
 *
 * @example
 * new WorkloadEntry(chart, 'Vm', {
 *   address: '10.0.0.7',
 *   labels: { app: 'billing', version: 'v1' },
 *   serviceAccount: 'billing',
 * });
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/
 */
export class WorkloadEntry extends IstioResource {
  protected readonly apiObject: ApiObject;

  private readonly spec: WorkloadEntrySpec;

  constructor(scope: Construct, id: string, props: WorkloadEntryProps) {
    super(scope, id);
    const problems = new Problems();
    const given =
      expectObject(props, 'WorkloadEntryProps', problems, '', "{ address: '10.0.0.7', labels: { app: 'billing' } }") ??
      {};
    checkMetadata(given.metadata, problems);
    this.spec = compact({ address: given.address, ...workloadFields(given), labels: given.labels });
    checkStructure(this, 'WorkloadEntrySpec', this.spec, problems);
    if (problems.count === 0) {
      checkAddress(this.spec, problems);
      checkPortNames(this.spec.ports, problems);
    }
    problems.throwFor(this, 'WorkloadEntry');
    this.apiObject = new WorkloadEntryObject(this, 'Resource', { metadata: given.metadata, spec: this.spec });
  }

  /** The labels by which a ServiceEntry or Service selects the workload. */
  public get labels(): Record<string, string> {
    return { ...this.spec.labels };
  }
}

/** The part of the spec that a WorkloadGroup's template has as well. */
export function workloadFields(template: WorkloadTemplate): WorkloadEntrySpec {
  const { ports, network, locality, weight, serviceAccount } = template;
  return compact({ ports, network, locality, weight, serviceAccount });
}

/** Istio gives these names to clusters, so each must be a label. */
export function checkPortNames(ports: Record<string, number> | undefined, problems: Problems): void {
  for (const [name, port] of Object.entries(ports ?? {})) {
    const problem = dnsLabelProblem(name, 'the name of a port');
    if (problem !== undefined) {
      problems.add(`ports.${name}`, problem);
    } else if (port < 1 || port > 65535) {
      problems.add(`ports.${name}`, `${show(port)} is not a port number (a whole number, 1 to 65535).`);
    }
  }
}

function checkAddress({ address, network, ports }: WorkloadEntrySpec, problems: Problems): void {
  if (typeof address !== 'string') {
    if (network === undefined) {
      problems.add(
        'address',
        "is required, or network if the workload is behind that network's gateway. Write '10.0.0.7'.",
      );
    }
    return;
  }
  if (address.startsWith(UNIX)) {
    const problem = unixSocketProblem(address.slice(UNIX.length));
    if (problem !== undefined) {
      problems.add('address', problem);
    }
    if (ports !== undefined) {
      problems.add('ports', 'are not allowed with a socket, which has no ports. Omit them.');
    }
    return;
  }
  const problem = hostProblem(address, { ip: true });
  if (problem !== undefined) {
    problems.add('address', problem);
  }
}
