/*
 * Makes what a new check needs: `npm run new-check -- <runtime|kiali|istio> <name> <CODE> ["CodeName"] [--into FOLDER]`.
 * What has to be written stands as FILL IN in the files, and the tests fail until it is.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { REPOSITORY, writeCheckIndexes } from './check-index';

/** Stands where the author of a check has to write something. */
export const FILL_IN = 'FILL IN';

const DIALECTS = {
  istio: { prefix: 'IST', source: 'istio', mirrors: 'the registered name of the analyzer' },
  kiali: { prefix: 'KIA', source: 'kiali', mirrors: 'the file of the checker below business/checkers' },
  runtime: {
    prefix: 'CDI',
    source: 'cdk8s-istio',
    mirrors: 'the file and function of istiod or Envoy on which the claim rests; remove mirrors if there is none',
  },
} as const;

export interface NewCheck {
  readonly dialect: keyof typeof DIALECTS;
  /** `fault-with-retries` */
  readonly name: string;
  /** `CDI0106` */
  readonly code: string;
  /** `FaultWithRetries` */
  readonly codeName: string;
}

/** Reads the arguments of the command; throws with all that is wrong with them. */
export function readArguments([dialect, name, code, codeName]: readonly string[]): NewCheck {
  const known = DIALECTS[dialect as keyof typeof DIALECTS] as (typeof DIALECTS)['istio'] | undefined;
  const problems = [
    ...(known === undefined ? [`"${dialect ?? ''}" is not a dialect. Write ${Object.keys(DIALECTS).join(', ')}.`] : []),
    ...(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name ?? '')
      ? []
      : [`"${name ?? ''}" is not a name of a check. Write lowercase words with hyphens, such as fault-with-retries.`]),
    ...(known !== undefined && !new RegExp(`^${known.prefix}\\d{4}$`).test(code ?? '')
      ? [`"${code ?? ''}" is not a code of ${dialect}. Write ${known.prefix} and four digits.`]
      : []),
    ...(codeName === undefined || /^[A-Z][A-Za-z0-9]+$/.test(codeName)
      ? []
      : [`"${codeName}" is not a name of a code. Write words with capitals, such as FaultWithRetries.`]),
  ];
  if (problems.length > 0) {
    throw new Error(problems.join('\n'));
  }
  return {
    dialect: dialect as keyof typeof DIALECTS,
    name,
    code,
    codeName: codeName ?? name.split('-').map(capital).join(''),
  };
}

/** Writes the files below the root, and the list of checks. Returns their paths. Changes nothing if one of them exists. */
export function makeCheck(root: string, check: NewCheck): string[] {
  const files = filesOf(check);
  const problems = [
    ...[...files.keys()].filter((file) => existsSync(path.join(root, file))).map((file) => `${file} exists.`),
    ...filesWithCode(path.join(root, 'lib/checks'), check.code).map(
      (file) => `${path.relative(root, file)} has the code ${check.code} already.`,
    ),
  ];
  if (problems.length > 0) {
    throw new Error(problems.join('\n'));
  }
  for (const [file, text] of files) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  writeCheckIndexes(root);
  return [...files.keys()];
}

/** The files of a folder that describe a code. */
function filesWithCode(folder: string, code: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => path.join(folder, file))
    .filter((file) => new RegExp(`\\b${code}: \\{`).test(readFileSync(file, 'utf8')));
}

function filesOf(check: NewCheck): Map<string, string> {
  const { dialect, name, code } = check;
  return new Map([
    [`lib/checks/${dialect}/${name}.ts`, checkFile(check)],
    [`test/checks/${dialect}/${name}.test.ts`, testFile(check)],
    [`test/checks/fixtures/${code}/wrong.yaml`, `# ${FILL_IN}: the shortest manifests that raise ${code}\n`],
    [
      `test/checks/fixtures/${code}/right.yaml`,
      `# ${FILL_IN}: the same manifests, put right as the fix of ${code} says\n`,
    ],
    ...(dialect === 'runtime'
      ? [[`test/real/scenarios/check-${name}.ts`, scenarioFile(check)] as [string, string]]
      : []),
  ]);
}

function checkFile({ dialect, name, code, codeName }: NewCheck): string {
  const { source, mirrors } = DIALECTS[dialect];
  return `import type { Check } from '../check';

/** ${FILL_IN}: what the check looks for. */
export const ${constant(name)}: Check = {
  name: '${name}',
  mirrors: ['${FILL_IN}: ${mirrors}'],
  codes: {
    ${code}: {
      name: '${codeName}',
      severity: 'warning',
      source: '${source}',
      summary: '${FILL_IN}: one sentence, what is wrong.',
      explanation: '${FILL_IN}: what happens at run time, and why.',
      remedy: '${FILL_IN}: how to put it right.',
      references: ['${FILL_IN}: a page of documentation or an issue that says so'],
    },
  },
  run(mesh, report) {
    for (const object of mesh.all('networking.istio.io/VirtualService')) {
      if (object.spec.hosts?.includes('${FILL_IN}')) {
        report({
          code: '${code}',
          object,
          path: 'spec.hosts',
          message: '${FILL_IN}: what is wrong, with the values that were given, and what happens.',
          fix: '${FILL_IN}: what to write instead.',
        });
      }
    }
  },
};
`;
}

function testFile({ code }: NewCheck): string {
  return `import { checkManifests } from '../../../lib/checks/check-manifests';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';

/** Where the code is found: \`VirtualService shop/reviews spec.hosts[0]\`. */
const found = (...manifests: Manifest[]): string[] =>
  checkManifests(manifests)
    .filter((finding) => finding.code === '${code}')
    .map(({ object, path }) => \`\${object.kind} \${object.namespace}/\${object.name} \${path}\`);

test('${FILL_IN}: what is found, and what is not', () => {
  expect(found()).toEqual(['${FILL_IN}']);
});
`;
}

function scenarioFile({ code }: NewCheck): string {
  return `import { application, client } from '../base';
import { putRight, rules } from '../fixture';
import { scenario } from '../scenario';

const CALLER = 'shop/checkout';
const REQUEST = '${FILL_IN}: what becomes of the request';

scenario({
  title: '${FILL_IN}: what Envoy does',
  manifests: [
    ...client('shop', 'checkout'),
    ...application('shop', 'reviews', 9080, ['v1']),
    ...rules('${code}', 'wrong'),
  ],
  check: { code: '${code}', reported: ['${FILL_IN}: the objects that the check reports'] },
  requests: [{ name: REQUEST, from: CALLER, url: 'http://reviews:9080/', expect: { status: 599 } }],
  negatives: [
    {
      change: '${FILL_IN}: the manifests are put right',
      mutate: putRight('${code}'),
      because: { [REQUEST]: { status: 599 } },
      reported: [],
    },
  ],
});
`;
}

/** `fault-with-retries` -> `faultWithRetries` */
function constant(name: string): string {
  const [first, ...others] = name.split('-');
  return [first, ...others.map(capital)].join('');
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function main(given: string[]): void {
  const at = given.indexOf('--into');
  const root = at < 0 ? REPOSITORY : path.resolve(given[at + 1]);
  const words = given.filter((_, i) => at < 0 || (i !== at && i !== at + 1));
  try {
    const made = makeCheck(root, readArguments(words));
    console.log(`Made:\n${made.map((file) => `  ${file}`).join('\n')}`);
    console.log(`Replace each "${FILL_IN}"; the tests fail until then. After that: npm run docs:checks.`);
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}

if (require.main === module) {
  main(process.argv.slice(2));
}
