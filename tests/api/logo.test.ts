import { Miniflare } from 'miniflare'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newCaller } from '#tests/support/caller.ts'
import { openVendor, signIn, type TestVendor } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'

type Logo = { url: string; width: number; height: number; alt: string }

let stack: Stack
let objects: Miniflare
let vendor: TestVendor
let keys: () => Promise<string[]>

beforeAll(async () => {
  stack = await startStack()
  objects = new Miniflare({
    modules: true,
    script: 'export default {}',
    compatibilityDate: '2026-07-01',
    r2Buckets: { BUCKET: 'images' },
    images: { binding: 'IMAGES' },
  })
  const bindings = await objects.getBindings<{ BUCKET: { list(): Promise<{ objects: { key: string }[] }> }; IMAGES: never }>()
  keys = async () => (await bindings.BUCKET.list()).objects.map(({ key }) => key)
  Object.assign(stack.env, { IMAGES_BUCKET: bindings.BUCKET, IMAGES: bindings.IMAGES })
  vendor = await openVendor(stack, 'signboard')
})
afterAll(async () => {
  await objects.dispose()
  await stack.close()
})

const mark = (colour: string) => sharp({ create: { width: 512, height: 512, channels: 4, background: colour } }).png().toBuffer() // biome-ignore format: one picture
const send = (token: string, method: string, body?: Buffer, query = '') =>
  stack.fetch(`/api/v1/vendor/logo${query}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'image/png' } : {}) },
    ...(body ? { body: new Uint8Array(body) } : {}),
  })
const shown = async () => (await newCaller(stack.fetch).ok<{ logo: Logo | null }>('GET', '/storefronts/signboard')).logo

test('a logo is shown wherever the store is, takes the place of the one before, and goes with its bytes', async () => {
  expect(await shown()).toBeNull()
  const put = await send(vendor.owner.token, 'PUT', await mark('#7a3e2b'))
  const store = (await put.json()) as { logo: Logo; version: number }
  expect([put.status, put.headers.get('etag')]).toEqual([200, `"${store.version}"`])
  expect(store.logo).toEqual({
    url: expect.stringMatching(new RegExp(`^/images/${vendor.id}/logo/img_`)),
    width: 512,
    height: 512,
    alt: 'Store signboard',
  })
  expect(await shown()).toEqual(store.logo)
  const listed = await newCaller(stack.fetch).ok<{ items: { slug: string; logo: Logo | null }[] }>('GET', '/storefronts')
  expect(listed.items.find(({ slug }) => slug === 'signboard')?.logo).toEqual(store.logo)

  const served = await stack.fetch(`${store.logo.url}?w=160`)
  const meta = await sharp(Buffer.from(await served.arrayBuffer())).metadata()
  expect([served.status, meta.format, meta.width, meta.height]).toEqual([200, 'webp', 160, 160])
  expect(served.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect((await stack.fetch(`${store.logo.url}?w=161`)).status).toBe(400)

  const same = (await (await send(vendor.owner.token, 'PUT', await mark('#7a3e2b'))).json()) as { logo: Logo }
  expect(same.logo.url).toBe(store.logo.url)
  const other = (await (await send(vendor.owner.token, 'PUT', await mark('#224466'), '?alt=A%20blue%20kiln')).json()) as { logo: Logo }
  expect(other.logo.url).not.toBe(store.logo.url)
  expect(other.logo.alt).toBe('A blue kiln')
  expect((await stack.fetch(store.logo.url)).status).toBe(404)
  expect(await keys()).toEqual([`${other.logo.url.slice('/images/'.length)}/original.webp`])

  expect([(await send(vendor.owner.token, 'DELETE')).status, (await send(vendor.owner.token, 'DELETE')).status]).toEqual([204, 204])
  expect([await shown(), await keys()]).toEqual([null, []])
})

test('what is no picture, or comes from who may not, changes nothing', async () => {
  const kept = ((await (await send(vendor.owner.token, 'PUT', await mark('#7a3e2b'))).json()) as { logo: Logo }).logo
  const before = await keys()
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
  const refused = await send(vendor.owner.token, 'PUT', svg)
  expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([415, 'unsupported_image'])
  const broken = await send(vendor.owner.token, 'PUT', (await mark('#000000')).subarray(0, 60))
  expect(broken.status).toBe(415)
  const huge = await send(vendor.owner.token, 'PUT', Buffer.alloc(10 * 1024 * 1024 + 1))
  expect(huge.status).toBe(413)
  const analyst = await signIn(stack, 'vendor_analyst', vendor.id)
  expect((await send(analyst.token, 'PUT', await mark('#ffffff'))).status).toBe(403)
  expect((await send(analyst.token, 'DELETE')).status).toBe(403)
  expect([await shown(), await keys()]).toEqual([kept, before])
})
