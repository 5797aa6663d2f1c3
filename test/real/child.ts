import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';

/** A process that ends when this one does, even when this one is killed. */
export class Child {
  /** Settles when the process has ended. */
  public readonly ended: Promise<string>;
  private readonly process: ChildProcess;
  private running = true;

  /** Standard output and standard error go to files, unless `onLine` takes the lines of standard output. */
  constructor(
    private readonly name: string,
    command: string,
    args: string[],
    private readonly files: { out?: string; log: string },
    onLine?: (line: string) => void,
    environment: { [name: string]: string } = {},
  ) {
    dieWithParent();
    const out = files.out === undefined ? undefined : openSync(files.out, 'a');
    const log = openSync(files.log, 'a');
    this.process = spawn('setpriv', ['--pdeathsig', 'KILL', '--', command, ...args], {
      stdio: [onLine ? 'pipe' : 'ignore', out ?? 'pipe', log],
      env: { ...process.env, ...environment },
    });
    closeSync(log);
    if (out !== undefined) {
      closeSync(out);
    }
    this.ended = new Promise((resolve) => {
      this.process.once('error', (error) => resolve(error.message));
      this.process.once('exit', (code, signal) => resolve(signal === null ? `status ${code}` : `signal ${signal}`));
    });
    void this.ended.then(() => (this.running = false));
    // A broken pipe shows as the end of the process.
    this.process.stdin?.on('error', () => undefined);
    if (onLine !== undefined) {
      let rest = '';
      this.process.stdout!.setEncoding('utf8').on('data', (text: string) => {
        const lines = (rest + text).split('\n');
        rest = lines.pop()!;
        lines.forEach(onLine);
      });
    }
  }

  public get alive(): boolean {
    return this.running;
  }

  public send(message: unknown): void {
    this.process.stdin!.write(`${JSON.stringify(message)}\n`);
  }

  /** An error with the last lines of the log. */
  public error(what: string): Error {
    return new Error(`${this.name} ${what}\n${tail(this.files.log)}`);
  }

  public async stop(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.ended;
  }
}

/** The last lines of a log that say something. */
export function tail(file: string, count = 15): string {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines
    .slice(-count)
    .map((line) => `  | ${line}`)
    .join('\n');
}

let watching = false;

/**
 * Children get a signal when this process dies. But this may be a worker of jest, which would outlive a killed jest.
 */
function dieWithParent(): void {
  if (watching) {
    return;
  }
  watching = true;
  const parent = parentId();
  setInterval(() => {
    if (parentId() !== parent) {
      process.kill(process.pid, 'SIGKILL');
    }
  }, 500).unref();
}

/** `process.ppid` is a copy inside jest. */
function parentId(): string {
  return readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')[1];
}
