/*
 * Writes imports/envoy-types.ts, the fields of Envoy's configuration as istiod knows them, and imports/mesh-config-types.ts, those of
 * MeshConfig: `npm run envoy-types`. `--check` compares.
 *
 * Needs Go: main.go beside this file reads the types from the Go module of test/real/istiod, which names the release of Istio.
 */
import { resolve } from 'node:path';
import { writeOrCheck } from '../generated-file';
import { runGo } from '../import/go-module';

const ROOT = resolve(__dirname, '../..');
const FILES: [file: string, args: string[]][] = [
  ['imports/envoy-types.ts', []],
  ['imports/mesh-config-types.ts', ['mesh']],
];
const codes = FILES.map(([file, args]) => {
  const text = runGo(['run', resolve(__dirname, 'main.go'), ...args], resolve(ROOT, 'test/real/istiod'));
  return writeOrCheck(resolve(ROOT, file), text, 'npm run envoy-types', process.argv.slice(2));
});
process.exitCode = Math.max(...codes);
