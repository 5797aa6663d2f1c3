import { show } from '../core/problems';
import { nearest } from '../core/unknown-field';
import type { Schema } from './kind-schema';
import { isPlaceholder } from './placeholder';

const TYPES: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
  object: 'an object',
  string: 'a string',
};

/** Types of Istio that are named like kinds of the Gateway API. */
const ISTIO_ROUTES = /^(?:HTTP|TLS|TCP)Route$/;

/** What a field is one of: `DestinationRule`, `spec.http[0]`. */
export function ownerWords(title: string, path: string): string {
  return ISTIO_ROUTES.test(title) && path !== '' ? path : title;
}

/** What a field takes: `a list`. */
export function wantedWords(schema: Schema): string {
  return schema['x-kubernetes-int-or-string'] ? 'a whole number or a string' : TYPES[schema.type!];
}

/** What a value is: `the number 80`. */
function givenWords(value: unknown): string {
  if (Array.isArray(value)) {
    return 'a list';
  }
  switch (typeof value) {
    case 'string':
      return `the string ${show(value)}`;
    case 'number':
      return `the number ${value}`;
    case 'object':
      return value === null ? 'null' : 'an object';
    default:
      return show(value);
  }
}

/** The numbers that a field takes: those that it names, and those of 32 bits where it has no more. */
export function numberBounds({ type, format, minimum, maximum }: Schema): {
  readonly least: number;
  readonly most: number;
} {
  const limit = type === 'integer' && format === 'int32' ? 2 ** 31 : Infinity;
  return { least: Math.max(minimum ?? -Infinity, -limit), most: Math.min(maximum ?? Infinity, limit - 1) };
}

/** Larger than what any integer type holds. */
function isBeyond(schema: Schema, value: unknown): boolean {
  return schema.type === 'integer' && typeof value === 'number' && Math.abs(value) >= 2 ** 63;
}

function boundedWords(schema: Schema): string {
  const { least, most } = numberBounds(schema);
  const [from, to] = [least, most].map((bound) => (Number.isFinite(bound) ? bound : undefined));
  return `${wantedWords(schema)} ${from === undefined && to === undefined ? 'of at most 64 bits' : rangeWords(from, to)}`;
}

export function typeMessage(schema: Schema, value: unknown): string {
  if (isBeyond(schema, value)) {
    return `This is ${givenWords(value)}, which is out of range: the field takes ${boundedWords(schema)}. The API server rejects the object.`;
  }
  return `This is ${givenWords(value)}, and the field takes ${wantedWords(schema)}. The API server rejects the object.`;
}

/** What to do with a text of which no type is known yet; undefined for all other values. */
export function placeholderFix(value: unknown, wanted: string): string | undefined {
  return typeof value === 'string' && isPlaceholder(value)
    ? `Replace the placeholder ${value.trim()} first, and check the result: the field takes ${wanted}.`
    : undefined;
}

export function typeFix(schema: Schema, value: unknown): string {
  const scalar = typeof value === 'string' ? value.trim() : value;
  const placeholder = placeholderFix(value, wantedWords(schema));
  if (placeholder !== undefined) {
    return placeholder;
  }
  const isNumber = scalar !== '' && Number.isFinite(Number(scalar));
  switch (schema.type) {
    case 'string':
      return typeof value === 'number' || typeof value === 'boolean'
        ? `Write it in quotes: "${value}".`
        : 'Write a string.';
    case 'integer':
    case 'number':
      return typeof scalar === 'string' && isNumber && (schema.type === 'number' || Number.isInteger(Number(scalar)))
        ? `Write ${Number(scalar)}, without quotes.`
        : `Write ${isBeyond(schema, value) ? boundedWords(schema) : `${wantedWords(schema)}${example(schema, value)}`}.`;
    case 'boolean':
      return scalar === 'true' || scalar === 'false' ? `Write ${scalar}, without quotes.` : 'Write true or false.';
    case 'array':
      return value === null || schema.items?.type !== typeof value
        ? 'Write a list: its entries below each other, each with "- " before it.'
        : 'Write "- " before it: the field takes a list, even for one entry.';
    default:
      return `Write ${wantedWords(schema)}.`;
  }
}

/** The nearest number that the field takes. */
function example(schema: Schema, value: unknown): string {
  const { least, most } = numberBounds(schema);
  return typeof value === 'number' && Number.isFinite(value)
    ? `, such as ${Math.min(Math.max(Math.round(value), least), most)}`
    : '';
}

/** What to write instead of a name or a value that is not known. */
export function nearestFix(given: string, known: readonly string[]): string {
  const close = known.length === 1 ? known[0] : nearest(given, [...known]);
  if (close !== undefined) {
    return `Write ${close}.`;
  }
  return known.length === 0 ? `Remove ${given}.` : `Write one of ${known.join(', ')}.`;
}

/** `from 1 to 65535` */
export function rangeWords(least: number | undefined, most: number | undefined): string {
  if (least === undefined) {
    return `up to ${most}`;
  }
  return most === undefined ? `from ${least} on` : `from ${least} to ${most}`;
}

/** `1 to 253` */
export function countWords(least: number, most: number | undefined): string {
  if (most === undefined) {
    return `at least ${least}`;
  }
  return least === most ? String(least) : least === 0 ? `at most ${most}` : `${least} to ${most}`;
}

/** `a, b and c` */
export function list(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
}

const DNS_NAME = 'lower-case letters, digits, "-" and ".", with a letter or digit at both ends and beside each dot';

/** Patterns that are more easily said in words. */
export const PATTERNS: Readonly<Record<string, string>> = {
  '^[-_A-Za-z0-9]+$': 'letters, digits, "-" and "_"',
  '^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$': DNS_NAME,
  '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$': DNS_NAME,
  '^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$': `${DNS_NAME}; "*." may come before it`,
  '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$': 'lower-case letters, digits and "-", with a letter or digit at both ends',
  '^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$': 'letters, digits and "-", with a letter first and a letter or digit last',
  '(^$|^[a-f0-9]{64}$)': 'the 64 hexadecimal digits of a SHA-256 sum, in lower case',
  '^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$':
    'letters, digits, "-", "_" and ".", with a letter or digit at both ends',
  '^([0-9]{1,5}(h|m|s|ms)){1,4}$': 'a duration such as 10s, 500ms or 1h30m',
};

/** The host in a text that has more than a host: `https://reviews.example.com:443/`. */
export function bareHost(text: string): string | undefined {
  const [, before, host, after] = /^([a-z][a-z+-]*:\/\/)?([a-z0-9.*-]+)((?::\d+)?(?:[/?#].*)?)$/i.exec(text) ?? [];
  const isMore = before !== undefined || after?.startsWith(':') === true;
  // What has neither scheme, port nor dot may be anything: a namespace and a name.
  return host !== undefined && (isMore || (after !== '' && host.includes('.'))) ? host.toLowerCase() : undefined;
}

/** Whether a pattern is that of hosts. */
export function isHostPattern(pattern: string): boolean {
  return patternWords(pattern).startsWith(DNS_NAME);
}

/** What a text that fits a pattern looks like. */
export function patternWords(pattern: string): string {
  return Object.hasOwn(PATTERNS, pattern) ? PATTERNS[pattern] : `text that fits ${pattern}`;
}
