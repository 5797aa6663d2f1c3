/**
 * Generates imports/ from the CRDs of Istio and of the Gateway API.
 *
 *   npm run import                          the pinned releases (releases.json), from upstream
 *   npm run import -- --from DIR            the same, from a directory (fetch-crds.sh makes one; also ISTIO_CRDS_DIR)
 *   npm run import -- --check               exit 1 if imports/ is not what the generator makes today
 *   npm run import -- --crds FILE           what another release of Istio would change; writes nothing
 *   npm run import -- --crds FILE --out DIR and generates it into DIR [--istio-version X]
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { CompactSchema } from './compact';
import { diffSchemas } from './diff';
import type { Facts } from './facts';
import { generate } from './generate';
import messages from './messages.json';
import releases from './releases.json';
import { readReleases } from './sources';

const IMPORTS = join(__dirname, '../../imports');
/** What other commands write there. */
const OF_OTHERS = [
  'api-types.json',
  'envoy-types.ts',
  'known-annotations.ts',
  'mesh-config-types.ts',
  'option-names.ts',
];
const facts = messages as unknown as Facts;

async function main(): Promise<number> {
  const { values: options } = parseArgs({
    options: {
      from: { type: 'string' },
      crds: { type: 'string' },
      'istio-version': { type: 'string' },
      out: { type: 'string' },
      check: { type: 'boolean' },
    },
  });
  if (options.crds !== undefined) {
    return compareWith(options.crds, options['istio-version'], options.out);
  }
  const { istio, gatewayApi } = await readReleases(releases, options.from ?? process.env.ISTIO_CRDS_DIR);
  const { files, warnings } = generate(istio, gatewayApi, facts);
  warnings.forEach((warning) => console.warn(`warning: ${warning}`));
  return options.check === true ? check(files) : write(files, options.out ?? IMPORTS);
}

function write(files: Map<string, string>, out: string): number {
  for (const [file, text] of files) {
    const path = join(out, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    console.log(`${path} (${Math.round(text.length / 1000)} kB)`);
  }
  return 0;
}

function check(files: Map<string, string>): number {
  const present = ['.', 'schema']
    .filter((folder) => existsSync(join(IMPORTS, folder)))
    .flatMap((folder) => readdirSync(join(IMPORTS, folder)).map((file) => join(folder, file)))
    .filter((file) => /\.(ts|json)$/.test(file) && !OF_OTHERS.includes(file));
  const different = [...new Set([...present, ...files.keys()])].filter((file) => {
    const path = join(IMPORTS, file);
    return !existsSync(path) || readFileSync(path, 'utf8') !== files.get(file);
  });
  if (different.length === 0) {
    console.log(`imports/ is what the generator makes (${files.size} files)`);
    return 0;
  }
  console.error('imports/ is not what the generator makes. Run `npm run import`. Different:');
  different.sort().forEach((file) => console.error(`  imports/${file}`));
  return 1;
}

/** Shows what a local file has that the committed release has not, and the other way round. */
function compareWith(file: string, version = /\d+\.\d+\.\d+/.exec(file)?.[0], out?: string): number {
  if (out !== undefined && resolve(out) === resolve(IMPORTS)) {
    console.error('imports/ holds the pinned releases. To change them, edit tools/import/releases.json.');
    return 1;
  }
  const name = version ?? 'of a local file';
  const { files, schemas, warnings } = generate(
    [{ version: name, crds: readFileSync(file, 'utf8') }],
    undefined,
    facts,
  );
  warnings.forEach((warning) => console.warn(`warning: ${warning}`));
  console.log(`from the committed release (Istio ${releases.istio.at(-1)}) to Istio ${name}:`);
  let count = 0;
  for (const { file: module, schema } of schemas) {
    const path = join(IMPORTS, 'schema', `${module}.json`);
    const committed = existsSync(path)
      ? (JSON.parse(readFileSync(path, 'utf8')) as CompactSchema)
      : { group: schema.group, kinds: {}, types: {} };
    const lines = diffSchemas(committed, schema);
    count += lines.length;
    if (lines.length > 0) {
      console.log([schema.group, ...lines.map((line) => `  ${line}`)].join('\n'));
    }
  }
  console.log(count === 0 ? 'nothing differs' : `${count} differences`);
  if (out === undefined) {
    console.log('nothing is written: give --out DIR to generate this release');
    return 0;
  }
  return write(files, out);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
