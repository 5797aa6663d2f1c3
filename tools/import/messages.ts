import type { FieldFact, MessageFacts } from './facts';
import { writeLines } from './facts';
import type { GeneratedSchema } from './generate';
import { specMessage } from './model';

/** imports/schema/messages.json: how istiod reads the specs of Istio's kinds. */
interface Messages {
  /** The message of each `group/Kind`. */
  readonly kinds: Record<string, string>;
  readonly messages: Record<string, Record<string, Omit<FieldFact, 'deprecated' | 'undocumented'>>>;
  readonly enums: Record<string, Record<string, number>>;
}

export function writeMessages(schemas: GeneratedSchema[], facts: MessageFacts): string {
  const kinds = schemas.flatMap(({ file, schema }) =>
    Object.keys(schema.kinds).flatMap((kind) => {
      const message = specMessage(kind, file, facts);
      return message === undefined ? [] : [[`${schema.group}/${kind}`, message] as const];
    }),
  );
  const all: Messages = { kinds: Object.fromEntries(kinds), messages: {}, enums: {} };
  const visit = (name: string | undefined): void => {
    if (name === undefined || name in all.messages || name in all.enums) {
      return;
    }
    if (name in facts.enums) {
      all.enums[name] = facts.enums[name].values!;
    } else if (name in facts.messages) {
      const { fields } = facts.messages[name];
      all.messages[name] = Object.fromEntries(
        Object.entries(fields).map(([field, { proto, of, scalar, repeated, key, oneof }]) => [
          field,
          { proto, of, scalar, repeated, key, oneof },
        ]),
      );
      Object.values(fields).forEach(({ of }) => visit(of));
    }
  };
  kinds.forEach(([, message]) => visit(message));
  return writeLines(all);
}
