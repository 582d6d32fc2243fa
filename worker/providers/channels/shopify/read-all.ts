type Page<T> = { nodes: readonly T[]; pageInfo: { hasNextPage: boolean; endCursor?: string | null | undefined } }

/** A list has so many further pages at most: Shopify allows 500 lines an order, and gives a hundred at once. */
const MORE_PAGES_MAX = 10

/**
 * All of a list whose first page is here, `next` being what comes after a cursor. @returns null if a page that should be there is
 * not: part of a list is not the list
 */
export async function readAll<T>(first: Page<T>, next: (after: string) => Promise<Page<T> | null>): Promise<T[] | null> {
  const all = [...first.nodes]
  let { pageInfo } = first
  for (let page = 0; pageInfo.hasNextPage && pageInfo.endCursor && page < MORE_PAGES_MAX; page += 1) {
    const more = await next(pageInfo.endCursor)
    if (!more) return null
    all.push(...more.nodes)
    pageInfo = more.pageInfo
  }
  return all
}
