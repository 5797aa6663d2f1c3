import type { ProviderRef } from '../../imports/telemetry';
import { expectStrings } from '../core/expect';
import type { Problems } from '../core/problems';

/** Names of providers, as Istio's messages have them. */
export function writeProviders(
  providers: string[] | undefined,
  problems: Problems,
  example: string,
): ProviderRef[] | undefined {
  if (providers === undefined) {
    return undefined;
  }
  if (Array.isArray(providers) && providers.length === 0) {
    problems.add('providers', `is empty. Write ['${example}'], or leave providers out for those of the mesh.`);
  }
  return expectStrings(providers, problems, 'providers', `'${example}'`).map((name) => ({ name }));
}
