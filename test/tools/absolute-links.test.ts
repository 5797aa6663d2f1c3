import { readFileSync } from 'node:fs';
import path from 'node:path';
import { withAbsoluteLinks } from '../../tools/absolute-links';
import { REPOSITORY } from '../../tools/release/checkout';

const BASE = { root: REPOSITORY, repository: 'git+https://github.com/shop/mesh.git', version: '1.2.3' };

test.each([
  ['[a](docs/checks.md)', '[a](https://github.com/shop/mesh/blob/v1.2.3/docs/checks.md)'],
  ['[a](docs/ci.md#gitlab-ci), b', '[a](https://github.com/shop/mesh/blob/v1.2.3/docs/ci.md#gitlab-ci), b'],
  ['[`a`](examples/nginx)', '[`a`](https://github.com/shop/mesh/tree/v1.2.3/examples/nginx)'],
  ['![a](docs/pictures/alb.svg)', '![a](https://github.com/shop/mesh/raw/v1.2.3/docs/pictures/alb.svg)'],
  ['[a](https://cdk8s.io) [b](#when) [c](mailto:a@example.com)', undefined],
  ['```md\n[a](docs/checks.md)\n```', undefined],
])('%s', (given, wanted) => {
  expect(withAbsoluteLinks(given, BASE)).toBe(wanted ?? given);
});

test('a link to nothing is a mistake', () => {
  expect(() => withAbsoluteLinks('[a](docs/nowhere.md)', BASE)).toThrow('nowhere.md');
});

test('the README keeps no link that only its repository can follow', () => {
  const readme = readFileSync(path.join(REPOSITORY, 'README.md'), 'utf8');
  const links = (text: string): string[] => [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, to]) => to);
  const written = links(withAbsoluteLinks(readme, BASE));
  expect(written.length).toBe(links(readme).length);
  expect(written.filter((to) => !to.startsWith('https://'))).toEqual([]);
});
