/*
 * Writes docs/languages/*-guides.md, the main example of each guide in Python, Java and Go: `npm run docs:languages`. They are the parts of the
 * programs of test/languages/programs/reference/, which are run, and whose manifests are compared with those of TypeScript. A test compares the pages.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { writeOrCheck } from './generated-file';

const ROOT = path.resolve(__dirname, '..');
const REFERENCE = path.join(ROOT, 'test', 'languages', 'programs', 'reference');

/** The guides with an example in each language, in the order of the pages, with their titles. */
export const GUIDES: readonly [string, string][] = [
  ['ingressed-service', 'IngressedService'],
  ['canary-release', 'CanaryRelease'],
  ['gateway-deployment', 'GatewayDeployment'],
  ['alb-ingress', 'AlbIngress'],
  ['dashboard-exposure', 'DashboardExposure'],
  ['egress-sni-passthrough', 'EgressSniPassthrough'],
  ['egress-tls-origination', 'EgressTlsOrigination'],
  ['mesh-namespace', 'MeshNamespace'],
  ['gateway', 'Gateway'],
  ['virtual-service', 'VirtualService'],
  ['destination-rule', 'DestinationRule'],
  ['service-entry', 'ServiceEntry'],
  ['sidecar', 'Sidecar'],
  ['workload-entry', 'WorkloadEntry'],
  ['workload-group', 'WorkloadGroup'],
  ['envoy-filter', 'EnvoyFilter'],
  ['proxy-config', 'ProxyConfig'],
  ['authorization-policy', 'AuthorizationPolicy'],
  ['peer-authentication', 'PeerAuthentication'],
  ['request-authentication', 'RequestAuthentication'],
  ['telemetry', 'Telemetry'],
  ['wasm-plugin', 'WasmPlugin'],
  ['traffic-extension', 'TrafficExtension'],
  ['imports', 'The generated types'],
  ['checks', 'Checks'],
  ['tracing', 'Where a request goes'],
  ['reachability', 'Who can call whom'],
  ['graph', 'A picture of the mesh'],
];

interface GuideLanguage {
  readonly name: string;
  /** The word after the fence. */
  readonly fence: string;
  readonly file: string;
  /** What the program calls the part of a guide. */
  readonly part: (guide: string) => string;
  /** Where a part begins, and the line that ends it. */
  readonly begins: (part: string) => RegExp;
  readonly ends: string;
  /** The parts that several guides use. */
  readonly shared: readonly string[];
  /** The imports that a text needs, of those of the program. */
  readonly imports: (program: string, text: string) => string;
}

const LANGUAGES: readonly GuideLanguage[] = [
  {
    name: 'Python',
    fence: 'python',
    file: 'reference.py',
    part: (guide) => guide.replaceAll('-', '_'),
    begins: (part) => new RegExp(`^def ${part}\\(.*$`, 'm'),
    ends: '\n\n\n',
    shared: ['deployment_of', 'service_of', 'cart_service_of'],
    imports: (program, text) => {
      const [head] = program.split(/^def /m);
      const lines = [...head.matchAll(/^from (\w+) import (?:\(([^)]*)\)|(.*))$/gm)].flatMap(
        ([, module, many, one]) => {
          const names = (many ?? one).split(',').map((name) => name.trim());
          const used = names.filter((name) => name !== '' && new RegExp(`\\b${name}\\b`).test(text));
          return used.length === 0 ? [] : [`from ${module} import ${listed(used)}`];
        },
      );
      return [...(/\bkplus\./.test(text) ? ['import cdk8s_plus_28 as kplus'] : []), ...lines].join('\n');
    },
  },
  {
    name: 'Java',
    fence: 'java',
    file: 'Reference.java',
    part: camelCase,
    begins: (part) => new RegExp(`^  private static .* ${part}\\(.*\\{$`, 'm'),
    ends: '\n  }\n',
    shared: ['named', 'object', 'deploymentOf', 'serviceOf', 'cartServiceOf'],
    imports: (program, text) =>
      [...program.matchAll(/^import [\w.]+\.(\w+);$/gm)]
        .filter(([, name]) => new RegExp(`(?<![\\w.])${name}\\b`).test(text))
        .map(([line]) => line)
        .join('\n'),
  },
  {
    name: 'Go',
    fence: 'go',
    file: 'reference.go',
    part: camelCase,
    begins: (part) => new RegExp(`^func ${part}\\(.*\\{$`, 'm'),
    ends: '\n}\n',
    shared: ['named', 'labels', 'deploymentOf', 'serviceOf', 'cartServiceOf'],
    imports: (program, text) => {
      const [, block] = /^import \(\n([^)]*)\)/m.exec(program) ?? [];
      const used = block.split('\n').filter((line) => {
        const [, alias, module] = /^\t(\w+ )?"([^"]+)"$/.exec(line) ?? [];
        const name =
          alias?.trim() ??
          module
            ?.replace(/\/v\d+$/, '')
            .replace(/^.*\//, '')
            .replace('jsii-runtime-go', 'jsii');
        return name !== undefined && new RegExp(`\\b${name}\\.`).test(text);
      });
      return `import (\n${used.join('\n')}\n)`;
    },
  },
];

