import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import type { Verdict } from '../grids/verdict';
import { sorted } from '../grids/verdict';
import type { Answer, AskedSet, Said } from './ask-istio';
import { askIstio, askIstioShortly } from './ask-istio';

/** The analyzers keep some memory for ever, so a process judges that many inputs only. */
const BATCH = 1000;

/** So many are not worth a process of their own. */
const FEW = 100;

/** What Istio says of a set of manifests. */
export interface IstioVerdict extends Verdict {
  /** Where its analyzers refuse all manifests because of some: which ones, and what they say of the others. */
  readonly without?: { readonly manifests: number[]; readonly analysis: string[] };
}

/** What Istio's own code says of each set of manifests. */
export async function istioVerdicts(inputs: readonly AskedSet[], processes = 2): Promise<IstioVerdict[]> {
  if (inputs.length <= FEW) {
    return (await askIstioShortly(inputs)).map((answer, i) => verdict(answer, inputs[i].manifests));
  }
  const verdicts: IstioVerdict[] = [];
  const starts = Array.from({ length: Math.ceil(inputs.length / BATCH) }, (_, i) => i * BATCH);
  const work = async (): Promise<void> => {
    for (let start = starts.shift(); start !== undefined; start = starts.shift()) {
      const batch = inputs.slice(start, start + BATCH);
      const answers = await askIstio(batch);
      answers.forEach((answer, i) => (verdicts[start + i] = verdict(answer, batch[i].manifests)));
    }
  };
  await Promise.all(Array.from({ length: processes }, work));
  return verdicts;
}

/** Kinds with a pod template, of which the program makes a pod. */
const MAKERS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob', 'Rollout']);

/** What Istio says of a pod that was made of a pod template, we say of the object with the template. */
function ofManifests(analysis: readonly Said[], manifests: readonly Manifest[]): string[] {
  const makers = new Map<string, string>();
  for (const { kind, metadata } of manifests) {
    const { namespace = 'default', name } = (metadata ?? {}) as Record<string, string>;
    const key = `${namespace}/${name}`;
    if (MAKERS.has(String(kind))) {
      makers.set(`Pod ${key}-pod`, `${String(kind)} ${key}`);
    }
  }
  return sorted(
    analysis
      .map((said) => ({ ...said, object: makers.get(said.object) ?? said.object }))
      // Of a Deployment IST0146 says it already.
      .filter(({ code, object }) => code !== 'IST0147' || !object.startsWith('Deployment '))
      .map(({ code, object }) => `${code} ${object}`.trim()),
  );
}

function verdict({ apiServer, webhook, analysis, without }: Answer, manifests: readonly Manifest[]): IstioVerdict {
  return {
    apiServer: sorted(apiServer.map(({ object }) => object)),
    webhookErrors: sorted(webhook.errors.map(({ object }) => object)),
    webhookWarnings: sorted(webhook.warnings.map(({ object }) => object)),
    analysis: ofManifests(analysis, manifests),
    ...(without && { without: { ...without, analysis: ofManifests(without.analysis, manifests) } }),
  };
}
