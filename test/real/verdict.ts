import { spawn } from 'node:child_process';
import type { Manifest } from './manifest';
import { CRDS, ISTIOD } from './toolchain';

/** One thing that Istio says of manifests. */
export interface Message {
  readonly from: 'API server' | 'webhook error' | 'webhook warning' | 'analysis';
  /** Kind and name, as whoever says it writes them. */
  readonly object: string;
  readonly text: string;
  readonly code?: string;
}

interface Verdict {
  readonly apiServer: Omit<Message, 'from'>[];
  readonly webhook: { readonly errors: Omit<Message, 'from'>[]; readonly warnings: Omit<Message, 'from'>[] };
  readonly analysis: Omit<Message, 'from'>[];
}

/** All that the API server, the webhook and the analyzers say of each of several sets of manifests. */
export async function verdicts(inputs: Manifest[][]): Promise<Message[][]> {
  const child = spawn(ISTIOD, ['verdict', ...CRDS], { stdio: ['pipe', 'pipe', 'pipe'] });
  let out = '';
  let log = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  child.stdin.end(inputs.map((manifests, i) => `${JSON.stringify({ id: String(i), manifests })}\n`).join(''));
  const status = await ended;
  if (status !== 0) {
    throw new Error(`verdict ended with status ${status}: ${log}`);
  }
  return out
    .trim()
    .split('\n')
    .map((line) => messages(JSON.parse(line) as Verdict));
}

function messages({ apiServer, webhook, analysis }: Verdict): Message[] {
  const from = (name: Message['from'], said: Omit<Message, 'from'>[]): Message[] =>
    said.map((message) => ({ from: name, ...message }));
  return [
    ...from('API server', apiServer),
    ...from('webhook error', webhook.errors),
    ...from('webhook warning', webhook.warnings),
    ...from('analysis', analysis),
  ];
}

export function show({ from, code, object, text }: Message): string {
  return `${from}: ${code ? `${code} ` : ''}${object}: ${text}`;
}
