import { CHANGES_MAX, readChanges } from '#db/platform/queries/catalogue-version.ts'
import type { PlatformDb } from '#db/types.ts'
import type { RawEnv } from '#worker/env.ts'
import { AnswerMemory } from '#worker/pure/answer-memory.ts'
import type { AnswerStore } from '#worker/pure/request-context.ts'

/** An isolate has 128 MB for everything. */
const BYTES_MAX = 16 * 1024 * 1024

type Memory = { answers: AnswerMemory; askedAtMs: number }
const memories = new WeakMap<RawEnv, Memory>()

type Parts = { platform: PlatformDb; now: () => number; defer: (work: Promise<unknown>) => void; freshMs: number }

/**
 * Answers to public reads of the catalogue, kept in the isolate while nothing they show has changed. What changed is asked of
 * the database: after the answer once knowledge is half as old as it may be, before it when it is older than `freshMs`, so
 * that a busy isolate answers without a round trip and none shows anything more than `freshMs` after it changed. Requests never
 * wait for each other's question: the platform may end the one that asks.
 */
export function createCatalogueAnswers(env: RawEnv, { platform, now, defer, freshMs }: Parts): AnswerStore {
  const memory = memories.get(env) ?? { answers: new AnswerMemory(BYTES_MAX), askedAtMs: Number.NEGATIVE_INFINITY }
  memories.set(env, memory)

  const askWhatChanged = async () => {
    const askedAtMs = now()
    memory.askedAtMs = askedAtMs
    const changes = await readChanges(platform, memory.answers.version)
    memory.answers.learn(changes, askedAtMs, changes.length <= CHANGES_MAX)
  }

  return {
    async find(key) {
      const found = memory.answers.find(key)
      if (!found) return null
      const ageMs = now() - found.knownAtMs
      if (ageMs >= freshMs) {
        await askWhatChanged()
        return memory.answers.find(key)?.answer ?? null
      }
      // A failure is the business of the request that has to wait for the answer.
      if (ageMs >= freshMs / 2 && now() - memory.askedAtMs >= freshMs / 2) defer(askWhatChanged().catch(() => {}))
      return found.answer
    },
    keep: (key, answer, origin) => memory.answers.keep(key, answer, origin),
  }
}
