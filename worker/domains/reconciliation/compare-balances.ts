import { readClearing } from '#db/platform/queries/reconciliation/books.ts'
import { type DriftRow, findFinance, finishStatements, lastBalances } from '#db/platform/queries/reconciliation/drift.ts'
import { readExplained } from '#db/platform/queries/reconciliation/exceptions.ts'
import { commitStep, type RunRow } from '#db/platform/queries/reconciliation/runs.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { mailOnce } from '#worker/domains/identity/request-mail.ts'
import { deriveId } from '#worker/pure/ids.ts'
import { toDecimal } from '#worker/pure/money.ts'

/**
 * The last step of a run: what the ledger says the provider holds for us, against what the provider says. A difference that
 * people's judgements of exceptions do not explain, in two runs after one another, is drift: an alarm, and a mail to finance when it begins. One run alone may have met a payment that
 * one side knew and the other did not yet.
 */
export async function compareBalances(ctx: Ctx, run: RunRow): Promise<void> {
  const [held, posted, judged, before] = await Promise.all([
    ctx.balance.readBalance(),
    readClearing(ctx.platform),
    readExplained(ctx.platform),
    lastBalances(ctx.platform, run.id),
  ])
  const currencies = [...new Set([...held, ...posted].map(({ currency }) => currency))].sort()
  const rows = currencies.map((currency): DriftRow => {
    const theirs = held.find((each) => each.currency === currency) ?? { availableMinor: 0, pendingMinor: 0 }
    const ledgerMinor = posted.find((each) => each.currency === currency)?.balanceMinor ?? 0
    const differenceMinor = theirs.availableMinor + theirs.pendingMinor - ledgerMinor
    const explainedMinor = judged.find((each) => each.currency === currency)?.explainedMinor ?? 0
    const earlier = before.find((each) => each.currency === currency)
    const isDrifting = differenceMinor !== explainedMinor && earlier !== undefined && earlier.differenceMinor !== earlier.explainedMinor
    return { runId: run.id, currency, ledgerMinor, availableMinor: theirs.availableMinor, pendingMinor: theirs.pendingMinor, differenceMinor, explainedMinor, isDrifting, atMs: ctx.now() }
  }) // biome-ignore format: a row is one thought
  const begun = rows.filter((row) => row.isDrifting && !before.some((each) => each.currency === row.currency && each.isDrifting))
  const alarms = await Promise.all(rows.filter(({ isDrifting }) => isDrifting).map((row) => alarmOf(row)))
  const mails = begun.length === 0 ? [] : await mailsAbout(ctx, run, begun)
  const done = { stage: 'done', status: 'done', doneAtMs: ctx.now(), cursor: '' } as const
  const isStored = await commitStep(ctx.platform, run, done, ctx.now(), finishStatements(ctx.platform, rows, alarms, mails))
  if (isStored && mails.length > 0) ctx.relay('platform')
}

async function alarmOf({ runId, currency, ledgerMinor, differenceMinor, explainedMinor, atMs }: DriftRow) {
  const id = await deriveId('alarm', runId, currency)
  return { id, kind: 'ledger_drift', subject: currency, detail: { ledgerMinor, differenceMinor, explainedMinor, runId }, raisedAtMs: atMs }
}

async function mailsAbout(ctx: Ctx, run: RunRow, rows: readonly DriftRow[]) {
  const people = await findFinance(ctx.platform)
  const differences = rows.map(({ currency, differenceMinor, explainedMinor }) => `${toDecimal({ amountMinor: differenceMinor - explainedMinor, currency })} ${currency}`).join(', ')
  const content = { template: 'ledger_drift' as const, differences, url: `${ctx.settings.origin}/admin/reconciliation` }
  return Promise.all(people.map(async ({ id, email }) => mailOnce(await deriveId('mail', run.id, 'drift', id), email, content, ctx.now())))
} // biome-ignore format: one step a line
