import { stringify } from 'yaml';
import type { Trace } from '../../lib/routing/trace';
import { without } from '../istiod/random-mesh';
import { askIstiod } from '../real/ask-istio';
import type { PublicAuthority } from '../real/certificates';
import type { Manifest } from '../real/manifest';
import { Mesh } from '../real/mesh';
import { authorityOf, complete } from '../real/setting';
import type { SentRequest } from '../routing/case';
import type { Asked } from './asked';
import { ask } from './asked';
import { differences } from './compare';
import { REFUSED, isAsked } from './not-asked';
import type { TrafficMesh } from './random-mesh';
import { settingsOf, trafficMesh } from './random-mesh';
import { trafficRequests } from './random-requests';
import { Traced } from './traced';
import { SETTING, worldManifests } from './world';

/** A request, what the tracer says of it, and what real proxies did. */
export interface Compared {
  readonly mesh: TrafficMesh;
  readonly request: SentRequest;
  readonly traced: Trace;
  readonly asked: Asked;
  readonly differences: readonly string[];
}

/** How often a request on which there is a disagreement is sent again, on a connection of its own. */
const TRIES = 3;

/** How many requests with several outcomes each mesh gets so often that their shares show. */
const COUNTED = { requests: 4, times: 40 };

export function disagrees({ differences: found }: Compared): boolean {
  return found.length > 0;
}

/** Real proxies, and the tracer beside them, for the meshes of one group. */
export class Differential {
  /** The address of a thing, as the manifests of meshes here have it. */
  public readonly addressOf = (thing: string): string => {
    const address = this.real.addressOf(thing);
    this.addresses.set(thing, address);
    return address;
  };
  /** Those that were asked for. */
  public readonly addresses = new Map<string, string>();

  private constructor(
    private readonly real: Mesh,
    private readonly authority: PublicAuthority,
  ) {}

  /** @param group number of the meshes that have the same settings, which start with `group * SAME_SETTINGS` */
  public static async start(group: number): Promise<Differential> {
    const authority = authorityOf(SETTING);
    const settings = settingsOf(group);
    const meshConfig = Object.keys(settings).length === 0 ? '' : stringify(settings);
    const real = await Mesh.start(complete(worldManifests(), SETTING, authority), authority, {
      ...SETTING,
      meshConfig,
    });
    return new Differential(real, authority);
  }

  public stop(): Promise<void> {
    return this.real.stop();
  }

  /** The mesh with a number, as it is here, without what Istio refuses. */
  public async mesh(number: number): Promise<TrafficMesh> {
    return accepted(trafficMesh(number, this.addressOf));
  }

  /** Sends random requests through a mesh. */
  public async compare(mesh: TrafficMesh, count: number): Promise<readonly Compared[]> {
    return this.compareThese(mesh, this.requests(mesh, count));
  }

  public async compareThese(mesh: TrafficMesh, requests: readonly SentRequest[]): Promise<readonly Compared[]> {
    if (!(await this.play(mesh))) {
      return [];
    }
    const tracer = new Traced(mesh, this.addressOf);
    let counted = 0;
    const all = requests
      .map((request) => ({ request, traced: tracer.trace(request) }))
      .filter(({ request, traced }) => isAsked(request, traced, mesh))
      .map(({ request, traced }) => {
        const isCounted = traced.outcomes.length > 1 && counted < COUNTED.requests;
        counted += isCounted ? 1 : 0;
        return { request: isCounted ? { ...request, count: COUNTED.times } : request, traced };
      });
    const asked = await ask(
      this.real,
      all.map(({ request }) => request),
    );
    const compared = all.map(({ request, traced }, i): Compared => ({
      mesh,
      request,
      traced,
      asked: asked[i],
      differences: differences(mesh, request, traced, asked[i], this.addressOf),
    }));
    return this.again(compared, TRIES);
  }

  /** What a connection that another request had used may have caused, or a busy machine, does not come again. */
  private async again(compared: readonly Compared[], tries: number): Promise<readonly Compared[]> {
    const doubtful = compared.filter(disagrees);
    if (doubtful.length === 0 || tries === 0) {
      return compared;
    }
    const asked = await ask(
      this.real,
      doubtful.map(({ request }) => request),
      true,
    );
    const next = compared.map((each) => {
      const i = doubtful.indexOf(each);
      return i < 0
        ? each
        : {
            ...each,
            asked: asked[i],
            differences: differences(each.mesh, each.request, each.traced, asked[i], this.addressOf),
          };
    });
    return this.again(next, tries - 1);
  }

  private requests(mesh: TrafficMesh, count: number): readonly SentRequest[] {
    const tracer = new Traced(mesh, this.addressOf);
    return trafficRequests(mesh, count, this.addressOf, (request) => tracer.isDecided(request));
  }

  /** The request with a number. */
  public async compareOne(mesh: TrafficMesh, request: number): Promise<Compared | undefined> {
    return (await this.compareThese(mesh, this.requests(mesh, request + 1).slice(request)))[0];
  }

  /** A request in a mesh that was changed; undefined where Istio refuses it, or has a problem with it. */
  public async compareIn(mesh: TrafficMesh, request: SentRequest): Promise<Compared | undefined> {
    const { manifests } = await accepted(mesh);
    if (manifests.length < mesh.manifests.length) {
      return undefined;
    }
    const [compared] = await this.compareThese(mesh, [request]);
    return compared;
  }

  private empty(): Promise<void> {
    return this.real.replace(complete(worldManifests(), SETTING, this.authority), true, true);
  }

  /** @returns whether the proxies take the configuration ({@link REFUSED}) */
  private async play({ manifests }: TrafficMesh): Promise<boolean> {
    const { istiod } = this.real;
    this.real.closeConnections();
    try {
      // Of Services that change, istiod leaves proxies some of what they had: those that become other names, or are hidden.
      await this.empty();
      await this.real.replace(complete([...manifests], SETTING, this.authority), true, true);
    } catch (error) {
      if (istiod.failures.length === 0 || !istiod.failures.every((each) => REFUSED.test(each))) {
        throw error;
      }
      // Others may refuse it still.
      istiod.mayBeRefused = REFUSED;
      istiod.failures.splice(0);
      await this.empty();
      istiod.mayBeRefused = undefined;
      return false;
    }
    return true;
  }
}

/** A mesh without the objects that the validation of Istio refuses. */
async function accepted(mesh: TrafficMesh): Promise<TrafficMesh> {
  const [{ refused }] = await askIstiod([{ manifests: mesh.manifests, meshConfig: '', proxies: [] }]);
  const { manifests } = without({ ...mesh, age: 'given', proxies: [] }, refused);
  return { ...mesh, manifests: manifests as Manifest[] };
}
