import { openDatabase } from '../src/index.ts'

const database = await openDatabase({ dataDirectory: process.argv[2]! })
await database.migrate('up')
await database.announce({ url: 'http://localhost:4321' })
process.send?.('open')
