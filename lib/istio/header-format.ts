/** A part of the value of a header that a route sets. */
export interface FormatPiece {
  /** As the server sees it, where it is no variable; else as it is written. */
  readonly text: string;
  /** Undefined for the rest of a value, where a variable begins that does not end: Istio takes no such value. */
  readonly isVariable: boolean | undefined;
}

/** Text, or one variable of Envoy's: `%NAME%`, `%NAME(text)%`, `%NAME(["text", "text"])%`. */
const PIECE =
  /[^%]+|%%|%[^%(]+%|%[^%(]*\( *(?:\[ *"|[^ [])(?:\\[^]|[^\\")])*(?:" *, *"(?:\\[^]|[^\\")])*)*(?:\)|" *\] *\)) *%/y;

/** The parts of the value of a header, as Istio reads it (pkg/config/validation/validation.go: ValidateHTTPHeaderValue). */
export function formatPieces(value: string): readonly FormatPiece[] {
  const pieces: FormatPiece[] = [];
  let at = 0;
  while (at < value.length) {
    PIECE.lastIndex = at;
    const [piece] = PIECE.exec(value) ?? [];
    if (piece === undefined) {
      return [...pieces, { text: value.slice(at), isVariable: undefined }];
    }
    pieces.push({ text: piece === '%%' ? '%' : piece, isVariable: piece !== '%%' && piece.startsWith('%') });
    at += piece.length;
  }
  return pieces;
}
