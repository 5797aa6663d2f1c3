import { basename } from 'node:path';
import type { Answer } from './client';
import type { Evidence } from './evidence';
import { record } from './evidence';
import type { Expectation, Observation } from './expectation';
import { differences, inWords } from './expectation';
import type { Manifest } from './manifest';
import { keyOf } from './manifest';
import { Mesh } from './mesh';
import type { Setting } from './setting';
import { authorityOf, complete, unexpectedMessages } from './setting';

/** One state of the manifests, as a commit leaves them. */
export interface Commit {
  readonly name: string;
  readonly manifests: Manifest[];
  /** Shares of the backends once it is applied. */
  readonly share?: { readonly [backend: string]: number };
}

/** A history that goes wrong. */
export interface WrongRollout {
  /** What is wrong with it, in words. */
  readonly change: string;
  readonly commits: Commit[];
  /** Puts the changed objects of a commit into the order in which they are applied. */
  readonly order?: (changed: Manifest[]) => Manifest[];
  /** What some requests see meanwhile. */
  readonly because: Expectation;
}

/** A history of commits, applied object by object to a running mesh while requests are sent. */
export interface Rollout extends Setting {
  readonly commits: Commit[];
  /** The request that must never fail. */
  readonly request: { readonly from: string; readonly url: string; readonly to?: string };
  readonly negatives: WrongRollout[];
}

/** How many requests measure the shares after a commit. */
const MEASURED = 200;

/** Requests that are under way when a listener is replaced come to their end. */
const DRAIN_SECONDS = 1;

/** Registers a rollout with jest, under the name of its file. */
export function rollout(given: Rollout): void {
  const name = basename(expect.getState().testPath!, '.ts');
  const request = `${given.request.from}: GET ${given.request.url}`;
  describe(name, () => {
    const evidence: Evidence = {
      scenario: name,
      title: given.title,
      of: given.commits.length + given.negatives.length,
      claims: [],
      negatives: [],
      allowed: given.verdict ?? [],
    };
    const authority = authorityOf(given);
    const prepare = (commits: Commit[]): Commit[] =>
      commits.map((commit) => ({ ...commit, manifests: complete(commit.manifests, given, authority) }));
    const commits = prepare(given.commits);
    let messages: Promise<string[]>;
    let mesh: Mesh | undefined;

    beforeAll(async () => {
      messages = unexpectedMessages(
        commits.map(({ manifests }) => manifests),
        given,
      );
      messages.catch(() => undefined);
      mesh = await Mesh.start(commits[0].manifests, authority, given, DRAIN_SECONDS);
    });

    afterAll(async () => {
      await mesh?.stop();
      record(evidence);
    });

    test('Istio says nothing of any commit that is not listed', async () => {
      expect(await messages).toEqual([]);
    });

    test.each(commits.map((commit, i) => ({ ...commit, before: commits[i - 1] ?? commit })))(
      'commit "$name" loses no request',
      async ({ name: commit, manifests, before, share }) => {
        const load = new Load(mesh!, given.request);
        await advance(mesh!, before.manifests, manifests, (changed) => changed);
        const { answers, failed } = await load.stop();
        expect(failed).toEqual([]);
        expect(answers.length).toBeGreaterThan(0);
        if (share !== undefined) {
          expect(differences({ status: 200, share }, await measure(mesh!, given.request))).toEqual([]);
        }
        const seen = inWords({ status: 200, share });
        evidence.claims.push({ claim: `commit "${commit}" loses no request`, request, seen });
      },
    );

    test.each(given.negatives)('it notices: $change', async ({ change, commits: wrong, order, because }) => {
      const [start, ...rest] = prepare(wrong);
      await mesh!.replace(start.manifests);
      mesh!.closeConnections();
      const load = new Load(mesh!, given.request);
      let before = start;
      for (const commit of rest) {
        await advance(mesh!, before.manifests, commit.manifests, order ?? ((changed) => changed));
        before = commit;
      }
      const { answers, failed } = await load.stop();
      expect(failed).not.toEqual([]);
      const lost = answers.filter(({ status }) => status !== 200);
      expect(differences(because, observation(lost))).toEqual([]);
      evidence.negatives.push({
        change,
        claim: `commit "${rest.at(-1)!.name}" loses no request`,
        seen: inWords(because),
      });
    });
  });
}

/** Applies what a commit changes, object by object, and waits each time until every proxy has it. */
async function advance(
  mesh: Mesh,
  before: Manifest[],
  after: Manifest[],
  order: (changed: Manifest[]) => Manifest[],
): Promise<void> {
  const current = new Map(before.map((manifest) => [idOf(manifest), manifest]));
  const next = new Set(after.map(idOf));
  const changed = after.filter((manifest) => JSON.stringify(current.get(idOf(manifest))) !== JSON.stringify(manifest));
  for (const manifest of order(byWave(changed))) {
    current.set(idOf(manifest), manifest);
    await mesh.replace([...current.values()]);
  }
  const gone = before.filter((manifest) => !next.has(idOf(manifest)));
  for (const manifest of byWave(gone).reverse()) {
    current.delete(idOf(manifest));
    await mesh.replace([...current.values()]);
  }
}

/** Argo CD's order; where no wave says otherwise, that of the file. */
function byWave(manifests: Manifest[]): Manifest[] {
  const wave = ({ metadata }: Manifest): number => Number(metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0);
  return [...manifests].sort((a, b) => wave(a) - wave(b));
}

function idOf(manifest: Manifest): string {
  return `${manifest.kind} ${keyOf(manifest)}`;
}

/** Requests without a break. */
class Load {
  private readonly answers: Answer[] = [];
  private readonly done: Promise<void>[];
  private stopped = false;

  constructor(
    private readonly mesh: Mesh,
    private readonly request: Rollout['request'],
  ) {
    this.done = [this.run(), this.run()];
  }

  public async stop(): Promise<{ answers: Answer[]; failed: string[] }> {
    this.stopped = true;
    await Promise.all(this.done);
    const failed = this.answers.filter(({ status }) => status !== 200);
    return {
      answers: this.answers,
      failed: [...new Set(failed.map(({ status, failed: why, body }) => why ?? `${status} ${body}`))],
    };
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      this.answers.push(await sendOne(this.mesh, this.request));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

async function measure(mesh: Mesh, request: Rollout['request']): Promise<Observation> {
  const answers: Answer[] = [];
  for (let i = 0; i < MEASURED; i++) {
    answers.push(await sendOne(mesh, request));
  }
  return observation(answers);
}

function sendOne(mesh: Mesh, { from, to, url }: Rollout['request']): Promise<Answer> {
  return mesh.send(from, to, { url, ownConnection: true, timeout: 5000 });
}

function observation(answers: Answer[]): Observation {
  return { answers, logs: {}, seen: [], nameOf: String };
}
