import type { FormTree } from './form.ts'
import { anything, type Field, hash, integer, listOf, type Read, readParams, type Spec, text } from './params.ts'
import { missingObject } from './refusal.ts'
import type { Table } from './table.ts'
import type { World } from './world.ts'

/** One call as a resource sees it. Handlers are synchronous: nothing else runs between its reads and its writes. */
export type Call<P> = {
  readonly world: World
  /** The account acted on: the platform's, or the one in `Stripe-Account`. */
  readonly account: string
  readonly publishable: boolean
  readonly params: P
  /** An id from the path. */
  id(name: string): string
}
export type Incoming = Omit<Call<unknown>, 'params' | 'id'> & { readonly ids: Readonly<Record<string, string>>; readonly tree: FormTree }

export type Route = {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** With `:name` for ids, e.g. `/v1/refunds/:refund`. */
  readonly path: string
  /** May be called with the publishable key. */
  readonly openToBrowsers: boolean
  run(incoming: Incoming): object
}

const COMMON = { expand: listOf(text()), key: anything(), _stripe_account: anything() }

/** Declares one route: what it reads, and what it does. */
export function route<S extends Spec>(
  method: Route['method'],
  path: string,
  spec: S,
  handler: (call: Call<Read<S>>) => object,
  options: { openToBrowsers?: boolean } = {},
): Route {
  const whole = { ...COMMON, ...spec }
  return {
    method,
    path,
    openToBrowsers: options.openToBrowsers ?? false,
    run(incoming) {
      const params = readParams(incoming.tree, whole) as unknown as Read<S>
      const id = (name: string) => incoming.ids[name] ?? ''
      return handler({ world: incoming.world, account: incoming.account, publishable: incoming.publishable, params, id })
    },
  }
}

/** The object with this id in the account, or the provider's 404. */
export function need<T extends { id: string }>(table: Table<T>, account: string, id: string, noun: string, param: string): T {
  const found = table.find(account, id)
  if (found === undefined) throw missingObject(noun, id, param)
  return found
}

const range: Field<unknown> = {
  required: false,
  read: (node, path) =>
    typeof node === 'string'
      ? integer().read(node, path)
      : hash({ gt: integer(), gte: integer(), lt: integer(), lte: integer() }).read(node, path),
}
/** The parameters every list understands. */
export const LISTING = { limit: integer(), starting_after: text(), ending_before: text(), created: range }
