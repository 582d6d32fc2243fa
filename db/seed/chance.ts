import { type Id, type IdKind, makeId, type Prng, seededRandom } from '#worker/pure/ids.ts'

/**
 * Chance that follows from a seed: the same seed and names give the same draws, and a stream drawn from more often
 * (a store with more products) does not disturb the others.
 */
export type Chance = {
  /** A stream of its own for a part of the seed. */
  of(name: string): Chance
  /** An integer, both ends included. */
  int(min: number, max: number): number
  /** True in so many of a hundred cases. */
  percent(of: number): boolean
  pick<T>(from: readonly T[]): T
  /** `count` different ones, in the order of the table. */
  some<T>(from: readonly T[], count: number): T[]
  id<K extends IdKind>(kind: K, atMs: number): Id<K>
}

export function newChance(seed: number, name = ''): Chance {
  const random: Prng = seededRandom(hashOf(`${seed}/${name}`))
  const int = (min: number, max: number) => min + Math.floor(random() * (max - min + 1))
  return {
    of: (part) => newChance(seed, `${name}/${part}`),
    int,
    percent: (of) => random() * 100 < of,
    pick(from) {
      const found = from[Math.floor(random() * from.length)]
      if (found === undefined) throw new Error('There is nothing to pick from')
      return found
    },
    some(from, count) {
      const wanted = Math.min(count, from.length)
      const taken = new Set<number>()
      while (taken.size < wanted) taken.add(int(0, from.length - 1))
      return from.filter((_, index) => taken.has(index))
    },
    id: (kind, atMs) => makeId(kind, atMs, random),
  }
}

/** FNV-1a: spreads similar names far apart. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0
  return hash
}
