/** Throws unless the invariant holds: a broken one is a bug of ours, never a refusal of input, and answers 500. */
export function assert(holds: boolean, invariant: string): asserts holds {
  if (!holds) throw new Error(`Invariant broken: ${invariant}`)
}

/** The value, where its absence would be a bug of ours. */
export function present<T>(value: T | null | undefined, what: string): T {
  assert(value !== null && value !== undefined, `${what} is present`)
  return value
}

/** Proves at compile time that every case of a union was handled. */
export function unreachable(value: never): never {
  throw new Error(`Unexpected case: ${JSON.stringify(value)}`)
}
