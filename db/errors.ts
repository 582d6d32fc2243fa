import { type Problem, Unavailable } from '#worker/pure/problem.ts'
import { Overdrawn, PreconditionFailed, UniqueViolation } from '#worker/pure/storage-refusal.ts'

/** 503: the database is down, slow or busy. A write may or may not have been stored, which is why ids come first. */
export class DatabaseUnavailable extends Unavailable {
  constructor(cause?: unknown) {
    super('This store', { cause })
  }
}

/** Every error in the chain of causes, outermost first. */
function* causes(error: unknown): Generator<Error> {
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) yield at
}

/** What is in our words already. */
const OURS = [DatabaseUnavailable, PreconditionFailed, UniqueViolation, Overdrawn] as const

/** The database's refusal in our words; any other error comes back as it was. */
export function translateDatabaseError(error: unknown): unknown {
  for (const cause of causes(error)) {
    if (OURS.some((kind) => cause instanceof kind)) return cause
    const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
    if (code.startsWith('SQLITE_BUSY') || /SQLITE_BUSY|database is locked/.test(cause.message)) return new DatabaseUnavailable(error)
    if (cause.message.includes('precondition failed')) return new PreconditionFailed(cause.message, { cause: error })
    if (/\boverdrawn\b/.test(cause.message)) return new Overdrawn(cause.message, { cause: error })
    const unique = /UNIQUE constraint failed: ([\w.]+(?:, [\w.]+)*)/.exec(cause.message)
    if (unique?.[1]) return new UniqueViolation(unique[1], error)
  }
  return error
}

/** The 503 inside an error, if a database caused it; for the one place that turns errors into answers. */
export function databaseProblem(error: unknown): Problem | undefined {
  const translated = translateDatabaseError(error)
  return translated instanceof DatabaseUnavailable ? translated : undefined
}
