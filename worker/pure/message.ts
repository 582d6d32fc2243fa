import type { Id } from '#worker/pure/ids.ts'
import { SECOND_MS } from '#worker/pure/time.ts'

/** Whoever claims a message sends it within this; past it, somebody else does. */
export const CLAIM_LIVES_MS = 30 * SECOND_MS

/** A message on its way into an outbox. Its id is made before the commit that stores it. Types are in `queues/messages.ts`. */
export type Outgoing = {
  readonly id: Id<'message'>
  readonly type: string
  readonly version: 1
  /** Whose business it is; null for the platform's own. */
  readonly vendorId: Id<'vendor'> | null
  readonly occurredAtMs: number
}

/**
 * Messages that wait too long. `dead_letters_old`: nobody has looked at letters; `outbox_stuck`: a queue does not take what was
 * committed; `queue_behind`: consumers do not keep up, or did not run.
 */
export const WAITING_KINDS = ['dead_letters_old', 'outbox_stuck', 'queue_behind'] as const
export type WaitingKind = (typeof WAITING_KINDS)[number]
