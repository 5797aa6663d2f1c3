import type { Check, Reporter } from '../check';
import type { Accounts } from './shared/accounts';
import { accounts } from './shared/accounts';
import { checkedObjects, meshNamespaces } from './shared/namespaces';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import { otherClusters } from '../../mesh/reading/other-clusters';
import { nearestName } from './shared/suggestion';

/** The identities of the gateways that Istio's own charts install; the part is where they run, and whether they are for traffic in or out. */
const OF_THE_CHARTS =
  /(\/ns\/istio-(?:system|ingress|egress)\/sa\/istio-(?:in|e)gress)(?:gateway(?:-service-account)?)?$/;

/** Callers in AuthorizationPolicies that do not exist. */
export const authorizationSources: Check = {
  codes: ['KIA0101', 'KIA0106', 'KIA0107', 'KIA0108'],
  run(mesh, report) {
    const known = mesh.derive(accounts);
    const names = [...mesh.derive(meshNamespaces).names];
    const isNamespace = namespaceMatcher(names);
    for (const object of checkedObjects(mesh, 'security.istio.io/AuthorizationPolicy')) {
      for (const [i, { from = [] }] of (object.spec.rules ?? []).entries()) {
        for (const [j, { source = {} }] of from.entries()) {
          const at = `spec.rules[${i}].from[${j}].source`;
          for (const [k, name] of (source.namespaces ?? []).entries()) {
            if (!isNamespace(name)) {
              const close = nearestName(name, names);
              // An application seldom has the namespaces of its callers among its manifests.
              if (close === undefined && mesh.context.world === 'open') {
                continue;
              }
              report({
                code: 'KIA0101',
                object,
                path: `${at}.namespaces[${k}]`,
                absence: true,
                message: `There is no namespace ${name}. Nobody calls from there, so this source matches no request.`,
                fix: close === undefined ? 'Name a namespace that exists.' : `Write ${close}.`,
              });
            }
          }
          for (const [k, principal] of (source.principals ?? []).entries()) {
            if (!known.matches(principal) && !(mesh.context.world === 'open' && isOfUnseenGateway(principal, known))) {
              unknownPrincipal(mesh, object, principal, `${at}.principals[${k}]`, report);
            }
          }
        }
      }
    }
  },
};

/** Where the gateway is among the manifests or the externals, its identity is known, and another one is wrong. */
function isOfUnseenGateway(principal: string, known: Accounts): boolean {
  const [, gateway] = OF_THE_CHARTS.exec(principal) ?? [];
  return gateway !== undefined && !known.of(gateway.split('/')[2]).some((each) => each.includes(gateway));
}

function unknownPrincipal(mesh: Mesh, object: MeshObject, principal: string, path: string, report: Reporter): void {
  const known = mesh.derive(accounts);
  if (isOfUnseenGateway(principal, known)) {
    report({
      code: 'KIA0106',
      object,
      path,
      note: true,
      message: `${principal} is the identity of a gateway that istioctl or Helm installs, and the gateway is not among the manifests.`,
      fix: 'To have it checked, add the gateway to the externals in the settings.',
    });
    return;
  }
  const elsewhere = clustersWith(mesh, principal);
  if (elsewhere.length > 0) {
    report({
      code: 'KIA0107',
      object,
      path,
      message: `No workload of this cluster runs with the identity ${principal}, only workloads of ${elsewhere.join(' and ')}.`,
      fix: 'Keep it if those are the callers. Otherwise write the identity of the workload in this cluster.',
    });
    return;
  }
  const at = principal.indexOf('/ns/');
  const trustDomain = principal.slice(0, Math.max(at, 0));
  const foreign = at > 0 && !principal.includes('*') && !known.trustDomains.includes(trustDomain);
  const close = nearestName(principal, known.of(/\/ns\/([^/]*)/.exec(principal)?.[1] ?? ''));
  if (foreign) {
    report({
      code: 'KIA0108',
      object,
      path,
      absence: true,
      message: `The trust domain ${trustDomain} is none of this mesh (${known.trustDomains.join(', ')}). Unless a mesh of that trust domain is federated with this one, nobody calls with the identity ${principal}.`,
      fix: `Write ${known.trustDomains[0]}${principal.slice(at)}, or add ${trustDomain} to meshConfig.trustDomainAliases.`,
    });
    return;
  }
  report({
    code: 'KIA0106',
    object,
    path,
    absence: true,
    message: `No workload runs with the identity ${principal}. ${principal.startsWith('spiffe://') ? 'Principals are written without spiffe://.' : 'The rule matches no caller.'}`,
    fix:
      accountFix(principal, known, close) ??
      (close === undefined
        ? `Write the identity as ${known.trustDomains[0]}/ns/NAMESPACE/sa/SERVICEACCOUNT, with the serviceAccountName of the pods that call; or name those pods among the externals if another team applies them.`
        : `Write ${close}.`),
  });
}

/** Where the workloads of the namespace name no service account, that is probably what is missing. */
function accountFix(principal: string, known: Accounts, close: string | undefined): string | undefined {
  const [, namespace, account] = /^[^/*]+\/ns\/([^/*]+)\/sa\/([^/*]+)$/.exec(principal) ?? [];
  const there = namespace === undefined ? [] : known.of(namespace);
  const named = there.find((each) => each.endsWith('/sa/default'));
  return named === undefined || (close !== undefined && close !== named)
    ? undefined
    : `Write serviceAccountName: ${account} in the pod template of the calling workload in ${namespace}. If it is meant to run with the default service account, write ${named} here.`;
}

/** The other clusters with a workload of this identity. */
function clustersWith(mesh: Mesh, principal: string): string[] {
  return [...mesh.derive(otherClusters)].flatMap(([name, other]) =>
    other.derive(accounts).matches(principal) ? [name] : [],
  );
}

function namespaceMatcher(names: readonly string[]): (pattern: string) => boolean {
  const all = new Set(names);
  const prefixes = new Set(names.flatMap((name) => [...name].map((_, i) => name.slice(0, i + 1))));
  const suffixes = new Set(names.flatMap((name) => [...name].map((_, i) => name.slice(i))));
  return (pattern) => {
    if (pattern === '*' || all.has(pattern)) {
      return true;
    }
    return pattern.endsWith('*')
      ? prefixes.has(pattern.slice(0, -1))
      : pattern.startsWith('*') && suffixes.has(pattern.slice(1));
  };
}
