import { TestEnvironment } from 'jest-environment-node';
import { checkManifests } from '../../lib/checks/check-manifests';
import type { WrittenSettings } from '../../lib/checks/read-settings';
import { makeProcesses } from './processes';

/*
 * What lives outside of the test files, which jest shuts off from each other: once for each worker instead of once for each file.
 */

const processes = makeProcesses();

/** What the checks find, as JSON: objects of this world are not quite those of a test file. */
function findings(manifests: string, settings?: string): string {
  const given = settings === undefined ? undefined : (JSON.parse(settings) as WrittenSettings);
  return JSON.stringify(checkManifests(JSON.parse(manifests) as object[], given));
}

/** The environment of the tests against real Istio: that of Node with what its workers share. */
export default class RealEnvironment extends TestEnvironment {
  public override async setup(): Promise<void> {
    await super.setup();
    Object.assign(this.global, { processes, findings });
  }
}
