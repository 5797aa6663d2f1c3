import { sendCase } from '../real/case-request';
import type { Answer } from '../real/client';
import type { AccessLogEntry } from '../real/envoy';
import { CALL } from '../real/envoy';
import type { Mesh } from '../real/mesh';
import type { SentRequest } from '../routing/case';

/** What real proxies did with a request. */
export interface Asked {
  readonly answers: readonly Answer[];
  /** Servers that saw it, or a copy of it. */
  readonly seenBy: readonly string[];
  /** Flags that proxies logged beside it. */
  readonly flags: readonly string[];
}

/** How many clients there are, each with one request at a time. */
const CLIENTS = 8;

/**
 * Sends requests through a real mesh.
 *
 * @param ownConnections whether no request before it has used the connection of a request
 */
export async function ask(mesh: Mesh, requests: readonly SentRequest[], ownConnections = false): Promise<Asked[]> {
  const before = mesh.seen.length;
  const { result: answers, logs } = await mesh.logged(() => answersTo(mesh, requests, ownConnections));
  const seen = grouped(
    mesh.seen.slice(before),
    ({ headers }) => headers?.[CALL]?.toString(),
    ({ backend }) => backend,
  );
  const flags = grouped<AccessLogEntry>(
    Object.values(logs).flat(),
    ({ call }) => call,
    ({ flags: own }) => own,
  );
  return requests.map(({ name }, i) => ({
    answers: answers[i],
    seenBy: seen.get(name) ?? [],
    flags: flags.get(name) ?? [],
  }));
}

async function answersTo(mesh: Mesh, requests: readonly SentRequest[], ownConnections: boolean): Promise<Answer[][]> {
  const answers: Answer[][] = requests.map(() => []);
  const waiting = requests.flatMap((request, i) => Array.from({ length: request.count ?? 1 }, () => ({ request, i })));
  const client = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { request, i } = next;
      const headers = { ...request.headers, [CALL]: request.name };
      answers[i].push(await sendCase(mesh, { ...request, headers }, ownConnections));
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return answers;
}

function grouped<T>(
  items: readonly T[],
  keyOf: (item: T) => string | undefined,
  valueOf: (item: T) => string | undefined,
): ReadonlyMap<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const item of items) {
    const [key, value] = [keyOf(item), valueOf(item)];
    if (key !== undefined && value !== undefined) {
      groups.set(key, [...(groups.get(key) ?? []), value]);
    }
  }
  return groups;
}
