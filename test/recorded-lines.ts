/** Recorded verdicts: of each case, what each of those asked said. */
export type RecordedVerdicts = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

const OK = 'ok';

/**
 * Recorded verdicts as text, a line a case, sorted: `case | analysis: IST0101 VirtualService shop/web; IST0102 Namespace shop`.
 * A verdict without findings is `ok`. `|`, `;` and `\` in names and findings are escaped by a `\`. What a text file cannot hold as it is
 * (control characters, halves of surrogate pairs) is `\u` and its number.
 */
export function recordedLines(verdicts: RecordedVerdicts): string {
  return Object.entries(verdicts)
    .map(([name, asked]) => {
      const said = Object.entries(asked).map(
        ([who, findings]) => `${who}: ${findings.length === 0 ? OK : findings.map(escape).join('; ')}`,
      );
      return `${[escape(name), ...said].join(' | ')}\n`;
    })
    .sort()
    .join('');
}

/** The verdicts of such a text. */
export function readRecordedLines(text: string): RecordedVerdicts {
  return Object.fromEntries(
    text
      .split('\n')
      .slice(0, -1)
      .map((line) => {
        const [name, ...said] = split(line, ' | ');
        return [unescape(name), Object.fromEntries(said.map(readVerdict))];
      }),
  );
}

function readVerdict(said: string): [string, string[]] {
  const end = said.indexOf(': ');
  const findings = said.slice(end + 2);
  return [said.slice(0, end), findings === OK ? [] : split(findings, '; ').map(unescape)];
}

function escape(text: string): string {
  return text
    .replace(/[\\|;]/g, '\\$&')
    .replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function unescape(text: string): string {
  return text.replace(/\\(?:u([0-9a-f]{4})|(.))/g, (_, code: string | undefined, escaped: string) =>
    code === undefined ? escaped : String.fromCharCode(parseInt(code, 16)),
  );
}

/** At separators that are not escaped. */
function split(text: string, separator: ' | ' | '; '): string[] {
  const parts: string[] = [];
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\') {
      i++;
    } else if (text.startsWith(separator, i)) {
      parts.push(text.slice(start, i));
      start = i + separator.length;
      i = start - 1;
    }
  }
  return [...parts, text.slice(start)];
}
