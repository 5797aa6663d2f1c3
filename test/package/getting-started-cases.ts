import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Block } from '../docs/markdown-blocks';
import { blocksOf, ROOT } from '../docs/markdown-blocks';
import type { Installed } from './installed';

/*
 * docs/getting-started.md as a new user follows it: in an empty folder, with every command and every file of the page, in its order. Only
 * the package is the one that would be published, and the others have the versions of this repository.
 */

const MINUTES = 60_000;

const PAGE = path.join(ROOT, 'docs', 'getting-started.md');
const LINES = readFileSync(PAGE, 'utf8').split('\n');

interface Step {
  readonly block: Block;
  /** The file that the paragraph above the block begins with. */
  readonly file?: string;
}

/** From an empty folder to a test: what comes after is of other projects. */
function steps(): Step[] {
  const end = LINES.indexOf('## An older Istio') + 1;
  return blocksOf(PAGE)
    .filter(({ line }) => line < end)
    .map((block) => ({ block, file: block.language === 'sh' ? undefined : fileAbove(block) }));
}

function fileAbove({ line }: Block): string {
  const above = LINES.slice(0, line - 1).filter((text) => !text.startsWith('<!--'));
  while (above.at(-1) === '') {
    above.pop();
  }
  const paragraph = above.slice(above.lastIndexOf('') + 1).join('\n');
  const [, file] = /^`([\w./-]+)`/.exec(paragraph) ?? [];
  if (file === undefined) {
    throw new Error(`docs/getting-started.md:${line}: the text above does not begin with the file that this block is`);
  }
  return file;
}

const { devDependencies } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
  devDependencies: Record<string, string>;
};

/** With the package of this repository, and the versions that it is tested with. */
function pinned(command: string, tarball: string): string {
  return command.replace(/^npm install .*$/gm, (line) =>
    line
      .split(' ')
      .map((word) =>
        word === 'cdk8s-istio'
          ? tarball
          : devDependencies[word] === undefined
            ? word
            : `${word}@${devDependencies[word]}`,
      )
      .join(' '),
  );
}

/** The Jest of the new project is none of the workers of this one. */
function withoutJest(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(JEST_|NODE_ENV|npm_)/.test(name)));
}

/** The page, followed in a folder beside that of someone who has installed the package already. */
export function gettingStartedCases(installed: () => Installed): void {
  let tarball: string;
  let folder: string;
  let cwd: string;

  beforeAll(() => {
    tarball = installed().path(installed().packed.filename);
    folder = mkdtempSync(path.join(tmpdir(), 'getting-started-'));
    cwd = folder;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Pastes commands into a shell, and stays where it ends. */
  function paste(commands: string): string {
    const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', `${pinned(commands, tarball)}\necho\npwd`], {
      cwd,
      encoding: 'utf8',
      timeout: 240_000,
      env: {
        ...withoutJest(process.env),
        CI: 'false',
        npm_config_prefer_offline: 'true',
        npm_config_audit: 'false',
        npm_config_fund: 'false',
      },
    });
    if (status !== 0) {
      throw new Error(`${commands}\nended with ${status}:\n${stdout}${stderr}`);
    }
    cwd = stdout.trimEnd().split('\n').at(-1)!;
    return `${stdout}${stderr}`;
  }

  test(
    'the page works as it is pasted',
    () => {
      const made: string[] = [];
      for (const { block, file } of steps()) {
        if (file === undefined) {
          made.push(paste(block.text));
        } else if (block.markers.has('output')) {
          const text = readFileSync(path.join(cwd, file), 'utf8');
          expect(text.slice(-block.text.length - 1)).toBe(`${block.text}\n`);
        } else {
          expect(existsSync(path.join(cwd, file))).toBe(false);
          writeFileSync(path.join(cwd, file), `${block.text}\n`);
        }
      }
      expect(path.basename(cwd)).toBe('shop');
      expect(made.at(-1)).toContain('1 snapshot written');
      expect(readFileSync(path.join(cwd, 'manifests', 'namespace.k8s.yaml'), 'utf8')).toBe(
        'apiVersion: v1\nkind: Namespace\nmetadata:\n  labels:\n    istio-injection: enabled\n  name: shop\nspec: {}\n',
      );

      // Once more, with a mistake that only the compiler sees, and with one that only the snapshot sees.
      const main = path.join(cwd, 'main.ts');
      const right = readFileSync(main, 'utf8');
      writeFileSync(main, right.replace("hosts: ['shop.example.com']", "hosts: ['shop.example.com'], hots: []"));
      expect(() => paste('npm run synth')).toThrow('main.ts(');
      writeFileSync(main, right);
      const tested = path.join(cwd, 'shop.test.ts');
      expect(paste('npm test')).toContain('1 passed');
      writeFileSync(tested, readFileSync(tested, 'utf8').replace('shop.example.com', 'other.example.com'));
      expect(() => paste('npm test')).toThrow('1 snapshot failed');
    },
    5 * MINUTES,
  );

  test('what it makes passes the checks', () => {
    const gateway = path.join(cwd, 'settings.json');
    writeFileSync(gateway, JSON.stringify({ world: 'closed', externals: ['istioIngressGateway'] }));
    expect(paste('npx --no-install cdk8s-istio check manifests --settings settings.json --fail-on info')).toMatch(
      /^Nothing found in \d+ objects\.$/m,
    );
  });
}
