import { pruneAuthorizations, pruneDeliveries } from '#db/platform/queries/channels.ts'
import { pruneKeys } from '#db/platform/queries/idempotency.ts'
import { pruneIdentity } from '#db/platform/queries/identity/accounts.ts'
import { recordRuns, type TaskRun } from '#db/platform/queries/operations/health.ts'
import { pruneSent } from '#db/platform/queries/outbox.ts'
import { takeVendorsToSweep, unfinishedVendors } from '#db/platform/queries/tenancy.ts'
import { oldestUnsent, pruneSent as pruneVendorSent } from '#db/vendor/queries/outbox.ts'
import { ON_GRANTED } from '#queues/consumers/approval-granted.ts'
import { expireApprovals, resumeApprovals } from '#worker/domains/approvals/perform-approval.ts'
import { sealJournals } from '#worker/domains/audit/seal-journals.ts'
import { verifyNightly } from '#worker/domains/audit/verify-journal.ts'
import { purgeCarts } from '#worker/domains/cart/purge-carts.ts'
import { forgetBuyersInTurn } from '#worker/domains/channels/forget-buyers.ts'
import { rotateCredentials } from '#worker/domains/channels/rotate-credentials.ts'
import { settleConnections } from '#worker/domains/channels/settle-connection.ts'
import { subscribeConnections } from '#worker/domains/channels/subscribe-connection.ts'
import { wakeChannels } from '#worker/domains/channels/wake-channels.ts'
import { expireCheckouts } from '#worker/domains/checkout/expire-checkouts.ts'
import { resumeCheckouts } from '#worker/domains/checkout/resume-checkouts.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { countRates } from '#worker/domains/disputes/count-rate.ts'
import { remindDisputes } from '#worker/domains/disputes/remind-disputes.ts'
import { discoverHourly, resumeDisputes } from '#worker/domains/disputes/resume-disputes.ts'
import { reconcileStock } from '#worker/domains/inventory/reconcile-stock.ts'
import { raiseWaiting, UNSENT_OLD_MS, watchQueues } from '#worker/domains/operations/watch-queues.ts'
import { reconcileOrders } from '#worker/domains/orders/reconcile-orders.ts'
import { resumeRefunds } from '#worker/domains/payments/resume-refunds.ts'
import { resumeWebhooks } from '#worker/domains/payments/resume-webhooks.ts'
import { fillHolds } from '#worker/domains/payouts/fill-holds.ts'
import { liftDueHolds } from '#worker/domains/payouts/lift-hold.ts'
import { recoverDebt } from '#worker/domains/payouts/recover-debt.ts'
import { releaseMatured } from '#worker/domains/payouts/release-matured.ts'
import { resumePayouts } from '#worker/domains/payouts/resume-payouts.ts'
import { resumeRuns, startScheduledRun } from '#worker/domains/payouts/schedule-runs.ts'
import { settleDebt } from '#worker/domains/payouts/settle-debt.ts'
import { endGrace } from '#worker/domains/plans/end-grace.ts'
import { remindGrace } from '#worker/domains/plans/remind-grace.ts'
import { resumeReconciliation } from '#worker/domains/reconciliation/continue-reconciliation.ts'
import { scheduleReconciliation } from '#worker/domains/reconciliation/start-reconciliation.ts'
import { closeStatements } from '#worker/domains/settlement/close-statements.ts'
import { measureVendors } from '#worker/domains/tenancy/health/measure-vendors.ts'
import { provisionVendor } from '#worker/domains/tenancy/provision-vendor.ts'
import type { Id } from '#worker/pure/ids.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#worker/pure/time.ts'

/** Vendors whose outbox and stock are looked after in one run; the rest come next minute. */
const VENDORS_PER_RUN = 50
/** Rows of what channels sent that one run forgets: a burst of them goes over several. */
const CHANNEL_ROWS_PER_RUN = 2_000

/**
 * What the clock does, every minute: finishes whatever a dead process left half-done. Every step is bounded and safe to
 * repeat, and one that fails does not keep the others from running.
 */
