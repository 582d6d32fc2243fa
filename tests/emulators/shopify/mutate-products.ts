import { minorOf, nextNumber, type ShopContext, setAvailable, tellProduct } from './context.ts'
import { viewProduct, viewVariant } from './views.ts'
import { gid, type ProductState, primaryLocation, type VariantState } from './world.ts'

type VariantInput = {
  id?: string | null
  sku?: string | null
  barcode?: string | null
  price?: string | null
  inventoryPolicy?: 'DENY' | 'CONTINUE' | null
  inventoryItem?: { sku?: string | null; tracked?: boolean | null; measurement?: { weight?: { value: number } | null } | null } | null
  inventoryQuantities?: { locationId: string; name: string; quantity: number }[] | null
  optionValues?: { name?: string | null }[] | null
}
type ProductInput = {
  id?: string | null
  title?: string | null
  handle?: string | null
  descriptionHtml?: string | null
  status?: string | null
  vendor?: string | null
  productType?: string | null
  category?: string | null
  files?: { originalSource?: string | null }[] | null
  variants?: VariantInput[] | null
}
type Objection = { code: string; field: string[]; message: string }

const objectionsTo = ({ title, productType }: ProductInput, at: string): Objection[] => [
  ...(title === '' ? [{ code: 'INVALID_PRODUCT', field: [at, 'title'], message: 'Title can’t be blank' }] : []),
  ...(title && title.length > 255
    ? [{ code: 'INVALID_PRODUCT', field: [at, 'title'], message: 'Title is too long (maximum is 255 characters)' }]
    : []),
  ...(productType && productType.length > 255
    ? [{ code: 'INVALID_PRODUCT', field: [at, 'productType'], message: 'Product type is too long (maximum is 255 characters)' }]
    : []),
]

function objectionsToVariant({ price, barcode }: VariantInput, field: string[]): Objection[] {
  const object = (code: string, member: string, message: string) => [{ code, field: [...field, member], message }]
  if (price != null && !(Number(price) >= 0)) return object('NEGATIVE_PRICE_VALUE', 'price', 'Price must be greater than or equal to 0')
  if (barcode && barcode.length > 255) return object('TOO_LONG', 'barcode', 'Barcode is too long (maximum is 255 characters)')
  return []
}

/** Makes a product, or brings the one of this handle or id to what is said. */
export function setProduct(
  { identifier, input }: { identifier?: { handle?: string | null; id?: string | null } | null; input: ProductInput },
  context: ShopContext,
) {
  const { shop } = context
  const userErrors = [
    ...objectionsTo(input, 'input'),
    ...(input.variants ?? []).flatMap((variant, at) => objectionsToVariant(variant, ['input', 'variants', String(at)])),
  ]
  const known = Object.values(shop.products).find(({ id, handle }) =>
    identifier?.id ? id === identifier.id : handle === identifier?.handle,
  )
  if (!known && !input.title) userErrors.push({ code: 'INVALID_PRODUCT', field: ['input', 'title'], message: 'Title can’t be blank' })
  if (userErrors.length > 0) return { product: null, userErrors }
  const product = known ?? newProduct(context, input.title ?? '', input.handle ?? identifier?.handle ?? '')
  changeProduct(product, input)
  for (const [at, wanted] of (input.variants ?? []).entries()) {
    const variantId = wanted.id ?? product.variantIds[at]
    const variant =
      (variantId && shop.variants[variantId]) || newVariant(context, product, wanted.optionValues?.[0]?.name ?? 'Default Title')
    changeVariant(context, variant, wanted)
    for (const { quantity } of wanted.inventoryQuantities ?? []) setAvailable(context, shop, variant, quantity, null)
  }
  tellProduct(context, shop, product.id, known ? 'PRODUCTS_UPDATE' : 'PRODUCTS_CREATE')
  return { product: viewProduct(context, product), userErrors: [] }
}

