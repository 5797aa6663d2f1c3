const Sequencer = require('@jest/test-sequencer').default;

/** The suites that are no scenarios first: some take minutes, which Jest cannot know from their length. */
module.exports = class extends Sequencer {
  sort(tests) {
    const isScenario = ({ path }) => path.includes('/scenarios/');
    const sorted = super.sort(tests);
    return [...sorted.filter((test) => !isScenario(test)), ...sorted.filter(isScenario)];
  }
};
