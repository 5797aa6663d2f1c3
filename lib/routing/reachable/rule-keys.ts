import { requestAuthenticationsFor } from '../../mesh/authorization';
import type { Mesh } from '../../mesh/reading/mesh';
import type { AskedRules } from '../asked-rules';
import { changing } from '../partition/rewriting';

/** Names for rules: two with the same name tell the same requests apart. */
export class RuleKeys {
  private readonly numbers = new Map<object, number>();

  constructor(private readonly mesh: Mesh) {}

  public of(rules: AskedRules): string {
    const before = changing(rules.before).flatMap(({ route, destination }) => [route, destination ?? NONE]);
    const reception = JSON.stringify(rules.reception);
    if (rules.kind === 'routes') {
      return this.named(`routes ${reception}`, [rules.host.routes, rules.proxy, NONE, ...before]);
    }
    const { policies, connection, proxy } = rules;
    const { custom, deny, allow } = policies;
    const tokens = requestAuthenticationsFor(this.mesh, proxy);
    const objects = [...custom, ...deny, ...allow, NONE, ...tokens, NONE, ...before];
    return this.named(JSON.stringify(connection) + reception, objects);
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
