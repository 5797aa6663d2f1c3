import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { PackageBuild } from './package-build';
import { pacmak } from './pacmak';
import { run } from './run';

/** What Maven Central wants to know of a package, as elements of its POM. */
const REQUIRED = ['name', 'description', 'url', 'licenses', 'developers', 'scm'];

/** The library with its sources and documents, in the layout of a Maven repository. */
export function java(build: PackageBuild): string[] {
  const { root, to, scratch, version, peersFromNpm } = build;
  // Plugins and libraries are downloaded once; what the registry does not have is put there as well.
  const repository = path.join(root, 'node_modules', '.cache', 'cdk8s-istio', 'maven');
  if (peersFromNpm) {
    pacmak(build, 'java', path.join(scratch, 'peers'), {
      of: path.join(root, 'node_modules', 'cdk8s'),
      options: ['--code-only'],
    });
    const quick = ['-Dmaven.javadoc.skip', '-Dmaven.source.skip', `-Dmaven.repo.local=${repository}`];
    run(['mvn', '--batch-mode', '--quiet', 'install', ...quick], { cwd: path.join(scratch, 'peers', 'java') });
  }
  // `mvn deploy` into a folder: compiles, makes the documents and verifies.
  pacmak(build, 'java', path.dirname(to), { options: ['--maven-local-repository', repository] });
  const { groupId, artifactId } = maven(root);
  const home = path.join(to, ...groupId.split('.'), artifactId, version);
  const files = ['.jar', '-sources.jar', '-javadoc.jar', '.pom'].map((end) => `${artifactId}-${version}${end}`);
  const missing = files.filter((file) => !existsSync(path.join(home, file)));
  if (missing.length > 0) {
    return [`It lacks ${missing.join(', ')}; it has ${existsSync(home) ? readdirSync(home).join(', ') : 'nothing'}.`];
  }
  const pom = readFileSync(path.join(home, files[3]), 'utf8');
  const untold = REQUIRED.filter((element) => !pom.includes(`<${element}>`));
  return untold.length === 0 ? [] : [`Its POM does not say ${untold.join(', ')}, which Maven Central requires.`];
}

function maven(root: string): { readonly groupId: string; readonly artifactId: string } {
  const { jsii } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    jsii: { targets: { java: { maven: { groupId: string; artifactId: string } } } };
  };
  return jsii.targets.java.maven;
}
