import { go } from './go';
import { java } from './java';
import type { Language } from './language';
import { python } from './python';

/** Those of cdk8s besides TypeScript. */
export const LANGUAGES: readonly Language[] = [python, java, go];
