/**
 * The file of the library that lays pictures out, for `import()` in a thread of its own. The package holds a copy of it (tools/build.ts), so that it
 * needs no dependency.
 */
export const GRAPHVIZ: string = require.resolve('@hpcc-js/wasm-graphviz');
