import { eq } from 'drizzle-orm'
import { account } from '#db/platform/schema/identity.ts'
import { type Client, newClient, until } from './http.ts'
import type { Marketplace } from './start.ts'

const PASSWORD = 'lantern pickle gravel 42'

/** A new account that has confirmed its address by the mailed link and logged in. */
export async function signUp(market: Marketplace, email: string, name: string): Promise<Client> {
  const client = newClient(market.origin)
  await client.ok('POST', '/auth/register', { email, password: PASSWORD, name })
  const mail = await until(`the mail to ${email}`, async () => market.mail.messages(email).at(0))
  const token = /token=([\w.%-]+)/.exec(mail.text ?? '')?.[1] ?? ''
  await client.ok('POST', '/auth/verify-email', { token: decodeURIComponent(token) })
  const { accessToken } = await client.ok<{ accessToken: string }>('POST', '/auth/login', { email, password: PASSWORD, delivery: 'body' })
  return client.as(accessToken)
}

/** The first admin is made where the marketplace is run; every later one by an admin. */
export async function becomeAdmin(market: Marketplace, email = 'admin@stoa.example'): Promise<Client> {
  const client = await signUp(market, email, 'Grace Admin')
  await market.platformDb.update(account).set({ platformRole: 'platform_admin' }).where(eq(account.email, email))
  return client.as((await client.ok<{ accessToken: string }>('POST', '/auth/surface', { surface: 'admin' })).accessToken)
}
