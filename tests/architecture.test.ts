import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'

/** Folder (or file) -> what it may import. The longest key that fits rules; what is not listed is forbidden. */
const MAY_IMPORT: Record<string, string[]> = {
  'worker/pure': ['worker/pure'],
  db: ['db', 'worker/pure'],
  'queues/messages.ts': ['worker/pure'],
  'worker/edge': ['worker/edge', 'worker/pure'],
  'worker/domains': [
    'worker/domains',
    'worker/edge',
    'worker/pure',
    'db/platform/queries',
    'db/vendor/queries',
    'db/types.ts',
    'queues/messages.ts',
  ],
  'worker/providers': ['worker/providers', 'worker/domains', 'worker/pure'],
  'worker/objects': ['worker/context.ts', 'worker/domains', 'worker/pure'],
  queues: ['queues', 'worker/context.ts', 'worker/domains', 'worker/pure', 'db/platform/queries', 'db/vendor/queries', 'db/types.ts'],
  worker: ['worker', 'queues', 'db', 'web/build'],
  web: ['web', 'worker/client.ts', 'worker/pure', 'messages', 'locale'],
}

/** Package -> the one place it may be imported from. */
const ONLY_IN: Record<string, string> = {
  'drizzle-orm': 'db/',
  '@libsql/client': 'db/',
  stripe: 'worker/providers/stripe/',
  'cloudflare:workers': 'worker/objects/',
  jose: 'worker/providers/tokens/',
  '@tursodatabase/api': 'worker/providers/turso/',
}

/** Who may call whom: a domain calls its own group and those to its left; to the right goes a message. */
const GROUPS = [
  ['tenancy', 'identity', 'support', 'enterprise', 'operations', 'approvals', 'audit', 'settings', 'plans', 'markets'],
  ['catalog', 'inventory', 'search', 'moderation', 'reviews'],
  ['payments', 'ledger', 'payouts', 'commissions', 'disputes', 'settlement', 'reconciliation', 'reports'],
  ['cart', 'checkout', 'orders', 'returns', 'shipping'],
  ['channels', 'analytics', 'forecasting', 'recommendations', 'marketing', 'notifications', 'messaging', 'privacy'],
]
const groupOf = (domain: string) => GROUPS.findIndex((group) => group.includes(domain))

const files = ['worker', 'db', 'queues', 'web']
  .flatMap((dir) => readdirSync(dir, { recursive: true, encoding: 'utf8' }).map((file) => join(dir, file)))
  .filter((file) => /\.tsx?$/.test(file) && !/^web\/(build|paraglide)\//.test(file))

const ruleFor = (file: string) =>
  Object.keys(MAY_IMPORT)
    .filter((key) => file === key || file.startsWith(`${key}/`))
    .sort((a, b) => b.length - a.length)[0] ?? ''

/** What a file imports: repository paths for our own, specifiers for packages. Types count: they couple as well. */
function importsOf(file: string, source: string): { spec: string; path: string }[] {
  return [
    ...source.matchAll(
      /(?:^|\n)\s*(?:import|export)\b[^'"`;]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)import\s+['"]([^'"]+)['"]/g,
    ),
  ].map((match) => {
    const spec = match[1] ?? match[2] ?? match[3] ?? ''
    return { spec, path: spec.startsWith('.') ? normalize(join(dirname(file), spec)) : spec.startsWith('#') ? spec.slice(1) : '' }
  })
}

test.each(files)('%s', (file) => {
  const source = readFileSync(file, 'utf8')
  expect(source, 'no barrels').not.toMatch(/^export \* from/m)
  const domain = /^worker\/domains\/([^/]+)\//.exec(file)?.[1]
  if (domain) expect(groupOf(domain), `${domain} is a domain of the design`).toBeGreaterThanOrEqual(0)

  for (const { spec, path } of importsOf(file, source)) {
    if (path)
      expect(
        MAY_IMPORT[ruleFor(file)]?.some((ok) => path.startsWith(ok)),
        `${file} may not import ${path}`,
      ).toBe(true)
    if (/^db\/\w+\/open\.ts$/.test(path)) expect(file, 'only context.ts opens a database').toMatch(/^(db\/|worker\/context\.ts$)/)
    const home = Object.entries(ONLY_IN).find(([pkg]) => spec === pkg || spec.startsWith(`${pkg}/`))?.[1]
    if (home) expect(file.startsWith(home), `${spec} belongs under ${home}`).toBe(true)
    if (file.startsWith('worker/domains/') && path.startsWith('worker/edge/'))
      expect(file, 'only routes.ts imports edge').toMatch(/\/routes\.ts$/)

    const owner = /^db\/\w+\/queries\/([\w-]+)[./]/.exec(path)?.[1]
    if (domain && owner) expect(owner, `${file}: call the ${owner} domain, not its queries`).toBe(domain)
    const called = /^worker\/domains\/([^/]+)\//.exec(path)?.[1]
    if (domain && called && !path.endsWith('/ports.ts')) {
      expect(groupOf(called), `${file}: ${domain} calls leftward only; tell ${called} by a message`).toBeLessThanOrEqual(groupOf(domain))
    }
  }
})

/** What is evaluated with a file: neither types, nor what is imported when it is needed. */
function evaluatedWith(source: string): string[] {
  const statements = source.matchAll(/^(?:import|export)\s+(?!type\b)(?:([^'"`;]*?)\bfrom\s*)?['"]([^'"]+)['"]/gm)
  return [...statements].flatMap(([, names = '', spec = '']) => (/^\{(\s*type\s[^,}]+,?)+\s*\}\s*$/.test(names) ? [] : [spec]))
}

test('the entry evaluates neither routes, nor schemas of the API, nor pages: an object or a message pays for none', () => {
  const seen = new Set(['worker/index.ts'])
  const found: string[] = []
  for (const file of seen) {
    for (const spec of evaluatedWith(readFileSync(file, 'utf8'))) {
      const path = spec.startsWith('.') ? join(dirname(file), spec) : spec.startsWith('#') ? spec.slice(1) : ''
      if (path) seen.add(path)
      if (/^(@hono\/zod-openapi|zod|react|react-dom|@remix-run\/.*)(\/|$)/.test(spec) || /^web\/|\/routes\.ts$/.test(path))
        found.push(`${file} imports ${spec}`)
    }
  }
  expect(found).toEqual([])
  expect(seen.has('worker/context.ts') && seen.has('worker/objects/stock-lock.ts') && seen.size > 100).toBe(true)
  expect(seen.has('worker/answer.ts')).toBe(false)
})

test('nothing outside the entry reads the clock or chance', () => {
  const guilty = files.filter((file) => {
    if (/^(web\/|db\/(seed|generate|deploy)|worker\/context\.ts|worker\/objects\/)/.test(file)) return false
    return /\bDate\.now\(\)|\bMath\.random\(\)/.test(readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''))
  })
  expect(guilty).toEqual([])
})
