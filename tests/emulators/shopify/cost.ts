import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql'

type Ask = {
  schema: GraphQLSchema
  fragments: Readonly<Record<string, FragmentDefinitionNode>>
  variables: Readonly<Record<string, unknown>>
}

const MUTATION = 10
const CONNECTION = 2
/** What comes along with the object it belongs to costs nothing more. */
const EMBEDDED =
  /^(Money(Bag|V2)|PageInfo|.*(Edge|UserError|UninstallError)|InventoryQuantity|TaxLine|DiscountAllocation|Transaction(Fee)|FulfillmentTrackingInfo|FulfillmentOrderAssignedLocation|MailingAddress|ShopPlan|Suggested.*)$/

/**
 * The points of a query: an object is one, a connection two and its nodes, a mutation ten; without an answer, the most it could be
 * by its `first`. (Shopify publishes the rule, not the cost of each field.)
 */
export function costOf(ask: Ask, operation: OperationDefinitionNode, answer?: Record<string, unknown>): number {
  const isMutation = operation.operation === 'mutation'
  const root = isMutation ? ask.schema.getMutationType() : ask.schema.getQueryType()
  if (!root) throw new Error('the schema has a root')
  let cost = 0
  for (const { field, node } of fieldsOf(ask, operation.selectionSet, root)) {
    const value = answer === undefined ? undefined : (answer[node.alias?.value ?? node.name.value] ?? null)
    if (!isMutation) {
      cost += costOfField(ask, field.type, node, value)
      continue
    }
    cost += MUTATION
    // The payload, and what it names, are of the mutation; what hangs on that costs.
    for (const inner of childrenOf(ask, field.type, node)) {
      const at = value === undefined ? undefined : readAt(value, inner.node)
      for (const deep of childrenOf(ask, inner.field.type, inner.node)) {
        cost += costOfField(ask, deep.field.type, deep.node, at === undefined ? undefined : readAt(at, deep.node))
      }
    }
  }
  return cost
}

function costOfField(ask: Ask, type: GraphQLOutputType, node: FieldNode, value: unknown): number {
  const named = getNamedType(type)
  if (!isCompositeType(named) || value === null) return 0
  if (named.name.endsWith('Connection')) return CONNECTION + costOfNodes(ask, type, node, value)
  const isList = isListType(isNonNullType(type) ? type.ofType : type)
  const own = EMBEDDED.test(named.name) ? 0 : 1
  const one = (each: unknown) =>
    each === null
      ? 0
      : own +
        childrenOf(ask, type, node, each).reduce(
          (sum, child) => sum + costOfField(ask, child.field.type, child.node, each === undefined ? undefined : readAt(each, child.node)),
          0,
        )
  if (!isList) return one(value)
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + one(each), 0)
  return sizeOf(ask, node) * one(undefined)
}

function costOfNodes(ask: Ask, type: GraphQLOutputType, node: FieldNode, value: unknown): number {
  let cost = 0
  for (const child of childrenOf(ask, type, node)) {
    if (child.node.name.value === 'pageInfo') continue
    if (value !== undefined) cost += costOfField(ask, child.field.type, child.node, readAt(value, child.node))
    else {
      const one = costOfField(ask, getNamedType(child.field.type) as GraphQLObjectType, child.node, undefined)
      cost += sizeOf(ask, node) * one
    }
  }
  return cost
}

/** How many a list may have: by `first`, or by the ids asked for. */
function sizeOf({ variables }: Ask, node: FieldNode): number {
  const argument = node.arguments?.find(({ name }) => name.value === 'first' || name.value === 'ids')
  const value = argument && literalOf(argument.value, variables)
  if (Array.isArray(value)) return value.length
  return typeof value === 'number' ? value : 1
}

function literalOf(value: ValueNode, variables: Ask['variables']): unknown {
  if (value.kind === Kind.VARIABLE) return variables[value.name.value]
  return value.kind === Kind.INT ? Number(value.value) : undefined
}

const readAt = (value: unknown, node: FieldNode): unknown =>
  (value as Record<string, unknown> | null)?.[node.alias?.value ?? node.name.value] ?? null

type Child = { node: FieldNode; field: { type: GraphQLOutputType } }

function childrenOf(ask: Ask, type: GraphQLOutputType, node: FieldNode, value?: unknown): Child[] {
  const named = getNamedType(type)
  if (!node.selectionSet || !(isObjectType(named) || isInterfaceType(named))) return []
  return fieldsOf(ask, node.selectionSet, named as GraphQLObjectType, value)
}

function fieldsOf(ask: Ask, selection: SelectionSetNode, type: GraphQLObjectType, value?: unknown): Child[] {
  return selection.selections.flatMap((each): Child[] => {
    if (each.kind === Kind.FIELD) {
      const field = type.getFields()[each.name.value]
      return field ? [{ node: each, field }] : []
    }
    const spread = each.kind === Kind.FRAGMENT_SPREAD ? ask.fragments[each.name.value] : each
    const other = spread?.typeCondition ? ask.schema.getType(spread.typeCondition.name.value) : type
    return spread && isObjectType(other) ? fieldsOf(ask, spread.selectionSet, other, value) : []
  })
}
