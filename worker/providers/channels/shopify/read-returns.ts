import * as v from 'valibot'
import { ChannelRefused } from '#worker/domains/channels/errors.ts'
import { MORE_RETURN_LINES, MORE_RETURNS, RETURNS } from './documents.ts'
import type { Ask } from './graphql.ts'
import { readAll } from './read-all.ts'
import { type Return, Returning, ReturnLinePage, ReturnPage } from './read-order.ts'
import type { MoreReturnLinesQueryVariables, MoreReturnsQueryVariables, ReturnsQueryVariables } from './types.gen.ts'

const MoreReturns = v.looseObject({ order: v.nullish(v.fallback(v.nullable(v.looseObject({ returns: ReturnPage })), null)) })
const MoreLines = v.looseObject({ node: v.nullish(v.fallback(v.nullable(v.looseObject({ returnLineItems: ReturnLinePage })), null)) })

/** Orders whose returns are asked for at once: what they might cost together stays below what one query may. */
const RETURNING_MAX = 4
/** What fails for a moment is asked for once more. */
const TRIES_MAX = 2

/**
 * What is sent back of each of these orders. A shop that refuses to tell has none to show: it was connected before we asked for its
 * returns, say, and shows them once it is connected again. An order that is missing could not be read this time, which is not the
 * same as none.
 * @throws Throttled, ChannelUnavailable, NotAuthorised
 */
export async function readReturns(ask: Ask, orderIds: readonly string[]): Promise<Map<string, Return[]>> {
  const found = new Map<string, Return[]>()
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const missing = orderIds.filter((id) => !found.has(id))
    for (let from = 0; from < missing.length; from += RETURNING_MAX) {
      for (const [id, returns] of await readSome(ask, missing.slice(from, from + RETURNING_MAX))) found.set(id, returns)
    }
  }
  return found
}

async function readSome(ask: Ask, ids: string[]): Promise<Map<string, Return[]>> {
  const found = new Map<string, Return[]>()
  const variables: ReturnsQueryVariables = { ids }
  try {
    const { nodes } = await ask({ document: RETURNS, variables, cost: 15 * ids.length, reads: Returning })
    for (const order of nodes) {
      const returns = order && (await allReturns(ask, order))
      if (returns) found.set(order.id, returns)
    }
    return found
  } catch (error) {
    if (!(error instanceof ChannelRefused)) throw error
    return new Map(ids.map((id) => [id, found.get(id) ?? []]))
  }
}

/** Null if a part of them is not there. */
async function allReturns(ask: Ask, { id, returns }: { id: string; returns: ReturnPage }): Promise<Return[] | null> {
  const all = await readAll(returns, async (after) => {
    const variables: MoreReturnsQueryVariables = { id, after }
    const { order } = await ask({ document: MORE_RETURNS, variables, cost: 60, reads: MoreReturns })
    return order?.returns ?? null
  })
  if (!all) return null
  for (const { id, returnLineItems } of all) {
    const lines = await readAll(returnLineItems, async (after) => {
      const variables: MoreReturnLinesQueryVariables = { id, after }
      const { node } = await ask({ document: MORE_RETURN_LINES, variables, cost: 60, reads: MoreLines })
      return node?.returnLineItems ?? null
    })
    if (!lines) return null
    returnLineItems.nodes = lines
  }
  return all
}
