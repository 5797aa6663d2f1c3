import { readFileSync } from 'node:fs';

/** A program that a library holds in compiled form, and which is no package of npm. */
export interface CompiledIn {
  readonly name: string;
  readonly version: string;
  /** Its identifier at SPDX. */
  readonly license: string;
  readonly copyright: string;
  /** Where its source is. */
  readonly source: string;
  /** What else was compiled with it. */
  readonly beside: string;
}

/** By the library that holds it. */
export const COMPILED_IN: Readonly<Record<string, CompiledIn>> = {
  '@hpcc-js/wasm-graphviz': {
    name: 'graphviz',
    version: '16.1.0',
    license: 'EPL-1.0',
    copyright: 'Copyright AT&T and others',
    source: 'https://gitlab.com/graphviz/graphviz',
    beside: 'Expat and musl (MIT License), and libc++ of LLVM (Apache License 2.0 with LLVM Exceptions)',
  },
};

/** What its license asks us to tell whoever gets it, and the text of the license. */
export function compiledInText(library: string, { name, version, license, ...more }: CompiledIn): string {
  const { licenseText } = JSON.parse(
    readFileSync(require.resolve(`spdx-license-list/licenses/${license}.json`), 'utf8'),
  ) as { licenseText: string };
  return `${name}

${name} ${version}, ${more.copyright}, is in ${library} as WebAssembly, under the license below. Its source is at ${more.source}.
Compiled into it are also ${more.beside}.

${licenseText.replaceAll('\r\n', '\n').trim()}
`;
}
