import { listStale, listUnsent } from '#db/platform/queries/disputes/record.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#worker/pure/time.ts'
import { followDispute, recordDispute } from './record-dispute.ts'
import { sendAnswer } from './send-answer.ts'

const PER_RUN = 20
/** An open dispute that nobody told us anything about is asked for this often: an event may have been lost. */
const ASKED_EVERY_MS = 6 * HOUR_MS
/** How far back disputes are looked for that we never heard of. */
const LOOKED_BACK_MS = 3 * DAY_MS

/**
 * Finishes what was cut off: answers the provider does not have, and disputes whose state or end is not recorded. One that
 * fails does not keep the others from being tried. Safe to repeat.
 */
export async function resumeDisputes(ctx: Ctx): Promise<void> {
  const nowMs = ctx.now()
  const unsent = await listUnsent(ctx.platform, nowMs - 2 * MINUTE_MS, PER_RUN)
  const stale = await listStale(ctx.platform, { openBeforeMs: nowMs - ASKED_EVERY_MS, unsettledBeforeMs: nowMs - 2 * MINUTE_MS }, PER_RUN)
  await Promise.allSettled(unsent.map((disputeId) => sendAnswer(ctx, disputeId)))
  await Promise.allSettled(stale.map(({ providerRef }) => recordDispute(ctx, providerRef)))
}

/**
 * Looks at the provider for disputes of the last days that we never heard of, and records them. Those of charges that are not
 * ours are passed over. Safe to repeat.
 * @returns how many were looked at
 */
export async function discoverDisputes(ctx: Ctx): Promise<number> {
  let seen = 0
  for (let after: string | undefined; ; ) {
    const { disputes, hasMore } = await ctx.disputes.list({ openedSinceMs: ctx.now() - LOOKED_BACK_MS, after })
    for (const told of disputes) {
      try {
        await followDispute(ctx, told)
        seen++
      } catch (error) {
        if (!(error instanceof NotFound)) throw error
      }
    }
    after = disputes.at(-1)?.providerRef
    if (!hasMore || after === undefined) return seen
  }
}

/** The minute of the hour in which the provider is looked at; another than that of most jobs. */
const MINUTE_OF_HOUR = 17

/** `discoverDisputes`, once an hour of a clock that ticks every minute; an hour that is missed is made up for by the next. */
export async function discoverHourly(ctx: Ctx): Promise<void> {
  if (Math.floor(ctx.now() / MINUTE_MS) % 60 === MINUTE_OF_HOUR) await discoverDisputes(ctx)
}
