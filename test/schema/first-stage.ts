import type { Violation } from '../../lib/schema/violation';
import { CODE } from '../../lib/schema/violation';

const SERVING: readonly string[] = [CODE.kind, CODE.version];
/** After these the API server says nothing of rules. */
const BLOCKING: readonly string[] = [CODE.type, CODE.missing, CODE.unknownValue];

/**
 * What the API server itself would say of an object to kubectl, which asks it for strict decoding: it stops after the first of its
 * stages that finds something. A null that it drops is nothing to it.
 */
export function firstStage(violations: readonly Violation[]): Violation[] {
  const among = (...codes: string[]): Violation[] => violations.filter(({ code }) => codes.includes(code));
  const serving = among(...SERVING);
  const decoding = violations.flatMap((each) => (each.code === CODE.unknownField ? [each] : strayFields(each)));
  if (serving.length + decoding.length > 0) {
    return serving.length > 0 ? serving : decoding;
  }
  const blocked = violations.some(({ code, excess }) => excess === true || BLOCKING.includes(code));
  return violations.filter(({ code }) => code !== CODE.null && !(blocked && code === CODE.rule));
}

/** To its decoder an object that is where none should be is one without fields, and those that it has are unknown. */
function strayFields({ path, fields = [], fix }: Violation): Violation[] {
  return fields.map((name) => ({
    code: CODE.unknownField,
    path: `${path}.${name}`,
    message: `${path} takes no object, so ${name} is not a field of it: kubectl rejects the object.`,
    fix,
  }));
}
