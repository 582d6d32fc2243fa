/** How a call dies: never sent; sent and done, but nobody is there for the answer; done, but the answer is lost on the way. */
export const DEATHS = ['killed before', 'killed after', 'reply lost'] as const
export type Death = (typeof DEATHS)[number]

/**
 * A `fetch` whose k-th call (counted from 1) dies. After a kill nothing answers any more, as in a process that is gone:
 * `whileAlive` gives the work up then.
 */
export function dyingFetch(send: typeof fetch, k: number, death: Death) {
  let calls = 0
  let isDead = false
  let die = () => {}
  const death$ = new Promise<'killed'>((resolve) => {
    die = () => {
      isDead = true
      resolve('killed')
    }
  })
  const never = () => new Promise<never>(() => {})
  const dying: typeof fetch = async (input, init) => {
    calls += 1
    const isThisOne = calls === k
    if (isThisOne && death === 'killed before') die()
    if (isDead) return never()
    const answer = await send(input, init)
    // The whole effect has happened once the body is there.
    const body = await answer.clone().arrayBuffer()
    if (isThisOne && death === 'killed after') die()
    if (isThisOne && death === 'reply lost') throw new TypeError(`fetch failed: the reply of ${body.byteLength} bytes was lost`)
    return isDead ? never() : answer
  }
  return {
    fetch: dying,
    calls: () => calls,
    /** Runs the work until it ends or its process is killed; an error of the work is its own matter. */
    whileAlive: (work: () => Promise<unknown>) =>
      Promise.race([
        death$,
        work().then(
          () => 'done' as const,
          () => 'failed' as const,
        ),
      ]),
  }
}
