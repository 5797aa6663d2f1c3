import { MODULES } from '../../imports/schema';
import type { Schema } from '../../lib/schema/kind-schema';
import { kindSchema, knownKinds } from '../../lib/schema/kind-schema';

/** All kinds that the API server's verdict is known of, as group and kind. */
export const KINDS: [group: string, kind: string][] = [...MODULES.keys()].flatMap((group) =>
  knownKinds(group)!.map((kind): [string, string] => [group, kind]),
);

/** Each schema of all kinds once. */
export function allSchemas(): Schema[] {
  const seen = new Set<Schema>();
  const visit = (schema: Schema): void => {
    if (!seen.has(schema)) {
      seen.add(schema);
      const parts = [...Object.values(schema.properties ?? {}), schema.items, schema.additionalProperties];
      parts.forEach((part) => typeof part === 'object' && visit(part));
    }
  };
  KINDS.forEach(([group, kind]) => visit(kindSchema(group, kind)!.schema));
  return [...seen];
}