export function updateProduct({ product: input }: { product?: ProductInput | null }, context: ShopContext) {
  const { shop } = context
  const product = shop.products[input?.id ?? '']
  if (!input || !product) return { product: null, userErrors: [{ field: ['id'], message: 'Product does not exist' }] }
  const userErrors = objectionsTo(input, 'product')
  if (userErrors.length > 0) return { product: null, userErrors }
  changeProduct(product, input)
  tellProduct(context, shop, product.id, 'PRODUCTS_UPDATE')
  return { product: viewProduct(context, product), userErrors: [] }
}

/** Changes variants of one product; the ones there is an objection to stay as they are. */
export function updateVariants({ productId, variants }: { productId: string; variants: VariantInput[] }, context: ShopContext) {
  const { shop } = context
  const product = shop.products[productId]
  if (!product)
    return {
      product: null,
      productVariants: null,
      userErrors: [{ code: 'PRODUCT_DOES_NOT_EXIST', field: ['productId'], message: 'Product does not exist' }],
    }
  const userErrors: Objection[] = []
  const changed: VariantState[] = []
  for (const [at, wanted] of variants.entries()) {
    const variant = shop.variants[wanted.id ?? '']
    const field = ['variants', String(at)]
    const objections =
      variant?.productId === productId
        ? objectionsToVariant(wanted, field)
        : [{ code: 'PRODUCT_VARIANT_DOES_NOT_EXIST', field: [...field, 'id'], message: 'Product variant does not exist' }]
    userErrors.push(...objections)
    if (!variant || objections.length > 0) continue
    changeVariant(context, variant, wanted)
    changed.push(variant)
  }
  if (changed.length > 0) tellProduct(context, shop, productId, 'PRODUCTS_UPDATE')
  return { product: viewProduct(context, product), productVariants: changed.map((variant) => viewVariant(context, variant)), userErrors }
}

export function publish({ id }: { id: string }, { shop }: ShopContext) {
  const product = shop.products[id]
  if (!product) return { publishable: null, userErrors: [{ field: ['id'], message: 'Resource does not exist' }] }
  product.isPublished = true
  return { publishable: null, userErrors: [] }
}

export function newProduct(context: ShopContext, title: string, handle: string): ProductState {
  const product: ProductState = {
    id: gid('Product', nextNumber(context)),
    title,
    handle: handle || title.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
    descriptionHtml: '',
    status: 'ACTIVE',
    vendor: context.shop.name,
    productType: '',
    category: null,
    files: [],
    isPublished: false,
    variantIds: [],
    updatedAtMs: context.kit.now(),
  }
  context.shop.products[product.id] = product
  return product
}

export function newVariant(context: ShopContext, product: ProductState, title: string): VariantState {
  const number = nextNumber(context)
  const variant: VariantState = {
    id: gid('ProductVariant', number),
    productId: product.id,
    inventoryItemId: gid('InventoryItem', nextNumber(context)),
    title,
    sku: null,
    barcode: null,
    priceMinor: 0,
    policy: 'DENY',
    tracked: true,
    weightG: 0,
    available: { [primaryLocation(context.shop)]: 0 },
    reference: null,
  }
  context.shop.variants[variant.id] = variant
  product.variantIds.push(variant.id)
  return variant
}

function changeProduct(
  product: ProductState,
  { title, descriptionHtml, status, vendor, productType, category, files }: ProductInput,
): void {
  if (title != null) product.title = title
  if (descriptionHtml != null) product.descriptionHtml = descriptionHtml
  if (status != null) product.status = status
  if (vendor != null) product.vendor = vendor
  if (productType != null) product.productType = productType
  if (category != null) product.category = category
  if (files != null) product.files = files.flatMap(({ originalSource }) => originalSource ?? [])
}

function changeVariant({ shop }: ShopContext, variant: VariantState, wanted: VariantInput): void {
  const { price, barcode, inventoryPolicy, inventoryItem } = wanted
  const sku = wanted.sku ?? inventoryItem?.sku
  if (sku != null) variant.sku = sku
  if (barcode != null) variant.barcode = barcode
  if (price != null) variant.priceMinor = minorOf(price, shop.currency)
  if (inventoryPolicy != null) variant.policy = inventoryPolicy
  if (inventoryItem?.tracked != null) variant.tracked = inventoryItem.tracked
  if (inventoryItem?.measurement?.weight) variant.weightG = inventoryItem.measurement.weight.value
}
