import { join } from 'node:path';
import { Child } from './child';
import { CRDS, ISTIOD } from './toolchain';

interface Asked {
  readonly resolve: (answer: string) => void;
  readonly reject: (error: Error) => void;
}

/** A command of the program of test/real/istiod that answers one line after the other. */
export class Program {
  private child?: Child;
  private readonly asked: Asked[] = [];
  private lines = 0;

  /**
   * @param folder of the log
   * @param most how many lines a process answers: it keeps something of each
   */
  constructor(
    private readonly command: string,
    private readonly folder: string,
    private readonly most: number,
  ) {}

  /** The answers to some lines. */
  public async ask(lines: readonly string[]): Promise<string[]> {
    if (this.asked.length === 0 && (this.lines >= this.most || !this.child?.alive)) {
      void this.child?.stop();
      this.child = this.start();
      this.lines = 0;
    }
    this.lines += lines.length;
    // Nobody waits for the process, but for its answers.
    const alive = setInterval(() => undefined, 60_000);
    try {
      return await Promise.all(
        lines.map((line) => {
          const answer = new Promise<string>((resolve, reject) => this.asked.push({ resolve, reject }));
          this.child!.send(line);
          return answer;
        }),
      );
    } finally {
      clearInterval(alive);
    }
  }

  private start(): Child {
    const log = join(this.folder, `${this.command}.log`);
    const child = new Child(this.command, ISTIOD, [this.command, ...CRDS], { log });
    child.onLine = (line) => this.asked.shift()!.resolve(line);
    void child.ended.then((how) => {
      if (child === this.child) {
        this.asked.splice(0).forEach(({ reject }) => reject(child.error(`ended with ${how}`)));
      }
    });
    return child;
  }
}
