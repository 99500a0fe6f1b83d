import ts from 'typescript';
import { z } from 'zod';
import { evalSchema } from '../evals/eval-schema';
import { described } from './described';
import { commentOf, type Descriptions } from './descriptions';

/** `evals/eval.schema.json`: editors complete and check an eval with it. `source` is scripts/evals/eval-schema.ts, whose comments become descriptions. */
export function evalJsonSchema(source: string): object {
  const { $schema, ...rules } = z.toJSONSchema(evalSchema, { io: 'input', unrepresentable: 'any' });
  return { $schema, title: 'A talk with the assistant', ...described(rules, readComments(source)) };
}

/** The comments on the properties of `evalSchema`, through the schemas of the same file that it is made of. */
function readComments(source: string): Descriptions {
  const file = ts.createSourceFile('eval-schema.ts', source, ts.ScriptTarget.ES2022, true);
  const made = new Map(
    file.statements
      .filter(ts.isVariableStatement)
      .flatMap(({ declarationList }) => [...declarationList.declarations])
      .map(({ name, initializer }) => [name.getText(file), initializer]),
  );
  const found = new Map<string, string>();
  const visit = (node: ts.Node | undefined, path: string): void => {
    if (!node) return;
    if (ts.isIdentifier(node)) visit(made.get(node.text), path);
    else if (ts.isPropertyAccessExpression(node)) visit(node.expression, path);
    else if (ts.isArrayLiteralExpression(node)) node.elements.forEach(each => visit(each, path));
    else if (ts.isCallExpression(node)) {
      const list = ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'array';
      visit(node.expression, path);
      node.arguments.forEach(each => visit(each, list ? `${path}[]` : path));
    } else if (ts.isObjectLiteralExpression(node)) node.properties.forEach(each => visitProperty(each, path));
  };
  const visitProperty = (property: ts.ObjectLiteralElementLike, path: string): void => {
    if (ts.isSpreadAssignment(property)) return visit(property.expression, path);
    const name = property.name?.getText(file) ?? '';
    const here = path === '' ? name : `${path}.${name}`;
    const words = commentOf(property);
    if (words) found.set(here, words);
    if (ts.isPropertyAssignment(property)) visit(property.initializer, here);
    else visit(property.name, here);
  };
  visit(made.get('evalSchema'), '');
  return found;
}
