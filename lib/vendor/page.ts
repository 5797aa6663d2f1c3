import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSync, transformSync } from 'esbuild';

/** What the browser runs, and how it looks. */
export interface PageProgram {
  readonly script: string;
  readonly style: string;
}

/** The libraries that the program holds, by the files that it is made of. */
interface BuiltPage extends PageProgram {
  readonly inputs: readonly string[];
}

const SOURCES = path.resolve(__dirname, '../../page');

/** What a page needs of Node, which browsers do not have. */
const INSTEAD = {
  'node:net': path.join(SOURCES, 'node/net.ts'),
  'node:crypto': path.join(SOURCES, 'node/crypto.ts'),
};

let built: BuiltPage | undefined;

/** The program of the page, made of page/. The package holds what this makes (tools/build.ts), so that it needs no compiler. */
export function pageProgram(): BuiltPage {
  built ??= bundle();
  return built;
}

function bundle(): BuiltPage {
  const { outputFiles, metafile } = buildSync({
    entryPoints: [path.join(SOURCES, 'main.ts')],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    legalComments: 'none',
    charset: 'utf8',
    format: 'iife',
    platform: 'browser',
    target: ['es2022'],
    alias: INSTEAD,
    inject: [path.join(SOURCES, 'node/buffer.ts')],
    outdir: 'unused',
  });
  const css = readFileSync(path.join(SOURCES, 'style.css'), 'utf8');
  return {
    // What begins a comment of HTML would change how the rest is read.
    script: outputFiles[0].text.trim().replace(/<!--/g, '\\x3c!--'),
    style: transformSync(css, { loader: 'css', minify: true, target: 'es2022' }).code.trim(),
    inputs: Object.keys(metafile.inputs),
  };
}
