import { show } from '../../core/problems';
import type { Schema } from '../kind-schema';
import { CODE } from '../violation';
import { nearestFix } from '../words';
import type { Run } from './checker';
import { BROKEN } from './checker';

export function unknownValue(schema: Schema, value: unknown, path: string, run: Run): typeof BROKEN {
  const known = schema.enum!.map(String);
  const message = `${show(value)} is not one of the values of ${schema.title ?? 'the field'}. The API server rejects the object.`;
  run.report(CODE.unknownValue, path, message, nearestFix(String(value), known));
  return BROKEN;
}
