import type { KeptAnswer, Origin } from '#worker/pure/answer-memory.ts'
import type { Id, NewId } from '#worker/pure/ids.ts'
import type { Surface } from '#worker/pure/permissions.ts'
import type { Principal } from '#worker/pure/principal.ts'

/** What the HTTP machinery needs of a request's context; the domains' `Ctx` extends it. */
export type EdgeCtx = {
  requestId: Id<'request'>
  now: () => number
  newId: NewId
  principal: Principal
  /** The vendor whose own host (subdomain or verified domain) the request came to; null on the marketplace's. */
  hostVendor: { id: Id<'vendor'>; slug: string } | null
  clientIp: string
  /** What the caller's program calls itself; for the audit log. */
  userAgent: string
  sessions: SessionDirectory
  /** Notes in the audit log, after the answer, that somebody known was refused. */
  noteDenied: (principal: Extract<Principal, { kind: 'account' }>, denied: Denied) => void
  idempotency: IdempotencyStore
  limiter: RateLimiter
  answers: AnswerStore
  /**
   * Says that the answer shows the catalogue as of a version, and of which listings it shows the count of what is left. An
   * answer nobody says this of is not kept.
   */
  showsCatalogue: (version: number, ...listingIds: Id<'product'>[]) => void
}

/** What was refused: a route by its permission where it has one, and the refusal's code. */
export type Denied = { method: string; path: string; permission?: string; code: string }

/** Keeps answers to public reads of the catalogue until something they show changes. */
export type AnswerStore = {
  /** The answer if it is as good as new, else null. */
  find(key: string): Promise<KeptAnswer | null>
  keep(key: string, answer: KeptAnswer, origin: Origin): void
}

/** Counts requests per key in a sliding minute, at the edge location that answers. */
export type RateLimiter = {
  /** False once the key has used its share. */
  take(key: string): Promise<boolean>
}

/** Turns a verified token into a principal, looking at the session as it is now, so that a revoked one ends at once. */
export type SessionDirectory = {
  /** Verifies signature, expiry and audience; null for anything else than a token of ours. */
  principalOf(token: string, surface: Surface | null): Promise<Principal | null>
}

export type StoredAnswer = { status: number; headers: Record<string, string>; body: string }
export type Claim =
  | { kind: 'run'; seed: number; firstSeenAtMs: number }
  | { kind: 'answered'; answer: StoredAnswer }
  | { kind: 'running' }
  | { kind: 'other_request' }

/** Remembers the answers of requests that carry an idempotency key. Keys are scoped to the caller. */
export type IdempotencyStore = {
  /** Takes the key, or says what became of the request that has it. Safe to repeat. */
  claim(keyHash: string, requestHash: string): Promise<Claim>
  /** Stores the answer for every later repeat. */
  store(keyHash: string, answer: StoredAnswer): Promise<void>
  /** Gives the key back after a failure that a repeat may mend. */
  release(keyHash: string): Promise<void>
}

export type EdgeEnv<C extends EdgeCtx = EdgeCtx> = { Variables: { ctx: C } }
