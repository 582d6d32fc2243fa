import { defineConfig } from 'drizzle-kit'

/** `npm run db:generate` runs this twice: STOA_DB=platform and STOA_DB=vendor. */
const database = process.env.STOA_DB === 'vendor' ? 'vendor' : 'platform'

export default defineConfig({
  dialect: 'sqlite',
  schema: `./db/${database}/schema/*.ts`,
  out: `./db/${database}/migrations`,
})
