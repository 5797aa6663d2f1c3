import { outcomeText, percent } from './outcome-text';
import { clip } from './terminal';
import type { TraceHop } from './trace-data';
import type { TraceReport } from './trace-report';

/** The layers that a picture has room for. */
const SHOWN = new Set(['listener', 'route', 'action', 'mutualTls', 'authorization']);

/** A trace as a flowchart of Mermaid: hops, with the decisions that steer, and outcomes. */
export function traceMermaid({ question, hops, outcomes }: TraceReport): string {
  const lines = [
    'flowchart LR',
    `  call([${label(question)}])`,
    ...hops.map((hop, i) => `  hop${i}[${label(hop.proxy, ...decisions(hop))}]`),
    ...hops.map(({ previous, share }, i) => edge(previous === undefined ? 'call' : `hop${previous}`, share, `hop${i}`)),
    ...outcomes.map((outcome, i) => `  outcome${i}([${label(outcomeText(outcome))}])`),
    ...outcomes.map(({ hop, share }, i) => edge(hops[hop] === undefined ? 'call' : `hop${hop}`, share, `outcome${i}`)),
  ];
  return `${lines.join('\n')}\n`;
}

function decisions({ steps }: TraceHop): string[] {
  return steps.filter(({ layer }) => SHOWN.has(layer)).map(({ decision }) => decision);
}

function edge(from: string, share: number, to: string): string {
  return share === 1 ? `  ${from} --> ${to}` : `  ${from} -->|"${percent(share)}"| ${to}`;
}

/** Mermaid reads some characters of a text in quotes; it writes them by number. */
function label(...lines: readonly string[]): string {
  const texts = lines.map((line) =>
    clip(line).replace(/[^\p{L}\p{N} .,:/=|()+-]/gu, (each) => `#${each.codePointAt(0)};`),
  );
  return `"${texts.join('<br/>')}"`;
}
