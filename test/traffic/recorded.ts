import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE } from '../real/toolchain';
import type { SentRequest } from '../routing/case';
import type { Asked } from './asked';
import { differences } from './compare';
import type { Compared } from './differential';
import { isAsked } from './not-asked';
import type { TrafficMesh } from './random-mesh';
import { Traced } from './traced';

/** What real proxies did with requests through a mesh: kept, so that a tracer which has learned something is compared with it again. */
interface Recorded {
  readonly mesh: TrafficMesh;
  readonly addresses: { readonly [thing: string]: string };
  /** How many istiods did something else with one of the requests: what they do by chance. */
  readonly others: number;
  readonly asked: readonly { readonly request: SentRequest; readonly asked: Asked }[];
}

const FOLDER = join(CACHE, 'traffic');

/** Numbers of the meshes of which there are answers, in their order. */
export function recordedMeshes(): readonly number[] {
  const files = existsSync(FOLDER) ? readdirSync(FOLDER) : [];
  return files.map((file) => Number.parseInt(file)).sort((a, b) => a - b);
}

export function record(
  mesh: TrafficMesh,
  compared: readonly Compared[],
  addresses: ReadonlyMap<string, string>,
  others: number,
): void {
  mkdirSync(FOLDER, { recursive: true });
  const asked = compared.map(({ request, asked: each }) => ({ request, asked: each }));
  const recorded: Recorded = { mesh, addresses: Object.fromEntries(addresses), others, asked };
  writeFileSync(fileOf(mesh.number), JSON.stringify(recorded));
}

/** What the tracer says today of the requests, beside what proxies did with them. */
export function comparedAgain(number: number): { readonly compared: readonly Compared[]; readonly others: number } {
  const { mesh, addresses, others = 0, asked: all } = JSON.parse(readFileSync(fileOf(number), 'utf8')) as Recorded;
  const addressOf = (thing: string): string => addresses[thing] ?? thing;
  const tracer = new Traced(mesh, addressOf);
  const compared = all.flatMap(({ request, asked }): Compared[] => {
    const traced = tracer.trace(request);
    return isAsked(request, traced, mesh)
      ? [{ mesh, request, traced, asked, differences: differences(mesh, request, traced, asked, addressOf) }]
      : [];
  });
  return { compared, others };
}

function fileOf(number: number): string {
  return join(FOLDER, `${number}.json`);
}
