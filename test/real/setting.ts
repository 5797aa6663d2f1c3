import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as cdk8s from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { PublicAuthority } from './certificates';
import type { Manifest } from './manifest';
import { keyOf } from './manifest';
import type { MeshOptions } from './mesh';
import { CLIENT_PAIR, WORKLOAD_PAIR } from './mesh';
import { show, verdicts } from './verdict';

/** A Secret of type kubernetes.io/tls with a certificate for some hosts, signed by the authority that clients outside trust. */
export interface Credential {
  /** `namespace/name`. */
  readonly secret: string;
  readonly hosts: string[];
  /** Whether it names the authority that signs the clients' certificates (`ca.crt`). */
  readonly forClients?: boolean;
}

/** Something that Istio says of the manifests, and why it may. */
export interface AllowedMessage {
  /** Must occur in the message; a message that no longer occurs fails too. */
  readonly text: string;
  readonly reason: string;
}

/** What scenarios and rollouts have in common. */
export interface Setting extends MeshOptions {
  /** What it proves. */
  readonly title: string;
  /** For YAML as users wrote it: the scenario of the construct that replaces it. */
  readonly replacedBy?: string;
  readonly credentials?: Credential[];
  /** @default - Istio says nothing */
  readonly verdict?: AllowedMessage[];
}

/** The manifests of charts. */
export function charts(make: (app: cdk8s.App) => void): Manifest[] {
  // Only who has charts has loaded it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { Testing } = require('cdk8s') as typeof cdk8s;
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

/** The authority of everything outside of the mesh, with a certificate for each external and credential. */
export function authorityOf({ externals = [], credentials = [] }: Setting): PublicAuthority {
  return new PublicAuthority({
    [WORKLOAD_PAIR]: ['*.cluster.local'],
    [CLIENT_PAIR]: ['client.example.com'],
    ...Object.fromEntries(externals.map(({ hosts }) => [hosts[0], hosts])),
    ...Object.fromEntries(credentials.map(({ secret, hosts }) => [secret, hosts])),
  });
}

/** What a scenario needs besides what it names: the Secrets of its credentials. */
export function complete(manifests: Manifest[], { credentials = [] }: Setting, authority: PublicAuthority): Manifest[] {
  return unique([...manifests, ...credentials.map((each) => secretOf(each, authority))]);
}

/** Messages that are not listed, and entries of the list that no message is. */
export async function unexpectedMessages(inputs: Manifest[][], { verdict: allowed = [] }: Setting): Promise<string[]> {
  const said = [...new Set((await verdicts(inputs)).flat().map(show))];
  return [
    ...said.filter((message) => !allowed.some(({ text }) => message.includes(text))),
    ...allowed
      .filter(({ text }) => !said.some((message) => message.includes(text)))
      .map(({ text }) => `not said: ${text}`),
  ];
}

function secretOf({ secret, forClients }: Credential, authority: PublicAuthority): Manifest {
  const [namespace, name] = secret.split('/') as [string, string];
  const { certificate, key } = authority.pair(secret);
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace },
    type: 'kubernetes.io/tls',
    data: {
      'tls.crt': base64(certificate),
      'tls.key': base64(key),
      ...(forClients && { 'ca.crt': base64(authority.certificate) }),
    },
  };
}

/** Several bases may bring the same object. */
function unique(manifests: Manifest[]): Manifest[] {
  return [...new Map(manifests.map((manifest) => [`${manifest.kind} ${keyOf(manifest)}`, manifest])).values()];
}
