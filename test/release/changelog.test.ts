import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sectionOf, withRelease } from '../../tools/release/changelog';
import type { Package } from '../../tools/release/checkout';
import { readJson, REPOSITORY } from '../../tools/release/checkout';

const CHANGELOG = `# Changelog

## Unreleased

### Added

- \`$&\` is text.

## 0.1.0

- The first one.
`;

test('a release takes what was unreleased', () => {
  const released = withRelease(CHANGELOG, '0.2.0');
  expect(released).toBe(CHANGELOG.replace('## Unreleased\n', '## Unreleased\n\n## 0.2.0\n'));
  expect(sectionOf(released, '0.2.0')).toBe('### Added\n\n- `$&` is text.');
  expect(sectionOf(released, '0.1.0')).toBe('- The first one.');
  expect(sectionOf(released, 'Unreleased')).toBe('');
  expect(sectionOf(released, '0.1')).toBeUndefined();
});

test('a release needs something new and a version of its own', () => {
  expect(() => withRelease(CHANGELOG, '0.1.0')).toThrow('CHANGELOG.md has a section "## 0.1.0" already.');
  expect(() => withRelease(withRelease(CHANGELOG, '0.2.0'), '0.3.0')).toThrow(
    'CHANGELOG.md has nothing below "## Unreleased", so there is nothing to release.',
  );
});

test('the changelog of this repository says what is new, or what the version brings', () => {
  const changelog = readFileSync(path.join(REPOSITORY, 'CHANGELOG.md'), 'utf8');
  const { version } = readJson<Package>(REPOSITORY, 'package.json');
  const said = ['Unreleased', version].map((section) => sectionOf(changelog, section) ?? '').join('');
  expect(said).toMatch(/^### \w+\n\n- /);
});
