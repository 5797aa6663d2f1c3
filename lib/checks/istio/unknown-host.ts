import type { Wording } from '../check';
import { fullHost, serviceOfHost } from '../../istio/host';
import type { MeshContext } from '../../mesh/reading/mesh-context';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import { bareHost } from '../../schema/words';
import type { KnownHost, KnownHosts } from './shared/known-hosts';
import { INSTALLED_GATEWAYS } from '../external-manifests';
import { ADDON_NAMESPACE, addonHost } from '../../istio/sample-addons';
import { listed, SHOWN } from './unmatched-selector';

/** Why a host is not known, and what was probably meant. */
interface UnknownHost extends Pick<Wording, 'message' | 'fix' | 'related'> {
  /** Whether the manifests say nothing of where the host would be. */
  readonly absence: boolean;
}

/** Says why an object may not name a host. */
export function unknownHost(
  host: string,
  object: MeshObject,
  hosts: KnownHosts,
  { clusterDomain }: MeshContext,
): UnknownHost {
  const full = fullHost(host, object.namespace, clusterDomain);
  if (host === '') {
    return { message: 'There is no host.', fix: 'Write the host of a Service or a ServiceEntry.', absence: false };
  }
  const hidden = hosts.withHost(full);
  if (hidden.length > 0) {
    return hiddenHost(host, object, hidden[0]);
  }
  const service = serviceOfHost(full, clusterDomain);
  if (service !== undefined) {
    return unknownService(host, object, service, hosts, clusterDomain);
  }
  return dotted(host, hosts, clusterDomain) ?? unknownDomain(host, hosts);
}

function hiddenHost(host: string, object: MeshObject, { object: owner, scopes }: KnownHost): UnknownHost {
  const seen = scopes.length === 0 ? 'none' : listed(scopes);
  const add =
    owner.kind === 'Service'
      ? `Add ${object.namespace} to the annotation networking.istio.io/exportTo of Service ${owner.key}`
      : `Add ${object.namespace} to spec.exportTo of ${owner.kind} ${owner.key}`;
  return scopes.includes(object.namespace)
    ? {
        related: [{ object: owner }],
        message:
          `"${host}" is ${owner.kind} ${owner.key}, which only these namespaces see: ${seen}. ` +
          `This ${object.kind} is exported elsewhere, to namespaces that do not see it.`,
        fix: `Export the ${object.kind} to the namespaces that see the host, or the host to those of the ${object.kind}.`,
        absence: false,
      }
    : {
        related: [{ object: owner }],
        message: `"${host}" is ${owner.kind} ${owner.key}, which the namespace ${object.namespace} does not see: it is exported to ${seen}.`,
        fix: `${add}, or move the ${object.kind} to a namespace that sees it.`,
        absence: false,
      };
}

function unknownService(
  host: string,
  object: MeshObject,
  { name, namespace }: { readonly name: string; readonly namespace: string },
  hosts: KnownHosts,
  clusterDomain: string,
): UnknownHost {
  const completed = host.includes('.')
    ? `There is no Service ${name} in the namespace ${namespace}.`
    : `"${host}" is short for "${host}.${namespace}.svc.${clusterDomain}", as the ${object.kind} is in ${namespace}, and there is no such Service.`;
  const elsewhere = hosts.namesakes(name);
  if (elsewhere.length > 0) {
    const { message, ...told } = misplaced({ name, namespace }, object, elsewhere, host);
    const related = elsewhere.slice(0, SHOWN).map((known) => ({ object: known.object }));
    return { message: `${completed} ${message}`, related, ...told };
  }
  const addon = addonHost(name, clusterDomain);
  if (addon !== undefined) {
    return {
      message: `${completed} The sample addons of Istio have a Service ${name}, in ${ADDON_NAMESPACE}.`,
      fix:
        namespace === ADDON_NAMESPACE
          ? `Install the addon, or list Service ${name} of ${namespace} in the externals of the settings if it is there.`
          : `Write host: ${addon}.`,
      absence: true,
    };
  }
  const { names, absence } = hosts.in(namespace);
  const gateway = installedGateway(name);
  if (gateway !== undefined) {
    return {
      message: completed,
      fix: `List ${gateway} in the externals of the settings if it is installed.`,
      absence,
    };
  }
  const close = names.nearest(name);
  if (close !== undefined) {
    const meant = `${close}.${namespace}.svc.${clusterDomain}`;
    const written = host.includes('.') ? meant : close;
    return {
      related: hosts
        .withHost(meant)
        .slice(0, 1)
        .map((known) => ({ object: known.object })),
      message: `${completed} There is one named ${close}.`,
      fix: `Write host: ${written}.`,
      absence: absence || !isSlip(name, close),
    };
  }
  return {
    message: completed,
    fix: absence
      ? 'Correct the name or its namespace, or list the Service in the externals of the settings if it is created elsewhere.'
      : `The namespace ${namespace} has: ${listed(names.all)}. Write one of them, add the Service, or list it in the externals of the settings if it is created elsewhere.`,
    absence: true,
  };
}

