import type { AppLoadContext } from '@remix-run/cloudflare'
import type { VendorChoice } from '#web/features/admin/filters.tsx'
import { isId } from '#worker/pure/ids.ts'
import { attempt } from './answer.ts'

/** As many vendors as one question names, and as many questions as a page asks. */
const NAMED_MAX = 100
const QUESTIONS_MAX = 5

/** Names of vendors for lists that know only their ids. */
export async function vendorNames({ api }: AppLoadContext, ids: readonly string[]): Promise<{ id: string; name: string }[]> {
  const wanted = [...new Set(ids)].filter((id) => isId('vendor', id)).slice(0, NAMED_MAX * QUESTIONS_MAX)
  const parts = Array.from({ length: Math.ceil(wanted.length / NAMED_MAX) }, (_, at) => wanted.slice(at * NAMED_MAX, (at + 1) * NAMED_MAX))
  const answers = await Promise.all(
    parts.map((part) => attempt(() => api.api.v1.admin.vendors.$get({ query: { limit: String(NAMED_MAX), ids: part.join(',') } }))),
  )
  return answers.flatMap((vendors) => (vendors.ok ? vendors.value.items.map(({ id, name }) => ({ id, name })) : []))
}

/** The vendor a filter names: by id, by its address, or by a name only one has. Words that name none are kept as they are. */
export async function vendorChoice(context: AppLoadContext, given: string | null): Promise<VendorChoice> {
  const words = given?.trim().slice(0, 100) ?? ''
  if (words === '') return { id: '', words: '', isUnknown: false }
  if (isId('vendor', words)) {
    const [named] = await vendorNames(context, [words])
    return { id: words, words: named?.name ?? words, isUnknown: false }
  }
  const found = await attempt(() => context.api.api.v1.admin.vendors.$get({ query: { q: words, limit: String(NAMED_MAX) } }))
  const items = found.ok ? found.value.items : []
  const same = (text: string) => text.toLowerCase() === words.toLowerCase()
  const named = items.filter(({ slug, name }) => same(slug) || same(name))
  const [vendor] = named.length === 1 ? named : items.length === 1 ? items : []
  return vendor ? { id: vendor.id, words: vendor.name, isUnknown: false } : { id: '', words, isUnknown: true }
}

/** How an entry names a vendor so that `vendorChoice` finds it again: by its name, or by its id where others are called so too. */
export async function vendorWords(context: AppLoadContext, vendorId: string | null): Promise<string> {
  const { words } = await vendorChoice(context, vendorId)
  if (words === '' || words === vendorId) return words
  return (await vendorChoice(context, words)).id === vendorId ? words : (vendorId ?? '')
}
