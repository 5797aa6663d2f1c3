import { isSeenByInjector } from '../../istio/injection';
import { isGatewayNamespace } from '../../istio/installed-gateways';
import type { AuthorizationPolicy } from '../../mesh/authorization';
import { isEnforced } from '../../mesh/authorization';
import { isAmbientNamespace, isOutsideMesh } from '../../mesh/injection';
import { gatewayWorkloads } from '../../mesh/proxies';
import { groupBy } from '../../mesh/reading/group-by';
import type { Mesh } from '../../mesh/reading/mesh';
import type { Workload } from '../../mesh/workload';
import type { Check } from '../check';
import { unmatchedEffect } from './policy-effects';

/** Callers that policies know by identities which their pods never have, because they have no proxy. */
export const callersOutsideMesh: Check = {
  name: 'callers-outside-mesh',
  mirrors: ['pilot/pkg/security/authz/model/generator.go: srcPrincipalGenerator'],
  codes: {
    CDI0413: {
      name: 'CallerOutsideMesh',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A rule names the identity of pods that have no proxy, and so no identity.',
      explanation:
        'The identity of a caller is that of the certificate which its sidecar or ztunnel shows. Pods without one, whatever their service account is, connect in plain text and have no identity: a principal, service account or namespace that stands for them matches nobody. In an ALLOW policy their calls get 403, in a DENY policy they get through, and a DENY policy that leaves them out (`notNamespaces`) denies them too; where the called pods are STRICT, their connections are reset before that. Pods have no sidecar where their namespace has no injection, where they opt out with `sidecar.istio.io/inject: "false"`, and on the network of the node.',
      remedy: 'Give the callers a sidecar, or know them by something else than an identity, such as an address.',
      references: [
        'https://istio.io/latest/docs/concepts/security/#dependency-on-mutual-tls',
        'https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy',
      ],
    },
  },
  run(mesh, report) {
    for (const object of mesh.all('security.istio.io/AuthorizationPolicy')) {
      for (const { path, value, account, namespace, isNot } of isEnforced(object) ? identities(object) : []) {
        const outside = outsiders(mesh, namespace, account);
        const [first] = outside;
        // In an ALLOW policy, who has no identity is let in where others are left out.
        if (first !== undefined && !(isNot && object.spec.action !== 'DENY')) {
          report({
            code: 'CDI0413',
            object,
            path,
            related: [{ object: first.object }],
            // Other pods of the namespace may be elsewhere, and have a proxy.
            absence: account === undefined,
            message: `The pods ${account === undefined ? `of namespace ${namespace}` : `that run as ${namespace}/${account}`} have no proxy (${first.object.kind} ${first.object.key}${outside.length > 1 ? ` and ${outside.length - 1} more` : ''}), so they call in plain text, without an identity: ${isNot ? `the rule leaves out callers with the identity ${value}, and these have none. Their requests are denied too.` : `${value} matches nobody. ${unmatchedEffect(object, 'values')}`}`,
            fix: fixFor(mesh, first),
          });
        }
      }
    }
  },
};

/** An identity that a rule asks for, by its parts. */
interface AskedIdentity {
  readonly path: string;
  readonly value: string;
  readonly namespace: string;
  /** Undefined for all of the namespace. */
  readonly account?: string;
  /** Whether the rule leaves callers with it out, as `notNamespaces` does. */
  readonly isNot: boolean;
}

/** Those of one account, and those of a whole namespace; the trust domain may be a wildcard. */
function identities({ spec: { rules = [] }, namespace }: AuthorizationPolicy): AskedIdentity[] {
  const readers: Readonly<Record<string, (value: string) => Pick<AskedIdentity, 'namespace' | 'account'> | undefined>> =
    {
      principals: (value) => {
        const [, home, account] = /^[^/]*\/ns\/([^/*]+)\/(?:sa\/([^/*]+)|(?:sa\/)?\*)$/.exec(value) ?? [];
        return home === undefined ? undefined : { namespace: home, account };
      },
      namespaces: (value) => (value.includes('*') ? undefined : { namespace: value }),
      serviceAccounts: (value) => {
        const [account, home = namespace] = value.split('/').reverse();
        return { namespace: home, account };
      },
    };
  const attributes: Readonly<Record<string, string>> = {
    'source.principal': 'principals',
    'source.namespace': 'namespaces',
    'source.serviceAccount': 'serviceAccounts',
  };
  const read = (field: string, values: readonly string[] | undefined, at: string, isNot: boolean): AskedIdentity[] =>
    (values ?? []).flatMap((value, k) => {
      const found = readers[field](value);
      return found === undefined ? [] : { ...found, value, isNot, path: `${at}[${k}]` };
    });
  return rules.flatMap(({ from = [], when = [] }, i) => [
    ...from.flatMap(({ source = {} }, j) =>
      FIELDS.flatMap(([field, name, isNot]) =>
        read(field, source[name], `spec.rules[${i}].from[${j}].source.${name}`, isNot),
      ),
    ),
    ...when.flatMap(({ key = '', values, notValues }, j) => {
      const at = `spec.rules[${i}].when[${j}]`;
      return Object.hasOwn(attributes, key)
        ? [
            ...read(attributes[key], values, `${at}.values`, false),
            ...read(attributes[key], notValues, `${at}.notValues`, true),
          ]
        : [];
    }),
  ]);
}

const FIELDS = [
  ['principals', 'principals', false],
  ['principals', 'notPrincipals', true],
  ['namespaces', 'namespaces', false],
  ['namespaces', 'notNamespaces', true],
  ['serviceAccounts', 'serviceAccounts', false],
  ['serviceAccounts', 'notServiceAccounts', true],
] as const;

/** The pods of a namespace, or of one of its service accounts, where none of them is in the mesh. */
function outsiders(mesh: Mesh, namespace: string, account: string | undefined): readonly Workload[] {
  const gateways = gatewayWorkloads(mesh);
  const there = mesh.derive(workloadsByNamespace).get(namespace) ?? [];
  // Others of an application's namespace may not be among the manifests, and gateways seldom are.
  if (
    account === undefined &&
    (isGatewayNamespace(namespace, mesh.context.rootNamespace) || !isPlain(mesh, namespace))
  ) {
    return [];
  }
  const meant = account === undefined ? there : there.filter(({ serviceAccount }) => serviceAccount === account);
  const isOutside = (workload: Workload): boolean => !gateways.has(workload) && isOutsideMesh(workload, mesh);
  return meant.every(isOutside) ? meant : [];
}

/** Whether pods of a namespace get no sidecar by themselves. */
function isPlain(mesh: Mesh, namespace: string): boolean {
  const home = mesh.find('core/Namespace', '', namespace);
  return home !== undefined && !isSeenByInjector(home.labels, {}) && !isAmbientNamespace(home);
}

function fixFor(mesh: Mesh, { namespace, labels, annotations, pod }: Workload): string {
  const key = 'sidecar.istio.io/inject';
  const home = mesh.find('core/Namespace', '', namespace);
  const how =
    pod.hostNetwork === true
      ? 'take hostNetwork out of their template'
      : (labels[key] ?? annotations[key]) === 'false'
        ? `remove ${key}: "false" from their template`
        : home?.labels['istio-injection'] === 'enabled'
          ? `write the label ${key}: "true" on their template`
          : `write the label istio-injection: enabled on Namespace ${namespace}`;
  return `Give the callers a sidecar: ${how}. Or know them by an address (ipBlocks).`;
}

function workloadsByNamespace(mesh: Mesh): ReadonlyMap<string, readonly Workload[]> {
  return groupBy(mesh.workloads, ({ namespace }) => namespace);
}
