import type { Wording } from '../../check';

/** A field of a match that no request has, and what to say of it. */
export type FieldWording = Wording & { readonly field: string };
