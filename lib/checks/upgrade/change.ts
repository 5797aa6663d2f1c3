import type { Mesh } from '../../mesh/reading/mesh';
import type { Report } from '../check';

/** From which release to which a mesh is upgraded, by their numbers: `1.30`. */
export interface Upgrade {
  readonly from: string;
  readonly to: string;
}

/** Where manifests depend on a change, and what it does to them. */
export type Dependence = Omit<Report, 'code'>;

/** Something that a release of Istio does otherwise than the one before, with the same manifests. */
export interface Change {
  /** The name of its file. */
  readonly name: string;
  /** The first release that does it the new way. */
  readonly since: '1.30' | '1.31';
  /** Where this is known from. */
  readonly references: readonly string[];
  find(mesh: Mesh, upgrade: Upgrade, report: (dependence: Dependence) => void): void;
}

/** Whether an upgrade comes past a release. */
export function passes({ from, to }: Upgrade, since: Change['since']): boolean {
  const minor = (release: string): number => Number(release.split('.')[1]);
  return minor(from) < minor(since) && minor(since) <= minor(to);
}

export const NOTES_1_30 = 'https://istio.io/latest/news/releases/1.30.x/announcing-1.30/change-notes/';
export const UPGRADE_NOTES_1_30 = 'https://istio.io/latest/news/releases/1.30.x/announcing-1.30/upgrade-notes/';
export const NOTES_1_31 = 'https://istio.io/latest/news/releases/1.31.x/announcing-1.31/change-notes/';
export const UPGRADE_NOTES_1_31 = 'https://istio.io/latest/news/releases/1.31.x/announcing-1.31/upgrade-notes/';
