import { isObject } from '../../core/is-object';
import { nearest } from '../../core/unknown-field';
import type { Schema } from '../kind-schema';
import { EXPERIMENTAL } from '../experimental';
import { CODE } from '../violation';
import { nearestFix, ownerWords } from '../words';
import type { Run } from './checker';
import { placeFix } from './misplaced';
import { minorOf, newer } from './release';
import { join } from './path';

export function newerField(schema: Schema, name: string, path: string, run: Run): void {
  const release = newer(schema, name, run)!;
  const message = `${name} came with Istio ${release}, and the mesh has Istio 1.${run.minor}, whose API server does not know it: kubectl rejects the object, and other clients have the field dropped.`;
  run.report(CODE.unknownField, join(path, name), message, `Remove ${name}, or upgrade to Istio ${release} first.`);
}

export function unknownField({ properties = {}, title, removed }: Schema, name: string, path: string, run: Run): void {
  const last = removed !== undefined && Object.hasOwn(removed, name) ? removed[name] : undefined;
  if (last !== undefined && minorOf(last) >= run.minor) {
    return;
  }
  if (EXPERIMENTAL.hasField(title, name)) {
    const message = `${name} is not a field of ${title} in the standard channel of the Gateway API. Where only that is installed, kubectl rejects the object, and other clients have the field dropped.`;
    run.report(CODE.unknownField, join(path, name), message, `${EXPERIMENTAL.install}, or remove ${name}.`, {
      absence: true,
    });
    return;
  }
  const gone = last === undefined ? '' : ` since Istio ${last}`;
  const owner = title === undefined ? '' : ` of ${ownerWords(title, path)}`;
  const message = `${name} is not a field${owner}${gone}: kubectl rejects the object, and other clients have the field dropped.`;
  const known = Object.keys(properties);
  const fix = placeFix(name, path, nearest(name, known), run) ?? nearestFix(name, known);
  run.report(CODE.unknownField, join(path, name), message, fix);
}

/** Fields where there can be none. */
export function unknownInside(value: unknown, path: string, run: Run): void {
  if (Array.isArray(value)) {
    value.forEach((item, i) => unknownInside(item, `${path}[${i}]`, run));
  } else if (isObject(value)) {
    Object.keys(value).forEach((name) => unknownField({}, name, path, run));
  }
}
