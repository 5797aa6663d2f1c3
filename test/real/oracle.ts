import type { MeshContext } from '../../lib/mesh/mesh-context';
import type { Manifest } from '../../lib/mesh/mesh-object';
import type { Verdict } from '../grids/verdict';
import { sorted } from '../grids/verdict';
import type { Answer } from './ask-istio';
import { askIstio } from './ask-istio';

/** The analyzers keep some memory for ever, so a process judges that many inputs only. */
const BATCH = 1000;

interface Asking {
  readonly processes?: number;
  readonly otherClusters?: MeshContext['otherClusters'];
}

/** What Istio's own code says of each set of manifests. */
export async function istioVerdicts(
  inputs: Manifest[][],
  { processes = 2, otherClusters }: Asking = {},
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  const starts = Array.from({ length: Math.ceil(inputs.length / BATCH) }, (_, i) => i * BATCH);
  const work = async (): Promise<void> => {
    for (let start = starts.shift(); start !== undefined; start = starts.shift()) {
      const batch = inputs.slice(start, start + BATCH);
      const answers = await askIstio(batch, otherClusters);
      answers.forEach((answer, i) => (verdicts[start + i] = verdict(ofManifests(answer, batch[i]))));
    }
  };
  await Promise.all(Array.from({ length: processes }, work));
  return verdicts;
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
