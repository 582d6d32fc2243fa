import { listPayees } from '#db/platform/queries/payouts/list-payees.ts'
import { addItems, findRun, insertRun, moveRun, type NewItem, type RunRow, type RunTotal } from '#db/platform/queries/payouts/runs.ts'
import { readTerms } from '#db/platform/queries/payouts/terms.ts'
import { planApproval } from '#worker/domains/approvals/request-approval.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { present } from '#worker/pure/assert.ts'
import { auditOf } from '#worker/pure/audit.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import type { Currency } from '#worker/pure/money.ts'
import { actorOf } from '#worker/pure/principal.ts'
import { fillHolds } from './fill-holds.ts'
import { judgePayee } from './judge-payee.ts'
import { liftDueHolds } from './lift-hold.ts'
import { releaseMatured } from './release-matured.ts'
import { needsSecond } from './run.ts'
import { settleDebt } from './settle-debt.ts'

/** Vendors judged and frozen at a time. */
const BATCH = 500
const BATCHES_MAX = 1000

export type NewRun = {
  kind: RunRow['kind']
  period: string
  currency: Currency | null
  scheduledFor: string | null
  /** Whom the run is about; everybody by default. */
  isMeant?: (vendorId: Id<'vendor'>) => boolean
}
export type Drafted = { run: RunRow; totals: RunTotal[] }

/**
 * Prepares a run: releases what is due, settles debts, and freezes for every vendor and currency what would be sent, or
 * why nothing. Sends nothing. A run over the limit waits for a second person. Audited. Killed on the way, the sweep
 * finishes it (`finishDraft`); what was frozen stays. Safe to repeat with the same idempotency key: it is the same run.
 * @returns null if the day's scheduled run is there already
 */
export async function draftRun(ctx: Ctx, { isMeant, ...run }: NewRun): Promise<Drafted | null> {
  const atMs = ctx.now()
  const createdBy = run.kind === 'scheduled' ? 'schedule' : actorOf(ctx.principal)
  const row: RunRow = {
    ...run,
    id: ctx.newId('payoutRun'),
    status: 'drafting',
    needsApproval: 0,
    createdBy,
    createdAtMs: atMs,
    approvedBy: null,
    approvedAtMs: null,
    doneAtMs: null,
    updatedAtMs: atMs,
  }
  const detail = { period: run.period, ...(run.currency === null ? {} : { currency: run.currency }) }
  const audit = auditOf(ctx, { action: 'payout_run.draft', subjectId: row.id, detail, actorId: createdBy })
  if (await insertRun(ctx.platform, row, audit)) return finishDraft(ctx, row, isMeant)
  // The day has its scheduled run; or this request was made before, and its answer lost.
  const found = await findRun(ctx.platform, row.id)
  if (!found) return null
  return found.run.status === 'drafting' ? finishDraft(ctx, found.run, isMeant) : found
}

/** Goes on with a run that is being drafted. Safe to repeat and to run twice at once. */
export async function finishDraft(ctx: Ctx, run: RunRow, isMeant: (vendorId: Id<'vendor'>) => boolean = () => true): Promise<Drafted> {
  await makeReady(ctx)
  const { rows, policy } = await readTerms(ctx.platform, [])
  const platform = rows.get('platform')
  let after = ''
  for (let batch = 0; batch < BATCHES_MAX; batch++) {
    const page = await listPayees(ctx.platform, {
      period: run.period,
      currency: run.currency ?? undefined,
      nowMs: ctx.now(),
      after,
      limit: BATCH,
    })
    const items = page.payees
      .filter(({ vendorId }) => isMeant(vendorId))
      .map((payee): NewItem => {
        const { vendorId, currency, availableMinor } = payee
        const { amountMinor, skip } = judgePayee(payee, availableMinor, platform)
        return { runId: run.id, vendorId, currency, payableMinor: availableMinor, amountMinor, skip }
      })
    await addItems(ctx.platform, items)
    if (page.next === null) break
    after = page.next
  }
  const { totals } = present(await findRun(ctx.platform, run.id), 'the run')
  const needsApproval = needsSecond(totals, policy?.approvalOver ?? {})
  await moveRun(ctx.platform, {
    runId: run.id,
    from: ['drafting'],
    set: { status: 'draft', needsApproval: needsApproval ? 1 : 0, updatedAtMs: ctx.now() },
    approval: needsApproval ? await approvalOf(ctx, run, totals) : undefined,
  })
  return { run: present(await findRun(ctx.platform, run.id), 'the run').run, totals }
}

/** Everything that may change what a vendor can be paid, done before anybody is judged. */
export async function makeReady(ctx: Ctx): Promise<void> {
  await releaseMatured(ctx)
  await liftDueHolds(ctx)
  await settleDebt(ctx)
  await fillHolds(ctx)
}

/** Asks for the second person, in the commit that ends the draft. */
async function approvalOf(ctx: Ctx, run: RunRow, totals: readonly RunTotal[]) {
  return planApproval(ctx, {
    id: await deriveId('approval', run.id),
    action: 'payout_run.execute',
    subjectId: run.id,
    payload: { runId: run.id },
    facts: [
      { label: 'period', kind: 'text', text: run.period },
      ...totals.flatMap(({ currency, amountMinor, payouts }) => [
        { label: 'payouts', kind: 'count' as const, count: payouts },
        { label: 'amount', kind: 'money' as const, amountMinor, currency },
      ]),
    ],
    reason: run.kind === 'scheduled' ? 'The scheduled payouts of the day.' : 'A payout run.',
    requestedBy: run.createdBy,
  })
}
