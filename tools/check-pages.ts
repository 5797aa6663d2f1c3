/*
 * Writes docs/checks/, a page for each code of the checks: `npm run docs:checks`. They are made from the codes' own data and
 * the two fixtures of each. A test compares them.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CODES } from '../lib/checks/catalogue';
import { checkManifests } from '../lib/checks/check-manifests';
import type { CodeInfo } from '../lib/checks/check';
import { loadFixture } from '../test/checks/fixture';

export const CHECK_PAGES = path.resolve(__dirname, '../docs/checks');

const SOURCES: readonly [CodeInfo['source'], string, string][] = [
  [
    'schema',
    'What the API server would reject',
    'The schemas and CEL rules of the CRDs. `kubectl apply` fails on each of these.',
  ],
  [
    'webhook',
    "What Istio's webhook would say",
    'IST0106 is rejected at `kubectl apply`; the others are printed there as warnings.',
  ],
  ['istio', 'What `istioctl analyze` would say', "Istio's own codes, with Istio's severities."],
  ['kiali', 'What Kiali would say', "Kiali's own codes. Its severity *unknown* is `info` here."],
  ['cdk8s-istio', 'What nobody else says', 'Mistakes that leave no trace before requests go wrong.'],
];

/** All pages, by file name. */
export function checkPages(): Map<string, string> {
  const codes = [...CODES].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map([
    ['README.md', index(codes)],
    ...codes.map(([code, info]): [string, string] => [`${code}.md`, page(code, info)]),
  ]);
}

function index(codes: [string, CodeInfo][]): string {
  const sections = SOURCES.flatMap(([source, title, about]) => {
    const rows = codes
      .filter(([, info]) => info.source === source)
      .map(([code, info]) => `| [${code}](${code}.md) | ${info.severity} | ${info.summary} |`);
    return rows.length === 0
      ? []
      : [`## ${title}`, about, ['| code | severity | what |', '| --- | --- | --- |', ...rows].join('\n')];
  });
  return text([
    '# Checks',
    'Everything that the checks can find in manifests, before they are applied. [The command](../command.md) and [the API](../checks.md) both give these codes.',
    ...sections,
  ]);
}

function page(code: string, info: CodeInfo): string {
  const wrong = loadFixture(code, 'wrong');
  const right = loadFixture(code, 'right');
  const said =
    wrong === undefined ? [] : checkManifests(wrong.manifests, wrong.settings).filter((each) => each.code === code);
  const settings =
    Object.keys(wrong?.settings ?? {}).length === 0
      ? []
      : [`Checked with these settings: \`${JSON.stringify(wrong!.settings)}\``];
  const lines = said.map(
    ({ severity, object, path: at, message, fix }) =>
      `${severity} ${code}  ${[object.kind, [object.namespace, object.name].filter(Boolean).join('/')].join(' ')}  ${at}\n  ${message}\n  ${fix}`,
  );
  const twin =
    info.twin === undefined || !CODES.has(info.twin) ? [] : [`[${info.twin}](${info.twin}.md) says the same.`];
  return text([
    `# ${code} ${info.name}`,
    `${info.summary} (${info.severity}, ${SOURCE_NAMES[info.source]})`,
    info.explanation,
    info.remedy,
    ...twin,
    ...(wrong === undefined
      ? []
      : ['## Wrong', ...settings, fence('yaml', wrong.text), fence('text', lines.join('\n'))]),
    ...(right === undefined ? [] : ['## Right', fence('yaml', right.text)]),
    '## Sources',
    info.references.map((url) => `- <${url}>`).join('\n'),
  ]);
}

const SOURCE_NAMES: Record<CodeInfo['source'], string> = {
  schema: 'the API server',
  webhook: "Istio's webhook",
  istio: 'istioctl analyze',
  kiali: 'Kiali',
  'cdk8s-istio': 'cdk8s-istio only',
};

function fence(language: string, content: string): string {
  return `\`\`\`${language}\n${content.trimEnd()}\n\`\`\``;
}

function text(blocks: string[]): string {
  return `<!-- Made by \`npm run docs:checks\`. Do not edit. -->\n\n${blocks.join('\n\n')}\n`;
}

function main(): void {
  mkdirSync(CHECK_PAGES, { recursive: true });
  const pages = checkPages();
  for (const file of readdirSync(CHECK_PAGES).filter((each) => !pages.has(each))) {
    rmSync(path.join(CHECK_PAGES, file));
  }
  for (const [file, content] of pages) {
    writeFileSync(path.join(CHECK_PAGES, file), content);
  }
  console.log(`docs/checks: ${pages.size} pages`);
}

if (require.main === module) {
  main();
}
