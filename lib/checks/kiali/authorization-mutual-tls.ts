import type { Mesh } from '../../mesh/mesh';
import type { MeshObject } from '../../mesh/mesh-object';
import { selects } from '../../mesh/workload';
import type { Check } from '../check';
import { serviceDomain } from './shared/hosts';
import { first, push } from './shared/lists';
import type { DestinationRule, PeerAuthentication } from './shared/mutual-tls';
import {
  clientTlsMode,
  isAutoMtls,
  MESH_HOST,
  namespaceHost,
  peerAuthentications,
  rulesByHost,
  serverTlsMode,
} from './shared/mutual-tls';
import { checkedObjects } from './shared/namespaces';
import type { Service } from './shared/services';

type AuthorizationPolicy = MeshObject<'security.istio.io/AuthorizationPolicy'>;

/** Rules that ask who the caller is, where connections have no certificates. */
export const authorizationMutualTls: Check = {
  codes: ['KIA0105'],
  reads: [
    'security.istio.io/AuthorizationPolicy',
    'security.istio.io/PeerAuthentication',
    'networking.istio.io/DestinationRule',
    'core/Service',
    'core/Namespace',
  ],
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
            'Who calls is known from the certificate of an mTLS connection, and by the PeerAuthentications and DestinationRules here ' +
            'the connections are plain text. The field matches no caller, so an ALLOW policy refuses all and a DENY policy none.',
          fix: `Set mtls.mode to STRICT in a PeerAuthentication of ${object.namespace}, and leave DISABLE out of the DestinationRules.`,
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
  const index = mesh.derive(policiesByLabel);
  const policies = Object.entries(labels)
    .flatMap((label) => index.get(`${namespace} ${label.join('=')}`) ?? [])
    .filter(({ spec }) => selects(spec.selector!.matchLabels, labels))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
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
  for (const { name, spec } of mesh.derive(servicesByLabel).get(`${namespace} ${key}=${value}`) ?? []) {
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

function policiesByLabel(mesh: Mesh): Map<string, PeerAuthentication[]> {
  const index = new Map<string, PeerAuthentication[]>();
  for (const policy of mesh.all('security.istio.io/PeerAuthentication')) {
    const [first] = Object.entries(policy.spec.selector?.matchLabels ?? {});
    if (first !== undefined) {
      push(index, `${policy.namespace} ${first.join('=')}`, policy);
    }
  }
  return index;
}

function servicesByLabel(mesh: Mesh): Map<string, Service[]> {
  const index = new Map<string, Service[]>();
  for (const service of mesh.all('core/Service')) {
    for (const label of Object.entries(service.spec.selector ?? {})) {
      push(index, `${service.namespace} ${label.join('=')}`, service);
    }
  }
  return index;
}

/** What a DestinationRule for many hosts and a PeerAuthentication without a selector say. */
interface Wide {
  readonly client?: string;
  readonly server?: string;
}

/** Whether connections to the pods of a namespace are mTLS, by what holds for all of it. */
function mutualNamespaces(mesh: Mesh): (namespace: string) => boolean {
  const rules = mesh.derive(rulesByHost);
  const policies = mesh.derive(peerAuthentications);
  const auto = isAutoMtls(mesh);
  const wide = (viewer: string, host: string, namespace: string): Wide => ({
    client: clientMode(rules.seenBy(viewer, host)),
    server: (policies.get(namespace) ?? []).map(serverTlsMode).find((mode) => mode !== undefined),
  });
  const known = new Map<string, boolean>();
  return (namespace) => {
    let mutual = known.get(namespace);
    if (mutual === undefined) {
      const own = wide(namespace, namespaceHost(namespace, mesh), namespace);
      const ofMesh = wide(namespace, MESH_HOST, mesh.context.rootNamespace);
      mutual = isMutualBy(own, ofMesh, auto);
      known.set(namespace, mutual);
    }
    return mutual;
  };
}

function clientMode(rules: Iterable<DestinationRule>): string | undefined {
  const rule = first(rules, (each) => clientTlsMode(each) !== undefined);
  return rule && clientTlsMode(rule);
}

function isMutualBy(own: Wide, ofMesh: Wide, auto: boolean): boolean {
  const decided = decide(own, auto, ['STRICT', 'PERMISSIVE']);
  if (decided !== undefined) {
    return decided;
  }
  if (own.client === undefined && own.server === undefined) {
    return decide(ofMesh, auto, ['STRICT', 'PERMISSIVE']) ?? isLeftToClients(ofMesh, auto);
  }
  const both = { client: own.client ?? ofMesh.client, server: own.server ?? ofMesh.server };
  return decide(both, auto, ['STRICT']) ?? isLeftToClients(both, auto);
}

/** Where both sides say something, or one does and the other follows by itself. */
function decide({ client, server = '' }: Wide, auto: boolean, accepted: readonly string[]): boolean | undefined {
  const follows = client === undefined && auto;
  if (accepted.includes(server) && (isMutualMode(client) || follows)) {
    return true;
  }
  return server === 'DISABLE' && (client === 'DISABLE' || follows) ? false : undefined;
}

function isLeftToClients({ client, server }: Wide, auto: boolean): boolean {
  return auto && server === undefined && (client === undefined || isMutualMode(client));
}

function isMutualMode(mode: string | undefined): boolean {
  return mode === 'ISTIO_MUTUAL' || mode === 'MUTUAL';
}
