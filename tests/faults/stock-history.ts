import type { StockMovement } from '#worker/domains/inventory/ports.ts'

/** One call as its caller saw it: what was asked, when, and every answer that came back to it (also those "lost" on the way). */
export type Told = {
  method: 'reserve' | 'confirm' | 'release' | 'fulfil' | 'deallocate' | 'restock'
  operationId: string
  /** The reservation and the order it is about. */
  holdId: string
  orderId: string
  /** Units per variant; of a hold or a delivery. */
  units: Record<string, number>
  ttlMs: number
  startedMs: number
  endedMs: number
  answers: { ok: boolean; code?: string }[]
}

type Delta = { onHand: number; reserved: number; allocated: number }
const KINDS: Record<Told['method'], { kind: string; delta: (units: number) => Delta }> = {
  restock: { kind: 'restock', delta: (n) => ({ onHand: n, reserved: 0, allocated: 0 }) },
  reserve: { kind: 'reserve', delta: (n) => ({ onHand: 0, reserved: n, allocated: 0 }) },
  confirm: { kind: 'confirm', delta: (n) => ({ onHand: 0, reserved: -n, allocated: n }) },
  release: { kind: 'release', delta: (n) => ({ onHand: 0, reserved: -n, allocated: 0 }) },
  fulfil: { kind: 'fulfil', delta: (n) => ({ onHand: -n, reserved: 0, allocated: -n }) },
  deallocate: { kind: 'return_allocation', delta: (n) => ({ onHand: 0, reserved: 0, allocated: -n }) },
}

/**
 * Checks what callers were told against the numbered movements, knowing nothing of the code that made either. Answers with
 * every contradiction found, in words.
 * @param longMs holds asked for at least this long cannot have run out during the test
 */
export function contradictions(history: readonly Told[], movements: readonly StockMovement[], longMs: number): string[] {
  return [
    ...checkNumbers(movements),
    ...checkLevels(movements),
    ...checkAnswers(history, movements),
    ...checkHolds(history, movements, longMs),
    ...checkOrder(history, movements),
  ]
}

function checkNumbers(movements: readonly StockMovement[]): string[] {
  return movements.flatMap(({ seq }, index) => (seq === index + 1 ? [] : [`movement ${index + 1} is numbered ${seq}`]))
}

/** Adds the movements up again: no figure below zero, nothing promised that is not there, and each tells the level it leaves. */
function checkLevels(movements: readonly StockMovement[]): string[] {
  const sums = new Map<string, Delta>()
  return movements.flatMap(({ seq, variantId, onHandDelta, reservedDelta, allocatedDelta, level }) => {
    const before = sums.get(variantId) ?? { onHand: 0, reserved: 0, allocated: 0 }
    const after = {
      onHand: before.onHand + onHandDelta,
      reserved: before.reserved + reservedDelta,
      allocated: before.allocated + allocatedDelta,
    }
    sums.set(variantId, after)
    const found: string[] = []
    if (Math.min(after.onHand, after.reserved, after.allocated) < 0) found.push(`below zero at ${seq}: ${JSON.stringify(after)}`)
    if (after.reserved + after.allocated > after.onHand) found.push(`oversold at ${seq}: ${JSON.stringify(after)}`)
    const isTold = level.onHand === after.onHand && level.reserved === after.reserved && level.allocated === after.allocated
    if (!isTold) found.push(`movement ${seq} tells another level`)
    return found
  })
}

