import type { IConstruct } from 'constructs';
import { fieldInCallersLanguage, inCallersLanguage } from './language/in-language';

/** One thing that is wrong with the input of a construct. */
export interface Problem {
  /** Where, as a path into the props: `routes[0].timeout`. */
  readonly field: string;
  /** What is wrong and what to write instead, as one or two sentences. */
  readonly message: string;
  /**
   * How much of the field names options, where the problem is in data that an option takes, such as a manifest. What follows, and the message,
   * is spelt as in the data, which has its own names in every language.
   */
  readonly dataFrom?: number;
}

/**
 * Collects everything that is wrong with one construct, so that the user reads all of it at once.
 *
 * Value classes never throw: they carry what was given, and the construct that uses them reports it
 * here with its own path and field.
 */
export class Problems {
  private readonly found: Problem[];

  constructor(
    /** What stands before all fields that are reported here. */
    private readonly prefix: string = '',
    private readonly parent?: Problems,
  ) {
    this.found = parent?.found ?? [];
  }

  public get list(): Problem[] {
    return [...this.found];
  }

  /** How many there are. */
  public get count(): number {
    return this.found.length;
  }

  public add(field: string, message: string): void {
    this.found.push({ field: this.path(field), message });
  }

  /**
   * Adds what is wrong with the data that an option takes.
   *
   * @param below where in the data: `.spec.hosts[0]`, or an empty text
   */
  public addOfData(field: string, below: string, message: string): void {
    const path = this.path(field);
    this.found.push({ field: path + below, message, dataFrom: path.length });
  }

  public addAll(problems: Problem[]): void {
    for (const { field, message, dataFrom } of problems) {
      if (dataFrom === undefined) {
        this.add(field, message);
      } else {
        this.addOfData(field.slice(0, dataFrom), field.slice(dataFrom), message);
      }
    }
  }

  /** A collector for a part of the input; what it finds belongs to this one. */
  public in(field: string): Problems {
    return new Problems(field, this);
  }

  /** Throws one error with every problem, if there is one. */
  public throwFor(construct: IConstruct, what: string): void {
    if (this.found.length > 0) {
      throw new Error(describeProblems(`${construct.node.path} (${what})`, this.found));
    }
  }

  /** Put together only for a problem: most input is right, and this is asked for every part of it. */
  private path(field: string): string {
    const path = join(this.prefix, field);
    return this.parent === undefined ? path : this.parent.path(path);
  }
}

/** The text of an error: a heading, then a line for each problem, in the language of the caller. */
export function describeProblems(heading: string, problems: Problem[]): string {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  const [what, construct] = /(?:^|\()([\w.]+)\)?$/.exec(heading) ?? [''];
  const head = `${heading.slice(0, heading.length - what.length)}${inCallersLanguage(what)}`;
  return [`${head}: ${count}`, ...problems.map((problem) => `  ${describeProblem(problem, construct)}`)].join('\n');
}

function describeProblem({ field, message, dataFrom }: Problem, construct: string | undefined): string {
  if (dataFrom !== undefined) {
    return `${fieldInCallersLanguage(field.slice(0, dataFrom))}${field.slice(dataFrom)}: ${message}`;
  }
  const text = inCallersLanguage(message, construct, field);
  return field === '' ? text : `${fieldInCallersLanguage(field)}: ${text}`;
}

function join(prefix: string, field: string): string {
  if (prefix === '' || field === '') {
    return prefix + field;
  }
  return field.startsWith('[') ? prefix + field : `${prefix}.${field}`;
}

/** A value as it should stand in a message: strings in quotes, objects as JSON, instances by their class, long ones cut. */
export function show(value: unknown): string {
  if (typeof value === 'function') {
    return value.name;
  }
  if (value === undefined || typeof value === 'number') {
    return String(value);
  }
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'symbol') {
    return String(value);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const className = (value as { constructor?: { name?: string } }).constructor?.name;
    if (className !== undefined && className !== 'Object') {
      return `an object of class ${className}`;
    }
  }
  let text: string;
  try {
    text = JSON.stringify(value);
  } catch {
    // It leads back to itself.
    text = Array.isArray(value) ? 'a list' : 'an object';
  }
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
