import { TEST_FILE } from './test-file-format';
import type { Shape } from './shape';

/** The schema of test files, by which editors complete and check them: JSON Schema, draft 7. */
export function testFileSchema(): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Routing tests of cdk8s-istio',
    ...schemaOf(TEST_FILE),
  };
}

function schemaOf(shape: Shape): Record<string, unknown> {
  return { description: shape.doc, ...typeOf(shape) };
}

function typeOf(shape: Shape): Record<string, unknown> {
  switch (shape.kind) {
    case 'text': {
      const type = shape.orNull === true ? ['string', 'null'] : 'string';
      return {
        type,
        ...(shape.pattern === undefined
          ? shape.orEmpty !== true && { minLength: 1 }
          : { pattern: shape.pattern.source }),
      };
    }
    case 'choice':
      return { enum: [...(shape.orTrue === true ? [true] : []), ...shape.values] };
    case 'number':
      return { type: shape.whole ? 'integer' : 'number', minimum: shape.least, maximum: shape.most };
    case 'boolean':
      return { type: 'boolean' };
    case 'some': {
      const list = { type: 'array', items: schemaOf(shape.item), minItems: 1 };
      return shape.orOne ? { anyOf: [typeOf(shape.item), list] } : list;
    }
    case 'map':
      return { type: 'object', additionalProperties: schemaOf(shape.value), minProperties: 1 };
    case 'object':
      return {
        type: 'object',
        properties: Object.fromEntries(Object.entries(shape.members).map(([name, each]) => [name, schemaOf(each)])),
        ...(shape.required.length === 0 ? { minProperties: 1 } : { required: shape.required }),
        additionalProperties: false,
      };
    case 'any':
      return { type: 'object' };
  }
}
