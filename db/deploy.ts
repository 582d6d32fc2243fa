import { migrate } from '#db/migrate.ts'
import { platformMigrations } from '#db/platform/migrations.gen.ts'
import { openPlatformDb } from '#db/platform/open.ts'

/**
 * Part of `npm run deploy`: brings the platform's database up before the code that needs it goes live. Vendors' databases
 * follow by `POST /api/v1/admin/schema-rollouts`, canaries first. Safe to repeat.
 */
const { PLATFORM_DATABASE_URL: url, PLATFORM_DATABASE_TOKEN: authToken } = process.env
if (!url || !authToken) {
  console.error('Set PLATFORM_DATABASE_URL and PLATFORM_DATABASE_TOKEN: the platform database to migrate.')
  process.exit(1)
}
// A migration is one round trip, and a table with its indices may be made anew in it.
const platform = openPlatformDb({ url, authToken, fetch, timeoutMs: 60_000 })
const version = await migrate(platform, platformMigrations, Date.now())
console.info(`platform database at version ${version} of ${platformMigrations.length}`)
