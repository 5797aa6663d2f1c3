import { istioctlGateway } from '../../istio/installed-gateways';
import type { AuthorizationPolicy } from '../../mesh/authorization';
import { podsOfPolicy } from '../../mesh/authorization';
import type { LeadingPort } from '../../mesh/pod-ports';
import { serviceOnlyPorts } from '../../mesh/pod-ports';
import type { Mesh } from '../../mesh/reading/mesh';
import { selects } from '../../mesh/workload';
import type { Check } from '../check';
import { unmatchedEffect } from './policy-effects';
import { leadsWords, podPortsFix, servicesOf } from './service-only-ports';

/** Ports of Services in AuthorizationPolicies, which compare those of pods. */
export const policyPorts: Check = {
  name: 'policy-ports',
  mirrors: ['pilot/pkg/security/authz/model/generator.go: destPortGenerator'],
  codes: {
    CDI0409: {
      name: 'PolicyPortOfService',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'An AuthorizationPolicy has the port of a Service, and the pods have another one.',
      explanation:
        'A policy is enforced at the pods, after the Service has chosen one of them, so `ports`, `notPorts` and `destination.port` are compared with the port of the pods (`targetPort`). A port that only the Service has matches no connection. In an ALLOW policy the requests that are meant get 403, in a DENY policy they get through. At a gateway, too, the port of the pods counts: pods of `istioctl install` listen on 8080 where their Service has 80. Nothing is reported if some of the pods declare the port, if another Service leads to it, or if the port of the pods is in the same list: behind the PROXY protocol Envoy compares the port that the load balancer tells.',
      remedy: 'Write the targetPort of the Service.',
      references: [
        'https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation',
        'https://github.com/istio/api/issues/3075',
      ],
    },
  },
  run(mesh, report) {
    for (const object of mesh.all('security.istio.io/AuthorizationPolicy')) {
      const values = portValues(object);
      const pods = values.length === 0 ? [] : podsOfPolicy(mesh, object);
      for (const { path, field, number, beside } of values) {
        // A port of the pods in the same list is what is meant; that of the Service is there for a load balancer that tells it.
        const leading = serviceOnlyPorts(mesh, pods, number).filter(({ target }) => !beside.has(target));
        if (leading.length > 0) {
          report({
            code: 'CDI0409',
            object,
            path,
            related: servicesOf(leading),
            message: `${leadsWords(leading)} Policies compare the port of the pods, so ${number} matches no connection. ${unmatchedEffect(object, field)}`,
            fix: podPortsFix(leading, (port) => `"${port}"`),
          });
        } else if (pods.length === 0) {
          const target = ofInstalledGateway(mesh, object, number);
          if (target !== undefined && !beside.has(target)) {
            report({
              code: 'CDI0409',
              object,
              path,
              note: true,
              message: `Policies compare the port of the pods. If istioctl installed this gateway, its pods listen on ${target} for port ${number} of its Service, and ${number} matches no connection; with the Helm chart they listen on ${number}.`,
              fix: `Write "${target}" for a gateway of istioctl. To have it checked, add the gateway to the externals in the settings.`,
            });
          }
        }
      }
    }
  },
};

interface PortValue {
  readonly path: string;
  /** `ports` or `notPorts`, which tells what follows. */
  readonly field: string;
  readonly number: number;
  /** All ports of its list. */
  readonly beside: ReadonlySet<number | undefined>;
}

function portValues({ spec: { rules = [] } }: AuthorizationPolicy): PortValue[] {
  const of = (values: readonly string[] = [], field: string, path: string): PortValue[] => {
    const beside = new Set(values.map(Number));
    return values.flatMap((value, k) =>
      /^\d+$/.test(value) ? { path: `${path}[${k}]`, field, number: Number(value), beside } : [],
    );
  };
  return rules.flatMap(({ to = [], when = [] }, i) => [
    ...to.flatMap(({ operation = {} }, j) =>
      (['ports', 'notPorts'] as const).flatMap((field) =>
        of(operation[field], field, `spec.rules[${i}].to[${j}].operation.${field}`),
      ),
    ),
    ...when.flatMap(({ key, values, notValues }, j) =>
      key === 'destination.port'
        ? [
            ...of(values, 'values', `spec.rules[${i}].when[${j}].values`),
            ...of(notValues, 'notValues', `spec.rules[${i}].when[${j}].notValues`),
          ]
        : [],
    ),
  ]);
}

const INSTALLED = (['ingressgateway', 'egressgateway'] as const).map(istioctlGateway);

/** The port of the pods of a gateway of istioctl, where a policy selects it and has the port of its Service. */
function ofInstalledGateway(
  mesh: Mesh,
  { spec: { selector }, namespace }: AuthorizationPolicy,
  number: number,
): LeadingPort['target'] {
  const labels = selector?.matchLabels ?? {};
  if (Object.keys(labels).length === 0 || namespace !== mesh.context.rootNamespace) {
    return undefined;
  }
  const gateway = INSTALLED.find(({ podLabels }) => selects(labels, podLabels));
  return gateway?.ports.find(({ port }) => port === number)?.targetPort;
}
