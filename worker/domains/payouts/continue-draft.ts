import { listPayees } from '#db/platform/queries/payouts/list-payees.ts'
import {
  addItems,
  findRun,
  lastScheduledDay,
  moveRun,
  type NewItem,
  type RunRow,
  type RunTotal,
} from '#db/platform/queries/payouts/runs.ts'
import { type PolicyRow, readTerms } from '#db/platform/queries/payouts/terms.ts'
import { planApproval } from '#worker/domains/approvals/request-approval.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { auditOf } from '#worker/pure/audit.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { dayOf } from '#worker/pure/payout-calendar.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { dueOn } from './due-vendors.ts'
import { judgePayee } from './judge-payee.ts'
import { makeReady } from './make-ready.ts'
import { draftMessage, executeMessage, isAsExpected, needsSecond } from './run.ts'

/** Vendors judged and frozen at a time, and times in one call; the next message goes on with the rest. */
const BATCH = 500
const BATCHES_MAX = 40

/**
 * Goes on with a run that is being drafted: releases what is due, settles debts, and freezes for every vendor and currency
 * what would be sent, or why nothing. At its end the run waits as a draft, for a second person if it is over the limit, or
 * is approved in the same commit if nobody has to look at it. What was frozen stays, so it may be killed anywhere, run
 * again, and run twice at once. One that is not being drafted is left as it is.
 * @param after the vendor the message before came to
 * @throws NotFound 404
 */
export async function continueDraft(ctx: Ctx, runId: Id<'payoutRun'>, after = ''): Promise<void> {
  const found = await findRun(ctx.platform, runId)
  if (!found) throw new NotFound('payout run')
  const { run } = found
  if (run.status !== 'drafting') return
  await makeReady(ctx)
  const next = await freeze(ctx, run, after)
  if (next === null) return finish(ctx, run)
  const outbox = await draftMessage(runId, next, ctx.now())
  if (await moveRun(ctx.platform, { runId, from: ['drafting'], set: { updatedAtMs: ctx.now() }, outbox })) ctx.relay('platform')
}

/** @returns the vendor it came to; null at the end, or if somebody else has come to it */
async function freeze(ctx: Ctx, run: RunRow, after: string): Promise<string | null> {
  const platform = (await readTerms(ctx.platform, [])).rows.get('platform')
  const isMeant = await whoIsMeant(ctx, run)
  let last = after
  for (let batch = 0; batch < BATCHES_MAX; batch++) {
    const { period, currency } = run
    const page = await listPayees(ctx.platform, { period, currency: currency ?? undefined, nowMs: ctx.now(), after: last, limit: BATCH })
    const items = page.payees
      .filter((payee) => isMeant(payee.vendorId))
      .map((payee): NewItem => {
        const { amountMinor, skip } = judgePayee(payee, payee.availableMinor, platform)
        return { runId: run.id, vendorId: payee.vendorId, currency: payee.currency, payableMinor: payee.availableMinor, amountMinor, skip }
      })
    if (!(await addItems(ctx.platform, run.id, items))) return null
    if (page.next === null) return null
    last = page.next
  }
  return last
}

/** A scheduled run is about those who are due on its day; any other about everybody. */
async function whoIsMeant(ctx: Ctx, { scheduledFor }: RunRow): Promise<(vendorId: Id<'vendor'>) => boolean> {
  if (scheduledFor === null) return () => true
  const day = dayOf(Date.parse(`${scheduledFor}T00:00:00Z`))
  return (await dueOn(ctx, day, await lastScheduledDay(ctx.platform, scheduledFor))) ?? (() => false)
}

async function finish(ctx: Ctx, run: RunRow): Promise<void> {
  const [found, { policy }] = await Promise.all([findRun(ctx.platform, run.id), readTerms(ctx.platform, [])])
  const totals = found?.totals ?? []
  const isForTwo = needsSecond(totals, policy?.approvalOver ?? {})
  const approvedBy = isForTwo ? null : decidedBy(run, totals, policy)
  const atMs = ctx.now()
  const detail = { period: run.period }
  const isMoved = await moveRun(ctx.platform, {
    runId: run.id,
    from: ['drafting'],
    ...(approvedBy === null
      ? {
          set: { status: 'draft', needsApproval: isForTwo ? 1 : 0, updatedAtMs: atMs },
          approval: isForTwo ? await approvalOf(ctx, run, totals) : undefined,
        }
      : {
          set: { status: 'approved', approvedBy, approvedAtMs: atMs, updatedAtMs: atMs },
          outbox: await executeMessage(run.id, '', atMs),
          audit: auditOf(ctx, { action: 'payout_run.approve', subjectId: run.id, detail, actorId: approvedBy }),
        }),
  })
  if (isMoved) ctx.relay('platform')
}

/** Who has agreed to the run before it was drafted; null if a person is to look at it. */
function decidedBy(run: RunRow, totals: readonly RunTotal[], policy: PolicyRow | undefined): string | null {
  if (run.kind === 'manual') return run.isAtOnce === 1 && isAsExpected(totals, run.expected) ? run.createdBy : null
  return policy?.scheduledRuns === 'wait' && totals.some(({ payouts }) => payouts > 0) ? null : 'policy'
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
