import { DataMap } from '../../mesh/reading/data-map';
import { SelectorIndex } from '../../mesh/selector-index';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import { selects } from '../../mesh/workload';
import type { Check } from '../check';
import { VALIDATIONS } from './shared/validations-page';
import { serviceDomain } from './shared/hosts';
import { isMutualMode, mutualNamespaces } from './shared/mutual-namespaces';
import type { DestinationRule, PeerAuthentication } from './shared/mutual-tls';
import { clientTlsMode, rulesByHost } from './shared/mutual-tls';
import { checkedObjects } from './shared/namespaces';
import type { Service } from './shared/services';

type AuthorizationPolicy = MeshObject<'security.istio.io/AuthorizationPolicy'>;

/** Rules that ask who the caller is, where connections have no certificates. */
export const authorizationMutualTls: Check = {
  name: 'authorization-mutual-tls',
  mirrors: ['business/checkers/authorization/mtls_enabled'],
  codes: {
    KIA0105: {
      name: 'IdentityWithoutMutualTls',
      severity: 'error',
      source: 'kiali',
      summary: 'A rule needs the identity of the caller, but connections are plain text.',
      explanation:
        'Principals, namespaces and SNI are read from an mTLS connection. When a PeerAuthentication or DestinationRule ' +
        'turns mTLS off for the workload, connections carry no identity: ALLOW rules with an identity allow nobody, and DENY rules with one deny nobody.',
      remedy: 'Enable mTLS for the workload, preferably with a PeerAuthentication in mode STRICT.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/reference/config/security/authorization-policy/',
        'https://istio.io/latest/docs/concepts/security/#mutual-tls-authentication',
      ],
    },
  },
  run(mesh, report) {
    for (const object of checkedObjects(mesh, 'security.istio.io/AuthorizationPolicy')) {
      const paths = identityPaths(object);
      if (paths.length === 0 || isMutual(mesh, object)) {
        continue;
      }
      for (const path of paths) {
        report({
          code: 'KIA0105',
          object,
          path,
          message:
            'The identity of the caller comes from the certificate of an mTLS connection, but with these PeerAuthentications and DestinationRules the connections are plain text. The field matches no caller, so an ALLOW policy rejects all requests and a DENY policy none.',
          fix: `Set mtls.mode to STRICT in a PeerAuthentication of ${object.namespace}, and omit DISABLE of the DestinationRules.`,
        });
      }
    }
  },
};

const FIELDS = ['principals', 'notPrincipals', 'namespaces', 'notNamespaces'] as const;
const KEYS = ['source.namespace', 'source.principal', 'connection.sni'];

function identityPaths({ spec }: AuthorizationPolicy): string[] {
  return (spec.rules ?? []).flatMap(({ from = [], when = [] }, i) => [
    ...from.flatMap(({ source = {} }, j) =>
      FIELDS.filter((field) => (source[field] ?? []).length > 0).map(
        (field) => `spec.rules[${i}].from[${j}].source.${field}`,
      ),
    ),
    ...when.flatMap(({ key = '' }, j) => (KEYS.includes(key) ? [`spec.rules[${i}].when[${j}]`] : [])),
  ]);
}

function isMutual(mesh: Mesh, object: AuthorizationPolicy): boolean {
  const { namespace, spec } = object;
  const labels = spec.selector === undefined ? {} : spec.selector.matchLabels;
  const own = labels === undefined ? undefined : ofWorkload(mesh, namespace, labels);
  return own ?? mesh.derive(mutualNamespaces)(namespace);
}

type Labels = Readonly<Record<string, string>>;

/** By the PeerAuthentications that have a selector; undefined where they do not decide. */
function ofWorkload(mesh: Mesh, namespace: string, labels: Labels): boolean | undefined {
  const found = mesh.derive(policySelectors).selecting(labels, namespace);
  const policies = [...found].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { spec } of policies) {
    switch (spec.mtls?.mode) {
      case 'STRICT':
        return true;
      case 'DISABLE':
        return false;
      case 'PERMISSIVE':
        return ofServices(mesh, namespace, spec.selector!.matchLabels!);
    }
  }
  return undefined;
}

/** By the DestinationRules of the Services that select at least by these labels. */
function ofServices(mesh: Mesh, namespace: string, labels: Labels): boolean | undefined {
  const rules = mesh.derive(rulesByHost);
  const [[key, value]] = Object.entries(labels);
  for (const { name, spec } of mesh.derive(servicesByLabel).get([namespace, key, value]) ?? []) {
    if (!selects(labels, spec.selector ?? {})) {
      continue;
    }
    const short = `${name}.${namespace}`;
    const hosts = [name, short, `${short}.svc`, `${short}.${serviceDomain(mesh.context)}`];
    const isFor = (rule: DestinationRule): boolean => rule.spec.host !== name || rule.namespace === namespace;
    for (const mode of hosts.flatMap((host) => [...rules.seenBy(namespace, host)].filter(isFor).map(clientTlsMode))) {
      if (isMutualMode(mode) || mode === 'DISABLE') {
        return mode !== 'DISABLE';
      }
    }
  }
  return undefined;
}

function policySelectors(mesh: Mesh): SelectorIndex<PeerAuthentication> {
  const labelsOf = ({ spec }: PeerAuthentication): Labels => spec.selector?.matchLabels ?? {};
  const selecting = mesh
    .all('security.istio.io/PeerAuthentication')
    .filter((each) => Object.keys(labelsOf(each)).length > 0);
  return new SelectorIndex(selecting, (each) => ({ namespace: each.namespace, selector: labelsOf(each) }));
}

function servicesByLabel(mesh: Mesh): DataMap<readonly [namespace: string, key: string, value: string], Service[]> {
  const index = new DataMap<readonly [namespace: string, key: string, value: string], Service[]>();
  for (const service of mesh.all('core/Service')) {
    for (const label of Object.entries(service.spec.selector ?? {})) {
      index.getOrAdd([service.namespace, ...label], () => []).push(service);
    }
  }
  return index;
}