/** Whether one name is the other one misspelt. One that adds more than a letter to the other is a name of its own: reviews-v2. */
export function isSlip(name: string, close: string): boolean {
  return Math.abs(name.length - close.length) < 2 || (!name.includes(close) && !close.includes(name));
}

/** Services of the same name in other namespaces, if those are known: who applies manifests without a namespace chooses one. */
function misplaced(
  { name, namespace }: { readonly name: string; readonly namespace: string },
  object: MeshObject,
  elsewhere: readonly KnownHost[],
  host: string,
): UnknownHost {
  const unplaced = elsewhere.find((known) => !known.object.namesNamespace);
  const [{ host: full }] = elsewhere;
  const homes = listed(elsewhere.map((known) => known.object.namespace));
  if (unplaced !== undefined) {
    return {
      message: `The Service ${name} of the manifests names no namespace, so the checks assume ${unplaced.object.namespace}.`,
      fix: `Write metadata.namespace: ${namespace} in the Service if it is applied there (kubectl apply -n ${namespace}). Otherwise write host: ${unplaced.host}.`,
      absence: true,
    };
  }
  if (!object.namesNamespace && !host.includes('.')) {
    return {
      message: `A Service ${name} is in ${homes}, and the ${object.kind} names no namespace itself.`,
      fix: `Write metadata.namespace in the ${object.kind} if it is applied to ${homes}. Otherwise write host: ${full}.`,
      absence: true,
    };
  }
  return { message: `A Service ${name} is in ${homes}.`, fix: `Write host: ${full}.`, absence: false };
}

/** The name that settings have for a gateway of Istio's own installation. */
function installedGateway(service: string): string | undefined {
  return [...INSTALLED_GATEWAYS].find(([, { name }]) => name === service)?.[0];
}

/** `reviews.shop` and `reviews.shop.svc`, which Kubernetes completes and Istio does not. */
function dotted(host: string, hosts: KnownHosts, clusterDomain: string): UnknownHost | undefined {
  const [name, namespace, svc, ...more] = host.split('.');
  if (namespace === undefined || more.length > 0 || (svc !== undefined && svc !== 'svc')) {
    return undefined;
  }
  const full = `${name}.${namespace}.svc.${clusterDomain}`;
  return hosts.withHost(full).length === 0
    ? undefined
    : {
        message: `"${host}" is not a host of the mesh: Istio only completes names without a dot, so it looks for a host of exactly this name.`,
        fix: `Write host: ${full}.`,
        absence: false,
      };
}

function unknownDomain(host: string, hosts: KnownHosts): UnknownHost {
  const { names, absence } = hosts.ofDomain(host);
  const close = names.nearest(host);
  const message = `No Service or ServiceEntry that is visible here has the host "${host}".`;
  const bare = bareHost(host);
  if (bare !== undefined) {
    return { message, fix: `Write host: ${bare}.`, absence: false };
  }
  if (names.all.length === 0) {
    return {
      message,
      fix: `Add a ServiceEntry with the host ${host}, or list it in the externals of the settings if it is created elsewhere.`,
      absence,
    };
  }
  return {
    message: `${message} ServiceEntries have: ${listed(names.all)}.`,
    fix: close === undefined ? `Write one of them, or add ${host} to a ServiceEntry.` : `Write host: ${close}.`,
    absence: absence || close === undefined || !isSlip(host, close),
  };
}
