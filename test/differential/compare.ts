import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import type { Layer } from '../grids/grid';
import { ourVerdict } from '../grids/our-verdict';
import type { Verdict } from '../grids/verdict';
import type { IstioVerdict } from '../real/oracle';
import { corpus } from './corpus';
import { KNOWN_DIFFERENCES } from './known-differences';
import { mutate } from './mutate';
import { Random } from './random';

const LAYERS: readonly Layer[] = ['apiServer', 'webhookErrors', 'webhookWarnings', 'analysis'];

/** Something that Istio says and we do not, or the other way round. */
export interface Disagreement {
  readonly case: number;
  readonly layer: Layer;
  readonly onlyIstio: string[];
  readonly onlyWe: string[];
  readonly manifests: Manifest[];
}

/** Mutated sets, the same for the same numbers. */
export function* cases(from: number, count: number): Generator<Manifest[]> {
  const groups = corpus();
  for (let i = from; i < from + count; i++) {
    const random = new Random(i);
    yield mutate(random.pick(random.pick(groups)), random);
  }
}

export function disagreements(number: number, manifests: Manifest[], said: IstioVerdict): Disagreement[] {
  const [istio, we] = said.without === undefined ? [said, ourVerdict(manifests)] : readable(manifests, said);
  // Where an analyzer of Istio crashes, be it at what is left without the unreadable, none says anything.
  const silent = istio.analysis.some((entry) => entry === 'panic' || entry === 'unreadable');
  const layers = silent ? LAYERS.filter((layer) => layer !== 'analysis') : LAYERS;
  return layers.flatMap((layer) => {
    const explained = (entry: string): boolean =>
      KNOWN_DIFFERENCES.some((each) => each.layer === layer && each.explains(entry, manifests));
    const onlyIstio = istio[layer].filter((entry) => !we[layer].includes(entry) && !explained(entry));
    const onlyWe = we[layer].filter((entry) => !istio[layer].includes(entry) && !explained(entry));
    return onlyIstio.length + onlyWe.length === 0 ? [] : [{ case: number, layer, onlyIstio, onlyWe, manifests }];
  });
}

/** Both verdicts, where the analyzers cannot read some of the manifests: their part is that of the others. */
function readable(manifests: Manifest[], istio: IstioVerdict): [Verdict, Verdict] {
  const { manifests: unread, analysis } = istio.without!;
  const rest = manifests.filter((_, i) => !unread.includes(i));
  return [
    { ...istio, analysis },
    { ...ourVerdict(manifests), analysis: ourVerdict(rest).analysis },
  ];
}
