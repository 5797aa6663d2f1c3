import type { Schema } from '../kind-schema';
import type { Run } from './checker';

/** The release that a field or a value came with, if the mesh's is older. */
export function newer({ since }: Schema, name: string, { minor }: Run): string | undefined {
  const release = since !== undefined && Object.hasOwn(since, name) ? since[name] : undefined;
  return release !== undefined && minorOf(release) > minor ? release : undefined;
}

/** 1.30 -> 30 */
export function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}
