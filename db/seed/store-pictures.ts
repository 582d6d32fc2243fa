import { eq, sql } from 'drizzle-orm'
import { storefront } from '#db/platform/schema/tenancy.ts'
import { image } from '#db/vendor/schema/catalog.ts'
import { deriveId } from '#worker/pure/ids.ts'
import { imageKey, logoKey } from '#worker/pure/picture.ts'
import { drawProduct } from './artwork/draw-product.ts'
import { drawLogo, LOGO_SIZE, logoText } from './artwork/logos.ts'
import { fingerprint, openRenderer, type Rendered } from './artwork/render.ts'
import type { OpenStore } from './open-stores.ts'
import type { SeedProduct } from './products.ts'
import type { Store } from './stores.ts'
import { eachOf, parcels, type SeedTarget, storeAll } from './target.ts'

/** How many products get pictures: all, the first few of every store (enough for a test to look at), or none. */
export type PictureShare = 'all' | 'some' | 'none'
const SOME = 3

/** Covers are looked at largest; the others are seen beside them. */
const WIDTH = { cover: 960, other: 800 } as const
/** As many at once as libvips has threads for. */
const AT_ONCE = 4

type Drawn = { product: SeedProduct; alt: string; name: string; rendered: Rendered; position: number }
/** Drawn and rendered, by the store's slug. */
export type Album = ReadonlyMap<string, { logo: Rendered & { name: string }; pictures: Drawn[] }>

/**
 * Draws and renders every store's logo and its products' pictures. Needs nothing of the marketplace, so it can go on while
 * that is being filled.
 */
export async function renderAlbum(stores: readonly Store[], catalogue: ReadonlyMap<string, readonly SeedProduct[]>, share: Exclude<PictureShare, 'none'>): Promise<Album> {
  const { render } = await openRenderer()
  const pages = stores.flatMap(({ slug }) => {
    const products = (catalogue.get(slug) ?? []).slice(0, share === 'all' ? undefined : SOME)
    return products.flatMap((product) => drawProduct(product).map(({ svg, alt }, position) => ({ slug, product, svg, alt, position })))
  })
  const drawn = await eachOf(pages, AT_ONCE, async ({ slug, product, svg, alt, position }) => {
    const width = position === 0 ? WIDTH.cover : WIDTH.other
    return { slug, product, alt, position, name: fingerprint(svg, width), rendered: await render(svg, width) }
  })
  const bySlug = Map.groupBy(drawn, ({ slug }) => slug)
  const entries = await eachOf(stores, AT_ONCE, async ({ slug, theme }) => {
    const svg = drawLogo(slug, theme)
    const logo = { ...(await render(svg, LOGO_SIZE)), name: fingerprint(svg, LOGO_SIZE) }
    return [slug, { logo, pictures: bySlug.get(slug) ?? [] }] as const
  })
  return new Map(entries)
} // biome-ignore format: one step a line

/**
 * Gives a store its logo and its products their pictures: the bytes where an upload puts them, and the rows an upload
 * leaves behind. Safe to repeat: a picture's id follows from what it shows.
 */
export async function storePictures({ platformDb, pictures: shelf }: SeedTarget, store: OpenStore, album: Album): Promise<void> {
  const own = album.get(store.slug)
  if (!own || !shelf) return
  const rows = await eachOf(own.pictures, AT_ONCE * 2, async ({ product: { row }, alt, name, rendered: { bytes, width, height }, position }) => {
    const id = await deriveId('image', row.id, name)
    const key = imageKey(store.id, row.id, id)
    await shelf.put(key, bytes, width)
    return { id, productId: row.id, key, alt, width, height, bytes: bytes.byteLength, position, createdAtMs: row.createdAtMs }
  })
  const key = logoKey(store.id, await deriveId('image', store.id, own.logo.name))
  await shelf.put(key, own.logo.bytes, own.logo.width)

  // Each upload is a change of its product; the marketplace has seen them all.
  const shown = [...Map.groupBy(rows, ({ productId }) => productId)].map(([id, all]) => ({ id, version: 1 + all.length, images: all.map(({ key: at, alt, width, height }) => ({ key: at, alt, width, height })) }))
  await storeAll(store.db, [
    ...parcels(rows, 100).map((some) => store.db.insert(image).values(some).onConflictDoNothing()),
    store.db.run(sql`update product set version = 1 + (select count(*) from image where image.product_id = product.id) where version = 1`),
  ])
  await storeAll(platformDb, [
    platformDb.run(sql`update listing set images = one.images, source_version = one.version
      from (select value ->> 'id' as id, value ->> 'version' as version, value -> 'images' as images from json_each(${JSON.stringify(shown)})) as one
      where listing.id = one.id and listing.source_version = 1`),
    platformDb
      .update(storefront)
      .set({ logoKey: key, logoWidth: own.logo.width, logoHeight: own.logo.height, logoAlt: logoText(store.name) })
      .where(eq(storefront.vendorId, store.id)),
  ])
} // biome-ignore format: one step a line
