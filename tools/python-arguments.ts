import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/*
 * In Python a dict may stand for a struct. jsii-pacmak makes the struct of a dict that is an argument, with an error for a key that the struct does
 * not have. A dict in a list or in a map goes to Node as it is, where the runtime of jsii drops all keys that are not in camelCase without a
 * word: `rules=[{"from_": [...]}]` lets everybody in (cdk8s-team/cdk8s-core#874). So the same is written here for lists and maps into what
 * jsii-pacmak generates. A tuple is made a list: type checkers take one, and the runtime of jsii refuses it with an error that names no argument.
 */

const DICT = 'typing.Dict[builtins.str, typing.Any]';

/** The beginning of a function, with its parameters if it has few: otherwise they stand below, one in a line. */
const FUNCTION = /^ *def \w+\((.*?)(?:\) -> .*:)?$/;

/** A parameter that takes structs in a list, or in a map by names. */
const PARAMETER =
  /^ +(\w+): (?:typing\.Optional\[)?typing\.(Sequence|Mapping)\[(?:builtins\.str, )?typing\.Union\["?([\w.]+)"?, typing\.Dict\[builtins\.str, typing\.Any\]\]\]\]?(?: = None)?,$/;

/** A parameter that takes a list of anything else. */
const LIST = /^ +(\w+): (?:typing\.Optional\[)?typing\.Sequence\[.*\](?: = None)?,$/;

/** A parameter whose dict is made the struct already. */
const PLAIN =
  /^ +\w+: (?:typing\.Optional\[)?typing\.Union\["?[\w.]+"?, typing\.Dict\[builtins\.str, typing\.Any\]\]\]?(?: = None)?,$/;

/** The beginning of a function whose parameters are used as they are: others make a struct of them, which is such a function. */
const CHECKS = /^( +)if __debug__:$/;
const CHECKED = /^ +check_type\(argname="argument (\w+)", /;

/** Makes all modules of a package for Python take dicts and tuples in the place of structs and lists. */
export function takePlainArguments(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isFile() && entry.name.endsWith('.py')) {
      writeFileSync(file, withPlainArguments(readFileSync(file, 'utf8')));
    }
  }
}

/** The code of a module whose functions make structs of the dicts in lists and maps, and lists of tuples. */
export function withPlainArguments(code: string): string {
  const lines = code.split('\n');
  let parameters = new Map<string, string>();
  return lines
    .flatMap((line, at) => {
      const [, few] = FUNCTION.exec(line) ?? [];
      if (few !== undefined) {
        parameters = new Map();
      }
      for (const parameter of few === undefined ? [line] : parametersOf(few)) {
        const [name, made] = plain(parameter, at) ?? [];
        if (name !== undefined) {
          parameters.set(name, made!);
        }
      }
      const [, indent] = CHECKS.exec(line) ?? [];
      if (indent === undefined) {
        return line;
      }
      const made = checkedFrom(lines, at).flatMap((each) => parameters.get(each) ?? []);
      return [...made.flatMap((each) => each.split('\n')).map((each) => `${indent}${each}`), line];
    })
    .join('\n');
}

/** The parameters of a function that has all in one line, each as it would stand in a line of its own. */
function parametersOf(text: string): string[] {
  let depth = 0;
  let parameter = '';
  const found: string[] = [];
  for (const letter of `${text},`) {
    depth += letter === '[' ? 1 : letter === ']' ? -1 : 0;
    parameter += letter;
    if (letter === ',' && depth === 0) {
      found.push(` ${parameter.trim()}`);
      parameter = '';
    }
  }
  return found;
}

/** The name of a parameter, and the code that makes what it takes of dicts and tuples; nothing if it needs none. */
function plain(line: string, at: number): [string, string] | undefined {
  const [, name, kind, struct] = PARAMETER.exec(line) ?? [];
  if (name !== undefined) {
    return [name, kind === 'Sequence' ? ofList(name, struct) : ofMap(name, struct)];
  }
  if (line.includes(DICT) && line.endsWith(',') && !PLAIN.test(line)) {
    throw new Error(`Line ${at + 1} takes dicts in a way that is not known here: ${line.trim()}`);
  }
  const [, list] = LIST.exec(line) ?? [];
  return list === undefined ? undefined : [list, `if isinstance(${list}, tuple):\n    ${list} = list(${list})`];
}

function ofList(name: string, struct: string): string {
  return `if isinstance(${name}, (list, tuple)):\n    ${name} = [${struct}(**each) if isinstance(each, dict) else each for each in ${name}]`;
}

function ofMap(name: string, struct: string): string {
  return `if isinstance(${name}, dict):\n    ${name} = {key: ${struct}(**each) if isinstance(each, dict) else each for key, each in ${name}.items()}`;
}

/** The parameters that are checked below the line of {@link CHECKS}. */
function checkedFrom(lines: readonly string[], at: number): string[] {
  const checked: string[] = [];
  for (const line of lines.slice(at + 1, at + 200)) {
    const [, name] = CHECKED.exec(line) ?? [];
    if (name !== undefined) {
      checked.push(name);
    } else if (!line.includes('type_hints = ')) {
      break;
    }
  }
  return checked;
}
