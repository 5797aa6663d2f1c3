import { basename } from 'node:path';
import type { WrittenSettings } from '../../lib/checks/read-settings';
import type { Evidence } from './evidence';
import { record } from './evidence';
import type { Expectation, Observation } from './expectation';
import { differences, inWords } from './expectation';
import { findings } from './findings';
import type { Manifest } from './manifest';
import { Mesh, OUTSIDE } from './mesh';
import type { Setting } from './setting';
import { authorityOf, complete, unexpectedMessages } from './setting';

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
  readonly headers?: { [name: string]: string | string[] };
  readonly sni?: string;
  readonly http2?: boolean;
  /** The only version of TLS that the client speaks: `TLSv1.2`. */
  readonly tlsVersion?: 'TLSv1.2' | 'TLSv1.3';
  /** The only cipher suite of TLS 1.2 that the client knows, as OpenSSL calls it. */
  readonly cipherSuite?: string;
  /** Whether the client shows a certificate of the authority outside of the mesh. */
  readonly withCertificate?: boolean;
  /** Whether the client accepts any certificate; otherwise those of the authority outside of the mesh. */
  readonly trustsAnyone?: boolean;
  /** Address of the client that a load balancer before the gateway tells by the PROXY protocol. */
  readonly toldClient?: string;
  /**
   * The port that this load balancer was asked for, which it tells as well.
   * @default - the one that the pods listen on
   */
  readonly toldPort?: number;
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
  /**
   * What the check then reports.
   * @default - the same as before
   */
  readonly reported?: string[];
}

/** What a check says of the manifests: that it speaks where Envoy does what it says, and nowhere else. */
export interface Claim {
  readonly code: string;
  /** The objects that it reports: `DestinationRule shop/reviews`. */
  readonly reported: string[];
  /** Settings of the checks that are not those of the manifests. */
  readonly settings?: WrittenSettings;
}

/** Manifests in a real mesh, requests, and what must be seen where. */
export interface Scenario extends Setting {
  /** The check whose explanation the scenario shows. */
  readonly check?: Claim;
  readonly manifests: Manifest[];
  readonly requests: ScenarioRequest[];
  readonly negatives: Negative[];
}

/** Registers a scenario with jest, under the name of its file. */
export function scenario(given: Scenario): void {
  const name = basename(expect.getState().testPath ?? 'scenario', '.ts');
  describe(name, () => {
    const negatives = given.negatives.reduce((sum, { because }) => sum + Object.keys(because).length, 0);
    const evidence: Evidence = {
      of: given.requests.length + negatives,
      scenario: name,
      title: given.title,
      replacedBy: given.replacedBy,
      code: given.check?.code,
      claims: [],
      negatives: [],
      allowed: given.verdict ?? [],
    };
    let manifests: Manifest[];
    let messages: Promise<string[]>;
    let mesh: Mesh | undefined;

    beforeAll(async () => {
      const authority = authorityOf(given);
      manifests = complete(given.manifests, given, authority);
      messages = unexpectedMessages([manifests], given);
      messages.catch(() => undefined);
      mesh = await Mesh.start(manifests, authority, given);
    });

    afterAll(async () => {
      await mesh?.stop();
      record(evidence);
    });

    test('Istio says nothing of the manifests that is not listed', async () => {
      expect(await messages).toEqual([]);
    });

    if (given.check !== undefined) {
      const { check } = given;
      test(`${check.code} is reported where it is so`, () => {
        expect(reported(check, manifests)).toEqual([...check.reported].sort());
      });
    }

    test.each(given.requests)('$name', async (request) => {
      expect(explained(mesh!, differences(request.expect, await observe(mesh!, request)))).toEqual([]);
      evidence.claims.push({ request: describeRequest(request), claim: request.name, seen: inWords(request.expect) });
    });

    test.each(given.negatives)('it notices: $change', async ({ change, mutate, because, reported: objects }) => {
      const mutated = structuredClone(manifests);
      mutate(mutated);
      expect(mutated).not.toEqual(manifests);
      if (given.check !== undefined) {
        expect(reported(given.check, mutated)).toEqual([...(objects ?? given.check.reported)].sort());
      }
      mesh!.closeConnections();
      await mesh!.replace(mutated, true);
      for (const [requestName, seen] of Object.entries(because)) {
        const request = given.requests.find((each) => each.name === requestName)!;
        const observed = await observe(mesh!, { ...request, expect: { ...request.expect, ...seen } });
        expect(explained(mesh!, differences(seen, observed))).toEqual([]);
        expect(differences(request.expect, observed)).not.toEqual([]);
        evidence.negatives.push({ change, claim: requestName, seen: inWords(seen) });
      }
    });
  });
}

/** The objects that a check reports. */
function reported({ code, settings }: Claim, manifests: Manifest[]): string[] {
  const found = findings(manifests, settings).filter((finding) => finding.code === code);
  return [...new Set(found.map(({ object }) => `${object.kind} ${object.namespace}/${object.name}`))].sort();
}

/** What differs, with what the proxies have to say to it. */
function explained(mesh: Mesh, found: string[]): string[] {
  return found.length === 0 ? [] : [...found, ...mesh.story()];
}

async function observe(mesh: Mesh, request: ScenarioRequest): Promise<Observation> {
  const { expect: wanted, count = 1 } = request;
  const send = (): Promise<Observation['answers']> => sendAll(mesh, request, count);
  const before = mesh.seen.length;
  const nameOf = (address: string): string => mesh.nameOf(address);
  const afterwards = [wanted.accessLog, wanted.peerIdentity, wanted.alsoSeenBy, wanted.attempts];
  if (afterwards.every((each) => each === undefined)) {
    return { answers: await send(), logs: {}, seen: mesh.seen.slice(before), nameOf };
  }
  const { result, logs } = await mesh.logged(send);
  return { answers: result, logs, seen: mesh.seen.slice(before), nameOf };
}

const AT_ONCE = 8;

/** Milliseconds after which a request counts as hanging. */
const TIMEOUT = 5000;

async function sendAll(mesh: Mesh, request: ScenarioRequest, count: number): Promise<Observation['answers']> {
  const {
    from = OUTSIDE,
    to,
    url,
    method,
    headers,
    sni,
    http2,
    trustsAnyone,
    toldClient,
    toldPort,
    withCertificate,
    tlsVersion,
    cipherSuite,
  } = request;
  const answers: Observation['answers'] = [];
  const send = async (): Promise<void> => {
    while (answers.length + running < count) {
      running++;
      const answer = await mesh.send(
        from,
        to,
        {
          url,
          method,
          headers,
          sni,
          http2,
          trustsAnyone,
          toldClient,
          toldPort,
          tlsVersion,
          cipherSuite,
          timeout: TIMEOUT,
        },
        withCertificate,
      );
      running--;
      answers.push(answer);
    }
  };
  let running = 0;
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, count) }, send));
  return answers;
}

/** The request in words. */
export function describeRequest(request: ScenarioRequest): string {
  const { from = OUTSIDE, method = 'GET', url, headers, count = 1, tlsVersion, cipherSuite, toldClient } = request;
  const withHeaders = Object.entries(headers ?? {}).map(([key, value]) => ` ${key}: ${String(value)}`);
  const told = toldClient === undefined ? undefined : `PROXY ${toldClient}`;
  const tls = [tlsVersion, cipherSuite, told].filter((each) => each !== undefined);
  return `${from}: ${count > 1 ? `${count} × ` : ''}${method} ${url}${withHeaders.join(',')}${tls.length === 0 ? '' : ` (${tls.join(', ')})`}`;
}
