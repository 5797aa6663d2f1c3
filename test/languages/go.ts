import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../docs/markdown-blocks';
import { bindingsOf } from './bindings';
import { cached, once } from './cache';
import type { Language } from './language';
import { run, succeed } from './run';
import type { Ran } from './run';

/** The module that the programs are packages of. */
export const GO_MODULE = cached('go');

/** Modules whose code is generated here, by their folder. */
const GENERATED: Readonly<Record<string, string>> = {
  'github.com/cdk8s-istio/cdk8s-istio-go/cdk8sistio': path.join(bindingsOf('cdk8s-istio', 'go'), 'cdk8sistio'),
  'github.com/cdk8s-team/cdk8s-core-go/cdk8s/v2': path.join(bindingsOf('cdk8s', 'go'), 'cdk8s'),
};

const REPLACED = Object.entries(GENERATED).map(([module, folder]) => `-replace=${module}=${folder}`);

const VERSIONS = ['go.mod', 'go.sum'].map((name) => path.join(__dirname, name));

/** What the runtime of jsii prints at the end where the signals of ended children are ignored, as in some shells. */
const UNWAITED = /Runtime process exited abnormally: wait\w*: no child processes$/;

export const go: Language = {
  name: 'Go',
  extension: '.go',

  prepare() {
    once('Go module', [...VERSIONS, ...Object.values(GENERATED)], () => {
      rmSync(GO_MODULE, { recursive: true, force: true });
      mkdirSync(GO_MODULE, { recursive: true });
      for (const file of VERSIONS) {
        copyFileSync(file, path.join(GO_MODULE, path.basename(file)));
      }
      succeed(['go', 'mod', 'edit', ...REPLACED], { cwd: GO_MODULE });
      succeed(['go', 'build', ...Object.keys(GENERATED).map((module) => `${module}/...`)], { cwd: GO_MODULE });
    });
  },

  command(file) {
    return [path.join(GO_MODULE, 'bin', nameOf(file))];
  },

  run(file, env) {
    const name = packageOf(file);
    const built = run(['go', 'build', '-o', path.join(GO_MODULE, 'bin', name), `./${name}`], { cwd: GO_MODULE });
    if (built.code !== 0) {
      return built;
    }
    const ran = run(this.command(file), { cwd: path.dirname(file), env });
    return { ...ran, stderr: ran.stderr.replace(UNWAITED, '') };
  },

  follow(command) {
    const [, required] = /^go get (.*)$/.exec(command) ?? [];
    const env = { GOFLAGS: '-mod=mod' };
    if (required === undefined) {
      return { command, env };
    }
    // The same module, with the versions and the code of the tests.
    const { Require } = JSON.parse(succeed(['go', 'mod', 'edit', '-json'], { cwd: GO_MODULE })) as {
      Require: { Path: string; Version: string }[];
    };
    const versions = required.split(' ').map((name) => Require.find(({ Path }) => Path === name));
    const edits = versions.map((each) => `-require=${each!.Path}@${each!.Version}`);
    return {
      command: `cp ${path.join(GO_MODULE, 'go.sum')} . && go mod edit ${[...edits, ...REPLACED].join(' ')}`,
      env,
    };
  },

  lint(file) {
    const name = packageOf(file);
    const outputs = [
      run(['gofmt', '-d', file], { cwd: GO_MODULE }),
      run(['go', 'vet', `./${name}`], { cwd: GO_MODULE }),
      run(['go', 'tool', 'staticcheck', `./${name}`], { cwd: GO_MODULE }),
    ];
    return outputs.map(said).join('');
  },
};

function nameOf(file: string): string {
  return `program${`/${path.relative(ROOT, file)}`.replace(/\W+/g, '-')}`;
}

/** Copies a program into the module, as a package of its own. */
function packageOf(file: string): string {
  const name = nameOf(file);
  const folder = path.join(GO_MODULE, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  copyFileSync(file, path.join(folder, 'main.go'));
  return name;
}

function said({ code, stdout, stderr }: Ran): string {
  return code === 0 ? stdout : stdout + stderr;
}
