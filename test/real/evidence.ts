import { join } from 'node:path';
import { CACHE } from './toolchain';

/** Where each scenario leaves what it has shown. */
export const EVIDENCE = join(CACHE, 'evidence');

/** What one scenario has shown. */
export interface Evidence {
  readonly scenario: string;
  readonly title: string;
  readonly replacedBy?: string;
  readonly claims: { claim: string; request: string; seen: string }[];
  readonly negatives: { change: string; claim: string; seen: string }[];
  readonly allowed: { readonly text: string; readonly reason: string }[];
}
