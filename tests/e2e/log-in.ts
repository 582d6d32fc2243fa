import type { BrowserContext } from 'playwright-core'
import { DEMO_PASSWORD } from '#db/seed.ts'

/** Signs a browser in as somebody the seed knows; the cookies are the browser's, as after the log-in page. */
export async function logIn(context: BrowserContext, origin: string, email: string): Promise<void> {
  const answer = await context.request.post(`${origin}/api/v1/auth/login`, {
    data: { email, password: DEMO_PASSWORD },
    headers: { origin },
  })
  if (!answer.ok()) throw new Error(`${email} could not log in: ${answer.status()} ${await answer.text()}`)
}
