import { isInAmbient } from '../../mesh/injection';
import type { Proxy } from '../../mesh/proxies';
import { gatewayWorkloads } from '../../mesh/proxies';
import { groupBy, push } from '../../mesh/reading/group-by';
import type { Mesh } from '../../mesh/reading/mesh';
import type { Workload } from '../../mesh/workload';
import { sidecarOfPods } from '../proxy-of-pods';
import { addressOf } from '../target';
import { EXCLUDED, isInjectionKnown } from '../walk';
import { callerRules } from './caller-rules';
import { clientViews } from './client-views';
import { destinationHosts } from './destination-hosts';

/** Pods that call: those of gateways only pass on what others ask. */
export function callersOf(mesh: Mesh): readonly Workload[] {
  const gateways = gatewayWorkloads(mesh);
  return mesh.workloads.filter((workload) => !gateways.has(workload));
}

/** Callers that only policies, and rules for the hosts of their namespace, tell apart. */
interface Group {
  readonly workloads: readonly Workload[];
  /** Undefined where they have none. */
  readonly sidecar?: Proxy;
  /** Whether files show that they have it. */
  readonly isKnown: boolean;
  readonly address: string;
  readonly excludedPorts: readonly string[];
}

/** Callers in groups that are alike wherever they call. */
export class Callers {
  private readonly groups: readonly Group[];

  constructor(
    private readonly mesh: Mesh,
    workloads: readonly Workload[],
  ) {
    this.groups = [...groupBy(workloads, (workload) => this.keyOf(workload)).values()].map((alike) => ({
      workloads: alike,
      sidecar: sidecarOfPods(mesh, alike[0]),
      isKnown: isInjectionKnown(mesh, alike[0]),
      address: addressOf(alike[0]) ?? '',
      excludedPorts: (alike[0].annotations[EXCLUDED] ?? '').split(',').map((each) => each.trim()),
    }));
  }

  /** Those that nothing on the way to a host and port can tell apart, in lists. */
  public alike(host: string, port: number): readonly (readonly Workload[])[] {
    const hosts = [host, ...this.mesh.derive(destinationHosts).after(host)];
    const views = this.mesh.derive(clientViews);
    const known = this.mesh.derive(callerRules);
    const rules = known.of(hosts);
    const lists = new Map<string, Workload[]>();
    for (const { workloads, sidecar, isKnown, address, excludedPorts } of this.groups) {
      const view = sidecar && views.of(sidecar, hosts);
      const ambient = sidecar === undefined && isInAmbient(workloads[0], this.mesh);
      const start = [
        view ?? (ambient ? 'ambient' : 'none'),
        isKnown,
        address,
        excludedPorts.includes(String(port)),
      ].join(' ');
      for (const workload of workloads) {
        const answers = sidecar === undefined && !ambient ? [] : rules.map((rule) => known.answer(rule, workload));
        push(lists, [start, ...answers].join(';'), workload);
      }
    }
    return [...lists.values()];
  }

  private keyOf(workload: Workload): string {
    const sidecar = sidecarOfPods(this.mesh, workload);
    const kind =
      sidecar === undefined
        ? String(isInAmbient(workload, this.mesh))
        : `sidecar ${workload.namespace} ${this.mesh.derive(clientViews).keyOf(sidecar)}`;
    return [
      kind,
      isInjectionKnown(this.mesh, workload),
      addressOf(workload) ?? '',
      workload.annotations[EXCLUDED] ?? '',
    ].join(' ');
  }
}
