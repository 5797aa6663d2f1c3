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

/**
 * The objects of a JSON text that has one after the other, as Kubernetes reads them: `jq` prints such texts. Nothing where the text is
 * something else.
 */
export function splitJson({ text, line }: DocumentText): DocumentText[] {
  const parts: DocumentText[] = [];
  let depth = 0;
  let start = 0;
  let startLine = line;
  let lastLine = line;
  let column = 0;
  for (const { 0: token, index } of text.matchAll(JSON_TOKEN)) {
    if (token === '\n') {
      lastLine++;
      column = index + 1;
    } else if (token === '{' || token === '[') {
      if (depth++ === 0) {
        if (token === '[') {
          return [];
        }
        // The columns of the first line are those of the file.
        start = index;
        startLine = lastLine;
        parts.push({ text: ' '.repeat(index - column), line: startLine });
      }
    } else if (token === '}' || token === ']') {
      if (--depth === 0) {
        parts.push({ text: parts.pop()!.text + text.slice(start, index + 1), line: startLine });
      }
    } else if (depth === 0) {
      return [];
    }
  }
  return depth === 0 && parts.length > 1 ? parts : [];
}

/** Texts, brackets, ends of lines, and what stands between objects and is none. */
const JSON_TOKEN = /"(?:[^"\\\n]|\\.)*"|[{}[\]\n]|[^\s"{}[\]]+/g;
