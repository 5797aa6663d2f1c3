import type { Finding } from '../../lib/checks/finding';
import type { WrittenSettings } from '../../lib/checks/read-settings';
import type { Manifest } from './manifest';

/** What the checks find, by those that all test files of a worker share: see environment.ts. */
export function findings(manifests: Manifest[], settings?: WrittenSettings): Finding[] {
  const { findings: ask } = globalThis as unknown as { findings: (manifests: string, settings?: string) => string };
  return JSON.parse(ask(JSON.stringify(manifests), JSON.stringify(settings))) as Finding[];
}
