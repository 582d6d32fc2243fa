import { desc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { channelAccount, channelAuthorization } from '#db/platform/schema/channels.ts'
import { auditEvent } from '#db/platform/schema/identity.ts'
import { plan } from '#db/platform/schema/plans.ts'
import { channelAction, channelConnection, channelListing, syncRun } from '#db/vendor/schema/channels.ts'
import { type Caller, newCaller } from '#tests/support/caller.ts'
import { consent } from '#tests/support/consent.ts'
import { openVendor, signIn, type TestVendor } from '#tests/support/people.ts'
import { rowsOf } from '#tests/support/rows.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { makeConnection, startConnection } from '#worker/domains/channels/make-connection.ts'
import { openSession } from '#worker/domains/channels/open-session.ts'
import { refreshAccount } from '#worker/domains/channels/refresh-account.ts'
import { openCredentials } from '#worker/domains/channels/seal-credentials.ts'
import { settleConnections } from '#worker/domains/channels/settle-connection.ts'
import { subscribeConnections } from '#worker/domains/channels/subscribe-connection.ts'
import { present } from '#worker/pure/assert.ts'
import { DEFAULT_CHANNEL_SETTINGS } from '#worker/pure/channel.ts'
import { sha256Hex } from '#worker/pure/hash.ts'
import { type Id, makeId } from '#worker/pure/ids.ts'
import { DAY_MS, MINUTE_MS } from '#worker/pure/time.ts'

let stack: Stack
let kiln: TestVendor
let fern: TestVendor
let owner: Caller
beforeAll(async () => {
  stack = await startStack()
  kiln = await openVendor(stack, 'kiln')
  fern = await openVendor(stack, 'fern')
  owner = newCaller(stack.fetch, kiln.owner.token)
  // So many accounts in one store that a plan would say no.
  const [free] = await stack.ctx().platform.select().from(plan).where(eq(plan.key, 'free'))
  await stack
    .ctx()
    .platform.update(plan)
    .set({ limits: { ...present(free, 'the plan everybody has').limits, channels: null } })
    .where(eq(plan.key, 'free'))
})
afterAll(() => stack.close())

type View = {
  id: Id<'channelConnection'>
  status: string
  version: number
  counts: Record<string, number>
  pacer?: { tasks: { task: string; everyMs: number | null; dueAt: string | null }[] }
}
const grantOf = (accountRef: string) => ({
  accountRef,
  accountName: `Shop ${accountRef}`,
  credentials: { apiKey: `key-of-${accountRef}` },
  details: { currency: 'USD' },
})
/** A connection as connecting makes it, without asking the channel. */
async function connect(accountRef: string, vendor = kiln) {
  const ctx = stack.ctx()
  const key = await makeConnection(ctx, { vendorId: vendor.id, channel: 'bestbuy', grant: grantOf(accountRef) })
  await startConnection(ctx, key)
  return key
}
const accountOf = async (accountRef: string) =>
  (await stack.ctx().platform.select().from(channelAccount).where(eq(channelAccount.accountRef, accountRef)))[0]
const rowOf = async (id: Id<'channelConnection'>, vendor = kiln) =>
  (await (await stack.ctx().vendorDb(vendor.id)).select().from(channelConnection).where(eq(channelConnection.id, id)))[0]
const beatsOf = async (connectionId: Id<'channelConnection'>) => {
  const { tasks } = await stack.objects.pacers.of(kiln.id, connectionId).status()
  return Object.fromEntries(tasks.map(({ task, everyMs }) => [task, everyMs]))
}
const lastAudit = async () => (await stack.ctx().platform.select().from(auditEvent).orderBy(desc(auditEvent.position)).limit(1))[0]

/** Listings of a connection: matched, unmatched, ended, and one whose stock the channel keeps. */
async function fillListings(connectionId: Id<'channelConnection'>) {
  const db = await stack.ctx().vendorDb(kiln.id)
  const variantId = makeId('variant', 1)
  const base = { connectionId, title: 'A mug', refs: {}, overrides: {}, issues: [], createdAtMs: 1, updatedAtMs: 1 }
  const listings = [
    { ...base, externalId: 'matched', state: 'active' as const, variantId },
    { ...base, externalId: 'unmatched', state: 'active' as const },
    { ...base, externalId: 'ended', state: 'ended' as const, variantId },
    { ...base, externalId: 'theirs', state: 'inactive' as const, variantId, isStockOurs: false },
  ]
  await db.insert(channelListing).values(listings.map((row) => ({ id: makeId('channelListing', 1), ...row })))
}
const dueOf = async (connectionId: Id<'channelConnection'>) => {
  const rows = await (await stack.ctx().vendorDb(kiln.id))
    .select()
    .from(channelListing)
    .where(eq(channelListing.connectionId, connectionId))
  return Object.fromEntries(rows.map((row) => [row.externalId, [row.stockDueAtMs !== null, row.priceDueAtMs !== null]]))
}
const NOTHING_DUE = { matched: [false, false], unmatched: [false, false], ended: [false, false], theirs: [false, false] }

describe('a connection', () => {
  test('is shown with what it is, how it does and what it may ask; a stranger’s id and a guessed one are nothing', async () => {
    const { connectionId } = await connect('shown-1')
    await fillListings(connectionId)
    const shown = await owner.call('GET', `/platforms/${connectionId}`)
    const { pacer, ...connection } = (await shown.json()) as View
    expect([shown.status, shown.headers.get('etag')]).toEqual([200, '"1"'])
    expect(connection).toEqual({
      id: connectionId,
      channel: 'bestbuy',
      name: 'Shop shown-1',
      accountRef: 'shown-1',
      status: 'active',
      health: 'ok',
      fix: null,
      lagMs: 0,
      error: null,
      settings: DEFAULT_CHANNEL_SETTINGS,
      details: { currency: 'USD' },
      choices: [],
      webhooks: { isHealthy: null, checkedAt: null },
      counts: { listings: 3, unmatched: 1, issues: 0, due: 0, parked: 0, ordersToday: 0, failing: 0 },
      ordersPulledAt: null,
      stockPushedAt: null,
      reconciledAt: null,
      importedAt: null,
      createdAt: expect.stringMatching(/Z$/),
      version: 1,
    })
    expect(pacer?.tasks.map(({ task, everyMs }) => [task, everyMs])).toEqual(
      Object.entries(stack.ctx().channels.bestbuy.capabilities.beatsMs).sort(([a], [b]) => (a < b ? -1 : 1)),
    )
    const all = await owner.ok<{ channels: { channel: string; connectBy: string }[]; connections: View[] }>('GET', '/platforms')
    expect(all.channels.map(({ channel, connectBy }) => [channel, connectBy])).toEqual([
      ['amazon', 'oauth'],
      ['shopify', 'oauth'],
      ['bestbuy', 'keys'],
    ])
    expect(all.connections).toEqual([connection])
    const stranger = newCaller(stack.fetch, fern.owner.token)
    for (const id of [connectionId, makeId('channelConnection', 1)]) {
      const refused = await stranger.call('GET', `/platforms/${id}`)
      expect([refused.status, (await refused.json()).code]).toEqual([404, 'not_found'])
    }
    expect((await stranger.ok<{ connections: View[] }>('GET', '/platforms')).connections).toEqual([])
  })

  test('keeps its secrets to itself: sealed for this store and this connection, and in no answer', async () => {
    const { connectionId } = await connect('sealed-1')
    const row = await rowOf(connectionId)
    const ctx = stack.ctx()
    expect(JSON.stringify(row)).not.toContain('key-of-sealed-1')
    expect(await openCredentials(ctx, { vendorId: kiln.id, connectionId }, row?.credentialsSealed ?? '')).toEqual({
      apiKey: 'key-of-sealed-1',
    })
    await expect(openCredentials(ctx, { vendorId: fern.id, connectionId }, row?.credentialsSealed ?? '')).rejects.toThrow('altered')
    for (const path of ['/platforms', `/platforms/${connectionId}`]) {
      const text = JSON.stringify(await owner.ok('GET', path))
      expect([text.includes('key-of-'), text.includes(row?.credentialsSealed ?? '')]).toEqual([false, false])
    }
  })

  test('INV-CHN-4: an account is one store’s at a time: another is refused, is told nothing of whose it is, and nothing moves', async () => {
    await connect('wanted-1')
    const before = await rowsOf(stack, [kiln.id, fern.id])
    const refusal = await connect('wanted-1', fern).catch((error: unknown) => error as Error & { code: string; status: number })
    expect(refusal).toMatchObject({ code: 'channel_account_taken', status: 409 })
    expect(String((refusal as Error).message)).toBe('This Best Buy account is connected to another store. Disconnect it there first.')
    expect(await rowsOf(stack, [kiln.id, fern.id])).toEqual(before)
  })
})

describe('connecting by keys', () => {
  const keysOf = (apiKey: string) => ({ channel: 'bestbuy', keys: { apiKey } })
  const answerOf = async (response: Response) => {
    const { code, connection } = (await response.json()) as { code?: string; connection?: View }
    return [response.status, code ?? connection?.status]
  }

  test('has the channel say whose they are, and is at work at once; keys the channel does not know change nothing', async () => {
    const shop = stack.bestbuy.shop({ key: 'the-key-of-kiln', name: 'Kiln & Clay at Best Buy' })
    const { authorizationUrl, connection } = await owner.ok<{ authorizationUrl: null; connection: View }>(
      'POST',
      '/platforms/connect',
      keysOf(' the-key-of-kiln '),
    )
    expect([authorizationUrl, connection]).toMatchObject([
      null,
      { channel: 'bestbuy', name: 'Kiln & Clay at Best Buy', accountRef: String(shop.id), status: 'active', details: { currency: 'USD' } },
    ])
    expect(await accountOf(String(shop.id))).toMatchObject({ vendorId: kiln.id, connectionId: connection.id, status: 'active' })
    expect(await beatsOf(connection.id)).toEqual(stack.ctx().channels.bestbuy.capabilities.beatsMs)
    const sealed = (await rowOf(connection.id))?.credentialsSealed ?? ''
    expect(await openCredentials(stack.ctx(), { vendorId: kiln.id, connectionId: connection.id }, sealed)).toEqual({ apiKey: shop.key })
    expect((await owner.ok<{ connection: View }>('POST', '/platforms/connect', keysOf(shop.key))).connection.id).toBe(connection.id)

    const before = await rowsOf(stack, [kiln.id, fern.id])
    const stranger = newCaller(stack.fetch, fern.owner.token)
    const tries: [Caller, object][] = [
      [owner, keysOf('the-key-of-nobody')],
      [owner, keysOf('short')],
      [owner, { channel: 'bestbuy' }],
      [owner, { channel: 'shopify', keys: { apiKey: 'x' } }],
      [owner, { channel: 'ebay', keys: {} }],
      [stranger, keysOf(shop.key)],
    ]
    const answers = []
    for (const [caller, body] of tries) answers.push(await answerOf(await caller.call('POST', '/platforms/connect', body)))
    expect(answers).toEqual([
      [409, 'channel_not_authorised'],
      [422, 'invalid_input'],
      [409, 'wrong_way_to_connect'],
      [409, 'wrong_way_to_connect'],
      [422, 'invalid_input'],
      [409, 'channel_account_taken'],
    ])
    expect(await rowsOf(stack, [kiln.id, fern.id])).toEqual(before)
  })

  test('the same keys are tried no more often than the channel allows', async () => {
    const { key } = stack.bestbuy.shop({ key: 'tried-too-often' })
    for (let time = 1; time <= 6; time++) expect((await owner.call('POST', '/platforms/connect', keysOf(key))).status).toBe(200)
    const refused = await owner.call('POST', '/platforms/connect', keysOf(key))
    expect([refused.status, (await refused.json()).code]).toEqual([429, 'too_many_requests'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3600)
    expect(stack.bestbuy.kit.limiter.refusals()).toEqual([])
  })

  test('new ones take the place of the old ones only once the channel has taken them; a broken connection is mended by it', async () => {
    const shop = stack.bestbuy.shop({ key: 'first-key' })
    const other = stack.bestbuy.shop({ key: 'key-of-another-shop' })
    const { connection } = await owner.ok<{ connection: View }>('POST', '/platforms/connect', keysOf(shop.key))
    const put = async (apiKey: string) => answerOf(await owner.call('PUT', `/platforms/${connection.id}/keys`, { keys: { apiKey } }))
    const before = await rowOf(connection.id)
    expect(await put('no-key-of-any-shop')).toEqual([409, 'channel_not_authorised'])
    expect(await put(other.key)).toEqual([409, 'another_account'])
    expect(await rowOf(connection.id)).toEqual(before)

    const db = await stack.ctx().vendorDb(kiln.id)
    await db
      .update(channelConnection)
      .set({ status: 'broken', errorCode: 'not_authorised', errorAtMs: 1 })
      .where(eq(channelConnection.id, connection.id))
    const next = shop.rotateKey()
    expect((await owner.call('PUT', `/platforms/${connection.id}/keys`, { keys: { apiKey: next } })).status).toBe(200)
    const after = await rowOf(connection.id)
    expect(after).toMatchObject({ status: 'active', errorCode: null, ordersSinceMs: before?.ordersSinceMs, version: 2 })
    expect(await openCredentials(stack.ctx(), { vendorId: kiln.id, connectionId: connection.id }, after?.credentialsSealed ?? '')).toEqual({
      apiKey: next,
    })
    expect(await lastAudit()).toMatchObject({ action: 'channel.replace_keys', subjectId: connection.id, before: null, after: null })
    expect(JSON.stringify(await lastAudit())).not.toContain(next)
    await owner.ok('POST', `/platforms/${connection.id}/disconnect`)
    expect(await put(next)).toEqual([409, 'connection_not_ready'])
  })
})

describe('connecting by the channel’s own page', () => {
  const begin = async (caller: Caller, body: object) =>
    (await caller.ok<{ authorizationUrl: string }>('POST', '/platforms/connect', body)).authorizationUrl
  const complete = async (caller: Caller, channel: string, query: Record<string, string>) => {
    const response = await caller.call('POST', '/platforms/complete', { channel, query })
    const body = (await response.json()) as Partial<View> & { code?: string }
    return { status: response.status, code: body.code, connection: body as View }
  }
  const asShop = (shop: string) => ({ channel: 'shopify', params: { shop } })
  const authorizations = () => stack.ctx().platform.select().from(channelAuthorization)

  test('ends where it began: the state is stored as a hash and good for one answer, the connection at work and told of news', async () => {
    const shop = stack.shopify.shop('kiln', { name: 'Kiln at Shopify' })
    const authorizationUrl = await begin(owner, asShop('kiln'))
    const query = await consent(authorizationUrl)
    const [begun] = await authorizations()
    expect(query.state).toMatch(/^[\w-]{43}$/)
    expect(begun).toMatchObject({ stateHash: await sha256Hex(query.state ?? ''), vendorId: kiln.id, usedAtMs: null })
    const { status, connection } = await complete(owner, 'shopify', query)
    expect([status, connection]).toMatchObject([
      200,
      { channel: 'shopify', name: 'Kiln at Shopify', accountRef: 'kiln.myshopify.com', status: 'active', webhooks: { isHealthy: true } },
    ])
    const tellsUs = `${stack.origin}/api/v1/webhooks/shopify`
    expect(shop.subscriptions().map(({ uri }) => uri)).toEqual(Array.from({ length: 8 }, () => tellsUs))
    const row = await rowOf(connection.id)
    const secrets = await openCredentials(stack.ctx(), { vendorId: kiln.id, connectionId: connection.id }, row?.credentialsSealed ?? '')
    for (const secret of Object.values(secrets)) expect(JSON.stringify([row, connection, await authorizations()])).not.toContain(secret)
    expect(await beatsOf(connection.id)).toEqual(stack.ctx().channels.shopify.capabilities.beatsMs)

    // A page that is loaded again asks again; whoever has the state and another answer does not get in.
    const again = await complete(owner, 'shopify', query)
    expect([again.status, again.connection.id, again.connection.version]).toEqual([200, connection.id, 1])
    const other = await consent(authorizationUrl)
    expect(await complete(owner, 'shopify', other)).toMatchObject({ status: 409, code: 'authorization_over' })
  })

  test('a state that is another session’s, another store’s, another channel’s, too old or nobody’s connects nothing', async () => {
    stack.shopify.shop('fern')
    const colleague = await signIn(stack, 'vendor_manager', kiln.id)
    const elsewhere = newCaller(stack.fetch, colleague.token)
    const stranger = newCaller(stack.fetch, fern.owner.token)
    const query = await consent(await begin(owner, asShop('fern')))
    const before = await rowsOf(stack, [kiln.id, fern.id])
    const refused = { status: 409, code: 'authorization_over' }
    expect(await complete(elsewhere, 'shopify', query)).toMatchObject(refused)
    expect(await complete(stranger, 'shopify', query)).toMatchObject(refused)
    expect(await complete(owner, 'amazon', query)).toMatchObject(refused)
    expect(await complete(owner, 'bestbuy', query)).toMatchObject({ status: 409, code: 'wrong_way_to_connect' })
    expect(await complete(owner, 'shopify', { ...query, state: query.hmac ?? '' })).toMatchObject(refused)
    expect(await complete(owner, 'shopify', {})).toMatchObject(refused)
    expect(await rowsOf(stack, [kiln.id, fern.id])).toEqual(before)

    await stack.ctx().platform.update(channelAuthorization).set({ expiresAtMs: stack.ctx().now() })
    expect(await complete(owner, 'shopify', query)).toMatchObject(refused)
    expect(await accountOf('fern.myshopify.com')).toBeUndefined()
  })

  test('an answer that was changed on its way, or is for another shop, connects nothing', async () => {
    stack.shopify.shop('moss')
    stack.shopify.shop('loom')
    const changed = { ...(await consent(await begin(owner, asShop('moss')))), shop: 'loom.myshopify.com' }
    expect(await complete(owner, 'shopify', changed)).toMatchObject({ status: 422, code: 'invalid_input' })
    // Signed by Shopify, and for another shop than the vendor was sent to.
    const theirs = new URL(await begin(owner, asShop('moss')))
    const back = new URL(stack.shopify.shop('loom').approve(theirs.href))
    expect(await complete(owner, 'shopify', Object.fromEntries(back.searchParams))).toMatchObject({ status: 422, code: 'invalid_input' })
    expect([await accountOf('moss.myshopify.com'), await accountOf('loom.myshopify.com')]).toEqual([undefined, undefined])
  })

  test('a shop that another store has is refused before its code is exchanged, which would end the tokens of that store', async () => {
    stack.shopify.shop('shared')
    const { connection } = await complete(owner, 'shopify', await consent(await begin(owner, asShop('shared'))))
    const stranger = newCaller(stack.fetch, fern.owner.token)
    const query = await consent(await begin(stranger, asShop('shared')))
    expect(await complete(stranger, 'shopify', query)).toMatchObject({ status: 409, code: 'channel_account_taken' })
    const { session } = await openSession(stack.ctx(), kiln.id, connection.id)
    expect(await session.verify()).toMatchObject({ accountName: 'shared' })
  })

  test('two who come back at the same time for one account get one connection', async () => {
    stack.amazon.seller('A2TWICEKILN')
    stack.amazon.consentAs('A2TWICEKILN')
    const ask = { channel: 'amazon', params: { marketplace: 'US' } }
    const queries = [await consent(await begin(owner, ask)), await consent(await begin(owner, ask))]
    const answers = await Promise.all(queries.map((query) => complete(owner, 'amazon', query)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    const { connections } = await owner.ok<{ connections: (View & { accountRef: string })[] }>('GET', '/platforms')
    const made = connections.filter(({ accountRef }) => accountRef === 'A2TWICEKILN')
    expect([made.length, new Set(answers.map(({ connection }) => connection.id))]).toEqual([1, new Set([made[0]?.id])])
    expect(await accountOf('A2TWICEKILN')).toMatchObject({ connectionId: made[0]?.id, status: 'active' })
  })

  test('Amazon: the seller who agreed is connected, and given back at the end', async () => {
    stack.amazon.seller('A1KILNANDCLAY', { storeName: 'Kiln at Amazon' })
    stack.amazon.consentAs('A1KILNANDCLAY')
    const query = await consent(await begin(owner, { channel: 'amazon', params: { marketplace: 'US' } }))
    const { status, connection } = await complete(owner, 'amazon', query)
    expect([status, connection]).toMatchObject([
      200,
      { accountRef: 'A1KILNANDCLAY', name: 'Kiln at Amazon', webhooks: { isHealthy: true } },
    ])
    expect(await accountOf('A1KILNANDCLAY')).toMatchObject({ vendorId: kiln.id, status: 'active' })
    await owner.ok('POST', `/platforms/${connection.id}/disconnect`)
    expect(await accountOf('A1KILNANDCLAY')).toBeUndefined()
    expect((await rowOf(connection.id))?.credentialsSealed).toBeNull()
  })

  test('Amazon: nobody is connected as a seller they are not, though nobody signs who they are', async () => {
    stack.amazon.seller('A3SOMEBODY')
    stack.amazon.seller('A4SOMEBODYELSE')
    stack.amazon.consentAs('A3SOMEBODY')
    const query = await consent(await begin(owner, { channel: 'amazon', params: { marketplace: 'US' } }))
    const forged = { ...query, selling_partner_id: 'A4SOMEBODYELSE' }
    expect(await complete(owner, 'amazon', forged)).toMatchObject({ status: 409, code: 'channel_refused' })
    expect([await accountOf('A3SOMEBODY'), await accountOf('A4SOMEBODYELSE')]).toEqual([undefined, undefined])
  })

  test('an app that is removed at the shop breaks its connection, and the store is told once; connecting again mends it', async () => {
    const shop = stack.shopify.shop('gone')
    const { connection } = await complete(owner, 'shopify', await consent(await begin(owner, asShop('gone'))))
    await stack.settle()
    shop.uninstall()
    await stack.shopify.deliveries.idle()
    await stack.settle()
    expect(await owner.ok('GET', `/platforms/${connection.id}`)).toMatchObject({
      status: 'broken',
      health: 'broken',
      fix: 'connect_again',
      error: { task: null, code: 'not_authorised' },
    })
    expect(await accountOf('gone.myshopify.com')).toMatchObject({ status: 'broken' })
    const told = () => stack.mail.messages('kiln@example.com').filter(({ text }) => text?.includes('Shopify')).length
    expect(told()).toBe(1)
    const mended = await complete(owner, 'shopify', await consent(await begin(owner, asShop('gone'))))
    expect(mended.connection).toMatchObject({
      id: connection.id,
      status: 'active',
      health: 'ok',
      error: null,
      webhooks: { isHealthy: true },
    })
    await stack.settle()
    expect([await accountOf('gone.myshopify.com'), told()]).toMatchObject([{ status: 'active' }, 1])
  })
})

describe('settings', () => {
  test('are changed against the version that was read; what the channel shows is told anew where it makes a difference', async () => {
    const { connectionId } = await connect('set-1')
    await fillListings(connectionId)
    const path = `/platforms/${connectionId}`
    const change = async (body: object, version: number) => {
      const response = await owner.call('PATCH', path, body, { 'if-match': `"${version}"` })
      return [response.status, response.headers.get('etag'), ((await response.json()) as { code?: string }).code]
    }
    expect(await change({ name: '  Our shop ' }, 1)).toEqual([200, '"2"', undefined])
    expect(await dueOf(connectionId)).toEqual(NOTHING_DUE)
    const rule = { marginBps: 1000, plusMinor: 0, floorMinor: null, rounding: 'up_99' as const }
    expect(await change({ buffer: 3, quantityMax: 40, onShortage: 'park', priceRule: rule }, 2)).toEqual([200, '"3"', undefined])
    expect(await dueOf(connectionId)).toEqual({ ...NOTHING_DUE, matched: [true, true], theirs: [false, true] })
    expect(await change({ isPricePushed: true }, 3)).toEqual([200, '"4"', undefined])
    expect(await rowOf(connectionId)).toMatchObject({
      name: 'Our shop',
      settings: { ...DEFAULT_CHANNEL_SETTINGS, buffer: 3, quantityMax: 40, onShortage: 'park', isPricePushed: true, priceRule: rule },
    })
    expect(await lastAudit()).toMatchObject({
      action: 'channel.change',
      subjectId: connectionId,
      vendorId: kiln.id,
      actorId: kiln.owner.accountId,
      before: { isPricePushed: false },
      after: { isPricePushed: true },
    })

    const before = await rowsOf(stack, [kiln.id])
    expect(await change({ buffer: 9 }, 3)).toEqual([412, null, 'changed_meanwhile'])
    for (const body of [{ buffer: 10_001 }, { buffer: -1 }, { buffer: 1.5 }, { priceRule: { ...rule, marginBps: -9_001 } }, { name: ' ' }])
      expect(await change(body, 4)).toEqual([422, null, 'invalid_input'])
    expect((await owner.call('PATCH', path, { buffer: 9 })).status).toBe(428)
    expect(await rowsOf(stack, [kiln.id])).toEqual(before)
  })
})

describe('the place where an account’s stock is counted', () => {
  const places = (...names: string[]) => JSON.stringify(names.map((name) => ({ id: `gid://shopify/Location/${name}`, name })))
  const detailsOf = (at: string, ...names: string[]) => ({
    ...{ currency: 'USD', location: at, locationId: `gid://shopify/Location/${at}`, locations: places(...names) },
  })
  const grant = (details: Record<string, string>) => ({ ...grantOf('places.myshopify.com'), details })

  test('is chosen among its own, kept when it connects again, and another one where it is gone', async () => {
    const ctx = stack.ctx()
    const key = await makeConnection(ctx, { vendorId: kiln.id, channel: 'shopify', grant: grant(detailsOf('main', 'main', 'attic')) })
    await fillListings(key.connectionId)
    const path = `/platforms/${key.connectionId}`
    const [first] = [(await (await owner.call('GET', path)).json()) as { choices: unknown }]
    const options = ['main', 'attic'].map((name) => ({ value: `gid://shopify/Location/${name}`, label: name }))
    expect(first.choices).toEqual([{ name: 'locationId', value: 'gid://shopify/Location/main', options }])
    const choose = async (choices: object, version: number) =>
      (await owner.call('PATCH', path, { choices }, { 'if-match': `"${version}"` })).status
    const before = await rowsOf(stack, [kiln.id])
    for (const wrong of [{ locationId: 'gid://shopify/Location/moon' }, { currency: 'EUR' }]) expect(await choose(wrong, 1)).toBe(422)
    expect(await rowsOf(stack, [kiln.id])).toEqual(before)
    expect(await choose({ locationId: 'gid://shopify/Location/main' }, 1)).toBe(200)
    expect(await dueOf(key.connectionId)).toEqual(NOTHING_DUE)
    expect(await choose({ locationId: 'gid://shopify/Location/attic' }, 2)).toBe(200)
    expect((await rowOf(key.connectionId))?.details.locationId).toBe('gid://shopify/Location/attic')
    expect((await dueOf(key.connectionId)).matched).toEqual([true, expect.any(Boolean)])
    const shown = await (await ctx.vendorDb(kiln.id)).select().from(channelListing).where(eq(channelListing.connectionId, key.connectionId))
    expect(shown.map(({ quantity }) => quantity)).toEqual(shown.map(() => null))

    await makeConnection(ctx, { vendorId: kiln.id, channel: 'shopify', grant: grant(detailsOf('main', 'main', 'attic', 'shed')) })
    expect((await rowOf(key.connectionId))?.details).toMatchObject({
      locationId: 'gid://shopify/Location/attic',
      locations: places('main', 'attic', 'shed'),
    })

    const refresh = async (details: Record<string, string>) => {
      const connection = await rowOf(key.connectionId)
      const session = { verify: async () => ({ accountName: 'Shop', details }) }
      await refreshAccount(ctx, { vendorId: kiln.id, connection, connector: ctx.channels.shopify, session } as never)
      return rowOf(key.connectionId)
    }
    const { version } = (await rowOf(key.connectionId)) ?? {}
    expect(await refresh(detailsOf('main', 'main', 'shed'))).toMatchObject({
      version,
      details: { locationId: 'gid://shopify/Location/main' },
    })
    expect((await refresh(detailsOf('main', 'main')))?.details.locations).toBe(places('main'))
    expect(((await (await owner.call('GET', path)).json()) as { choices: unknown }).choices).toEqual([])
  })
})

describe('a connection that is paused, resumed, ended and taken up again', () => {
  test('is so in both databases and for its clock, and keeps its id, mappings and cursor', async () => {
    const { connectionId } = await connect('moves-1')
    await fillListings(connectionId)
    const since = (await rowOf(connectionId))?.ordersSinceMs ?? 0
    const beats = stack.ctx().channels.bestbuy.capabilities.beatsMs
    const stopped = Object.fromEntries(Object.keys(beats).map((task) => [task, null]))
    const post = async (verb: string) => {
      const response = await owner.call('POST', `/platforms/${connectionId}/${verb}`)
      const { status, code } = (await response.json()) as { status: unknown; code?: string }
      return code ?? status
    }
    const states = async () => [(await rowOf(connectionId))?.status, (await accountOf('moves-1'))?.status]
    const inGrid = async () => {
      type Grid = { items: { listings: { connectionId: string }[] }[] }
      const { items } = await owner.ok<Grid>('GET', '/channel-listings?show=unmatched&limit=200')
      return items.filter(({ listings }) => listings[0]?.connectionId === connectionId).length
    }

    expect([await post('pause'), await post('pause')]).toEqual(['paused', 'paused'])
    expect(await states()).toEqual(['paused', 'paused'])
    expect(await beatsOf(connectionId)).toEqual(stopped)
    expect([await post('resume'), await post('resume')]).toEqual(['active', 'active'])
    expect(await states()).toEqual(['active', 'active'])
    expect(await beatsOf(connectionId)).toEqual(beats)

    const db = await stack.ctx().vendorDb(kiln.id)
    const channelOrderId = makeId('channelOrder', 1)
    const at = { createdAtMs: 1, updatedAtMs: 1 }
    await db
      .insert(channelAction)
      .values({ id: makeId('channelAction', 1), connectionId, channelOrderId, kind: 'ship', detail: {}, status: 'due', dueAtMs: 1, ...at })
    await db.insert(syncRun).values({
      id: makeId('syncRun', 1),
      connectionId,
      kind: 'import',
      cause: 'manual',
      status: 'running',
      startedAtMs: 1,
      updatedAtMs: 1,
    })
    await db.update(channelListing).set({ stockDueAtMs: 1, priceDueAtMs: 1 }).where(eq(channelListing.connectionId, connectionId))
    expect(await inGrid()).toBe(1)
    expect([await post('disconnect'), await post('disconnect')]).toEqual(['disconnected', 'disconnected'])
    expect(await inGrid()).toBe(0)
    expect(await states()).toEqual(['disconnected', undefined])
    expect((await rowOf(connectionId))?.credentialsSealed).toBeNull()
    expect(await dueOf(connectionId)).toEqual(NOTHING_DUE)
    expect(await beatsOf(connectionId)).toEqual(stopped)
    expect((await db.select().from(channelAction)).map(({ status, errorCode }) => [status, errorCode])).toEqual([
      ['failed', 'disconnected'],
    ])
    expect((await db.select().from(syncRun)).map(({ status, errorCode }) => [status, errorCode])).toEqual([['failed', 'disconnected']])
    expect([await post('pause'), await post('resume')]).toEqual(['connection_not_ready', 'connection_not_ready'])
    expect((await owner.call('PATCH', `/platforms/${connectionId}`, { buffer: 1 }, { 'if-match': '"5"' })).status).toBe(409)
    const actions = await stack
      .ctx()
      .platform.select()
      .from(auditEvent)
      .where(eq(auditEvent.subjectId, connectionId))
      .orderBy(auditEvent.position)
    expect(actions.map(({ action }) => action)).toEqual(['channel.connect', 'channel.pause', 'channel.resume', 'channel.disconnect'])

    // It may be another store's now, and comes back when that has let it go.
    const other = await connect('moves-1', fern)
    await expect(connect('moves-1')).rejects.toMatchObject({ code: 'channel_account_taken' })
    await newCaller(stack.fetch, fern.owner.token).ok('POST', `/platforms/${other.connectionId}/disconnect`)
    await stack.advance(MINUTE_MS)
    expect(await connect('moves-1')).toEqual({ vendorId: kiln.id, connectionId })
    expect(await states()).toEqual(['active', 'active'])
    expect((await rowOf(connectionId))?.ordersSinceMs).toBe(since)
    expect(await dueOf(connectionId)).toEqual({ ...NOTHING_DUE, matched: [true, false] })
  })

  test('one that is broken is not paused or resumed, only connected again', async () => {
    const { connectionId } = await connect('broken-1')
    const db = await stack.ctx().vendorDb(kiln.id)
    await db.update(channelConnection).set({ status: 'broken', errorCode: 'not_authorised' }).where(eq(channelConnection.id, connectionId))
    for (const verb of ['pause', 'resume']) expect((await owner.call('POST', `/platforms/${connectionId}/${verb}`)).status).toBe(409)
    expect(await owner.ok('GET', `/platforms/${connectionId}`)).toMatchObject({ health: 'broken', fix: 'connect_again' })
    expect((await connect('broken-1')).connectionId).toBe(connectionId)
    expect(await owner.ok('GET', `/platforms/${connectionId}`)).toMatchObject({ health: 'ok', fix: null, error: null })
  })
})

test('a change that was cut off is settled by the clock, by what the store’s database says', async () => {
  const ctx = stack.ctx()
  const made = await connect('cut-made')
  const paused = await connect('cut-paused')
  await owner.ok('POST', `/platforms/${paused.connectionId}/pause`)
  const ended = await connect('cut-ended')
  const db = await ctx.vendorDb(kiln.id)
  await db
    .update(channelConnection)
    .set({ status: 'disconnected', credentialsSealed: null })
    .where(eq(channelConnection.id, ended.connectionId))
  const orphan = { channel: 'bestbuy' as const, accountRef: 'cut-orphan', vendorId: kiln.id, connectionId: makeId('channelConnection', 1) }
  await ctx.platform.insert(channelAccount).values({ ...orphan, status: 'unsettled', sweptAtMs: ctx.now(), createdAtMs: 1 })
  const broken = await connect('cut-broken')
  const reason = { errorCode: 'not_authorised', errorDetail: 'the key was withdrawn', errorAtMs: ctx.now() }
  await db
    .update(channelConnection)
    .set({ status: 'broken', ...reason })
    .where(eq(channelConnection.id, broken.connectionId))
  const refs = ['cut-made', 'cut-paused', 'cut-ended', 'cut-orphan', 'cut-broken']
  for (const ref of refs)
    await ctx.platform.update(channelAccount).set({ status: 'unsettled', sweptAtMs: ctx.now() }).where(eq(channelAccount.accountRef, ref))
  await stack.objects.pacers.of(kiln.id, made.connectionId).beat(null)

  await settleConnections(stack.ctx())
  const statuses = async () => Promise.all(refs.map(async (ref) => (await accountOf(ref))?.status ?? null))
  expect(await statuses(), 'whoever is at it has ten minutes').toEqual(refs.map(() => 'unsettled'))
  await stack.advance(10 * MINUTE_MS + 1)
  await settleConnections(stack.ctx())
  await settleConnections(stack.ctx())
  expect(await statuses()).toEqual(['active', 'paused', null, null, 'broken'])
  await stack.settle()
  const told = stack.mail.messages('kiln@example.com').filter(({ text }) => text?.includes('the key was withdrawn'))
  expect(told, 'the store is told once').toHaveLength(1)
  expect(await beatsOf(made.connectionId)).toEqual(ctx.channels.bestbuy.capabilities.beatsMs)
})

test('a fulfiller sees connections and changes none; a buyer has no business there', async () => {
  const { connectionId } = await connect('roles-1')
  const packer = newCaller(stack.fetch, (await signIn(stack, 'vendor_fulfilment', kiln.id)).token)
  expect((await packer.call('GET', `/platforms/${connectionId}`)).status).toBe(200)
  expect((await packer.call('POST', `/platforms/${connectionId}/pause`)).status).toBe(403)
  const buyer = newCaller(stack.fetch, (await signIn(stack, 'buyer')).token)
  expect((await buyer.call('GET', '/platforms')).status).toBe(401)
})

test('a subscription the channel has dropped is made again within a day, with a token of that day', async () => {
  const shop = stack.shopify.shop('kiln')
  const [connection] = await (await stack.ctx().vendorDb(kiln.id))
    .select()
    .from(channelConnection)
    .where(eq(channelConnection.accountRef, 'kiln.myshopify.com'))
  shop.state.subscriptions = {}
  await stack.advance(DAY_MS)
  await subscribeConnections(stack.ctx())
  expect(shop.subscriptions()).toHaveLength(8)
  const after = await rowOf(connection?.id ?? ('' as never))
  expect([after?.webhooksHealthy, after?.webhooksCheckedAtMs ?? 0]).toEqual([true, expect.any(Number)])
  expect((after?.webhooksCheckedAtMs ?? 0) - (connection?.webhooksCheckedAtMs ?? 0)).toBeGreaterThanOrEqual(DAY_MS)
  shop.state.subscriptions = {}
  await subscribeConnections(stack.ctx())
  expect(shop.subscriptions(), 'once a day').toEqual([])
})
