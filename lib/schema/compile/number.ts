import type { Schema } from '../kind-schema';
import { CODE } from '../violation';
import { numberBounds, rangeWords, wantedWords } from '../words';
import type { TypeChecker } from './checker';
import { unknownValue } from './enumeration';
import { wrongType } from './wrong-type';

export function numberChecker(schema: Schema): TypeChecker {
  const { enum: values } = schema;
  const whole = schema.type === 'integer';
  const { least, most } = numberBounds(schema);
  const words = rangeWords(finite(least), finite(most));
  return (value, path, run, outcome) => {
    const fits =
      typeof value === 'number' &&
      (whole ? Number.isInteger(value) && Math.abs(value) < 2 ** 63 : Number.isFinite(value));
    if (!fits) {
      wrongType(schema, value, path, run, outcome);
      return;
    }
    if (value < least || value > most) {
      const message = `This is ${value}, and the field takes ${wantedWords(schema)} ${words}. The API server rejects the object.`;
      run.report(CODE.range, path, message, `Write ${wantedWords(schema)} ${words}.`);
      outcome.sound = false;
    }
    if (values !== undefined && !values.includes(value)) {
      outcome.value = unknownValue(schema, value, path, run);
    }
  };
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}
