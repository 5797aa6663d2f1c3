/** What messages.json holds: what CRDs leave out. */
export interface Facts {
  readonly istio: MessageFacts;
  readonly gatewayApi: MessageFacts;
}

/** The facts of one API, by the full name of the message or enum. */
export interface MessageFacts {
  readonly messages: Record<string, MessageFact>;
  readonly enums: Record<string, EnumFact>;
}

export interface MessageFact {
  /** Page of the reference. */
  page?: string;
  /** Anchor of the message on that page. */
  anchor?: string;
  /** Fields by JSON name, in the order of the source. */
  fields: Record<string, FieldFact>;
}

export interface FieldFact {
  /** Name in the .proto file, where it differs from the JSON name. */
  proto?: string;
  /** Full name of the message or enum that the field (or its items, or its map values) holds. */
  of?: string;
  /** The proto type of a field that holds neither, where it is not "string". */
  scalar?: string;
  repeated?: boolean;
  /** The proto type of the keys, of a map. */
  key?: string;
  /** Name of the oneof that the field belongs to. */
  oneof?: string;
  deprecated?: boolean;
  /** The reference has no row for it. */
  undocumented?: boolean;
}

export interface EnumFact {
  page?: string;
  anchor?: string;
  deprecated?: string[];
  /** Numbers by name, in the order of the source. Not known of the Gateway API, which has none. */
  values?: Record<string, number>;
}

/** JSON with one entry of the third level a line: short, and a change shows as one line. */
export function writeLines(value: object): string {
  return `${write(value, 0, 3)}\n`;
}

function write(value: unknown, indent: number, levels: number): string {
  if (
    levels === 0 ||
    typeof value !== 'object' ||
    value === null ||
    Array.isArray(value) ||
    Object.keys(value).length === 0
  ) {
    return JSON.stringify(value);
  }
  const pad = ' '.repeat(indent + 1);
  const lines = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([key, item]) => `${pad}${JSON.stringify(key)}: ${write(item, indent + 1, levels - 1)}`);
  return `{\n${lines.join(',\n')}\n${' '.repeat(indent)}}`;
}
