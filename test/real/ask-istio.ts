import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import type { MeshContext } from '../../lib/mesh/reading/mesh-context';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import type { Fields } from './manifest';
import { processes } from './processes';
import { CRDS, ISTIOD } from './toolchain';

/** One thing that Istio says of an object. */
export interface Said {
  /** Kind and name, as whoever says it writes them. */
  readonly object: string;
  readonly text: string;
  readonly code?: string;
}

/** What Istio's own code says of a set of manifests, by who says it. */
export interface Answer {
  readonly apiServer: Said[];
  readonly webhook: { readonly errors: Said[]; readonly warnings: Said[] };
  readonly analysis: Said[];
  /** Where the analyzers can read nothing because of some manifests: what they say without those. */
  readonly without?: { readonly manifests: number[]; readonly analysis: Said[] };
}

/** An object that the API server refuses, the stage that does, and where. */
export interface Refused {
  readonly object: string;
  readonly stage: 'decoding' | 'validation';
  readonly paths: string[];
}

/** What Istio is asked of. */
export interface AskedSet {
  readonly manifests: readonly Manifest[];
  readonly otherClusters?: MeshContext['otherClusters'];
  /** Whether what the analyzers say is left out: they take longest. */
  readonly unanalyzed?: boolean;
}

/** Asks one process of the program of each of several sets of manifests. */
export function askIstio(inputs: readonly AskedSet[]): Promise<Answer[]> {
  return ask('verdict', inputs);
}

/** Asks the process that is there for few questions. */
export async function askIstioShortly(inputs: readonly AskedSet[]): Promise<Answer[]> {
  const answers = await processes().verdict.ask(inputs.map((input, i) => lineOf(input, i)));
  return [...answers].map((line) => JSON.parse(line) as Answer);
}

/** What an API server itself says of each of several sets of manifests. */
export async function askApiServer(inputs: readonly (readonly Manifest[])[]): Promise<Refused[][]> {
  const answers = await ask<{ readonly refused: Refused[] }>(
    'stages',
    inputs.map((manifests) => ({ manifests })),
  );
  return answers.map(({ refused }) => refused);
}

/** A pod with a proxy of Istio. */
export interface ProxyPod {
  readonly name: string;
  readonly gateway: boolean;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The named ports of its container. */
  readonly ports: Readonly<Record<string, number>>;
}

/** A route of Envoy: the VirtualService that it is from, its match and what it leads to. */
export interface RouteState {
  readonly from?: string;
  readonly match: string;
  readonly to: string;
}

export interface VirtualHostState {
  readonly domains: readonly string[];
  readonly requireTls?: boolean;
  readonly routes: readonly RouteState[];
}

export interface ClusterState {
  /** Empty for plaintext; `auto` where each endpoint decides. */
  readonly tls?: string;
  readonly sni?: string;
  /** What of a connection pool and outlier detection is not the default. */
  readonly limits?: string;
  /** The DestinationRules that the one in force was merged from. */
  readonly rules?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
}

export interface FilterChainState {
  readonly match?: string;
  readonly to: string;
}

/** What istiod configures a proxy with: routes by the name of the route configuration, clusters and listeners by theirs. */
export interface ProxyState {
  readonly routes: Readonly<Record<string, readonly VirtualHostState[]>>;
  readonly clusters: Readonly<Record<string, ClusterState>>;
  readonly listeners: Readonly<Record<string, readonly FilterChainState[]>>;
  /** The function of istiod that crashes while it makes all this; what comes after that is not there. */
  readonly crash?: string;
}

export interface ProxyStates {
  /** Objects that the validation of Istio refuses, and that istiod was not given therefore. */
  readonly refused: readonly Said[];
  readonly proxies: Readonly<Record<string, ProxyState>>;
}

export interface AskedMesh {
  readonly manifests: readonly Manifest[];
  /** As YAML. */
  readonly meshConfig: string;
  readonly proxies: readonly ProxyPod[];
}

/** What istiod makes of each of several meshes. */
export function askIstiod(meshes: readonly AskedMesh[]): Promise<ProxyStates[]> {
  return ask('routes', meshes);
}

/** The pods of a Deployment as the injector of istiod leaves them. */
export interface InjectedPod {
  /** `namespace/name` of the Deployment. */
  readonly deployment: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: Fields;
  readonly warnings: readonly string[];
}

/** What the injector of istiod makes of manifests, with the templates and the values of its own chart. */
export interface Injected {
  /** Objects of Kubernetes that have a field which Kubernetes does not know. */
  readonly refused: readonly Said[];
  readonly pods: readonly InjectedPod[];
}

/** What the injector of istiod makes of each of several sets of manifests. */
export function askInjector(inputs: readonly (readonly Manifest[])[]): Promise<Injected[]> {
  return ask(
    'inject',
    inputs.map((manifests) => ({ manifests })),
  );
}

/** What Istio registers: its analyzers by name, and the kinds that it validates. */
export async function askAnalyzers(): Promise<{ readonly names: string[]; readonly validated: string[] }> {
  const { stdout } = await promisify(execFile)(ISTIOD, ['analyzers']);
  return JSON.parse(stdout) as { names: string[]; validated: string[] };
}

/** Asks one process of the program. */
async function ask<A>(command: string, inputs: readonly object[]): Promise<A[]> {
  const child = spawn(ISTIOD, [command, ...CRDS], { stdio: ['pipe', 'pipe', 'pipe'] });
  let out = '';
  let log = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log = (log + text).slice(-10_000)));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  // Why it ended is told below.
  child.stdin.on('error', () => undefined);
  child.stdin.end(inputs.map((input, i) => `${lineOf(input, i)}\n`).join(''));
  const status = await ended;
  const answers = out.split('\n').filter((line) => line !== '');
  if (status !== 0 || answers.length !== inputs.length) {
    throw new Error(
      `${command} ended with status ${status} after ${answers.length} of ${inputs.length} inputs: ${log}`,
    );
  }
  return answers.map((line) => JSON.parse(line) as A);
}

function lineOf(input: object, number: number): string {
  return JSON.stringify({ id: String(number), ...input });
}
