import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { input, inputLines, meshOptions, run, setOutput } from './step.mjs';

/** Says what the pull request does to traffic, as Markdown. */
const folder = input('FOLDER');
const file = path.join(folder, 'changes.md');
const paths = input('COMPARE') === '' ? inputLines('PATHS') : [input('COMPARE')];
const old = input('OLD');
if (paths.length !== 1) {
  const why = `paths has ${paths.length} lines, and one file or folder is compared with the base. Name it in compare, such as a folder that holds them all.`;
  console.log(`::error::${why}`);
  // The later steps tell it and the findings, and then fail.
  writeFileSync(file, `The changes of traffic are not known: ${why}\n`);
  setOutput('code', 2);
  process.exit();
}
const base = old === '' ? baseOf() : '';
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

/** The commit that the pull request is compared with, fetched if the checkout lacks it. */
function baseOf() {
  const git = (...args) => spawnSync('git', args, { encoding: 'utf8' });
  // The usual checkout is the merge of the pull request: what it is merged into may be newer than the base that the event names.
  const [merged, ...heads] = git('rev-parse', '--quiet', 'HEAD^@').stdout.trim().split('\n');
  if (heads.includes(input('HEAD'))) {
    return merged;
  }
  if (git('cat-file', '-e', `${input('BASE')}^{commit}`).status !== 0) {
    spawnSync('git', ['fetch', '--no-tags', '--depth=1', 'origin', input('BASE')], { stdio: 'inherit' });
  }
  return input('BASE');
}
