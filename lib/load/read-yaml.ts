import { MAX_DEPTH } from '../core/max-depth';
import type { LoadOptions } from '../vendor/yaml';
import { loadAll, YAMLException } from '../vendor/yaml';
import { AliasError, withoutAliases } from './aliases';
import type { DocumentText } from './split-documents';
import { KUBERNETES_YAML, ScalarError } from './yaml-schema';

/** What a text holds, and what is wrong with it. */
interface ReadDocument {
  /** Nothing where the text cannot be read. */
  readonly values: readonly unknown[];
  readonly problem?: YamlProblem;
}

interface YamlProblem {
  /** In the file, from 1. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
  readonly message: string;
}

/** What to do about a text that is not read as it is: that depends on who reads it. */
export interface YamlAdvice {
  /** About a key that stands twice. */
  readonly twice: string;
  /** About a template that nobody has rendered. */
  readonly template: string;
}

export const FOR_MANIFESTS: YamlAdvice = {
  twice: 'Kubernetes takes the last one silently: remove the other.',
  template: 'Check what it becomes: `helm template . | cdk8s-istio check -`.',
};

/** For files that are not applied: tests, settings. */
export const FOR_OWN_FILES: YamlAdvice = {
  twice: 'Remove one of the two.',
  template: 'Write what it becomes; a text with {{ in it needs quotes.',
};

export function readYaml(document: DocumentText, advice: YamlAdvice = FOR_MANIFESTS): ReadDocument {
  const { text } = document;
  try {
    return { values: values(text) };
  } catch (error) {
    const problem = describe(error, document, advice);
    if (error instanceof YAMLException && error.reason === 'duplicated mapping key') {
      // Kubernetes would take the last one. So the rest of the document is worth a look.
      return { values: attempt(() => values(text, { json: true })) ?? [], problem };
    }
    const json = /^\s*[[{]/.test(text) ? attempt((): unknown => JSON.parse(text)) : undefined;
    return json === undefined || isDeep(json) ? { values: [], problem } : { values: [json] };
  }
}

/** The reader of JSON knows no limit; it is one for all who walk through the value. */
function isDeep(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) {
      return true;
    }
    level = level.flatMap((each): unknown[] => (typeof each === 'object' && each !== null ? Object.values(each) : []));
  }
  return false;
}

/** The options for reading a document again, to find places in it. */
export const READ_OPTIONS: LoadOptions = { schema: KUBERNETES_YAML, json: true, ...limits() };

function limits(): LoadOptions {
  // The types of the library do not know these two.
  return { maxDepth: MAX_DEPTH, maxTotalMergeKeys: 1_000_000 } as LoadOptions;
}

function values(text: string, options: LoadOptions = {}): unknown[] {
  const read: unknown[] = [];
  loadAll(text, (value) => read.push(value), { ...READ_OPTIONS, json: false, ...options });
  const written = text.includes('*') && text.includes('&') ? read.map(withoutAliases) : read;
  if (/[{?]/.test(text) && written.some((each) => hasKey(each, '[object Object]'))) {
    throw new ScalarError('an object stands where a key is expected');
  }
  if (/(?:~|null|Null|NULL)\s*:/.test(text) && written.some((each) => hasKey(each, 'null'))) {
    throw new ScalarError('a key is null; a key with this name needs quotes');
  }
  return written;
}

/** The reader makes text of every key: `{{ .Values.name }}` without quotes is an object whose key is an object. */
function hasKey(value: unknown, key: string): boolean {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  return Object.hasOwn(value, key) || Object.values(value).some((each) => hasKey(each, key));
}

function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

function describe(error: unknown, document: DocumentText, advice: YamlAdvice): YamlProblem {
  const template = templateLine(document);
  if (template !== undefined) {
    return { line: template, message: `This is a template ({{ ... }}) and no YAML yet. ${advice.template}` };
  }
  if (error instanceof YAMLException) {
    const { line, column } = error.mark;
    const at = { line: document.line + line + 1, column: column + 1 };
    const message = explain(error.reason, lineOf(document.text, line), column, advice);
    const isJson = /^(?:---)?\s*\{\s*"/.test(document.text);
    return { ...at, message: isJson ? message.replace('not YAML', 'neither JSON nor YAML') : message };
  }
  if (error instanceof AliasError || error instanceof ScalarError) {
    return { ...lastPlace(document), message: `This cannot be read: ${error.message}.` };
  }
  if (error instanceof RangeError) {
    return { line: document.line + 1, message: `This is nested deeper than ${MAX_DEPTH} levels.` };
  }
  throw error;
}

function templateLine({ text, line }: DocumentText): number | undefined {
  const at = text.indexOf('{{');
  return at < 0 || !text.includes('}}', at) ? undefined : line + text.slice(0, at).split('\n').length;
}

/** Where the reader was when a scalar could not be read. */
function lastPlace({ text, line }: DocumentText): { line: number; column?: number } {
  let last: { line: number; lineStart: number; position: number } | undefined;
  attempt(() =>
    loadAll(text, () => undefined, {
      ...READ_OPTIONS,
      listener: (event, state) => {
        if (event === 'open') {
          last = { line: state.line, lineStart: state.lineStart, position: state.position };
        }
      },
    }),
  );
  return { line: line + (last?.line ?? 0) + 1 };
}

function lineOf(text: string, line: number): string {
  return text.split('\n', line + 1)[line] ?? '';
}

function explain(reason: string, source: string, column: number, { twice }: YamlAdvice): string {
  if (reason === 'duplicated mapping key') {
    const key = /^\s*(?:- +)*("[^"]*"|'[^']*'|[^\s:#]+)\s*:/.exec(source.slice(Math.max(0, column - 1)) || source)?.[1];
    const which = key === undefined ? 'A key' : `The key ${key}`;
    return `${which} stands twice in one object. ${twice}`;
  }
  if (reason.startsWith('nesting exceeded')) {
    return `This is nested deeper than ${MAX_DEPTH} levels.`;
  }
  if (/alias/.test(reason)) {
    return `This is not YAML: ${reason}. An asterisk starts an alias: write a host or a pattern in quotes, "*.example.com".`;
  }
  if (/\t/.test(/^\s*/.exec(source)![0]) || /tab/.test(reason)) {
    return 'This is not YAML: the line is indented with a tab. Use spaces.';
  }
  if (/^\s*(?:- +)*(?:[^"'#]*:\s+)?[@`%]/.test(source)) {
    return `This is not YAML: ${reason}. A value that starts with @, % or \` needs quotes.`;
  }
  return `This is not YAML: ${reason}.`;
}
