import { type CheckRow, listChecks } from '#db/platform/queries/audit/checks.ts'
import { readSealState } from '#db/platform/queries/audit/seals.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Journal } from '#worker/pure/journal.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import { sealJournals } from './seal-journals.ts'
import { verifyJournal } from './verify-journal.ts'

const momentOf = (atMs: number | null) => (atMs === null ? null : toRfc3339(atMs))

const viewCheck = ({ startedAtMs, finishedAtMs, ...check }: CheckRow) => ({
  ...check,
  startedAt: toRfc3339(startedAtMs),
  finishedAt: momentOf(finishedAtMs),
})

/** How far each journal is sealed, and its verification under way or last done; two round trips. */
export async function readJournalState(ctx: Pick<Ctx, 'platform'>) {
  const [states, checks] = await Promise.all([readSealState(ctx.platform), listChecks(ctx.platform, 1)])
  return states.map(({ journal, seal, unsealed, unsealedSinceMs }) => {
    const check = checks.find((each) => each.journal === journal)
    return {
      journal,
      sealedBlocks: seal?.number ?? 0,
      sealedRows: seal?.toPosition ?? 0,
      sealedAt: seal ? toRfc3339(seal.sealedAtMs) : null,
      unsealedRows: unsealed,
      unsealedSince: momentOf(unsealedSinceMs),
      check: check ? viewCheck(check) : null,
    }
  })
}

/** Seals what waits, so that it is verified as well, and verifies a page; see `verifyJournal`. */
export async function startVerification(ctx: Ctx, journal: Journal) {
  await sealJournals(ctx)
  return viewCheck(await verifyJournal(ctx, journal))
}
