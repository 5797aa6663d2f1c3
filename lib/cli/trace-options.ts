import { existsSync } from 'node:fs';
import type { Question } from '../tracing/question';
import type { AnswerOptions } from './answer';
import { ANSWER_TYPES, readAnswerOptions } from './answer';
import { oneOf, readArguments, UsageError } from './arguments';
import type { MeshOptions } from './mesh-options';
import { expectOneInput, expectPaths, MESH_EXAMPLES, MESH_TYPES, readMeshOptions } from './mesh-options';

const FORMATS = ['text', 'json', 'mermaid'] as const;

/** The command line of `trace`, read. */
export interface TraceOptions extends MeshOptions, AnswerOptions {
  readonly question: Question;
  readonly format: (typeof FORMATS)[number];
}

const TYPES = {
  from: { type: 'string' },
  'client-address': { type: 'string' },
  at: { type: 'string' },
  'connect-to': { type: 'string' },
  request: { type: 'string', short: 'X' },
  header: { type: 'string', short: 'H', multiple: true },
  'http1.0': { type: 'boolean' },
  'http1.1': { type: 'boolean' },
  http2: { type: 'boolean' },
  sni: { type: 'string' },
  'no-sni': { type: 'boolean' },
  alpn: { type: 'string', multiple: true },
  'cert-uri': { type: 'string', multiple: true },
  claims: { type: 'string' },
  ...MESH_TYPES,
  ...ANSWER_TYPES,
} as const;

const EXAMPLES: Readonly<Record<string, string>> = {
  from: 'shop/checkout',
  'client-address': '203.0.113.7',
  at: 'istio-system/istio-ingressgateway',
  'connect-to': '10.0.0.7:443',
  request: 'POST',
  header: "'x-canary: always'",
  sni: 'shop.example.com',
  alpn: 'h2',
  'cert-uri': 'spiffe://cluster.local/ns/shop/sa/web',
  claims: '\'{"iss": "https://login.example.com"}\'',
  ...MESH_EXAMPLES,
  format: 'json',
  output: 'trace.json',
};

/** The words of the command line for the members of a question. */
const WORDS: Readonly<Record<string, string>> = {
  url: 'URL',
  from: '--from',
  clientAddress: '--client-address',
  at: '--at',
  connectTo: '--connect-to',
  method: '-X',
  headers: '-H',
  sni: '--sni',
  alpn: '--alpn',
  certificateUris: '--cert-uri',
  claims: '--claims',
};

/** How a member of a question is written on the command line. */
export function wordFor(field: string): string {
  const member = field.replace(/\[\d+\]$/, '');
  return WORDS[member] ?? field;
}

export function readTraceOptions(args: readonly string[]): TraceOptions {
  const read = readArguments(args, TYPES, EXAMPLES);
  const { given, words, last } = read;
  const how = readAnswerOptions(read);
  const [url, ...paths] = words;
  if (!how.help) {
    expectWords(url, paths);
  }
  expectOneInput(read, paths);
  return {
    question: {
      url,
      from: last('from'),
      clientAddress: last('client-address'),
      at: last('at'),
      connectTo: last('connect-to'),
      method: last('request'),
      headers: given.get('header')?.map(readHeader),
      httpVersion: readVersion(given),
      sni: readSni(given),
      alpn: given.get('alpn')?.flatMap((each) => each.split(',')),
      certificateUris: given.get('cert-uri'),
      claims: readJson(last('claims')),
    },
    format: oneOf(FORMATS, 'format', last('format')) ?? 'text',
    ...readMeshOptions(read, paths),
    ...how,
  };
}

const EXAMPLE = 'cdk8s-istio trace https://shop.example.com/cart manifests';

function expectWords(url: string | undefined, paths: readonly string[]): void {
  if (url === undefined) {
    throw new UsageError(`Say which URL is asked, and in which manifests. For example: ${EXAMPLE}`);
  }
  if (!url.includes('://') && existsSync(url)) {
    throw new UsageError(`${url} is a file or folder: the URL comes first. For example: ${EXAMPLE}`);
  }
  expectPaths(paths, EXAMPLE);
}

/** As curl takes them: `name: value`, or `name;` for an empty value. */
function readHeader(given: string): readonly [name: string, value: string] {
  const match = /^([^:;\s]+)(?::(.*)|;\s*)$/s.exec(given);
  const isPseudo = /^:[a-z]+:/.test(given);
  if (match === null && !isPseudo) {
    const hint = given.startsWith('@') ? ' Files are not read.' : '';
    throw new UsageError(
      `-H ${JSON.stringify(given)} is not a header.${hint} Write it like this: -H 'x-canary: always', or -H 'x-canary;' for an empty value.`,
    );
  }
  if (isPseudo) {
    return [given.slice(0, given.indexOf(':', 1)), ''];
  }
  const [, name, value = ''] = match!;
  if (value.trim() === '' && given.includes(':')) {
    throw new UsageError(`-H ${JSON.stringify(given)} has no value. For an empty one, write -H '${name};'.`);
  }
  return [name, value];
}

function readVersion(given: ReadonlyMap<string, readonly string[]>): string | undefined {
  const versions = ['http1.0', 'http1.1', 'http2'].filter((name) => given.has(name));
  if (versions.length > 1) {
    throw new UsageError(`Write one of ${versions.map((name) => `--${name}`).join(' and ')}, not both.`);
  }
  return versions[0]?.slice('http'.length);
}

function readSni(given: ReadonlyMap<string, readonly string[]>): string | undefined {
  if (given.has('sni') && given.has('no-sni')) {
    throw new UsageError('Write either --sni or --no-sni, not both.');
  }
  return given.has('no-sni') ? '' : given.get('sni')?.at(-1);
}

function readJson(text: string | undefined): unknown {
  if (text === undefined) {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(
      `--claims ${JSON.stringify(text)} is not JSON. Write it like this: --claims ${EXAMPLES.claims}`,
    );
  }
}
