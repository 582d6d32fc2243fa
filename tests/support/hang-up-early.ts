/** Where Node and everybody who brings `undici` along keep what `fetch` sends with. */
const DISPATCHER = Symbol.for('undici.globalDispatcher.1')
const IDLE_MS = 1_000

type Agent = { constructor: new (options: { keepAliveTimeout: number; keepAliveMaxTimeout: number }) => Agent }
const holder = globalThis as unknown as Record<symbol, Agent | undefined>
let early: Agent | undefined

/**
 * Ends this process's connections after a second of idleness. The runtime ends those to it after five, and a call that goes out at
 * that moment is lost ("other side closed"); where the processor is busy, the moment is long. Safe to call again.
 */
export async function hangUpEarly(): Promise<void> {
  // Node loads its own with the first call.
  if (!holder[DISPATCHER]) await fetch('data:,')
  const agent = holder[DISPATCHER]
  if (!agent || agent === early) return
  early = new agent.constructor({ keepAliveTimeout: IDLE_MS, keepAliveMaxTimeout: IDLE_MS })
  holder[DISPATCHER] = early
}
