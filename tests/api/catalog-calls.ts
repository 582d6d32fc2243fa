import type { TestVendor } from '#tests/support/people.ts'
import type { Stack } from '#tests/support/stack.ts'
import { addCategory } from '#worker/domains/catalog/category-tree.ts'
import type { Id } from '#worker/pure/ids.ts'

export type ShownProduct = {
  id: Id<'product'>
  slug: string
  status: string
  version: number
  variants: { id: Id<'variant'>; sku: string; gtin: string | null; available: number; prices: { currency: string; priceMinor: number }[] }[]
}

let counter = 0

/** A category of its own. */
export async function makeCategory(
  stack: Stack,
  slug = `category-${++counter}`,
  parentId: Id<'category'> | null = null,
): Promise<Id<'category'>> {
  return (await addCategory(stack.ctx(), { slug, name: `Category ${slug}`, parentId, position: 0 })).id
}

/** Calls a route of the store as its owner. */
export function asOwner(
  stack: Stack,
  vendor: TestVendor,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  return stack.fetch(`/api/v1/vendor/products${path}`, {
    method,
    headers: { authorization: `Bearer ${vendor.owner.token}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

/** A draft with one priced variant, made through the API. */
export async function makeProduct(
  stack: Stack,
  vendor: TestVendor,
  input: { categoryId: Id<'category'> } & Record<string, unknown>,
): Promise<ShownProduct> {
  const sku = `SKU-${++counter}`
  const response = await asOwner(stack, vendor, 'POST', '', {
    title: `Product ${counter}`,
    variants: [{ sku, prices: [{ currency: 'USD', priceMinor: 2500 }] }],
    ...input,
  })
  if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`)
  return (await response.json()) as ShownProduct
}

/** The same, published and projected. */
export async function sellProduct(
  stack: Stack,
  vendor: TestVendor,
  input: { categoryId: Id<'category'> } & Record<string, unknown>,
): Promise<ShownProduct> {
  const product = await makeProduct(stack, vendor, input)
  const response = await asOwner(stack, vendor, 'POST', `/${product.id}/publish`)
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`)
  await stack.settle()
  return (await response.json()) as ShownProduct
}
