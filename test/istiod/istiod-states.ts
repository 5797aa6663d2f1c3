import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import type { AskedMesh, ProxyStates } from '../real/ask-istio';
import { askIstiod } from '../real/ask-istio';
import type { RandomMesh } from './random-mesh';

/** istiod keeps something of each mesh that it has seen, so a process answers for that many only. */
const BATCH = 250;

/** What istiod makes of each mesh. */
export async function istiodStates(meshes: readonly RandomMesh[], processes = 2): Promise<ProxyStates[]> {
  const states: ProxyStates[] = [];
  const starts = Array.from({ length: Math.ceil(meshes.length / BATCH) }, (_, i) => i * BATCH);
  const work = async (): Promise<void> => {
    for (let start = starts.shift(); start !== undefined; start = starts.shift()) {
      const answers = await askIstiod(meshes.slice(start, start + BATCH).map(asked));
      answers.forEach((answer, i) => (states[start + i] = answer));
    }
  };
  await Promise.all(Array.from({ length: processes }, work));
  return states;
}

function asked({ manifests, meshConfig, age, proxies }: RandomMesh): AskedMesh {
  return {
    manifests: age === 'given' ? manifests : manifests.map((each, i) => madeAt(each, age === 'listed' ? i : 0)),
    meshConfig: JSON.stringify(meshConfig),
    proxies,
  };
}

/** With the second in which an API server would have made it, which manifests do not say. */
function madeAt(manifest: Manifest, second: number): Manifest {
  const creationTimestamp = new Date(Date.UTC(2024, 0, 1) + second * 1000).toISOString().replace('.000', '');
  return { ...manifest, metadata: { ...(manifest.metadata as object), creationTimestamp } };
}
