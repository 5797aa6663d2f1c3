import { RULES, TRANSITION_RULES } from '../../../imports/schema/rules';
import { show } from '../../core/problems';
import { CelError } from '../cel-runtime';
import { durationFix, isDuration } from '../duration-fix';
import type { CelRule, Schema } from '../kind-schema';
import { ruleFix } from '../rule-fixes';
import { CODE } from '../violation';
import type { Checker, Outcome, Run, TypeChecker } from './checker';
import { BROKEN } from './checker';
import { unknownValue } from './enumeration';

interface Rule {
  readonly message: string;
  readonly holds: (self: unknown) => unknown;
}

export function withRules(schema: Schema, check: TypeChecker): Checker {
  const rules = (schema['x-kubernetes-validations'] ?? []).flatMap(ruleOf);
  const nullable = schema.nullable === true;
  const values = schema.enum;
  return (value, path, run) => {
    if (value === null && nullable) {
      return values === undefined ? value : unknownValue(schema, value, path, run);
    }
    const outcome: Outcome = { value, sound: true };
    check(value, path, run, outcome);
    if (outcome.sound && outcome.value !== BROKEN) {
      for (const rule of rules) {
        checkRule(schema, rule, outcome.value, path, run);
      }
    }
    return outcome.value;
  };
}

function ruleOf({ rule, message = rule }: CelRule): Rule[] {
  if (TRANSITION_RULES.has(rule)) {
    return [];
  }
  if (!Object.hasOwn(RULES, rule)) {
    throw new Error(`the rule ${rule} was not compiled`);
  }
  return [{ message: message.replace(/\.$/, ''), holds: RULES[rule] }];
}

function checkRule(schema: Schema, { message, holds }: Rule, value: unknown, path: string, run: Run): void {
  let said: unknown;
  try {
    said = holds(value);
  } catch (error) {
    if (!(error instanceof CelError)) {
      throw error;
    }
  }
  if (said !== true) {
    const given = typeof value === 'object' ? 'This breaks' : `This is ${show(value)}, which breaks`;
    const text = `${given} a rule of the CustomResourceDefinition: ${message}. The API server rejects the object.`;
    const fix = isDuration(schema, path) ? durationFix(value) : undefined;
    run.report(CODE.rule, path, text, fix ?? ruleFix(message));
  }
}