/** What was answered `ok` moved exactly what it said, once; what was refused moved nothing; nothing moved that nobody asked for. */
function checkAnswers(history: readonly Told[], movements: readonly StockMovement[]): string[] {
  const byOperation = groupBy(
    movements.filter(({ kind }) => kind !== 'expire'),
    ({ operationId }) => operationId,
  )
  const ended = new Set(movements.filter(({ kind }) => kind === 'expire').map(({ operationId }) => operationId as string))
  const known = new Set(history.map(({ operationId }) => operationId))
  const found = [...byOperation.keys()].flatMap((operationId) => (known.has(operationId) ? [] : [`${operationId} moved, but nobody asked`]))
  for (const told of history) {
    const moved = byOperation.get(told.operationId) ?? []
    const last = told.answers.at(-1)
    const wasGiven = told.answers.some(({ ok }) => ok)
    const name = `${told.method} ${told.operationId}`
    // A hold that ran out while its answer was being asked for again is told as expired.
    const ranOut = told.method === 'reserve' && last?.code === 'expired' && ended.has(told.operationId)
    const isSteady = told.answers.every((answer) => answer.ok === last?.ok && answer.code === last?.code)
    if (!isSteady && !ranOut) found.push(`${name} was answered differently: ${JSON.stringify(told.answers)}`)
    const { kind, delta } = KINDS[told.method]
    const expected = Object.entries(told.units).map(([variantId, units]) => JSON.stringify([variantId, kind, delta(units)]))
    const actual = moved.map((m) =>
      JSON.stringify([m.variantId, m.kind, { onHand: m.onHandDelta, reserved: m.reservedDelta, allocated: m.allocatedDelta }]),
    )
    const isWhole = expected.sort().join() === actual.sort().join()
    const mayBeStill = told.method === 'release' || told.method === 'deallocate'
    if (wasGiven && !isWhole && !(mayBeStill && moved.length === 0))
      found.push(`${name} was acknowledged but moved ${actual.join() || 'nothing'}`)
    if (!wasGiven && moved.length > 0 && !ranOut) found.push(`${name} was refused (${last?.code}) but moved ${actual.join()}`)
  }
  return found
}

/** A hold that was acknowledged ends in one way: sold, given back, or run out, and runs out only once its time is up. */
function checkHolds(history: readonly Told[], movements: readonly StockMovement[], longMs: number): string[] {
  const byHold = groupBy(history, ({ holdId }) => holdId)
  const moved = new Set(movements.filter(({ kind }) => kind !== 'expire').map(({ operationId }) => operationId as string))
  const ranOut = new Map(movements.filter(({ kind }) => kind === 'expire').map((m) => [m.operationId as string, m.atMs]))
  return [...byHold.values()].flatMap((calls) => {
    const of = (method: Told['method']) => calls.find((told) => told.method === method)
    const [reserve, confirm, release] = [of('reserve'), of('confirm'), of('release')]
    if (!reserve) return []
    const found: string[] = []
    const endedAtMs = ranOut.get(reserve.operationId)
    const ends = [confirm && moved.has(confirm.operationId), release && moved.has(release.operationId), endedAtMs !== undefined]
    if (ends.filter(Boolean).length > 1) found.push(`hold ${reserve.holdId} ended more than once`)
    if (endedAtMs !== undefined && endedAtMs < reserve.startedMs + reserve.ttlMs) found.push(`hold ${reserve.holdId} ran out early`)
    const wasKept = reserve.answers.at(-1)?.ok && reserve.ttlMs >= longMs && !(release && release.startedMs < (confirm?.endedMs ?? 0))
    if (confirm && wasKept && !confirm.answers.at(-1)?.ok) found.push(`hold ${reserve.holdId} was acknowledged, and lost`)
    return found
  })
}

/** What was answered before something else was asked has the lower number. */
function checkOrder(history: readonly Told[], movements: readonly StockMovement[]): string[] {
  const lastSeq = new Map<string, number>()
  const firstSeq = new Map<string, number>()
  for (const { operationId, seq, kind } of movements) {
    if (kind === 'expire') continue
    lastSeq.set(operationId, seq)
    if (!firstSeq.has(operationId)) firstSeq.set(operationId, seq)
  }
  const byEnd = history.filter(({ operationId }) => lastSeq.has(operationId)).toSorted((a, b) => a.endedMs - b.endedMs)
  const byStart = byEnd.toSorted((a, b) => a.startedMs - b.startedMs)
  const found: string[] = []
  let ended = 0
  let highest = 0
  for (const told of byStart) {
    for (let next = byEnd[ended]; next && next.endedMs < told.startedMs; next = byEnd[++ended]) {
      highest = Math.max(highest, lastSeq.get(next.operationId) ?? 0)
    }
    if ((firstSeq.get(told.operationId) ?? 0) < highest)
      found.push(`${told.operationId} is numbered before a call that was answered before it began`)
  }
  return found
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}
