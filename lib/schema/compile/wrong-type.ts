import { isObject } from '../../core/is-object';
import { durationFix, isDuration } from '../duration-fix';
import type { Schema } from '../kind-schema';
import { CODE } from '../violation';
import { typeFix, typeMessage } from '../words';
import type { Outcome, Run } from './checker';
import { BROKEN } from './checker';
import { strangeValueFix } from './misplaced';

export function wrongType(schema: Schema, value: unknown, path: string, run: Run, outcome: Outcome): void {
  const fields = isObject(value) ? Object.keys(value).filter((name) => value[name] !== undefined) : [];
  const isTime = isDuration(schema, path) && (typeof value === 'number' || typeof value === 'boolean');
  const fix = isTime
    ? (durationFix(value) ?? 'Write a duration with its unit: 5s, 500ms or 1h.')
    : (strangeValueFix(path, run) ?? typeFix(schema, value));
  run.report(CODE.type, path, typeMessage(schema, value), fix, fields.length > 0 ? { fields } : {});
  outcome.value = BROKEN;
}
