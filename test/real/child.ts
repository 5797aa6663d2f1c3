import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';

const SHOWN = 15;

/** A process that ends when this one does, even when this one is killed, and that this one does not wait for. */
export class Child {
  /** Settles when the process has ended. */
  public readonly ended: Promise<string>;
  /** Takes the lines of standard output. */
  public onLine?: (line: string) => void;
  private readonly process: ChildProcess;
  private running = true;
  /** Where the part of the log begins that errors tell. */
  private logStart = 0;

  /** Standard output and standard error go to files. Without one for standard output its lines can be taken, and it can be written to. */
  constructor(
    private readonly name: string,
    command: string,
    args: string[],
    private readonly files: { out?: string; log: string },
    environment: { [name: string]: string } = {},
  ) {
    dieWithParent();
    const out = files.out === undefined ? undefined : openSync(files.out, 'a');
    const log = openSync(files.log, 'a');
    this.process = spawn('setpriv', ['--pdeathsig', 'KILL', '--', command, ...args], {
      stdio: [out === undefined ? 'pipe' : 'ignore', out ?? 'pipe', log],
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
    let rest = '';
    this.process.stdout?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop()!;
      lines.forEach((line) => this.onLine?.(line));
    });
    for (const each of [this.process, this.process.stdin, this.process.stdout]) {
      (each as { unref?: () => void } | null)?.unref?.();
    }
  }

  public get alive(): boolean {
    return this.running;
  }

  public send(line: string): void {
    this.process.stdin!.write(`${line}\n`);
  }

  /** What the log has now is of no interest any more. */
  public forgetLog(): void {
    this.logStart = statSync(this.files.log).size;
  }

  /** An error with the last lines of the log. */
  public error(what: string): Error {
    return new Error(`${this.name} ${what}\n${this.tail()}`);
  }

  public async stop(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.ended;
  }

  /** The last lines of the log that say something. */
  private tail(): string {
    const lines = readFileSync(this.files.log).subarray(this.logStart).toString('utf8').trimEnd().split('\n');
    return lines
      .slice(-SHOWN)
      .map((line) => `  | ${line}`)
      .join('\n');
  }
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
