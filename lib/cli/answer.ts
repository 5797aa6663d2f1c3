import type { Arguments } from './arguments';

/** What a command that answers one question says and ends with. */
export interface Answer {
  readonly text: string;
  /** What could not be read or drawn, for the error stream. */
  readonly notes: readonly string[];
  readonly code: number;
}

/** What such a command takes from the world outside. */
export interface Surroundings {
  readonly color: boolean;
  readonly stdin: () => Buffer;
}

/** How it is told: the same for each of these commands. */
export interface AnswerOptions {
  readonly verbose: boolean;
  readonly output?: string;
  readonly color: boolean;
  readonly help: boolean;
}

export const ANSWER_TYPES = {
  format: { type: 'string', short: 'f' },
  verbose: { type: 'boolean' },
  output: { type: 'string', short: 'o' },
  'no-color': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export function readAnswerOptions({ given, last }: Arguments): AnswerOptions {
  return {
    verbose: given.has('verbose'),
    output: last('output'),
    color: !given.has('no-color'),
    help: given.has('help'),
  };
}
