import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { input, inputLines, meshOptions, run, setOutput } from './step.mjs';

/** Checks the manifests: as SARIF for code scanning, and as text for people. */
const folder = input('FOLDER');
const sarif = path.join(folder, 'findings.sarif');
const what = [...inputLines('PATHS'), ...meshOptions(), '--fail-on', input('FAIL_ON')];
const { code, text } = run('check', ...what);
writeFileSync(path.join(folder, 'findings.txt'), text);
run('check', ...what, '--format', 'sarif', '--output', sarif);
setOutput('code', code);
setOutput('sarif', existsSync(sarif) ? sarif : '');
