import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sectionOf } from './changelog';
import { notAVersion, versionOf } from './version';

export const REPOSITORY = path.resolve(__dirname, '..', '..');

export interface Package {
  readonly name: string;
  readonly version: string;
}

/** What users copy names the version of the package, and so that of the hooks and the action. */
export const FILES_WITH_VERSION = [
  '.pre-commit-hooks.yaml',
  'docs/api/checks.md',
  'docs/checks.md',
  'docs/ci.md',
  'docs/ci/argo-cd.yaml',
  'docs/ci/github.yml',
  'docs/ci/gitlab-ci.yml',
  'docs/ci/pre-commit-config.yaml',
  'docs/languages/java.md',
  'lib/bridge/istio-validation.ts',
];

/** Where such a file names it: after the name of the package, of the hooks' repository, of Maven's artifact or of the plugin's package. */
export const VERSION_OF_PACKAGE =
  /(?<=cdk8s-istio@v?|rev: v|<artifactId>cdk8s-istio<\/artifactId>\s*<version>|\.\/node_modules\/cdk8s-istio[\s*]*version: )\d+\.\d+\.\d+/g;

/** What does not fit in a checkout that is to be released by this tag. */
export function problemsOfCheckout(root: string, tag: string | undefined): string[] {
  const { version } = readJson<Package>(root, 'package.json');
  const lock = readJson<Package & { packages: Record<string, Package> }>(root, 'package-lock.json');
  const notes = sectionOf(readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8'), version);
  return [
    ...(versionOf(version) === undefined ? [`package.json: ${notAVersion(version)}`] : []),
    ...(tag !== undefined && tag !== `v${version}`
      ? [`The tag is ${tag}, and package.json has version ${version}. Tag the commit v${version}.`]
      : []),
    ...(lock.version !== version || lock.packages[''].version !== version
      ? [`package-lock.json does not have version ${version}. Run npm run release:prepare.`]
      : []),
    ...FILES_WITH_VERSION.filter((file) => {
      const named = readFileSync(path.join(root, file), 'utf8').match(VERSION_OF_PACKAGE) ?? [];
      return named.length === 0 || named.some((each) => each !== version);
    }).map((file) => `${file} does not name version ${version} alone. Run npm run release:prepare.`),
    ...(notes === undefined || notes === ''
      ? [`CHANGELOG.md says nothing of ${version}. Run npm run release:prepare -- ${version}.`]
      : []),
  ];
}

export function readJson<T>(root: string, file: string): T {
  return JSON.parse(readFileSync(path.join(root, file), 'utf8')) as T;
}
