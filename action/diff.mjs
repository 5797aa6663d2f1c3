import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { input, inputLines, meshOptions, run, setOutput } from './step.mjs';

/** Says what the pull request does to traffic, as Markdown. */
const folder = input('FOLDER');
const file = path.join(folder, 'changes.md');
const paths = input('COMPARE') === '' ? inputLines('PATHS') : [input('COMPARE')];
const base = input('BASE');
const old = input('OLD');
if (paths.length !== 1) {
  console.log(
    `::error::paths has ${paths.length} lines, and one file or folder is compared with the base. Name it in compare, such as a folder that holds them all.`,
  );
  process.exit(1);
}
// A shallow checkout does not hold the base.
if (old === '' && spawnSync('git', ['cat-file', '-e', `${base}^{commit}`]).status !== 0) {
  spawnSync('git', ['fetch', '--no-tags', '--depth=1', 'origin', base], { stdio: 'inherit' });
}
const sides = old === '' ? ['--git', base, paths[0]] : [old, paths[0]];
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
