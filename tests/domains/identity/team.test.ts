import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { vendorMember } from '#db/platform/schema/tenancy.ts'
import type { Id } from '#worker/pure/ids.ts'
import { type IdentityStage, startIdentity } from './stage.ts'

let stage: IdentityStage
let n = 0
let vendorId: Id<'vendor'>
let ownerId: Id<'account'>
let token: string
beforeAll(async () => {
  stage = await startIdentity()
})
afterAll(() => stage.close())
beforeEach(async () => {
  ownerId = await stage.addAccount(`owner${++n}@kiln.example`)
  vendorId = await stage.addVendor(`kiln-${n}`, ownerId)
  token = await vendorTokenOf(`owner${n}@kiln.example`, vendorId)
})

async function vendorTokenOf(email: string, vendor: Id<'vendor'>): Promise<string> {
  const { accessToken } = await stage.logIn(email)
  const answer = await stage.post('/auth/surface', { surface: 'vendor', vendorId: vendor }, { authorization: `Bearer ${accessToken}` })
  return ((await answer.json()) as { accessToken: string }).accessToken
}
const call = (method: string, path: string, body?: unknown, as = token) =>
  stage.fetch(`/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${as}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
const invite = (email: string, role = 'vendor_fulfilment') => call('POST', '/vendor/members', { email, role })
const accept = async (email: string, link: string) => {
  const { accessToken } = await stage.logIn(email)
  return stage.post('/me/invitations/accept', { token: link }, { authorization: `Bearer ${accessToken}` })
}
const rolesNow = async () =>
  Object.fromEntries(
    (await stage.platform.select().from(vendorMember).where(eq(vendorMember.vendorId, vendorId))).map(({ accountId, role }) => [
      accountId,
      role,
    ]),
  )

describe('A6 invitations', () => {
  test('are taken once, by the account with the invited address', async () => {
    const mia = await stage.addAccount(`mia${n}@kiln.example`)
    await stage.addAccount(`mallory${n}@kiln.example`)
    expect((await invite(`Mia${n}@kiln.example`)).status).toBe(202)
    expect(await stage.mailsTo(`mia${n}@kiln.example`)).toEqual([
      {
        template: 'vendor_invitation',
        vendorName: `kiln-${n}`,
        role: 'vendor_fulfilment',
        url: expect.stringMatching(/\/accept-invitation\?token=mtk_/),
      },
    ])
    const link = await stage.tokenFor(`mia${n}@kiln.example`)
    expect((await accept(`mallory${n}@kiln.example`, link)).status).toBe(410)
    expect(await rolesNow()).toEqual({ [ownerId]: 'vendor_owner' })
    const joined = await accept(`mia${n}@kiln.example`, link)
    expect([joined.status, await joined.json()]).toEqual([200, { vendorId, role: 'vendor_fulfilment' }])
    expect(await rolesNow()).toEqual({ [ownerId]: 'vendor_owner', [mia]: 'vendor_fulfilment' })
    expect((await accept(`mia${n}@kiln.example`, link)).status).toBe(410)
    await vendorTokenOf(`mia${n}@kiln.example`, vendorId)
  })

  test('are no links of another kind, and no other link is an invitation', async () => {
    await stage.addAccount(`mia${n}@kiln.example`)
    await invite(`mia${n}@kiln.example`)
    const link = await stage.tokenFor(`mia${n}@kiln.example`)
    expect((await stage.post('/auth/verify-email', { token: link })).status).toBe(410)
    expect((await stage.post('/auth/password-reset/confirm', { token: link, password: 'lantern pickle gravel' })).status).toBe(410)
    await stage.post('/auth/password-reset', { email: `mia${n}@kiln.example` })
    await stage.settle()
    expect((await accept(`mia${n}@kiln.example`, await stage.tokenFor(`mia${n}@kiln.example`))).status).toBe(410)
  })

  test('die when withdrawn, replaced or a week old', async () => {
    await stage.addAccount(`mia${n}@kiln.example`)
    const address = `mia${n}@kiln.example`
    await invite(address)
    const first = await stage.tokenFor(address)
    const second = (await (await invite(address, 'vendor_analyst')).json()) as { id: string }
    const secondLink = await stage.tokenFor(address)
    expect((await accept(address, first)).status).toBe(410)
    expect((await call('DELETE', `/vendor/invitations/${second.id}`)).status).toBe(204)
    expect((await accept(address, secondLink)).status).toBe(410)
    await invite(address)
    const third = await stage.tokenFor(address)
    stage.clock.nowMs += 7 * 86_400_000
    expect((await accept(address, third)).status).toBe(410)
    expect(await rolesNow()).toEqual({ [ownerId]: 'vendor_owner' })
  })

  test('A2: answer a known and an unknown address alike', async () => {
    await stage.addAccount(`known${n}@kiln.example`)
    const shape = async (answer: Response) => {
      const body = (await answer.json()) as { id: string; email: string; expiresAt: string }
      return { status: answer.status, body: { ...body, id: body.id.slice(0, 4), email: '' } }
    }
    expect(await shape(await invite(`known${n}@kiln.example`))).toEqual(await shape(await invite(`unknown${n}@kiln.example`)))
    const team = (await (await call('GET', '/vendor/members')).json()) as { members: unknown[]; invitations: { email: string }[] }
    expect(team.members).toHaveLength(1)
    expect(team.invitations.map(({ email }) => email).sort()).toEqual([`known${n}@kiln.example`, `unknown${n}@kiln.example`])
  })

  test("of one store cannot be withdrawn by another's owner", async () => {
    const { id } = (await (await invite(`mia${n}@kiln.example`)).json()) as { id: string }
    const rivalId = await stage.addAccount(`rival${n}@loom.example`)
    const rival = await vendorTokenOf(`rival${n}@loom.example`, await stage.addVendor(`loom-${n}`, rivalId))
    expect((await call('DELETE', `/vendor/invitations/${id}`, undefined, rival)).status).toBe(404)
    const team = (await (await call('GET', '/vendor/members', undefined, rival)).json()) as { members: { accountId: string }[] }
    expect(team.members.map(({ accountId }) => accountId)).toEqual([rivalId])
    expect((await call('DELETE', `/vendor/members/${ownerId}`, undefined, rival)).status).toBe(404)
    expect(await rolesNow()).toEqual({ [ownerId]: 'vendor_owner' })
  })

  test('a member who accepts an invitation keeps the role they have', async () => {
    const mia = await stage.addAccount(`mia${n}@kiln.example`)
    await stage.addMember(vendorId, mia, 'vendor_manager')
    await invite(`mia${n}@kiln.example`, 'vendor_analyst')
    expect((await accept(`mia${n}@kiln.example`, await stage.tokenFor(`mia${n}@kiln.example`))).status).toBe(200)
    expect((await rolesNow())[mia]).toBe('vendor_manager')
  })
})

describe('INV-IDN-4: a vendor always has an owner', () => {
  test('the last one can neither leave nor step down', async () => {
    for (const answer of [
      await call('DELETE', `/vendor/members/${ownerId}`),
      await call('PATCH', `/vendor/members/${ownerId}`, { role: 'vendor_manager' }),
    ]) {
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([409, 'last_owner'])
    }
    expect(await rolesNow()).toEqual({ [ownerId]: 'vendor_owner' })
    expect((await call('PATCH', `/vendor/members/${ownerId}`, { role: 'vendor_owner' })).status).toBe(200)
  })

  test('two owners who remove each other at once leave one', async () => {
    const second = await stage.addAccount(`second${n}@kiln.example`)
    await stage.addMember(vendorId, second, 'vendor_owner')
    const theirs = await vendorTokenOf(`second${n}@kiln.example`, vendorId)
    const answers = await Promise.all([
      call('DELETE', `/vendor/members/${second}`),
      call('DELETE', `/vendor/members/${ownerId}`, undefined, theirs),
    ])
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1)
    expect(Object.values(await rolesNow())).toEqual(['vendor_owner'])
  })

  test('a member is given another role and taken off the team, each audited with what was before', async () => {
    const mia = await stage.addAccount(`mia${n}@kiln.example`)
    await stage.addMember(vendorId, mia, 'vendor_support')
    const theirs = await vendorTokenOf(`mia${n}@kiln.example`, vendorId)
    expect(await (await call('PATCH', `/vendor/members/${mia}`, { role: 'vendor_manager' })).json()).toEqual({
      accountId: mia,
      role: 'vendor_manager',
    })
    expect((await call('DELETE', `/vendor/members/${mia}`)).status).toBe(204)
    expect((await call('DELETE', `/vendor/members/${mia}`)).status).toBe(404)
    expect((await call('GET', '/vendor/members', undefined, theirs)).status).toBe(401)
    const rows = await stage.rows(
      sql`select action, actor_id, vendor_id, before, after from audit_event where subject_id = ${mia} order by position`,
    )
    expect(rows.map((row) => [row.action, row.actor_id, row.vendor_id, row.before, row.after])).toEqual([
      ['member.role', ownerId, vendorId, '{"role":"vendor_support"}', '{"role":"vendor_manager"}'],
      ['member.remove', ownerId, vendorId, '{"role":"vendor_manager"}', null],
    ])
  })

  test.each(['vendor_manager', 'vendor_fulfilment', 'vendor_analyst', 'vendor_support'] as const)(
    'a %s may not touch the team',
    async (role) => {
      const mia = await stage.addAccount(`${role}${n}@kiln.example`)
      await stage.addMember(vendorId, mia, role)
      const theirs = await vendorTokenOf(`${role}${n}@kiln.example`, vendorId)
      for (const answer of [
        await call('GET', '/vendor/members', undefined, theirs),
        await call('POST', '/vendor/members', { email: 'x@y.example', role: 'vendor_owner' }, theirs),
        await call('PATCH', `/vendor/members/${mia}`, { role: 'vendor_owner' }, theirs),
        await call('DELETE', `/vendor/members/${ownerId}`, undefined, theirs),
      ]) {
        expect(answer.status).toBe(403)
      }
      expect(await rolesNow()).toEqual({ [ownerId]: 'vendor_owner', [mia]: role })
    },
  )
})
