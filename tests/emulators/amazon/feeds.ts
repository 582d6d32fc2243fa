import { gzipSync } from 'node:zlib'
import type { Hono } from 'hono'
import { toMinor } from '#worker/providers/channels/amazon/amount.ts'
import { type Answer, type Call, type Engine, iso, listIn, ok, type Route, refusal } from './engine.ts'
import { patchSku, put, remove } from './listings.ts'
import { jobFinished, orderChanged } from './notify.ts'
import { type Issue, type Job, keepDocument, nextNumber, type Seller, textOf } from './world.ts'

/** Feeds 2021-06-30. */
export const feedRoutes: readonly Route[] = [
  { operation: 'createFeedDocument', method: 'POST', path: '/feeds/2021-06-30/documents', answer: createDocument },
  { operation: 'getFeedDocument', method: 'GET', path: '/feeds/2021-06-30/documents/:feedDocumentId', answer: (call) => showDocument(call, call.param.feedDocumentId ?? '', 'feedDocumentId') },
  { operation: 'createFeed', method: 'POST', path: '/feeds/2021-06-30/feeds', answer: createFeed },
  { operation: 'getFeeds', method: 'GET', path: '/feeds/2021-06-30/feeds', answer: getFeeds },
  { operation: 'getFeed', method: 'GET', path: '/feeds/2021-06-30/feeds/:feedId', answer: getFeed },
] // biome-ignore format: a table

function createDocument({ engine, seller, json }: Call): Answer {
  const contentType = (json as { contentType?: string } | null)?.contentType
  if (!contentType) return refusal(400, 'InvalidInput', 'contentType is required')
  const id = `amzn1.tortuga.4.na.${textOf(engine.world, 'document', 24)}`
  keepDocument(engine.world, id, { sellerId: seller.id, contentType, base64: '', isZipped: false, isUploaded: false })
  return ok({ feedDocumentId: id, url: documentUrl(engine, id) }, 201)
}

export const documentUrl = ({ origin }: Engine, id: string): string => `${origin}/_documents/${encodeURIComponent(id)}`

/** A document that Amazon made. */
export function storeDocument({ world }: Engine, sellerId: string, content: string): string {
  const id = `amzn1.tortuga.4.na.${textOf(world, 'document', 24)}`
  keepDocument(world, id, {
    sellerId,
    contentType: 'application/json',
    base64: gzipSync(content).toString('base64'),
    isZipped: true,
    isUploaded: true,
  })
  return id
}

export function showDocument({ engine, seller }: Call, id: string, idName: string): Answer {
  const document = engine.world.documents[id]
  if (document?.sellerId !== seller.id) return refusal(404, 'NotFound', 'The document was not found.')
  return ok({ [idName]: id, url: documentUrl(engine, id), ...(document.isZipped ? { compressionAlgorithm: 'GZIP' } : {}) })
}

type Created = { feedType?: string; marketplaceIds?: string[]; inputFeedDocumentId?: string }

function createFeed({ engine, seller, json }: Call): Answer {
  const { feedType, marketplaceIds, inputFeedDocumentId: documentId } = (json ?? {}) as Created
  const document = engine.world.documents[documentId ?? '']
  if (!feedType || !marketplaceIds?.length || document?.sellerId !== seller.id || !document.isUploaded)
    return refusal(400, 'InvalidInput', 'Invalid Input')
  const nowMs = engine.kit.now()
  const id = String(50_000_000_000 + nextNumber(engine.world))
  const job: Job = {
    id,
    type: feedType,
    marketplaceIds,
    documentId: documentId ?? null,
    status: 'IN_QUEUE',
    createdAtMs: nowMs,
    dueAtMs: nowMs + engine.settings.feedMs,
    resultId: null,
  }
  seller.feeds[id] = job
  engine.changed()
  return ok({ feedId: id }, 202)
}

function getFeed({ seller, param }: Call): Answer {
  const job = seller.feeds[param.feedId ?? '']
  return job ? ok(showFeed(job)) : refusal(404, 'NotFound', 'The feed was not found.')
}

/** Feeds of some types, the latest first. */
function getFeeds({ seller, query }: Call): Answer {
  const types = listIn(query, 'feedTypes')
  const sinceMs = Date.parse(query.get('createdSince') ?? '1970-01-01T00:00:00Z')
  if (types === null || Number.isNaN(sinceMs)) return refusal(400, 'InvalidInput', 'Invalid Input')
  const found = Object.values(seller.feeds).filter((job) => types.includes(job.type) && job.createdAtMs >= sinceMs)
  return ok({
    feeds: found
      .reverse()
      .slice(0, Number(query.get('pageSize') ?? 10))
      .map(showFeed),
  })
}

const showFeed = (job: Job) => ({
  feedId: job.id,
  feedType: job.type,
  marketplaceIds: job.marketplaceIds,
  createdTime: iso(job.createdAtMs),
  processingStatus: job.status,
  ...(job.status === 'IN_QUEUE' ? {} : { processingStartTime: iso(job.createdAtMs), processingEndTime: iso(job.dueAtMs) }),
  ...(job.resultId ? { resultFeedDocumentId: job.resultId } : {}),
})

