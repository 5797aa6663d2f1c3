import { show } from '../core/problems';
import { policyPathMistake } from '../istio/policy-path';

/** What is wrong with a path of an AuthorizationPolicy, and what to write instead; undefined if nothing is. */
export function policyPathProblem(path: string): string | undefined {
  const mistake = policyPathMistake(path);
  if (mistake === undefined) {
    return undefined;
  }
  const write = `Write ${show(mistake.instead)}.`;
  switch (mistake.kind) {
    case 'query':
      return `${show(path)} never matches: a path is compared without its query. ${write}`;
    case 'parameter':
      return `${show(path)} has ${show(mistake.part)}, which is compared literally. ${write}`;
    case 'expression':
      return `${show(path)} is a regular expression, and policies have none. ${write}`;
    case 'wildcard':
      return `${show(path)} has a "*" that Istio compares literally: alone it is a wildcard only at the beginning or end. ${write}`;
    case 'no slash':
      return `${show(path)} never matches, because every path begins with "/". ${write}`;
    case 'template': {
      const wrong = mistake.mistake;
      switch (wrong.kind) {
        case 'after the rest':
          return `${show(path)} has a template after "{**}", which takes the rest of the path. ${write}`;
        case 'braces':
          return `${show(path)} has a template that is no whole segment. ${write}`;
        case 'characters':
          return `${show(path)} has ${wrong.segment === '' ? 'an empty segment' : `the segment ${show(wrong.segment)}`} beside a template, where only letters, digits and -._~%!$&'()+,;:@= can stand. Leave it out.`;
      }
    }
  }
}
