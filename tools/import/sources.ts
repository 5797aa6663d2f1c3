import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Release } from './generate';

/** The releases that imports/ is made of; the last of Istio is the target. */
export interface Releases {
  readonly istio: string[];
  readonly gatewayApi: string;
}

export function istioFile(version: string): string {
  return `istio-${version}.crds.yaml`;
}

export function gatewayApiFile(version: string): string {
  return `gateway-api-${version}-standard.crds.yaml`;
}

/** The CRDs of the pinned releases: from a directory, or from upstream. */
export async function readReleases(
  releases: Releases,
  directory: string | undefined,
): Promise<{ istio: Release[]; gatewayApi: Release }> {
  const read = async (file: string, address: string) =>
    directory === undefined ? download(address) : readLocal(join(directory, file));
  const istio: Release[] = [];
  for (const version of releases.istio) {
    const address = `https://raw.githubusercontent.com/istio/istio/${version}/manifests/charts/base/files/crd-all.gen.yaml`;
    istio.push({ version, crds: await read(istioFile(version), address) });
  }
  const version = releases.gatewayApi;
  const address = `https://github.com/kubernetes-sigs/gateway-api/releases/download/v${version}/standard-install.yaml`;
  return { istio, gatewayApi: { version, crds: await read(gatewayApiFile(version), address) } };
}

function readLocal(path: string): string {
  if (!existsSync(path)) {
    throw new Error(`${path} does not exist. tools/import/fetch-crds.sh makes a directory with all the files.`);
  }
  return readFileSync(path, 'utf8');
}

async function download(address: string): Promise<string> {
  try {
    const response = await fetch(address);
    if (!response.ok) {
      throw new Error(`${response.status} ${response.statusText}`);
    }
    return await response.text();
  } catch (error) {
    throw new Error(
      `${address} cannot be read (${String(error)}). Give a directory with the CRDs by --from; tools/import/fetch-crds.sh makes one.`,
    );
  }
}
