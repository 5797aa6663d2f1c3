import { CODES } from '../checks/catalogue';
import { nearest } from '../core/unknown-field';
import { UsageError } from './arguments';

const PAGES = 'https://github.com/cdk8s-istio/cdk8s-istio/blob/main/docs/checks';

/** All codes, one a line. */
export function list(): string {
  const rows = [...CODES]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { severity, source, name }]) => [code, severity, source, name]);
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column].length)));
  return rows.map((row) => `${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}\n`).join('');
}

/** What the page of a code says. */
export function explain(given: string, color: boolean): string {
  const code = given.trim().toUpperCase();
  const info = CODES.get(code);
  if (info === undefined) {
    const meant = nearest(code, [...CODES.keys()]);
    const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
    throw new UsageError(
      `There is no code ${JSON.stringify(given)}.${hint} \`cdk8s-istio check --list\` prints all of them.`,
    );
  }
  const { name, severity, source, summary, explanation, remedy, references, twin } = info;
  const bold = (text: string): string => (color ? `\u001b[1m${text}\u001b[0m` : text);
  const parts = [
    bold(`${code} ${name}`),
    `${severity}, ${SOURCES[source]}${twin === undefined ? '' : `; ${twin} says the same`}`,
    fill(summary),
    fill(explanation),
    `${bold('What to do')}\n${fill(remedy)}`,
    [...references, `${PAGES}/${code}.md`].map((url) => `  ${url}`).join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

const SOURCES = {
  schema: 'rejected by the API server',
  webhook: "said by Istio's webhook",
  istio: 'said by istioctl analyze',
  kiali: 'said by Kiali',
  'cdk8s-istio': 'said by nobody else',
} as const;

/** Breaks lines for a terminal; what stands in a block of code or a list keeps its lines. */
function fill(text: string): string {
  return text
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => (/^(?:```|[-*] | {4})/m.test(paragraph) ? paragraph : wrap(paragraph)))
    .join('\n\n');
}

function wrap(paragraph: string): string {
  const lines: string[] = [''];
  for (const word of paragraph.split(/\s+/)) {
    const line = lines[lines.length - 1];
    if (line !== '' && line.length + word.length > 99) {
      lines.push(word);
    } else {
      lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
    }
  }
  return lines.join('\n');
}
