/** What of the page an answer replaces: the page itself, what was told after the change, and the count at the cart. */
const PARTS = ['#content', 'body > [role="status"]', 'header a[href="/cart"]']

let turns = 0

/**
 * Sends forms marked `data-swap` without leaving the page, and puts the parts of the answer where the old ones were, so
 * that the reader stays where they are. An answer that is older than the last press is dropped. If anything is out of the
 * ordinary the browser goes to the answer as it would have without this.
 */
export function swapForms(): void {
  addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement
    // Where the framework runs, the document is its own.
    if (!('swap' in form.dataset) || '__remixContext' in window) return
    event.preventDefault()
    const body = new URLSearchParams([...new FormData(form, event.submitter)].map(([name, value]) => [name, String(value)]))
    step(form, event.submitter)
    void send(form.action, body)
  })
}

/** Shows the quantity at once; the buttons count on from there, so that quick presses are all counted. */
function step(form: HTMLFormElement, pressed: HTMLElement | null): void {
  if (!(pressed instanceof HTMLButtonElement) || pressed.name !== 'to') return
  const quantity = Number(pressed.value)
  const field = form.elements.namedItem('quantity')
  if (field instanceof HTMLInputElement) field.value = String(quantity)
  const [less, more] = form.querySelectorAll<HTMLButtonElement>('button[name="to"]')
  if (less) {
    less.value = String(Math.max(1, quantity - 1))
    less.disabled = quantity <= 1
  }
  if (more) more.value = String(quantity + 1)
}

async function send(action: string, body: URLSearchParams): Promise<void> {
  turns += 1
  const turn = turns
  const main = document.querySelector('#content')
  main?.setAttribute('aria-busy', 'true')
  const response = await fetch(action, { method: 'POST', body }).catch(() => null)
  if (turn !== turns) return
  main?.removeAttribute('aria-busy')
  if (response === null) return location.reload()
  const isHere = new URL(response.url).pathname === location.pathname
  if (!response.ok || !isHere) return location.assign(response.url)
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  if (turn === turns) show(page)
}

function show(page: Document): void {
  const label = document.activeElement?.getAttribute('aria-label')
  for (const part of PARTS) {
    const [now, then] = [document.querySelector(part), page.querySelector(part)]
    // A link changes its name as well; the others are watched by those who read pages aloud, and stay.
    if (now instanceof HTMLAnchorElement && then) now.replaceWith(then)
    else if (now && then) now.replaceChildren(...then.childNodes)
  }
  if (label == null) return
  const same = [...document.querySelectorAll<HTMLElement>('#content [aria-label]')].find(
    (each) => each.getAttribute('aria-label') === label,
  )
  const next = same ?? document.querySelector<HTMLElement>('#content')
  next?.focus({ preventScroll: true })
}
