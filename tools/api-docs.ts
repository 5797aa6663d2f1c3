/*
 * Writes docs/api/, the API reference by topic, from what jsii found in the code: `npm run docs:api`.
 * `--check` writes nothing and fails if a page is not what the code says today.
 *
 * Of the generated L1 in submodules only the kinds are listed: Istio's own reference documents them, and they would be twenty times
 * the rest.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { writeOrCheck } from './generated-file';
import { JSII_ENVIRONMENT } from './jsii-environment';

const ROOT = path.resolve(__dirname, '..');
const FOLDER = path.join(ROOT, 'docs', 'api');
const HEADER = '<!-- Made by `npm run docs:api`. Do not edit. -->\n';

/** The pages, and what each is about. */
const TOPICS = {
  patterns: ['Patterns', 'Patterns that make several resources which agree with each other, and their options.'],
  resources: ['Resources', 'One class for each resource of Istio, and its options.'],
  values: [
    'Values',
    'What patterns and resources take: hosts, matches, destinations, policies, Services, workloads, settings.',
  ],
  checks: ['Checks', 'The offline checks within cdk8s: their settings, findings and externals.'],
  tracing: ['Tracing', 'Where a request goes, and why: a mesh that is asked, its traces and their parts.'],
  generated: ['Generated kinds', 'The kinds that are generated from the CRDs, in submodules.'],
} as const;
type Topic = keyof typeof TOPICS;

interface Type {
  readonly name: string;
  readonly fqn: string;
  readonly base?: string;
  readonly namespace?: string;
  readonly locationInModule?: { readonly filename: string };
  readonly docs?: { readonly see?: string };
}

function main(args: string[]): number {
  const build = run([require.resolve('tsx/cli'), path.join(__dirname, 'build.ts'), '--if-stale']);
  if (build !== 0) {
    return build;
  }
  const pages = generate();
  mkdirSync(FOLDER, { recursive: true });
  const codes = [...pages].map(([name, text]) => writeOrCheck(path.join(FOLDER, name), text, 'npm run docs:api', args));
  const surplus = readdirSync(FOLDER).filter((name) => !pages.has(name));
  surplus.forEach((name) => console.error(`docs/api/${name} is not a page of the reference: delete it`));
  return surplus.length > 0 ? 1 : Math.max(...codes);
}

