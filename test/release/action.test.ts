import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ActionRun } from './composite-action';
import { ACTION, git, runAction } from './composite-action';
import { BundledCommand } from './bundled-command';
import { CommentsServer } from './comments-server';
import { standIns } from './stand-in';
import { readJson, REPOSITORY } from '../../tools/release/checkout';

/*
 * action.yml as a runner of GitHub runs it: on a shallow checkout of a pull request, with an API that keeps comments. npm is a stand-in that
 * installs the command of this checkout.
 */

jest.setTimeout(60_000);

const gateway = (extra: string): string => `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: edge, namespace: shop }
spec:
  selector: { istio: ingressgateway }
  servers:
    - hosts: ['shop.example.com']
      port: { number: 80, name: http, protocol: HTTP }
${extra}`;
const WRONG = gateway('      colour: red\n');
const RIGHT = gateway('');

let command: BundledCommand;
beforeAll(() => (command = BundledCommand.make()));
afterAll(() => command.remove());

let folder: string;
let server: CommentsServer;
let base: string;
let searched: string;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'action-'));
  server = await CommentsServer.start();
  searched = standIns(folder, { npm: NPM });
  git(folder, 'init', '--quiet', '--initial-branch=main', 'origin');
  base = commit(RIGHT);
});

afterEach(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

const at = (name: string): string => path.join(folder, name);

/**
 * Installs, in the folder that npm is told, a command that notes its arguments and is that of this checkout; a test may say itself what changes in
 * traffic.
 */
const NPM = `
const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
const [prefix, wanted] = [process.argv[process.argv.indexOf('--prefix') + 1], process.argv.at(-1)];
appendFileSync(prefix + '/../asked', 'npm ' + process.argv[2] + ' ' + wanted + '\\n');
mkdirSync(prefix + '/node_modules/cdk8s-istio/dist/lib/cli', { recursive: true });
writeFileSync(prefix + '/node_modules/cdk8s-istio/dist/lib/cli/main.js', ${JSON.stringify(`
const { appendFileSync, writeFileSync } = require('node:fs');
const args = process.argv.slice(2);
appendFileSync(process.env.RUNNER_TEMP + '/asked', JSON.stringify(args) + '\\n');
if (args[0] === 'diff' && process.env.CHANGES !== undefined) {
  writeFileSync(args.at(-1), process.env.CHANGES + '\\n');
} else {
  require(process.env.COMMAND);
}
`)});
`;

/** Commits manifests to the repository from which pull requests are checked out. Returns the commit. */
function commit(manifests: string): string {
  mkdirSync(at('origin/manifests'), { recursive: true });
  writeFileSync(at('origin/manifests/mesh.yaml'), manifests);
  git(at('origin'), 'add', '.');
  git(at('origin'), 'commit', '--quiet', '--allow-empty', '--message', 'manifests');
  return git(at('origin'), 'rev-parse', 'HEAD');
}

/** Runs the action for what is in the repository now. */
function review(
  given: {
    inputs?: Record<string, string>;
    event?: 'push';
    environment?: Record<string, string>;
    depth?: number;
    head?: string;
    failing?: string[];
  } = {},
): Promise<ActionRun> {
  rmSync(at('checkout'), { recursive: true, force: true });
  rmSync(at('tmp'), { recursive: true, force: true });
  git(folder, 'clone', '--quiet', `--depth=${given.depth ?? 1}`, `file://${at('origin')}`, 'checkout');
  return runAction({
    checkout: at('checkout'),
    temporary: at('tmp'),
    inputs: { token: 'the-token', ...given.inputs },
    failing: given.failing,
    github: {
      event_name: given.event ?? 'pull_request',
      token: 'the-token',
      event:
        given.event === 'push'
          ? {}
          : { pull_request: { number: 7, base: { sha: base }, head: { sha: given.head ?? 'unknown' } } },
    },
    environment: {
      PATH: searched,
      GITHUB_API_URL: server.url,
      GITHUB_REPOSITORY: 'shop/mesh',
      COMMAND: command.file,
      ...given.environment,
    },
  });
}

/** What npm and the command were asked. */
const asked = (): string[] => readFileSync(at('tmp/asked'), 'utf8').trim().split('\n');

test('a pull request with a mistake fails, and says where it is', async () => {
  commit(WRONG);
  const { failed, outputs, used, summary, log } = await review();
  expect(failed).toBe('Fail if something was found');
  expect(log).toContain('manifests/mesh.yaml:9:7  Gateway shop/edge\n  error API0002  spec.servers[0].colour\n');
  const sarif = JSON.parse(readFileSync(outputs.check.sarif, 'utf8'));
  expect(sarif.runs[0].results).toEqual([
    expect.objectContaining({
      ruleId: 'API0002',
      level: 'error',
      locations: [
        expect.objectContaining({
          physicalLocation: {
            artifactLocation: { uri: 'manifests/mesh.yaml' },
            region: expect.objectContaining({ startLine: 9, startColumn: 7 }),
          },
        }),
      ],
    }),
  ]);
  expect(used).toEqual({
    'github/codeql-action/upload-sarif': { sarif_file: outputs.check.sarif, category: 'cdk8s-istio' },
  });
  expect(server.comments).toEqual([{ id: 1, user: { login: 'github-actions[bot]' }, body: expect.any(String) }]);
  expect(server.comments[0].body).toMatchInlineSnapshot(`
    "<!-- cdk8s-istio review: cdk8s-istio -->

    ## cdk8s-istio

    ### What this change does to requests

    Nothing changes for any request.

    - depends on Gateway shop/edge, which is refused as it is: API0002 spec.servers\\[0\\].colour: colour is not a field of Server: kubectl rejects the object, and other clients have the field dropped. The trace takes the rest of the object; the cluster may hold an older one, or none.

    ### Checks

    **Failed.** 1 error in 1 object.

    <details><summary>The report</summary>

    \`\`\`\`\`\`text
    manifests/mesh.yaml:9:7  Gateway shop/edge
      error API0002  spec.servers[0].colour
        9 |       colour: red
        colour is not a field of Server: kubectl rejects the object, and other clients have the field dropped.
        Write one of bind, defaultEndpoint, hosts, name, port, tls.

    1 error in 1 object.
    More on a code: cdk8s-istio check --explain API0002
    \`\`\`\`\`\`

    </details>
    "
  `);
  expect(summary).toBe(server.comments[0].body);
});

test('one comment is kept up to date, and those of others are left alone', async () => {
  const others = Array.from({ length: 120 }, (_, i) => ({
    id: i + 1,
    user: { login: 'somebody' },
    body: '<!-- cdk8s-istio review: cdk8s-istio -->\n\nmine',
  }));
  server.comments.push(...others);
  commit(WRONG);
  await review();
  commit(RIGHT);
  const { failed } = await review();
  expect(failed).toBeUndefined();
  expect(server.comments.length).toBe(121);
  expect(server.comments[120].body).toContain('### Checks\n\nNothing found in 1 object.\n');
  expect(server.comments.filter(({ body }) => body.endsWith('mine')).length).toBe(120);
  await review({ inputs: { name: 'staging' } });
  expect(server.comments.map(({ body }) => body.split('\n')[0]).slice(120)).toEqual([
    '<!-- cdk8s-istio review: cdk8s-istio -->',
    '<!-- cdk8s-istio review: staging -->',
  ]);
});

test('the command gets what the inputs say, whatever characters they have', async () => {
  const paths = 'manifests\n  $(touch stolen) "a\'b"\n';
  const { failed } = await review({
    inputs: {
      paths,
      compare: 'all of $(it)',
      settings: 'my settings.yaml',
      externals: 'a b\nc',
      'fail-on': 'warning',
      'fail-on-diff': 'broken',
      version: '9.9.9',
    },
  });
  expect(failed).toBe('Fail if something was found');
  const said = ['--settings', 'my settings.yaml', '--externals', 'a b', '--externals', 'c', '--fail-on'];
  const both = ['manifests', '$(touch stolen) "a\'b"'];
  const [npm, ...commands] = asked();
  expect(npm).toBe('npm install cdk8s-istio@9.9.9');
  expect(commands.map((line) => (JSON.parse(line) as string[]).filter((arg) => !arg.startsWith(at('tmp'))))).toEqual([
    ['check', ...both, ...said, 'warning', '--output'],
    ['check', ...both, ...said, 'warning', '--format', 'sarif', '--output'],
    ['diff', '--git', base, 'all of $(it)', ...said, 'broken', '--format', 'markdown', '--output'],
  ]);
  expect(existsSync(at('checkout/stolen'))).toBe(false);
});

test('the version is that of the action, and something that npm might read as more is refused', async () => {
  await review();
  expect(asked()[0]).toBe(
    `npm install cdk8s-istio@${readJson<{ version: string }>(REPOSITORY, 'package.json').version}`,
  );
  const { failed, log } = await review({ inputs: { version: '1.0.0 other' } });
  expect([failed, log]).toEqual([
    'Install cdk8s-istio',
    expect.stringContaining('"1.0.0 other" is not a version of npm.'),
  ]);
});

test('manifests that are not committed are compared with those of a folder', async () => {
  mkdirSync(at('before'));
  const rule = `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: edge, namespace: shop }
spec:
  hosts: ['shop.example.com']
  gateways: [edge]
  http: [{ directResponse: { status: 200 } }]
`;
  writeFileSync(at('before/mesh.yaml'), RIGHT + rule);
  const { failed } = await review({ inputs: { old: '../before' } });
  expect(failed).toBeUndefined();
  expect(server.comments[0].body).toMatchInlineSnapshot(`
    "<!-- cdk8s-istio review: cdk8s-istio -->

    ## cdk8s-istio

    ### What this change does to requests

    **1 host is gone**.

    #### 1 host is gone

    | requests | callers | change | decided by |
    | --- | --- | --- | --- |
    | \`http://shop.example.com\` | from outside | nobody is reached → no host | gone VirtualService shop/edge ../before/mesh.yaml:10 |

    ### Checks

    Nothing found in 1 object.
    "
  `);
});

test('the merge of a pull request is compared with what it is merged into, which may be newer than the event', async () => {
  git(at('origin'), 'checkout', '--quiet', '-b', 'change');
  writeFileSync(at('origin/other.yaml'), '');
  const head = commit(RIGHT);
  git(at('origin'), 'checkout', '--quiet', 'main');
  const newer = commit(gateway('      name: web\n'));
  git(at('origin'), 'merge', '--quiet', '--no-ff', '--message', 'merge', 'change');
  await review({ depth: 2, head });
  expect(JSON.parse(asked().at(-1)!).slice(0, 3)).toEqual(['diff', '--git', newer]);
  await review({ depth: 2, head: base });
  expect(JSON.parse(asked().at(-1)!).slice(0, 3)).toEqual(['diff', '--git', base]);
});

test('of several paths, one is compared, and the findings in all are told', async () => {
  commit(WRONG);
  const { failed, log, summary } = await review({ inputs: { paths: 'manifests\nmanifests/mesh.yaml' } });
  expect(failed).toBe('Fail if something was found');
  expect(log).toContain('::error::paths has 2 lines, and one file or folder is compared with the base.');
  expect(summary).toContain(
    'The changes of traffic are not known: paths has 2 lines, and one file or folder is compared with the base. Name it in compare, such as a folder that holds them all.',
  );
  expect(summary).toContain('**Failed.** 1 error in 1 object.');
  expect(server.comments[0].body).toBe(summary);
});

test('where code scanning is off, the comment is there all the same', async () => {
  commit(WRONG);
  const { failed, log } = await review({ failing: ['github/codeql-action/upload-sarif'] });
  expect(failed).toBe('Fail if something was found');
  expect(log).toContain('::warning::The findings were not uploaded to code scanning.');
  expect(server.comments[0].body).toContain('**Failed.** 1 error in 1 object.');
  commit(RIGHT);
  const { failed: none, log: quiet } = await review();
  expect([none, quiet]).toEqual([undefined, expect.not.stringContaining('::warning::')]);
});

test('the summary is that of the checks, whatever else the report says', async () => {
  writeFileSync(at('origin/manifests/values.yaml'), 'objects: 1 object.\n');
  commit(RIGHT);
  await review();
  expect(server.comments[0].body).toContain('### Checks\n\nNothing found in 1 object.\n');
  expect(server.comments[0].body).toContain('Left out: 1 file without Kubernetes objects.');
});

test('of a folder that has another name than before, the comment says that all of it counts as new', async () => {
  git(at('origin'), 'mv', 'manifests', 'm2');
  git(at('origin'), 'commit', '--quiet', '--message', 'rename');
  await review({ inputs: { paths: 'm2' } });
  expect(server.comments[0].body).toContain(
    `### What this change does to requests\n\nThere is nothing at m2 in ${base}: all of it counts as new, even if it only had another name before.\n`,
  );
});

test('without a pull request there is no comparison and no comment', async () => {
  const { failed, summary } = await review({ event: 'push' });
  expect(failed).toBeUndefined();
  expect(summary).toContain('Nothing found in 1 object.');
  expect(summary).not.toContain('### Traffic');
  expect(server.requests).toEqual([]);
});

test('a token that may not write fails nothing', async () => {
  server.readOnly = true;
  const { failed, log } = await review();
  expect(failed).toBeUndefined();
  expect(log).toContain(
    '::warning::The comment could not be written; the result is in the summary of the job. POST /repos/shop/mesh/issues/7/comments: 403 ',
  );
});

test('what GitHub would not take of a long comment is left out, with nothing open behind it', async () => {
  const rows = Array.from({ length: 4000 }, (_, i) => `line ${i} of many`).join('\n');
  const changes = `<details><summary>all</summary>\n\n\`\`\`\`text\n${rows}\n\`\`\`\`\n\n</details>`;
  const { summary } = await review({ environment: { CHANGES: changes } });
  const { body } = server.comments[0];
  expect(body.length).toBeLessThan(65_536);
  expect(body).toMatch(
    /\nline \d+ of many\n````\n\n<\/details>\n\n\(The rest is in the summary of the job\.\)\n\n### Checks\n/,
  );
  expect(summary).toContain('line 3999 of many');
});

test('where nothing can be read, the comment says why', async () => {
  const { failed, used } = await review({ inputs: { 'fail-on': 'everything' } });
  expect(failed).toBe('Fail if something was found');
  expect(used).toEqual({});
  expect(server.comments[0].body).toContain('**Failed.**');
  expect(server.comments[0].body).toContain('--fail-on');
});

test('no script has an expression in it: inputs are variables', () => {
  for (const { run, env, name } of ACTION.runs.steps.filter((step) => step.run !== undefined)) {
    expect([name, run]).toEqual([name, expect.not.stringContaining('${{')]);
    expect(Object.keys(env ?? {}).filter((variable) => !variable.startsWith('REVIEW_'))).toEqual([]);
  }
});
