/** The text of one YAML document, and where it starts in its file. */
export interface DocumentText {
  readonly text: string;
  /** From 0. */
  readonly line: number;
}

/** Splits a file where `---` or `...` stands, so that a document with a mistake does not take the others with it. */
export function* splitDocuments(text: string): Generator<DocumentText> {
  let start = 0;
  let startLine = 0;
  let line = 0;
  let position = 0;
  while (position < text.length) {
    const marker = markerAt(text, position);
    // What `%YAML` and `%TAG` say belongs to the document behind the next marker.
    if (marker === '---' && position > start && !isPreface(text, start, position)) {
      yield { text: text.slice(start, position), line: startLine };
      start = position;
      startLine = line;
    }
    const end = text.indexOf('\n', position);
    position = end < 0 ? text.length : end + 1;
    line++;
    if (marker === '...') {
      yield { text: text.slice(start, position), line: startLine };
      start = position;
      startLine = line;
    }
  }
  if (start < text.length) {
    yield { text: text.slice(start), line: startLine };
  }
}

function markerAt(text: string, position: number): '---' | '...' | undefined {
  const marker = text.startsWith('---', position) ? '---' : text.startsWith('...', position) ? '...' : undefined;
  const next = text[position + 3];
  return next === undefined || next === '\n' || next === '\r' || next === ' ' || next === '\t' ? marker : undefined;
}

function isPreface(text: string, start: number, end: number): boolean {
  if (text[start] !== '%' && text[start] !== '#' && text[start] !== '\n' && text[start] !== '\r') {
    return false;
  }
  const lines = text.slice(start, end).split('\n');
  return lines.some((each) => each.startsWith('%')) && lines.every((each) => /^\s*(?:[%#]|$)/.test(each));
}
