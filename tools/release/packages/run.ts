import { spawnSync } from 'node:child_process';

/** What has to be installed for a program that is not there. */
const TOOLCHAINS: Readonly<Record<string, string>> = {
  python3: 'Python 3 with venv (Debian: apt-get install python3-venv)',
  mvn: 'a JDK from 17 and Maven (Debian: apt-get install openjdk-17-jdk maven)',
  go: 'Go from 1.25',
  dotnet: 'the .NET SDK from 8.0',
};

/** Runs a program and shows what it prints; throws unless it ends with 0. */
export function run(
  command: readonly string[],
  at: { readonly cwd: string; readonly env?: Record<string, string> },
): void {
  output(command, at, 'inherit');
}

/** Runs a program and returns what it prints; throws unless it ends with 0. */
export function output(
  [program, ...args]: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env?: Record<string, string> },
  stdout: 'pipe' | 'inherit' = 'pipe',
): string {
  const ran = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    stdio: ['ignore', stdout, 'inherit'],
    shell: process.platform === 'win32' && program === 'npm',
  });
  const error: NodeJS.ErrnoException | undefined = ran.error;
  if (error?.code === 'ENOENT' && program in TOOLCHAINS) {
    throw new Error(`${program} is not installed. Install ${TOOLCHAINS[program]}.`);
  }
  if (error !== undefined) {
    throw error;
  }
  if (ran.status !== 0) {
    throw new Error(`${[program, ...args].join(' ')} ended with ${ran.status}.`);
  }
  return ran.stdout ?? '';
}
