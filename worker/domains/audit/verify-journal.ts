import { type CheckRow, findAlarmed, findCheck, storeCheck, storeProgress, storeResult } from '#db/platform/queries/audit/checks.ts'
import { findSeal, lastSeal, readJournalRows, readSeals } from '#db/platform/queries/audit/seals.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { mailOnce } from '#worker/domains/identity/request-mail.ts'
import { auditOf } from '#worker/pure/audit.ts'
import { deriveId } from '#worker/pure/ids.ts'
import { checkBlock, JOURNALS, type Journal, type JournalFault, type Seal, sealingKey } from '#worker/pure/journal.ts'
import { actorOf } from '#worker/pure/principal.ts'
import { DAY_MS, HOUR_MS } from '#worker/pure/time.ts'

/** Blocks of one page: what a request verifies before it answers how far it is. */
const PAGE_BLOCKS = 25
/** Pages of a run of the schedule. */
const PAGES_PER_RUN = 4
/** The verification of the night begins after this hour (UTC). */
const NIGHT_HOUR = 2

/**
 * Verifies a journal against its seals, a page at a time: begins a verification (or goes on with the one under way) and
 * answers how far it is, or what it found. Call it again until it is no longer `running`; the schedule goes on with it as
 * well. The first fault ends it: an alarm and a mail to every admin. Audited with its result. Two at once make one.
 */
export async function verifyJournal(ctx: Ctx, journal: Journal, startedBy: string = actorOf(ctx.principal)): Promise<CheckRow> {
  const check = await runningCheck(ctx, journal, startedBy)
  await verifyPage(ctx, check)
  return (await findCheck(ctx.platform, journal)) ?? check
}

/** Goes on with verifications under way, and begins the ones of the night. Bounded. */
export async function verifyNightly(ctx: Ctx): Promise<void> {
  for (const journal of JOURNALS) {
    const last = await findCheck(ctx.platform, journal)
    const night = (atMs: number) => Math.floor((atMs - NIGHT_HOUR * HOUR_MS) / DAY_MS)
    const isDue = last === undefined || night(last.startedAtMs) < night(ctx.now())
    if (last?.status !== 'running' && !isDue) continue
    for (let page = 0; page < PAGES_PER_RUN; page++) {
      if ((await verifyJournal(ctx, journal, 'schedule')).status !== 'running') break
    }
  }
}

async function runningCheck(ctx: Ctx, journal: Journal, startedBy: string): Promise<CheckRow> {
  const last = await findCheck(ctx.platform, journal)
  if (last?.status === 'running') return last
  const blocks = (await lastSeal(ctx.platform, journal))?.number ?? 0
  const begun = { id: ctx.newId('journalCheck'), journal, status: 'running' as const, startedBy, startedAtMs: ctx.now(), blocks }
  if (await storeCheck(ctx.platform, begun)) return { ...begun, checkedBlocks: 0, checkedRows: 0, fault: null, finishedAtMs: null }
  return (await findCheck(ctx.platform, journal)) ?? { ...begun, checkedBlocks: 0, checkedRows: 0, fault: null, finishedAtMs: null }
}

async function verifyPage(ctx: Ctx, check: CheckRow): Promise<void> {
  const { journal } = check
  const from = check.checkedBlocks + 1
  const seals = (await readSeals(ctx.platform, journal, from, PAGE_BLOCKS)).filter(({ number }) => number <= check.blocks)
  let previous = from === 1 ? undefined : await findSeal(ctx.platform, journal, from - 1)
  let { checkedBlocks, checkedRows } = check
  for (const seal of seals) {
    const fault = await faultOf(ctx, seal, previous)
    if (fault) return finish(ctx, check, { checkedBlocks, checkedRows, fault })
    checkedBlocks = seal.number
    checkedRows += seal.rows
    previous = seal
  }
  if (checkedBlocks < check.blocks) {
    // A number that is not there is a seal that was taken away.
    if (seals.length < PAGE_BLOCKS) return finish(ctx, check, { checkedBlocks, checkedRows, fault: sealGone(checkedBlocks + 1) })
    await storeProgress(ctx.platform, check, { checkedBlocks, checkedRows })
    return
  }
  await finish(ctx, check, { checkedBlocks, checkedRows, fault: await tailFault(ctx, journal) })
}

const sealGone = (block: number): JournalFault => ({ kind: 'broken_link', block, position: null, detail: `There is no seal ${block}.` })

async function faultOf(ctx: Ctx, seal: Seal, previous: Seal | undefined): Promise<JournalFault | null> {
  const secret = ctx.sealKeys.get(seal.keyId)
  if (secret === undefined)
    return { kind: 'unknown_key', block: seal.number, position: null, detail: `It names the key ${seal.keyId}, which is none of ours.` }
  // One more than were sealed is enough to see that there are more.
  const rows = await readJournalRows(ctx.platform, seal.journal, previous?.toPosition ?? null, seal.toPosition, seal.rows + 1)
  return checkBlock(sealingKey(secret, seal.journal), seal, previous, rows)
}

/** Compares with the copy of the newest seal outside the database: what was cut off at the end is sound in itself. */
async function tailFault(ctx: Ctx, journal: Journal): Promise<JournalFault | null> {
  const anchor = await ctx.sealAnchors.read(journal)
  if (!anchor) return null
  const seal = await findSeal(ctx.platform, journal, anchor.number)
  if (!seal) {
    const last = await lastSeal(ctx.platform, journal)
    const detail = `Block ${anchor.number}, up to row ${anchor.toPosition}, was sealed; the journal ends at block ${last?.number ?? 0}, row ${last?.toPosition ?? 0}.`
    return { kind: 'missing_tail', block: anchor.number, position: (last?.toPosition ?? 0) + 1, detail }
  }
  if (seal.hash === anchor.hash) return null
  return { kind: 'broken_seal', block: seal.number, position: null, detail: 'It is not the seal that was kept outside the database.' }
}

async function finish(ctx: Ctx, check: CheckRow, result: Pick<CheckRow, 'checkedBlocks' | 'checkedRows' | 'fault'>): Promise<void> {
  const { fault } = result
  const audit = auditOf(ctx, {
    action: 'journal.verify',
    subjectId: check.journal,
    detail: {
      blocks: result.checkedBlocks,
      rows: result.checkedRows,
      result: fault === null ? 'passed' : fault.kind,
      ...(fault ? { fault } : {}),
    },
    actorId: check.startedBy,
  })
  const isStored = await storeResult(
    ctx.platform,
    check,
    { ...result, finishedAtMs: ctx.now() },
    audit,
    fault && (await raise(ctx, check, fault)),
  )
  if (isStored && fault) ctx.relay('platform')
}

/** The alarm, and a mail to everybody who may do everything. */
async function raise(ctx: Ctx, check: CheckRow, fault: JournalFault) {
  const alarm = {
    id: await deriveId('alarm', check.id),
    kind: 'journal_broken',
    subject: check.journal,
    detail: { ...fault, checkId: check.id },
    raisedAtMs: ctx.now(),
  }
  const content = {
    template: 'journal_broken' as const,
    journal: check.journal,
    fault: `Block ${fault.block}${fault.position === null ? '' : `, row ${fault.position}`}: ${fault.kind.replace('_', ' ')}. ${fault.detail}`,
    url: `${ctx.settings.origin}/admin/health`,
  }
  const mails = (await findAlarmed(ctx.platform)).map(async ({ id, email }) =>
    mailOnce(await deriveId('mail', check.id, id), email, content, ctx.now()),
  )
  return { alarm, mails: await Promise.all(mails) }
}
