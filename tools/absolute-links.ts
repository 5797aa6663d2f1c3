import { statSync } from 'node:fs';
import path from 'node:path';

/** What the links of a page are relative to. */
export interface LinkBase {
  /** The folder of the page, which is the repository's. */
  readonly root: string;
  /** `repository.url` of package.json. */
  readonly repository: string;
  readonly version: string;
}

/** Of a relative link what comes after its text, which may have begun in the line before; of a picture its text too. */
const LINK = /(!\[[^\]]*)?\]\((?![a-z][a-z\d+.-]*:|#|\/)([^)\s]+)\)/g;

/**
 * A page with links that lead to the repository at the tag of its version. npm resolves relative links of a README by itself; PyPI and others that
 * show the same page do not.
 */
export function withAbsoluteLinks(markdown: string, { root, repository, version }: LinkBase): string {
  const home = repository.replace(/^git\+/, '').replace(/\.git$/, '');
  let fence = '';
  return markdown
    .split('\n')
    .map((line) => {
      const ticks = /^ *(`{3,})/.exec(line)?.[1] ?? '';
      if (ticks !== '' && (fence === '' || ticks.startsWith(fence))) {
        fence = fence === '' ? ticks : '';
      }
      if (fence !== '' || ticks !== '') {
        return line;
      }
      return line.replaceAll(LINK, (_, image: string | undefined, to: string) => {
        const [file] = to.split('#', 1);
        const kind = image !== undefined ? 'raw' : statSync(path.join(root, file)).isDirectory() ? 'tree' : 'blob';
        return `${image ?? ''}](${home}/${kind}/v${version}/${to})`;
      });
    })
    .join('\n');
}
