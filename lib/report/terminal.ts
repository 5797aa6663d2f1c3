/** A terminal would obey control characters, and a reader does not see characters without a width. */
export function visible(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Not more of a text than a line holds. What it depends on stays at its end. */
export function clip(text: string): string {
  const [caveat = ''] = text.length > MOST ? (/ \(depends on [^()]{1,80}\)$/.exec(text) ?? []) : [];
  return text.length > MOST ? `${text.slice(0, MOST - 3 - caveat.length)}...${caveat}` : text;
}

const MOST = 160;

/** Texts in colors. */
export interface Painter {
  error(text: string): string;
  warning(text: string): string;
  info(text: string): string;
  bold(text: string): string;
  dim(text: string): string;
  fix(text: string): string;
}

/** @param color whether there are colors at all */
export function painter(color: boolean): Painter {
  const style =
    (...codes: number[]) =>
    (text: string): string =>
      color ? `\u001b[${codes.join(';')}m${text}\u001b[0m` : text;
  return {
    error: style(1, 31),
    warning: style(1, 33),
    info: style(36),
    bold: style(1),
    dim: style(2),
    fix: style(32),
  };
}
