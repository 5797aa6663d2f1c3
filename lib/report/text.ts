import type { Suppression } from '../checks/check-settings';
import type { Finding, RelatedObject } from '../checks/finding';
import type { LeftOut, LeftOutReason } from '../load/left-out';
import type { CheckReport, Unreadable } from './check-report';
import { countBySeverity, countsInWords, objectName, summaryOf } from './check-report';
import { faultsByObject } from './faults';
import type { Folded } from './fold-twins';
import type { Painter } from './terminal';
import { clip, painter, visible } from './terminal';

/** How a report looks. */
interface TextOptions {
  /** Whether there are colors. */
  readonly color?: boolean;
  /** The line of the source that a finding is about, if it can be read. */
  readonly sourceLine?: (finding: Finding) => string | undefined;
}

/** Findings for people to read, grouped by object. */
export function textReport(findings: readonly Finding[], options: TextOptions = {}): string {
  return [...textGroups(findings, options)].join('\n\n');
}

function* textGroups(findings: readonly Finding[], options: TextOptions): Generator<string> {
  const paint = painter(options.color === true);
  for (const { first, folded } of faultsByObject(findings)) {
    const heading = [visible(place(first)), paint.bold(visible(objectName(first)))]
      .filter((part) => part !== '')
      .join('  ');
    yield [heading, ...folded.flatMap((each) => lines(each, paint, options))].join('\n');
  }
}

/** The findings that {@link textReport} shows: of those that several tools report, one. */
export function shownFindings(findings: readonly Finding[]): Finding[] {
  return faultsByObject(findings).flatMap(({ folded }) => folded.map(({ finding }) => finding));
}

/** How many findings {@link textReport} shows. */
export function textCounts(findings: readonly Finding[]): string {
  return countsInWords(countBySeverity(shownFindings(findings)));
}

/** The whole report of the command. */
export function* textSummary(report: CheckReport, options: TextOptions = {}): Generator<string> {
  const paint = painter(options.color === true);
  const { findings, suppressed, unused, notes = [], leftOut = [], unreadable, unknownKinds } = report;
  const taken = suppressed.map(
    ({ suppression: { code, object, reason }, count }) =>
      `suppressed: ${count} × ${code}${object === undefined ? '' : ` of ${object}`} (${reason})`,
  );
  const idle = unused.map(unusedText);
  const unknown = Object.entries(unknownKinds).map(([kind, count]) => `${count} × ${kind}`);
  const first = findings[0]?.code;
  for (const group of textGroups(findings, options)) {
    yield `${group}\n\n`;
  }
  const blocks = [
    unreadable.map((each) => `${paint.error('unreadable')}  ${unreadableText(each)}`).join('\n'),
    [
      report.objects === 0 && findings.length === 0
        ? 'Nothing was checked.'
        : summaryOf(countBySeverity(shownFindings(findings)), report),
      ...(unknown.length > 0 ? [`Not checked: ${unknown.join(', ')}.`] : []),
      ...leftOutLines(leftOut),
      ...taken,
      ...idle,
      ...notes,
      ...(first === undefined ? [] : [`More on a code: cdk8s-istio check --explain ${first}`]),
    ].join('\n'),
  ];
  yield `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/** What is said of files that were not checked. */
function leftOutLines(leftOut: readonly LeftOut[]): string[] {
  const of = (reason: LeftOutReason): string[] =>
    leftOut.filter((each) => each.reason === reason).map(({ file }) => visible(file));
  const [charts, templates, patches, inputs, others] = (
    ['chart', 'template', 'patch', 'kustomize', 'other'] as const
  ).map(of);
  const parts = [
    ...(charts.length > 0 ? [`${counted(charts.length, 'Helm chart')} (${charts.join(', ')})`] : []),
    ...(templates.length > 0 ? [`${counted(templates.length, 'template')} of other tools`] : []),
    ...(patches.length > 0 ? [counted(patches.length, 'patch', 'patches')] : []),
    ...(inputs.length > 0 ? [`${counted(inputs.length, 'other file')} of kustomize`] : []),
    ...(others.length > 0 ? [`${counted(others.length, 'file')} without Kubernetes objects`] : []),
  ];
  const tools = [
    ...(charts.length > 0 ? ['`helm template`'] : []),
    ...(patches.length + inputs.length > 0 ? ['`kubectl kustomize`'] : []),
  ];
  return [
    ...(parts.length > 0 ? [`Left out: ${parts.join(', ')}.`] : []),
    ...(tools.length > 0
      ? [`To check these too, check what ${tools.join(' and ')} ${tools.length > 1 ? 'print' : 'prints'}.`]
      : []),
  ];
}

function counted(count: number, one: string, many: string = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** What is said of a suppression that is out of date, or misspelled. */
export function unusedText({ code, object }: Suppression): string {
  return `suppression ${code}${object === undefined ? '' : `=${object}`} matched no finding: remove it`;
}

export function unreadableText({ file, line, column, message }: Unreadable): string {
  return visible(`${[file, line, column].filter((part) => part !== undefined).join(':')}  ${message}`);
}

function lines({ finding, codes, elsewhere }: Folded, paint: Painter, { sourceLine }: TextOptions): string[] {
  const { severity, path, message, fix, line } = finding;
  const source = sourceLine?.(finding)?.trimEnd();
  const number = String(line ?? '');
  return [
    `  ${paint[severity](severity)} ${codes.join(', ')}${path === '' ? '' : `  ${visible(path)}`}`,
    ...(source === undefined || line === undefined ? [] : [paint.dim(`    ${number} | ${clip(visible(source))}`)]),
    `    ${visible(message)}`,
    `    ${paint.fix(visible(fix))}`,
    ...[...(finding.related ?? []), ...elsewhere].map((each) =>
      paint.dim(`    see also ${visible(relatedText(each))}`),
    ),
  ];
}

/** `Gateway shop/front spec.servers[0].hosts[0]  front.yaml:12:9` */
export function relatedText(related: RelatedObject): string {
  const name = [objectName(related), related.path].filter((part) => part !== '').join(' ');
  return [name, place(related)].filter((part) => part !== '').join('  ');
}

function place({ construct, file, line, column }: Pick<Finding, 'construct' | 'file' | 'line' | 'column'>): string {
  if (construct !== undefined) {
    return construct;
  }
  return file === undefined ? '' : [file, line, column].filter((part) => part !== undefined).join(':');
}
