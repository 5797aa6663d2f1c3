import { isObject } from '../../core/is-object';
import { analyzed } from './shared/analyzed';
import type { Mesh } from '../../mesh/reading/mesh';
import type { Check, Reporter } from '../check';

/** Fields and kinds that Istio gave up. */
export const deprecatedFields: Check = {
  name: 'deprecated-fields',
  mirrors: ['deprecation.DeprecationAnalyzer', 'telemetry.LightstepAnalyzer'],
  codes: {
    IST0002: {
      name: 'Deprecated',
      severity: 'warning',
      source: 'istio',
      summary: 'A deprecated or removed field or kind is used.',
      explanation:
        'Deprecated fields work until a release no longer reads them; then they silently have no effect. `percentage` already overrides `fault.delay.percent` if both are set. Nothing has read the kinds of `rbac.istio.io` since Istio 1.6, so an access rule written with them restricts nothing.',
      remedy: 'Write the replacement that the message names, before a release drops the field.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/ist0002/',
        'https://istio.io/latest/docs/reference/config/networking/virtual-service/',
      ],
    },
  },
  run(mesh, report) {
    delayPercent(mesh, report);
    egressProxy(mesh, report);
    removedKinds(mesh, report);
    lightstep(mesh, report);
  },
};

function delayPercent(mesh: Mesh, report: Reporter): void {
  for (const object of analyzed(mesh, 'networking.istio.io/VirtualService')) {
    object.spec.http?.forEach(({ fault }, i) => {
      const { percent = 0, percentage } = fault?.delay ?? {};
      if (percent > 0) {
        report({
          code: 'IST0002',
          object,
          path: `spec.http[${i}].fault.delay.percent`,
          message:
            percentage === undefined
              ? `percent (${percent}) is deprecated in favor of percentage, which takes fractions as well.`
              : `percent (${percent}) is deprecated, and percentage (${percentage.value ?? 0}) overrides it: percent has no effect.`,
          fix:
            percentage === undefined
              ? `Write percentage: { value: ${percent} } instead of percent.`
              : 'Remove percent.',
        });
      }
    });
  }
}

function egressProxy(mesh: Mesh, report: Reporter): void {
  for (const object of analyzed(mesh, 'networking.istio.io/Sidecar')) {
    if (object.spec.outboundTrafficPolicy?.egressProxy !== undefined) {
      report({
        code: 'IST0002',
        object,
        path: 'spec.outboundTrafficPolicy.egressProxy',
        message:
          'egressProxy is deprecated. In mode ALLOW_ANY, traffic to unknown hosts still goes there, although istioctl analyze says that it is ignored; a later release may send it out directly.',
        fix: 'Remove it, and send traffic through an egress gateway: a ServiceEntry for each host, a Gateway and a VirtualService.',
      });
    }
  }
}

const REMOVED = new Set(['ClusterRbacConfig', 'RbacConfig', 'ServiceRole', 'ServiceRoleBinding']);

function removedKinds(mesh: Mesh, report: Reporter): void {
  for (const object of analyzed(mesh, 'apiextensions.k8s.io/CustomResourceDefinition')) {
    const { group, names } = object.spec;
    const kind = isObject(names) ? String(names.kind) : '';
    if (group === 'rbac.istio.io' && REMOVED.has(kind)) {
      report({
        code: 'IST0002',
        object,
        path: 'spec.names.kind',
        message: `${kind} of rbac.istio.io was removed in Istio 1.6: the API server stores such objects, but nothing reads them. They deny nothing.`,
        fix: 'Write AuthorizationPolicy of security.istio.io, and remove this definition.',
      });
    }
  }
}

function lightstep(mesh: Mesh, report: Reporter): void {
  const { extensionProviders } = mesh.context.meshConfig;
  const names = (Array.isArray(extensionProviders) ? (extensionProviders as unknown[]) : []).flatMap((provider) =>
    isObject(provider) && isObject(provider.lightstep) ? String(provider.name) : [],
  );
  for (const object of analyzed(mesh, 'telemetry.istio.io/Telemetry')) {
    object.spec.tracing?.forEach(({ providers = [] }, i) => {
      providers.forEach(({ name = '' }, j) => {
        if (names.includes(name)) {
          report({
            code: 'IST0002',
            object,
            path: `spec.tracing[${i}].providers[${j}].name`,
            message: `The provider "${name}" of MeshConfig is of type lightstep, which Istio removed: proxies send it no traces.`,
            fix: 'Define a provider of type opentelemetry in MeshConfig.extensionProviders, with the collector of Lightstep, and name it here.',
          });
        }
      });
    });
  }
}
