import {
  type DocumentNode,
  execute,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql'
import type { Context, Hono } from 'hono'
import type { Emulated, ShopContext } from './context.ts'
import { costOf } from './cost.ts'
import { settleJob } from './mutate-orders.ts'
import { mutationRoot } from './mutation-root.ts'
import { PLANS } from './plans.ts'
import { queryRoot } from './query-root.ts'
import { publishedVersions, schemaOf } from './schema.ts'
import type { ShopState } from './world.ts'

/** The current one and the one before; any other is refused. */
const VERSIONS: readonly string[] = ['2026-07', '2026-10']
const COST_MAX = 1_000

type Known = { document: DocumentNode; operation: OperationDefinitionNode; fragments: Record<string, FragmentDefinitionNode> }
type Asked = Known & { schema: GraphQLSchema; variables: Record<string, unknown> }
/** Documents that were found valid, by schema: the same few are sent again and again. */
const valid = new WeakMap<GraphQLSchema, Map<string, Known>>()

/** `POST /{shop}/admin/api/{version}/graphql.json` */
export function mountGraphql(app: Hono, emulated: Emulated): void {
  app.post('/:shop/admin/api/:version/graphql.json', async (c) => {
    const shop = emulated.state.value.shops[c.req.param('shop')]
    const version = c.req.param('version')
    if (!shop) return c.json({ errors: 'Not Found' }, 404)
    if (!isAllowed(emulated, shop, c.req.header('x-shopify-access-token') ?? '')) {
      return c.json({ errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' }, 401)
    }
    if (!VERSIONS.includes(version) && !publishedVersions().includes(version)) return c.json({ errors: 'Not Found' }, 404)
    const body = (await c.req.json().catch(() => null)) as { query?: string; variables?: Record<string, unknown> } | null
    if (typeof body?.query !== 'string') return c.json({ errors: { query: 'Required parameter missing or invalid' } }, 400)
    const schema = schemaOf(version, emulated.schema)
    const read = readDocument(schema, body.query)
    if ('errors' in read) return c.json(read)
    const asked = { ...read, schema, variables: body.variables ?? {} }
    return answer(c, { ...emulated, shop, version }, asked)
  })
}

function isAllowed({ kit, state }: Emulated, shop: ShopState, token: string): boolean {
  const found = shop.tokens.find(({ accessToken }) => accessToken === token)
  if (!found || found.expiresAtMs <= kit.now()) return false
  if (!found.isUsed) {
    found.isUsed = true
    // One access token at a time: the one before it ends with the first use of this one.
    for (const before of shop.tokens) if (before.next === found.refreshToken) before.expiresAtMs = 0
    state.changed()
  }
  return true
}

function readDocument(schema: GraphQLSchema, query: string): Known | { errors: unknown[] } {
  const ofSchema = valid.get(schema) ?? new Map<string, Known>()
  valid.set(schema, ofSchema)
  const known = ofSchema.get(query)
  if (known) return known
  let document: DocumentNode
  try {
    document = parse(query)
  } catch (error) {
    return { errors: [error instanceof GraphQLError ? error.toJSON() : { message: String(error) }] }
  }
  const errors = validate(schema, document)
  if (errors.length > 0) return { errors: errors.map((error) => ({ ...error.toJSON(), extensions: { code: 'undefinedField' } })) }
  const operation = document.definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION)
  if (!operation) return { errors: [{ message: 'No operation found' }] }
  const fragments = Object.fromEntries(
    document.definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION).map((each) => [each.name.value, each]),
  )
  const read = { document, operation, fragments }
  ofSchema.set(query, read)
  return read
}

async function answer(c: Context, context: ShopContext, asked: Asked): Promise<Response> {
  const { kit, shop } = context
  const { operation, document, schema, variables } = asked
  const requested = costOf(asked, operation)
  const plan = PLANS[shop.plan]
  const throttleStatus = () => ({
    maximumAvailable: plan.capacity,
    currentlyAvailable: Math.floor(kit.limiter.available(shop.domain, plan)),
    restoreRate: plan.perSecond,
  })
  const cost = (actualQueryCost: number | null) => ({
    cost: { requestedQueryCost: requested, actualQueryCost, throttleStatus: throttleStatus() },
  })
  if (requested > COST_MAX) {
    const message = `Query cost is ${requested}, which exceeds the single query max cost limit (${COST_MAX}).`
    return c.json({ errors: [{ message, extensions: { code: 'MAX_COST_EXCEEDED', cost: requested, maxCost: COST_MAX } }] })
  }
  if (!kit.limiter.take(shop.domain, plan, requested).ok) return c.json(throttled(cost(null)))
  const code = shop.refused?.[operation.name?.value ?? '']
  if (code) return c.json({ errors: [{ message: `Refused: ${code}`, extensions: { code } }], data: null, extensions: cost(0) })
  for (const id of Object.keys(shop.jobs)) settleJob(context, id)
  const rootValue = operation.operation === 'mutation' ? mutationRoot : queryRoot
  const result = await execute({ schema, document, rootValue, contextValue: context, variableValues: variables })
  const data = result.data ?? null
  const actual = data ? costOf(asked, operation, data) : 0
  kit.limiter.give(shop.domain, requested - actual)
  if (Object.keys(shop.damage).length > 0) damage(data, shop.damage)
  const errors = result.errors?.map((error) => error.toJSON())
  return c.json({ ...(errors && { errors }), data, extensions: cost(actual) })
}

const throttled = (extensions: object) => ({
  errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED', documentation: 'https://shopify.dev/api/usage/rate-limits' } }],
  extensions,
})

/** Puts null where a test wants it, even where the schema forbids it. */
function damage(value: unknown, wanted: Readonly<Record<string, string>>): void {
  if (typeof value !== 'object' || value === null) return
  const id = (value as { id?: unknown }).id
  const member = typeof id === 'string' ? wanted[id] : undefined
  if (member) (value as Record<string, unknown>)[member] = null
  for (const inner of Object.values(value)) damage(inner, wanted)
}
