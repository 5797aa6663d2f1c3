import path from 'node:path';

/** As seen from the working directory, where it is below it. */
export function relative(file: string): string {
  const from = path.relative('', file);
  return from === '' || from.startsWith('..') || path.isAbsolute(from) ? file : from;
}
