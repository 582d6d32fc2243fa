import { readUnsealed, storeSeal } from '#db/platform/queries/audit/seals.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { JOURNALS, type Journal, NEWEST_FORM, type Seal, sealBlock, sealingKey } from '#worker/pure/journal.ts'

/** Rows of a block at most: what one page of a verification reads at a time. */
export const BLOCK_ROWS = 1000
/** Blocks of a run; what is left is sealed a minute later. */
const BLOCKS_PER_RUN = 25

export type SealCtx = Pick<Ctx, 'platform' | 'sealKeys' | 'sealAnchors' | 'now'>

/**
 * Seals what the journals gained since the last seal. Bounded; the next run goes on. Two at once make one chain (INV-JRN-1),
 * and one killed half-way left whole blocks. Safe to repeat.
 * @returns blocks sealed
 */
export async function sealJournals(ctx: SealCtx): Promise<number> {
  let sealed = 0
  for (const journal of JOURNALS) sealed += await sealJournal(ctx, journal)
  return sealed
}

async function sealJournal(ctx: SealCtx, journal: Journal): Promise<number> {
  const [first] = ctx.sealKeys
  if (!first) throw new Error('There is no key to seal with')
  const [keyId, secret] = first
  const key = sealingKey(secret, journal)
  const newest = { before: undefined as Seal | undefined, after: undefined as Seal | undefined }
  let blocks = 0
  for (; blocks < BLOCKS_PER_RUN; blocks++) {
    const { last, rows } = await readUnsealed(ctx.platform, journal, BLOCK_ROWS)
    if (blocks === 0) newest.before = last
    if (rows.length === 0) break
    const seal = sealBlock(key, { journal, form: NEWEST_FORM[journal], keyId, sealedAtMs: ctx.now(), previous: last }, rows)
    if (!(await storeSeal(ctx.platform, seal))) break
    newest.after = seal
    if (rows.length < BLOCK_ROWS) {
      blocks++
      break
    }
  }
  if (newest.after) await moveAnchor(ctx, journal, newest.before, newest.after)
  return blocks
}

/**
 * Moves the copy outside the database on, unless the database is not the one it was taken of: then it stays, as evidence,
 * and the next verification reports it.
 */
async function moveAnchor(ctx: SealCtx, journal: Journal, before: Seal | undefined, after: Seal): Promise<void> {
  const anchor = await ctx.sealAnchors.read(journal)
  const isBehind = anchor === null || anchor.number < (before?.number ?? 0)
  const isBefore = anchor !== null && anchor.number === before?.number && anchor.hash === before.hash
  if (isBehind || isBefore) await ctx.sealAnchors.write(journal, { number: after.number, hash: after.hash, toPosition: after.toPosition })
}
