/** Where the counts are read, before and after a row. */
export const CALLS_PATH = '/_bench/calls'
export type Calls = { object: number; queue: number }

/**
 * Runs in front of the production bundle and counts what leaves it: calls of an object, and sends to a queue, the objects' own
 * included. The bundle is the one that is deployed; nothing in it knows of this. Database round trips are counted where they
 * arrive, by the databases.
 */
export const COUNTING_ENTRY = `
import worker, { StockLock as Lock } from './index.js'
export * from './index.js'
const calls = { object: 0, queue: 0 }
const counted = (target, kind, only) => new Proxy(target, {
  get(_, name) {
    const value = target[name]
    if (typeof value !== 'function') return value
    return (...args) => {
      if (!only || only.includes(name)) calls[kind]++
      return target[name](...args)
    }
  },
})
const queue = (binding) => counted(binding, 'queue', ['send', 'sendBatch'])
const envs = new WeakMap()
const watched = (env) => {
  if (!envs.has(env)) envs.set(env, {
    ...env,
    EVENTS: queue(env.EVENTS),
    JOBS: queue(env.JOBS),
    STOCK_LOCK: { getByName: (name) => counted(env.STOCK_LOCK.getByName(name), 'object') },
  })
  return envs.get(env)
}
export class StockLock extends Lock {
  constructor(state, env) { super(state, watched(env)) }
}
export default {
  fetch: (request, env, execution) => new URL(request.url).pathname === '${CALLS_PATH}'
    ? Response.json(calls) : worker.fetch(request, watched(env), execution),
  queue: (batch, env, execution) => worker.queue(batch, watched(env), execution),
  scheduled: (controller, env, execution) => worker.scheduled(controller, watched(env), execution),
}
`
