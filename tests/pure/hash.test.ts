import { expect, test } from 'vitest'
import { equalInConstantTime, fromBase64Url, isSigned, newSecret, sha256Hex, sign, toBase64Url } from '#worker/pure/hash.ts'
import { open, seal } from '#worker/pure/seal.ts'

test('SHA-256 of the empty text and of "abc" (FIPS 180-4)', async () => {
  expect(await sha256Hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  expect(await sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})

test('base64url survives every byte and refuses what is none', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i)
  expect(fromBase64Url(toBase64Url(bytes))).toEqual(bytes)
  expect(fromBase64Url('a+b')).toBeNull()
})

test('secrets have 256 bits and do not repeat', () => {
  const secrets = new Set(Array.from({ length: 100 }, newSecret))
  expect(secrets.size).toBe(100)
  for (const secret of secrets) expect(fromBase64Url(secret)?.length).toBe(32)
})

test('texts are compared whole', () => {
  expect(equalInConstantTime('same', 'same')).toBe(true)
  expect(equalInConstantTime('same', 'samf')).toBe(false)
  expect(equalInConstantTime('same', 'sam')).toBe(false)
  expect(equalInConstantTime('', 'a')).toBe(false)
  expect(equalInConstantTime('a', '')).toBe(false)
})

test('a signature holds for its key, purpose and text only', async () => {
  const signature = await sign('key', 'order-status', 'grp_1')
  expect(await isSigned('key', 'order-status', 'grp_1', signature)).toBe(true)
  expect(await isSigned('key', 'order-status', 'grp_2', signature)).toBe(false)
  expect(await isSigned('key', 'unsubscribe', 'grp_1', signature)).toBe(false)
  expect(await isSigned('other', 'order-status', 'grp_1', signature)).toBe(false)
  expect(await isSigned('key', 'order-status', 'grp_1', '')).toBe(false)
})

test('a sealed secret opens for its owner only, with old keys too, and never once a byte was changed', async () => {
  const old = new Map([['2025', newSecret()]])
  const keys = new Map([['2026', newSecret()], ...old])
  const sealed = await seal(keys, 'ven_a/database', 'token')
  expect(await open(keys, 'ven_a/database', sealed)).toBe('token')
  expect(await open(keys, 'ven_a/database', await seal(old, 'ven_a/database', 'older'))).toBe('older')
  await expect(open(keys, 'ven_b/database', sealed)).rejects.toThrow()
  await expect(open(old, 'ven_a/database', sealed)).rejects.toThrow('cannot be opened')
  const [id = '', iv = '', data = ''] = sealed.split('.')
  const bytes = fromBase64Url(data) ?? new Uint8Array()
  for (let i = 0; i < bytes.length; i++) {
    const bent = Uint8Array.from(bytes, (byte, at) => (at === i ? byte ^ 1 : byte))
    await expect(open(keys, 'ven_a/database', [id, iv, toBase64Url(bent)].join('.'))).rejects.toThrow()
  }
})
