import { findByCauses, findByKeys, type Link, readSides } from '#db/platform/queries/reconciliation/books.ts'
import { clearStatement, exceptionStatement, findStanding } from '#db/platform/queries/reconciliation/exceptions.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { type Flow, flowOf, isBooked, judge, subjectOf } from '#worker/pure/reconcile.ts'

/** The fee on a movement of our own balance is booked beside it, of one cause and another flow. */
const isSame = (a: Flow, b: Flow): boolean => a === b || (isBooked(a) && isBooked(b))

/** Something that moved our balance at the provider: its key there, and the records of ours that have it. */
type Thing = { flow: Flow; key: string; isKnown: boolean; causeIds: Set<string> }
type Movement = { flow: Flow; matchKey: string }
type Row = { causeId: string; code: string } | { causeId: string; flow: Flow }

/**
 * Holds both sides of things against each other: those of the provider's rows, and those of rows of ours. What does not
 * agree becomes an exception, what agrees again is cleared.
 * @returns what to store of it
 */
export async function compareThings(ctx: Pick<Ctx, 'platform' | 'now' | 'newId'>, movements: readonly Movement[], rows: readonly Row[] = []) {
  const things = await gather(ctx, movements, rows)
  const causeIds = [...new Set([...things.values()].flatMap((thing) => [...thing.causeIds]))]
  const sides = await readSides(ctx.platform, [...new Set([...things.values()].map(({ key }) => key))], causeIds)
  const verdicts = [...things].map(([subject, thing]) => {
    const provider = sides.movements.filter((row) => row.matchKey === thing.key && row.flow === thing.flow)
    const ledger = sides.transfers.filter((row) => thing.causeIds.has(row.causeId) && isSame(flowOf(row.code), thing.flow))
    const both = provider.map(({ createdAtMs: atMs, ...row }) => ({ ...row, atMs }))
    return { subject, thing, transactionId: provider[0]?.id ?? null, verdict: judge(thing.isKnown, both, ledger) }
  })
  const wrong = verdicts.filter(({ verdict }) => verdict?.reason)
  const right = verdicts.filter(({ verdict }) => !verdict?.reason).map(({ subject }) => subject)
  const standing = await findStanding(ctx.platform, [...things.keys()])
  const cleared = right.filter((subject) => standing.has(subject))
  const statements = wrong.flatMap(({ subject, thing, transactionId, verdict }) => {
    if (!verdict?.reason) return []
    const { reason, currency, ledgerMinor, providerMinor, atMs: happenedAtMs } = verdict
    const [causeId = null] = thing.causeIds
    const base = { id: ctx.newId('reconciliationException'), subject, flow: thing.flow, matchKey: thing.key, causeId, transactionId }
    return [exceptionStatement(ctx.platform, { ...base, reason, currency, ledgerMinor, providerMinor, happenedAtMs, firstSeenAtMs: ctx.now() })]
  })
  return {
    counts: { found: wrong.filter(({ subject }) => standing.get(subject) !== 'open').length, cleared: cleared.length },
    statements: cleared.length === 0 ? statements : [...statements, clearStatement(ctx.platform, cleared, ctx.now())],
  }
} // biome-ignore format: one step a line

/**
 * Things by subject. A row of ours whose record has no id of the provider's yet is a thing by its own id; once the record
 * has one, its rows are compared under that, and the thing by its own id has nothing left.
 */
async function gather(ctx: Pick<Ctx, 'platform'>, movements: readonly Movement[], rows: readonly Row[]): Promise<Map<string, Thing>> {
  const ofRows = rows.map((row) => ({ causeId: row.causeId, flow: 'flow' in row ? row.flow : flowOf(row.code) }))
  const named = await findByCauses(ctx.platform, [...new Set(ofRows.map(({ causeId }) => causeId))])
  const keys = [...movements.map(({ matchKey }) => matchKey), ...named.map(({ matchKey }) => matchKey)]
  const links = await findByKeys(ctx.platform, [...new Set(keys)])
  const things = new Map<string, Thing>()
  const add = (flow: Flow, key: string, causeId?: string) => {
    const subject = subjectOf(flow, key)
    const own = links.filter((link) => link.flow === flow && link.matchKey === key).map((link: Link) => link.causeId)
    const thing = things.get(subject) ?? { flow, key, isKnown: own.length > 0 || causeId !== undefined, causeIds: new Set(own) }
    if (causeId !== undefined) thing.causeIds.add(causeId)
    things.set(subject, thing)
  }
  for (const { flow, matchKey } of movements) add(flow, matchKey)
  for (const { flow, causeId } of ofRows) {
    const link = named.find((each) => each.causeId === causeId && isSame(each.flow, flow))
    if (link) add(link.flow, link.matchKey)
    else add(flow, causeId, causeId)
  }
  return things
}
