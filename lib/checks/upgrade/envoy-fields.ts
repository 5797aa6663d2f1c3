import { isObject } from '../../core/is-object';
import type { Change } from './change';

/**
 * What Envoy 1.38 and 1.39 took out of the types that a patch can hold, compared with those of Istio 1.29. No type went, and no field was
 * disallowed.
 */
const REMOVED: readonly { readonly since: Change['since']; readonly field: string; readonly type: string }[] = [
  {
    since: '1.31',
    field: 'tool_list_http_rule',
    type: 'envoy.extensions.filters.http.mcp_json_rest_bridge.v3.ServerToolConfig',
  },
];

export const envoyFields: Change = {
  name: 'envoy-fields',
  since: '1.31',
  references: [
    'https://istio.io/latest/docs/releases/supported-releases/#supported-envoy-versions',
    'https://pkg.go.dev/github.com/envoyproxy/go-control-plane/envoy',
  ],
  find(mesh, _, report) {
    for (const object of mesh.all('networking.istio.io/EnvoyFilter')) {
      (object.spec.configPatches ?? []).forEach(({ patch }, i) => {
        for (const { field, type } of REMOVED) {
          const path = pathOf(patch?.value, field);
          if (path !== undefined) {
            report({
              object,
              path: `spec.configPatches[${i}].patch.value${path}`,
              severity: 'error',
              message: `${field} is no longer a field of ${type} in the Envoy of Istio 1.31, which refuses the patch.`,
              fix: 'Remove the field, and see what took its place in the reference of Envoy.',
            });
          }
        }
      });
    }
  },
};

function pathOf(value: unknown, field: string): string | undefined {
  if (!isObject(value) && !Array.isArray(value)) {
    return undefined;
  }
  for (const [key, each] of Object.entries(value)) {
    const step = Array.isArray(value) ? `[${key}]` : `.${key}`;
    const found = key === field ? '' : pathOf(each, field);
    if (found !== undefined) {
      return `${step}${found}`;
    }
  }
  return undefined;
}
