import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../docs/markdown-blocks';
import { bindingsOf } from './bindings';
import { cached, once } from './cache';
import type { Language } from './language';
import { run, succeed } from './run';
import type { Ran } from './run';

/** Maven without what only a release needs, with a repository of its own. */
export const MAVEN = [
  ...['mvn', '--batch-mode', '--quiet', `-Dmaven.repo.local=${cached('maven')}`],
  ...['javadoc', 'source', 'gpg', 'test'].map((what) => `-D${what === 'gpg' ? 'gpg' : `maven.${what}`}.skip=true`),
];

/** The libraries of the programs, as `java` takes them. */
export const CLASSPATH = cached('classpath.txt');
const POM = path.join(__dirname, 'pom.xml');
const PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath';

export const java: Language = {
  name: 'Java',
  extension: '.java',

  prepare() {
    for (const library of ['cdk8s', 'cdk8s-istio'] as const) {
      const folder = bindingsOf(library, 'java');
      once(`${library} for Java`, [path.join(folder, 'pom.xml'), path.join(folder, 'src')], () => {
        succeed([...MAVEN, 'install'], { cwd: folder });
      });
    }
    once('Java classpath', [POM, path.join(ROOT, 'package.json')], () => {
      const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string };
      const options = ['-f', POM, `-Dcdk8s-istio.version=${version}`, `-Dmdep.outputFile=${CLASSPATH}`];
      succeed([...MAVEN, ...options, PLUGIN], { cwd: __dirname });
    });
  },

  command(file) {
    return ['java', '-cp', `${classesOf(file)}:${readFileSync(CLASSPATH, 'utf8')}`, path.basename(file, '.java')];
  },

  run(file, env) {
    const compiled = compile(file);
    return compiled.code === 0 ? run(this.command(file), { cwd: path.dirname(file), env }) : compiled;
  },

  follow(command) {
    return { command, env: { MAVEN_OPTS: `-Dmaven.repo.local=${cached('maven')}` } };
  },

  lint(file) {
    const { stdout, stderr } = compile(file);
    return stdout + stderr;
  },
};

const COMPILED = new Map<string, Ran>();

/** Compiles a program; a warning is an error. */
function compile(file: string): Ran {
  const known = COMPILED.get(file);
  if (known !== undefined) {
    return known;
  }
  const classes = classesOf(file);
  rmSync(classes, { recursive: true, force: true });
  mkdirSync(classes, { recursive: true });
  const options = ['-Xlint:all', '-Werror', '-d', classes, '-cp', readFileSync(CLASSPATH, 'utf8')];
  const compiled = run(['javac', ...options, file], { cwd: path.dirname(file) });
  COMPILED.set(file, compiled);
  return compiled;
}

function classesOf(file: string): string {
  return cached('classes', path.relative(ROOT, file).replace(/\W/g, '-'));
}
