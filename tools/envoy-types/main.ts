/*
 * Writes imports/envoy-types.ts, the fields of Envoy's configuration as istiod knows them: `npm run envoy-types`. `--check` compares.
 *
 * Needs Go: main.go beside this file reads the types from the Go module of test/real/istiod, which names the release of Istio.
 */
import { resolve } from 'node:path';
import { writeOrCheck } from '../generated-file';
import { runGo } from '../import/go-module';

const ROOT = resolve(__dirname, '../..');
const text = runGo(['run', resolve(__dirname, 'main.go')], resolve(ROOT, 'test/real/istiod'));
process.exitCode = writeOrCheck(
  resolve(ROOT, 'imports/envoy-types.ts'),
  text,
  'npm run envoy-types',
  process.argv.slice(2),
);
