import { isObject } from '../../core/is-object';
import { show } from '../../core/problems';
import type { Schema } from '../kind-schema';
import { CODE } from '../violation';
import { list } from '../words';
import type { Compile, Run, TypeChecker } from './checker';
import { BROKEN } from './checker';
import { countChecker } from './count';
import { wrongType } from './wrong-type';

export function listChecker(schema: Schema, compile: Compile): TypeChecker {
  const check = compile(schema.items!);
  const counts = countChecker(schema, 'entries');
  const keysOf = uniqueKeys(schema);
  return (value, path, run, outcome) => {
    if (!Array.isArray(value)) {
      wrongType(schema, value, path, run, outcome);
      return;
    }
    let items: unknown[] = value;
    let broken = false;
    for (let i = 0; i < value.length; i++) {
      const given: unknown = value[i] ?? null;
      const kept = check(given, `${path}[${i}]`, run);
      if (kept === BROKEN) {
        broken = true;
      } else if (kept !== value[i]) {
        items = items === value ? [...(value as unknown[])] : items;
        items[i] = kept;
      }
    }
    outcome.value = items;
    counts?.(items.length, path, run, outcome);
    if (keysOf !== undefined) {
      checkUnique(items, keysOf, path, run);
    }
    if (broken) {
      outcome.value = BROKEN;
    }
  };
}

interface UniqueKeys {
  /** Empty for a set. */
  readonly names: readonly string[];
}

function uniqueKeys(schema: Schema): UniqueKeys | undefined {
  switch (schema['x-kubernetes-list-type']) {
    case 'map':
      return { names: schema['x-kubernetes-list-map-keys'] ?? [] };
    case 'set':
      return { names: [] };
    default:
      return undefined;
  }
}

function checkUnique(items: readonly unknown[], { names }: UniqueKeys, path: string, run: Run): void {
  const first = new Map<string, number>();
  items.forEach((item, i) => {
    const key =
      names.length === 0
        ? JSON.stringify(item)
        : JSON.stringify(isObject(item) ? names.map((name) => [item[name]]) : names.map(() => []));
    const at = first.get(key);
    if (at === undefined) {
      first.set(key, i);
      return;
    }
    const what =
      names.length === 0
        ? `the value ${show(item)}`
        : list(names.map((name) => `${name} ${show(isObject(item) ? item[name] : undefined)}`));
    const message = `Two entries have ${what}: this one and ${path}[${at}]. The API server rejects the object.`;
    const fix = names.length === 0 ? 'Remove one of them.' : `Give one of them another ${list(names)}, or remove it.`;
    run.report(CODE.duplicate, `${path}[${i}]`, message, fix);
  });
}
