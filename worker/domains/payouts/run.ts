import type { RunRow, RunTotal } from '#db/platform/queries/payouts/runs.ts'
import type { MessageOf } from '#queues/messages.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import type { Currency } from '#worker/pure/money.ts'
import { Problem } from '#worker/pure/problem.ts'
import { toRfc3339 } from '#worker/pure/time.ts'

/**
 * INV-RUN-1: a run only moves drafting -> draft -> approved -> executing -> done, or draft -> discarded; one that nobody has
 * to look at moves from drafting to approved.
 * INV-RUN-2: a run never sends a vendor more than its preview said, nor to whom its preview said nothing would be sent.
 * INV-RUN-3: what needs a second person is not approved by whoever drafted it (CHECK).
 * INV-RUN-4: one scheduled run a day (unique index).
 */
export type RunStatus = RunRow['status']

/** 409: the run is not where this could be done to it. */
export class RunNotMovable extends Problem {
  constructor(status: RunStatus) {
    super('run_not_movable', 409, `This run is ${WORDS[status]}.`, { extensions: { runStatus: status } })
  }
}
const WORDS: Record<RunStatus, string> = {
  drafting: 'still being drafted',
  draft: 'waiting to be approved',
  approved: 'approved already',
  executing: 'being executed',
  done: 'done',
  discarded: 'discarded',
}

/** 403: it sends more than one person may decide alone. */
export class SecondPersonNeeded extends Problem {
  constructor() {
    super('second_person_needed', 403, 'This run sends more than one person may decide. Somebody else has to approve it.')
  }
}

/** The message that has a run executed, or go on: `after` tells its slices apart. */
export async function executeMessage(
  runId: Id<'payoutRun'>,
  after: string,
  occurredAtMs: number,
): Promise<MessageOf<'payout_run.approved'>> {
  const id = await deriveId('message', runId, 'payout_run.approved', after)
  return { id, type: 'payout_run.approved', version: 1, vendorId: null, occurredAtMs, runId }
}

/** The message that has a run drafted, or its draft go on after a vendor. */
export async function draftMessage(
  runId: Id<'payoutRun'>,
  after: string,
  occurredAtMs: number,
): Promise<MessageOf<'payout_run.requested'>> {
  const id = await deriveId('message', runId, 'payout_run.requested', after)
  return { id, type: 'payout_run.requested', version: 1, vendorId: null, occurredAtMs, runId, after }
}

/** True if a run comes to what was expected of it, to the minor unit in each currency; also if nothing was. */
export function isAsExpected(totals: readonly Pick<RunTotal, 'currency' | 'amountMinor'>[], expected: RunRow['expected']): boolean {
  if (expected === null) return true
  const sums = new Map(totals.map(({ currency, amountMinor }) => [currency, amountMinor]))
  const currencies = new Set([...sums.keys(), ...(Object.keys(expected) as Currency[])])
  return [...currencies].every((currency) => (sums.get(currency) ?? 0) === (expected[currency] ?? 0))
}

/** True if a run sends more in some currency than one person may decide alone. */
export const needsSecond = (
  totals: readonly Pick<RunTotal, 'currency' | 'amountMinor'>[],
  approvalOver: Partial<Record<Currency, number>>,
) => totals.some(({ currency, amountMinor }) => amountMinor > (approvalOver[currency] ?? Number.POSITIVE_INFINITY))

/** A run as people are shown it. */
export function showRun(run: RunRow) {
  const at = (ms: number | null) => (ms === null ? null : toRfc3339(ms))
  const { id, kind, period, currency, status, createdBy, approvedBy, needsApproval, isAtOnce } = run
  return {
    id,
    kind,
    period,
    currency,
    status,
    needsApproval: needsApproval === 1,
    isAtOnce: isAtOnce === 1,
    createdBy,
    createdAt: toRfc3339(run.createdAtMs),
    approvedBy,
    approvedAt: at(run.approvedAtMs),
    doneAt: at(run.doneAtMs),
  }
}
