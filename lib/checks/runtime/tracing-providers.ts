import { isObject } from '../../core/is-object';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Check } from '../check';

type Telemetry = MeshObject<'telemetry.istio.io/Telemetry'>;

/** Telemetry objects for traces that turn them off, because nothing names a provider. */
export const tracingProviders: Check = {
  name: 'tracing-providers',
  mirrors: ['pilot/pkg/model/telemetry.go: Tracing'],
  codes: {
    CDI0321: {
      name: 'TracingWithoutProvider',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'A Telemetry configures traces, and nothing names a provider for them.',
      explanation:
        'istiod takes the provider of traces from the Telemetry of the pods, else from that of their namespace, else from that of the root namespace, and else from `meshConfig.defaultProviders.tracing`. If none of them names one, traces are off for the pods, whatever the sampling is: an entry of `tracing` without a provider even turns off what `meshConfig.enableTracing` had turned on. IST0157 says the same of access logs. It is a note if the settings do not tell the MeshConfig.',
      remedy: 'Name a provider of `meshConfig.extensionProviders`, or set `meshConfig.defaultProviders.tracing`.',
      references: [
        'https://istio.io/latest/docs/tasks/observability/distributed-tracing/telemetry-api/',
        'https://istio.io/latest/docs/reference/config/telemetry/#Tracing',
        'https://github.com/istio/istio/issues/54106',
      ],
    },
  },
  run(mesh, report) {
    if (hasDefault(mesh)) {
      return;
    }
    const wide = mesh.derive(namespacesWithProvider);
    const isTold = Object.keys(mesh.context.meshConfig).length > 0;
    for (const object of mesh.all('telemetry.istio.io/Telemetry')) {
      const { tracing = [] } = object.spec;
      if (wide.has(object.namespace) || wide.has(mesh.context.rootNamespace) || tracing.some(namesProvider)) {
        continue;
      }
      const i = tracing.findIndex(({ disableSpanReporting }) => disableSpanReporting !== true);
      if (i >= 0) {
        report({
          code: 'CDI0321',
          object,
          path: `spec.tracing[${i}]`,
          note: !isTold,
          message: `The entry names no provider, and neither does another Telemetry for these pods${isTold ? ' or the MeshConfig' : ''}: ${isTold ? 'their traces are off' : 'unless meshConfig.defaultProviders.tracing names one, their traces are off'}, whatever else the entry says.`,
          fix: 'Write providers: [{ name: ... }] with a provider for traces of meshConfig.extensionProviders.',
        });
      }
    }
  },
};

function hasDefault({ context: { meshConfig } }: Mesh): boolean {
  const { defaultProviders } = meshConfig;
  const names = isObject(defaultProviders) ? defaultProviders.tracing : undefined;
  return Array.isArray(names) && names.length > 0;
}

/** The namespaces with a Telemetry for all of their pods that names a provider. */
function namespacesWithProvider(mesh: Mesh): ReadonlySet<string> {
  const all = mesh
    .all('telemetry.istio.io/Telemetry')
    .filter(({ spec }) => spec.selector === undefined && spec.targetRef === undefined && spec.targetRefs === undefined);
  return new Set(all.flatMap(({ spec, namespace }) => ((spec.tracing ?? []).some(namesProvider) ? namespace : [])));
}

function namesProvider({ providers = [] }: NonNullable<Telemetry['spec']['tracing']>[number]): boolean {
  return providers.length > 0;
}
