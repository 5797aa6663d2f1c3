import path from 'node:path';
import { gatewayManifests, INSTALLED_GATEWAYS } from '../checks/external-manifests';
import { isObject } from '../core/is-object';
import { helmGateway } from '../istio/installed-gateways';
import type { Manifest } from '../mesh/reading/mesh-object';
import { nearest } from '../core/unknown-field';

/**
 * What a settings file means by one of its `externals`: a manifest, the name of a gateway that `istioctl` installs, the release of a gateway
 * of the Helm chart, or the name of a file.
 *
 * Throws an error for a name that was probably meant to be a gateway's.
 *
 * @param folder where the names of files start
 * @param read the manifests in a file
 */
export function externalManifests(given: unknown, folder: string, read: (file: string) => unknown[]): unknown[] {
  if (isObject(given) && 'helmGateway' in given) {
    return [helmManifests(given)];
  }
  if (typeof given !== 'string') {
    return [given];
  }
  const gateway = INSTALLED_GATEWAYS.get(given);
  if (gateway !== undefined) {
    return [gatewayManifests(gateway)];
  }
  const meant = nearest(given, [...INSTALLED_GATEWAYS.keys()]);
  if (meant !== undefined && !/[./\\]/.test(given)) {
    throw new Error(`there is no gateway "${given}". Did you mean ${meant}?`);
  }
  return read(path.resolve(folder, given));
}

const HELM_EXAMPLE = 'Write { helmGateway: istio-ingress, namespace: istio-ingress }.';

/** A gateway of the Helm chart, by its release: `{ helmGateway: istio-ingress, namespace: istio-ingress }`. */
function helmManifests(given: Readonly<Record<string, unknown>>): Manifest {
  const { helmGateway: release, namespace, serviceAccount, ...rest } = given;
  for (const [field, value] of Object.entries({ helmGateway: release, namespace, serviceAccount })) {
    const isMissing = value === undefined && field !== 'serviceAccount';
    if (isMissing || (value !== undefined && (typeof value !== 'string' || value === ''))) {
      throw new Error(`${field} of a Helm gateway is ${isMissing ? 'missing' : 'not a name'}. ${HELM_EXAMPLE}`);
    }
  }
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) {
    throw new Error(
      `a Helm gateway has no ${unknown}, only helmGateway, namespace and serviceAccount. ${HELM_EXAMPLE}`,
    );
  }
  return gatewayManifests({
    ...helmGateway(release as string, serviceAccount as string | undefined),
    namespace: namespace as string,
  });
}

/**
 * Settings, with manifests where they have something that stands for them.
 *
 * @param settings as they were written
 * @param read the manifests that one value stands for; `field` is where it is: `otherClusters[0].manifests[1]`
 */
export function withManifests(
  settings: Readonly<Record<string, unknown>>,
  read: (given: unknown, field: string) => unknown[],
): Record<string, unknown> {
  const readAll = (values: unknown, field: string): unknown =>
    Array.isArray(values) ? values.flatMap((each, i) => read(each, `${field}[${i}]`)) : values;
  const { externals, otherClusters } = settings;
  return {
    ...settings,
    externals: readAll(externals, 'externals'),
    otherClusters: Array.isArray(otherClusters)
      ? otherClusters.map((cluster: unknown, i) =>
          isObject(cluster)
            ? { ...cluster, manifests: readAll(cluster.manifests, `otherClusters[${i}].manifests`) }
            : cluster,
        )
      : otherClusters,
  };
}