export async function runSchedule(ctx: Ctx): Promise<void> {
  ctx.relay('platform')
  const runs = await each(ctx, [
    ['expire_checkouts', () => expireCheckouts(ctx)],
    ['resume_checkouts', () => resumeCheckouts(ctx)],
    ['resume_webhooks', () => resumeWebhooks(ctx)],
    ['resume_refunds', () => resumeRefunds(ctx)],
    ['release_matured', () => releaseMatured(ctx)],
    ['lift_due_holds', () => liftDueHolds(ctx)],
    ['settle_debt', () => settleDebt(ctx)],
    ['recover_debt', () => recoverDebt(ctx)],
    ['fill_holds', () => fillHolds(ctx)],
    ['start_scheduled_run', () => startScheduledRun(ctx)],
    ['resume_runs', () => resumeRuns(ctx)],
    ['resume_payouts', () => resumePayouts(ctx)],
    ['seal_journals', () => sealJournals(ctx)],
    ['verify_journals', () => verifyNightly(ctx)],
    ['expire_approvals', () => expireApprovals(ctx)],
    ['resume_approvals', () => resumeApprovals(ctx, ({ action }) => ON_GRANTED[action])],
    ['resume_disputes', () => resumeDisputes(ctx)],
    ['remind_disputes', () => remindDisputes(ctx)],
    ['discover_disputes', () => discoverHourly(ctx)],
    ['count_dispute_rates', () => countRates(ctx)],
    ['remind_plan_grace', () => remindGrace(ctx)],
    ['end_plan_grace', () => endGrace(ctx)],
    ['measure_vendors', () => measureVendors(ctx)],
    ['resume_provisioning', () => resumeProvisioning(ctx)],
    ['sweep_vendors', () => sweepVendors(ctx)],
    ['close_statements', () => closeStatements(ctx)],
    ['resume_reconciliation', () => resumeReconciliation(ctx)],
    ['start_reconciliation', () => scheduleReconciliation(ctx)],
    ['wake_channels', () => wakeChannels(ctx)],
    ['rotate_credentials', () => rotateCredentials(ctx)],
    ['settle_channels', () => settleConnections(ctx)],
    ['subscribe_channels', () => subscribeConnections(ctx)],
    ['prune_channel_authorizations', () => pruneAuthorizations(ctx.platform, ctx.now() - HOUR_MS, CHANNEL_ROWS_PER_RUN)],
    ['prune_channel_deliveries', () => pruneDeliveries(ctx.platform, ctx.now() - 7 * DAY_MS, CHANNEL_ROWS_PER_RUN)],
    ['forget_channel_buyers', () => forgetBuyersInTurn(ctx)],
    ['watch_queues', () => watchQueues(ctx)],
    ['prune_keys', () => pruneKeys(ctx.platform, ctx.now() - DAY_MS)],
    ['prune_identity', () => pruneIdentity(ctx.platform, ctx.now() - 7 * DAY_MS)],
    ['purge_carts', () => purgeCarts(ctx)],
    ['prune_outbox', () => pruneSent(ctx.platform, ctx.now() - HOUR_MS)],
  ])
  // How it went, for the console; a run that cannot be noted was one all the same.
  await each(ctx, [['note_runs', () => recordRuns(ctx.platform, runs)]])
}

async function resumeProvisioning(ctx: Ctx): Promise<void> {
  const unfinished = await unfinishedVendors(ctx.platform, ctx.now() - MINUTE_MS, 20)
  // One at a time, and each for itself: a store whose database is down does not keep the next from opening.
  await each(
    ctx,
    unfinished.map(({ id }) => [`provision ${id}`, () => provisionVendor(ctx, id)]),
  )
}

/** Sends what stores' outboxes still hold, and checks that each store's stock and its projection agree. */
async function sweepVendors(ctx: Ctx): Promise<void> {
  for (const vendorId of await takeVendorsToSweep(ctx.platform, ctx.now(), VENDORS_PER_RUN)) {
    ctx.relay(vendorId)
    await each(ctx, [
      ['reconcile_stock', () => reconcileStock(ctx, vendorId)],
      ['reconcile_orders', () => reconcileOrders(ctx, vendorId)],
      ['watch_vendor_outbox', () => watchVendorOutbox(ctx, vendorId)],
      ['prune_vendor_outbox', async () => pruneVendorSent(await ctx.vendorDb(vendorId), ctx.now() - DAY_MS)],
    ])
  }
}

/** A store's outbox that could not be sent in spite of many sweeps. */
async function watchVendorOutbox(ctx: Ctx, vendorId: Id<'vendor'>): Promise<void> {
  const stuck = await oldestUnsent(await ctx.vendorDb(vendorId), ctx.now() - UNSENT_OLD_MS)
  if (stuck) await raiseWaiting(ctx, { kind: 'outbox_stuck', subject: vendorId, ...stuck })
}

/** Runs each, one after the other; one that fails does not keep the next from running. */
async function each(ctx: Pick<Ctx, 'now'>, tasks: [name: string, run: () => Promise<unknown>][]): Promise<TaskRun[]> {
  const runs: TaskRun[] = []
  for (const [name, run] of tasks) {
    const ranAtMs = ctx.now()
    let failure: string | null = null
    try {
      await run()
    } catch (error) {
      failure = String(error)
      console.warn(JSON.stringify({ level: 'warn', event: 'schedule_failed', task: name, error: failure }))
    }
    runs.push({ name, ranAtMs, tookMs: ctx.now() - ranAtMs, failure })
  }
  return runs
}
