import { withStructsOfDicts } from '../../tools/python-structs';

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
  expect(withStructsOfDicts(classWith(type))).toBe(classWith(type, made));
});

test.each([
  ['an argument, whose dict is made a struct already', `typing.Union["Rule", ${DICT}]`, 'rules'],
  ['a list of texts', 'typing.Sequence[builtins.str]', 'rules'],
  ['a map of any values', 'typing.Mapping[builtins.str, typing.Any]', 'rules'],
  ['what another function makes a struct of', `typing.Sequence[typing.Union["Rule", ${DICT}]]`, 'scope'],
])('%s stays as it is', (_, type, checked) => {
  expect(withStructsOfDicts(classWith(type, [], checked))).toBe(classWith(type, [], checked));
});

test('a parameter with structs in a form that is not known is an error', () => {
  const type = `typing.Sequence[typing.Sequence[typing.Union["Rule", ${DICT}]]]`;
  expect(() => withStructsOfDicts(classWith(type))).toThrow(
    new Error(`Line 5 takes dicts in a way that is not known here: rules: ${type},`),
  );
});
