import { parseArgs } from 'node:util';
import { nearest } from '../core/unknown-field';

/** What was typed, and cannot be meant. */
export class UsageError extends Error {}

/** The options of a command, by name. */
export type OptionTypes = Readonly<
  Record<string, { readonly type: 'string' | 'boolean'; readonly short?: string; readonly multiple?: boolean }>
>;

/** A command line, taken apart. */
export interface Arguments {
  /** The values of each option, in their order; an empty text for those that take none. */
  readonly given: ReadonlyMap<string, readonly string[]>;
  /** What is no option. */
  readonly words: readonly string[];
  /** The value of an option that was typed last: it counts. */
  readonly last: (name: string) => string | undefined;
}

/**
 * @param types the options that there are
 * @param examples a value for each option that takes one
 */
export function readArguments(
  args: readonly string[],
  types: OptionTypes,
  examples: Readonly<Record<string, string>>,
): Arguments {
  const given = new Map<string, string[]>();
  const words: string[] = [];
  const { tokens } = parseArgs({
    args: [...args],
    options: types,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind === 'positional') {
      words.push(token.value);
    } else if (token.kind === 'option') {
      const value = readOption(token, types, examples);
      given.set(token.name, [...(given.get(token.name) ?? []), value]);
    }
  }
  return { given, words, last: (name) => given.get(name)?.at(-1) };
}

/** The value of an option; empty for those that have none. */
function readOption(
  token: { name: string; rawName: string; value?: string },
  types: OptionTypes,
  examples: Readonly<Record<string, string>>,
): string {
  const { name, rawName, value } = token;
  const type = Object.hasOwn(types, name) ? types[name].type : undefined;
  if (type === undefined) {
    const meant = nearest(name, Object.keys(types));
    const hint = meant === undefined ? '`cdk8s-istio --help` lists the options.' : `Did you mean --${meant}?`;
    throw new UsageError(`There is no option ${rawName}. ${hint}`);
  }
  if (type === 'boolean' && value !== undefined) {
    throw new UsageError(`${rawName} takes no value. Write it alone.`);
  }
  if (type === 'string' && (value === undefined || value === '')) {
    throw new UsageError(`${rawName} needs a value: ${rawName} ${examples[name]}`);
  }
  return value ?? '';
}

/** A value of an option that takes one of a few. */
export function oneOf<T extends string>(known: readonly T[], name: string, value: string | undefined): T | undefined {
  if (value === undefined || known.includes(value as T)) {
    return value as T | undefined;
  }
  const meant = nearest(value, [...known]);
  const hint = meant === undefined ? `Write one of: ${known.join(', ')}.` : `Did you mean ${meant}?`;
  throw new UsageError(`--${name} ${JSON.stringify(value)} is not known. ${hint}`);
}
