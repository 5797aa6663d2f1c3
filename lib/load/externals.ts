import path from 'node:path';
import { gatewayManifests, INSTALLED_GATEWAYS } from '../checks/external-manifests';
import { nearest } from '../core/unknown-field';

/**
 * What a settings file means by one of its `externals`: a manifest, the name of a gateway that `istioctl` installs, or the name of a
 * file.
 *
 * Throws an error for a name that was probably meant to be a gateway's.
 *
 * @param folder where the names of files start
 * @param read the manifests in a file
 */
export function externalManifests(given: unknown, folder: string, read: (file: string) => unknown[]): unknown[] {
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
