import { SECOND_MS } from './time.ts'

/**
 * What a page that is open can be told of: which of its data is no longer what it was. Never the data itself.
 * `sync`: a channel was looked at, which happens all the time and mostly finds nothing.
 */
export const LIVE_TOPICS = [
  'orders',
  'stock',
  'channels',
  'sync',
  'payouts',
  'refunds',
  'disputes',
  'reviews',
  'approvals',
  'moderation',
  'vendors',
  'alarms',
] as const
export type LiveTopic = (typeof LIVE_TOPICS)[number]
export const isLiveTopic = (value: unknown): value is LiveTopic => LIVE_TOPICS.some((topic) => topic === value)

/** What an open page is told: what changed, and when that was said, UTC epoch ms by the object's clock. */
export type LiveNews = { topics: LiveTopic[]; atMs: number }

/** At most one message in this time, ms; what changes meanwhile is told together. */
export const GATHERED_MS = SECOND_MS
/** Two machines' clocks may differ by this much: a page asks for what changed since a little before it was read. */
export const CLOCKS_APART_MS = 2 * SECOND_MS

/** How a socket is ended whose time is up: the page comes back, and whether it may is looked at anew. */
export const COME_BACK = 4000
/** What a page sends to see whether anybody is there, and what it hears; neither wakes the object. */
export const PING = 'ping'
export const PONG = 'pong'

/** What a page was told; null for what is no message of ours. Topics this build does not know are left out. */
export function readNews(text: unknown): LiveNews | null {
  if (typeof text !== 'string') return null
  try {
    const { topics, atMs } = JSON.parse(text) as { topics?: unknown; atMs?: unknown }
    return Array.isArray(topics) && typeof atMs === 'number' ? { topics: topics.filter(isLiveTopic), atMs } : null
  } catch {
    return null
  }
}
