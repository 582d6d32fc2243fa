import { html, raw } from 'hono/html'
import { INBOX_SCRIPT, INBOX_STYLE } from './inbox-assets.ts'
import type { SentMessage } from './message.ts'

type Html = ReturnType<typeof html>

/** The list of everything sent, newest first; with `to`, only what that address received. */
export function renderInbox(messages: readonly SentMessage[], to?: string): Html {
  const count = `${messages.length} ${messages.length === 1 ? 'message' : 'messages'}`
  return page(
    'Inbox',
    html`<main class="solo">
      <h1>Inbox</h1>
      <form class="filter" role="search">
        <label for="to">Recipient</label>
        <input id="to" name="to" type="search" value="${to ?? ''}" placeholder="anyone@example.com" autocomplete="off" />
        <button>Filter</button>
      </form>
      <div id="live"><p class="count" role="status">${count}</p>${list(messages)}</div>
    </main>`,
  )
}

/** One mail beside the list: its HTML part in a sandboxed frame without scripts, its text part below. */
export function renderMessage(message: SentMessage, messages: readonly SentMessage[]): Html {
  return page(
    message.subject,
    html`<main class="split">
      <nav aria-label="All messages" id="live">${list(messages, message.id)}</nav>
      <article>
        <a class="back" href="/">All messages</a>
        <h1>${message.subject}</h1>
        <dl>
          <dt>From</dt><dd>${message.from}</dd>
          <dt>To</dt><dd>${message.to.join(', ')}</dd>
          ${message.cc.length > 0 ? html`<dt>Cc</dt><dd>${message.cc.join(', ')}</dd>` : ''}
          ${message.bcc.length > 0 ? html`<dt>Bcc</dt><dd>${message.bcc.join(', ')}</dd>` : ''}
          <dt>Sent</dt><dd>${time(message.acceptedAtMs)}</dd>
          <dt>Id</dt><dd><code>${message.id}</code></dd>
        </dl>
        ${
          message.html === null
            ? ''
            : html`<h2>HTML</h2>
              <iframe title="HTML part of ${message.subject}" src="/messages/${message.id}/html"
                sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`
        }
        ${message.text === null ? '' : html`<h2>Text</h2><pre tabindex="0" aria-label="Text part">${linkify(message.text)}</pre>`}
      </article>
    </main>`,
  )
}

/** The HTML part as its reader would see it; links open in a new tab because the frame may not navigate. */
export function renderHtmlPart(part: string): string {
  return `<!doctype html><base target="_blank">${part}`
}

function list(messages: readonly SentMessage[], currentId?: string): Html {
  if (messages.length === 0) {
    return html`<p class="empty">Nothing sent yet. Mails to buyers and vendors appear here as soon as they are sent.</p>`
  }
  return html`<ul>${messages.map(
    (message) => html`<li><a href="/messages/${message.id}" ${message.id === currentId ? raw('aria-current="page"') : ''}>
      <span class="to">${message.to.join(', ')}</span>${time(message.acceptedAtMs)}
      <span class="subject">${message.subject}</span>
      <span class="snippet">${(message.text ?? '').replaceAll(/\s+/g, ' ').slice(0, 140)}</span>
    </a></li>`,
  )}</ul>`
}

function time(atMs: number): Html {
  const iso = new Date(atMs).toISOString()
  return html`<time datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')} UTC</time>`
}

function linkify(text: string): Html {
  const parts = text.split(/(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)])/)
  return html`${parts.map((part, index) =>
    index % 2 === 1 ? html`<a href="${part}" target="_blank" rel="noreferrer">${part}</a>` : part,
  )}`
}

function page(title: string, body: Html): Html {
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1" />
  <meta name="color-scheme" content="light dark" />
  <title>${title} · Stoa mail</title>
  <link rel="icon" href="data:," />
  <style>${raw(INBOX_STYLE)}</style>
</head>
<body>
  <header><a href="/">Stoa mail</a><p>Local stand-in: nothing here left this machine.</p></header>
  ${body}
  <script>${raw(INBOX_SCRIPT)}</script>
  <noscript><p class="count">Reload the page to see new mail.</p></noscript>
</body>
</html>`
}
