import { spawnSync } from 'node:child_process';

interface Toolchain {
  readonly command: readonly string[];
  /** What installs it. */
  readonly install: string;
}

const TOOLCHAINS: readonly Toolchain[] = [
  {
    command: ['python3', '-c', 'import venv, ensurepip, sys; sys.exit(sys.version_info < (3, 10))'],
    install: 'sudo apt-get install python3 python3-venv   (Python 3.10 or later)',
  },
  {
    command: ['javac', '--release', '17', '--version'],
    install: 'sudo apt-get install openjdk-17-jdk-headless   (JDK 17 or later)',
  },
  { command: ['mvn', '--version'], install: 'sudo apt-get install maven' },
  {
    command: ['go', 'version'],
    install: 'curl -sL https://go.dev/dl/go1.26.0.linux-amd64.tar.gz | sudo tar -C /usr/local -xz   (Go 1.25 or later)',
  },
];

/** Throws one error that names each toolchain that is absent, with the command that installs it. */
export function requireToolchains(toolchains: readonly Toolchain[] = TOOLCHAINS): void {
  const absent = toolchains.filter(({ command: [program, ...args] }) => spawnSync(program, args).status !== 0);
  if (absent.length > 0) {
    const lines = absent.map(({ command, install }) => `  "${command.join(' ')}" does not run. Install it: ${install}`);
    throw new Error(`test:languages needs toolchains that are not there:\n${lines.join('\n')}`);
  }
}
