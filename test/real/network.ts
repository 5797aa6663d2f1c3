import type { Server } from 'node:net';
import { createServer } from 'node:net';

/**
 * The loopback addresses of one mesh: 127.N.*.*, with N held by a listening socket for as long as the mesh lives, so that meshes of
 * several processes do not meet.
 */
export class Network {
  public static async claim(): Promise<Network> {
    for (let n = 10; n < 250; n++) {
      const lock = await listen(`127.${n}.0.1`, LOCK_PORT);
      if (lock !== undefined) {
        return new Network(`127.${n}`, lock);
      }
    }
    throw new Error('no network in 127.0.0.0/8 is free: all have a mesh of another test run');
  }

  private readonly given = new Map<string, string>();

  private constructor(
    private readonly prefix: string,
    private readonly lock: Server,
  ) {}

  /** Address of the test's own servers. */
  public get host(): string {
    return `${this.prefix}.0.1`;
  }

  /** The address of a thing of a kind; it stays the same. */
  public address(kind: 'client' | 'workload' | 'service' | 'external' | 'virtual', name: string): string {
    const key = `${kind} ${name}`;
    const known = this.given.get(key);
    if (known !== undefined) {
      return known;
    }
    const third = { client: 1, workload: 2, service: 3, external: 4, virtual: 5 }[kind];
    const taken = [...this.given.keys()].filter((other) => other.startsWith(`${kind} `)).length;
    const address = `${this.prefix}.${third}.${taken + 1}`;
    this.given.set(key, address);
    return address;
  }

  /** What has an address, for messages. */
  public nameOf(address: string): string | undefined {
    const found = [...this.given].find(([, given]) => given === address);
    return found?.[0].replace(/^\w+ /, '');
  }

  public release(): void {
    this.lock.close();
  }
}

const LOCK_PORT = 15099;

function listen(address: string, port: number): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(port, address, () => resolve(server));
  });
}
