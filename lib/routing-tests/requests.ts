import type { Problems } from '../core/problems';
import type { Question } from '../tracing/question';
import type { WrittenRequests, WrittenTest } from './written-test';
import { listed } from './written-test';

/** One of the requests that the lists of a test make. */
export interface TestRequest {
  readonly question: Question;
  /** Where a member of the question is written: `requests.url[1]`. */
  readonly placeOf: (member: string) => string;
  /** The headers, for whoever tells it from others. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** As many requests one test may make: more are a mistake, or should be fewer values that tell something. */
const MOST = 10_000;

/** Members of which each value is asked for itself. */
const MULTIPLIED = ['url', 'method', 'httpVersion', 'clientAddress', 'connectTo', 'at', 'sni'] as const;

/** What is written once in a list, or without one. */
interface Written {
  /** As in a question; of headers `headers` and the name. */
  readonly member: string;
  readonly values: readonly { readonly value: unknown; readonly path: string }[];
}

/** All requests of a test: each value of a list with each value of the others. */
export function testRequests(test: WrittenTest, problems: Problems): readonly TestRequest[] {
  const isList = Array.isArray(test.requests);
  const from = written('from', 'from', test.from);
  return listed(test.requests).flatMap((each, i) => {
    const path = isList ? `requests[${i}]` : 'requests';
    const lists = [...from, ...listsOf(each, path)];
    const count = lists.reduce((product, { values }) => product * values.length, 1);
    if (count > MOST) {
      problems.add(path, `its lists make ${count} requests, and one test has ${MOST} at most. Write fewer values.`);
      return [];
    }
    return combinations(lists).map((chosen) => requestOf(each, path, chosen));
  });
}

function listsOf(requests: WrittenRequests, path: string): Written[] {
  return [
    ...MULTIPLIED.flatMap((member) => written(member, `${path}.${member}`, requests[member])),
    ...Object.entries(requests.headers ?? {}).flatMap(([name, value]) =>
      written(`headers ${name}`, `${path}.headers.${name}`, value),
    ),
  ];
}

function written(member: string, path: string, given: unknown): Written[] {
  if (given === undefined) {
    return [];
  }
  const values = Array.isArray(given)
    ? given.map((value: unknown, i) => ({ value, path: `${path}[${i}]` }))
    : [{ value: given, path }];
  return [{ member, values }];
}

/** By member: what is asked, and where that is written. */
type Chosen = ReadonlyMap<string, Written['values'][number]>;

function combinations(lists: readonly Written[]): readonly Chosen[] {
  return lists.reduce<readonly Chosen[]>(
    (all, { member, values }) => all.flatMap((chosen) => values.map((each) => new Map(chosen).set(member, each))),
    [new Map()],
  );
}

function requestOf({ alpn, certificateUris, claims }: WrittenRequests, path: string, chosen: Chosen): TestRequest {
  const headers = [...chosen].flatMap(([member, { value }]) =>
    member.startsWith('headers ') ? [[member.slice('headers '.length), value as string] as const] : [],
  );
  const valueOf = (member: string): unknown => chosen.get(member)?.value;
  const isSniSaid = chosen.has('sni');
  return {
    headers,
    question: {
      from: valueOf('from'),
      url: valueOf('url'),
      method: valueOf('method'),
      httpVersion: valueOf('httpVersion'),
      clientAddress: valueOf('clientAddress'),
      connectTo: valueOf('connectTo'),
      at: valueOf('at'),
      sni: isSniSaid ? (valueOf('sni') ?? '') : undefined,
      headers,
      alpn,
      certificateUris,
      claims,
    },
    placeOf: (member) => {
      const header = /^headers\[(\d+)\]$/.exec(member);
      const name = header === null ? member : `headers ${headers[Number(header[1])][0]}`;
      return chosen.get(name)?.path ?? (member === 'from' ? '' : `${path}.${member}`);
    },
  };
}
