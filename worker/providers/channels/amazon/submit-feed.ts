import * as v from 'valibot'
import { id } from '#worker/providers/channels/lenient.ts'
import { inPath } from './call-api.ts'
import { expected } from './expected.ts'
import type { feeds, listingsItems } from './models.gen.ts'
import type { Account } from './session.ts'

/** A message of a JSON_LISTINGS_FEED. */
export type ListingMessage = {
  messageId: number
  sku: string
  operationType: 'PATCH'
  productType: string
  patches: listingsItems['PatchOperation'][]
}

const JSON_TYPE = 'application/json; charset=UTF-8'
const DocumentCreated = v.object({ feedDocumentId: id, url: v.string() })
const FeedCreated = v.object({ feedId: id })

/** A feed of listings. Answers its reference: which messages there were is read from its own document where that matters. */
export async function sendListingsFeed(account: Account, messages: readonly ListingMessage[]): Promise<string> {
  const { sellerId, marketplace } = account
  const content = JSON.stringify({ header: { sellerId, version: '2.0', issueLocale: marketplace.locale }, messages })
  const { feedId, documentId } = await submitFeed(account, {
    feedType: 'JSON_LISTINGS_FEED',
    contentType: JSON_TYPE,
    content,
    marketplaceId: marketplace.id,
  })
  return `${encodeURIComponent(feedId)}:${encodeURIComponent(documentId)}`
}

/** Uploads a document and has Amazon work on it. */
export async function submitFeed(
  { api }: Account,
  feed: { feedType: string; contentType: string; content: string; marketplaceId: string },
): Promise<{ feedId: string; documentId: string }> {
  // The scarce one first, so that no document is uploaded in vain.
  await api.pace.take('createFeed')
  const specification: feeds['CreateFeedDocumentSpecification'] = { contentType: feed.contentType }
  const created = await api.call('createFeedDocument', { method: 'POST', path: '/feeds/2021-06-30/documents', json: specification })
  const { feedDocumentId, url } = expected(DocumentCreated, created)
  await api.upload(url, feed.contentType, feed.content)
  const json: feeds['CreateFeedSpecification'] = {
    feedType: feed.feedType,
    marketplaceIds: [feed.marketplaceId],
    inputFeedDocumentId: feedDocumentId,
  }
  const answer = await api.call('createFeed', { method: 'POST', path: '/feeds/2021-06-30/feeds', json, isPaced: true })
  return { feedId: expected(FeedCreated, answer).feedId, documentId: feedDocumentId }
}

const Feed = v.object({ processingStatus: v.string(), resultFeedDocumentId: v.nullish(v.string()) })

/** How far a feed is. */
export async function readFeed({ api }: Account, feedId: string): Promise<v.InferOutput<typeof Feed>> {
  return expected(Feed, await api.call('getFeed', { path: `/feeds/2021-06-30/feeds/${inPath(feedId)}` }))
}

const FeedDocument = v.object({ url: v.string(), compressionAlgorithm: v.nullish(v.string()) })

/** A document of a feed: what was sent, or what became of it. */
export async function readFeedDocument({ api }: Account, documentId: string): Promise<string> {
  const answer = await api.call('getFeedDocument', { path: `/feeds/2021-06-30/documents/${inPath(documentId)}` })
  const { url, compressionAlgorithm } = expected(FeedDocument, answer)
  return api.download(url, compressionAlgorithm === 'GZIP')
}
