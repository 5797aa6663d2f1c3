import { App, Duration } from 'cdk8s';
import {
  compact,
  expectBoolean,
  expectDuration,
  expectInteger,
  expectList,
  expectMap,
  expectObject,
  expectPercent,
  expectPort,
  expectString,
  expectStrings,
  expectValue,
  needInteger,
  needObject,
  needPort,
  needValue,
  writeLabels,
} from '../../lib/core/expect';
import { Problems } from '../../lib/core/problems';

type Check = (value: never, problems: Problems) => unknown;

class Word {
  public _toJson(): string {
    return 'word';
  }
}
const app = new App();

const list: Check = (value, problems) => expectList(value, problems, 'f', '[a]');
const strings: Check = (value, problems) => expectStrings(value, problems, 'f', "['a']");
const string: Check = (value, problems) => expectString(value, problems, 'f', "'a'");
const boolean: Check = (value, problems) => expectBoolean(value, problems, 'f');
const integer: Check = (value, problems) => expectInteger(value, 1, 9, problems, 'f', 'a digit');
const open: Check = (value, problems) => expectInteger(value, 0, Number.MAX_SAFE_INTEGER, problems, 'f', 'a count');
const needed: Check = (value, problems) => needInteger(value, 1, 9, problems, 'f', 'a digit');
const port: Check = (value, problems) => expectPort(value, problems, 'f');
const neededPort: Check = (value, problems) => needPort(value, problems, 'f');
const percent: Check = (value, problems) => expectPercent(value, problems, 'f');
const duration: Check = (value, problems) => expectDuration(value, problems, 'f');
const object: Check = (value, problems) => expectObject(value, 'FaultOptions', problems, 'f', '{ percentage: 10 }');
const neededObject: Check = (value, problems) => needObject(value, 'FaultOptions', problems, 'f', '{ percentage: 10 }');
const map: Check = (value, problems) => expectMap(value, problems, 'f', '{ a: 1 }');
const labels: Check = (value, problems) => writeLabels(value, problems, 'f');
const value: Check = (given, problems) => expectValue(given, app, problems, 'f', 'new Word()');
const neededValue: Check = (given, problems) => needValue(given, app, problems, 'f', 'new Word()');

function run(check: Check, given: unknown): { result: unknown; problems: string[] } {
  const problems = new Problems();
  const result = check(given as never, problems);
  return { result, problems: problems.list.map(({ field, message }) => `${field}: ${message}`) };
}

test.each([
  ['list', list, undefined, []],
  ['list', list, ['a'], ['a']],
  ['strings', strings, undefined, []],
  ['strings', strings, ['a'], ['a']],
  ['string', string, undefined, undefined],
  ['string', string, 'a', 'a'],
  ['boolean', boolean, undefined, undefined],
  ['boolean', boolean, false, false],
  ['integer', integer, undefined, undefined],
  ['integer', integer, 9, 9],
  ['needed integer', needed, 1, 1],
  ['port', port, undefined, undefined],
  ['port', port, 65535, 65535],
  ['needed port', neededPort, 1, 1],
  ['percent', percent, undefined, undefined],
  ['percent', percent, 0, { value: 0 }],
  ['percent', percent, 0.0001, { value: 0.0001 }],
  ['percent', percent, 100, { value: 100 }],
  ['duration', duration, undefined, undefined],
  ['duration', duration, Duration.seconds(5), '5s'],
  ['duration', duration, Duration.minutes(2), '120s'],
  ['duration', duration, Duration.millis(1500), '1500ms'],
  ['object', object, undefined, undefined],
  ['object', object, { percentage: 1, other: undefined }, { percentage: 1 }],
  ['object', object, Object.create(null), {}],
  ['needed object', neededObject, {}, {}],
  ['map', map, undefined, undefined],
  ['map', map, { a: 1 }, { a: 1 }],
  ['labels', labels, undefined, undefined],
  ['labels', labels, { a: 'b' }, { a: 'b' }],
  ['value', value, undefined, undefined],
  ['value', value, new Word(), 'word'],
  ['needed value', neededValue, new Word(), 'word'],
])('%s: %p passes', (_, check, given, expected) => {
  const { result, problems } = run(check, given);
  expect(problems).toEqual([]);
  expect(result).toEqual(expected);
});

