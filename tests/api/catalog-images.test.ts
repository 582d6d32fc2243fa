import { Miniflare } from 'miniflare'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openVendor, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { makeId } from '#worker/pure/ids.ts'
import { makeCategory, makeProduct } from './catalog-calls.ts'

// These go through the whole stack; a busy machine may take its time.
let stack: Stack
let objects: Miniflare
let vendor: TestVendor
let bucket: { list(): Promise<{ objects: { key: string }[] }> }

beforeAll(async () => {
  stack = await startStack()
  // The real bindings: R2 on disk, and Cloudflare Images' local stand-in, which decodes and encodes with libvips.
  objects = new Miniflare({
    modules: true,
    script: 'export default {}',
    compatibilityDate: '2026-07-01',
    r2Buckets: { BUCKET: 'images' },
    images: { binding: 'IMAGES' },
  })
  const bindings = await objects.getBindings<{ BUCKET: never; IMAGES: never }>()
  bucket = bindings.BUCKET
  Object.assign(stack.env, { IMAGES_BUCKET: bindings.BUCKET, IMAGES: bindings.IMAGES })
  vendor = await openVendor(stack, 'pictures')
})
afterAll(async () => {
  await objects.dispose()
  await stack.close()
})

const picture = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#b5651d' } })
const upload = (productId: string, body: Buffer | ArrayBuffer | ReadableStream, headers: Record<string, string> = {}) =>
  stack.fetch(`/api/v1/vendor/products/${productId}/images`, {
    method: 'POST',
    headers: { authorization: `Bearer ${vendor.owner.token}`, 'content-type': 'image/jpeg', ...headers },
    body: body as BodyInit,
    duplex: 'half',
  } as RequestInit)
const newProduct = async () => makeProduct(stack, vendor, { categoryId: await makeCategory(stack) })
const imagesOf = async (productId: string) => {
  const response = await stack.fetch(`/api/v1/vendor/products/${productId}`, { headers: { authorization: `Bearer ${vendor.owner.token}` } })
  return (
    (await response.json()) as { images: { id: string; url: string; alt: string; position: number; width: number; height: number }[] }
  ).images
}
const keysUnder = async (prefix: string) => (await bucket.list()).objects.map(({ key }) => key).filter((key) => key.includes(prefix))

