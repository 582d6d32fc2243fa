import { settleBulk, viewBulk } from './bulk.ts'
import type { ShopContext } from './context.ts'
import { standingSubscriptions } from './context.ts'
import { settleJob } from './mutate-orders.ts'
import { connection, type PageArgs, viewNode, viewOrder, viewVariant } from './views.ts'
import type { OrderState } from './world.ts'

/** What can be asked of a shop. */
export const queryRoot = {
  shop: (_: unknown, { shop }: ShopContext) => ({
    id: 'gid://shopify/Shop/1',
    name: shop.name,
    myshopifyDomain: shop.domain,
    currencyCode: shop.currency,
    plan: { publicDisplayName: shop.plan },
  }),
  location: ({ id }: { id?: string | null }, { shop }: ShopContext) =>
    (id ? shop.locations.find((location) => location.id === id) : shop.locations[0]) ?? null,
  locations: (args: PageArgs, { shop }: ShopContext) => connection(shop.locations, args, (location) => ({ ...location, isActive: true })),
  node: ({ id }: { id: string }, context: ShopContext) => viewNode(context, id),
  nodes: ({ ids }: { ids: string[] }, context: ShopContext) => ids.map((id) => viewNode(context, id)),
  order: ({ id }: { id: string }, context: ShopContext) => viewNode(context, id),
  orders: (args: PageArgs & { query?: string | null }, context: ShopContext) => {
    const since = /updated_at:>='?([^'\s]+)'?/.exec(args.query ?? '')?.[1]
    const sinceMs = since ? Date.parse(since) : 0
    const found = Object.values(context.shop.orders).filter(({ updatedAtMs }) => updatedAtMs >= sinceMs)
    found.sort((one, other) => one.updatedAtMs - other.updatedAtMs || (one.id < other.id ? -1 : 1))
    const rest = args.after ? found.filter((order) => cursorOf(order) > (args.after ?? '')) : found
    return connection(rest, { first: args.first ?? null }, (order) => viewOrder(context, order), cursorOf)
  },
  productVariants: (args: PageArgs, context: ShopContext) =>
    connection(Object.values(context.shop.variants), args, (variant) => viewVariant(context, variant)),
  publications: (args: PageArgs) => connection(['1', '2'], args, (number) => ({ id: `gid://shopify/Publication/${number}` })),
  bulkOperation: ({ id }: { id: string }, context: ShopContext) => {
    const operation = context.shop.bulk[id]
    return operation ? viewBulk(context, settleBulk(context, operation)) : null
  },
  bulkOperations: (args: PageArgs & { query?: string | null }, context: ShopContext) => {
    const wanted = /status:([A-Z,]+)/i
      .exec(args.query ?? '')?.[1]
      ?.toUpperCase()
      .split(',')
    const all = Object.values(context.shop.bulk).map((operation) => settleBulk(context, operation))
    return connection(
      all.filter(({ status }) => !wanted || wanted.includes(status)),
      args,
      (operation) => viewBulk(context, operation),
    )
  },
  job: ({ id }: { id: string }, context: ShopContext) => {
    const job = context.shop.jobs[id]
    return job ? { id, done: settleJob(context, id) } : null
  },
  webhookSubscriptions: (args: PageArgs, context: ShopContext) =>
    connection(standingSubscriptions(context, context.shop), args, (subscription) => ({ ...subscription, format: 'JSON' })),
}

/** Orders by when they changed: the number keeps its width, so that texts compare as numbers do. */
const cursorOf = ({ updatedAtMs, id }: OrderState): string => Buffer.from(`${String(updatedAtMs).padStart(15, '0')} ${id}`).toString('hex')
