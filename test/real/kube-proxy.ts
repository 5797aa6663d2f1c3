import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import type { Cluster } from './cluster';

/** What a node does with connections to the addresses of Services: each goes to the next of the pods. */
export class KubeProxy {
  private readonly servers = new Map<string, Server>();
  private readonly sockets = new Set<Socket>();
  private turn = 0;

  /** Serves the Services of a cluster, and no others any more. */
  public async serve(cluster: Cluster): Promise<void> {
    this.stop();
    for (const { address, ports, workloads } of cluster.services) {
      for (const each of workloads.length > 0 ? ports : []) {
        const server = createServer((socket) => {
          const workload = workloads[this.turn++ % workloads.length];
          const port = cluster.targetPort(each, workload);
          this.pass(socket, workload.address, port);
        });
        await new Promise<void>((resolve, reject) =>
          server.once('error', reject).listen(each.port, address, () => resolve()),
        );
        this.servers.set(`${address}:${each.port}`, server);
      }
    }
  }

  public stop(): void {
    this.servers.forEach((server) => server.close());
    this.servers.clear();
    this.sockets.forEach((socket) => socket.destroy());
  }

  /** The pod sees the address of the client. */
  private pass(socket: Socket, host: string, port: number | undefined): void {
    if (port === undefined) {
      socket.destroy();
      return;
    }
    const pod = connect({ host, port, localAddress: socket.remoteAddress });
    for (const each of [socket, pod]) {
      this.sockets.add(each);
      each.on('error', () => each.destroy());
      each.on('close', () => {
        this.sockets.delete(each);
        // What was said before the end arrives.
        (each === pod ? socket : pod).destroySoon();
      });
    }
    socket.pipe(pod).pipe(socket);
  }
}
