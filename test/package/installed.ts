import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from '../docs/markdown-blocks';

/** What a program printed, and how it ended. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What `npm pack` tells of the package. */
export interface Packed {
  readonly filename: string;
  readonly unpackedSize: number;
  readonly files: { readonly path: string; readonly mode: number }[];
}

/** Packs the package, as it would be published, into a folder. */
function pack(folder: string): Packed {
  succeed(ROOT, [process.execPath, '--import', 'tsx', 'tools/build.ts', '--if-stale']);
  const options = ['--json', '--ignore-scripts', '--pack-destination', folder];
  const [packed] = JSON.parse(succeed(ROOT, [...NPM, 'pack', ...options])) as Packed[];
  return packed;
}

/** A folder of someone who has installed the package, as it would be published. */
export class Installed {
  /** Packs the package and installs it, with the libraries that it is used with. */
  public static make(): Installed {
    const folder = mkdtempSync(path.join(tmpdir(), 'tarball-'));
    const packed = pack(folder);
    const { devDependencies } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
      devDependencies: Record<string, string>;
    };
    const beside = ['cdk8s', 'constructs', 'cdk8s-plus-28'].map((name) => `${name}@${devDependencies[name]}`);
    writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'app', version: '1.0.0', private: true }));
    // `npm ci` of this repository has left these versions in npm's cache.
    const options = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'];
    succeed(folder, [...NPM, 'install', ...options, `./${packed.filename}`, ...beside]);
    return new Installed(folder, packed);
  }

  private constructor(
    public readonly folder: string,
    public readonly packed: Packed,
  ) {}

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  public path(name: string): string {
    return path.join(this.folder, name);
  }

  public write(name: string, text: string): void {
    writeFileSync(this.path(name), text);
  }

  /** Runs a program of Node; throws an error unless it ends with 0. */
  public node(args: readonly string[], env: Record<string, string> = {}): string {
    return succeed(this.folder, [process.execPath, ...args], env);
  }

  /** Runs a program of Node, however it ends. */
  public try(args: readonly string[], env: Record<string, string> = {}, input: string = ''): Ran {
    return run(this.folder, [process.execPath, ...args], env, input);
  }

  /** Runs the command of the package; `npx` runs the same file, and takes longer. */
  public command(args: readonly string[], input?: string): Ran {
    return this.try([this.path('node_modules/cdk8s-istio/dist/lib/cli/main.js'), ...args], {}, input);
  }

  public npx(...args: string[]): Ran {
    return run(this.folder, [...NPX, '--no-install', ...args], {});
  }
}

const NPM = [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
const NPX = [process.platform === 'win32' ? 'npx.cmd' : 'npx'];

function succeed(cwd: string, command: readonly string[], env: Record<string, string> = {}): string {
  const { code, stdout, stderr } = run(cwd, command, env);
  if (code !== 0) {
    throw new Error(`${command.join(' ')} failed:\n${stdout}${stderr}`);
  }
  return stdout;
}

function run(
  cwd: string,
  [program, ...args]: readonly string[],
  env: Record<string, string> = {},
  input: string = '',
): Ran {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    input,
    shell: program.endsWith('.cmd'),
    timeout: 120_000,
  });
  if (error !== undefined) {
    throw error;
  }
  return { code: status, stdout, stderr };
}
