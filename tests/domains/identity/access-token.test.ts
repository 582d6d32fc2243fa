import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { createTokenIssuer, type PrivateKeys } from '#worker/providers/tokens/issuer.ts'
import { makeId } from '#worker/pure/ids.ts'
import { SURFACES } from '#worker/pure/permissions.ts'
import { newKeys, ORIGIN } from './stage.ts'

const NOW = Date.UTC(2026, 10, 21, 12)
const accountId = makeId('account', NOW)
const sessionId = makeId('session', NOW)
const vendorId = makeId('vendor', NOW)
const SHOP = { accountId, sessionId, surface: 'shop', vendorId: null } as const
const VENDOR = { accountId, sessionId, surface: 'vendor', vendorId } as const

let keys: PrivateKeys
beforeAll(async () => {
  keys = await newKeys('new', 'old')
})
const issuer = () => createTokenIssuer(keys, ORIGIN)

describe('access tokens', () => {
  test('say who, which session, which surface, and for how long; and nothing else', async () => {
    const { token, expiresAtMs } = await issuer().issue(VENDOR, NOW)
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: 'new' })
    const issuedAtS = NOW / 1000
    expect(decodeJwt(token)).toEqual({
      iss: ORIGIN,
      aud: 'stoa:vendor',
      sub: accountId,
      sid: sessionId,
      ven: vendorId,
      iat: issuedAtS,
      exp: issuedAtS + 600,
    })
    expect(expiresAtMs).toBe(NOW + 600_000)
    expect(await issuer().verify(token, 'vendor', NOW)).toEqual(VENDOR)
  })

  test('end after ten minutes', async () => {
    const { token, expiresAtMs } = await issuer().issue(SHOP, NOW)
    expect(await issuer().verify(token, 'shop', expiresAtMs - 1)).toEqual(SHOP)
    expect(await issuer().verify(token, 'shop', expiresAtMs)).toBeNull()
  })

  test('count on their own surface only', async () => {
    for (const surface of SURFACES) {
      const { token } = await issuer().issue({ ...SHOP, surface, vendorId: surface === 'vendor' ? vendorId : null }, NOW)
      for (const asked of SURFACES)
        expect((await issuer().verify(token, asked, NOW)) !== null, `${surface} on ${asked}`).toBe(surface === asked)
      expect((await issuer().verify(token, null, NOW))?.surface).toBe(surface)
    }
  })

  test('are verified by every configured key and signed by the first: keys rotate without a log-out', async () => {
    const [first, second] = keys.keys
    if (!first || !second) throw new Error('two keys are made above')
    const before = createTokenIssuer({ keys: [second] }, ORIGIN)
    const { token } = await before.issue(SHOP, NOW)
    expect(await issuer().verify(token, 'shop', NOW)).toEqual(SHOP)
    expect(await createTokenIssuer({ keys: [first] }, ORIGIN).verify(token, 'shop', NOW)).toBeNull()
  })

  test('the published keys hold no private half', () => {
    const { keys: published } = issuer().publicKeys()
    expect(published.map(({ kid, kty, crv, alg, use }) => ({ kid, kty, crv, alg, use }))).toEqual([
      { kid: 'new', kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' },
      { kid: 'old', kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' },
    ])
    for (const key of published) expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'])
  })

  describe('a forged one is no token of ours', () => {
    type Parts = {
      header: { alg: string; typ?: string; kid?: string }
      iss: string
      aud: string | string[]
      claims: Record<string, unknown>
      sub: string
    }
    const GOOD: Parts = {
      header: { alg: 'ES256', typ: 'at+jwt', kid: 'new' },
      iss: ORIGIN,
      aud: 'stoa:shop',
      claims: { sid: sessionId },
      sub: accountId,
    }
    const forge = async (change: Partial<Parts>, key?: CryptoKey | Uint8Array) => {
      const { header, iss, aud, claims, sub } = { ...GOOD, ...change }
      const { importJWK } = await import('jose')
      const jwt = new SignJWT(claims).setProtectedHeader(header).setIssuer(iss).setAudience(aud).setSubject(sub)
      return jwt
        .setIssuedAt(NOW / 1000)
        .setExpirationTime(NOW / 1000 + 600)
        .sign(key ?? ((await importJWK(keys.keys[0] as never, 'ES256')) as CryptoKey))
    }
    const verify = (token: string) => issuer().verify(token, null, NOW)

    test('the forger itself makes good ones from good parts', async () => {
      expect(await verify(await forge({}))).toEqual(SHOP)
    })

    test.each<[string, Partial<Parts>]>([
      ['another type of token', { header: { alg: 'ES256', typ: 'JWT', kid: 'new' } }],
      ['no type', { header: { alg: 'ES256', kid: 'new' } }],
      ['an unknown key id', { header: { alg: 'ES256', typ: 'at+jwt', kid: 'other' } }],
      ['no key id', { header: { alg: 'ES256', typ: 'at+jwt' } }],
      ['another issuer', { iss: 'https://evil.example' }],
      ['another audience', { aud: 'stoa:root' }],
      ['two audiences', { aud: ['stoa:shop', 'stoa:admin'] }],
      ['no session', { claims: {} }],
      ['a session that is no id', { claims: { sid: "ses_' or 1=1" } }],
      ['a subject that is no account', { sub: vendorId }],
      ['a vendor on the shop surface', { claims: { sid: sessionId, ven: vendorId } }],
      ['the vendor surface without a vendor', { aud: 'stoa:vendor' }],
    ])('%s', async (_, change) => {
      expect(await verify(await forge(change))).toBeNull()
    })

    test('signed by somebody else', async () => {
      const { privateKey } = await generateKeyPair('ES256')
      expect(await verify(await forge({}, privateKey))).toBeNull()
    })

    test('unsigned, or signed with the public key as a shared secret', async () => {
      const unsecured = new UnsecuredJWT({ sid: sessionId }).setIssuer(ORIGIN).setAudience('stoa:shop').setSubject(accountId)
      expect(
        await verify(
          unsecured
            .setIssuedAt(NOW / 1000)
            .setExpirationTime(NOW / 1000 + 600)
            .encode(),
        ),
      ).toBeNull()
      const secret = new TextEncoder().encode(JSON.stringify(issuer().publicKeys().keys[0]))
      expect(await verify(await forge({ header: { alg: 'HS256', typ: 'at+jwt', kid: 'new' } }, secret))).toBeNull()
    })

    test('carrying its own key', async () => {
      const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
      const header = { alg: 'ES256', typ: 'at+jwt', kid: 'own', jwk: await exportJWK(publicKey) }
      expect(await verify(await forge({ header }, privateKey))).toBeNull()
    })

    test('altered by one character anywhere', async () => {
      const { token } = await issuer().issue(SHOP, NOW)
      for (let at = 0; at < token.length - 1; at += 7) {
        const other = token[at] === 'A' ? 'B' : 'A'
        expect(await verify(token.slice(0, at) + other + token.slice(at + 1)), `at ${at}`).toBeNull()
      }
      for (const nothing of ['', '.', '..', 'a.b.c', token.slice(0, -10)]) expect(await verify(nothing)).toBeNull()
    })
  })
})
