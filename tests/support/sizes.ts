/** The seed of this run's random input: `SEED` to repeat one, fresh otherwise. Printed, so that a failure can be repeated. */
export function seedOf(what: string): number {
  const seed = Number(process.env.SEED ?? crypto.getRandomValues(new Uint32Array(1))[0]) | 0
  process.stdout.write(`${what}: SEED=${seed}\n`)
  return seed
}

/** How much of something to try: the environment's word, or the default. */
export function sizeOf(variable: string, usual: number): number {
  const size = Number(process.env[variable] ?? usual)
  if (!Number.isInteger(size) || size < 1) throw new Error(`${variable} is a whole number above 0, not ${process.env[variable]}`)
  return size
}
