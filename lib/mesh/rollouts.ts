import type { Destination } from '../../imports/networking';
import { isObject } from '../core/is-object';
import { at, list } from './reading/free-spec';
import type { Mesh } from './reading/mesh';
import type { MeshObject } from './reading/mesh-object';
import type { VirtualService } from './virtual-services';

type HttpRule = NonNullable<VirtualService['spec']['http']>[number];

/** A VirtualService whose weights Argo Rollouts sets, for a Rollout. */
export interface RolloutRoutes {
  readonly rollout: MeshObject<'argoproj.io/Rollout'>;
  /** Where the Rollout names it: `spec.strategy.canary.trafficRouting.istio.virtualService`. */
  readonly path: string;
  /** Undefined where it is not among the manifests. */
  readonly virtualService?: VirtualService;
  /** The names of the rules that the Rollout lists. */
  readonly routes: readonly string[];
  /** Whether it also lists rules for TLS or TCP. */
  readonly listsOthers: boolean;
  /** The rules that Argo Rollouts makes itself, for mirrors and headers (`managedRoutes`). */
  readonly made: readonly string[];
  /** The names of the stable and the canary: of subsets, or of Services. */
  readonly versions: Versions;
}

export interface Versions {
  readonly of: 'subset' | 'Service';
  readonly stable: string;
  readonly canary: string;
  /** Services whose destinations count beside subsets. */
  readonly services: readonly string[];
}

/** The VirtualServices that Rollouts name (argo-rollouts rollout/trafficrouting/istio/istio.go). */
export function rolloutRoutes(mesh: Mesh): readonly RolloutRoutes[] {
  return mesh.all('argoproj.io/Rollout').flatMap((rollout) => {
    const canary = at(rollout.spec.strategy, 'canary');
    const istio = at(canary, 'trafficRouting', 'istio');
    const within = 'spec.strategy.canary.trafficRouting.istio';
    const named = [
      { value: at(istio, 'virtualService'), path: `${within}.virtualService` },
      ...list(at(istio, 'virtualServices')).map((value, i) => ({ value, path: `${within}.virtualServices[${i}]` })),
    ];
    const made = texts(list(at(canary, 'trafficRouting', 'managedRoutes')).map((each) => at(each, 'name')));
    return named.flatMap(({ value, path }): RolloutRoutes[] => {
      if (!isObject(value) || typeof value.name !== 'string') {
        return [];
      }
      const [own, namespace = rollout.namespace] = splitName(value.name);
      return [
        {
          rollout,
          path,
          virtualService: mesh.find('networking.istio.io/VirtualService', namespace, own),
          routes: texts(list(value.routes)),
          listsOthers: list(value.tlsRoutes).length > 0 || list(value.tcpRoutes).length > 0,
          made,
          versions: versionsOf(canary),
        },
      ];
    });
  });
}

/** Name and namespace of a VirtualService, `shop.web` (utils/istio/istio.go: GetVirtualServiceNamespaceName). */
function splitName(name: string): [name: string, namespace?: string] {
  const dot = name.indexOf('.');
  return dot > 0 ? [name.slice(0, dot), name.slice(dot + 1)] : [name];
}

function versionsOf(canary: unknown): Versions {
  const rule = at(canary, 'trafficRouting', 'istio', 'destinationRule');
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const [stable, released] = [text(at(canary, 'stableService')), text(at(canary, 'canaryService'))];
  const services = [stable, released].filter((name) => name !== '');
  return isObject(rule)
    ? { of: 'subset', stable: text(rule.stableSubsetName), canary: text(rule.canarySubsetName), services }
    : { of: 'Service', stable, canary: released, services };
}

/** Whether a destination is one of the versions of a Rollout; undefined if that does not name both (processRoutes). */
export function isVersion(
  { of, stable, canary, services }: Versions,
  destination: Partial<Destination> | undefined,
): boolean | undefined {
  const name = versionName(of, destination);
  const service = versionName('Service', destination) ?? '';
  return stable === '' || canary === '' ? undefined : name === stable || name === canary || services.includes(service);
}

/** The versions that a rule has no destination for (validateVirtualServiceRouteDestinations). */
export function missingVersions({ of, stable, canary }: Versions, { route = [] }: HttpRule): readonly string[] {
  const there = new Set(route.map(({ destination }) => versionName(of, destination)));
  return stable === '' || canary === '' ? [] : [stable, canary].filter((name) => !there.has(name));
}

/** Whether a rule has destinations for both versions, as far as the Rollout names them. */
export function hasVersions(versions: Versions, rule: HttpRule): boolean {
  return versions.stable !== '' && versions.canary !== '' && missingVersions(versions, rule).length === 0;
}

function versionName(of: Versions['of'], { host = '', subset }: Partial<Destination> = {}): string | undefined {
  return of === 'subset' ? subset : host.split('.')[0];
}

function texts(values: readonly unknown[]): string[] {
  return values.filter((value): value is string => typeof value === 'string');
}
