/* eslint-disable no-console */
// `npx tsx test/kiali/record.ts ORACLE_BINARY`: asks Kiali of all cases and mutations, and records what it says.
import { allCases } from './cases';
import { MUTATIONS, mutation } from './mutations';
import { kialiVerdicts } from './oracle';
import { recordCases, recordMutations } from './recording';

function main([binary]: string[]): void {
  if (binary === undefined) {
    throw new Error('Usage: npx tsx test/kiali/record.ts ORACLE_BINARY');
  }
  const cases = allCases();
  const names = Object.keys(cases);
  const verdicts = kialiVerdicts(binary, Object.values(cases));
  recordCases(Object.fromEntries(names.map((name, i) => [name, verdicts[i]])));
  console.log(`${names.length} cases`);
  const mutations = Array.from({ length: MUTATIONS }, (_, seed) => mutation(seed));
  recordMutations(kialiVerdicts(binary, mutations));
  console.log(`${MUTATIONS} mutations`);
}

main(process.argv.slice(2));
