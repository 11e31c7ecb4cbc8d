import {
  type KyselyPlugin,
  OperationNodeTransformer,
  type PrimitiveValueListNode,
  type ValueNode,
} from 'kysely';

/**
 * PostgreSQL's text holds every character but U+0000, SQLite's all of them: it becomes U+FFFD on its way in, in what is
 * written and in what is asked alike.
 */
class NulReplacer extends OperationNodeTransformer {
  protected override transformValue(node: ValueNode): ValueNode {
    return { ...node, value: clean(node.value) };
  }

  protected override transformPrimitiveValueList(node: PrimitiveValueListNode): PrimitiveValueListNode {
    return { ...node, values: node.values.map(clean) };
  }
}

function clean(value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : value;
}

const replacer = new NulReplacer();

export const withoutNul: KyselyPlugin = {
  transformQuery: ({ node }) => replacer.transformNode(node),
  transformResult: async ({ result }) => result,
};
