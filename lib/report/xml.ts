/** Most texts have none of these, and a picture has many texts. */
const SPECIAL = /[^\n !#-%'-;=?-~]/;

/** A text between tags. Characters that XML cannot hold are shown as their number. */
export function content(text: string): string {
  if (!SPECIAL.test(text)) {
    return text;
  }
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(
      /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu,
      (each) => `\\u${each.codePointAt(0)!.toString(16).padStart(4, '0')}`,
    );
}

/** A text in quotes. */
export function attribute(text: string): string {
  if (!SPECIAL.test(text) && !text.includes('\n')) {
    return text;
  }
  return content(text).replace(/"/g, '&quot;').replace(/\n/g, '&#10;').replace(/\t/g, '&#9;').replace(/\r/g, '&#13;');
}