/** The pages by the names of their files. */
function generate(): Map<string, string> {
  const types = readAssembly();
  const topics = topicsOf(types.filter(({ namespace }) => namespace === undefined));
  const sections = [...shorten(reference()).matchAll(/^## (\w+) .*\n([\s\S]*?)(?=^## |(?![\s\S]))/gm)].map(
    ([, title, text]) => ({ title, entries: text.split(/^(?=### )/m).filter((each) => each.startsWith('### ')) }),
  );
  const listed = new Map<Topic, string[]>();
  const pages = new Map<string, string>();
  for (const topic of Object.keys(TOPICS) as Topic[]) {
    const [title, about] = TOPICS[topic];
    const parts = [`# ${title}\n\n${about}\n`];
    for (const section of sections) {
      const entries = section.entries.filter((entry) => topics.get(idOf(entry)) === topic);
      if (entries.length > 0) {
        parts.push(`## ${section.title}\n`, ...entries.map((entry) => `${linked(entry, topic, topics).trimEnd()}\n`));
      }
      const links = entries.map((entry) => `[${nameOf(entry)}](${topic}.md#${idOf(entry)})`);
      listed.set(topic, [...(listed.get(topic) ?? []), ...links]);
    }
    if (topic === 'generated') {
      parts.push(...submodules(types));
    }
    pages.set(`${topic}.md`, `${HEADER}${parts.join('\n')}`);
  }
  const undocumented = [...topics.keys()].filter(
    (fqn) => ![...pages.values()].some((page) => page.includes(` id="${fqn}"`)),
  );
  if (undocumented.length > 0) {
    throw new Error(`on no page of the API reference: ${undocumented.join(', ')}`);
  }
  pages.set('README.md', index(listed));
  return pages;
}

function index(listed: ReadonlyMap<Topic, string[]>): string {
  const parts = [...listed].map(([topic, links]) => {
    const [title, about] = TOPICS[topic];
    return `## [${title}](${topic}.md)\n\n${about}\n\n${links.join(', ')}\n`;
  });
  return `${HEADER}# API reference\n\n${parts.join('\n')}`;
}

/** By the file that declares a type. */
function topicsOf(types: readonly Type[]): Map<string, Topic> {
  const resources = new Set(
    types
      .filter(({ fqn, base }) => [fqn, base].includes('cdk8s-istio.IstioResource'))
      .map(({ locationInModule }) => locationInModule?.filename),
  );
  return new Map(
    types.map(({ fqn, locationInModule }) => {
      const file = locationInModule?.filename ?? '';
      const [, room] = file.split('/');
      if (room === 'patterns') {
        return [fqn, 'patterns'];
      }
      if (file.startsWith('lib/bridge/tracing/') || room === 'report') {
        return [fqn, 'tracing'];
      }
      if (room === 'bridge' || room === 'checks') {
        return [fqn, 'checks'];
      }
      return [fqn, resources.has(file) ? 'resources' : 'values'];
    }),
  );
}

/** The kinds of each submodule. */
function submodules(types: readonly Type[]): string[] {
  const kinds = types.filter(({ base }) => base === 'cdk8s-istio.core.TypedApiObject');
  const names = [...new Set(kinds.flatMap(({ namespace }) => namespace ?? []))].sort();
  if (names.length === 0) {
    throw new Error('no kinds are found for docs/api/generated.md');
  }
  return names.map((name) => {
    const lines = kinds
      .filter(({ namespace }) => namespace === name)
      .map((kind) => `- ${kind.docs?.see === undefined ? kind.name : `[${kind.name}](${kind.docs.see})`}\n`);
    return `## ${name}\n\n${lines.sort().join('')}`;
  });
}

/** With links to the pages of what it names. Types of submodules are on the page of generated kinds, under their submodule. */
function linked(entry: string, own: Topic, topics: ReadonlyMap<string, Topic>): string {
  return entry.replace(/href="#(cdk8s-istio\.([\w.]+))"/g, (link, target: string, name: string) => {
    const fqn = [...topics.keys()].find((each) => target === each || target.startsWith(`${each}.`));
    if (fqn !== undefined) {
      const topic = topics.get(fqn)!;
      return topic === own ? `href="#${fqn}"` : `href="${topic}.md#${fqn}"`;
    }
    const [submodule, rest] = name.split('.');
    return rest === undefined ? link : `href="generated.md#${submodule.toLowerCase()}"`;
  });
}

function idOf(entry: string): string {
  return /^### .* <a id="([^"]*)">/.exec(entry)?.[1] ?? '';
}

function nameOf(entry: string): string {
  return /^### (\S+)/.exec(entry)?.[1] ?? '';
}

function readAssembly(): Type[] {
  const packed = readFileSync(path.join(ROOT, '.jsii.gz'));
  const { types } = JSON.parse(gunzipSync(packed).toString()) as { types: Record<string, Type> };
  return Object.values(types);
}

/** The whole reference, as jsii-docgen writes it. */
function reference(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'api-docs-'));
  try {
    const output = path.join(folder, 'api');
    if (run([require.resolve('jsii-docgen/bin/jsii-docgen'), '--submodule', 'root', '--output', output]) !== 0) {
      throw new Error('jsii-docgen failed');
    }
    return readFileSync(`${output}.md`, 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Half of what jsii-docgen writes says nothing: tables of what follows right below them, anchors that only those tables link
 * to, and what every construct has from its base class.
 */
function shorten(text: string): string {
  return (
    text
      .replace(/^\| \*\*Name\*\*.*\n(\|.*\n)+\n(---\n\n)?/gm, '')
      // Only types are linked to from the rest of the page.
      .replace(/^(#+) (.*) <a name="[^"]*" id="([^"]*)"><\/a>$/gm, (_, level: string, title: string, id: string) =>
        level.length < 4 ? `${level} ${title} <a id="${id}"></a>` : `${level} ${title}`,
      )
      .replace(/^##### `(toString|with|isConstruct)`\n[\s\S]*?(?=^#{3,5} )/gm, '')
      .replace(/^#### (Methods|Static Functions)\n+(?=#{2,4} )/gm, '')
      .replace(/\n{3,}/g, '\n\n')
  );
}

function run(command: string[]): number {
  return spawnSync(process.execPath, command, { cwd: ROOT, env: JSII_ENVIRONMENT, stdio: 'inherit' }).status ?? 1;
}

process.exitCode = main(process.argv.slice(2));
