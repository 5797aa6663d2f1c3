import type { Mesh } from '../../mesh/reading/mesh';
import type { Check } from '../check';
import { VALIDATIONS } from './shared/validations-page';
import { readHost, wildcardsAbove } from './shared/hosts';
import type { DestinationRule } from './shared/mutual-tls';
import { clientTlsMode, isWideMutual } from './shared/mutual-tls';
import { checkedObjects, meshNamespaces } from './shared/namespaces';
import type { SidecarScope } from './shared/sidecar-scope';
import { sidecarScopes } from './shared/sidecar-scope';
import { isVisible, viewers, VisibleLists } from './shared/visibility';

const ANY = Symbol('any');
const WHOLE = Symbol('whole');

/** At a host, or at any host that a wildcard is over. */
type Place = readonly ['at' | 'below', string];

/** A place, and a subset by its name, ANY, or WHOLE: the host of a rule without subsets. */
type PlaceKey = readonly [...Place, string | symbol];

/** DestinationRules for the same subset of the same host. */
export const destinationRuleConflicts: Check = {
  name: 'destination-rule-conflicts',
  mirrors: ['business/checkers/destinationrules/multi_match'],
  codes: {
    KIA0201: {
      name: 'SeveralDestinationRules',
      severity: 'warning',
      source: 'kiali',
      summary: 'Two DestinationRules have the same subset of the same host.',
      explanation:
        'A proxy uses one DestinationRule for a host. istiod merges those of one namespace for exactly the same host and uses the settings of the first; it does not merge a rule for a wildcard with one for a host, but only uses the more specific one. Settings such as TLS or outlier detection then do not apply although they are written ' +
        'somewhere.',
      remedy: 'Write all settings of a host in one DestinationRule.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/reference/config/networking/destination-rule/',
        'https://istio.io/latest/docs/ops/best-practices/traffic-management/#split-virtual-services',
      ],
    },
  },
  run(mesh, report) {
    const lists = mesh.derive(overlapping);
    const scopeOf = mesh.derive(sidecarScopes);
    for (const object of checkedObjects(mesh, 'networking.istio.io/DestinationRule')) {
      const scope = scopeOf(object.namespace);
      if (!isVisible(mesh, object) || !imports(scope, object) || standsBeside(object, mesh)) {
        continue;
      }
      const { other, subset } = rival(mesh, lists, object, scope) ?? {};
      if (other !== undefined) {
        report({
          code: 'KIA0201',
          object,
          path: placeOf(object, other, subset),
          related: [{ object: other }],
          message:
            `DestinationRule ${other.key} is for ${other.spec.host} as well, and both are for ${subset === undefined ? 'all of it' : `its subset ${subset}`}. ` +
            'istiod merges rules of one namespace for one host as far as they do not conflict, and otherwise uses only one; which settings apply depends on the order of creation.',
          fix: 'Write the settings of both into one DestinationRule, or give the subsets different names.',
        });
      }
    }
  },
};

function imports(scope: SidecarScope, { namespace, spec }: DestinationRule): boolean {
  return scope.imports(spec.host ?? '', namespace);
}

/** Where the two contradict each other. */
function placeOf({ spec }: DestinationRule, other: DestinationRule, subset: string | undefined): string {
  if (subset !== undefined) {
    return `spec.subsets[${spec.subsets!.findIndex(({ name = '' }) => name === subset)}].name`;
  }
  return spec.trafficPolicy === undefined || other.spec.trafficPolicy === undefined
    ? 'spec.host'
    : 'spec.trafficPolicy';
}

function rival(
  mesh: Mesh,
  lists: VisibleLists<PlaceKey, DestinationRule>,
  object: DestinationRule,
  scope: SidecarScope,
): { readonly other: DestinationRule; readonly subset?: string } | undefined {
  const host = hostOf(mesh, object);
  const isOther = (each: DestinationRule): boolean => each !== object && imports(scope, each);
  const places = [host, ...wildcardsOver(host, mesh)]
    .map((each): Place => ['at', each])
    .concat([['below', host]])
    .filter((place) => lists.find(object.namespace, [...place, ANY], isOther) !== undefined);
  if (places.length === 0) {
    return undefined;
  }
  const subsets = subsetsOf(object);
  for (const subset of subsets.length === 0 ? [ANY] : [WHOLE, ...subsets]) {
    for (const place of places) {
      const other = lists.find(object.namespace, [...place, subset], isOther);
      if (other !== undefined) {
        return { other, subset: typeof subset === 'string' ? subset : undefined };
      }
    }
  }
  return undefined;
}

/** By a host and the wildcards that it is within, and by subset. */
function overlapping(mesh: Mesh): VisibleLists<PlaceKey, DestinationRule> {
  const lists = new VisibleLists<PlaceKey, DestinationRule>();
  for (const object of mesh.all('networking.istio.io/DestinationRule')) {
    if (standsBeside(object, mesh)) {
      continue;
    }
    const host = hostOf(mesh, object);
    const wildcards = wildcardsOver(host, mesh);
    const to = viewers(mesh, object);
    const subsets = new Set([ANY, ...(subsetsOf(object).length === 0 ? [WHOLE] : subsetsOf(object))]);
    for (const subset of subsets) {
      lists.add(['at', host, subset], to, object);
      wildcards.forEach((wildcard) => lists.add(['below', wildcard, subset], to, object));
    }
  }
  return lists;
}

/** The wildcards that a host is within and that some rule is for. */
function wildcardsOver(host: string, mesh: Mesh): string[] {
  const wildcards = mesh.derive(wildcardHosts);
  return wildcards.size === 0 ? [] : wildcardsAbove(host).filter((wildcard) => wildcards.has(wildcard));
}

function wildcardHosts(mesh: Mesh): ReadonlySet<string> {
  const hosts = mesh.all('networking.istio.io/DestinationRule').map((object) => hostOf(mesh, object));
  return new Set(hosts.filter((host) => host.startsWith('*')));
}

function hostOf(mesh: Mesh, { spec, namespace }: DestinationRule): string {
  return readHost(spec.host ?? '', namespace, mesh.context, mesh.derive(meshNamespaces)).full;
}

function subsetsOf({ spec }: DestinationRule): string[] {
  return (spec.subsets ?? []).map(({ name = '' }) => name);
}

/** Whether a rule only turns mTLS on, beside those of single hosts. Of those for the mesh Kiali knows `*.local` alone; others are for the same hosts. */
function standsBeside(rule: DestinationRule, mesh: Mesh): boolean {
  const host = rule.spec.host ?? '';
  const isForMesh = host.startsWith('*') && `.svc.${mesh.context.clusterDomain}`.endsWith(host.slice(1));
  return isWideMutual(rule, mesh) || (isForMesh && clientTlsMode(rule) === 'ISTIO_MUTUAL');
}
