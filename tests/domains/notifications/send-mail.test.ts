import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mail } from '#db/platform/schema/messaging.ts'
import type { MailContent } from '#queues/messages.ts'
import { type Market, startMarket } from '#tests/domains/checkout/market.ts'
import { type KillMode, mortal } from '#tests/support/kill-switch.ts'
import { renderHtml } from '#worker/domains/notifications/render-html.ts'
import { renderText } from '#worker/domains/notifications/render-text.ts'
import { sendMail } from '#worker/domains/notifications/send-mail.ts'
import { type AccountMail, writeAccountMail } from '#worker/domains/notifications/write-account-mail.ts'
import { makeId } from '#worker/pure/ids.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'

let market: Market
beforeAll(async () => {
  market = await startMarket({ vendors: 2, stock: 50 })
})
afterAll(() => market.stack.close())

let count = 0
/** A mail to an address of its own. */
const newMail = (content: MailContent = { template: 'password_changed', name: 'Ada' }) => {
  return { mailId: makeId('mail', Date.now()), to: `reader-${++count}@quist.example`, content }
}
const received = (to: string) => market.stack.mail.messages(to)

describe('a mail goes out once', () => {
  test('delivered twice in turn', async () => {
    const message = newMail()
    await sendMail(market.stack.ctx(), message)
    await sendMail(market.stack.ctx(), message)
    expect(received(message.to).map(({ subject }) => subject)).toEqual(['Your password was changed'])
  })

  test('delivered ten times at once: nine are told to come again', async () => {
    const message = newMail()
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => sendMail(market.stack.ctx(), message)))
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.status] : []))
    expect(refused.every((status) => status === 503)).toBe(true)
    expect(received(message.to)).toHaveLength(1)
  })

  test('the provider is busy: the message stays, and the next delivery sends it', async () => {
    const message = newMail()
    market.stack.mail.addFault({ kind: 'rate_limited', times: 1 })
    await expect(sendMail(market.stack.ctx(), message)).rejects.toMatchObject({ status: 503 })
    expect(received(message.to)).toHaveLength(0)
    await sendMail(market.stack.ctx(), message)
    expect(received(message.to)).toHaveLength(1)
  })

  test('refused for good: the message is terminal, nothing is marked as sent', async () => {
    const message = { ...newMail(), to: 'not an address' }
    await expect(sendMail(market.stack.ctx(), message)).rejects.toMatchObject({ status: 422, code: 'mail_refused' })
    const rows = await market.stack.ctx().platform.select().from(mail)
    expect(rows.find(({ id }) => id === message.mailId)).toMatchObject({ sentAtMs: null })
  })

  test.each(['before', 'after'] as KillMode[])(
    'killed at every I/O, %s its effect: never lost, and twice only where the mark was',
    async (mode) => {
      const counting = mortal(market)
      await counting.run(() => sendMail(counting.ctx(), newMail()))
      expect(counting.count).toBe(3)
      for (let k = 1; k <= counting.count; k++) {
        const message = newMail()
        const process = mortal(market, k, mode)
        await process.run(() => sendMail(process.ctx(), message))
        await market.advance(2 * MINUTE_MS)
        await sendMail(market.stack.ctx(), message)
        // The provider's yes was not written down: better twice than never.
        const unmarked = (k === 2 && mode === 'after') || (k === 3 && mode === 'before')
        expect(received(message.to), `killed at ${k}`).toHaveLength(unmarked ? 2 : 1)
      }
    },
  )
})

describe('what mails say', () => {
  test('the buyer’s confirmation has every store, every line and the sums', async () => {
    const buyer = market.browser()
    for (const shop of market.shops) await buyer.add(shop, 2)
    const opened = (await buyer.checkout({ email: 'words@quist.example' })).body
    await market.pay(opened.clientSecret)
    await market.stack.settle()
    const [confirmation] = received('words@quist.example')
    const text = confirmation?.text ?? ''
    expect(text).toContain('We have your payment of $60.00, and 2 stores got your order.')
    for (const [index, shop] of market.shops.entries()) {
      expect(text).toContain(`Store ${shop.slug}, order 1001`)
      expect(text).toContain(`2 × Thing ${index + 1}  $${(shop.priceMinor * 2) / 100}.00`)
    }
    expect(text).toContain(opened.statusUrl)
    expect(text).toContain('12 Orchard Lane\n97201 Portland OR\nUS')
    const html = confirmation?.html ?? ''
    expect(html).toContain('<h1')
    expect(html).toContain('<html lang="en">')
    const [toStore] = received(`${market.shops[0]?.slug}@example.com`)
    expect(toStore?.subject).toBe('New order 1001')
  })

  const ACCOUNT_MAILS: AccountMail[] = [
    { template: 'verify_email', name: 'Ada', url: 'https://stoa.test/v?t=1&u=2' },
    { template: 'reset_password', name: 'Ada', url: 'https://stoa.test/r' },
    { template: 'change_email', name: 'Ada', url: 'https://stoa.test/c' },
    { template: 'email_change_notice', name: 'Ada', newEmail: 'new@quist.example', url: 'https://stoa.test/n' },
    { template: 'vendor_invitation', vendorName: 'Kiln', role: 'vendor_manager', url: 'https://stoa.test/i' },
    { template: 'email_in_use', name: 'Ada', url: 'https://stoa.test/l' },
    { template: 'password_changed', name: 'Ada' },
    { template: 'vendor_ready', vendorName: 'Kiln', url: 'https://stoa.test/vendor' },
    { template: 'vendor_approved', vendorName: 'Kiln', url: 'https://stoa.test/s/kiln' },
    { template: 'vendor_declined', vendorName: 'Kiln', reason: 'No address for returns.', url: 'https://stoa.test/vendor' },
  ]
  test.each(ACCOUNT_MAILS)('$template reads the same as text and as HTML', (content) => {
    const page = writeAccountMail(content)
    const [text, html] = [renderText(page), renderHtml(page)]
    expect(page.subject.length).toBeGreaterThan(5)
    if ('url' in content) {
      expect(text).toContain(content.url)
      expect(html).toContain(`href="${content.url.replaceAll('&', '&amp;')}"`)
    }
    for (const part of page.parts) if (part.kind === 'text') expect(text).toContain(part.text)
  })

  test('other people’s words cannot become markup', () => {
    const evil = `<img src=x onerror=alert(1)>"'&`
    const html = renderHtml(writeAccountMail({ template: 'vendor_ready', vendorName: evil, url: `https://stoa.test/"><script>` }))
    expect(html).not.toMatch(/<img|<script/)
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;')
    expect(html).toContain('href="https://stoa.test/&quot;&gt;&lt;script&gt;"')
  })
})
