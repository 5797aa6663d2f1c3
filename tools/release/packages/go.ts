import { copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { PackageBuild } from './package-build';
import { pacmak } from './pacmak';
import { run } from './run';

/** The modules of Go that the package is used with, as they are named in npm and in Go. */
const CDK8S = 'github.com/cdk8s-team/cdk8s-core-go/cdk8s/v2';

/** The module for its repository. */
export function go(build: PackageBuild): string[] {
  const { root, to, scratch, version, peersFromNpm } = build;
  pacmak(build, 'go', path.dirname(to), { options: ['--code-only'] });
  const modules = readdirSync(to).filter((name) => existsSync(path.join(to, name, 'go.mod')));
  if (modules.length !== 1) {
    return [`It has the modules ${modules.join(', ')} and not one.`];
  }
  const [module] = modules.map((name) => path.join(to, name));
  const written = readFileSync(path.join(module, 'version'), 'utf8').trim();
  // What is published must not name folders, so the module is looked at through another go.mod.
  const goMod = path.join(scratch, 'vet.mod');
  copyFileSync(path.join(module, 'go.mod'), goMod);
  if (peersFromNpm) {
    pacmak(build, 'go', path.join(scratch, 'peers'), {
      of: path.join(root, 'node_modules', 'cdk8s'),
      options: ['--code-only'],
    });
    run(['go', 'mod', 'edit', `-replace=${CDK8S}=${path.join(scratch, 'peers', 'go', 'cdk8s')}`, goMod], {
      cwd: scratch,
    });
  }
  const through = { cwd: module, env: { GOFLAGS: '-mod=mod', GOWORK: 'off' } };
  run(['go', 'mod', 'tidy', `-modfile=${goMod}`], through);
  run(['go', 'vet', `-modfile=${goMod}`, './...'], through);
  return written === version ? [] : [`Its file "version" says ${written} and not ${version}.`];
}
