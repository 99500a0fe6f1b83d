import ts from 'typescript';

/** Path ("voicemail.maxSeconds", "holidays[].date") → the words of its comment. */
export type Descriptions = ReadonlyMap<string, string>;

/** The comments on the properties of interface `Client`, through the interfaces, lists and unions it is made of. */
export function readDescriptions(source: string): Descriptions {
  const file = ts.createSourceFile('client.ts', source, ts.ScriptTarget.ES2022, true);
  const interfaces = new Map(file.statements.filter(ts.isInterfaceDeclaration).map(each => [each.name.text, each]));
  const found = new Map<string, string>();

  const visitMembers = (members: readonly ts.TypeElement[], path: string): void => {
    for (const member of members.filter(ts.isPropertySignature)) {
      const name = member.name.getText(file);
      const here = path === '' ? name : `${path}.${name}`;
      const words = commentOf(member);
      if (words) found.set(here, words);
      if (member.type) visitType(member.type, here);
    }
  };
  const visitType = (type: ts.TypeNode, path: string): void => {
    if (ts.isTypeOperatorNode(type)) return visitType(type.type, path);
    if (ts.isArrayTypeNode(type)) return visitType(type.elementType, `${path}[]`);
    if (ts.isUnionTypeNode(type)) return type.types.forEach(each => visitType(each, path));
    if (ts.isTypeLiteralNode(type)) return visitMembers([...type.members], path);
    if (ts.isTypeReferenceNode(type)) visitMembers(interfaces.get(type.typeName.getText(file))?.members ?? [], path);
  };

  visitMembers(interfaces.get('Client')?.members ?? [], '');
  return found;
}

/** The words of a node's JSDoc comment, in one line. */
export function commentOf(node: ts.Node): string | undefined {
  const doc = ts.getJSDocCommentsAndTags(node).find(ts.isJSDoc);
  return ts.getTextOfJSDocComment(doc?.comment)?.replace(/\s+/g, ' ').trim();
}
