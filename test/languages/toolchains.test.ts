import { requireToolchains } from './toolchains';

test('all that are absent are named at once, with the command that installs each', () => {
  const absent = [
    { command: ['node', '--version'], install: 'never asked for' },
    { command: ['no-such-compiler', '--version'], install: 'sudo apt-get install no-such-compiler' },
    { command: ['node', '-e', 'process.exit(1)'], install: 'sudo apt-get install newer' },
  ];
  expect(() => requireToolchains(absent)).toThrow(
    new Error(
      'test:languages needs toolchains that are not there:\n' +
        '  "no-such-compiler --version" does not run. Install it: sudo apt-get install no-such-compiler\n' +
        '  "node -e process.exit(1)" does not run. Install it: sudo apt-get install newer',
    ),
  );
});

test('nothing is said where all are there', () => {
  expect(() => requireToolchains([{ command: ['node', '--version'], install: '' }])).not.toThrow();
});
