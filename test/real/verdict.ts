import type { Manifest } from './manifest';
import type { Answer, Said } from './ask-istio';
import { askIstioShortly } from './ask-istio';

/** One thing that Istio says of manifests. */
export interface Message extends Said {
  readonly from: 'API server' | 'webhook error' | 'webhook warning' | 'analysis';
}

/** All that the API server, the webhook and the analyzers say of each of several sets of manifests. */
export async function verdicts(inputs: Manifest[][]): Promise<Message[][]> {
  return (await askIstioShortly(inputs.map((manifests) => ({ manifests })))).map(messages);
}

function messages({ apiServer, webhook, analysis }: Answer): Message[] {
  const from = (name: Message['from'], said: Said[]): Message[] => said.map((message) => ({ from: name, ...message }));
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
