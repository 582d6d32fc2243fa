import { until } from '#tests/stage/http.ts'
import type { Marketplace } from '#tests/stage/start.ts'

/** The link in the newest mail to an address with this subject, once the mail came. */
export function linkMailedTo(market: Marketplace, address: string, subject: string): Promise<string> {
  return until(`a mail "${subject}" to ${address}`, async () => {
    const mail = market.mail.messages(address).find((message) => message.subject === subject)
    return mail?.text?.match(/https?:\/\/\S+/)?.[0]
  })
}
