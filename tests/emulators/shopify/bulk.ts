import { execute, parse, validate } from 'graphql'
import { nextNumber, type ShopContext, tell } from './context.ts'
import { queryRoot } from './query-root.ts'
import { schemaOf } from './schema.ts'
import { type BulkState, gid } from './world.ts'

const RUNNING_MAX = 5

/** Begins an export of one connection; its result is what is there when it ends. */
export function startBulk({ query }: { query: string }, context: ShopContext) {
  const refuse = (code: string, message: string) => ({ bulkOperation: null, userErrors: [{ code, field: ['query'], message }] })
  const running = Object.values(context.shop.bulk).filter((each) => settleBulk(context, each).status === 'RUNNING')
  if (running.length >= RUNNING_MAX) return refuse('LIMIT_REACHED', 'The limit of concurrent bulk operations is reached.')
  try {
    const [error] = validate(schemaOf(context.version, context.schema), parse(query))
    if (error) return refuse('INVALID', error.message)
  } catch (error) {
    return refuse('INVALID', String(error))
  }
  if (!query.includes('edges')) return refuse('INVALID', 'Bulk queries must contain at least one connection.')
  const id = gid('BulkOperation', nextNumber(context))
  context.shop.bulk[id] = { id, query, startedAtMs: context.kit.now(), status: 'CREATED', lines: null, isTold: false }
  return { bulkOperation: viewBulk(context, context.shop.bulk[id]), userErrors: [] }
}

/** What has become of it by now. */
export function settleBulk(context: ShopContext, operation: BulkState): BulkState {
  if (operation.status !== 'CREATED' && operation.status !== 'RUNNING') return operation
  operation.status = 'RUNNING'
  if (context.kit.now() < operation.startedAtMs + context.bulkMs) return operation
  operation.lines = linesOf(context, operation.query)
  operation.status = 'COMPLETED'
  context.state.changed()
  if (!operation.isTold) {
    operation.isTold = true
    tell(context, context.shop, 'BULK_OPERATIONS_FINISH', { admin_graphql_api_id: operation.id, status: 'completed', error_code: null })
  }
  return operation
}

function linesOf(context: ShopContext, query: string): string[] {
  const answer = execute({
    schema: schemaOf(context.version, context.schema),
    document: parse(query),
    rootValue: queryRoot,
    contextValue: context,
  })
  if (answer instanceof Promise) throw new Error('every resolver answers at once')
  const [found] = Object.values(answer.data ?? {}) as { edges?: { node: unknown }[] }[]
  return (found?.edges ?? []).map(({ node }) => JSON.stringify(node))
}

export function viewBulk(context: ShopContext, operation: BulkState) {
  const { id, status, query, lines } = operation
  const count = String(lines?.length ?? 0)
  const url = lines && lines.length > 0 ? `${context.url()}/_results/${context.shop.domain}/${id.split('/').at(-1)}.jsonl` : null
  return { __typename: 'BulkOperation', id, status, query, errorCode: null, objectCount: count, rootObjectCount: count, url }
}
