/** An object, and the parts of its type. */
export interface Subject {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly manifest: Readonly<Record<string, unknown>>;
}
