import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { input, inputLines, meshOptions, run, setOutput } from './step.mjs';

/** Says what the pull request does to traffic, as Markdown. */
const folder = input('FOLDER');
const file = path.join(folder, 'changes.md');
const paths = inputLines('PATHS');
const base = input('BASE');
const old = input('OLD');
if (old !== '' && paths.length !== 1) {
  console.log(
    '::error::old: is compared with one path. Write one file or folder in paths, or use the action once for each.',
  );
  process.exit(1);
}
// A shallow checkout does not hold the base.
if (old === '' && spawnSync('git', ['cat-file', '-e', `${base}^{commit}`]).status !== 0) {
  spawnSync('git', ['fetch', '--no-tags', '--depth=1', 'origin', base], { stdio: 'inherit' });
}
const sides = old === '' ? ['--git', base, ...paths] : [old, ...paths];
const { code, text } = run(
  'diff',
  ...sides,
  ...meshOptions(),
  '--fail-on',
  input('FAIL_ON'),
  '--format',
  'markdown',
  '--output',
  file,
);
if (!existsSync(file)) {
  // The report is not there where the command could not start: say why in its place.
  writeFileSync(file, `The changes of traffic are not known:\n\n\`\`\`\`\`\`text\n${text}\`\`\`\`\`\`\n`);
}
setOutput('code', code);
