import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { REPOSITORY } from '../../tools/release/checkout';

/** The command of this checkout in one file, which starts faster than its sources and needs no build of the package. */
export class BundledCommand {
  public static make(): BundledCommand {
    const folder = mkdtempSync(path.join(tmpdir(), 'command-'));
    buildSync({
      entryPoints: [path.join(REPOSITORY, 'lib/cli/main.ts')],
      outfile: path.join(folder, 'main.js'),
      bundle: true,
      platform: 'node',
      logLevel: 'error',
    });
    // The command reads its version there.
    copyFileSync(path.join(REPOSITORY, 'package.json'), path.join(folder, 'package.json'));
    return new BundledCommand(folder);
  }

  private constructor(private readonly folder: string) {}

  public get file(): string {
    return path.join(this.folder, 'main.js');
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
