import { requestAuthenticationsFor } from '../../mesh/authorization';
import type { Mesh } from '../../mesh/reading/mesh';
import type { AskedRules } from '../asked-rules';
import { changing } from '../partition/rewriting';

/** Names for rules: two with the same name tell the same requests apart. */
export class RuleKeys {
  private readonly numbers = new Map<object, number>();

  constructor(private readonly mesh: Mesh) {}

  /** @param client the address that the request comes from, where it is one of many that it may come from */
  public of(rules: AskedRules, client?: string): string {
    const before = changing(rules.before).flatMap(({ route, destination }) => [route, destination ?? NONE]);
    const reception = JSON.stringify(rules.reception);
    if (rules.kind === 'routes') {
      return this.named(`routes ${reception}`, [rules.host.routes, rules.proxy, NONE, ...before]);
    }
    const { policies, connection, proxy } = rules;
    const { custom, deny, allow } = policies;
    const tokens = requestAuthenticationsFor(this.mesh, proxy);
    const objects = [...custom, ...deny, ...allow, NONE, ...tokens, NONE, ...before];
    const { peerAddress, remoteAddress } = connection;
    const [peer, remote] = [peerAddress, remoteAddress].map((each) =>
      client !== undefined && each === client ? 'client' : each,
    );
    return this.named(JSON.stringify({ ...connection, peerAddress: peer, remoteAddress: remote }) + reception, objects);
  }

  private named(start: string, objects: readonly object[]): string {
    return [start, ...objects.map((each) => this.numberOf(each))].join(' ');
  }

  private numberOf(thing: object): number {
    const number = this.numbers.get(thing) ?? this.numbers.size;
    this.numbers.set(thing, number);
    return number;
  }
}

/** Stands between two lists. */
const NONE = {};
