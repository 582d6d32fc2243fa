import type { AppLoadContext } from '@remix-run/cloudflare'
import { categoryChoices } from '#web/features/goods/product-words.ts'
import { need } from './answer.ts'

/** What the editor of products needs besides the product. */
export async function loadEditor(context: AppLoadContext, request: Request) {
  const { v1 } = context.api.api
  const [store, tree] = await Promise.all([need(request, v1.vendor.$get()), need(request, v1.categories.$get({ query: {} }))])
  return { store, categories: categoryChoices(tree.items), host: context.host, idempotencyKey: crypto.randomUUID() }
}
