import type { Mailer } from '#worker/domains/notifications/ports.ts'
import { Problem, Unavailable } from '#worker/pure/problem.ts'

/** 422: the provider will never take this mail. */
export class MailRefused extends Problem {
  constructor(status: number, reason: string) {
    super('mail_refused', 422, `The mail provider refused the mail (${status}): ${reason}`)
  }
}

/** A provider that takes longer is asked again later. */
const TIMEOUT_MS = 10_000

/**
 * Sends mail through SendGrid's v3 API (https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send).
 * It has no idempotency key: whoever calls sends a mail once, by claiming it first. The mail's id goes along as a custom
 * argument, so that the provider's events can be matched. 401 and 403 are our configuration, which somebody will mend, so
 * such a mail is tried again.
 */
export function createSendGridMailer(config: { apiUrl: string; apiKey: string; from: string; fetch: typeof fetch }): Mailer {
  return {
    async send({ id, to, subject, text, html }) {
      const response = await post(config, {
        personalizations: [{ to: [{ email: to }], custom_args: { mail_id: id } }],
        from: { email: config.from, name: 'Stoa' },
        subject,
        content: [
          { type: 'text/plain', value: text },
          { type: 'text/html', value: html },
        ],
        tracking_settings: { click_tracking: { enable: false, enable_text: false }, open_tracking: { enable: false } },
      })
      const reason = response.ok ? '' : (await response.text()).slice(0, 300)
      if (response.ok) return
      if (response.status === 429) throw new Unavailable('The mail provider', { retryAfterS: retryAfterS(response) })
      if (response.status >= 500 || response.status === 401 || response.status === 403)
        throw new Unavailable('The mail provider', { cause: new Error(`HTTP ${response.status}: ${reason}`) })
      throw new MailRefused(response.status, reason)
    },
  }
}

async function post(config: { apiUrl: string; apiKey: string; fetch: typeof fetch }, mail: unknown): Promise<Response> {
  try {
    return await config.fetch(`${config.apiUrl}/v3/mail/send`, {
      method: 'POST',
      headers: { authorization: `Bearer ${config.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(mail),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
  } catch (error) {
    throw new Unavailable('The mail provider', { cause: error })
  }
}

/** `X-RateLimit-Reset` is epoch seconds, which would need our clock; a minute is how long its windows are. */
const retryAfterS = (response: Response): number => {
  const seconds = Number(response.headers.get('retry-after') ?? '')
  return Number.isFinite(seconds) && seconds > 0 ? seconds : 60
}
