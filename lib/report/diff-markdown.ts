import type { DiffReport } from './diff-report';
import type { DiffRow, DiffSection } from './diff-text';
import { diffSections, refusedTexts } from './diff-text';
import { visible } from './terminal';

/** How many lines of a table stand there before the rest is folded. */
const MOST = 10;

/** What a change does to requests, as a comment on a pull request: what breaks first, and long lists folded. */
export function diffMarkdown(report: DiffReport, { verbose = false }: { readonly verbose?: boolean } = {}): string {
  const sections = diffSections(report, verbose);
  const refused = [...refusedTexts(report), ...report.notes];
  const parts = [
    '### What this change does to requests',
    sections.length === 0
      ? 'Nothing changes for any request.'
      : `${sections.map(({ heading }) => `**${escaped(heading)}**`).join(', ')}.`,
    ...sections.filter(({ rows }) => rows.length > 0).map(sectionText),
    ...(refused.length === 0 ? [] : [refused.map((text) => `- ${escaped(text)}`).join('\n')]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function sectionText({ heading, rows }: DiffSection): string {
  const title = `#### ${escaped(capitalized(heading))}`;
  const [first, rest] = [rows.slice(0, MOST), rows.slice(MOST)];
  return [
    title,
    tableText(first),
    ...(rest.length === 0
      ? []
      : [`<details><summary>and ${rest.length} more</summary>\n\n${tableText(rest)}\n\n</details>`]),
  ].join('\n\n');
}

function tableText(rows: readonly DiffRow[]): string {
  const lines = rows.map(([requests, from, change, ...places]) =>
    lineOf([code(requests), escaped(from), escaped(change), places.map(escaped).join('<br>')]),
  );
  return [lineOf(['requests', 'callers', 'change', 'decided by']), lineOf(['---', '---', '---', '---']), ...lines].join(
    '\n',
  );
}

function lineOf(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** As text: nothing of a manifest is markup. */
function escaped(text: string): string {
  return visible(text)
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]<>|#~&@]/g, (each) =>
      `\\${each}`.replace('\\<', '&lt;').replace('\\>', '&gt;').replace('\\&', '&amp;'),
    );
}

/** A span of code, in which only backticks and the borders of cells mean something. */
function code(text: string): string {
  if (text === '') {
    return '';
  }
  const plain = visible(text).replace(/\s+/g, ' ').replaceAll('|', '\\|');
  const ticks = '`'.repeat(1 + Math.max(0, ...(plain.match(/`+/g) ?? []).map(({ length }) => length)));
  const pad = /^`|`$/.test(plain) ? ' ' : '';
  return `${ticks}${pad}${plain}${pad}${ticks}`;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
