import { analyzed } from './shared/analyzed';
import { isObject } from '../../core/is-object';
import type { MeshContext } from '../../mesh/reading/mesh-context';
import type { Check } from '../check';

/** Access logs that nobody writes, because nothing names a provider. */
export const telemetryProviders: Check = {
  name: 'telemetry-providers',
  mirrors: ['telemetry.ProviderAnalyzer'],
  codes: {
    IST0157: {
      name: 'InvalidTelemetryProvider',
      severity: 'warning',
      source: 'istio',
      summary: 'A Telemetry enables access logs without a provider, and the mesh has no default provider.',
      explanation:
        'An entry of `accessLogging` without `providers` uses those of ' +
        '`meshConfig.defaultProviders.accessLogging`. If MeshConfig names none there, the entry has no effect: no log is written, although the Telemetry seems to enable logs.',
      remedy: 'Name a provider, such as `envoy`, or set `meshConfig.defaultProviders.accessLogging`.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/ist0157/',
        'https://istio.io/latest/docs/tasks/observability/logs/access-log/',
      ],
    },
  },
  run(mesh, report) {
    if (hasDefault(mesh.context)) {
      return;
    }
    for (const object of analyzed(mesh, 'telemetry.istio.io/Telemetry')) {
      object.spec.accessLogging?.forEach(({ disabled, providers }, i) => {
        if (disabled !== true && (providers ?? []).length === 0) {
          report({
            code: 'IST0157',
            object,
            path: `spec.accessLogging[${i}].providers`,
            message:
              'The entry names no provider, and MeshConfig has no defaultProviders.accessLogging: so it has no effect and no access log is written.',
            fix: `Write ${provider(mesh.context)}.`,
          });
        }
      });
    }
  },
};

function hasDefault({ meshConfig }: MeshContext): boolean {
  const { defaultProviders } = meshConfig;
  const names = isObject(defaultProviders) ? defaultProviders.accessLogging : undefined;
  return Array.isArray(names) && names.length > 0;
}

/** The provider that was probably meant: one of MeshConfig's for logs, or the one that Istio always has. */
function provider({ meshConfig: { extensionProviders } }: MeshContext): string {
  const own = (Array.isArray(extensionProviders) ? extensionProviders : []).filter(isObject);
  const kinds = ['envoyFileAccessLog', 'envoyOtelAls', 'envoyHttpAls', 'envoyTcpAls'];
  const names = own.filter((each) => kinds.some((kind) => kind in each)).map(({ name }) => String(name));
  return names.length === 0
    ? 'providers: [{ name: envoy }], the provider that writes to the standard output of the proxy'
    : `a provider for logs: ${['envoy', ...names].join(', ')}`;
}
