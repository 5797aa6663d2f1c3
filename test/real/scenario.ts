import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { App } from 'cdk8s';
import { Testing } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import type { KeyPair } from './certificates';
import { PublicAuthority } from './certificates';
import type { Evidence } from './evidence';
import { record } from './evidence';
import type { Expectation, Observation } from './expectation';
import { differences, inWords } from './expectation';
import type { Manifest } from './manifest';
import { keyOf } from './manifest';
import type { MeshOptions } from './mesh';
import { Mesh, OUTSIDE, WORKLOAD_PAIR } from './mesh';
import type { Message } from './verdict';
import { show, verdict } from './verdict';

/** One request, or many alike. */
export interface ScenarioRequest {
  /** What it shows; a claim of the evidence. */
  readonly name: string;
  /**
   * Workload (`namespace/name`) that asks.
   * @default - a client outside of the mesh
   */
  readonly from?: string;
  /**
   * Service of the gateway that a client outside asks.
   * @default istio-system/istio-ingressgateway
   */
  readonly to?: string;
  /** `http:`, `https:`, `tls:` or `tcp:`. */
  readonly url: string;
  readonly method?: string;
  readonly headers?: { [name: string]: string };
  readonly sni?: string;
  readonly http2?: boolean;
  /** @default 1 */
  readonly count?: number;
  readonly expect: Expectation;
}

/** A mistake that the scenario must notice. */
export interface Negative {
  /** The mistake, in words. */
  readonly change: string;
  /** Makes it, in a copy of the manifests. */
  readonly mutate: (manifests: Manifest[]) => void;
  /** What is then seen instead, by the name of the request; what the request itself expects must not hold. */
  readonly because: { readonly [request: string]: Expectation };
}

export interface AllowedMessage {
  /** Must occur in the message; a message that no longer occurs fails too. */
  readonly text: string;
  readonly reason: string;
}

/** A Secret of type kubernetes.io/tls with a certificate for some hosts, signed by the authority that clients outside trust. */
export interface Credential {
  /** `namespace/name`. */
  readonly secret: string;
  readonly hosts: string[];
}

/** Manifests in a real mesh, requests, and what must be seen where. */
export interface Scenario extends MeshOptions {
  /** What it proves. */
  readonly title: string;
  /** For YAML as users wrote it: the scenario of the construct that replaces it. */
  readonly replacedBy?: string;
  readonly manifests: Manifest[];
  readonly credentials?: Credential[];
  readonly requests: ScenarioRequest[];
  /** What Istio says of the manifests and why it may. */
  readonly verdict?: AllowedMessage[];
  readonly negatives: Negative[];
}

/** The manifests of charts. */
export function charts(make: (app: App) => void): Manifest[] {
  const app = Testing.app();
  make(app);
  return app.charts.flatMap((chart) => Testing.synth(chart) as Manifest[]);
}

/** The manifests of test/real/seeds/FILE: YAML as users wrote it; what names no namespace is put into one. */
export function seed(file: string, namespace: string): Manifest[] {
  return parseAllDocuments(readFileSync(join(__dirname, 'seeds', file), 'utf8')).map((document) => {
    const manifest = document.toJS() as Manifest;
    return { ...manifest, metadata: { namespace, ...manifest.metadata } };
  });
}

