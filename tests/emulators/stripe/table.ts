/** One kind of object, all accounts together, in order of creation. Ids are unique across accounts. */
export type Table<T extends { id: string }> = {
  insert(account: string, value: T): T
  /** The object if it exists and belongs to the account. */
  find(account: string, id: string): T | undefined
  /** The account an object belongs to. */
  ownerOf(id: string): string | undefined
  /** All of one account's objects, newest first. */
  newestFirst(account: string): T[]
  all(): { account: string; value: T }[]
  remove(id: string): void
  clear(): void
  load(rows: { account: string; value: T }[]): void
}

export function createTable<T extends { id: string }>(): Table<T> {
  const rows = new Map<string, { account: string; value: T }>()
  const byAccount = new Map<string, Map<string, T>>()
  const add = (account: string, value: T) => {
    rows.set(value.id, { account, value })
    const own = byAccount.get(account) ?? new Map<string, T>()
    byAccount.set(account, own)
    own.set(value.id, value)
  }
  return {
    insert(account, value) {
      if (rows.has(value.id)) throw new Error(`the id ${value.id} is already taken`)
      add(account, value)
      return value
    },
    find: (account, id) => byAccount.get(account)?.get(id),
    ownerOf: (id) => rows.get(id)?.account,
    newestFirst: (account) => [...(byAccount.get(account)?.values() ?? [])].reverse(),
    all: () => [...rows.values()],
    remove(id) {
      const row = rows.get(id)
      if (row === undefined) return
      rows.delete(id)
      byAccount.get(row.account)?.delete(id)
    },
    clear() {
      rows.clear()
      byAccount.clear()
    },
    load(loaded) {
      for (const row of loaded) add(row.account, row.value)
    },
  }
}
