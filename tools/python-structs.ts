import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/*
 * In Python a dict may stand for a struct. jsii-pacmak makes the struct of a dict that is an argument, with an error for a key that the struct does
 * not have. A dict in a list or in a map goes to Node as it is, where the runtime of jsii drops all keys that are not in camelCase without a
 * word: `rules=[{"from_": [...]}]` lets everybody in (cdk8s-team/cdk8s-core#874). So the same is written here for lists and maps into what
 * jsii-pacmak generates.
 */

const DICT = 'typing.Dict[builtins.str, typing.Any]';

/** The function that follows: its parameters are not those of the one before. */
const FUNCTION = /^ *def \w+\($/;

/** A parameter that takes structs in a list, or in a map by names. */
const PARAMETER =
  /^ +(\w+): (?:typing\.Optional\[)?typing\.(Sequence|Mapping)\[(?:builtins\.str, )?typing\.Union\["?([\w.]+)"?, typing\.Dict\[builtins\.str, typing\.Any\]\]\]\]?(?: = None)?,$/;

/** A parameter whose dict is made the struct already. */
const PLAIN =
  /^ +\w+: (?:typing\.Optional\[)?typing\.Union\["?[\w.]+"?, typing\.Dict\[builtins\.str, typing\.Any\]\]\]?(?: = None)?,$/;

/** The beginning of a function whose parameters are used as they are: others make a struct of them, which is such a function. */
const CHECKS = /^( +)if __debug__:$/;
const CHECKED = /^ +check_type\(argname="argument (\w+)", /;

/** Makes structs of the dicts in lists and maps in all modules of a package for Python. */
export function makeStructsOfDicts(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isFile() && entry.name.endsWith('.py')) {
      writeFileSync(file, withStructsOfDicts(readFileSync(file, 'utf8')));
    }
  }
}

/** The code of a module in which functions make structs of the dicts in lists and maps. */
export function withStructsOfDicts(code: string): string {
  const lines = code.split('\n');
  let parameters = new Map<string, string>();
  return lines
    .flatMap((line, at) => {
      if (FUNCTION.test(line)) {
        parameters = new Map();
      }
      const [, name, kind, struct] = PARAMETER.exec(line) ?? [];
      if (name !== undefined) {
        parameters.set(name, kind === 'Sequence' ? ofList(name, struct) : ofMap(name, struct));
      } else if (line.includes(DICT) && line.endsWith(',') && !PLAIN.test(line)) {
        throw new Error(`Line ${at + 1} takes dicts in a way that is not known here: ${line.trim()}`);
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
