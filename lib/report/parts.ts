/*
 * Reports are written part by part: a million findings are more than one string may hold.
 */

/** JSON of an object whose last list, empty in it, has these items. */
export function* jsonParts(value: object, list: string, items: Iterable<object>): Generator<string> {
  const text = JSON.stringify(value, undefined, 2);
  const empty = `"${list}": []`;
  const at = text.lastIndexOf(empty);
  const indent = text.slice(text.lastIndexOf('\n', at), at);
  yield text.slice(0, at + empty.length - 1);
  let separator = '';
  for (const item of items) {
    yield `${separator}${indent}  ${JSON.stringify(item, undefined, 2).replace(/\n/g, `${indent}  `)}`;
    separator = ',';
  }
  yield `${separator === '' ? '' : indent}${text.slice(at + empty.length - 1)}\n`;
}

/** The same text in fewer parts. */
export function* inChunks(parts: Iterable<string>, size: number = 1 << 16): Generator<string> {
  let chunk: string[] = [];
  let length = 0;
  for (const part of parts) {
    chunk.push(part);
    length += part.length;
    if (length >= size) {
      yield chunk.join('');
      chunk = [];
      length = 0;
    }
  }
  yield chunk.join('');
}
