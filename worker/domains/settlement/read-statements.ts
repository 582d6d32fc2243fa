import {
  findLastStatement,
  findPaidPayout,
  findStatement,
  listCurrencies,
  listStatements,
  readBalanceAt,
  readStretch,
  type StatementFilter,
} from '#db/platform/queries/settlement/statements.ts'
import { listMoves } from '#db/platform/queries/settlement/stretch.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Currency } from '#worker/pure/money.ts'
import { NotFound, Problem } from '#worker/pure/problem.ts'
import { boundsOfMonth, codesOf, END_OF_TIME_MS, FIGURES, type Figure, monthOf, type Stretch } from '#worker/pure/statement.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import { type AnyStatement, closedStatement, composeStatement, showStatement } from './statement.ts'

/** 409: the payout has not moved money, so there is no statement of it. */
export class PayoutNotPaid extends Problem {
  constructor() {
    super('payout_not_paid', 409, 'This payout has not been paid: there is no statement of it yet.')
  }
}

/** A page of closed statements, the last closed first. */
export async function readStatements(ctx: Pick<Ctx, 'platform'>, filter: StatementFilter) {
  const rows = await listStatements(ctx.platform, { ...filter, limit: filter.limit + 1 })
  const page = rows.slice(0, filter.limit)
  const last = page.at(-1)
  return {
    items: page.map(({ position: _position, vendorName, ...row }) => ({ ...showStatement(closedStatement(row)), vendorName })),
    nextCursor: rows.length > filter.limit && last ? String(last.position) : null,
  }
}

/**
 * The statement of a vendor's money since the last closed one, per currency, as of now. It begins where that one ended, so
 * while a month that has ended waits to be closed it is in here.
 */
export async function readOpenStatements(ctx: Pick<Ctx, 'platform' | 'now'>, vendorId: Id<'vendor'>): Promise<AnyStatement[]> {
  const currencies = await listCurrencies(ctx.platform, vendorId)
  return Promise.all(currencies.map((currency) => readOpenStatement(ctx, vendorId, currency)))
}

async function readOpenStatement(ctx: Pick<Ctx, 'platform' | 'now'>, vendorId: Id<'vendor'>, currency: Currency): Promise<AnyStatement> {
  const purse = { vendorId, currency }
  const last = await findLastStatement(ctx.platform, purse)
  const stretch: Stretch = {
    afterMs: last?.toMs ?? 0,
    afterPosition: last?.throughPosition ?? 0,
    toMs: END_OF_TIME_MS,
    throughPosition: Number.MAX_SAFE_INTEGER,
  }
  const statement = composeStatement(last?.closingMinor ?? 0, await readStretch(ctx.platform, purse, stretch))
  const period = monthOf(ctx.now())
  const fromMs = last?.toMs ?? boundsOfMonth(period).fromMs
  return { ...statement, ...purse, kind: 'open', id: null, number: null, period, fromMs, toMs: ctx.now(), stretch, closedAtMs: null }
}

/** A closed statement. @throws NotFound 404, also for another vendor's */
export async function readStatement(ctx: Pick<Ctx, 'platform'>, id: Id<'statement'>, vendorId?: Id<'vendor'>): Promise<AnyStatement> {
  const row = await findStatement(ctx.platform, id, vendorId)
  if (!row) throw new NotFound('statement')
  return closedStatement(row)
}

/**
 * What led to a payout: everything stored in the ledger after the vendor's payout before it, up to the payout itself.
 * @throws NotFound 404, also for another vendor's; PayoutNotPaid 409
 */
export async function readPayoutStatement(ctx: Pick<Ctx, 'platform'>, payoutId: Id<'payout'>, vendorId?: Id<'vendor'>): Promise<AnyStatement> {
  const found = await findPaidPayout(ctx.platform, payoutId, vendorId)
  if (!found) throw new NotFound('payout')
  if (found.position === null) throw new PayoutNotPaid()
  const { payout, position, before } = found
  const purse = { vendorId: payout.vendorId, currency: payout.currency }
  const stretch: Stretch = { afterMs: END_OF_TIME_MS, afterPosition: before, toMs: END_OF_TIME_MS, throughPosition: position }
  const [openingMinor, read] = await Promise.all([
    before === 0 ? 0 : readBalanceAt(ctx.platform, purse, before),
    readStretch(ctx.platform, purse, stretch),
  ])
  const { createdAtMs: fromMs, updatedAtMs: toMs, period } = payout
  return { ...composeStatement(openingMinor, read), ...purse, kind: 'payout', id: payoutId, number: null, period, fromMs, toMs, stretch, closedAtMs: toMs }
} // biome-ignore format: the answer is one thought

/** A page of the ledger's transfers behind one figure of a statement, or all; the first stored first. */
export async function readMoves(
  ctx: Pick<Ctx, 'platform'>,
  { vendorId, currency, stretch }: Pick<AnyStatement, 'vendorId' | 'currency' | 'stretch'>,
  { figure, after, limit }: { figure?: Figure | undefined; after: number; limit: number },
) {
  const disputes = figure === undefined ? 'any' : figure === 'disputes' ? 'only' : 'none'
  const codes = figure === undefined ? FIGURES.flatMap(codesOf) : codesOf(figure)
  const rows = await listMoves(ctx.platform, { vendorId, currency }, stretch, { codes, after, limit: limit + 1, disputes })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map(({ atMs, ...row }) => ({ ...row, currency, at: toRfc3339(atMs) })),
    nextCursor: rows.length > limit && last ? String(last.position) : null,
  }
}
