import { show } from '../../core/problems';
import { durationFix, isDuration } from '../duration-fix';
import { FORMATS } from '../format';
import type { Schema } from '../kind-schema';
import { compilePattern } from '../pattern';
import { CODE } from '../violation';
import { bareHost, countWords, isHostPattern, patternWords } from '../words';
import type { TypeChecker } from './checker';
import { BROKEN } from './checker';
import { unknownValue } from './enumeration';
import { newer } from './release';
import { unknownInside } from './unknown-field';
import { wrongType } from './wrong-type';

export function textChecker(schema: Schema): TypeChecker {
  const { minLength = 0, maxLength = Infinity, pattern, format } = schema;
  const values = schema.enum && new Set(schema.enum);
  const fits = pattern === undefined ? undefined : compilePattern(pattern);
  const form = format === undefined ? undefined : FORMATS[format];
  if (format !== undefined && form === undefined) {
    throw new Error(`texts of the format ${format} are not known`);
  }
  const words = `of ${countWords(minLength, schema.maxLength)} characters`;
  return (value, path, run, outcome) => {
    if (typeof value !== 'string') {
      if (form === undefined || !Array.isArray(value)) {
        wrongType(schema, value, path, run, outcome);
      } else {
        // Kubernetes takes a list for bytes in base64, and so does Istio: each entry is a byte.
        unknownInside(value, path, run);
      }
      return;
    }
    if (values !== undefined) {
      const since = values.has(value) ? newer(schema, value, run) : undefined;
      if (since !== undefined) {
        const message = `${show(value)} came with Istio ${since}, but the mesh has Istio 1.${run.minor}: the API server rejects the object.`;
        run.report(CODE.unknownValue, path, message, `Write another value, or upgrade to Istio ${since} first.`);
        outcome.value = BROKEN;
      } else if (!values.has(value)) {
        outcome.value = unknownValue(schema, value, path, run);
      }
      return;
    }
    // A character is one or two units of UTF-16.
    const length = value.length < 2 * minLength || value.length > maxLength ? lengthOf(value) : value.length;
    if (length < minLength || length > maxLength) {
      const message = `${show(value)} has ${length} characters, and the field takes a string ${words}. The API server rejects the object.`;
      const excess = length > maxLength;
      run.report(CODE.length, path, message, `Write a string ${words}.`, { excess });
      outcome.sound = false;
      if (excess) {
        outcome.value = BROKEN;
      }
      return;
    }
    const wrong = fits?.(value) === false ? patternWords(pattern!) : form?.is(value) === false ? form.words : undefined;
    if (wrong !== undefined) {
      const host = pattern !== undefined && isHostPattern(pattern) ? bareHost(value) : undefined;
      run.report(
        CODE.format,
        path,
        `${show(value)} does not have the form of the field: ${wrong}. The API server rejects the object.`,
        host !== undefined && fits?.(host) === true
          ? `Write the host alone: ${host}.`
          : ((isDuration(schema, path) ? durationFix(value) : undefined) ?? `Write ${wrong}.`),
      );
      outcome.sound = false;
    }
  };
}

/** In code points. */
function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) {
    length++;
  }
  return length;
}
