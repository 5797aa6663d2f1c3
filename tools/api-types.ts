/*
 * Makes imports/api-types.json, what a call or an object literal in a message must be known to be before another language can write it:
 * the types of members and parameters of the public API. `npm run options` writes it beside the names of options.
 */
import path from 'node:path';
import ts from 'typescript';
import type { ApiClass, ApiTypes } from '../lib/core/language/api-types';

const ROOT = path.resolve(__dirname, '..');
export const API_TYPES_FILE = path.join(ROOT, 'imports', 'api-types.json');

/** The libraries whose types are in signatures, as other languages import them. */
const LIBRARIES = ['cdk8s', 'constructs'];

/** The program of the public API, and the file that exports it. */
export interface PublicApi {
  readonly program: ts.Program;
  readonly entry: ts.SourceFile;
}

export function publicApi(): PublicApi {
  const entry = path.join(ROOT, 'lib', 'index.ts');
  const program = ts.createProgram([entry], { skipLibCheck: true, types: [], noLib: true });
  return { program, entry: program.getSourceFile(entry)! };
}

/** The text of the file. */
export function apiTypes({ program, entry }: PublicApi): string {
  const { enums, structs, classes } = new Reading(program).read(entry);
  return `{\n"enums": ${JSON.stringify(enums)},\n"structs": ${lines(structs)},\n"classes": ${lines(classes)}\n}\n`;
}

/** A line for each type, so that a difference names it. */
function lines(types: Record<string, unknown>): string {
  const all = Object.entries(types).map(([name, type]) => `${JSON.stringify(name)}: ${JSON.stringify(type)}`);
  return `{\n${all.join(',\n')}\n}`;
}

class Reading {
  private readonly checker: ts.TypeChecker;
  private readonly names = new Map<ts.Symbol, string>();

  constructor(program: ts.Program) {
    this.checker = program.getTypeChecker();
  }

  public read(entry: ts.SourceFile): ApiTypes {
    this.name(this.checker.getSymbolAtLocation(entry)!, '');
    const types: ApiTypes = { enums: [], structs: {}, classes: {} };
    for (const [symbol, name] of [...this.names].sort(([, a], [, b]) => (a < b ? -1 : 1))) {
      if (symbol.flags & ts.SymbolFlags.Enum) {
        types.enums.push(name);
      } else if (symbol.flags & ts.SymbolFlags.Class) {
        types.classes[name] = this.classOf(symbol);
      } else if (symbol.flags & ts.SymbolFlags.Interface && !/(^|\.)I[A-Z]/.test(name)) {
        types.structs[name] = this.structOf(symbol);
      }
    }
    return types;
  }

  /** Gives names to all that a module exports: submodules are names with a dot. */
  private name(module: ts.Symbol, prefix: string): void {
    for (const exported of this.checker.getExportsOfModule(module)) {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(exported) : exported;
      if (symbol.flags & ts.SymbolFlags.ValueModule) {
        this.name(symbol, `${exported.name}.`);
      } else {
        this.names.set(symbol, prefix + exported.name);
      }
    }
  }

  private structOf(symbol: ts.Symbol): Record<string, string> {
    const members = this.checker.getDeclaredTypeOfSymbol(symbol).getProperties();
    return Object.fromEntries(
      members.map((member) => [member.name, this.typeOf((member.valueDeclaration as ts.PropertySignature).type)]),
    );
  }

  private classOf(symbol: ts.Symbol): ApiClass {
    const own = symbol.declarations!.find(ts.isClassDeclaration)!;
    const described: ApiClass = {};
    for (const member of own.members) {
      if (ts.isConstructorDeclaration(member) && isPublic(member)) {
        described.new = this.parameters(member);
      } else if (ts.isMethodDeclaration(member) && isPublic(member)) {
        const kind = isStatic(member) ? 'static' : 'methods';
        (described[kind] ??= {})[member.name.getText()] = this.parameters(member);
      } else if (ts.isPropertyDeclaration(member) && isPublic(member) && isStatic(member)) {
        (described.values ??= []).push(member.name.getText());
      }
    }
    return described;
  }

  private parameters(of: ts.SignatureDeclaration): string[] {
    return of.parameters.map((parameter) => {
      const type = this.typeOf(parameter.type);
      return parameter.dotDotDotToken === undefined ? type : type.replace(/^\[(.*)\]$/, '...$1');
    });
  }

  /** `string`, `[Destination]` for a list, `{string}` for an object with any names, and what is joined by `|`. */
  private typeOf(node: ts.TypeNode | undefined): string {
    if (node === undefined) {
      return 'any';
    }
    if (ts.isUnionTypeNode(node)) {
      return node.types.map((each) => this.typeOf(each)).join('|');
    }
    if (ts.isArrayTypeNode(node)) {
      return `[${this.typeOf(node.elementType)}]`;
    }
    if (ts.isParenthesizedTypeNode(node)) {
      return this.typeOf(node.type);
    }
    if (ts.isTypeOperatorNode(node)) {
      return this.typeOf(node.type);
    }
    if (ts.isTypeLiteralNode(node)) {
      return `{${this.typeOf(node.members.find(ts.isIndexSignatureDeclaration)?.type)}}`;
    }
    if (ts.isTypeReferenceNode(node)) {
      const name = node.typeName.getText();
      if (name === 'Record') {
        return `{${this.typeOf(node.typeArguments?.[1])}}`;
      }
      return this.nameOf(node) ?? 'any';
    }
    return ['string', 'number', 'boolean'].includes(node.getText()) ? node.getText() : 'any';
  }

  private nameOf(node: ts.TypeReferenceNode): string | undefined {
    const found = this.checker.getSymbolAtLocation(node.typeName);
    const symbol = found && found.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(found) : found;
    const file = symbol?.declarations?.[0].getSourceFile().fileName ?? '';
    const library = LIBRARIES.find((each) => file.includes(`/node_modules/${each}/`));
    return symbol && (this.names.get(symbol) ?? (library === undefined ? undefined : `${library}.${symbol.name}`));
  }
}

function isStatic(member: ts.ClassElement): boolean {
  return (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static) !== 0;
}

/** Whether others see a member: what begins with `_` is internal. */
function isPublic(member: ts.ClassElement): boolean {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  return (ts.getCombinedModifierFlags(member) & hidden) === 0 && !(member.name?.getText().startsWith('_') ?? false);
}
