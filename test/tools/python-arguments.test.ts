import { withPlainArguments } from '../../tools/python-arguments';

/** A class as jsii-pacmak writes it, with a parameter and the lines before the check of types. */
const classWith = (type: string, made: readonly string[] = [], checked = 'rules'): string =>
  [
    'class Spec:',
    '    def __init__(',
    '        self,',
    '        *,',
    `        rules: ${type},`,
    '    ) -> None:',
    "        '''The spec.'''",
    ...made,
    '        if __debug__:',
    '            type_hints = cached_type_hints(_typecheckingstub__1)',
    `            check_type(argname="argument ${checked}", value=${checked}, expected_type=type_hints["${checked}"])`,
    '        self._values: typing.Dict[builtins.str, typing.Any] = {}',
    '',
  ].join('\n');

const DICT = 'typing.Dict[builtins.str, typing.Any]';

test.each([
  [
    'in a list',
    `typing.Optional[typing.Sequence[typing.Union["Rule", ${DICT}]]] = None`,
    [
      '        if isinstance(rules, (list, tuple)):',
      '            rules = [Rule(**each) if isinstance(each, dict) else each for each in rules]',
    ],
  ],
  [
    'in a list that is required, of another module',
    `typing.Sequence[typing.Union["_security_1.Rule", ${DICT}]]`,
    [
      '        if isinstance(rules, (list, tuple)):',
      '            rules = [_security_1.Rule(**each) if isinstance(each, dict) else each for each in rules]',
    ],
  ],
  [
    'in a map',
    `typing.Optional[typing.Mapping[builtins.str, typing.Union["Rule", ${DICT}]]] = None`,
    [
      '        if isinstance(rules, dict):',
      '            rules = {key: Rule(**each) if isinstance(each, dict) else each for key, each in rules.items()}',
    ],
  ],
])('a dict %s becomes the struct', (_, type, made) => {
  expect(withPlainArguments(classWith(type))).toBe(classWith(type, made));
});

test.each(['typing.Sequence[builtins.str]', 'typing.Optional[typing.Sequence["Source"]] = None'])(
  'a tuple becomes a list: %s',
  (type) => {
    const made = ['        if isinstance(rules, tuple):', '            rules = list(rules)'];
    expect(withPlainArguments(classWith(type))).toBe(classWith(type, made));
  },
);

test('a function that has its parameters in one line is no other', () => {
  const parameter = `typing.Sequence[typing.Union["Rule", ${DICT}]]`;
  const inOneLine = (code: string): string =>
    code.replace(/\(\n +self,\n +\*,\n +(.*),\n +\)/, (_, one: string) => `(self, *, ${one})`);
  const made = [
    '        if isinstance(rules, (list, tuple)):',
    '            rules = [Rule(**each) if isinstance(each, dict) else each for each in rules]',
  ];
  expect(inOneLine(classWith(parameter))).toContain('def __init__(self, *, rules: typing.Sequence');
  expect(withPlainArguments(inOneLine(classWith(parameter)))).toBe(inOneLine(classWith(parameter, made)));
  // Another parameter of this name is above.
  const text = inOneLine(classWith('builtins.str'));
  expect(withPlainArguments(classWith(parameter) + text)).toBe(classWith(parameter, made) + text);
});

test.each([
  ['an argument, whose dict is made a struct already', `typing.Union["Rule", ${DICT}]`, 'rules'],
  ['a map of any values', 'typing.Mapping[builtins.str, typing.Any]', 'rules'],
  ['what another function makes a struct of', `typing.Sequence[typing.Union["Rule", ${DICT}]]`, 'scope'],
])('%s stays as it is', (_, type, checked) => {
  expect(withPlainArguments(classWith(type, [], checked))).toBe(classWith(type, [], checked));
});

test('a parameter with structs in a form that is not known is an error', () => {
  const type = `typing.Sequence[typing.Sequence[typing.Union["Rule", ${DICT}]]]`;
  expect(() => withPlainArguments(classWith(type))).toThrow(
    new Error(`Line 5 takes dicts in a way that is not known here: rules: ${type},`),
  );
});
