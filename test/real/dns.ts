import type { Socket } from 'node:dgram';
import { createSocket } from 'node:dgram';

const TYPE_A = 1;
const NAME_ERROR = 3;

/** A DNS server that knows the names of the test and no other. */
export class DnsStub {
  private readonly socket: Socket = createSocket('udp4');

  constructor(private readonly lookUp: (name: string) => string | undefined) {
    this.socket.on('message', (query, from) => this.socket.send(this.answer(query), from.port, from.address));
  }

  public async start(address: string): Promise<{ address: string; port: number }> {
    await new Promise<void>((resolve) => this.socket.bind(0, address, resolve));
    return { address, port: this.socket.address().port };
  }

  public stop(): void {
    this.socket.close();
  }

  /** One question, as all resolvers ask; one address, as the test has it. */
  private answer(query: Buffer): Buffer {
    const labels: string[] = [];
    let at = 12;
    while (query[at] > 0) {
      labels.push(query.toString('latin1', at + 1, at + 1 + query[at]));
      at += 1 + query[at];
    }
    const type = query.readUInt16BE(at + 1);
    const question = query.subarray(12, at + 5);
    const address = this.lookUp(labels.join('.').toLowerCase());
    const records = address !== undefined && type === TYPE_A ? [record(address)] : [];
    const header = Buffer.alloc(12);
    query.copy(header, 0, 0, 2);
    header.writeUInt16BE(0x8180 | (address === undefined ? NAME_ERROR : 0), 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(records.length, 6);
    return Buffer.concat([header, question, ...records]);
  }
}

/** An A record for the name of the question, valid for a minute. */
function record(address: string): Buffer {
  return Buffer.from([0xc0, 12, 0, TYPE_A, 0, 1, 0, 0, 0, 60, 0, 4, ...address.split('.').map(Number)]);
}
