import * as v from 'valibot'
import { ChannelRefused, ChannelUnavailable, Throttled } from '#worker/domains/channels/errors.ts'
import type { ChannelListing, ChannelSession, Unreadable } from '#worker/domains/channels/ports.ts'
import { SECOND_MS } from '#worker/pure/time.ts'
import { EXPORT_STATE, EXPORT_VARIANTS, RUNNING_EXPORTS, START_EXPORT } from './documents.ts'
import { type Ask, UserErrors } from './graphql.ts'
import { listingOf, Variant } from './read-variant.ts'
import type { ExportStateQueryVariables, StartExportMutationVariables } from './types.gen.ts'

type Page = Awaited<ReturnType<ChannelSession['listListings']>>

const Running = v.looseObject({
  bulkOperations: v.looseObject({ nodes: v.array(v.looseObject({ id: v.string(), status: v.string(), query: v.nullish(v.string()) })) }),
})
const Started = v.looseObject({
  bulkOperationRunQuery: v.nullish(v.looseObject({ bulkOperation: v.nullish(v.looseObject({ id: v.string() })), userErrors: UserErrors })),
})
const State = v.looseObject({
  bulkOperation: v.nullish(
    v.looseObject({
      id: v.string(),
      status: v.string(),
      errorCode: v.nullish(v.string()),
      rootObjectCount: v.nullish(v.union([v.string(), v.number()])),
      url: v.nullish(v.string()),
    }),
  ),
})

const WAIT_MS = 5 * SECOND_MS
/** Another export is in the way: they take minutes. */
const BUSY_MS = 30 * SECOND_MS
const PAGE_ITEMS = 250
const TIMEOUT_MS = 20_000

/**
 * All variants, by an export that Shopify prepares (a bulk operation), read page by page from where its result is kept.
 * The cursor is the operation's id and how far its result was read, in octets. An export under way is waited for, not begun
 * again; one whose result is gone begins anew.
 */
export async function listListings(
  { ask, send, locationId, currency }: { ask: Ask; send: typeof fetch; locationId: string; currency: string },
  cursor: string | null,
): Promise<Page> {
  const [operationId, offset] = cursor?.split(' ') ?? []
  if (!operationId) return startExport(ask, locationId)
  const variables: ExportStateQueryVariables = { id: operationId }
  const { bulkOperation } = await ask({ document: EXPORT_STATE, variables, cost: 1, reads: State })
  const total = bulkOperation?.rootObjectCount == null ? null : Number(bulkOperation.rootObjectCount)
  if (bulkOperation && ['CREATED', 'RUNNING'].includes(bulkOperation.status)) return waiting(operationId, total, WAIT_MS)
  if (bulkOperation?.status !== 'COMPLETED') {
    if (bulkOperation?.status === 'FAILED') {
      throw new ChannelRefused('shopify', bulkOperation.errorCode ?? 'FAILED', 'the export of the products failed')
    }
    return startExport(ask, locationId)
  }
  // A shop without products has a result without a file.
  if (!bulkOperation.url) return { items: [], unreadable: [], nextCursor: null, total: 0 }
  const { lines, nextOffset } = await readLines(send, bulkOperation.url, Number(offset ?? 0))
  return { ...readItems(lines, currency), nextCursor: nextOffset === null ? null : `${operationId} ${nextOffset}`, total }
}

const waiting = (cursor: string | null, total: number | null, waitMs: number): Page => ({
  items: [],
  unreadable: [],
  nextCursor: cursor,
  total,
  waitMs,
})

async function startExport(ask: Ask, locationId: string): Promise<Page> {
  const query = EXPORT_VARIANTS.replace('LOCATION', locationId)
  const { bulkOperations } = await ask({ document: RUNNING_EXPORTS, variables: {}, cost: 12, reads: Running })
  const ours = bulkOperations.nodes.find((node) => node.query === query && ['CREATED', 'RUNNING'].includes(node.status))
  if (ours) return waiting(ours.id, null, WAIT_MS)
  const variables: StartExportMutationVariables = { query }
  const { bulkOperationRunQuery } = await ask({ document: START_EXPORT, variables, cost: 10, reads: Started })
  const [refusal] = bulkOperationRunQuery?.userErrors ?? []
  if (refusal && ['OPERATION_IN_PROGRESS', 'LIMIT_REACHED'].includes(refusal.code ?? '')) throw new Throttled('shopify', BUSY_MS)
  const id = bulkOperationRunQuery?.bulkOperation?.id
  if (!id) throw new ChannelRefused('shopify', refusal?.code ?? 'no_export', refusal?.message ?? 'no export was begun')
  return waiting(id, null, WAIT_MS)
}

/** Up to a page of lines from an octet on, and where the next one begins; null at the end. Reads no more than it needs. */
async function readLines(send: typeof fetch, url: string, offset: number): Promise<{ lines: string[]; nextOffset: number | null }> {
  let response: Response
  try {
    response = await send(url, { headers: { range: `bytes=${offset}-` }, signal: AbortSignal.timeout(TIMEOUT_MS) })
    // Past the end: the last page ended with the last line.
    if (response.status === 416) return { lines: [], nextOffset: null }
    if (!response.ok || !response.body) throw new ChannelUnavailable('shopify', `the result answers ${response.status}`)
    return await takeLines(response.body, { offset, skip: response.status === 206 ? 0 : offset })
  } catch (cause) {
    throw cause instanceof ChannelUnavailable ? cause : new ChannelUnavailable('shopify', cause)
  }
}

/** `skip`: octets before the offset that came all the same, where a range is not known. */
async function takeLines(
  body: ReadableStream<Uint8Array>,
  { offset, skip }: { offset: number; skip: number },
): Promise<{ lines: string[]; nextOffset: number | null }> {
  const reader = body.getReader()
  const lines: string[] = []
  let rest = new Uint8Array()
  let toSkip = skip
  let at = offset
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    const fresh = chunk.value.subarray(toSkip)
    toSkip -= chunk.value.length - fresh.length
    const text = new Uint8Array(rest.length + fresh.length)
    text.set(rest)
    text.set(fresh, rest.length)
    let from = 0
    for (let end = text.indexOf(10); end !== -1; end = text.indexOf(10, from)) {
      lines.push(new TextDecoder().decode(text.subarray(from, end)))
      at += end + 1 - from
      from = end + 1
      if (lines.length < PAGE_ITEMS) continue
      await reader.cancel()
      return { lines, nextOffset: at }
    }
    rest = text.slice(from)
  }
  if (rest.length > 0) lines.push(new TextDecoder().decode(rest))
  return { lines, nextOffset: null }
}

function readItems(lines: readonly string[], currency: string): { items: ChannelListing[]; unreadable: Unreadable[] } {
  const items: ChannelListing[] = []
  const unreadable: Unreadable[] = []
  for (const line of lines) {
    try {
      items.push(listingOf(v.parse(Variant, JSON.parse(line)), currency))
    } catch (error) {
      unreadable.push({
        externalId: /"id":"(gid:[^"]+)"/.exec(line)?.[1] ?? null,
        reason: error instanceof Error ? error.message : 'unreadable',
      })
    }
  }
  return { items, unreadable }
}
