import type { Check, Reporter } from '../check';
import { VALIDATIONS } from './shared/validations-page';
import type { Accounts } from './shared/accounts';
import { accounts } from './shared/accounts';
import { checkedObjects, meshNamespaces } from './shared/namespaces';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import { monitorOfUnseenPrometheus } from '../../mesh/scrapers';
import { otherClusters } from '../../mesh/reading/other-clusters';
import { nearestName } from './shared/suggestion';

/** The identities of the gateways that Istio's own charts install; the part is where they run, and whether they are for traffic in or out. */
const OF_THE_CHARTS =
  /(\/ns\/istio-(?:system|ingress|egress)\/sa\/istio-(?:in|e)gress)(?:gateway(?:-service-account)?)?$/;

/** Callers in AuthorizationPolicies that do not exist. */
export const authorizationSources: Check = {
  name: 'authorization-sources',
  mirrors: ['business/checkers/authorization/namespace_method', 'business/checkers/authorization/principals'],
  codes: {
    KIA0101: {
      name: 'SourceNamespaceUnknown',
      severity: 'warning',
      source: 'kiali',
      summary: 'An AuthorizationPolicy names a calling namespace that does not exist.',
      explanation:
        'The namespace of a caller is read from its certificate. A namespace that does not exist has no workloads and so ' +
        'no certificates, and the source matches nobody: an ALLOW rule lets in fewer than was meant, and a DENY rule ' +
        'keeps nobody out.',
      remedy: 'Write the name of the namespace that the calls come from.',
      references: [VALIDATIONS, 'https://istio.io/latest/docs/reference/config/security/authorization-policy/'],
      twin: 'IST0101',
    },
    KIA0106: {
      name: 'PrincipalUnknown',
      severity: 'error',
      source: 'kiali',
      summary: 'No workload runs with the identity that a rule names.',
      explanation:
        'A principal is `TRUSTDOMAIN/ns/NAMESPACE/sa/SERVICEACCOUNT`, and is compared as a text with the identity in the ' +
        'certificate of the caller. Pods whose template names no service account run as `default`, so a rule for an ' +
        'account that no pod uses matches nobody. Other causes are a `spiffe://` prefix, which does not belong there, and a renamed namespace.',
      remedy: 'Write the account that the pods of the caller use, or give the pods that account.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/reference/config/security/authorization-policy/',
        'https://istio.io/latest/docs/concepts/security/#istio-identity',
      ],
    },
    KIA0107: {
      name: 'PrincipalOfOtherCluster',
      severity: 'warning',
      source: 'kiali',
      summary: 'A rule names an identity that only workloads of other clusters have.',
      explanation:
        'Clusters of one mesh share their trust domain, so a workload of another cluster does call with this identity, and ' +
        'the rule can be right. It matches nothing if the two clusters do not trust one root certificate, and it is wrong ' +
        'if a workload of this cluster was meant: that one has another identity.',
      remedy:
        'Keep it if the callers are in the other cluster. Otherwise write the identity of the workload in this one.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/reference/config/security/authorization-policy/',
        'https://istio.io/latest/docs/ops/deployment/deployment-models/#multiple-clusters',
      ],
    },
    KIA0108: {
      name: 'PrincipalOfOtherTrustDomain',
      severity: 'warning',
      source: 'kiali',
      summary: 'A rule names an identity of a trust domain that this mesh does not have.',
      explanation:
        'Certificates of this mesh carry its trust domain or, while it is being renamed, one of its aliases. Only a ' +
        'federated mesh brings identities of another one, and no manifest tells whether there is one. Where there is ' +
        'none, the trust domain is misspelled and the rule matches nobody.',
      remedy: 'Write the trust domain of the mesh, or add the other one to trustDomainAliases.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/reference/config/security/authorization-policy/',
        'https://istio.io/latest/docs/tasks/security/authorization/authz-td-migration/',
      ],
    },
  },
  run(mesh, report) {
    const known = mesh.derive(accounts);
    const names = mesh.derive(meshNamespaces).list;
    const isNamespace = namespaceMatcher(names);
    for (const object of checkedObjects(mesh, 'security.istio.io/AuthorizationPolicy')) {
      for (const [i, { from = [] }] of (object.spec.rules ?? []).entries()) {
        for (const [j, { source = {} }] of from.entries()) {
          const at = `spec.rules[${i}].from[${j}].source`;
          for (const [k, name] of (source.namespaces ?? []).entries()) {
            if (!isNamespace(name)) {
              const close = nearestName(name, names);
              // An application seldom has the namespaces of its callers among its manifests. Of Prometheus the twin tells.
              if (
                close === undefined &&
                (mesh.context.world === 'open' || monitorOfUnseenPrometheus(mesh, object.namespace) !== undefined)
              ) {
                continue;
              }
              report({
                code: 'KIA0101',
                object,
                path: `${at}.namespaces[${k}]`,
                absence: true,
                message: `There is no namespace ${name}, so this source matches no request.`,
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
      message: `The trust domain ${trustDomain} is not one of this mesh (${known.trustDomains.join(', ')}). Unless a mesh of that trust domain is federated with this one, no caller has the identity ${principal}.`,
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
        ? `Write the identity as ${known.trustDomains[0]}/ns/NAMESPACE/sa/SERVICEACCOUNT, with the serviceAccountName of the pods that call; or list those pods in the externals if another team applies them.`
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
    : `Write serviceAccountName: ${account} in the pod template of the calling workload in ${namespace}. If it should run with the default service account, write ${named} here.`;
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
