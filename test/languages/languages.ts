import type { Language } from './language';
import { python } from './python';

/** Those of cdk8s besides TypeScript. */
export const LANGUAGES: readonly Language[] = [python];
