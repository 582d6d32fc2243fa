import type { Anchor, Journal } from '#worker/pure/journal.ts'

/**
 * Keeps the newest seal of each journal outside the database, so that a database cut short, or put back to an older copy,
 * is noticed: within itself such a copy is sound.
 */
export type SealAnchors = {
  /** Null before the first seal. */
  read(journal: Journal): Promise<Anchor | null>
  write(journal: Journal, anchor: Anchor): Promise<void>
}
