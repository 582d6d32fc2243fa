import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type APIRequestContext, type Browser, chromium, type Page } from 'playwright-core'

const SYSTEM_BROWSERS = [
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** Nothing but the page's own traffic; the bundled browser's default flags are not used, they switch web security off. */
const FLAGS = [
  '--no-sandbox',
  '--headless',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** What takes longer does not come: a slow machine that does several things at once is no fault of a page. */
const PATIENCE_MS = 60_000

const systemBrowser = () => (process.env.BUNDLED_BROWSER ? undefined : SYSTEM_BROWSERS.find((path) => existsSync(path)))

/** Unpacks the bundled browser, if it is the one that will be used: once, before test files that run side by side want it. */
export async function prepareBrowser(): Promise<void> {
  if (!systemBrowser()) await unpackBrowser()
}

/** A system Chrome or Chromium if there is one, else the one that npm brings (`BUNDLED_BROWSER=1` asks for it). */
export async function launchBrowser(): Promise<Browser> {
  const system = systemBrowser()
  const browser = await chromium.launch({
    ...(system ? { executablePath: system } : await unpackBrowser()),
    args: FLAGS,
    timeout: 4 * PATIENCE_MS,
  })
  browser.on('context', (context) => {
    context.setDefaultTimeout(PATIENCE_MS)
    repeatWhenHungUp(context.request)
  })
  return browser
}

/** A connection that was idle may be closed by its server at the moment it is used again; a browser then repeats the request, and so do these calls. */
function repeatWhenHungUp(request: APIRequestContext): void {
  const send = request.fetch.bind(request)
  request.fetch = (what, options) => send(what, { maxRetries: 3, ...options })
}

/**
 * The browser of the npm package with the system libraries it brings, which a bare machine lacks (NSS above all). The
 * package unpacks those only where it believes to be on the system they were made for, so it is told that it is; what it
 * changes in our environment goes to the browser alone.
 */
async function unpackBrowser(): Promise<{ executablePath: string; env: Record<string, string> }> {
  const before = { ...process.env }
  process.env.AWS_LAMBDA_JS_RUNTIME = 'nodejs22.x'
  try {
    const { default: bundled } = await import('@sparticuz/chromium')
    const executablePath = await bundled.executablePath()
    const env = Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined))
    return { executablePath, env }
  } finally {
    process.env = before
  }
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Colours are judged where they end up, not half-way there. What never ends goes on. */
const AT_REST = `for (const animation of document.getAnimations()) {
  if (Number.isFinite(animation.effect?.getComputedTiming().endTime)) animation.finish()
}`

/**
 * What the accessibility checker objects to, one line each: rule, and where.
 * @param only rules by name, e.g. those of colour for a page of which all else has been checked
 */
export async function axeViolations(page: Page, only?: string[]): Promise<string[]> {
  await page.evaluate(AT_REST)
  await page.evaluate(AXE)
  const options = only === undefined ? {} : { runOnly: { type: 'rule', values: only } }
  const violations = (await page.evaluate(`axe.run(${JSON.stringify(options)}).then(({ violations }) => violations)`)) as {
    id: string
    nodes: { target: string[] }[]
  }[]
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
}
