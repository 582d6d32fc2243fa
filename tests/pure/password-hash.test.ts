import { describe, expect, test } from 'vitest'
import { hashPassword, isOutdated, isPassword, SCRYPT_COST } from '#worker/pure/password-hash.ts'

const CHEAP = { n: 2 ** 8, r: 8, p: 1 }
const PEPPER = 'a pepper for tests only'

describe('A7 password KDF', () => {
  test('a hash made with the defaults is scrypt with N=2^15, r=8, p=3, a 128-bit salt and a 256-bit key', async () => {
    const stored = await hashPassword('thunder violin mosaic', PEPPER)
    const [, scheme, cost, salt = '', key = ''] = stored.split('$')
    expect([scheme, cost]).toEqual(['scrypt', 'ln=15,r=8,p=3'])
    expect([Buffer.from(salt, 'base64url').length, Buffer.from(key, 'base64url').length]).toEqual([16, 32])
    expect(SCRYPT_COST).toEqual({ n: 32768, r: 8, p: 3 })
    expect(await isPassword('thunder violin mosaic', PEPPER, stored)).toBe(true)
    expect(await isPassword('thunder violin mosaik', PEPPER, stored)).toBe(false)
  })

  test('the same password has another hash each time, and the pepper is part of it', async () => {
    const first = await hashPassword('thunder violin mosaic', PEPPER, CHEAP)
    expect(await hashPassword('thunder violin mosaic', PEPPER, CHEAP)).not.toBe(first)
    expect(await isPassword('thunder violin mosaic', 'another pepper', first)).toBe(false)
  })

  test('nothing is cut, folded or trimmed: a difference in the 128th character, in case or in a space counts', async () => {
    const long = 'ä'.repeat(127)
    const stored = await hashPassword(`${long}x`, PEPPER, CHEAP)
    expect(await isPassword(`${long}x`, PEPPER, stored)).toBe(true)
    for (const other of [`${long}y`, `${long}X`, `${long}x `, ` ${long}x`, long])
      expect(await isPassword(other, PEPPER, stored)).toBe(false)
  })

  test('two spellings of the same characters are one password (NFC)', async () => {
    const stored = await hashPassword('cafe\u0301 creme brulee 7', PEPPER, CHEAP)
    expect(await isPassword('caf\u00e9 creme brulee 7', PEPPER, stored)).toBe(true)
  })

  test('a hash says its own cost, so a raised cost finds the old ones and still verifies them', async () => {
    const old = await hashPassword('thunder violin mosaic', PEPPER, CHEAP)
    expect(old.split('$')[2]).toBe('ln=8,r=8,p=1')
    expect([isOutdated(old), isOutdated(old, CHEAP), isOutdated('$2b$10$abc')]).toEqual([true, false, true])
    expect(await isPassword('thunder violin mosaic', PEPPER, old)).toBe(true)
  })

  test('what is no hash of ours matches nothing', async () => {
    for (const stored of ['', 'thunder violin mosaic', '$scrypt$ln=15,r=8,p=3$short$short', '$pbkdf2$i=100$aaaa$bbbb']) {
      expect(await isPassword('thunder violin mosaic', PEPPER, stored)).toBe(false)
    }
  })
})
