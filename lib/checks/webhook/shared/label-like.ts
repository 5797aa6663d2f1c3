/** The DNS label that is most like a text, to suggest it; `fallback` where nothing of the text can stay. */
export function labelLike(text: string, fallback: string): string {
  const kept = text
    .replace(/[^a-zA-Z0-9-]+/g, '-')
    .slice(0, 63)
    .replace(/^-+|-+$/g, '');
  return kept === '' ? fallback : kept;
}
