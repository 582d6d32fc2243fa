import { buryAll, dispatch } from '#queues/dispatch.ts'
import { runSchedule } from '#queues/schedule.ts'
import { createContext } from '#worker/context.ts'
import { answerPlainProblem } from '#worker/edge/answer-error.ts'
import type { RawEnv } from '#worker/env.ts'
import { Problem } from '#worker/pure/problem.ts'

export { ChannelPacer } from '#worker/objects/channel-pacer.ts'
export { StockLock } from '#worker/objects/stock-lock.ts'
export { StoreDashboard } from '#worker/objects/store-dashboard.ts'

/**
 * The Worker: requests, queues, the clock, and the Durable Object classes above. What answers requests, routes and pages, is read
 * and evaluated at the first one: an isolate that only holds objects, takes messages or keeps time never pays for it.
 */
export default {
  fetch: async (request, env, execution) => {
    try {
      const { answer } = await import('#worker/answer.ts')
      return await answer(request, env, { defer: (work) => execution.waitUntil(work) })
    } catch (error) {
      // What answers could not be evaluated; what goes wrong in it, it answers itself.
      console.error(JSON.stringify({ level: 'error', error: String(error), stack: error instanceof Error ? error.stack : undefined }))
      return answerPlainProblem(new Problem('internal', 500, 'The marketplace made a mistake.'))
    }
  },

  queue: (batch, env, execution) => {
    const contextOf = () => createContext(env, { defer: (work) => execution.waitUntil(work) })
    return batch.queue.endsWith('dead-letters')
      ? buryAll(batch.queue, batch.messages, contextOf)
      : dispatch(batch.queue, batch.messages, contextOf)
  },

  scheduled: (_controller, env, execution) => runSchedule(createContext(env, { defer: (work) => execution.waitUntil(work) })),
} satisfies ExportedHandler<RawEnv>
