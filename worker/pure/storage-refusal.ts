/** A guard inside a write batch did not hold; the whole batch rolled back and nothing was stored. */
export class PreconditionFailed extends Error {
  override readonly name = 'PreconditionFailed'
}

/** A vendor's account does not hold what was to be taken from it; the batch rolled back. Read the balances and plan again. */
export class Overdrawn extends Error {
  override readonly name = 'Overdrawn'
}

/** A unique index refused a row; `constraint` names its columns, e.g. `vendor.slug`. The batch rolled back. */
export class UniqueViolation extends Error {
  override readonly name = 'UniqueViolation'
  readonly constraint: string
  constructor(constraint: string, cause: unknown) {
    super(`unique: ${constraint}`, { cause })
    this.constraint = constraint
  }
}
