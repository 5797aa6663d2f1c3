import type { CompactSchema } from './compact';
import type { Schema } from './crds';

/** What one release of a group has that another has not, as lines: "+ field VirtualService.x". */
export function diffSchemas(before: CompactSchema, after: CompactSchema): string[] {
  const lines: string[] = [];
  compareNames('kind', Object.keys(before.kinds), Object.keys(after.kinds), lines);
  for (const kind of Object.keys(after.kinds).filter((name) => name in before.kinds)) {
    compareNames(`version of ${kind}`, versions(before, kind), versions(after, kind), lines);
    compareSchemas(kind, before.kinds[kind].schema, after.kinds[kind].schema, lines);
  }
  const names = [...new Set([...Object.keys(before.types), ...Object.keys(after.types)])].sort();
  for (const name of names) {
    if (!(name in before.types) || !(name in after.types)) {
      lines.push(`${name in after.types ? '+' : '-'} type ${name}`);
    } else {
      compareSchemas(name, before.types[name].schema, after.types[name].schema, lines);
    }
  }
  return lines;
}

function versions(schema: CompactSchema, kind: string): string[] {
  const entry = schema.kinds[kind];
  return entry.served ?? [entry.version];
}

function compareSchemas(path: string, before: Schema, after: Schema, lines: string[]): void {
  if (JSON.stringify(before) === JSON.stringify(after)) {
    return;
  }
  compareNames(`field ${path}`, Object.keys(before.properties ?? {}), Object.keys(after.properties ?? {}), lines, '.');
  for (const [name, part] of Object.entries(after.properties ?? {})) {
    if (before.properties?.[name] !== undefined) {
      compareSchemas(`${path}.${name}`, before.properties[name], part, lines);
    }
  }
  compareNames(`value ${path}`, (before.enum ?? []).map(String), (after.enum ?? []).map(String), lines, '.');
  compareNames(`required ${path}`, before.required ?? [], after.required ?? [], lines, '.');
  compareNames(`rule of ${path}:`, rules(before), rules(after), lines);
  for (const part of ['items', 'additionalProperties'] as const) {
    if (typeof before[part] === 'object' && typeof after[part] === 'object') {
      compareSchemas(part === 'items' ? `${path}[]` : `${path}{}`, before[part], after[part], lines);
    }
  }
  const compared = ['properties', 'items', 'additionalProperties', 'enum', 'required', 'x-kubernetes-validations'];
  for (const keyword of [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()) {
    if (!compared.includes(keyword) && JSON.stringify(before[keyword]) !== JSON.stringify(after[keyword])) {
      lines.push(`~ ${path}: ${keyword} ${JSON.stringify(before[keyword])} -> ${JSON.stringify(after[keyword])}`);
    }
  }
}

function rules(schema: Schema): string[] {
  return (schema['x-kubernetes-validations'] ?? []).map((rule) => rule.rule);
}

function compareNames(what: string, before: string[], after: string[], lines: string[], joint = ' '): void {
  lines.push(...before.filter((name) => !after.includes(name)).map((name) => `- ${what}${joint}${name}`));
  lines.push(...after.filter((name) => !before.includes(name)).map((name) => `+ ${what}${joint}${name}`));
}
