import { ProtocolViolation } from './hrana-errors.ts'
import type { BatchCond } from './protocol.ts'

/** What became of a step that lies before the one now considered. */
export type StepOutcome = 'ok' | 'error' | 'skipped'

/** @throws ProtocolViolation (400) for an unknown condition or one that looks at a step that is not before `step`. */
export function checkCondition(condition: BatchCond, step: number): void {
  switch (condition?.type) {
    case 'ok':
    case 'error':
      if (!Number.isInteger(condition.step) || condition.step < 0 || condition.step >= step) {
        throw new ProtocolViolation('Invalid reference to step in a batch condition')
      }
      return
    case 'not':
      checkCondition(condition.cond, step)
      return
    case 'and':
    case 'or':
      if (!Array.isArray(condition.conds)) throw new ProtocolViolation('BatchCond type not recognized')
      for (const inner of condition.conds) checkCondition(inner, step)
      return
    case 'is_autocommit':
      return
    default:
      throw new ProtocolViolation('BatchCond type not recognized')
  }
}

/** A skipped step is neither ok nor error. */
export function evaluateCondition(condition: BatchCond, outcomes: readonly StepOutcome[], isAutocommit: boolean): boolean {
  switch (condition.type) {
    case 'ok':
    case 'error':
      return outcomes[condition.step] === condition.type
    case 'not':
      return !evaluateCondition(condition.cond, outcomes, isAutocommit)
    case 'and':
      return condition.conds.every((inner) => evaluateCondition(inner, outcomes, isAutocommit))
    case 'or':
      return condition.conds.some((inner) => evaluateCondition(inner, outcomes, isAutocommit))
    case 'is_autocommit':
      return isAutocommit
  }
}
