import type { DiffReport } from './diff-report';
import type { DiffRow, DiffSection } from './diff-sections';
import { diffSections } from './diff-sections';
import { refusedTexts, unreadableTexts } from './diff-warnings';
import { visible } from './terminal';

/** How many lines of a table stand there before the rest is folded. */
const MOST = 10;

/** How many hosts a fold names: a comment holds no more than 65,000 characters. */
const MOST_HOSTS = 100;

/**
 * What a change does to requests, as a comment on a pull request: what breaks first, and long lists folded.
 *
 * @param how `remarks` are what readers of the comparison have to know: they see nothing of the log
 */
export function diffMarkdown(
  report: DiffReport,
  { verbose = false, remarks = [] }: { readonly verbose?: boolean; readonly remarks?: readonly string[] } = {},
): string {
  const sections = diffSections(report, verbose);
  const [unreadable, refused] = [unreadableTexts(report), [...refusedTexts(report), ...report.notes]];
  const parts = [
    '### What this change does to requests',
    ...remarks.map(escaped),
    ...(unreadable.length === 0
      ? []
      : [['> [!WARNING]', ...unreadable.map((text) => `> ${escaped(text)}`)].join('\n')]),
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
  return [
    lineOf(['requests', 'callers', 'change', 'decided by']),
    lineOf(['---', '---', '---', '---']),
    ...rows.map(rowText),
  ].join('\n');
}

function rowText({ requests, from, change, places, hosts }: DiffRow): string {
  const asked =
    hosts === undefined
      ? linesOf(requests.map(code))
      : `<details><summary>${escaped(requests.join(' '))}</summary>${linesOf(hostTexts(hosts))}</details>`;
  return lineOf([asked, escaped(from), ...[change, places].map((texts) => linesOf(texts.map(escaped)))]);
}

function hostTexts(hosts: readonly string[]): readonly string[] {
  const more = hosts.length > MOST_HOSTS ? [`and ${hosts.length - MOST_HOSTS} more`] : [];
  return [...hosts.slice(0, MOST_HOSTS).map(code), ...more];
}

/** Below each other in one cell. */
function linesOf(texts: readonly string[]): string {
  return texts.join('<br>');
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
