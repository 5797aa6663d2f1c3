import { failureOf, make, programOf } from './programs';
import { python } from './python';

/* A dict in the place of a struct, wherever it stands, is the struct: it loses nothing, and what the struct does not have is an error. A tuple is a list. */

const file = programOf('dicts', python);
const made = make((env) => python.run(file, env));

test('dicts and tuples make what classes and lists make', () => {
  expect(failureOf(made)).toBe('');
  const { 'classes.k8s.yaml': classes, 'dicts.k8s.yaml': dicts } = made.manifests;
  expect(dicts).toBe(classes);
  expect(dicts).toContain('notPrincipals:');
});

test('keys that a struct does not have are refused', () => {
  expect(made.stdout.trimEnd().split('\n')).toEqual([
    "Rule.__init__() got an unexpected keyword argument 'from'",
    "HttpRedirect.__init__() got an unexpected keyword argument 'redirectCode'",
    "ServicePort.__init__() got an unexpected keyword argument 'targetPort'",
    "StringMatch.__init__() got an unexpected keyword argument 'prefx'",
  ]);
});

test('mypy has nothing to say', () => {
  expect(python.lint(file)).toBe('');
});
