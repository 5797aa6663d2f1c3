import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { run } from '../../lib/cli/command';
import type { CaseRequest, ExpectedOutcome, RoutingCase } from '../routing/case';
import { caseNames, expected, loadCase, pathOf } from '../routing/case';
import { NOT_YET } from '../routing/not-yet';

/*
 * The cases that real Envoys confirm (test/routing/cases), as people would write them into a test file. Requests by the letter,
 * and what no member expects (response headers, attempts, delays) cannot be said there, and are left to test/routing.
 */

/** What test files cannot say, by case. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'headless-service': 'the pod that has an address',
};

const INGRESS = 'istio-ingressgateway.istio-system';
/** The clients of the cases come from there, unless they say otherwise. */
const CLIENT = '127.0.0.1';

interface Written {
  readonly name: string;
  readonly from?: string;
  readonly requests: object;
  readonly expect: object;
}

function writtenTests(given: RoutingCase, addressOf: (thing: string) => string): Written[] {
  const known = given.requests.filter((request) => NOT_YET[given.name]?.[request.name] === undefined);
  return known.filter(isWritable).flatMap((request) =>
    expected(request).flatMap((outcome, i): Written[] => {
      const expectation = expectationOf(given, outcome);
      return Object.keys(expectation).length === 0 || (i > 0 && outcome.share === undefined)
        ? []
        : [
            {
              name: `${request.name} ${i}`,
              from: request.from,
              requests: requestOf(request, addressOf),
              expect: expectation,
            },
          ];
    }),
  );
}

/** Nothing of an outcome that may be one of several is certain, unless its share is said. */
function isWritable(request: CaseRequest): boolean {
  const outcomes = expected(request);
  return request.text === undefined && (outcomes.length === 1 || outcomes.every(({ share }) => share !== undefined));
}

function requestOf(request: CaseRequest, addressOf: (thing: string) => string): object {
  const { from, address = CLIENT, protocol = 'http', version = '1.1', to, host } = request;
  const { method, headers, sni, certificate } = request;
  const isRequest = protocol === 'http' || protocol === 'https';
  const isTls = protocol === 'https' || protocol === 'tls';
  const [, name, port] = /^(.*):(\d+)$/.exec(to)!;
  const isGateway = [INGRESS, addressOf('istio-system/ingress')].includes(name);
  return {
    url: `${protocol}://${isGateway ? 'gateway' : name}:${port}${isRequest ? pathOf(request) : ''}`,
    ...(from === undefined && { clientAddress: address }),
    ...(isGateway ? { at: 'istio-system/ingress' } : from === undefined && { connectTo: to }),
    ...(isRequest && { method, httpVersion: version, headers: { host: host ?? to, ...headers } }),
    ...(certificate === true && { certificateUris: ['spiffe://partner.example.com/ns/shop/sa/web'] }),
    ...(isTls && { alpn: ['http/1.1'], sni: sni === undefined ? (host ?? to).replace(/:\d+$/, '') : sni }),
  };
}

/** Empty where nothing of it can be said. */
function expectationOf({ manifests, externals }: RoutingCase, outcome: ExpectedOutcome): object {
  const { share, workload, status, location, failure, seen, mirrors } = outcome;
  const isKnown = manifests.some(
    ({ kind, metadata }) =>
      ['Deployment', 'WorkloadEntry'].includes(kind) && `${metadata.namespace}/${metadata.name}` === workload,
  );
  if (workload !== undefined && !isKnown) {
    return {};
  }
  const members = {
    workload,
    status: location === undefined ? status : undefined,
    redirect: location,
    failure: externals.length > 0 ? undefined : failure,
    ...(workload !== undefined && { host: seen?.host, path: seen?.path, headers: seen?.headers, tls: seen?.tls }),
    mirrors: mirrors?.length === 0 ? null : mirrors,
  };
  const given = Object.entries(members).filter(([, value]) => value !== undefined);
  return given.length === 0
    ? {}
    : Object.fromEntries([...given, ...(share === undefined ? [] : [['share', share * 100]])]);
}

let folder: string;
beforeAll(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'cases-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the command says of the tests of a case. */
function ran(given: RoutingCase, tests: readonly Written[]): { failed: string[]; passed: number } {
  const files = {
    'case.test.json': { tests },
    'manifests.json': { apiVersion: 'v1', kind: 'List', items: given.manifests },
    'settings.json': { meshConfig: given.meshConfig },
  };
  Object.entries(files).forEach(([name, value]) => writeFileSync(path.join(folder, name), JSON.stringify(value)));
  const [test, manifests, settings] = Object.keys(files).map((name) => path.join(folder, name));
  let out = '';
  run(['test', test, manifests, '--settings', settings, '--format', 'json'], {
    out: (text) => (out += text),
    error: (text) => (out += text),
    stdin: () => Buffer.from(''),
    environment: {},
    isTerminal: false,
  });
  const { files: results } = JSON.parse(out) as { files: { tests: TestResult[]; problems: object[] }[] };
  expect(results.flatMap(({ problems }) => problems)).toEqual([]);
  const all = results.flatMap((file) => file.tests);
  const failed = all.flatMap(({ name, failures }) => failures.map(({ why }) => `${name}: ${why}`));
  return { failed, passed: all.filter(({ passed }) => passed).length };
}

interface TestResult {
  readonly name: string;
  readonly passed: boolean;
  readonly failures: readonly { readonly why: string }[];
}

let count = 0;

test.each(caseNames().filter((name) => LEFT_OUT[name] === undefined))('%s', (name) => {
  const addresses = new Map<string, string>();
  const addressOf = (thing: string): string => {
    addresses.set(thing, addresses.get(thing) ?? `127.1.4.${addresses.size + 1}`);
    return addresses.get(thing)!;
  };
  const given = loadCase(name, addressOf);
  const tests = writtenTests(given, addressOf);
  count += tests.length;
  if (tests.length > 0) {
    expect(ran(given, tests)).toEqual({ failed: [], passed: tests.length });
    // What never happens is told from what does.
    expect(
      ran(
        given,
        tests.map((each) => ({ ...each, expect: { status: 599 } })),
      ).passed,
    ).toBe(0);
  }
});

test('most of the requests of the cases are among them', () => {
  expect(count).toBeGreaterThan(400);
});
