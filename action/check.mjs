import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { input, inputLines, meshOptions, run, setOutput } from './step.mjs';

/** Checks the manifests: as SARIF for code scanning, and as text for people. */
const folder = input('FOLDER');
const sarif = path.join(folder, 'findings.sarif');
const what = [...inputLines('PATHS'), ...meshOptions(), '--fail-on', input('FAIL_ON')];
const report = path.join(folder, 'findings.txt');
const { code, text } = run('check', ...what, '--output', report);
const told = ` The report is in ${report}.`;
const summary = text.split('\n').find((line) => line.endsWith(told)) ?? '';
if (summary === '') {
  // The report is not there where the command could not start: say why in its place.
  writeFileSync(report, text);
} else {
  process.stdout.write(readFileSync(report, 'utf8'));
}
writeFileSync(path.join(folder, 'summary.txt'), summary.slice(0, -told.length));
run('check', ...what, '--format', 'sarif', '--output', sarif);
setOutput('code', code);
setOutput('sarif', existsSync(sarif) ? sarif : '');
