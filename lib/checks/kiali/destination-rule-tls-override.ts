import type { Mesh } from '../../mesh/reading/mesh';
import type { Check } from '../check';
import { VALIDATIONS } from './shared/validations-page';
import { readHost, serviceDomain } from './shared/hosts';
import type { DestinationRule } from './shared/mutual-tls';
import { clientTlsMode, isWideMutual, MESH_HOST } from './shared/mutual-tls';
import { checkedObjects } from './shared/namespaces';
import { sidecarScopes } from './shared/sidecar-scope';
import { isVisible, viewers, VisibleLists } from './shared/visibility';

/** DestinationRules for single hosts that say nothing of TLS, where one for many hosts turns mTLS on. */
export const destinationRuleTlsOverride: Check = {
  name: 'destination-rule-tls-override',
  mirrors: ['business/checkers/destinationrules/traffic_policy'],
  codes: {
    KIA0204: {
      name: 'TlsSettingsReplaced',
      severity: 'warning',
      source: 'kiali',
      summary: 'A DestinationRule without tls replaces one that enables mTLS.',
      explanation:
        'A proxy uses the most specific DestinationRule for a host and ignores the wider ones. One for a single host ' +
        'without trafficPolicy.tls therefore undoes the ISTIO_MUTUAL of a rule for `*.local` or for the whole namespace. ' +
        'Automatic mTLS covers that up; with automatic mTLS off, requests go out as plain text and are rejected where mTLS ' +
        'is STRICT.',
      remedy: 'Repeat tls in the DestinationRule for the host, or drop the wide rule and rely on automatic mTLS.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/reference/config/networking/destination-rule/',
        'https://istio.io/latest/docs/ops/common-problems/network-issues/',
      ],
    },
  },
  run(mesh, report) {
    const scopeOf = mesh.derive(sidecarScopes);
    for (const object of checkedObjects(mesh, 'networking.istio.io/DestinationRule')) {
      const { namespace, spec } = object;
      const scope = scopeOf(namespace);
      const isImported = (rule: DestinationRule): boolean => scope.imports(rule.spec.host ?? '', rule.namespace);
      if (saysTls(object) || !isVisible(mesh, object) || !isImported(object)) {
        continue;
      }
      const wide = overridden(mesh, object, isImported);
      if (wide !== undefined) {
        report({
          code: 'KIA0204',
          object,
          path: 'spec.trafficPolicy',
          related: [{ object: wide }],
          message: `DestinationRule ${wide.key} turns mTLS on for ${wide.spec.host}. A proxy uses only one DestinationRule for a host: this one has no tls, so the TLS settings of the other do not apply to requests to ${spec.host ?? 'its host'}.`,
          fix: 'Write trafficPolicy.tls.mode: ISTIO_MUTUAL here as well, or remove both: with automatic mTLS neither is needed.',
        });
      }
    }
  },
};

function overridden(
  mesh: Mesh,
  object: DestinationRule,
  wanted: (rule: DestinationRule) => boolean,
): DestinationRule | undefined {
  const { namespace } = object;
  const host = readHost(object.spec.host ?? '', namespace, mesh.context);
  const wide = mesh.derive(wideRules);
  const single = mesh.derive(mutualRules);
  return (
    wide.find(namespace, MESH_HOST, wanted) ??
    (host.inCluster ? wide.find(namespace, host.namespace, wanted) : undefined) ??
    single.find(namespace, host.full, wanted) ??
    (host.inCluster ? single.find(namespace, `*.${host.namespace}.${serviceDomain(mesh.context)}`, wanted) : undefined)
  );
}

/** Those that turn mTLS on, by their host as it is written. */
function mutualRules(mesh: Mesh): VisibleLists<string, DestinationRule> {
  const lists = new VisibleLists<string, DestinationRule>();
  for (const rule of mesh.all('networking.istio.io/DestinationRule')) {
    if (clientTlsMode(rule) === 'ISTIO_MUTUAL') {
      lists.add(rule.spec.host ?? '', viewers(mesh, rule), rule);
    }
  }
  return lists;
}

/** Those that turn mTLS on for the mesh, and by namespace for one. */
function wideRules(mesh: Mesh): VisibleLists<string, DestinationRule> {
  const lists = new VisibleLists<string, DestinationRule>();
  for (const rule of mesh.all('networking.istio.io/DestinationRule')) {
    if (isWideMutual(rule, mesh)) {
      lists.add(rule.spec.host === MESH_HOST ? MESH_HOST : rule.namespace, viewers(mesh, rule), rule);
    }
  }
  return lists;
}

function saysTls({ spec: { trafficPolicy } }: DestinationRule): boolean {
  return (
    trafficPolicy?.tls !== undefined || (trafficPolicy?.portLevelSettings ?? []).some(({ tls }) => tls !== undefined)
  );
}