/** Registers a scenario with jest, under the name of its file. */
export function scenario(given: Scenario): void {
  const name = basename(expect.getState().testPath ?? 'scenario', '.ts');
  describe(name, () => {
    const negatives = given.negatives.reduce((sum, { because }) => sum + Object.keys(because).length, 0);
    const evidence: Evidence = {
      of: given.requests.length + negatives, scenario: name, title: given.title, replacedBy: given.replacedBy, claims: [], negatives: [], allowed: given.verdict ?? [] };
    let manifests: Manifest[];
    let messages: Promise<Message[]>;
    let mesh: Mesh | undefined;

    beforeAll(async () => {
      const authority = authorityOf(given);
      const secrets = (given.credentials ?? []).map(({ secret }) => secretOf(secret, authority.pair(secret)));
      manifests = unique([...given.manifests, ...secrets]);
      messages = verdict(manifests);
      messages.catch(() => undefined);
      mesh = await Mesh.start(manifests, authority, given);
    });

    afterAll(async () => {
      await mesh?.stop();
      record(evidence);
    });

    test('Istio says nothing of the manifests that is not listed', async () => {
      const all = (await messages).map(show);
      const allowed = given.verdict ?? [];
      expect(all.filter((message) => !allowed.some(({ text }) => message.includes(text)))).toEqual([]);
      expect(allowed.filter(({ text }) => !all.some((message) => message.includes(text)))).toEqual([]);
    });

    test.each(given.requests)('$name', async (request) => {
      expect(differences(request.expect, await observe(mesh!, request))).toEqual([]);
      evidence.claims.push({ request: describeRequest(request), claim: request.name, seen: inWords(request.expect) });
    });

    test.each(given.negatives)('it notices: $change', async ({ change, mutate, because }) => {
      const mutated = structuredClone(manifests);
      mutate(mutated);
      expect(mutated).not.toEqual(manifests);
      await mesh!.replace(mutated);
      for (const [requestName, seen] of Object.entries(because)) {
        const request = given.requests.find((each) => each.name === requestName)!;
        const observed = await observe(mesh!, { ...request, expect: { ...request.expect, ...seen } });
        expect(differences(seen, observed)).toEqual([]);
        expect(differences(request.expect, observed)).not.toEqual([]);
        evidence.negatives.push({ change, claim: requestName, seen: inWords(seen) });
      }
    });
  });
}

async function observe(mesh: Mesh, request: ScenarioRequest): Promise<Observation> {
  const { expect: wanted, count = 1 } = request;
  const send = (): Promise<Observation['answers']> => sendAll(mesh, request, count);
  const before = mesh.seen.length;
  const nameOf = (address: string): string => mesh.nameOf(address);
  if (wanted.accessLog === undefined && wanted.peerIdentity === undefined && wanted.alsoSeenBy === undefined) {
    return { answers: await send(), logs: {}, seen: mesh.seen.slice(before), nameOf };
  }
  const { result, logs } = await mesh.logged(send);
  return { answers: result, logs, seen: mesh.seen.slice(before), nameOf };
}

const AT_ONCE = 8;

async function sendAll(mesh: Mesh, request: ScenarioRequest, count: number): Promise<Observation['answers']> {
  const { from = OUTSIDE, to, url, method, headers, sni, http2 } = request;
  const answers: Observation['answers'] = [];
  const send = async (): Promise<void> => {
    while (answers.length + running < count) {
      running++;
      const answer = await mesh.send(from, to, { url, method, headers, sni, http2, timeout: 5000 });
      running--;
      answers.push(answer);
    }
  };
  let running = 0;
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, count) }, send));
  return answers;
}

function authorityOf({ externals = [], credentials = [] }: Scenario): PublicAuthority {
  return new PublicAuthority({
    [WORKLOAD_PAIR]: ['*.cluster.local'],
    ...Object.fromEntries(externals.map(({ hosts }) => [hosts[0], hosts])),
    ...Object.fromEntries(credentials.map(({ secret, hosts }) => [secret, hosts])),
  });
}

function secretOf(key: string, pair: KeyPair): Manifest {
  const [namespace, name] = key.split('/') as [string, string];
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace },
    type: 'kubernetes.io/tls',
    data: { 'tls.crt': base64(pair.certificate), 'tls.key': base64(pair.key) },
  };
}

/** Several bases may bring the same object. */
function unique(manifests: Manifest[]): Manifest[] {
  return [...new Map(manifests.map((manifest) => [`${manifest.kind} ${keyOf(manifest)}`, manifest])).values()];
}

function describeRequest({ from = OUTSIDE, method = 'GET', url, headers, count = 1 }: ScenarioRequest): string {
  const withHeaders = Object.entries(headers ?? {}).map(([key, value]) => ` ${key}: ${value}`);
  return `${from}: ${count > 1 ? `${count} × ` : ''}${method} ${url}${withHeaders.join(',')}`;
}
