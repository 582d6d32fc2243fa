import { readBuyerFacts, searchBuyers } from '#db/platform/queries/support/buyers.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { resendVerification as resend } from '#worker/domains/identity/request-verification.ts'
import { auditOf } from '#worker/pure/audit.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Currency, Money } from '#worker/pure/money.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { toRfc3339 } from '#worker/pure/time.ts'

type BuyerCtx = Pick<Ctx, 'platform' | 'principal' | 'newId' | 'now' | 'requestId' | 'clientIp'>
type Search = {
  q?: string | undefined
  state?: 'active' | 'disabled' | 'unverified' | undefined
  cursor?: Id<'account'> | undefined
  limit: number
}
const instant = (atMs: number | null) => (atMs === null ? null : toRfc3339(atMs))

/** A page of buyers by part of a name or address, or an order's number, newest first. Each look is audited. */
export async function findBuyers(ctx: BuyerCtx, { q, state, cursor, limit }: Search) {
  const words = q === '' ? undefined : q
  const audit = auditOf(ctx, { action: 'buyers.searched', subjectId: words ?? 'all', detail: {} })
  const rows = await searchBuyers(ctx.platform, { words, state, before: cursor, limit: limit + 1 }, audit)
  const items = rows
    .slice(0, limit)
    .map(({ account, orders, lastOrderAtMs }) => ({ ...showAccount(account), orders, lastOrderAt: instant(lastOrderAtMs) }))
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}

/** One buyer with orders, refunds, disputes and devices, for whoever looks after them. Each look is audited. @throws NotFound 404 */
export async function readBuyer(ctx: BuyerCtx, accountId: Id<'account'>) {
  const audit = auditOf(ctx, { action: 'buyer.viewed', subjectId: accountId, detail: {} })
  const found = await readBuyerFacts(ctx.platform, accountId, ctx.now(), audit)
  if (!found || found.account.platformRole !== null) throw new NotFound('buyer')
  const { account, orders, totals, sessions, stores, decisions, reviews } = found
  return {
    ...showAccount(account),
    locale: account.locale,
    orders: orders.map(({ currency, totalMinor, refundedMinor, vendorId, vendorName, placedAtMs, ...order }) => ({
      ...order,
      vendor: { id: vendorId, name: vendorName },
      total: money(totalMinor, currency),
      refunded: money(refundedMinor, currency),
      placedAt: instant(placedAtMs),
    })),
    totals: totals.map(({ currency, orders: placed, cancelled, paidMinor, refundedMinor }) => ({
      orders: placed,
      cancelled,
      spent: money(paidMinor - refundedMinor, currency),
      refunded: money(refundedMinor, currency),
    })),
    disputes: totals.reduce((sum, one) => sum + one.disputes, 0),
    sessions: sessions.map(({ createdAtMs, lastSeenAtMs, ...session }) => ({ ...session, createdAt: toRfc3339(createdAtMs), lastSeenAt: toRfc3339(lastSeenAtMs) })),
    stores,
    reviews,
    decisions: decisions.map(({ detail, atMs, actorName, ...event }) => ({ ...event, reason: reasonOf(detail), actorName: actorName ?? '', at: toRfc3339(atMs) })),
  }
} // biome-ignore format: one fact a line

/** Mails the link that confirms the buyer's address once more; at most five an hour. Audited. @throws NotFound 404, AlreadyVerified 409 */
export async function resendVerification(ctx: Ctx, accountId: Id<'account'>): Promise<{ isSent: boolean }> {
  return { isSent: await resend(ctx, accountId) }
}

type Account = {
  id: Id<'account'>
  name: string
  email: string
  emailVerifiedAtMs: number | null
  disabledAtMs: number | null
  createdAtMs: number
}

const showAccount = ({ id, name, email, emailVerifiedAtMs, disabledAtMs, createdAtMs }: Account) => ({
  id,
  name,
  email,
  isEmailVerified: emailVerifiedAtMs !== null,
  disabledAt: instant(disabledAtMs),
  createdAt: toRfc3339(createdAtMs),
})

const money = (amountMinor: number, currency: string): Money => ({ amountMinor, currency: currency as Currency })

function reasonOf(detail: string): string | null {
  const { reason } = JSON.parse(detail) as { reason?: unknown }
  return typeof reason === 'string' ? reason : null
}
