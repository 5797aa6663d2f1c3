import { spawnSync } from 'node:child_process';
import { ISTIOD } from './toolchain';

export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** What the world outside of the mesh trusts: one authority that signs what is asked for. */
export class PublicAuthority {
  public readonly certificate: string;
  private readonly pairs: Map<string, KeyPair>;

  /** @param wanted names that one certificate holds, by the name of the certificate */
  constructor(wanted: { [name: string]: string[] }) {
    const lines = Object.entries({ ...wanted, authority: [] }).map(([name, dns]) => ({
      authority: 'public',
      name,
      dns,
    }));
    const { stdout, stderr, status } = spawnSync(ISTIOD, ['certificates'], {
      input: lines.map((line) => JSON.stringify(line)).join('\n'),
      encoding: 'utf8',
    });
    if (status !== 0) {
      throw new Error(`no certificates: ${stderr}`);
    }
    const made = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as KeyPair & { authority: string });
    this.certificate = made[0].authority;
    this.pairs = new Map(lines.map(({ name }, i) => [name, made[i]]));
  }

  public pair(name: string): KeyPair {
    return this.pairs.get(name)!;
  }
}
