import {
  closeMonth,
  type Due,
  findLastStatement,
  listDue,
  type NewInvoice,
  type NewStatement,
  readCut,
  readStretch,
  type StatementRow,
} from '#db/platform/queries/settlement/statements.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { assert } from '#worker/pure/assert.ts'
import { deriveId } from '#worker/pure/ids.ts'
import { boundsOfMonth, monthOf, nextMonth, type Stretch } from '#worker/pure/statement.ts'
import { DAY_MS, HOUR_MS } from '#worker/pure/time.ts'
import { billMonth } from './bill-month.ts'
import { composeStatement } from './statement.ts'

/** How long after its end a month is left open: what happened in its last minutes may still be on its way into the ledger. */
const GRACE_MS = 2 * HOUR_MS
/** Purses looked at in one run, and months of each; the rest comes next minute. */
const PURSES_PER_RUN = 40
const MONTHS_PER_PURSE = 12

/**
 * Closes every month that has ended: a statement for each vendor and currency, with the invoice for its commission. A month
 * in which nothing happened and nothing was owed gets none. Safe to repeat and to run twice at once: a month is closed once.
 * A purse that cannot be closed does not keep the others from it.
 * @returns how many statements were closed
 * @throws what the first of those was refused by, once all were tried
 */
export async function closeStatements(ctx: Pick<Ctx, 'platform' | 'now' | 'newId'>): Promise<number> {
  const lastMonth = monthOf(boundsOfMonth(monthOf(ctx.now() - GRACE_MS)).fromMs - 1)
  let closed = 0
  const failures: unknown[] = []
  for (const due of await listDue(ctx.platform, lastMonth, PURSES_PER_RUN)) {
    await closeMonthsOf(ctx, due, lastMonth).then(
      (more) => {
        closed += more
      },
      (error) => failures.push(error),
    )
  }
  if (failures.length > 0) throw failures[0]
  return closed
}

async function closeMonthsOf(ctx: Pick<Ctx, 'platform' | 'now' | 'newId'>, due: Due, lastMonth: string): Promise<number> {
  let before = due.throughPeriod
  let last = await findLastStatement(ctx.platform, due)
  let closed = 0
  for (let month = before === null ? monthOf(due.firstDay * DAY_MS) : nextMonth(before), done = 0; month <= lastMonth && done < MONTHS_PER_PURSE; done++) {
    const { statement, invoices } = await draftMonth(ctx, due, month, last)
    if (!(await closeMonth(ctx.platform, due, { before, period: month, statement, invoices, atMs: ctx.now() }))) return closed
    if (statement) {
      // The number is the database's business; what follows only needs where this one ends.
      last = { ...statement, number: 0 }
      closed++
    }
    before = month
    month = nextMonth(month)
  }
  return closed
} // biome-ignore format: the loop's head is one thought

type Draft = { statement: NewStatement | null; invoices: NewInvoice[] }

/**
 * What a month is closed with. The closing balance is worked out twice, out of the figures and out of the day totals of the
 * ledger (INV-SST-2): if they differ nothing is closed.
 */
async function draftMonth(
  ctx: Pick<Ctx, 'platform' | 'now' | 'newId'>,
  due: Due,
  month: string,
  last: StatementRow | undefined,
): Promise<Draft> {
  const { fromMs, toMs } = boundsOfMonth(month)
  const cut = await readCut(ctx.platform, due, toMs)
  const stretch: Stretch = {
    afterMs: last?.toMs ?? 0,
    afterPosition: last?.throughPosition ?? 0,
    toMs,
    throughPosition: cut.position,
  }
  const read = await readStretch(ctx.platform, due, stretch)
  const { openingMinor, closingMinor, figures } = composeStatement(last?.closingMinor ?? 0, read)
  assert(closingMinor === cut.balanceMinor, `INV-SST-2: ${due.vendorId} ${due.currency} ${month} closes at ${cut.balanceMinor}, not ${closingMinor}`)
  if (figures.length === 0 && openingMinor === 0) return { statement: null, invoices: [] }
  const statement: NewStatement = {
    id: await deriveId('statement', due.vendorId, due.currency, month),
    vendorId: due.vendorId,
    currency: due.currency,
    period: month,
    fromMs,
    ...stretch,
    openingMinor,
    closingMinor,
    figures,
    closedAtMs: ctx.now(),
  }
  return { statement, invoices: await billMonth(ctx, statement, read) }
} // biome-ignore format: the assertion is one sentence
