import type { ReviewRow } from '#db/platform/queries/reviews/own.ts'
import { Problem } from '#worker/pure/problem.ts'
import { DAY_MS } from '#worker/pure/time.ts'

/**
 * INV-REV-1: one review for each order line, by whoever got it.
 * INV-REV-2: a listing's and a store's stars are those of the reviews that are shown (triggers of the database).
 * INV-REV-3: what the rules find, or a link, is not shown before somebody has looked at it.
 */
export const EDITABLE_MS = 30 * DAY_MS

/** 409: this line was rated. */
export class AlreadyReviewed extends Problem {
  constructor() {
    super('already_reviewed', 409, 'You have rated this already; change your review instead.')
  }
}

/** 409: a month has passed. */
export class ReviewClosed extends Problem {
  constructor() {
    super('review_closed', 409, 'A review can be changed for 30 days.')
  }
}

/** 409: one answer a review. */
export class AlreadyAnswered extends Problem {
  constructor() {
    super('already_answered', 409, 'This review has your answer already.')
  }
}

/** `Ada B.`: enough to be somebody, too little to be found. */
export function publicName(name: string): string {
  const [first = '', ...rest] = name.trim().split(/\s+/)
  const last = rest.at(-1)
  return last === undefined ? first : `${first} ${[...last][0]?.toUpperCase() ?? ''}.`
}

export const isEditable = ({ createdAtMs }: Pick<ReviewRow, 'createdAtMs'>, nowMs: number): boolean => nowMs < createdAtMs + EDITABLE_MS
