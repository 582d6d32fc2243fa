import {
  type AccountFilter,
  balancesAsOf,
  imbalance,
  listTransfers,
  type PastBalance,
  readBalances,
  type TransferFilter,
} from '#db/platform/queries/ledger.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { type AccountId, balanceOf } from '#worker/pure/ledger.ts'
import { toRfc3339 } from '#worker/pure/time.ts'

/**
 * Accounts and what they hold on their normal side, in minor units.
 * @param atMs what they held at this instant instead, it included; accounts that had not moved by then are left out
 */
export async function readAccounts(ctx: Pick<Ctx, 'platform'>, filter: AccountFilter, atMs?: number) {
  const rows = await readBalances(ctx.platform, filter)
  if (atMs === undefined) return rows.map((row) => ({ ...row, balanceMinor: balanceOf(row) }))
  const ids = rows.map(({ id }) => id as AccountId)
  const past = new Map<string, Omit<PastBalance, 'id'>>((await balancesAsOf(ctx.platform, ids, atMs)).map(({ id, ...sums }) => [id, sums]))
  return rows.flatMap((row) => {
    const sums = past.get(row.id)
    if (!sums) return []
    const then = { ...row, ...sums, debitsPendingMinor: 0, creditsPendingMinor: 0 }
    return [{ ...then, balanceMinor: balanceOf(then) }]
  })
}

/** A page of transfers, the last stored first. */
export async function readTransfers(ctx: Pick<Ctx, 'platform'>, filter: TransferFilter) {
  const rows = await listTransfers(ctx.platform, { ...filter, limit: filter.limit + 1 })
  const page = rows.slice(0, filter.limit)
  const last = page.at(-1)
  return {
    items: page.map(({ position: _position, atMs, ...row }) => ({ ...row, at: toRfc3339(atMs) })),
    nextCursor: rows.length > filter.limit && last ? String(last.position) : null,
  }
}

/** A page of what moved a vendor's money, the last first: what came in counts plus, what went out minus, in minor units. */
export async function readStatement(
  ctx: Pick<Ctx, 'platform'>,
  vendorId: Id<'vendor'>,
  page: { before?: number | undefined; limit: number },
) {
  const { items, nextCursor } = await readTransfers(ctx, { owner: vendorId, ...page })
  const purposeOf = (account: string) => (account.startsWith(`${vendorId}/`) ? (account.split('/')[1] ?? null) : null)
  return {
    items: items.map(({ id, code, causeId, amountMinor, currency, phase, at, debitAccountId, creditAccountId }) => {
      return { id, code, causeId, amountMinor, currency, phase, at, from: purposeOf(debitAccountId), to: purposeOf(creditAccountId) }
    }),
    nextCursor,
  }
}

/**
 * Checks the whole ledger: per currency the difference of debits and credits and how many balances are not the fold of
 * their transfers. Both are zero, or the ledger is broken (INV-LED-1, INV-LED-3). Reads every transfer.
 */
export async function checkLedger(ctx: Pick<Ctx, 'platform'>) {
  const currencies = await imbalance(ctx.platform)
  return { isBalanced: currencies.every((each) => each.differenceMinor === 0 && each.driftedAccounts === 0), currencies }
}
