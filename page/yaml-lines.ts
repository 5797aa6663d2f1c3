import { isObject } from '../lib/core/is-object';

/** A line of YAML, and the path of what begins on it: `spec.http[0].route`. */
export interface YamlLine {
  readonly text: string;
  readonly path: string;
}

/** A manifest as people write it. */
export function yamlLines(value: unknown): readonly YamlLine[] {
  return block(value, '', '');
}

function block(value: unknown, path: string, indent: string): readonly YamlLine[] {
  if (Array.isArray(value) && value.length > 0) {
    return value.flatMap((item: unknown, i) => entry('- ', item, `${path}[${i}]`, indent));
  }
  if (isObject(value) && Object.keys(value).length > 0) {
    return Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .flatMap(([name, each]) => entry(`${scalar(name)}:`, each, path === '' ? name : `${path}.${name}`, indent));
  }
  return [{ text: `${indent}${leaf(value)}`, path }];
}

/** What stands behind a name or a dash: on its line if it is short, else below. */
function entry(head: string, value: unknown, path: string, indent: string): readonly YamlLine[] {
  const isItem = head === '- ';
  const isNested = (Array.isArray(value) && value.length > 0) || (isObject(value) && Object.keys(value).length > 0);
  if (isNested) {
    // Lists stand where their names stand, as Kubernetes writes them.
    const inner = block(value, path, isItem || !Array.isArray(value) ? `${indent}  ` : indent);
    if (!isItem) {
      return [{ text: `${indent}${head}`, path }, ...inner];
    }
    const [first, ...rest] = inner;
    return [{ text: `${indent}${head}${first.text.slice(indent.length + 2)}`, path: first.path }, ...rest];
  }
  const space = isItem ? '' : ' ';
  if (typeof value === 'string' && isText(value)) {
    const lines = value.replace(/\n$/, '').split('\n');
    const end = value.endsWith('\n') ? '' : '-';
    return [
      { text: `${indent}${head}${space}|${end}`, path },
      ...lines.map((line) => ({ text: line === '' ? '' : `${indent}  ${line}`, path })),
    ];
  }
  return [{ text: `${indent}${head}${space}${leaf(value)}`, path }];
}

/** Several lines that are readable as they are. */
function isText(value: string): boolean {
  return (
    /^[^\s\u0000-\u001f][^]*\n[^]*$/.test(value) &&
    !/[^\n\t\u0020-\u007e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/.test(value) &&
    !/\n\n$/.test(value)
  );
}

function leaf(value: unknown): string {
  if (Array.isArray(value)) {
    return '[]';
  }
  return isObject(value) ? '{}' : typeof value === 'string' ? scalar(value) : JSON.stringify(value ?? null);
}

/** Words that would be something else than a text. */
const OTHER = /^(?:true|false|yes|no|on|off|y|n|null|~|[-+]?[.\d].*|0[xob].*|\.(?:inf|nan))$/i;

function scalar(text: string): string {
  return /^[A-Za-z_/][A-Za-z0-9_./@%+*()=,~^-]*(?: [A-Za-z0-9_./@%+*()=,~^-]+)*$/.test(text) && !OTHER.test(text)
    ? text
    : JSON.stringify(text).replace(/[\u007f-\uffff]/g, (each) =>
        /[\u00a0-\ud7ff]/.test(each) && each !== '\u2028' && each !== '\u2029'
          ? each
          : `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
}