describe('a picture', () => {
  test('is drawn at every width in both formats, served for ever, and never enlarged', async () => {
    const product = await newProduct()
    const added = await upload(product.id, await picture(1000, 500).png().toBuffer(), { 'content-type': 'text/html' })
    expect(added.status).toBe(201)
    expect(added.headers.get('etag')).toBe('"2"')
    const image = (await added.json()) as { id: string; url: string; width: number; height: number; position: number }
    expect(image).toMatchObject({ width: 1000, height: 500, position: 0 })
    expect(image.url).toBe(`/images/${vendor.id}/${product.id}/${image.id}`)

    const sizes: [number | undefined, number | undefined][] = []
    for (const width of [160, 320, 480, 640, 960, 1280, 1600]) {
      const response = await stack.fetch(`${image.url}?w=${width}`)
      const meta = await sharp(Buffer.from(await response.arrayBuffer())).metadata()
      expect([response.status, meta.format]).toEqual([200, 'webp'])
      sizes.push([meta.width, meta.height])
    }
    expect(sizes).toEqual([
      [160, 80],
      [320, 160],
      [480, 240],
      [640, 320],
      [960, 480],
      [1000, 500],
      [1000, 500],
    ])
    const typeFor = async (accept: string) => {
      const response = await stack.fetch(`${image.url}?w=320`, { headers: { accept } })
      const meta = await sharp(Buffer.from(await response.arrayBuffer())).metadata()
      await stack.idle()
      expect([response.status, response.headers.get('vary'), meta.width, meta.height]).toEqual([200, 'accept', 320, 160])
      return [response.headers.get('content-type'), meta.format]
    }
    expect(await typeFor('image/avif;q=0, image/webp')).toEqual(['image/webp', 'webp'])
    expect(await typeFor('image/*')).toEqual(['image/webp', 'webp'])
    // Who asks for AVIF first gets what is there, and has it drawn for the next.
    expect(await typeFor('image/avif,image/webp,*/*;q=0.8')).toEqual(['image/webp', 'webp'])
    expect(await typeFor('image/avif,image/webp,*/*;q=0.8')).toEqual(['image/avif', 'heif'])
    // Wider than itself it is the original, so no copy of it is kept; a width that nobody asked for is not there.
    expect(await keysUnder(image.id)).toEqual(
      ['160.webp', '320.avif', '320.webp', '480.webp', '640.webp', '960.webp', 'original.webp'].map(
        (name) => `${vendor.id}/${product.id}/${image.id}/${name}`,
      ),
    )

    const served = await stack.fetch(image.url)
    expect(Object.fromEntries(served.headers)).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
    })
    const again = await stack.fetch(image.url, { headers: { 'if-none-match': served.headers.get('etag') ?? '' } })
    expect([again.status, await again.text()]).toEqual([304, ''])
  })

  test('is one picture when the upload is repeated, and one file of a form is the same as the file itself', async () => {
    const product = await newProduct()
    const file = await picture(40, 30).jpeg().toBuffer()
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array(file)], { type: 'application/x-php' }), '../../shell.php.jpg')
    const encoded = new Response(form)
    const first = await upload(product.id, file)
    const second = await upload(product.id, await encoded.arrayBuffer(), { 'content-type': encoded.headers.get('content-type') ?? '' })
    expect([first.status, second.status]).toEqual([201, 201])
    expect(((await second.json()) as { id: string }).id).toBe(((await first.json()) as { id: string }).id)
    expect(await imagesOf(product.id)).toHaveLength(1)
  })

  test('moves, gets a text, and goes with its bytes; each change needs the version of the product', async () => {
    const product = await newProduct()
    const ids: string[] = []
    for (const width of [20, 21, 22])
      ids.push(((await (await upload(product.id, await picture(width, 9).png().toBuffer())).json()) as { id: string }).id)
    const at = (id: string | undefined, method: string, version: number | null, body?: unknown) =>
      stack.fetch(`/api/v1/vendor/products/${product.id}/images/${id}`, {
        method,
        headers: {
          authorization: `Bearer ${vendor.owner.token}`,
          'content-type': 'application/json',
          ...(version === null ? {} : { 'if-match': `"${version}"` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
    expect((await at(ids[2], 'PATCH', null, { position: 0 })).status).toBe(428)
    expect((await at(ids[2], 'PATCH', 3, { position: 0 })).status).toBe(412)
    const moved = await at(ids[2], 'PATCH', 4, { position: 0, alt: 'From the side' })
    expect([moved.status, moved.headers.get('etag')]).toEqual([200, '"5"'])
    expect((await imagesOf(product.id)).map(({ id, alt, position }) => [id, alt, position])).toEqual([
      [ids[2], 'From the side', 0],
      [ids[0], '', 1],
      [ids[1], '', 2],
    ])
    await (await stack.fetch(`/images/${vendor.id}/${product.id}/${ids[0]}?w=160`, { headers: { accept: 'image/avif' } })).arrayBuffer()
    await stack.idle()
    expect((await keysUnder(ids[0] ?? '')).map((key) => key.split('/').at(-1))).toEqual(['160.avif', 'original.webp'])
    expect((await at(ids[0], 'DELETE', 5)).status).toBe(204)
    expect(await keysUnder(ids[0] ?? '')).toEqual([])
    expect((await imagesOf(product.id)).map(({ id }) => id)).toEqual([ids[2], ids[1]])
    expect((await at(ids[0], 'DELETE', 6)).status).toBe(404)
  })

  test('of a draft is found under its own key alone: not as another product’s, another store’s, or in any answer to buyers', async () => {
    const [draft, sibling] = [await newProduct(), await newProduct()]
    const other = await openVendor(stack, `nosy-${draft.id.slice(-6).toLowerCase()}`)
    const image = (await (await upload(draft.id, await picture(30, 40).png().toBuffer())).json()) as { id: string; url: string }
    for (const key of [`${vendor.id}/${sibling.id}/${image.id}`, `${other.id}/${draft.id}/${image.id}`, `${vendor.id}/logo/${image.id}`])
      expect((await stack.fetch(`/images/${key}`)).status).toBe(404)
    const listings = await (await stack.fetch('/api/v1/listings?limit=100')).text()
    expect(listings).not.toContain(image.id)
    const asked = await stack.fetch(`/api/v1/vendor/products/${draft.id}`, { headers: { authorization: `Bearer ${other.owner.token}` } })
    expect([asked.status, (await asked.text()).includes(image.id)]).toEqual([404, false])
  })

  test('does not exist for anybody under a key that is not one', async () => {
    const product = await newProduct()
    const missing = `/images/${vendor.id}/${product.id}/${makeId('image', 1)}`
    expect((await stack.fetch(missing)).status).toBe(404)
    expect((await stack.fetch(`${missing}?w=641`)).status).toBe(400)
    expect((await stack.fetch(`${missing}?width=640`)).status).toBe(400)
    for (const path of ['/images/a/b/c', `/images/${vendor.id}/..%2f..%2fetc/passwd`, `/images/${vendor.id}/${product.id}/../x`])
      expect([400, 404]).toContain((await stack.fetch(path)).status)
  })
})

describe('U1: upload attacks', () => {
  const script = '<script>alert(document.domain)</script>'
  const refusals: [string, () => Promise<Buffer> | Buffer, number, string][] = [
    ['an SVG with a script', () => Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`), 415, 'unsupported_image'],
    ['HTML that is called a PNG', () => Buffer.from(`<!doctype html>${script}`), 415, 'unsupported_image'],
    ['a GIF that is also a script', () => Buffer.from(`GIF89a\x01\x00\x01\x00/*${script}*/`, 'latin1'), 415, 'unsupported_image'],
    [
      'a PNG with a page behind it',
      async () => Buffer.concat([await picture(9, 9).png().toBuffer(), Buffer.from(`<html>${script}`)]),
      415,
      'unsupported_image',
    ],
    [
      'a JPEG with a ZIP behind it',
      async () => Buffer.concat([await picture(9, 9).jpeg().toBuffer(), Buffer.from('PK\u0005\u0006'), Buffer.alloc(18)]),
      415,
      'unsupported_image',
    ],
    ['65,000 x 65,000 in a header', async () => withSize(await picture(9, 9).png().toBuffer(), 65_000, 65_000), 413, 'too_many_pixels'],
    ['a PNG that breaks off', async () => (await picture(900, 900).png().toBuffer()).subarray(0, 60), 415, 'unsupported_image'],
    ['nothing', () => Buffer.alloc(0), 415, 'unsupported_image'],
  ]
  test.each(refusals)('%s is refused and nothing is stored', async (_, make, status, code) => {
    const product = await newProduct()
    const response = await upload(product.id, await make(), { 'content-type': 'image/png' })
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([status, code])
    expect(await imagesOf(product.id)).toEqual([])
    expect(await keysUnder(product.id)).toEqual([])
  })

  test('bytes are counted as they come, whatever Content-Length says', async () => {
    const product = await newProduct()
    let sent = 0
    const endless = new ReadableStream({
      pull(controller) {
        sent += 1
        if (sent > 1000) return controller.close()
        controller.enqueue(new Uint8Array(65_536))
      },
    })
    const response = await upload(product.id, endless, { 'content-length': '10' })
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([413, 'upload_too_large'])
    expect(sent).toBeLessThan(170)
  })

  test('the place a photo was taken is gone', async () => {
    const product = await newProduct()
    const photo = await picture(64, 64)
      .withExif({ IFD0: { Copyright: 'SECRET-OWNER' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' } })
      .jpeg()
      .toBuffer()
    expect(photo.includes('SECRET-OWNER')).toBe(true)
    const image = (await (await upload(product.id, photo)).json()) as { url: string }
    for (const width of [160, 1600]) {
      const bytes = Buffer.from(await (await stack.fetch(`${image.url}?w=${width}`)).arrayBuffer())
      expect(bytes.includes('SECRET-OWNER')).toBe(false)
      expect((await sharp(bytes).metadata()).exif).toBeUndefined()
    }
  })

  test('a name is never part of a key, and a form holds one file', async () => {
    const product = await newProduct()
    const file = new Blob([new Uint8Array(await picture(12, 12).png().toBuffer())])
    const form = new FormData()
    form.append('file', file, '../../../index.html')
    const encoded = new Response(form)
    const added = await upload(product.id, await encoded.arrayBuffer(), { 'content-type': encoded.headers.get('content-type') ?? '' })
    expect(added.status).toBe(201)
    const { id } = (await added.json()) as { id: string }
    expect(await keysUnder(product.id)).toEqual([`${vendor.id}/${product.id}/${id}/original.webp`])
    form.append('second', file, 'b.png')
    const two = new Response(form)
    expect((await upload(product.id, await two.arrayBuffer(), { 'content-type': two.headers.get('content-type') ?? '' })).status).toBe(400)
  })

  test('only the first frame of an animation is kept', async () => {
    const product = await newProduct()
    const frames = await sharp(Buffer.alloc(3 * 16 * 32), { raw: { width: 16, height: 32, channels: 3, pageHeight: 16 } as never })
      .gif({ delay: [100, 100] })
      .toBuffer()
    const image = (await (await upload(product.id, frames)).json()) as { url: string }
    const meta = await sharp(Buffer.from(await (await stack.fetch(image.url)).arrayBuffer()), { animated: true }).metadata()
    expect([meta.width, meta.height, meta.pages ?? 1]).toEqual([16, 16, 1])
  })

  test('another store’s product takes no picture from here', async () => {
    const other = await openVendor(stack, 'other-pictures')
    const product = await makeProduct(stack, other, { categoryId: await makeCategory(stack) })
    const response = await upload(product.id, await picture(10, 10).png().toBuffer())
    expect(response.status).toBe(404)
    expect(await keysUnder(product.id)).toEqual([])
  })
})

/** The same PNG with other figures in its header. */
function withSize(png: Buffer, width: number, height: number): Buffer {
  const changed = Buffer.from(png)
  changed.writeUInt32BE(width, 16)
  changed.writeUInt32BE(height, 20)
  return changed
}
