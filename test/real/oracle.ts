import { spawn } from 'node:child_process';
import type { Manifest } from '../../lib/mesh/mesh-object';
import type { Verdict } from '../grids/verdict';
import { sorted } from '../grids/verdict';
import { CRDS, ISTIOD } from './toolchain';

interface Said {
  readonly object: string;
  readonly code?: string;
}

interface Answer {
  readonly apiServer: Said[];
  readonly webhook: { readonly errors: Said[]; readonly warnings: Said[] };
  readonly analysis: Said[];
}

/** The analyzers keep some memory for ever, so a process judges that many inputs only. */
const BATCH = 1000;

/** What Istio's own code says of each set of manifests. */
export async function istioVerdicts(inputs: Manifest[][], processes: number = 2): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  const starts = Array.from({ length: Math.ceil(inputs.length / BATCH) }, (_, i) => i * BATCH);
  const work = async (): Promise<void> => {
    for (let start = starts.shift(); start !== undefined; start = starts.shift()) {
      const answers = await judge(inputs.slice(start, start + BATCH));
      answers.forEach((answer, i) => (verdicts[start + i] = verdict(answer)));
    }
  };
  await Promise.all(Array.from({ length: processes }, work));
  return verdicts;
}

async function judge(inputs: Manifest[][]): Promise<Answer[]> {
  const child = spawn(ISTIOD, ['verdict', ...CRDS], { stdio: ['pipe', 'pipe', 'pipe'] });
  let out = '';
  let log = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log = (log + text).slice(-10_000)));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  // Why it ended is told below.
  child.stdin.on('error', () => undefined);
  child.stdin.end(inputs.map((manifests, i) => `${JSON.stringify({ id: String(i), manifests })}\n`).join(''));
  const status = await ended;
  const answers = out.split('\n').filter((line) => line !== '');
  if (status !== 0 || answers.length !== inputs.length) {
    throw new Error(`verdict ended with status ${status} after ${answers.length} of ${inputs.length} inputs: ${log}`);
  }
  return answers.map((line, i) => ofManifests(JSON.parse(line) as Answer, inputs[i]));
}

/** Kinds with a pod template, of which the program makes a pod. */
const MAKERS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob', 'Rollout']);

/** What Istio says of a pod that was made of a pod template, we say of the object with the template. */
function ofManifests(answer: Answer, manifests: Manifest[]): Answer {
  const makers = new Map<string, string>();
  for (const { kind, metadata } of manifests) {
    const { namespace = 'default', name } = (metadata ?? {}) as Record<string, string>;
    const key = `${namespace}/${name}`;
    if (MAKERS.has(String(kind))) {
      makers.set(`Pod ${key}-pod`, `${String(kind)} ${key}`);
    }
  }
  const analysis = answer.analysis
    .map((said) => ({ ...said, object: makers.get(said.object) ?? said.object }))
    // Of a Deployment IST0146 says it already.
    .filter(({ code, object }) => code !== 'IST0147' || !object.startsWith('Deployment '));
  return { ...answer, analysis };
}

function verdict({ apiServer, webhook, analysis }: Answer): Verdict {
  return {
    apiServer: sorted(apiServer.map(({ object }) => object)),
    webhookErrors: sorted(webhook.errors.map(({ object }) => object)),
    webhookWarnings: sorted(webhook.warnings.map(({ object }) => object)),
    analysis: sorted(analysis.map(({ code, object }) => `${code} ${object}`.trim())),
  };
}
