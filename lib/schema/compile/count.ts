import type { Schema } from '../kind-schema';
import { CODE } from '../violation';
import { countWords } from '../words';
import type { Outcome, Run } from './checker';
import { BROKEN } from './checker';

type CountChecker = (count: number, path: string, run: Run, outcome: Outcome) => void;

export function countChecker(schema: Schema, what: 'entries' | 'fields'): CountChecker | undefined {
  const [least, most] =
    what === 'entries' ? [schema.minItems, schema.maxItems] : [schema.minProperties, schema.maxProperties];
  if (least === undefined && most === undefined) {
    return undefined;
  }
  const words = `${countWords(least ?? 0, most)} ${what}`;
  return (count, path, run, outcome) => {
    if (count < (least ?? 0) || count > (most ?? Infinity)) {
      const message = `This has ${count} ${what}, and the field takes ${words}. The API server rejects the object.`;
      const excess = count > (most ?? Infinity);
      run.report(CODE.count, path, message, `Write ${words}.`, { excess });
      outcome.sound = false;
      if (excess) {
        outcome.value = BROKEN;
      }
    }
  };
}
