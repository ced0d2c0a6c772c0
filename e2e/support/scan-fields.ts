import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { defaultSettings, type Section } from "../../lib/settings/schema";

/** The fields a form of ours may have, each with a value it takes where its type names one. */
export type Fields = Map<string, string | undefined>;

/** What makes a server action or a handler of a form: its first argument is the schema, or the section of the settings. */
const MAKERS = ["publicAction", "userAction", "recentAction", "adminAction", "publicHandler", "userHandler"];
const SETTINGS_MAKERS = ["saveSettings", "savePart"];

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Reads from the types of the source which fields each form has, so that none can be forgotten.
 * @returns them by file and name: `app/(auth)/unlock/actions.ts unlockAction`.
 */
export function readFields(): Map<string, Fields> {
  const { config } = ts.readConfigFile(`${ROOT}tsconfig.json`, ts.sys.readFile);
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const files = fileNames.filter((file) => /^app\/.*(actions|route)\.ts$/.test(relative(ROOT, file)));
  const program = ts.createProgram(files, { ...options, incremental: false, types: [] }, ownSourceHost(options));
  const checker = program.getTypeChecker();
  const found = new Map<string, Fields>();
  for (const file of files) {
    const source = program.getSourceFile(file);
    const visit = (node: ts.Node): void => {
      const fields = ts.isCallExpression(node) ? fieldsOf(checker, node) : undefined;
      if (fields) found.set(`${relative(ROOT, file)} ${nameOf(node)}`, fields);
      ts.forEachChild(node, visit);
    };
    if (source) visit(source);
  }
  return found;
}

/** Our own source and what schemas are made of: nothing else says what a field is called, and all of it takes half a minute. */
function ownSourceHost(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  host.resolveModuleNameLiterals = (names, from) =>
    names.map(({ text }) =>
      /^(\.|@\/|zod$)/.test(text) ? ts.resolveModuleName(text, from, options, host) : { resolvedModule: undefined },
    );
  return host;
}

function nameOf({ parent }: ts.Node): string {
  if (!ts.isVariableDeclaration(parent) && !ts.isPropertyAssignment(parent)) throw new Error("a form without a name");
  return parent.name.getText().replaceAll('"', "");
}

function fieldsOf(checker: ts.TypeChecker, { expression, arguments: [first, second] }: ts.CallExpression) {
  if (!ts.isIdentifier(expression) || !first) return undefined;
  if (MAKERS.includes(expression.text) && !ts.isTypeNode(first)) return fieldsOfSchema(checker, first);
  if (!SETTINGS_MAKERS.includes(expression.text) || !ts.isStringLiteral(first)) return undefined;
  const names = second && ts.isArrayLiteralExpression(second) ? second.elements.map(textOf) : undefined;
  return fieldsOfSection(first.text as Section, names);
}

const textOf = (node: ts.Node) => (ts.isStringLiteral(node) ? node.text : "");

function fieldsOfSchema(checker: ts.TypeChecker, schema: ts.Expression): Fields | undefined {
  const inner = checker.getTypeAtLocation(schema).getProperty("_zod");
  const input = inner && checker.getTypeOfSymbol(inner).getProperty("input");
  // A type parameter: the maker itself is being made.
  if (!input) return undefined;
  const fields = checker.getTypeOfSymbol(input).getProperties();
  return new Map(
    fields.map((field) => {
      const type = checker.getTypeOfSymbol(field);
      const literals = (type.isUnion() ? type.types : [type]).filter((one) => one.isStringLiteral());
      return [field.name, literals[0]?.value];
    }),
  );
}

function fieldsOfSection(section: Section, names?: string[]): Fields {
  const stored = Object.entries(defaultSettings[section]).filter(([name]) => names?.includes(name) ?? true);
  return new Map(
    stored.map(([name, value]) => [
      name,
      typeof value === "boolean" ? "on" : `${Array.isArray(value) ? (value[0] ?? "") : value}`,
    ]),
  );
}