const DIGIT = 'is not a digit (a whole number, 1 to 9).';
const PORT = 'is not a port number (a whole number, 1 to 65535).';
const PERCENT = 'is not a percentage (0 to 100). For a fifth of the requests write 20.';
const DURATION = 'is not a Duration. Write Duration.seconds(5), with Duration from cdk8s.';

test.each([
  ['list', list, 'a', 'f: "a" is not a list. Write [a].', []],
  ['list', list, null, 'f: null is not a list. Write [a].', []],
  ['strings', strings, 'a', 'f: "a" is not a list. Write [\'a\'].', []],
  ['strings', strings, ['a', 5], "f[1]: 5 is not a non-empty string. Write ['a'].", ['a']],
  ['strings', strings, [''], 'f[0]: "" is not a non-empty string. Write [\'a\'].', []],
  ['string', string, '', 'f: "" is not a non-empty string. Write \'a\'.', undefined],
  ['string', string, null, "f: null is not a non-empty string. Write 'a'.", undefined],
  ['boolean', boolean, 'true', 'f: "true" is neither true nor false. Write true without quotes.', undefined],
  ['integer', integer, 10, `f: 10 ${DIGIT}`, undefined],
  ['integer', integer, 1.5, `f: 1.5 ${DIGIT}`, undefined],
  ['integer', integer, '5', `f: "5" ${DIGIT} Write 5 without quotes.`, undefined],
  ['integer', integer, NaN, `f: NaN ${DIGIT}`, undefined],
  ['needed integer', needed, undefined, `f: undefined ${DIGIT}`, undefined],
  ['integer without end', open, -1, 'f: -1 is not a count (a whole number, 0 or more).', undefined],
  ['port', port, 0, `f: 0 ${PORT}`, undefined],
  ['needed port', neededPort, undefined, `f: undefined ${PORT}`, undefined],
  ['percent', percent, -1, `f: -1 ${PERCENT}`, undefined],
  ['percent', percent, 101, `f: 101 ${PERCENT}`, undefined],
  ['percent', percent, NaN, `f: NaN ${PERCENT}`, undefined],
  ['percent', percent, '20', `f: "20" ${PERCENT}`, undefined],
  ['percent', percent, 0.00001, 'f: 0.00001 is smaller than Istio supports. Write 0.0001 or more, or 0.', undefined],
  ['duration', duration, '5s', `f: "5s" ${DURATION}`, undefined],
  ['duration', duration, null, `f: null ${DURATION}`, undefined],
  [
    'duration',
    duration,
    Duration.millis(0),
    'f: 0 ms is not a duration for Istio (whole milliseconds, 1 or more).',
    undefined,
  ],
  [
    'duration',
    duration,
    Duration.millis(1.5),
    'f: 1.5 ms is not a duration for Istio (whole milliseconds, 1 or more).',
    undefined,
  ],
  ['object', object, [], 'f: [] does not fit here. Write { percentage: 10 }.', undefined],
  ['object', object, null, 'f: null does not fit here. Write { percentage: 10 }.', undefined],
  ['object', object, new Word(), 'f: an object of class Word does not fit here. Write { percentage: 10 }.', undefined],
  [
    'object',
    object,
    { percentge: 1 },
    'f.percentge: unknown field of FaultOptions. Did you mean percentage?',
    { percentge: 1 },
  ],
  ['object', object, { a: null }, 'f.a: unknown field of FaultOptions. It has: percentage.', { a: null }],
  ['needed object', neededObject, undefined, 'f: undefined does not fit here. Write { percentage: 10 }.', undefined],
  ['map', map, null, 'f: null does not fit here. Write { a: 1 }.', undefined],
  ['labels', labels, 'a', 'f: "a" does not fit here. Write { version: \'v1\' }.', undefined],
  ['labels', labels, { a: 1 }, 'f.a: 1 is not a string. Labels are strings: write "1".', { a: 1 }],
  ['value', value, 'word', 'f: "word" does not fit here. Write new Word().', undefined],
  ['needed value', neededValue, undefined, 'f: undefined does not fit here. Write new Word().', undefined],
])('%s: %p is rejected', (_, check, given, problem, expected) => {
  const { result, problems } = run(check, given);
  expect(problems).toEqual([problem]);
  expect(result).toEqual(expected);
});

test('members that are undefined are left out', () => {
  expect(Object.keys(compact({ a: 1, b: undefined, c: null }))).toEqual(['a', 'c']);
});
