const UNRELEASED = '## Unreleased';

/** What the changelog says of a version, without its heading, or nothing if it has no such section. */
export function sectionOf(changelog: string, version: string): string | undefined {
  const lines = changelog.split('\n');
  const start = lines.indexOf(`## ${version}`);
  if (start === -1) {
    return undefined;
  }
  const length = lines.slice(start + 1).findIndex((line) => line.startsWith('## '));
  return lines
    .slice(start + 1, length === -1 ? undefined : start + 1 + length)
    .join('\n')
    .trim();
}

/** The changelog in which what was unreleased belongs to a version, and nothing is unreleased; throws if nothing was. */
export function withRelease(changelog: string, version: string): string {
  if (sectionOf(changelog, version) !== undefined) {
    throw new Error(`CHANGELOG.md has a section "## ${version}" already.`);
  }
  const changes = sectionOf(changelog, 'Unreleased');
  if (changes === undefined || changes === '') {
    throw new Error(`CHANGELOG.md has nothing below "${UNRELEASED}", so there is nothing to release.`);
  }
  // As a function, since a changelog may hold dollars.
  return changelog.replace(`${UNRELEASED}\n`, () => `${UNRELEASED}\n\n## ${version}\n`);
}
