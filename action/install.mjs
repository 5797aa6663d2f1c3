import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { input, setOutput } from './step.mjs';

/** Installs cdk8s-istio beside the checkout, without its install scripts, and without those of what it needs. */
const folder = mkdtempSync(path.join(process.env.RUNNER_TEMP, 'cdk8s-istio-'));
const ownVersion = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;
const version = input('VERSION') || ownVersion;
if (!/^[\w.-]+$/.test(version)) {
  console.log(`::error::version: "${version}" is not a version of npm. Write one such as ${ownVersion}.`);
  process.exit(1);
}
const options = ['--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund'];
const { status } = spawnSync('npm', ['install', ...options, `cdk8s-istio@${version}`], {
  stdio: 'inherit',
  // On Windows npm is a script. No part of the command line needs quotes, but the folder may.
  ...(process.platform === 'win32' && { shell: true }),
});
setOutput('folder', folder);
setOutput('command', path.join(folder, 'node_modules/cdk8s-istio/dist/lib/cli/main.js'));
process.exitCode = status ?? 1;
