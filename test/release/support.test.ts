import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { IstioVersion } from '../../lib';
import { REPOSITORY } from '../../tools/release/checkout';

/* What SUPPORT.md and the README say that the package works with, and what is built, tested and required. */

const read = (file: string): string => readFileSync(path.join(REPOSITORY, file), 'utf8');
const { engines, peerDependencies } = JSON.parse(read('package.json')) as {
  engines: { node: string };
  peerDependencies: Record<string, string>;
};

/** The second cell of a row of the first table. */
const row = (page: string, first: string): string =>
  page
    .split('\n')
    .find((line) => line.startsWith(`| ${first} |`))!
    .split('|')[2]
    .trim();

const SUPPORT = read('SUPPORT.md');
const README = read('README.md').split('## Compatibility')[1];

test.each([
  ['SUPPORT.md', SUPPORT],
  ['README.md', README],
])('%s names the releases of Istio that can be set, and the peers that are required', (_, page) => {
  expect(row(page, 'Istio').replace(/ \(.*/, '')).toBe(Object.values(IstioVersion).join(', '));
  for (const name of ['cdk8s', 'constructs']) {
    const [, version, major] = /^\^((\d+)\.\d+\.\d+)$/.exec(peerDependencies[name])!;
    expect(row(page, name)).toBe(`${version} and later ${major}.x`);
  }
});

test('the releases of Node are those that the workflow tests', () => {
  const { jobs } = load(read('.github/workflows/ci.yml')) as {
    jobs: { ci: { strategy: { matrix: { node: number[] } } } };
  };
  const tested = jobs.ci.strategy.matrix.node;
  expect(row(SUPPORT, 'Node')).toBe(tested.join(', '));
  expect(row(README, 'Node')).toBe(`${tested[0]} and later`);
  expect(engines.node).toBe(`>=${tested[0]}`);
});

test('the version of the Gateway API is the one that the types are generated from', () => {
  const { gatewayApi } = JSON.parse(read('tools/import/releases.json')) as { gatewayApi: string };
  for (const page of [SUPPORT, README]) {
    expect(row(page, 'Gateway API')).toBe(`${gatewayApi.split('.').slice(0, 2).join('.')}, standard channel`);
  }
});

test.each(['SECURITY.md', 'SUPPORT.md', 'CODE_OF_CONDUCT.md', 'CONTRIBUTING.md', '.github/pull_request_template.md'])(
  '%s links to files that there are',
  (file) => {
    const links = [...read(file).matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, link]) => link);
    const lost = links.filter(
      (link) => !/^https:/.test(link) && !existsSync(path.join(REPOSITORY, path.dirname(file), link)),
    );
    expect(lost).toEqual([]);
  },
);

test.each(['bug.yml', 'finding.yml', 'proposal.yml'])('the issue form %s asks for what is needed', (file) => {
  const form = load(read(`.github/ISSUE_TEMPLATE/${file}`)) as {
    name: string;
    description: string;
    body: { id: string; attributes: { label: string; description: string }; validations?: { required: boolean } }[];
  };
  expect([form.name, form.description]).toEqual([expect.any(String), expect.any(String)]);
  expect(form.body.some(({ validations }) => validations?.required === true)).toBe(true);
  expect(new Set(form.body.map(({ id }) => id)).size).toBe(form.body.length);
});