/** The pages, by file name. */
export function languageGuides(): Map<string, string> {
  return new Map(LANGUAGES.map((language) => [`${language.name.toLowerCase()}-guides.md`, pageOf(language)]));
}

function pageOf(language: GuideLanguage): string {
  const { name, fence, file } = language;
  const program = readFileSync(path.join(REFERENCE, file), 'utf8');
  const block = (text: string): string => `\`\`\`${fence}\n${text}\n\`\`\``;
  const sections = GUIDES.flatMap(([guide, title]) => {
    const body = bodyOf(program, language, language.part(guide));
    return [
      `## ${title}`,
      `[The guide](../${guide}.md)`,
      block(`${language.imports(program, withoutTexts(body))}\n\n${body}`),
    ];
  });
  const shared = language.shared.map((part) => wholeOf(program, language, part)).join('\n\n');
  return `${[
    '<!-- Made by `npm run docs:languages`. Do not edit. -->',
    `# The guides in ${name}`,
    `The main example of each guide in ${name}. \`chart\` is a Chart in the namespace \`shop\`. The tests compile and run all of them, and
compare what they make with the same program in TypeScript, byte for byte. [Getting started](${name.toLowerCase()}.md) says what is different in ${name}.`,
    'Some of them use:',
    block(shared),
    ...sections,
  ].join('\n\n')}\n`;
}

/** A part of a program as it stands there, without what it is indented by. */
function wholeOf(program: string, { begins, ends }: GuideLanguage, part: string): string {
  const start = begins(part).exec(program);
  if (start === null) {
    throw new Error(`the program has no part ${part}`);
  }
  const end = program.indexOf(ends, start.index);
  return dedented(program.slice(start.index, end + ends.trimEnd().length));
}

/** What is inside of a part. */
function bodyOf(program: string, language: GuideLanguage, part: string): string {
  const lines = wholeOf(program, language, part).trimEnd().split('\n').slice(1);
  return dedented((lines.at(-1) === '}' ? lines.slice(0, -1) : lines).join('\n'));
}

/** A program with empty texts: words in them are no names. */
function withoutTexts(program: string): string {
  return program.replace(/"[^"\n]*"/g, '""');
}

function dedented(text: string): string {
  const lines = text.split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^\s*/.exec(line)![0].length);
  return lines.map((line) => line.slice(Math.min(...indents))).join('\n');
}

function camelCase(guide: string): string {
  return guide.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** Names of one import, on one line where they fit. */
function listed(names: readonly string[]): string {
  const line = names.join(', ');
  return line.length <= 80 ? line : `(\n${names.map((name) => `    ${name},\n`).join('')})`;
}

if (require.main === module) {
  const args = process.argv.slice(2);
  const codes = [...languageGuides()].map(([file, text]) =>
    writeOrCheck(path.join(ROOT, 'docs', 'languages', file), text, 'npm run docs:languages', args),
  );
  process.exitCode = Math.max(...codes);
}