/** Works on the feeds that are due. */
export function workOnFeeds(engine: Engine): void {
  for (const seller of Object.values(engine.world.sellers)) {
    for (const job of Object.values(seller.feeds)) {
      if (job.status !== 'IN_QUEUE' || job.dueAtMs > engine.kit.now()) continue
      const content = Buffer.from(engine.world.documents[job.documentId ?? '']?.base64 ?? '', 'base64').toString('utf8')
      job.status = 'DONE'
      job.resultId = storeDocument(
        engine,
        seller.id,
        job.type === 'JSON_LISTINGS_FEED' ? workOnListings(engine, seller, job, content) : workOnXml(engine, seller, job, content),
      )
      jobFinished(engine, seller, 'feed', job)
    }
  }
}

type Message = { messageId: number; sku: string; operationType: string; productType?: string; attributes?: Record<string, Record<string, unknown>[]>; patches?: unknown[] } // biome-ignore format: a shape
type ReportIssue = { messageId: number; sku: string; code: string; severity: string; message: string; attributeName?: string }

function workOnListings(engine: Engine, seller: Seller, job: Job, content: string): string {
  const { messages } = JSON.parse(content) as { messages: Message[] }
  const issues = messages.flatMap((message) =>
    issuesOf(engine, seller, message).map(
      (issue): ReportIssue => ({
        ...{ messageId: message.messageId, sku: message.sku, code: issue.code, severity: issue.severity, message: issue.message },
        ...(issue.attributeNames?.[0] ? { attributeName: issue.attributeNames[0] } : {}),
      }),
    ),
  )
  const invalid = new Set(issues.filter((issue) => issue.severity === 'ERROR').map((issue) => issue.messageId)).size
  return JSON.stringify({
    header: { sellerId: seller.id, version: '2.0', feedId: job.id },
    issues,
    summary: {
      errors: issues.filter((issue) => issue.severity === 'ERROR').length,
      warnings: issues.filter((issue) => issue.severity !== 'ERROR').length,
      messagesProcessed: messages.length,
      messagesAccepted: messages.length - invalid,
      messagesInvalid: invalid,
    },
  })
}

function issuesOf(engine: Engine, seller: Seller, message: Message): Issue[] {
  if (message.operationType === 'UPDATE') return put(engine, seller, message.sku, message)
  if (message.operationType === 'DELETE') return remove(engine, seller, message.sku)
  const partial = Object.entries(message.attributes ?? {}).map(([name, value]) => ({ op: 'replace', path: `/attributes/${name}`, value }))
  return patchSku(engine, seller, message.sku, message.operationType === 'PATCH' ? message : { patches: partial })
}

const tag = (xml: string, name: string): string => new RegExp(`<${name}[^>]*>([\\s\\S]*?)</${name}>`).exec(xml)?.[1]?.trim() ?? ''
const tags = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`, 'g'))].map((found) => found[1] ?? '')

/** Cancellations (`POST_ORDER_ACKNOWLEDGEMENT_DATA`) and refunds (`POST_PAYMENT_ADJUSTMENT_DATA`). */
function workOnXml(engine: Engine, seller: Seller, job: Job, xml: string): string {
  const failed: string[] = []
  for (const message of tags(xml, 'Message')) {
    const order = seller.orders[tag(message, 'AmazonOrderID')]
    const isCancel = job.type === 'POST_ORDER_ACKNOWLEDGEMENT_DATA' && tag(message, 'StatusCode') === 'Failure'
    if (!order || (isCancel && !['PENDING', 'UNSHIPPED', 'CANCELLED'].includes(order.status))) {
      failed.push(tag(message, 'MessageID'))
    } else if (isCancel && order.status !== 'CANCELLED') {
      order.status = 'CANCELLED'
      order.cancelled = { by: 'MERCHANT', reason: tag(message, 'CancelReason') }
      orderChanged(engine, seller, order)
    } else if (job.type === 'POST_PAYMENT_ADJUSTMENT_DATA') {
      for (const item of tags(message, 'AdjustedItem')) {
        const amounts = [...item.matchAll(/<Amount[^>]*>([^<]+)<\/Amount>/g)].map((found) => toMinor(found[1] ?? '0', order.currency))
        order.refunds.push({
          lineId: tag(item, 'AmazonOrderItemCode'),
          amountMinor: amounts.reduce((sum, one) => sum + one, 0),
          reason: tag(item, 'AdjustmentReason'),
        })
      }
      orderChanged(engine, seller, order)
    }
  }
  return `<ProcessingReport><StatusCode>Complete</StatusCode><MessagesWithError>${failed.length}</MessagesWithError></ProcessingReport>`
}

/** Presigned addresses: whoever has one may use it. */
export function mountDocuments(app: Hono, { world, changed }: Engine): void {
  app.put('/_documents/:id', async (c) => {
    const document = world.documents[c.req.param('id')]
    if (!document || document.contentType !== c.req.header('content-type')) return c.body(null, 403)
    document.base64 = Buffer.from(await c.req.arrayBuffer()).toString('base64')
    document.isUploaded = true
    changed()
    return c.body(null, 200)
  })
  app.get('/_documents/:id', (c) => {
    const document = world.documents[c.req.param('id')]
    return document ? c.body(new Uint8Array(Buffer.from(document.base64, 'base64'))) : c.body(null, 403)
  })
}
