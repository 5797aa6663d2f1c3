import { join } from 'node:path';
import { Child } from './child';
import { CRDS, ISTIOD } from './toolchain';

/** istiod keeps something of each mesh, so a process serves that many only. */
const MESHES = 25;

interface Served {
  readonly child: Child;
  readonly environment: string;
  meshes: number;
}

/** Processes of istiod. Each serves one mesh after the other: the start of a process takes longer than that of a mesh. */
export class Istiods {
  private readonly served = new Map<Child, Served>();
  private idle?: Served;
  private started = 0;

  /** @param folder of the logs */
  constructor(private readonly folder: string) {}

  /** A process that serves no mesh, with an environment beside that of this one. */
  public take(environment: { [name: string]: string }): Child {
    const key = JSON.stringify(environment);
    const { idle } = this;
    this.idle = undefined;
    if (idle?.child.alive && idle.environment === key) {
      idle.meshes++;
      idle.child.forgetLog();
      return idle.child;
    }
    void idle?.child.stop();
    const log = join(this.folder, `istiod-${++this.started}.log`);
    const child = new Child('istiod', ISTIOD, ['serve', ...CRDS], { log }, environment);
    this.served.set(child, { child, environment: key, meshes: 1 });
    return child;
  }

  /** Ends the mesh that a process serves. */
  public async giveBack(child: Child): Promise<void> {
    const served = this.served.get(child)!;
    const ended = new Promise<boolean>((resolve) => {
      child.onLine = (line) => line === '{"event":"ended"}' && resolve(true);
      void child.ended.then(() => resolve(false));
    });
    if (served.meshes < MESHES && this.idle === undefined && child.alive) {
      child.send('{"end":true}');
      if (await ended) {
        this.idle = served;
        return;
      }
    }
    this.served.delete(child);
    await child.stop();
  }
}
