import * as v from 'valibot'
import { ChannelRefused } from '#worker/domains/channels/errors.ts'
import type { ChannelSession, PushOutcome } from '#worker/domains/channels/ports.ts'
import { idOrNull, listOf, wholeOrNull } from '#worker/providers/channels/lenient.ts'
import type { ChannelIssue } from '#worker/pure/channel.ts'
import { SECOND_MS } from '#worker/pure/time.ts'
import { expected } from './expected.ts'
import { Issue, outcomeOf, toIssue } from './read-issue.ts'
import type { Account } from './session.ts'
import { readFeed, readFeedDocument } from './submit-feed.ts'

type Batch = Awaited<ReturnType<ChannelSession['readBatch']>>

const WAIT_MS = 30 * SECOND_MS
const ENDED: ReadonlySet<string> = new Set(['DONE', 'CANCELLED', 'FATAL'])
const Report = v.object({
  issues: listOf(v.object({ ...Issue.entries, messageId: wholeOrNull, sku: idOrNull })),
})
export type ProcessingReport = v.InferOutput<typeof Report>

/** Reads a processing report, leniently. @throws ChannelUnavailable for what is none */
export const readProcessingReport = (content: string): ProcessingReport => expected(v.pipe(v.string(), v.parseJson(), Report), content)

/**
 * What became of a feed of listings. Answers outcomes of every message: what the report names no error of is fine.
 * @throws ChannelRefused for a feed that was not worked on at all
 */
export async function readBatch(account: Account, ref: string): Promise<Batch> {
  const [feedId = '', documentId = ''] = ref.split(':').map(decodeURIComponent)
  const { processingStatus, resultFeedDocumentId } = await readFeed(account, feedId)
  // Any other word, a new one too, is on the way to one of these.
  if (!ENDED.has(processingStatus)) return { isDone: false, waitMs: WAIT_MS }
  if (!resultFeedDocumentId) {
    if (processingStatus === 'DONE') return { isDone: true, outcomes: 'all_ok' }
    throw new ChannelRefused('amazon', `feed_${processingStatus.toLowerCase()}`, 'the feed was not worked on')
  }
  const report = readProcessingReport(await readFeedDocument(account, resultFeedDocumentId))
  if (processingStatus !== 'DONE') throw new ChannelRefused('amazon', `feed_${processingStatus.toLowerCase()}`, reasonOf(report))
  if (report.issues.length === 0) return { isDone: true, outcomes: 'all_ok' }
  return { isDone: true, outcomes: outcomesOf(report, skusOf(await readFeedDocument(account, documentId))) }
}

const reasonOf = ({ issues }: ProcessingReport): string =>
  issues.find(({ message }) => message)?.message?.slice(0, 300) ?? 'the feed was not worked on'

const Sent = v.object({ messages: listOf(v.object({ messageId: v.number(), sku: v.string() })) })

/** Which SKU each message was about. */
export function skusOf(content: string): Map<number, string> {
  const { messages } = expected(v.pipe(v.string(), v.parseJson(), Sent), content)
  return new Map(messages.map(({ messageId, sku }) => [messageId, sku]))
}

/** The report's issues by the messages they are about; one that names none is about all of them. */
export function outcomesOf(report: ProcessingReport, skus: ReadonlyMap<number, string>): PushOutcome[] {
  const issues = new Map<string, ChannelIssue[]>()
  const ofAll: ChannelIssue[] = []
  for (const issue of report.issues) {
    const sku = skus.get(issue.messageId ?? 0) ?? issue.sku
    if (sku) issues.set(sku, [...(issues.get(sku) ?? []), toIssue(issue)])
    else ofAll.push(toIssue(issue))
  }
  const all = new Set([...skus.values(), ...issues.keys()])
  return [...all].map((externalId) => outcomeOf(externalId, [...(issues.get(externalId) ?? []), ...ofAll]))
}
