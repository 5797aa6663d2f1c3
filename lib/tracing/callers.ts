import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { nearest } from '../core/unknown-field';
import { knownNamespaces } from '../mesh/known-namespaces';
import { managedGateway } from '../mesh/managed-gateways';
import { proxies, proxiesOfGateway, sidecarOf } from '../mesh/proxies';
import type { Proxy } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import type { Workload } from '../mesh/workload';
import type { Caller } from '../routing/call';

/** How many names a message holds. */
const FEW = 8;

/**
 * Whoever is meant by `outside`, `namespace/name`, or `namespace/*` for any pod with a sidecar there. A name without a namespace is enough where
 * there is one of it.
 */
export function callerNamed(mesh: Mesh, given: unknown, problems: Problems, field: string): Caller | undefined {
  if (given === 'outside') {
    return { kind: 'outside' };
  }
  if (typeof given !== 'string' || given === '') {
    problems.add(field, `${show(given)} is not a caller. Write outside, or namespace/name of a workload.`);
    return undefined;
  }
  const [, home] = /^([a-z0-9-]+)\/\*$/.exec(given) ?? [];
  if (home !== undefined) {
    return expectNamespace(mesh, home, problems, field) ? { kind: 'proxy', proxy: sidecarOf(home) } : undefined;
  }
  const found = named(mesh.workloads, given);
  const places = new Set(found.map(({ namespace }) => namespace));
  if (places.size > 1) {
    const choice = [...places].map((namespace) => `${namespace}/${given}`).join(', ');
    problems.add(field, `${show(given)} is a workload of several namespaces. Write one of: ${choice}.`);
    return undefined;
  }
  if (found.length > 0) {
    return { kind: 'workload', workload: lasting(found) };
  }
  const all = proxies(mesh);
  const [proxy] = named([...all.gateways, ...all.waypoints], given);
  if (proxy !== undefined) {
    return { kind: 'proxy', proxy };
  }
  problems.add(field, `there is no workload ${show(given)}. ${namesHint(given, workloadNames(mesh))}`);
  return undefined;
}

/** Whether the manifests show anything of a namespace: of one that is misspelt, no policy and no Sidecar would be found. */
export function expectNamespace(mesh: Mesh, home: string, problems: Problems, field: string): boolean {
  const known = knownNamespaces(mesh);
  if (!known.has(home)) {
    const hint = nearest(home, [...known]);
    problems.add(
      field,
      `the manifests show nothing of a namespace ${show(home)}. ${hint === undefined ? 'Add its Namespace to them, or to the externals.' : `Did you mean ${hint}?`}`,
    );
  }
  return known.has(home);
}

/** The gateway that is meant by `namespace/name`: of its pods, or of a Gateway that configures only it. */
export function gatewayNamed(mesh: Mesh, given: unknown, problems: Problems, field: string): Proxy | undefined {
  const { gateways } = proxies(mesh);
  const objects = gatewayObjects(mesh);
  const usable = objects.filter(({ pods }) => pods.length > 0);
  const known = [...new Set([...gateways, ...usable].map(keyOf))];
  if (typeof given !== 'string' || given === '') {
    problems.add(field, `${show(given)} is not a gateway. Write namespace/name. ${listOf(known)}`);
    return undefined;
  }
  const found = named(gateways, given);
  const configuring = named(objects, given);
  const configured = configuring.flatMap(({ pods }) => pods);
  const candidates = found.length > 0 ? found : [...new Set(configured)];
  if (candidates.length === 1) {
    return candidates[0];
  }
  problems.add(
    field,
    candidates.length > 0
      ? `${show(given)} means several gateways. Write one of: ${candidates.map(keyOf).join(', ')}.`
      : configuring.length > 0
        ? `the manifests show no pods that Gateway ${keyOf(configuring[0])} configures. Add what makes them to the externals, or write the name of another gateway.`
        : `there is no gateway ${show(given)}. ${namesHint(given, known)}`,
  );
  return undefined;
}

/** A Gateway with the pods that it configures. */
interface GatewayObject {
  readonly namespace: string;
  readonly name: string;
  readonly pods: readonly Proxy[];
}

/** The Gateways of Istio, and those of the Gateway API that istiod runs pods for. */
function gatewayObjects(mesh: Mesh): readonly GatewayObject[] {
  const { gateways } = proxies(mesh);
  const own = mesh
    .all('networking.istio.io/Gateway')
    .map((each) => ({ namespace: each.namespace, name: each.name, pods: proxiesOfGateway(mesh, each) }));
  const ofApi = mesh.all('gateway.networking.k8s.io/Gateway').flatMap((each): readonly GatewayObject[] => {
    const { namespace, name } = each;
    const made = managedGateway(each, mesh)?.name;
    const pods = gateways.filter((proxy) => proxy.namespace === namespace && proxy.name === made);
    return pods.length === 0 ? [] : [{ namespace, name, pods }];
  });
  return [...own, ...ofApi];
}

/** Those of a name, with the namespace or without it. */
function named<T extends { readonly namespace: string; readonly name: string }>(
  all: readonly T[],
  given: string,
): readonly T[] {
  return all.filter(({ namespace, name }) => given === `${namespace}/${name}` || given === name);
}

function keyOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}

/** Of several kinds with one name, the one whose pods stay. */
function lasting(found: readonly Workload[]): Workload {
  return found.find(({ object: { kind } }) => kind !== 'Job' && kind !== 'CronJob') ?? found[0];
}

export function workloadNames(mesh: Mesh): string[] {
  return [...new Set(mesh.workloads.map(({ namespace, name }) => `${namespace}/${name}`))].sort();
}

/** The name that was probably meant, or those that there are. */
export function namesHint(given: string, known: readonly string[]): string {
  const byName = new Map(known.map((name) => [name.slice(name.indexOf('/') + 1), name]));
  const meant = nearest(given, [...known]) ?? byName.get(nearest(given, [...byName.keys()]) ?? '');
  return meant === undefined ? listOf(known) : `Did you mean ${meant}?`;
}

function listOf(known: readonly string[]): string {
  if (known.length === 0) {
    return 'The manifests show none.';
  }
  const more = known.length > FEW ? ` and ${known.length - FEW} more` : '';
  return `There ${known.length === 1 ? 'is' : 'are'}: ${known.slice(0, FEW).join(', ')}${more}.`;
}
