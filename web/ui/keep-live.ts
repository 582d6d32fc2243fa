import { COME_BACK, type LiveTopic, PING, PONG, readNews } from '#worker/pure/live.ts'
import { MINUTE_MS, SECOND_MS } from '#worker/pure/time.ts'

type Page = {
  /** When what it shows was read, UTC epoch ms by the server's clock. */
  asOfMs: () => number
  changed: (topics: readonly LiveTopic[]) => void
  /** Says whether it is told of changes, or has to look by itself. */
  live: (isLive: boolean) => void
  /** Reads everything anew, which renews the log-in as well. Rejects if nobody can be reached. */
  look: () => Promise<void>
}

type Timer = 'again' | 'lost' | 'unseen' | 'ping' | 'pong'

/** Without a socket a page looks, and tries for one, at least this often. */
const AGAIN_MS = { first: SECOND_MS, max: 20 * SECOND_MS }
/** Back within this time nobody need know. */
const UNNOTICED_MS = 4 * SECOND_MS
const PING_MS = 30 * SECOND_MS
const PONG_MS = 10 * SECOND_MS
/** A page that nobody sees keeps its socket for this long: going to and fro between two pages is not leaving. */
const UNSEEN_MS = MINUTE_MS

/**
 * Keeps a page told of what changes, by a socket while somebody sees it. A socket that ends, for whatever reason, is preceded by a
 * look when it is opened again: what was missed is seen, and whoever was logged out finds out there and not in a refused socket.
 * @returns ends it
 */
export function keepLive(path: string, page: Page): () => void {
  let socket: WebSocket | null = null
  let tries = 0
  let isEnded = false
  const timers = new Map<Timer, ReturnType<typeof setTimeout>>()
  const stop = (...names: Timer[]) => {
    for (const name of names) clearTimeout(timers.get(name))
  }
  const after = (ms: number, name: Timer, then: () => void) => {
    stop(name)
    timers.set(name, setTimeout(then, ms))
  }
  const isSeen = () => document.visibilityState === 'visible'

  const open = () => {
    if (isEnded || socket !== null || !isSeen()) return
    const url = new URL(`${path}?since=${new Date(page.asOfMs()).toISOString()}`, location.href)
    url.protocol = url.protocol.replace('http', 'ws')
    const opened = new WebSocket(url)
    socket = opened
    opened.onopen = () => {
      tries = 0
      stop('lost')
      page.live(true)
      ping(opened)
    }
    opened.onmessage = ({ data }) => {
      if (data === PONG) stop('pong')
      const news = readNews(data)
      if (news !== null) page.changed(news.topics)
    }
    opened.onclose = ({ code }) => {
      if (socket !== opened) return
      leave()
      after(UNNOTICED_MS, 'lost', () => page.live(false))
      again(code === COME_BACK ? 0 : undefined)
    }
  }
  const ping = (opened: WebSocket) =>
    after(PING_MS, 'ping', () => {
      if (opened.readyState !== WebSocket.OPEN) return
      opened.send(PING)
      after(PONG_MS, 'pong', () => lose(opened))
      ping(opened)
    })
  /** Nobody answers: its end would take the network's own time to come. */
  const lose = (opened: WebSocket) => {
    const { onclose } = opened
    opened.close()
    onclose?.call(opened, new CloseEvent('close', { code: 1006 }))
  }
  const leave = () => {
    stop('ping', 'pong')
    const left = socket
    socket = null
    // One that is being opened is closed once it is: browsers write the other down as a failure.
    if (left?.readyState === WebSocket.CONNECTING) left.onopen = () => left.close()
    else left?.close()
  }
  const again = (soonMs = Math.min(AGAIN_MS.max, AGAIN_MS.first * 2 ** tries++)) =>
    after(soonMs * (0.5 + Math.random()) + Math.random() * SECOND_MS, 'again', back)
  const back = async () => {
    if (isEnded || socket !== null || !isSeen()) return
    try {
      await page.look()
      open()
    } catch {
      page.live(false)
      again()
    }
  }

  const onSeen = () => {
    if (!isSeen()) return after(UNSEEN_MS, 'unseen', leave)
    stop('unseen')
    if (socket === null) void back()
  }
  const onHide = () => leave()
  document.addEventListener('visibilitychange', onSeen)
  window.addEventListener('online', onSeen)
  window.addEventListener('pagehide', onHide)
  window.addEventListener('pageshow', onSeen)
  open()
  return () => {
    isEnded = true
    document.removeEventListener('visibilitychange', onSeen)
    window.removeEventListener('online', onSeen)
    window.removeEventListener('pagehide', onHide)
    window.removeEventListener('pageshow', onSeen)
    stop('again', 'lost', 'unseen')
    leave()
  }
}
