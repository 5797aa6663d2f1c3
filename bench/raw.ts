/*
 * The program that the results are compared with: what someone writes who runs `cdk8s import` on Istio's CRDs and fills in
 * the generated types. It is made here, in bench/.raw/, which git ignores.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ApiObject, Chart } from 'cdk8s';
import { Testing } from 'cdk8s';
import * as cdk8s from 'cdk8s';
import type { Subject } from './subject';

export const ROOT = path.resolve(__dirname, '..');
export const RAW = path.join(__dirname, '.raw');
export const SOURCES = path.join(RAW, 'sources');
const COMPILED = path.join(RAW, 'compiled');

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Record<string, unknown>;
  readonly [field: string]: unknown;
}

type RawClass = new (scope: Chart, id: string, props: unknown) => ApiObject;

/** Imports the CRDs with the real cdk8s-cli and compiles them as a user's build does. */
export function prepareRaw(crds: string | undefined): void {
  const stored = path.join(RAW, 'crds');
  mkdirSync(stored, { recursive: true });
  if (crds !== undefined) {
    for (const name of yamlIn(crds)) {
      copyFileSync(path.join(crds, name), path.join(stored, name));
    }
  } else if (yamlIn(stored).length === 0) {
    execFileSync('bash', [path.join(ROOT, 'tools/import/fetch-crds.sh'), stored], { stdio: 'inherit' });
  }
  const istio = yamlIn(stored)
    .filter((name) => /istio/.test(name))
    .at(-1);
  if (istio === undefined) {
    throw new Error(`no file istio*.yaml in ${crds ?? stored}`);
  }
  if (!existsSync(path.join(SOURCES, `${istio}.imported`))) {
    const crd = path.join(stored, istio);
    // Without --no-save the command would write the path into cdk8s.yaml.
    node('cdk8s-cli/bin/cdk8s', 'import', crd, '--language', 'typescript', '--output', SOURCES, '--no-save');
    const sources = readdirSync(SOURCES).map((name) => path.join(SOURCES, name));
    const options = [
      '--module',
      'node16',
      '--target',
      'es2022',
      '--skipLibCheck',
      '--declaration',
      '--outDir',
      COMPILED,
    ];
    node('typescript/bin/tsc', ...options, ...sources);
    writeFileSync(path.join(SOURCES, `${istio}.imported`), '');
  }
}

function yamlIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort();
}

/** Runs the command of an installed package. */
export function node(command: string, ...args: string[]): string {
  return execFileSync(process.execPath, [path.join(ROOT, 'node_modules', command), ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** The objects that a subject makes for one id. */
export function manifestsOf(subject: Subject, library: Parameters<Subject['make']>[0], id: string): Manifest[] {
  const chart = new cdk8s.Chart(Testing.app(), 'bench', { namespace: NAMESPACE });
  subject.make(library, chart, id);
  return Testing.synth(chart) as Manifest[];
}

/** The namespace of the chart, as a user gives it. */
export const NAMESPACE = 'shop';

/**
 * A function that makes the objects of a subject with raw code: one call of a class with literals for each.
 *
 * @param classOf the class of a kind, which it finds by default in the imports
 */
export function rawMaker(
  manifests: Manifest[],
  word: string,
  classOf: (apiVersion: string, kind: string) => RawClass = rawClass,
): (chart: Chart, id: string) => void {
  const statements = manifests.map(({ apiVersion, kind, metadata, ...fields }, i) => {
    // The chart has the namespace, as it has for this package.
    const { namespace, ...others } = metadata;
    const own = namespace === undefined || namespace === NAMESPACE ? others : metadata;
    const call = `new classes[${i}](chart, id + '-${i}-${kind}', ${literal({ metadata: own, ...fields }, word)})`;
    return namespace === undefined ? `${call}.addJsonPatch(withoutNamespace);` : `${call}; // ${apiVersion}`;
  });
  const classes = manifests.map(({ apiVersion, kind }) => classOf(apiVersion, kind));
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const program = new Function(
    'classes',
    'withoutNamespace',
    `return (chart, id) => {\n${statements.join('\n')}\n};`,
  ) as (classes: RawClass[], withoutNamespace: cdk8s.JsonPatch) => (chart: Chart, id: string) => void;
  return program(classes, cdk8s.JsonPatch.remove('/metadata/namespace'));
}

/** Source text of a value, with template literals where the word stands. */
function literal(value: unknown, word: string): string {
  return JSON.stringify(value).replace(/"[^"]*"(?=[,}\]])/g, (text) =>
    text.includes(word) ? `\`${text.slice(1, -1).replaceAll(word, '${id}')}\`` : text,
  );
}

/** A class of a kind that no CRD has. */
export function plainClass(apiVersion: string, kind: string): RawClass {
  return class extends cdk8s.ApiObject {
    constructor(scope: Chart, id: string, props: unknown) {
      super(scope, id, { apiVersion, kind, ...(props as object) });
    }
  };
}

/** The class that was imported for a kind: the one whose `GVK` it is. Kubernetes' own kinds are in no CRD, and are written as ApiObjects. */
export function rawClass(apiVersion: string, kind: string): RawClass {
  if (!apiVersion.split('/')[0].endsWith('istio.io')) {
    return plainClass(apiVersion, kind);
  }
  const file = path.join(COMPILED, `${apiVersion.split('/')[0]}.js`);
  if (!existsSync(file)) {
    throw new Error(`no raw import of ${apiVersion}`);
  }
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const exported = Object.values(require(file) as Record<string, { GVK?: { apiVersion: string; kind: string } }>);
  const found = exported.find((value) => value.GVK?.apiVersion === apiVersion && value.GVK.kind === kind);
  if (found === undefined) {
    throw new Error(`the raw import has no class for ${apiVersion} ${kind}`);
  }
  return found as unknown as RawClass;
}
