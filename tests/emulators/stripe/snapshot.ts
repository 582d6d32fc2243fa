import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { IdempotencyStore, KeyedAnswer } from './idempotency.ts'
import type { Challenge, CurrencyBalance, Due, OnboardingLink, World } from './world.ts'

type Stored = {
  version: 1
  tables: Record<string, { account: string; value: { id: string } }[]>
  cardNumbers: [string, string][]
  challenges: [string, Challenge][]
  onboardingLinks: [string, OnboardingLink][]
  balances: [string, [string, CurrencyBalance][]][]
  due: Due[]
  keys: KeyedAnswer[]
}

const SAVE_AFTER_MS = 100

/** Keeps the world in `<directory>/stripe.json`; without a directory both calls do nothing. Writing is gathered and atomic. */
export function openSnapshot(directory: string | undefined, world: World, idempotency: IdempotencyStore): { save(): void; flush(): void } {
  if (directory === undefined) return { save: () => undefined, flush: () => undefined }
  mkdirSync(directory, { recursive: true })
  const path = join(directory, 'stripe.json')
  load(path, world, idempotency)
  let timer: NodeJS.Timeout | undefined
  const flush = () => {
    if (timer !== undefined) clearTimeout(timer)
    timer = undefined
    writeFileSync(`${path}.new`, JSON.stringify(freeze(world, idempotency)))
    renameSync(`${path}.new`, path)
  }
  return {
    save() {
      timer ??= setTimeout(flush, SAVE_AFTER_MS)
    },
    flush,
  }
}

function freeze(world: World, idempotency: IdempotencyStore): Stored {
  return {
    version: 1,
    tables: Object.fromEntries(Object.entries(world.tables).map(([name, table]) => [name, table.all()])),
    cardNumbers: [...world.cardNumbers],
    challenges: [...world.challenges],
    onboardingLinks: [...world.onboardingLinks],
    balances: [...world.balances].map(([account, currencies]) => [account, [...currencies]]),
    due: world.due,
    keys: idempotency.entries(),
  }
}

function load(path: string, world: World, idempotency: IdempotencyStore): void {
  let stored: Stored
  try {
    stored = JSON.parse(readFileSync(path, 'utf8')) as Stored
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  for (const [name, table] of Object.entries(world.tables)) (table as { load(rows: unknown): void }).load(stored.tables[name] ?? [])
  for (const [id, number] of stored.cardNumbers) world.cardNumbers.set(id, number)
  for (const [id, challenge] of stored.challenges) world.challenges.set(id, challenge)
  for (const [token, link] of stored.onboardingLinks) world.onboardingLinks.set(token, link)
  for (const [account, currencies] of stored.balances) world.balances.set(account, new Map(currencies))
  world.due.push(...stored.due)
  idempotency.load(stored.keys)
}
